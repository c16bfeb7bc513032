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

/// <summary>Nagle's algorithm (RFC 9293, 3.7.4), cork, PSH and silly windows of the sender: which
/// segments leave when.</summary>
[TestClass]
public sealed class NagleTests
{
    private const int Ack = TcpHeader.Ack;
    private const int PshAck = TcpHeader.Ack | TcpHeader.Psh;

    /// <summary>Rules 87, 90 (RFC 9293, 3.7.4, SHLD-7): by default one short segment is in
    /// flight.</summary>
    [TestMethod]
    public void Send_WhileDataIsInFlight_KeepsAShortSegmentBack()
    {
        TcpBench bench = TcpBench.Established(48);

        bench.Send("abcdef");
        bench.Expect(0, "abcdef", PshAck);

        bench.Send("xyz");
        bench.ExpectSilence();

        bench.InjectAck(6);
        bench.Expect(6, "xyz", PshAck);
        bench.ExpectSilence();
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 90 (RFC 9293, 3.7.4, MUST-17): an application can switch it off.</summary>
    [TestMethod]
    public void Send_WithNoDelay_SendsShortSegmentsAtOnce()
    {
        TcpBench bench = TcpBench.Established(48);
        bench.Socket.NoDelay = true;

        bench.Send("abc");
        bench.Expect(0, "abc", PshAck);
        bench.Send("def");
        bench.Expect(3, "def", PshAck);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 90 (RFC 9293, 3.7.4, MUST-17): what was held back leaves when it is switched
    /// off.</summary>
    [TestMethod]
    public void NoDelay_SetWhileDataIsHeldBack_LetsItGo()
    {
        TcpBench bench = TcpBench.Established(48);
        bench.Send("abc");
        bench.Expect(0, "abc", PshAck);
        bench.Send("def");
        bench.ExpectSilence();

        bench.Socket.NoDelay = true;
        bench.Expect(3, "def", PshAck);
    }

    /// <summary>Rule 90 (Minshall, 1999; Linux): a short segment behind full ones in flight leaves,
    /// a second short one does not.</summary>
    [TestMethod]
    public void ShortSegment_BehindFullOnes_Leaves()
    {
        TcpBench bench = TcpBench.Established(48);
        bench.SendText(0, 60);
        bench.ExpectText(0, 48);
        bench.Expect(48, TcpBench.Text(48, 12), PshAck);
        bench.SendText(60, 5);
        bench.ExpectSilence();
        bench.InjectAck(48);
        bench.ExpectSilence();
        bench.InjectAck(60);
        bench.ExpectText(60, 5);
    }

    /// <summary>Rule 90 (Linux's wait_for_space, lwIP): a full ring cannot make the short segment
    /// longer. Held back, it would wait for an ACK that its receiver delays.</summary>
    [TestMethod]
    public void ShortSegment_InAFullRing_Leaves()
    {
        TcpBench bench = TcpBench.Established();
        bench.SendText(0, 100);
        bench.ExpectText(0, 100);
        bench.SendText(100, 1947);
        bench.ExpectText(100, 1460);
        bench.ExpectSilence();
        bench.SendText(2047, 1);
        bench.ExpectText(1560, 488);
        bench.ExpectSilence();
    }

    /// <summary>Rule 90: nor can a cork wait for what finds no room.</summary>
    [TestMethod]
    public void CorkedSegment_InAFullRing_Leaves()
    {
        TcpBench bench = TcpBench.Established();
        bench.Socket.Cork = true;
        bench.SendText(0, 2047);
        bench.ExpectText(0, 1460);
        bench.ExpectSilence();
        bench.SendText(2047, 1);
        bench.ExpectText(1460, 588);
        bench.ExpectSilence();
    }

    /// <summary>Rule 87 (RFC 9293, 3.8.6.2.1): what was held back leaves as soon as it is a full
    /// segment.</summary>
    [TestMethod]
    public void ShortWrites_ThatFillASegment_Leave()
    {
        TcpBench bench = TcpBench.Established(48);
        bench.Send("!");
        bench.ExpectText(0, 1);
        bench.SendText(1, 30);
        bench.ExpectSilence();
        bench.SendText(31, 18);
        bench.ExpectText(1, 48);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 87 (RFC 9293, 3.8.6.2.1, MUST-38): a full segment does not leave in part
    /// because the window takes only a part.</summary>
    [TestMethod]
    public void FullSegment_ThatDoesNotFitTheWindow_Waits()
    {
        TcpBench bench = TcpBench.Established(200);
        bench.SendText(0, 400);
        bench.ExpectText(0, 200);
        bench.ExpectText(200, 200);
        bench.Inject(0, null, 200, Ack, 350);
        bench.SendText(400, 200);
        bench.ExpectSilence();
        bench.Inject(0, null, 400, Ack, 350);
        bench.ExpectText(400, 200);
    }

    /// <summary>Rule 87 (RFC 9293, 3.8.6.2.1; RFC 1122, 4.2.3.4): a window that was never larger
    /// than a segment is filled in halves.</summary>
    [TestMethod]
    public void TinyReceiver_GetsHalfWindows()
    {
        TcpBench bench = new TcpBench(Limits.Default());
        bench.PeerWindow = 1000;
        bench.FinishConnect();
        bench.SendText(0, 1000);
        bench.ExpectText(0, 500);
        bench.ExpectText(500, 500);
    }

    /// <summary>Rule 91 (RFC 9293, 3.9.1, MUST-60, MUST-61): PSH on the last segment of a
    /// write.</summary>
    [TestMethod]
    public void Push_IsOnTheLastSegment()
    {
        TcpBench bench = TcpBench.Established(48);
        bench.SendText(0, 110);
        bench.Expect(0, TcpBench.Text(0, 48), Ack);
        bench.Expect(48, TcpBench.Text(48, 48), Ack);
        bench.Expect(96, TcpBench.Text(96, 14), PshAck);
    }

    /// <summary>Short writes without Nagle leave at once, each on its own: sixteen records of 100 bytes are
    /// in flight in the default profile.</summary>
    [TestMethod]
    public void NoDelay_SixteenRecords_AreInFlight()
    {
        TcpBench bench = TcpBench.Established();
        bench.Socket.NoDelay = true;
        int start = GrowWindow(bench);
        for (int i = 0; i < 16; i++)
        {
            bench.SendText(start + (i * 100), 100);
            bench.ExpectText(start + (i * 100), 100);
        }

        Assert.AreEqual(16, bench.Sock.PacketsOut);
        Assert.AreEqual(16, bench.Sock.SegSent);
        bench.InjectAck(start + 1600);
        bench.ExpectNoLeaks();
    }

    /// <summary>More records than rows: sent neighbours share a row, still counted one by one, and every
    /// record leaves at once.</summary>
    [TestMethod]
    public void NoDelay_MoreRecordsThanRows_LeaveAtOnce()
    {
        TcpBench bench = TcpBench.Established();
        bench.Socket.NoDelay = true;
        int start = GrowWindow(bench);
        for (int i = 0; i < 20; i++)
        {
            bench.SendText(start + (i * 10), 10);
            bench.ExpectText(start + (i * 10), 10);
        }

        Assert.AreEqual(20, bench.Sock.PacketsOut);
        Assert.AreEqual(16, bench.Sock.SegSent);
        bench.InjectAck(start + 10);
        Assert.AreEqual(19, bench.Sock.PacketsOut);     // a part of the first row
        bench.InjectAck(start + 200);
        Assert.AreEqual(0, bench.Sock.PacketsOut);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 91 (RFC 9293, 3.9.1; Linux: TCP_CORK): corked, only full segments leave;
    /// uncorked the rest.</summary>
    [TestMethod]
    public void Cork_HoldsShortSegmentsBack()
    {
        TcpBench bench = TcpBench.Established(48);
        bench.Socket.Cork = true;
        bench.SendText(0, 20);
        bench.ExpectSilence();
        bench.SendText(20, 40);
        bench.ExpectText(0, 48);
        bench.ExpectSilence();
        bench.Socket.Cork = false;
        bench.ExpectText(48, 12);
        bench.InjectAck(60);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 91 (RFC 9293, 3.9.1, MUST-60; Linux: 200 ms): a cork holds nothing for
    /// ever.</summary>
    [TestMethod]
    public void Cork_ForgottenByItsUser_LetsGo()
    {
        TcpBench bench = TcpBench.Established();
        bench.Socket.Cork = true;
        bench.Send("forgotten");
        bench.ExpectSilence();
        bench.Advance(bench.Sock.RtoMs);
        bench.ExpectData(0, "forgotten");
    }

    /// <summary>Rule 1 (own; Linux: MSG_EOR): a full ring takes no more, and leaves no empty
    /// segment behind.</summary>
    [TestMethod]
    public void FullRing_SaysAgain_AndStaysClean()
    {
        TcpBench bench = TcpBench.Established();
        bench.SendText(0, 2048);
        bench.Bench.Wire.ClearSent();
        bench.Socket.Blocking = false;
        TcpBench.ExpectError(
            SocketError.WouldBlock, () => bench.Socket.Send(new byte[1]));
        Assert.AreEqual(1, bench.Count(Mib.TcpMemoryPressure));
        bench.InjectAck(2048);
        bench.ExpectSilence();
        Assert.AreEqual(0, bench.Sock.PacketsOut);
        bench.Advance(10000);
        bench.ExpectSilence();
        Assert.AreEqual(2, bench.Count(Mib.TcpOrigDataSent));
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 87 (own): a blocking send waits for room, and gives every byte away.</summary>
    [TestMethod]
    public void BlockingSend_WithoutRoom_EndsAtItsDeadline()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(0, null, 0, Ack, 0);
        bench.Socket.SendTimeout = 2000;
        int startMs = bench.NowMs;
        Assert.AreEqual(2048, bench.Socket.Send(new byte[3000]));
        Assert.AreEqual(2000, bench.NowMs - startMs);
        TcpBench.ExpectError(SocketError.TimedOut, () => bench.Socket.Send(new byte[1]));
    }

    /// <summary>Ten segments and their ACK: the congestion window has room for twenty. Returns where the
    /// stream stands.</summary>
    private static int GrowWindow(TcpBench bench)
    {
        for (int i = 0; i < 10; i++)
        {
            bench.SendText(i, 1);
        }

        bench.Bench.Wire.ClearSent();
        bench.InjectAck(10);
        Assert.AreEqual(20, bench.Sock.Cwnd);
        return 10;
    }
}
