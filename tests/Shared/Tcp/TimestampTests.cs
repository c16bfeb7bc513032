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

/// <summary>Time stamps and protection against wrapped sequence numbers (RFC 7323).</summary>
[TestClass]
public sealed class TimestampTests
{
    private const int Ack = TcpHeader.Ack;

    /// <summary>Rules 133, 134 (RFC 7323, 3.2): agreed on the SYNs, then on every segment, with the
    /// peer's value echoed.</summary>
    [TestMethod]
    public void Timestamps_Agreed_AreOnEverySegment()
    {
        TcpBench bench = Agreed();
        Assert.IsTrue(bench.Options.HasTimestamps);         // the handshake's ACK
        Assert.AreEqual(5000, (int)bench.Options.TsEcho);
        bench.PeerTsValue = 5100;
        bench.Inject(0, "abc", 0, Ack);
        bench.ExpectAck(3);
        Assert.AreEqual(5100, (int)bench.Options.TsEcho);
        bench.Send("x");
        bench.Expect(0, "x", Ack | TcpHeader.Psh);
        Assert.AreEqual(5100, (int)bench.Options.TsEcho);
    }

    /// <summary>Rule 134 (RFC 7323, 3.2): our clock ticks once a millisecond.</summary>
    [TestMethod]
    public void OurTimestamp_AdvancesWithTime()
    {
        TcpBench bench = Agreed();
        uint before = bench.Options.TsValue;
        bench.Advance(1234);
        bench.Send("x");
        bench.TakeSegment();
        Assert.AreEqual(1234, (int)(bench.Options.TsValue - before));
    }

    /// <summary>What a stranger reads on his connection tells neither how long we run nor the time
    /// stamps of another's, the same host's included (RFC 7323, 7.1).</summary>
    [TestMethod]
    public void OurTimestamps_OfTwoConnections_AreFarApart()
    {
        const int HourMs = 3600000;
        TcpBench bench = Agreed();
        uint one = bench.Options.TsValue;
        TcpBench other = new TcpBench(bench.Bench);
        other.PeerSourcePort = 7001;
        other.PeerHasTimestamps = true;
        other.FinishConnect();

        int apartMs = (int)(other.Options.TsValue - one);
        Assert.IsTrue(apartMs > HourMs || apartMs < -HourMs, apartMs.ToString());
    }

    /// <summary>Rule 136 (RFC 7323, 4.3): TS.Recent follows the segment at the left edge, not one
    /// ahead of a hole.</summary>
    [TestMethod]
    public void TsRecent_DoesNotFollowASegmentAheadOfAHole()
    {
        TcpBench bench = Agreed();
        bench.PeerTsValue = 5200;
        bench.Inject(10, "later", 0, Ack);
        bench.ExpectAck(0);
        Assert.AreEqual(5000, (int)bench.Options.TsEcho);
        bench.PeerTsValue = 5300;
        bench.Inject(0, "0123456789", 0, Ack);
        bench.ExpectAck(15);
        Assert.AreEqual(5300, (int)bench.Options.TsEcho);
    }

    /// <summary>Rule 137 (RFC 7323, 5.3): an older stamp is dropped and answered.</summary>
    [TestMethod]
    public void OldTimestamp_IsDroppedAndAnswered()
    {
        TcpBench bench = Agreed();
        bench.PeerTsValue = 4999;
        bench.Inject(0, "old", 0, Ack);
        bench.ExpectAck(0);
        Assert.AreEqual(1, bench.Count(Mib.TcpInPawsDrop));
        Assert.AreEqual(0, bench.Socket.Available);
    }

    /// <summary>Rule 137 (RFC 7323, 5.2): a RST is not dropped for its stamp.</summary>
    [TestMethod]
    public void Reset_WithAnOldTimestamp_Resets()
    {
        TcpBench bench = Agreed();
        bench.PeerTsValue = 1;
        bench.Inject(0, null, 0, TcpHeader.Rst);
        bench.ExpectState(TcpState.Closed);
    }

    /// <summary>Rule 138 (RFC 7323, 5.5): after 24 days of silence a stamp proves
    /// nothing.</summary>
    [TestMethod]
    public void OldTimestamp_AfterTwentyFourDays_IsTaken()
    {
        TcpBench bench = Agreed();
        bench.Bench.Clock.Advance(Limits.TcpPawsMs);
        bench.PeerTsValue = 4000;
        bench.Inject(0, "hello again", 0, Ack);
        bench.ExpectAck(11);
        Assert.AreEqual(0, bench.Count(Mib.TcpInPawsDrop));
    }

    /// <summary>Rule 140 (RFC 7323, 3.2): without a stamp although agreed: dropped; RST
    /// excepted.</summary>
    [TestMethod]
    public void MissingTimestamp_IsDropped()
    {
        TcpBench bench = Agreed();
        bench.PeerHasTimestamps = false;
        bench.Inject(0, "bare", 0, Ack);
        bench.ExpectAck(0);
        Assert.AreEqual(1, bench.Count(Mib.TcpInMissingTimestamp));
        Assert.AreEqual(0, bench.Socket.Available);
        bench.Inject(0, null, 0, TcpHeader.Rst);
        bench.ExpectState(TcpState.Closed);
    }

    /// <summary>Rules 99, 135 (RFC 7323, 4.1): the echo measures even what was sent
    /// twice.</summary>
    [TestMethod]
    public void Echo_MeasuresARetransmission()
    {
        TcpBench bench = Agreed();
        bench.Send("x");
        bench.TakeSegment();
        bench.Advance(bench.Sock.RtoMs);
        bench.TakeSegment();                                // again; its stamp is echoed
        int samples = bench.Count(Mib.TcpRttSamples);
        bench.Advance(30);
        bench.Inject(0, null, 1, Ack);
        Assert.AreEqual(samples + 1, bench.Count(Mib.TcpRttSamples));
    }

    /// <summary>Rule 135 (RFC 7323, 4.1): an echo of what we never sent measures nothing.</summary>
    [TestMethod]
    public void Echo_FromTheFuture_MeasuresNothing()
    {
        TcpBench bench = Agreed();
        bench.Send("x");
        bench.TakeSegment();
        bench.Advance(bench.Sock.RtoMs);
        bench.TakeSegment();
        int samples = bench.Count(Mib.TcpRttSamples);
        bench.Options.TsValue += 100000;                    // what the peer will echo
        bench.Inject(0, null, 1, Ack);
        Assert.AreEqual(samples, bench.Count(Mib.TcpRttSamples));
        Assert.AreEqual(0, bench.Sock.PacketsOut);
    }

    private static TcpBench Agreed()
    {
        TcpBench bench = new TcpBench(Limits.Default());
        bench.PeerHasTimestamps = true;
        bench.FinishConnect();
        return bench;
    }
}
