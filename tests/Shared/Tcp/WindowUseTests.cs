#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Tcp;

/// <summary>The congestion window grows by what was used of it (RFC 7661).</summary>
[TestClass]
public sealed class WindowUseTests
{
    private const int Mss = 100;

    /// <summary>RFC 7661, 4.1 (Linux: tcp_is_cwnd_limited): what was never in flight proves nothing: half
    /// of the window used lets it grow by nothing.</summary>
    [TestMethod]
    public void SlowStart_WindowHardlyUsed_DoesNotGrow()
    {
        TcpBench bench = Wide();
        bench.SendText(0, 5 * Mss);
        bench.InjectAck(2 * Mss);
        bench.InjectAck(5 * Mss);
        Assert.AreEqual(Limits.TcpInitialWindow, bench.Sock.Cwnd);
    }

    /// <summary>RFC 7661, 4.1: in slow start twice what was in flight, not more.</summary>
    [TestMethod]
    public void SlowStart_WindowPartlyUsed_GrowsToTwiceTheFlight()
    {
        TcpBench bench = Wide();
        bench.SendText(0, 6 * Mss);
        bench.InjectAck(2 * Mss);
        bench.InjectAck(4 * Mss);
        bench.InjectAck(6 * Mss);
        Assert.AreEqual(12, bench.Sock.Cwnd);
    }

    /// <summary>RFC 5681, 3.1: a window that was full grows by each segment, as ever.</summary>
    [TestMethod]
    public void SlowStart_WindowFull_GrowsPerSegment()
    {
        TcpBench bench = Wide();
        bench.SendText(0, 30 * Mss);
        bench.InjectAck(2 * Mss);
        bench.InjectAck(10 * Mss);
        Assert.AreEqual(20, bench.Sock.Cwnd);
    }

    /// <summary>Rule 112 (RFC 5681, 3.1; Linux: <c>tcp_slow_start</c>): one ACK of ten segments opens
    /// the window by ten, so twenty leave.</summary>
    [TestMethod]
    public void SlowStart_OneAckOfMany_CountsThemAll()
    {
        TcpBench bench = Wide();
        bench.SendText(0, 40 * Mss);
        bench.Bench.Wire.ClearSent();
        bench.InjectAck(10 * Mss);
        Assert.AreEqual(20, bench.Sock.Cwnd);
        Assert.AreEqual(20, bench.Bench.Wire.SentCount);
    }

    /// <summary>A connection with segments of 100 bytes and room for many.</summary>
    private static TcpBench Wide()
    {
        Limits limits = Limits.Small();
        limits.TcpSendRingBytes = 8192;
        limits.TcpWriteQueueCount = 48;
        TcpBench bench = new TcpBench(limits);
        bench.PeerMss = Mss;
        bench.PeerWindow = 65535;
        bench.FinishConnect();
        return bench;
    }

    /// <summary>A segment that came ahead of its turn names a window; the one that fills the hole
    /// acknowledges more: it is the newer word, whatever its number (<c>tcp_may_update_window</c>).</summary>
    [TestMethod]
    public void Window_OfASegmentThatAcknowledgesMore_IsTaken()
    {
        TcpBench bench = TcpBench.Established();
        bench.SendText(0, 1000);
        bench.Inject(10, "ahead", 0, TcpHeader.Ack, 4000);

        bench.Inject(0, "0123456789", 1000, TcpHeader.Ack, 3000);

        Assert.AreEqual(3000, bench.Sock.SndWnd);
    }
}
