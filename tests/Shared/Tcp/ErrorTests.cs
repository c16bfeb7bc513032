#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Sockets;
using NanoStack.Tcp;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Tcp;

/// <summary>What ICMP, ARP, the route and the device tell a connection (RFC 1122, 4.2.3.9; RFC
/// 5927; RFC 1191; RFC 6633).</summary>
[TestClass]
public sealed class ErrorTests
{
    private const int Ack = TcpHeader.Ack;

    /// <summary>Rule 145 (RFC 1122, 4.2.3.9, MUST-56): soft errors end nothing; they are told when
    /// time is over.</summary>
    [TestMethod]
    public void SoftErrors_EndNothing()
    {
        int[] types = { 3, 3, 3, 11, 11, 12 };
        int[] codes = { 0, 1, 5, 0, 1, 0 };
        TcpBench bench = TcpBench.SynSent();
        for (int i = 0; i < types.Length; i++)
        {
            bench.InjectIcmp(types[i], codes[i], -1, 0);
        }

        bench.ExpectState(TcpState.SynSent);
        Assert.AreEqual(types.Length, bench.Count(Mib.TcpIcmpSoft));
        bench.Advance(127000);
        bench.ExpectState(TcpState.Closed);
        TcpBench.ExpectError(
            SocketError.HostUnreachable, () => bench.Socket.Connect(bench.PeerPoint));
    }

    /// <summary>Rules 146, 147 (RFC 1122, 4.2.3.9): a hard error ends an attempt to
    /// connect.</summary>
    [TestMethod]
    public void HardError_WhileConnecting_Refuses()
    {
        TcpBench bench = TcpBench.SynSent();
        bench.InjectIcmp(3, 3, -1, 0);
        bench.ExpectState(TcpState.Closed);
        Assert.AreEqual(1, bench.Count(Mib.TcpIcmpHard));
        TcpBench.ExpectError(
            SocketError.ConnectionRefused, () => bench.Socket.Connect(bench.PeerPoint));
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 146 (RFC 5927, 5.2): an established connection is ended by no ICMP at
    /// all.</summary>
    [TestMethod]
    public void HardError_WhenEstablished_IsSoft()
    {
        TcpBench bench = TcpBench.Established();
        bench.Send("x");
        bench.TakeSegment();
        bench.InjectIcmp(3, 2, 0, 0);
        bench.InjectIcmp(3, 3, 0, 0);
        bench.ExpectState(TcpState.Established);
        bench.Inject(0, null, 1, Ack);
        bench.ExpectAlive(0, 1);
    }

    /// <summary>Rule 146 (RFC 5927, 4.1; attack C11): a quoted number that is not in flight is not
    /// believed.</summary>
    [TestMethod]
    public void Error_OutsideTheFlight_IsIgnored()
    {
        TcpBench bench = TcpBench.SynSent();
        bench.InjectIcmp(3, 3, -2, 0);
        bench.InjectIcmp(3, 3, 1, 0);
        bench.ExpectState(TcpState.SynSent);
        Assert.AreEqual(2, bench.Count(Mib.TcpIcmpOutOfWindow));
    }

    /// <summary>Rule 147 (RFC 9293, 3.9.2.2, MUST-54): a message about another port reaches
    /// nobody.</summary>
    [TestMethod]
    public void Error_AboutAnotherConnection_ReachesNobody()
    {
        TcpBench bench = TcpBench.SynSent();
        bench.InjectIcmp(3, 3, bench.OurIss, 7001, 0);
        bench.ExpectState(TcpState.SynSent);
        Assert.AreEqual(1, bench.Count(Mib.IcmpInNoMatch));
    }

    /// <summary>Rule 147: a message that comes while the user holds the socket is dropped and
    /// counted, as on Linux; the next one is heard.</summary>
    [TestMethod]
    public void Error_WhileTheUserHoldsTheSocket_IsCounted()
    {
        TcpBench bench = TcpBench.SynSent();
        bench.Sock.Lock();
        bench.InjectIcmp(3, 3, 0, 0);
        bench.Sock.Release(bench.Bench.Clock.NowMs());
        bench.ExpectState(TcpState.SynSent);
        Assert.AreEqual(1, bench.Count(Mib.TcpLockDroppedIcmps));
        bench.InjectIcmp(3, 3, 0, 0);
        bench.ExpectState(TcpState.Closed);
    }

    /// <summary>Rule 148 (RFC 6633, 4; attack C12): a source quench is dropped.</summary>
    [TestMethod]
    public void SourceQuench_ChangesNothing()
    {
        TcpBench bench = TcpBench.Established();
        bench.Send("x");
        bench.TakeSegment();
        int cwnd = bench.Sock.Cwnd;
        bench.InjectIcmp(4, 0, 0, 0);
        Assert.AreEqual(cwnd, bench.Sock.Cwnd);
        Assert.AreEqual(1, bench.Count(Mib.IcmpInOther));
    }

    /// <summary>Rule 158 (RFC 1191, 3, 6.3; attack C10): an MTU of 0, a tiny one, or a larger one
    /// does not lower the segments below the floor, nor raise them.</summary>
    [TestMethod]
    public void FragmentationNeeded_IsBounded()
    {
        TcpBench bench = TcpBench.Established();
        bench.SendText(0, 1460);
        bench.TakeSegment();
        bench.InjectIcmp(3, 4, 0, 0);
        bench.InjectIcmp(3, 4, 0, 9000);
        Assert.AreEqual(1460, bench.Sock.MssCache);
        bench.InjectIcmp(3, 4, 0, 68);
        Assert.AreEqual(512, bench.Sock.MssCache);
        bench.InjectIcmp(3, 4, 0, 1400);
        Assert.AreEqual(512, bench.Sock.MssCache);
        Assert.AreEqual(1, bench.Count(Mib.TcpMtuReduced));
    }

    /// <summary>Rules 144, 174 (RFC 1122, 2.3.2.2): nobody answers ARP: a connect fails with that,
    /// at once when it is known.</summary>
    [TestMethod]
    public void ArpFails_WhileConnecting_IsHostUnreachable()
    {
        TcpBench bench = new TcpBench(Limits.Default());
        bench.Bench.Wire.PeerAnswersArp = false;
        Socket socket = new Socket(bench.Net);
        int startMs = bench.NowMs;
        TcpBench.ExpectError(
            SocketError.HostUnreachable, () => socket.Connect(bench.PeerPoint));
        Assert.AreEqual(3000, bench.NowMs - startMs);
        TcpBench.ExpectError(
            SocketError.HostUnreachable, () => socket.Connect(bench.PeerPoint));
        Assert.AreEqual(3000, bench.NowMs - startMs);
        Assert.IsTrue(bench.Count(Mib.TcpOutNoRoute) >= 1, "no route");
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 145 (own): the neighbour goes away: an established connection keeps trying and
    /// is there when it comes back.</summary>
    [TestMethod]
    public void ArpFails_WhenEstablished_IsOutlived()
    {
        TcpBench bench = TcpBench.Established();
        bench.Bench.Wire.PullCable();
        bench.Bench.Poll();
        bench.Bench.Wire.PeerAnswersArp = false;
        bench.Bench.Wire.PlugCable();
        bench.Bench.Poll();
        bench.Send("patience");
        bench.Advance(10000);
        bench.ExpectSilence();
        bench.ExpectState(TcpState.Established);
        bench.Bench.Wire.PeerAnswersArp = true;
        bench.Advance(30000);
        bench.ExpectData(0, "patience");
        bench.Bench.Wire.ClearSent();
        bench.Inject(0, null, 8, Ack);
        bench.ExpectAlive(0, 8);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 186 (own): the transmit ring is full: nothing is lost or reordered, and it
    /// goes on when the ring drains, without a time-out.</summary>
    [TestMethod]
    public void FullRing_LosesNothing()
    {
        TcpBench bench = TcpBench.Established(500);
        bench.Bench.Wire.FreeSlots = 2;                     // one for data, one kept for ACKs
        bench.SendText(0, 1500);
        bench.ExpectText(0, 500);
        bench.ExpectSilence();
        Assert.IsTrue(bench.Count(Mib.TcpOutNoBufs) > 0, "no buffers");
        bench.Bench.Wire.FreeSlots = int.MaxValue;
        bench.Bench.Poll();
        bench.ExpectText(500, 500);
        bench.ExpectText(1000, 500);
        bench.InjectAck(1500);
        Assert.AreEqual(0, bench.Count(Mib.TcpTimeouts));
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 186 (own): full with nothing in flight: still nothing is forgotten.</summary>
    [TestMethod]
    public void FullRing_WithNothingInFlight_GoesOn()
    {
        TcpBench bench = TcpBench.Established();
        bench.Bench.Wire.FreeSlots = 0;
        bench.Send("x");
        bench.ExpectSilence();
        bench.Advance(5000);
        bench.ExpectState(TcpState.Established);
        bench.Bench.Wire.FreeSlots = int.MaxValue;
        bench.Bench.Poll();
        bench.ExpectData(0, "x");
        bench.InjectAck(1);
        Assert.AreEqual(0, bench.Sock.PacketsOut);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 186 (own): a SYN that found the ring full goes when it drains, and is no
    /// retransmission then.</summary>
    [TestMethod]
    public void FullRing_AtConnect_SynGoesWhenItDrains()
    {
        TcpBench bench = TcpBench.Established();            // the neighbour is known
        Socket other = new Socket(bench.Net);
        other.Blocking = false;
        bench.Bench.Wire.FreeSlots = 0;
        TcpBench.ExpectError(SocketError.WouldBlock, () => other.Connect(bench.PeerPoint));
        bench.ExpectSilence();
        bench.Advance(100);
        bench.Bench.Wire.FreeSlots = int.MaxValue;
        bench.Bench.Poll();
        bench.TakeSegment();
        Assert.AreEqual(TcpHeader.Syn, bench.Flags);
        Assert.AreEqual(0, bench.Count(Mib.TcpTimeouts));
        Assert.AreEqual(0, bench.Count(Mib.TcpRetransSegs));
        bench.Advance(Limits.TcpRtoMsInitial - 10);
        bench.ExpectSilence();                              // the timer runs from when it left
        other.Close();
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 186 (own): a SYN-ACK that found the ring full goes when it drains, and is no
    /// retransmission then.</summary>
    [TestMethod]
    public void FullRing_AtASyn_SynAckGoesWhenItDrains()
    {
        TcpBench bench = TcpBench.Listening();
        bench.Bench.Inject(AttackFrames.Echo(new byte[1]));     // the neighbour is known
        bench.Bench.Wire.ClearSent();
        bench.Bench.Wire.FreeSlots = 0;
        bench.InjectRaw(bench.PeerIss, 0, TcpHeader.Syn, 8192, 0, null, null);
        bench.ExpectSilence();
        bench.Advance(100);
        bench.Bench.Wire.FreeSlots = int.MaxValue;
        bench.Bench.Poll();
        bench.TakeSegment();
        Assert.AreEqual(TcpHeader.Syn | TcpHeader.Ack, bench.Flags);
        Assert.AreEqual(0, bench.Count(Mib.TcpSynRetrans));
        bench.Advance(Limits.TcpRtoMsInitial - 1);
        bench.ExpectSilence();                              // the timer runs from when it left
        bench.Advance(1);
        bench.TakeSegment();
        Assert.AreEqual(1, bench.Count(Mib.TcpSynRetrans));
    }

    /// <summary>Rule 186 (own): a full ring while a retransmission is due is no loss on the path:
    /// no back-off.</summary>
    [TestMethod]
    public void FullRing_AtARetransmission_DoesNotBackOff()
    {
        TcpBench bench = TcpBench.Established();
        bench.Send("x");
        bench.TakeSegment();
        bench.Bench.Wire.FreeSlots = 0;
        bench.Advance(5000);
        Assert.AreEqual(0, bench.Sock.Backoff);
        bench.Bench.Wire.FreeSlots = int.MaxValue;
        bench.Bench.Poll();
        bench.ExpectData(0, "x");
        bench.ExpectSilence();
    }

    /// <summary>Rule 102 (own): the cable comes back: what waits goes at once, without the back-off
    /// of its absence.</summary>
    [TestMethod]
    public void LinkUp_RetransmitsAtOnce()
    {
        TcpBench bench = TcpBench.Established();
        bench.Send("x");
        bench.TakeSegment();
        bench.Bench.Wire.PullCable();
        bench.Advance(100000);
        bench.ExpectSilence();
        bench.ExpectState(TcpState.Established);
        bench.Bench.Wire.PlugCable();
        bench.Bench.Poll();
        bench.Bench.Poll();
        bench.ExpectData(0, "x");
        bench.Inject(0, null, 1, Ack);
        bench.ExpectAlive(0, 1);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 102 (own): also for a socket that its user holds at that moment.</summary>
    [TestMethod]
    public void LinkUp_WhileTheUserHoldsTheSocket_IsNotMissed()
    {
        TcpBench bench = TcpBench.Established();
        bench.Send("x");
        bench.TakeSegment();
        bench.Bench.Wire.PullCable();
        bench.Advance(100000);
        bench.Sock.Lock();
        bench.Bench.Wire.PlugCable();
        bench.Net.Poll(bench.NowMs);
        bench.ExpectSilence();
        bench.Sock.Release(bench.NowMs);
        bench.Bench.Poll();
        bench.ExpectData(0, "x");
    }

    /// <summary>Rule 102 (own): what leaves after the cable came back, and before the timers ran, is no
    /// loss.</summary>
    [TestMethod]
    public void LinkUp_ThenData_IsSentOnce()
    {
        TcpBench bench = TcpBench.Established();
        bench.Bench.Wire.PullCable();
        bench.Advance(100000);
        bench.Sock.Lock();
        bench.Bench.Wire.PlugCable();
        bench.Net.Poll(bench.NowMs);
        bench.Sock.Release(bench.NowMs);
        bench.Send("x");
        bench.Bench.Poll();
        bench.Bench.Poll();
        bench.ExpectData(0, "x");
        bench.ExpectSilence();
        Assert.AreEqual(0, bench.Count(Mib.TcpTimeouts));
    }

    /// <summary>Rule 144 (own): a connect between the cable and the poll that sees it has no link yet;
    /// after that its SYN goes once.</summary>
    [TestMethod]
    public void Connect_WhileTheLinkComes_SendsOneSyn()
    {
        TcpBench bench = new TcpBench(BenchLimits.Default());
        bench.Bench.Wire.PullCable();
        bench.Bench.Poll();
        bench.Bench.Wire.PlugCable();
        Socket socket = new Socket(bench.Net);
        TcpBench.ExpectError(
            SocketError.NetworkDown, () => socket.Connect(bench.PeerPoint));
        bench.Bench.Poll();
        bench.StartConnect();
        bench.Bench.Poll();
        bench.ExpectSilence();
        Assert.AreEqual(0, bench.Count(Mib.TcpRetransSegs));
    }

    /// <summary>Rule 84 (own): the cable comes back while a zero window is probed: the probe goes
    /// at once.</summary>
    [TestMethod]
    public void LinkUp_ProbesAtOnce()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(0, null, 0, Ack, 0);
        bench.Send("x");
        bench.Bench.Wire.PullCable();
        bench.Advance(60000);
        bench.ExpectSilence();
        bench.Bench.Wire.PlugCable();
        bench.Bench.Poll();
        bench.Bench.Poll();
        bench.ExpectFlags(-1, Ack);
    }

    /// <summary>Rule 144 (own): without a link a connect says so at once.</summary>
    [TestMethod]
    public void Connect_WithoutALink_SaysSo()
    {
        TcpBench bench = new TcpBench(Limits.Default());
        bench.Bench.Wire.PullCable();
        bench.Bench.Poll();
        Socket socket = new Socket(bench.Net);
        TcpBench.ExpectError(
            SocketError.NetworkDown, () => socket.Connect(bench.PeerPoint));
        bench.ExpectNoLeaks();
    }
}
