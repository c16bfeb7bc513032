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

/// <summary>Round-trip time, the retransmission timer, and giving up (RFC 6298; RFC 9293, 3.8.1 to
/// 3.8.3).</summary>
[TestClass]
public sealed class RetransmitTests
{
    private const int Ack = TcpHeader.Ack;

    /// <summary>Rules 95, 96, 97, 100 (RFC 6298, 2.2, 2.3; Linux: floor 200 ms): SRTT, RTTVAR and RTO
    /// after the first and the second sample.</summary>
    [TestMethod]
    public void Rto_FollowsTheSamples()
    {
        TcpBench bench = Connected(400);
        Assert.AreEqual(400 << 3, bench.Sock.Srtt8);        // SRTT = R
        Assert.AreEqual(200 << 2, bench.Sock.Rttvar4);      // RTTVAR = R / 2
        Assert.AreEqual(1200, bench.Sock.RtoMs);            // R + 4 RTTVAR
        bench.Send("x");
        bench.TakeSegment();
        bench.Advance(480);
        bench.InjectAck(1);
        Assert.AreEqual(410 << 3, bench.Sock.Srtt8);        // 7/8 400 + 1/8 480
        Assert.AreEqual(170 << 2, bench.Sock.Rttvar4);      // 3/4 200 + 1/4 80
        Assert.AreEqual(1090, bench.Sock.RtoMs);
    }

    /// <summary>Rule 97 (RFC 6298, 2.4; Linux: tcp_rto_min): the RTO stays 200 ms above the SRTT.</summary>
    [TestMethod]
    public void Rto_HasAFloor()
    {
        TcpBench bench = TcpBench.Established();
        Assert.AreEqual(1 + Limits.TcpRtoMsMin, bench.Sock.RtoMs);
    }

    /// <summary>Rule 97 (Linux: tcp_rto_min): on a long and steady path, where RTTVAR goes to 0, a
    /// delayed ACK is not taken for a loss.</summary>
    [TestMethod]
    public void Rto_LongSteadyPath_OutlastsADelayedAck()
    {
        TcpBench bench = Connected(150);
        for (int i = 0; i < 30; i++)
        {
            bench.Send("x");
            bench.TakeSegment();
            bench.Advance(150);
            bench.InjectAck(i + 1);
        }

        bench.Send("y");
        bench.TakeSegment();
        bench.Advance(150 + 199);
        bench.ExpectSilence();
    }

    /// <summary>Rules 94, 102 (RFC 6298, 2.1, 5.4 to 5.6): on expiry the earliest segment goes
    /// again, twice as late each time.</summary>
    [TestMethod]
    public void Data_Unacked_IsRepeatedWithBackOff()
    {
        TcpBench bench = TcpBench.Established(100);
        bench.SendText(0, 200);
        bench.ExpectText(0, 100);
        bench.ExpectText(100, 100);
        int waitMs = bench.Sock.RtoMs;
        for (int i = 0; i < 5; i++)
        {
            bench.Advance(waitMs - 1);
            bench.ExpectSilence();
            bench.Advance(1);
            bench.ExpectText(0, 100);
            bench.ExpectSilence();
            waitMs *= 2;
        }

        Assert.AreEqual(5, bench.Count(Mib.TcpTimeouts));
        Assert.AreEqual(5, bench.Count(Mib.TcpRetransSegs));
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 98 (RFC 6298, 2.5): the time-out has a ceiling, of two minutes.</summary>
    [TestMethod]
    public void Rto_HasACeiling()
    {
        TcpBench bench = TcpBench.Established();
        bench.Send("x");
        bench.TakeSegment();
        bench.Advance(200 * 1023);                          // ten doublings
        bench.Bench.Wire.ClearSent();
        bench.Advance(Limits.TcpRtoMsMax);
        bench.Advance(Limits.TcpRtoMsMax);
        Assert.AreEqual(2, bench.Bench.Wire.SentCount);
    }

    /// <summary>Rule 99 (RFC 6298, 3, 5, MUST-18; Karn): what was sent twice measures nothing, so the
    /// doubled time-out stays; the next measures again, and back-off ends. A peer that delays its
    /// ACKs longer than the time-out would else be told everything twice, for ever.</summary>
    [TestMethod]
    public void AckOfARetransmission_MeasuresNothing()
    {
        TcpBench bench = Connected(100);
        int srtt8 = bench.Sock.Srtt8;
        bench.Send("x");
        bench.TakeSegment();
        bench.Advance(bench.Sock.RtoMs);
        bench.TakeSegment();
        bench.Advance(7);
        bench.InjectAck(1);
        Assert.AreEqual(srtt8, bench.Sock.Srtt8);
        bench.Send("y");
        bench.TakeSegment();
        bench.Advance((2 * bench.Sock.RtoMs) - 1);
        bench.ExpectSilence();
        bench.InjectAck(2);
        Assert.IsTrue(bench.Sock.Srtt8 > srtt8, "a sample");
        Assert.AreEqual(0, bench.Sock.Backoff);
    }

    /// <summary>Rule 101 (RFC 6298, 5.1, 5.3): the timer starts with the first data, starts anew
    /// with new data acknowledged, not with new data sent.</summary>
    [TestMethod]
    public void Timer_StartsAnewWithAnAck_NotWithASend()
    {
        TcpBench bench = TcpBench.Established();
        bench.Socket.NoDelay = true;
        bench.Send("a");
        bench.TakeSegment();
        bench.Advance(150);
        bench.Send("b");
        bench.TakeSegment();
        bench.Advance(49);
        bench.ExpectSilence();
        bench.InjectAck(1);                                 // at 199 ms: begins anew
        int rtoMs = bench.Sock.RtoMs;
        bench.Advance(rtoMs - 1);
        bench.ExpectSilence();
        bench.Advance(1);
        bench.ExpectData(1, "b");
    }

    /// <summary>Rule 101 (RFC 6298, 5.2): everything acknowledged: no timer runs.</summary>
    [TestMethod]
    public void Timer_WithNothingOut_IsOff()
    {
        TcpBench bench = TcpBench.Established();
        bench.Send("a");
        bench.TakeSegment();
        bench.InjectAck(1);
        Assert.AreEqual(TcpSock.TimerNone, bench.Sock.RtxTimer);
        int before = bench.Count(Mib.TcpPureAcks);
        bench.InjectAck(1);                                 // says nothing new
        Assert.AreEqual(before + 1, bench.Count(Mib.TcpPureAcks));
        bench.Advance(100000);
        bench.ExpectSilence();
    }

    /// <summary>Rule 103 (RFC 6298, 5.7): after a lost SYN, and no sample, data starts with 3 s.
    /// </summary>
    [TestMethod]
    public void LostSyn_DataStartsWithThreeSeconds()
    {
        TcpBench active = TcpBench.SynSent();
        active.Advance(1000);
        active.ExpectFlags(-1, TcpHeader.Syn);
        active.InjectSyn(TcpHeader.Syn | Ack);
        active.ExpectAck(0);
        Assert.AreEqual(3000, active.Sock.RtoMs);
    }

    /// <summary>Rules 103, 111 (RFC 6298, 5.7; RFC 5681, 3.1): the same after a lost SYN-ACK.</summary>
    [TestMethod]
    public void LostSynAck_DataStartsWithThreeSeconds()
    {
        TcpBench passive = TcpBench.Listening();
        passive.InjectSyn(TcpHeader.Syn);
        passive.TakeSegment();
        passive.Advance(1000);
        passive.AcceptFrom();
        Assert.AreEqual(3000, passive.Sock.RtoMs);
        Assert.AreEqual(1, passive.Sock.Cwnd);
    }

    /// <summary>Rule 104 (RFC 9293, 3.8.3, MUST-20): R2 is beyond 100 s by default; then the user
    /// is told, the peer reset.</summary>
    [TestMethod]
    public void NeverAcked_EndsAfterR2()
    {
        TcpBench bench = TcpBench.Established();
        bench.Send("x");
        bench.Advance(100000);
        bench.ExpectState(TcpState.Established);
        bench.Advance(900000);
        bench.ExpectState(TcpState.Closed);
        Assert.AreEqual(15, bench.Count(Mib.TcpRetransSegs));
        Assert.AreEqual(1, bench.Count(Mib.TcpAbortOnTimeout));
        Assert.AreEqual(1, bench.Count(Mib.TcpOutRsts));
        TcpBench.ExpectError(SocketError.TimedOut, () => bench.Send("y"));
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 104 (RFC 9293, 3.8.3, R1): after three retransmissions the neighbour is
    /// doubted.</summary>
    [TestMethod]
    public void SomeRetransmissions_DoubtTheNeighbour()
    {
        TcpBench bench = TcpBench.Established();
        bench.Bench.Wire.KeepsArp = true;
        bench.Bench.Wire.PeerAnswersArp = false;
        bench.Send("x");
        bench.Advance(200 * 15);
        bench.Bench.Wire.ClearSent();
        bench.Advance(Limits.NeighDelayMs + 100);
        bool hasAsked = false;
        byte[] frame = bench.Bench.Wire.TakeSent();
        while (frame != null)
        {
            hasAsked |= EthHeader.Type(frame, 0) == EthHeader.TypeArp;
            frame = bench.Bench.Wire.TakeSent();
        }

        Assert.IsTrue(hasAsked, "an ARP request");
    }

    /// <summary>Rule 105 (RFC 5482; RFC 9293, 3.8.3, MUST-21): the user's time-out ends it at that
    /// very time.</summary>
    [TestMethod]
    public void UserTimeout_EndsInTime()
    {
        TcpBench bench = TcpBench.Established();
        bench.Socket.UserTimeout = 5000;
        bench.Send("x");
        bench.Advance(4999);
        bench.ExpectState(TcpState.Established);
        bench.Advance(1);
        bench.ExpectState(TcpState.Closed);
        Assert.AreEqual(1, bench.Count(Mib.TcpAbortOnUserTimeout));
        TcpBench.ExpectError(SocketError.TimedOut, () => bench.Send("y"));
    }

    /// <summary>Rule 107 (RFC 9293, 3.8.1): a part is acknowledged: the rest goes again, not the
    /// whole.</summary>
    [TestMethod]
    public void PartAcked_TheRestIsRepeated()
    {
        TcpBench bench = TcpBench.Established();
        bench.SendText(0, 1000);
        bench.ExpectText(0, 1000);
        bench.InjectAck(400);
        bench.Advance(bench.Sock.RtoMs);
        bench.ExpectText(400, 600);
        bench.InjectAck(1000);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 157 (RFC 6864, 4.1): a retransmission carries another IP identification; DF is
    /// set.</summary>
    [TestMethod]
    public void Retransmission_HasANewIpId()
    {
        TcpBench bench = TcpBench.Established();
        bench.Send("x");
        bench.TakeSegment();
        int id = ByteOrder.Read16(bench.Frame, EthHeader.Length + 4);
        bench.Advance(bench.Sock.RtoMs);
        bench.TakeSegment();
        Assert.IsTrue(
            id != ByteOrder.Read16(bench.Frame, EthHeader.Length + 4), "the same identification");
    }

    /// <summary>A connection whose handshake took so long.</summary>
    private static TcpBench Connected(int rttMs)
    {
        TcpBench bench = TcpBench.SynSent();
        bench.Advance(rttMs);
        bench.InjectSyn(TcpHeader.Syn | Ack);
        bench.ExpectAck(0);
        return bench;
    }
}
