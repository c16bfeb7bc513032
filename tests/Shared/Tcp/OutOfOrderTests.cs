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

/// <summary>Segments out of order: the gap table, and what is acknowledged meanwhile (RFC 9293,
/// 3.10.7.4; RFC 5681, 4.2).</summary>
[TestClass]
public sealed class OutOfOrderTests
{
    private const int Ack = TcpHeader.Ack;

    /// <summary>Rules 53, 54, 121 (RFC 5681, 4.2): ahead of a hole: kept, and a duplicate ACK at once;
    /// the filled hole is acknowledged at once, all of it.</summary>
    [TestMethod]
    public void Hole_IsReportedAndFilled()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(3, "def", 0, Ack);
        bench.ExpectAck(0);
        bench.Inject(6, "ghi", 0, Ack);
        bench.ExpectAck(0);
        Assert.AreEqual(0, bench.Socket.Available);
        bench.Inject(0, "abc", 0, Ack);
        bench.ExpectAck(9);
        bench.ExpectSilence();
        bench.ExpectRead("abcdefghi");
        Assert.AreEqual(1, bench.Count(Mib.TcpOfoQueue));
        Assert.AreEqual(1, bench.Count(Mib.TcpOfoMerge));
        bench.ExpectNoLeaks();
    }

    /// <summary>Rules 51, 53 (RFC 9293, 3.10.7.4): overlapping pieces in any order make one
    /// stream.</summary>
    [TestMethod]
    public void OverlappingPieces_InAnyOrder_MakeOneStream()
    {
        TcpBench bench = TcpBench.Established();
        int[] starts = { 90, 10, 50, 30, 45, 70, 5, 0 };
        int[] ends = { 100, 20, 60, 40, 75, 95, 35, 10 };
        for (int i = 0; i < starts.Length; i++)
        {
            bench.Inject(
                starts[i], TcpBench.Text(starts[i], ends[i] - starts[i]), 0, Ack);
        }

        bench.ExpectRead(TcpBench.Text(0, 40));
        bench.Inject(40, TcpBench.Text(40, 5), 0, Ack);
        bench.ExpectRead(TcpBench.Text(40, 60));
        Assert.AreEqual(0, bench.Sock.GapCount);
    }

    /// <summary>Rule 53 (RFC 9293, 3.8, SHLD-31; SegmentSmack): the table is full: a further run is
    /// dropped, one that touches a known run is not, and nobody else suffers.</summary>
    [TestMethod]
    public void FullGapTable_DropsAFurtherRun()
    {
        TcpBench bench = TcpBench.Established();
        TcpBench other = TcpBench.Beside(bench, 7001);
        for (int i = 0; i < 4; i++)
        {
            bench.Inject(10 + (i * 10), "x", 0, Ack);
            bench.ExpectAck(0);
        }

        bench.Inject(90, "y", 0, Ack);
        bench.ExpectAck(0);
        Assert.AreEqual(1, bench.Count(Mib.TcpOfoDrop));
        Assert.AreEqual(4, bench.Sock.GapCount);
        bench.Inject(11, "z", 0, Ack);
        bench.ExpectAck(0);
        Assert.AreEqual(1, bench.Count(Mib.TcpOfoDrop));
        bench.Inject(0, "0123456789", 0, Ack);
        bench.ExpectAck(12);
        bench.ExpectRead("0123456789xz");
        other.ExpectAlive(0, 0);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 51 (RFC 9293, 3.4): ahead of a hole and past the window: the part inside is
    /// kept.</summary>
    [TestMethod]
    public void AheadOfAHole_PastTheWindow_IsCut()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(1000, TcpBench.Text(1000, 1200), 0, Ack);
        bench.ExpectAck(0);
        bench.Inject(0, TcpBench.Text(0, 1000), 0, Ack);
        bench.ExpectAck(2048);
        bench.ExpectRead(TcpBench.Text(0, 2048));
    }

    /// <summary>Rule 67 (RFC 9293, 3.10.7.4, eighth; attack S17): a FIN before a hole is filled
    /// waits for it.</summary>
    [TestMethod]
    public void Fin_AheadOfAHole_Waits()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(3, "def", 0, Ack | TcpHeader.Fin);
        bench.ExpectAck(0);
        bench.ExpectState(TcpState.Established);
        bench.Inject(0, "abc", 0, Ack);
        bench.ExpectAck(7);
        bench.ExpectState(TcpState.CloseWait);
        bench.ExpectRead("abcdef");
        bench.ExpectRead("");
    }

    /// <summary>Rule 67 (RFC 9293, 3.10.7.4, eighth): a bare FIN ahead of a hole waits
    /// too.</summary>
    [TestMethod]
    public void BareFin_AheadOfAHole_Waits()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(5, null, 0, Ack | TcpHeader.Fin);
        bench.ExpectAck(0);
        bench.Inject(0, "hello", 0, Ack);
        bench.ExpectAck(6);
        bench.ExpectState(TcpState.CloseWait);
    }

    /// <summary>Bytes from behind the FIN, of an older connection perhaps, are no part of the stream:
    /// they go when the FIN takes its place, and no SACK names them.</summary>
    [TestMethod]
    public void Fin_BeforeARunAlreadyKept_DropsTheRun()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(3, "old", 0, Ack);
        bench.ExpectAck(0);
        bench.Inject(0, "ab", 0, Ack | TcpHeader.Fin);

        bench.ExpectAck(3);
        Assert.AreEqual(0, bench.Sock.GapCount);
        Assert.AreEqual(1, bench.Count(Mib.TcpOfoDrop));
        bench.ExpectRead("ab");
        bench.ExpectRead("");
    }

    /// <summary>The same when the run touches the FIN: the stream ends where the FIN says.</summary>
    [TestMethod]
    public void Fin_TouchedByARunAlreadyKept_EndsTheStream()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(2, "old", 0, Ack);
        bench.ExpectAck(0);
        bench.Inject(0, "ab", 0, Ack | TcpHeader.Fin);

        bench.ExpectAck(3);
        bench.ExpectState(TcpState.CloseWait);
        bench.ExpectRead("ab");
        bench.ExpectRead("");
    }

    /// <summary>And when the FIN had to wait for a hole.</summary>
    [TestMethod]
    public void Fin_AheadOfAHole_BeforeARunAlreadyKept_EndsTheStream()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(4, "old", 0, Ack);
        bench.ExpectAck(0);
        bench.Inject(2, "cd", 0, Ack | TcpHeader.Fin);
        bench.ExpectAck(0);
        bench.Inject(0, "ab", 0, Ack);

        bench.ExpectAck(5);
        bench.ExpectState(TcpState.CloseWait);
        bench.ExpectRead("abcd");
        bench.ExpectRead("");
    }

    /// <summary>Rules 50, 53 (RFC 9293, 3.10.7.4): many turns of the ring, every other segment
    /// swapped.</summary>
    [TestMethod]
    public void RingTurns_WithSwappedSegments_KeepTheStream()
    {
        TcpBench bench = TcpBench.NearWrap();
        const int Piece = 211;
        int at = 0;
        for (int i = 0; i < 40; i++)
        {
            bench.Inject(at + Piece, TcpBench.Text(at + Piece, Piece), 0, Ack);
            bench.Inject(at, TcpBench.Text(at, Piece), 0, Ack);
            bench.ExpectRead(TcpBench.Text(at, 2 * Piece));
            at += 2 * Piece;
        }

        bench.Bench.Wire.ClearSent();
        bench.ExpectNoLeaks();
    }
}
