#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Sockets;
using NanoStack.Tcp;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Tcp;

/// <summary>The MTU of the device, or the route, changes under a connection: every segment follows what
/// can be sent now (RFC 9293, 3.7.1, MUST-16; Linux: <c>tcp_current_mss</c>).</summary>
[TestClass]
public sealed class MtuChangeTests
{
    private const int Ack = TcpHeader.Ack;
    private const int SynAck = TcpHeader.Syn | TcpHeader.Ack;
    private const int Lowered = 1000;
    private const int LoweredMss = 960;

    [TestMethod]
    public void Mtu_Lowered_SegmentsBecomeSmaller()
    {
        TcpBench bench = TcpBench.Established();
        bench.Bench.Wire.Mtu = Lowered;
        bench.SendText(0, 1400);
        ExpectPieces(bench, 0);
    }

    [TestMethod]
    public void Mtu_LoweredWithANewRoute_SegmentsBecomeSmaller()
    {
        TcpBench bench = TcpBench.Established();
        bench.Bench.Wire.Mtu = Lowered;
        SetAddressAgain(bench, Frames.GatewayIp);
        bench.SendText(0, 1400);
        ExpectPieces(bench, 0);
    }

    [TestMethod]
    public void Mtu_LoweredWithDataInFlight_RepeatsItInPieces()
    {
        TcpBench bench = TcpBench.Established();
        bench.SendText(0, 1400);
        bench.ExpectText(0, 1400);
        bench.Bench.Wire.Mtu = Lowered;
        bench.Advance(300);
        bench.ExpectText(0, LoweredMss);
        bench.InjectAck(LoweredMss);
        bench.ExpectText(LoweredMss, 1400 - LoweredMss);
        bench.InjectAck(1400);
        bench.ExpectNoLeaks();
    }

    [TestMethod]
    public void Mtu_LoweredWhileDataWaits_CutsWhatWaits()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(0, null, 0, Ack, 0);
        bench.SendText(0, 1400);
        bench.ExpectSilence();
        bench.Bench.Wire.Mtu = Lowered;
        bench.InjectAck(0);
        ExpectPieces(bench, 0);
    }

    [TestMethod]
    public void Mtu_LoweredAtANarrowWindow_TheProbeFits()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(0, null, 0, Ack, 0);
        bench.SendText(0, 1400);
        bench.Inject(0, null, 0, Ack, 1200);            // less than the packet
        bench.Bench.Wire.Mtu = Lowered;
        bench.Bench.Wire.ClearSent();
        bench.Advance(2000);
        Assert.IsTrue(bench.Bench.Wire.SentCount > 0, "nothing left");
        bench.ExpectText(0, LoweredMss);
    }

    [TestMethod]
    public void Mtu_RaisedAgain_SegmentsGrowAgain()
    {
        TcpBench bench = TcpBench.Established();
        bench.Bench.Wire.Mtu = Lowered;
        bench.SendText(0, 1400);
        ExpectPieces(bench, 0);
        bench.Bench.Wire.Mtu = 1500;
        bench.SendText(1400, 1400);
        bench.ExpectText(1400, 1400);
    }

    /// <summary>Rule 86 (RFC 9293, MUST-14): the offer is of what we can take now.</summary>
    [TestMethod]
    public void Mtu_LoweredInSynSent_TheNextSynOffersLess()
    {
        TcpBench bench = TcpBench.SynSent();
        Assert.AreEqual(1460, bench.Options.Mss);
        bench.Bench.Wire.Mtu = Lowered;
        bench.Advance(1000);
        bench.ExpectFlags(-1, TcpHeader.Syn);
        Assert.AreEqual(LoweredMss, bench.Options.Mss);
        bench.InjectSyn(SynAck);
        bench.ExpectAck(0);
        bench.SendText(0, 1400);
        ExpectPieces(bench, 0);
    }

    [TestMethod]
    public void Mtu_LoweredWhileHalfOpen_TheNextSynAckOffersLess()
    {
        TcpBench bench = TcpBench.Listening();
        Socket listener = bench.Socket;
        bench.InjectSyn(TcpHeader.Syn);
        bench.TakeSegment();
        Assert.AreEqual(1460, bench.Options.Mss);
        bench.Bench.Wire.Mtu = Lowered;
        bench.Advance(1000);
        bench.TakeSegment();
        Assert.AreEqual(LoweredMss, bench.Options.Mss);
        bench.OurIss = TcpHeader.SeqNumber(bench.Frame, TcpBench.TcpAt);
        bench.InjectAck(0);
        bench.Socket = listener.Accept();
        bench.SendText(0, 1400);
        ExpectPieces(bench, 0);
    }

    /// <summary>What a router said holds when the same address is set again: the way is the
    /// same.</summary>
    [TestMethod]
    public void PathMtu_AfterTheSameAddressAgain_StillHolds()
    {
        TcpBench bench = TcpBench.Established();
        bench.SendText(0, 1400);
        bench.ExpectText(0, 1400);
        bench.InjectIcmp(3, 4, 0, Lowered);
        bench.ExpectText(0, LoweredMss);
        bench.InjectAck(LoweredMss);
        bench.ExpectText(LoweredMss, 1400 - LoweredMss);
        bench.InjectAck(1400);

        SetAddressAgain(bench, Frames.GatewayIp);
        bench.SendText(1400, 1400);
        ExpectPieces(bench, 1400);
    }

    /// <summary>A router's word is of one path: the device's lower MTU counts, too, and the next
    /// destination of the socket begins anew.</summary>
    [TestMethod]
    public void PathMtu_OfTheLastConnection_IsNotTheNextOnes()
    {
        TcpBench bench = TcpBench.SynSent();
        bench.InjectIcmp(3, 4, -1, Lowered);
        Assert.AreEqual(Lowered, bench.Sock.Dst.Mtu);
        bench.Bench.Wire.Mtu = 900;
        Assert.AreEqual(900, bench.Sock.Dst.Mtu);
        bench.Bench.Wire.Mtu = 1500;
        bench.InjectRaw(0, bench.OurIss + 1, TcpHeader.Rst | Ack, 0, 0, null, null);
        bench.ExpectState(TcpState.Closed);
        bench.Socket.Blocking = false;
        TcpBench.ExpectError(
            SocketError.ConnectionRefused, () => bench.Socket.Connect(bench.PeerPoint));
        TcpBench.ExpectError(
            SocketError.WouldBlock, () => bench.Socket.Connect(bench.PeerPoint));
        Assert.AreEqual(1500, bench.Sock.Dst.Mtu);
    }

    private static void ExpectPieces(TcpBench bench, int at)
    {
        bench.ExpectText(at, LoweredMss);
        if (bench.Bench.Wire.SentCount > 0)
        {
            bench.ExpectText(at + LoweredMss, 1400 - LoweredMss);   // Nagle may hold it back
            bench.InjectAck(at + 1400);
            return;
        }

        bench.InjectAck(at + LoweredMss);
        bench.ExpectText(at + LoweredMss, 1400 - LoweredMss);
        bench.InjectAck(at + 1400);
    }

    private static void SetAddressAgain(TcpBench bench, uint gateway)
    {
        bench.Net.SetAddress(
            bench.Bench.Wire, IPAddress.FromValue(Frames.OurIp), IPAddress.FromValue(Frames.Mask),
            IPAddress.FromValue(gateway));
        bench.Bench.Poll();
        bench.Bench.Wire.ClearSent();
    }
}
