#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Tcp;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Tcp;

/// <summary>Peers whose window is smaller than a segment, or was once (RFC 9293, 3.8.6.2.1).</summary>
[TestClass]
public sealed class SmallWindowTests
{
    private const int Ack = TcpHeader.Ack;

    /// <summary>Rule 87 (RFC 9293, 3.8.6.2.1, MUST-38; Linux: tcp_bound_to_half_wnd): half of the
    /// largest window goes at once, also to a peer that connected to us.</summary>
    [TestMethod]
    public void AcceptedPeer_WithAWindowBelowItsMss_GetsHalfWindows()
    {
        TcpBench bench = TcpBench.Listening();
        bench.PeerWindow = 1000;
        bench.AcceptFrom();
        bench.SendText(0, 1400);
        bench.ExpectText(0, 500);
        bench.ExpectText(500, 500);
        bench.ExpectSilence();
        bench.InjectAck(1000);
        bench.ExpectText(1000, 400);
        bench.InjectAck(1400);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 87 (RFC 9293, 3.8.6.2.1; Linux: tcp_ack_update_window): the bound is half of
    /// the largest window ever, and not of the first.</summary>
    [TestMethod]
    public void WindowThatGrows_LetsSegmentsGrow()
    {
        TcpBench bench = new TcpBench(BenchLimits.Default());
        bench.PeerWindow = 1000;
        bench.FinishConnect();
        Assert.AreEqual(500, bench.Sock.MssCache);
        bench.Inject(0, null, 0, Ack, 8192);
        bench.SendText(0, 1460);
        bench.ExpectText(0, 1460);
        bench.InjectAck(1460);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 83 (RFC 9293, 3.8.6, MUST-34; Linux: tcp_acceptable_seq): to a peer that took
    /// its window back, an ACK at SND.NXT would lie outside; it goes at the window's edge.</summary>
    [TestMethod]
    public void Ack_AfterThePeerShrankItsWindow_LiesInIt()
    {
        TcpBench bench = TcpBench.Established();
        bench.Send("data");
        bench.TakeSegment();
        bench.Inject(0, null, 0, Ack, 2);
        bench.Inject(0, "news", 0, Ack | TcpHeader.Psh, 2);
        bench.ExpectAck(4);
        Assert.AreEqual(2, bench.SeqSeen);
        bench.Inject(4, null, 0, Ack, 8192);
        bench.Inject(4, "more", 0, Ack | TcpHeader.Psh, 8192);
        bench.ExpectAck(8);
        Assert.AreEqual(4, bench.SeqSeen);
    }

    /// <summary>Rule 83 (RFC 9293, 3.8.6; RFC 5961, 3.2): a RST outside the peer's window would end
    /// our side only.</summary>
    [TestMethod]
    public void Reset_AfterThePeerShrankItsWindow_LiesInIt()
    {
        TcpBench bench = TcpBench.Established();
        bench.Send("data");
        bench.TakeSegment();
        bench.Inject(0, "unread", 0, Ack | TcpHeader.Psh, 0);
        bench.ExpectAck(6);
        bench.Close();
        bench.ExpectReset(bench.OurIss + 1, TcpHeader.Rst | Ack);
    }

    /// <summary>Rule 55 (RFC 9293, 3.10.7.4; Linux: tcp_sequence): who has filled our window says its ACKs
    /// from the window's edge. They are answered, as what lies outside is, and count.</summary>
    [TestMethod]
    public void AckAtTheEdgeOfOurWindow_Counts()
    {
        TcpBench bench = TcpBench.Established();
        bench.Send("x");
        bench.ExpectData(0, "x");
        bench.Inject(bench.Sock.ReceiveWindow, null, 1, Ack);
        bench.ExpectAck(0);
        Assert.AreEqual(0, bench.Sock.PacketsOut);
        bench.ExpectAlive(0, 1);
    }

    /// <summary>Rule 49 (RFC 9293, 3.10.7.4): and one byte further it does not.</summary>
    [TestMethod]
    public void AckBeyondTheEdgeOfOurWindow_IsAnsweredOnly()
    {
        TcpBench bench = TcpBench.Established();
        bench.Send("x");
        bench.ExpectData(0, "x");
        bench.Inject(bench.Sock.ReceiveWindow + 1, null, 1, Ack);
        bench.ExpectAck(0);
        Assert.AreEqual(1, bench.Sock.PacketsOut);
        bench.InjectAck(1);
        bench.ExpectAlive(0, 1);
    }

    /// <summary>Rules 55, 86 (RFC 9293, 3.10.7.4, MUST-66): the ACK on a probe of our closed window
    /// counts in full: what it makes room for leaves at once.</summary>
    [TestMethod]
    public void ProbeOfOurClosedWindow_ItsAckLetsDataGo()
    {
        TcpBench bench = TcpBench.Established();
        int ring = bench.Sock.ReceiveRing.Length;
        for (int at = 0; at < ring; at += 1024)
        {
            bench.Inject(at, TcpBench.Text(at, 1024), 0, Ack);
        }

        bench.Bench.Wire.ClearSent();
        bench.Send("one");
        bench.ExpectData(0, "one");
        bench.Send("two");
        bench.ExpectSilence();                          // Nagle

        bench.Inject(ring, "x", 3, Ack);
        bench.ExpectData(3, "two");
        bench.ExpectAck(ring);
        bench.ExpectSilence();
    }
}
