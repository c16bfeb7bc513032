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

/// <summary>Slow start, congestion avoidance, loss and recovery (RFC 5681, 6582, 3042,
/// 6928).</summary>
[TestClass]
public sealed class CongestionTests
{
    private const int Ack = TcpHeader.Ack;
    private const int Mss = 100;

    /// <summary>Rule 110 (RFC 6928, 2): ten segments at first.</summary>
    [TestMethod]
    public void InitialWindow_IsTenSegments()
    {
        TcpBench bench = Wide();
        bench.SendText(0, 20 * Mss);
        Assert.AreEqual(10, bench.Bench.Wire.SentCount);
        ExpectRange(bench, 0, 10);
        bench.ExpectSilence();
    }

    /// <summary>Rule 111 (RFC 5681, 3.1): one segment after a lost SYN.</summary>
    [TestMethod]
    public void InitialWindow_AfterALostSyn_IsOneSegment()
    {
        TcpBench bench = new TcpBench(WideLimits());
        bench.PeerMss = Mss;
        bench.PeerWindow = 65535;
        bench.StartConnect();
        bench.Advance(1000);
        bench.TakeSegment();
        bench.InjectSyn(TcpHeader.Syn | Ack);
        bench.ExpectAck(0);
        bench.SendText(0, 5 * Mss);
        ExpectRange(bench, 0, 1);
        bench.ExpectSilence();
    }

    /// <summary>Rules 109, 112 (RFC 5681, 3.1): slow start: two leave for each one
    /// acknowledged.</summary>
    [TestMethod]
    public void SlowStart_DoublesPerRoundTrip()
    {
        TcpBench bench = Wide();
        bench.SendText(0, 40 * Mss);
        ExpectRange(bench, 0, 10);
        bench.InjectAck(Mss);
        ExpectRange(bench, 10, 2);
        bench.InjectAck(2 * Mss);
        ExpectRange(bench, 12, 2);
        Assert.AreEqual(12, bench.Sock.Cwnd);
    }

    /// <summary>Rule 112 (RFC 3465, 2; ACK division): acknowledging a segment byte by byte opens
    /// nothing.</summary>
    [TestMethod]
    public void SlowStart_CountsSegmentsNotAcks()
    {
        TcpBench bench = Wide();
        bench.SendText(0, 40 * Mss);
        ExpectRange(bench, 0, 10);
        for (int i = 1; i < Mss; i++)
        {
            bench.InjectAck(i);
        }

        bench.ExpectSilence();
        Assert.AreEqual(10, bench.Sock.Cwnd);
    }

    /// <summary>Rules 109, 113 (RFC 5681, 3.1, equation 3): above the threshold one segment per
    /// round trip.</summary>
    [TestMethod]
    public void Avoidance_GrowsOneSegmentPerRoundTrip()
    {
        TcpBench bench = Wide();
        bench.Sock.Ssthresh = 10;
        int acked = 0;
        bench.SendText(0, 60 * Mss);
        for (int i = 0; i < 10; i++)
        {
            acked += Mss;
            bench.InjectAck(acked);
        }

        Assert.AreEqual(11, bench.Sock.Cwnd);
        for (int i = 0; i < 11; i++)
        {
            acked += Mss;
            bench.InjectAck(acked);
        }

        Assert.AreEqual(12, bench.Sock.Cwnd);
    }

    /// <summary>Rule 119 (RFC 3042, 2): the first two duplicate ACKs let one new segment out each,
    /// and the window stays.</summary>
    [TestMethod]
    public void TwoDuplicates_LetNewSegmentsOut()
    {
        TcpBench bench = Wide();
        bench.SendText(0, 30 * Mss);
        ExpectRange(bench, 0, 10);
        bench.InjectAck(0);
        ExpectRange(bench, 10, 1);
        bench.InjectAck(0);
        ExpectRange(bench, 11, 1);
        bench.ExpectSilence();
        Assert.AreEqual(10, bench.Sock.Cwnd);
        Assert.AreEqual(2, bench.Count(Mib.TcpLimitedTransmit));
    }

    /// <summary>Rules 116, 117 (RFC 5681, 3.2): the third duplicate: the lost segment goes again,
    /// the threshold is half of what was out; further ones inflate; the full ACK
    /// deflates.</summary>
    [TestMethod]
    public void ThirdDuplicate_RetransmitsFast()
    {
        TcpBench bench = Wide();
        bench.SendText(0, 40 * Mss);
        ExpectRange(bench, 0, 10);
        bench.InjectAck(0);
        bench.InjectAck(0);
        ExpectRange(bench, 10, 2);
        bench.InjectAck(0);
        ExpectRange(bench, 0, 1);
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.TcpFastRetrans));
        Assert.AreEqual(5, bench.Sock.Ssthresh);

        for (int i = 0; i < 8; i++)
        {
            bench.InjectAck(0);                             // eleven duplicates in all
        }

        int inflated = bench.Bench.Wire.SentCount;
        Assert.IsTrue(inflated >= 3 && inflated <= 4, inflated.ToString() + " by inflation");
        bench.Bench.Wire.ClearSent();
        bench.InjectAck((12 + inflated) * Mss);
        Assert.AreEqual(5, bench.Sock.Cwnd);
        Assert.AreEqual(0, bench.Count(Mib.TcpTimeouts));
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 118 (RFC 6582, 3.2, step 5): two losses in one window: a partial ACK sends the
    /// next hole at once, and the threshold falls once.</summary>
    [TestMethod]
    public void PartialAck_RetransmitsTheNextHole()
    {
        TcpBench bench = Wide();
        bench.SendText(0, 10 * Mss);
        ExpectRange(bench, 0, 10);
        for (int i = 0; i < 8; i++)
        {
            bench.InjectAck(0);                             // 0 and 4 are lost
        }

        ExpectRange(bench, 0, 1);
        bench.ExpectSilence();
        bench.InjectAck(4 * Mss);
        ExpectRange(bench, 4, 1);
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.TcpPartialAcks));
        Assert.AreEqual(1, bench.Count(Mib.TcpFastRetrans));
        bench.InjectAck(10 * Mss);
        Assert.AreEqual(0, bench.Sock.PacketsOut);
        Assert.AreEqual(5, bench.Sock.Ssthresh);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 118 (RFC 6582, 4): duplicate ACKs right at the recovery point start no second
    /// recovery.</summary>
    [TestMethod]
    public void DuplicatesAtTheRecoveryPoint_StartNothing()
    {
        TcpBench bench = Wide();
        bench.SendText(0, 30 * Mss);
        ExpectRange(bench, 0, 10);
        for (int i = 0; i < 3; i++)
        {
            bench.InjectAck(0);
        }

        bench.Bench.Wire.ClearSent();
        bench.InjectAck(12 * Mss);                          // all that was out then
        bench.Bench.Wire.ClearSent();
        for (int i = 0; i < 3; i++)
        {
            bench.InjectAck(12 * Mss);
        }

        Assert.AreEqual(1, bench.Count(Mib.TcpFastRetrans));
        Assert.AreEqual(0, bench.Count(Mib.TcpTimeouts));
    }

    /// <summary>Rule 115 (RFC 5681, 2): data, a window change, or nothing outstanding make no
    /// duplicate.</summary>
    [TestMethod]
    public void NotEveryRepeatedAck_IsADuplicate()
    {
        TcpBench bench = Wide();
        bench.InjectAck(0);
        bench.InjectAck(0);
        bench.InjectAck(0);
        bench.SendText(0, 10 * Mss);
        ExpectRange(bench, 0, 10);
        for (int i = 0; i < 5; i++)
        {
            bench.Inject(0, null, 0, Ack, 60000 - i);       // window updates
            bench.Inject(i * 5, "bytes", 0, Ack, 60000 - i);
        }

        Assert.AreEqual(0, bench.Count(Mib.TcpFastRetrans));
        Assert.AreEqual(0, bench.Sock.SackedOut);
    }

    /// <summary>Rule 114 (RFC 5681, 3.1, equation 4): a time-out: one segment, the threshold half
    /// of the flight, once per loss; then slow start from the hole on.</summary>
    [TestMethod]
    public void Timeout_StartsSlowAgain()
    {
        TcpBench bench = Wide();
        bench.SendText(0, 10 * Mss);
        ExpectRange(bench, 0, 10);
        bench.Advance(bench.Sock.RtoMs);
        ExpectRange(bench, 0, 1);
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Sock.Cwnd);
        Assert.AreEqual(5, bench.Sock.Ssthresh);
        bench.Advance(2 * bench.Sock.RtoMs);
        ExpectRange(bench, 0, 1);
        Assert.AreEqual(5, bench.Sock.Ssthresh);            // the same loss
        bench.InjectAck(Mss);
        ExpectRange(bench, 1, 2);
        bench.InjectAck(3 * Mss);
        ExpectRange(bench, 3, 4);
        bench.InjectAck(10 * Mss);
        Assert.AreEqual(0, bench.Sock.PacketsOut);
        Assert.AreEqual(0, bench.Sock.LostOut + bench.Sock.RetransOut + bench.Sock.SackedOut);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 114 (RFC 5681, 3.2): a time-out in the middle of recovery keeps the
    /// books.</summary>
    [TestMethod]
    public void Timeout_InRecovery_KeepsTheBooks()
    {
        TcpBench bench = Wide();
        bench.SendText(0, 30 * Mss);
        ExpectRange(bench, 0, 10);
        for (int i = 0; i < 5; i++)
        {
            bench.InjectAck(0);
        }

        bench.Bench.Wire.ClearSent();
        bench.Advance(bench.Sock.RtoMs);
        ExpectRange(bench, 0, 1);
        bench.InjectAck(0);
        bench.InjectAck(0);
        bench.InjectAck(5 * Mss);
        bench.InjectAck(12 * Mss);
        bench.ExpectNoLeaks();
        bench.Bench.Wire.ClearSent();
        bench.InjectAck(bench.Sock.SegSent == 0
            ? 12 * Mss : Seq.Distance(bench.OurIss + 1, bench.Sock.SndNxt));
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 120 (RFC 5681, 4.1): after an idle time-out a burst is the initial window at
    /// most.</summary>
    [TestMethod]
    public void Idle_RestartsWithTheInitialWindow()
    {
        TcpBench bench = Wide();
        bench.SendText(0, 40 * Mss);
        for (int acked = 0; acked <= 40; acked += 4)
        {
            bench.InjectAck(acked * Mss);
        }

        Assert.IsTrue(bench.Sock.Cwnd > 40, "cwnd");
        bench.Bench.Wire.ClearSent();
        bench.Advance(bench.Sock.RtoMs + 1);
        bench.SendText(40 * Mss, 30 * Mss);
        ExpectRange(bench, 40, 10);
        bench.ExpectSilence();
    }

    /// <summary>Rule 107 (RFC 1191, 6.5): the segments became smaller: what was larger goes again
    /// in pieces, all of them at once: no congestion, so the window has room for them.</summary>
    [TestMethod]
    public void Retransmission_AfterAnMssReduction_GoesInPieces()
    {
        Limits limits = WideLimits();
        TcpBench bench = TcpBench.Established(limits);
        bench.SendText(0, 2920);
        bench.ExpectText(0, 1460);
        bench.ExpectText(1460, 1460);
        bench.InjectIcmp(3, 4, 0, 576);
        bench.ExpectText(0, 536);
        bench.ExpectText(536, 536);
        bench.ExpectText(1072, 388);
        bench.ExpectText(1460, 536);
        bench.ExpectText(1996, 536);
        bench.ExpectText(2532, 388);
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.TcpMtuReduced));
        bench.InjectAck(536);
        bench.InjectAck(1072);
        bench.ExpectSilence();
        bench.InjectAck(2920);
        Assert.AreEqual(0, bench.Count(Mib.TcpTimeouts));
        bench.SendText(2920, 1000);
        bench.ExpectText(2920, 536);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 115 (own): the books balance whatever ACKs come: a thousand random ones, seed
    /// 20.</summary>
    [TestMethod]
    public void RandomAcks_KeepTheBooks()
    {
        Lcg random = new Lcg(20);
        TcpBench bench = Wide();
        bench.Socket.Blocking = false;
        int written = 0;
        for (int i = 0; i < 1000; i++)
        {
            if (bench.Sock.SendRoom > 300)
            {
                written += bench.Socket.Send(Frames.Bytes(TcpBench.Text(written, 300)));
            }

            int una = Seq.Distance(bench.OurIss + 1, bench.Sock.SndUna);
            int out_ = Seq.Distance(bench.Sock.SndUna, bench.Sock.SndNxt);
            int kind = random.Below(4);
            int ack = kind == 0 ? una + random.Below(out_ + 1) : una;
            bench.Inject(0, null, ack, Ack, kind == 3 ? 2000 + random.Below(60000) : 65535);
            if (random.Below(10) == 0)
            {
                bench.Advance(random.Below(400));
            }

            bench.Bench.Wire.ClearSent();
            bench.ExpectNoLeaks();
        }

        bench.ExpectState(TcpState.Established);
    }

    private static Limits WideLimits()
    {
        Limits limits = Limits.Small();
        limits.TcpSendRingBytes = 8192;
        limits.TcpWriteQueueCount = 48;
        return limits;
    }

    /// <summary>A connection with segments of 100 bytes and room for many.</summary>
    private static TcpBench Wide()
    {
        TcpBench bench = new TcpBench(WideLimits());
        bench.PeerMss = Mss;
        bench.PeerWindow = 65535;
        bench.FinishConnect();
        return bench;
    }

    /// <summary>These segments, in this order.</summary>
    private static void ExpectRange(TcpBench bench, int first, int count)
    {
        for (int i = 0; i < count; i++)
        {
            bench.ExpectText((first + i) * Mss, Mss);
        }
    }
}
