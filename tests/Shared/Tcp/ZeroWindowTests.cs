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

/// <summary>Windows that close, open, shrink: ours and the peer's (RFC 9293, 3.8.6).</summary>
[TestClass]
public sealed class ZeroWindowTests
{
    private const int Ack = TcpHeader.Ack;

    /// <summary>Rule 84 (RFC 9293, 3.8.6.1, MUST-36, SHLD-29, SHLD-30): the first probe after an
    /// RTO, then twice as far apart each time; a probe carries no data and lies left of the
    /// window.</summary>
    [TestMethod]
    public void ZeroWindow_IsProbedWithBackOff()
    {
        TcpBench bench = Shut();
        int waitMs = bench.Sock.RtoMs;
        for (int i = 0; i < 5; i++)
        {
            bench.Advance(waitMs - 1);
            bench.ExpectSilence();
            bench.Advance(1);
            bench.ExpectFlags(-1, Ack);
            bench.Inject(0, null, 0, Ack, 0);
            waitMs *= 2;
        }

        Assert.AreEqual(5, bench.Count(Mib.TcpZeroWindowProbes));
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 85 (RFC 9293, 3.8.6.1, MUST-37): answered probes keep the connection for ever;
    /// they come at least every two minutes.</summary>
    [TestMethod]
    public void ZeroWindow_WithAnsweredProbes_StaysForEver()
    {
        TcpBench bench = Shut();
        for (int i = 0; i < 200; i++)
        {
            bench.Advance(Limits.TcpRtoMsMax);
            if (bench.Bench.Wire.SentCount > 0)
            {
                bench.Bench.Wire.ClearSent();
                bench.Inject(0, null, 0, Ack, 0);
            }
        }

        Assert.IsTrue(bench.Count(Mib.TcpZeroWindowProbes) >= 200, "probes");
        bench.ExpectState(TcpState.Established);
        bench.Inject(0, null, 0, Ack, 8192);
        bench.ExpectData(0, "data");
    }

    /// <summary>Rule 105 (RFC 5482; Linux: tcp_probe_timer): the user's time-out bounds that too: a
    /// collector that never reads and whose kernel answers every probe would keep us waiting for
    /// ever.</summary>
    [TestMethod]
    public void ZeroWindow_WithAnsweredProbesAndUserTimeout_Ends()
    {
        TcpBench bench = Shut();
        bench.Socket.UserTimeout = 5000;
        int leftMs = bench.Sock.RtoMs + 5000 - 1;       // from the first probe on
        while (leftMs > 0)
        {
            int stepMs = leftMs < 100 ? leftMs : 100;
            bench.Advance(stepMs);
            leftMs -= stepMs;
            if (bench.Bench.Wire.SentCount > 0)
            {
                bench.Bench.Wire.ClearSent();
                bench.Inject(0, null, 0, Ack, 0);
            }
        }

        Assert.IsTrue(bench.Count(Mib.TcpZeroWindowProbes) >= 3, "probes");
        bench.ExpectState(TcpState.Established);
        bench.Advance(1);
        bench.ExpectState(TcpState.Closed);
        Assert.AreEqual(1, bench.Count(Mib.TcpAbortOnUserTimeout));
        TcpBench.ExpectError(SocketError.TimedOut, () => bench.Send("y"));
    }

    /// <summary>Rule 84 (RFC 9293, 3.8.6.1): unanswered probes end it as unanswered data
    /// does.</summary>
    [TestMethod]
    public void ZeroWindow_WithUnansweredProbes_Ends()
    {
        Limits limits = Limits.Default();
        limits.TcpRetries = 5;
        TcpBench bench = TcpBench.Established(limits);
        bench.Inject(0, null, 0, Ack, 0);
        bench.Send("data");
        bench.Advance(bench.Sock.RtoMs * 63);
        bench.ExpectState(TcpState.Closed);
        TcpBench.ExpectError(SocketError.TimedOut, () => bench.Send("x"));
        Assert.AreEqual(5, bench.Count(Mib.TcpZeroWindowProbes));
        Assert.AreEqual(1, bench.Count(Mib.TcpAbortOnTimeout));
    }

    /// <summary>Rules 84, 101 (RFC 9293, 3.8.6.1; Linux: tcp_ack_probe): the window opens: data
    /// goes at once, and its timer knows nothing of the probes' back-off.</summary>
    [TestMethod]
    public void WindowOpens_AfterManyProbes_TheTimerStartsFresh()
    {
        TcpBench bench = Shut();
        int rtoMs = bench.Sock.RtoMs;
        bench.Advance(rtoMs * 31);
        bench.Bench.Wire.ClearSent();
        bench.Inject(0, null, 0, Ack, 8192);
        bench.ExpectData(0, "data");
        bench.Advance(rtoMs);
        bench.ExpectData(0, "data");
        bench.Inject(0, null, 4, Ack);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 84 (RFC 9293, 3.8.6.1; attack S18): a window of one byte takes one byte of the
    /// probe, no burst.</summary>
    [TestMethod]
    public void WindowOfOne_TakesOneByteAProbe()
    {
        TcpBench bench = Shut();
        bench.Inject(0, null, 0, Ack, 1);
        bench.ExpectSilence();
        bench.Advance(bench.Sock.RtoMs);
        bench.ExpectData(0, "d");
        bench.ExpectSilence();
        bench.Inject(0, null, 1, Ack, 0);
        bench.Inject(0, null, 1, Ack, 8192);
        bench.ExpectData(1, "ata");
        bench.Inject(0, null, 4, Ack);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 83 (RFC 9293, 3.8.6, MUST-34): the peer takes its window back: nothing new
    /// leaves, what is out may go again, and answers keep the connection.</summary>
    [TestMethod]
    public void PeerShrinksItsWindow_WhileDataIsOut_DoesNotTimeOut()
    {
        Limits limits = Limits.Default();
        limits.TcpRetries = 3;
        TcpBench bench = TcpBench.Established(limits);
        bench.Send("data");
        bench.TakeSegment();
        bench.Inject(0, null, 0, Ack, 0);
        for (int i = 0; i < 1000; i++)
        {
            bench.Advance(100);
            if (bench.Bench.Wire.SentCount > 0)
            {
                bench.Bench.Wire.ClearSent();
                bench.Inject(0, null, 0, Ack, 0);
            }
        }

        Assert.IsTrue(bench.Count(Mib.TcpRetransSegs) > 6, "retransmissions");
        bench.ExpectState(TcpState.Established);
        bench.Inject(0, null, 4, Ack, 8192);
        Assert.AreEqual(0, bench.Sock.PacketsOut);
        bench.ExpectAlive(0, 4);
    }

    /// <summary>Rule 83 (RFC 9293, 3.8.6, MUST-34): SND.UNA + SND.WND left of SND.NXT: no new
    /// data.</summary>
    [TestMethod]
    public void WindowLeftOfSndNxt_SendsNothingNew()
    {
        TcpBench bench = TcpBench.Established(100);
        bench.SendText(0, 200);
        bench.ExpectText(0, 100);
        bench.ExpectText(100, 100);
        bench.SendText(200, 100);
        bench.ExpectText(200, 100);
        bench.Inject(0, null, 100, Ack, 150);
        bench.SendText(300, 100);
        bench.ExpectSilence();
        bench.Inject(0, null, 300, Ack, 150);
        bench.ExpectText(300, 100);
    }

    /// <summary>Rules 84, 107 (RFC 9293, 3.8.6.2.1): a window that stays smaller than the segments
    /// that wait, with every descriptor in use: the probes cut them to size.</summary>
    [TestMethod]
    public void SmallWindow_WithAFullWriteQueue_StillDrains()
    {
        TcpBench bench = TcpBench.Established(500);
        bench.Inject(0, null, 0, Ack, 0);
        bench.SendText(0, 2000);
        bench.ExpectSilence();
        int acked = 0;
        for (int turn = 0; turn < 300 && acked < 2000; turn++)
        {
            bench.Inject(0, null, acked, Ack, 100);
            bench.Advance(bench.Sock.RtoMs * 2);
            while (bench.Bench.Wire.SentCount > 0)
            {
                bench.TakeSegment();
                string payload = bench.Payload();
                if (payload.Length > 0 && bench.SeqSeen == acked)
                {
                    Assert.AreEqual(TcpBench.Text(acked, payload.Length), payload);
                    Assert.IsTrue(payload.Length <= 100, "more than the window");
                    acked += payload.Length;
                }
            }
        }

        Assert.AreEqual(2000, acked);
        bench.Inject(0, null, acked, Ack, 8192);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rules 82, 88 (RFC 9293, 3.8.6, SHLD-14): our window shrinks only by what came; its
    /// right edge never moves back.</summary>
    [TestMethod]
    public void OurWindow_RightEdge_NeverMovesBack()
    {
        TcpBench bench = TcpBench.Established();
        int edge = bench.AckSeen + bench.Window;
        int at = 0;
        for (int i = 0; i < 60; i++)
        {
            int count = 1 + ((i * 97) % 333);
            count = count < edge - at ? count : edge - at;
            if (count > 0)
            {
                bench.Inject(at, TcpBench.Text(at, count), 0, Ack);
                at += count;
            }

            if (i % 3 == 2 && bench.Socket.Available > 0)
            {
                int part = bench.Socket.Available / 2 + 1;
                bench.Socket.Receive(new byte[part]);
                bench.Bench.Poll();
            }

            while (bench.Bench.Wire.SentCount > 0)
            {
                bench.TakeSegment();
                Assert.IsTrue(bench.AckSeen + bench.Window >= edge, "the edge moved back");
                edge = bench.AckSeen + bench.Window;
            }
        }
    }

    /// <summary>Rule 88 (RFC 9293, 3.8.6.2.2, MUST-39): reading a little opens nothing; reading a
    /// segment or half the ring does.</summary>
    [TestMethod]
    public void ReadingALittle_DoesNotOpenTheWindow()
    {
        TcpBench bench = Full();
        for (int i = 0; i < 10; i++)
        {
            bench.Socket.Receive(new byte[100]);
            bench.Bench.Poll();
            bench.ExpectSilence();
        }

        bench.Socket.Receive(new byte[100]);
        bench.Bench.Poll();
        bench.ExpectAck(2048);
        Assert.AreEqual(1100, bench.Window);
    }

    /// <summary>Rule 89 (RFC 9293, 3.8.6.2.2): a reader that drains a closed window announces
    /// it.</summary>
    [TestMethod]
    public void Reading_OfAFullRing_AnnouncesTheWindow()
    {
        TcpBench bench = Full();
        Assert.AreEqual(1, bench.Count(Mib.TcpToZeroWindowAdv));
        bench.ExpectRead(TcpBench.Text(0, 2048));
        bench.ExpectAck(2048);
        Assert.AreEqual(2048, bench.Window);
        Assert.AreEqual(1, bench.Count(Mib.TcpFromZeroWindowAdv));
        bench.Inject(2048, "more", 0, Ack);
        bench.ExpectRead("more");
    }

    /// <summary>Rules 86, 89 (RFC 9293, 3.8.6.1): a window update that got lost is told to the
    /// peer's probe, with and without a byte.</summary>
    [TestMethod]
    public void WindowUpdate_Lost_IsToldToTheProbe()
    {
        TcpBench bench = Full();
        bench.Inject(2047, null, 0, Ack);
        bench.ExpectAck(2048);
        Assert.AreEqual(0, bench.Window);
        bench.Receive();
        bench.TakeSegment();                            // lost on the way
        bench.Advance(1000);
        bench.Inject(2047, null, 0, Ack);
        bench.ExpectAck(2048);
        Assert.AreEqual(2048, bench.Window);
        bench.Inject(2048, "x", 0, Ack);
        bench.ExpectRead("x");
    }

    /// <summary>Rule 82 (own): the window is never larger than what the device can take
    /// meanwhile.</summary>
    [TestMethod]
    public void OurWindow_IsBoundedByTheDevicesRing()
    {
        TcpBench bench = new TcpBench(Limits.Default());
        bench.Bench.Wire.ReceiveRoom = 1500;
        bench.FinishConnect();
        Assert.AreEqual(1500, bench.Window);
    }

    /// <summary>Rule 185 (own): one slow reader does not disturb another connection.</summary>
    [TestMethod]
    public void SlowReader_StarvesNobody()
    {
        TcpBench bench = Full();
        TcpBench other = TcpBench.Beside(bench, 7001);
        for (int i = 0; i < 20; i++)
        {
            bench.Inject(2048, "x", 0, Ack);
        }

        bench.Bench.Wire.ClearSent();
        other.ExpectAlive(0, 0);
        bench.ExpectNoLeaks();
    }

    /// <summary>The peer's window is shut, four bytes wait.</summary>
    private static TcpBench Shut()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(0, null, 0, Ack, 0);
        bench.Send("data");
        bench.ExpectSilence();
        return bench;
    }

    private static TcpBench Full()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(0, TcpBench.Text(0, 1024), 0, Ack);
        bench.ExpectAck(1024);
        bench.Inject(1024, TcpBench.Text(1024, 1024), 0, Ack);
        bench.ExpectAck(2048);
        Assert.AreEqual(0, bench.Window);
        return bench;
    }
}
