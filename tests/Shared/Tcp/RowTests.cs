#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Sockets;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Tcp;

/// <summary>The table of a connection's segments when it is full (TcpRtxQueue).</summary>
[TestClass]
public sealed class RowTests
{
    /// <summary>Rule 185 (own): TcpWriteQueueCount: more records than rows are joined in twos, so no write
    /// is refused while the ring has room, and another connection notices nothing.</summary>
    [TestMethod]
    public void Rows_UsedUpByOne_AreJoined()
    {
        TcpBench bench = TcpBench.Established();
        TcpBench other = TcpBench.Beside(bench, 7001);
        bench.Socket.NoDelay = true;
        bench.Socket.Blocking = false;
        for (int i = 0; i < 100; i++)
        {
            byte[] record = Frames.Bytes(TcpBench.Text(i * 10, 10));
            Assert.AreEqual(10, bench.Socket.Send(record, SocketFlags.EndOfRecord));
        }

        Assert.AreEqual(16, bench.Sock.SegCount);
        Assert.AreEqual(0, bench.Count(Mib.TcpMemoryPressure));
        bench.Bench.Wire.ClearSent();
        other.ExpectAlive(0, 0);
        bench.InjectAck(100);
        bench.Bench.Wire.ClearSent();
        bench.InjectAck(1000);
        Assert.AreEqual(0, bench.Sock.UnackedBytes);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 185 (own): the segments became smaller, and there is no row for the rest of one that
    /// goes again: its front goes, and the rest when an ACK has made room.</summary>
    [TestMethod]
    public void Retransmission_WithoutARowForTheRest_SendsItsFront()
    {
        Limits limits = BenchLimits.Default();
        limits.TcpWriteQueueCount = 4;
        TcpBench bench = TcpBench.Established(limits);
        bench.Socket.NoDelay = true;
        bench.Inject(0, null, 0, TcpHeader.Ack, 1600);
        bench.SendText(0, 100);
        bench.SendText(100, 1400);
        bench.SendText(1500, 100);
        bench.SendText(1600, 100);                      // the window is full: it waits
        bench.Bench.Wire.ClearSent();
        bench.InjectIcmp(3, 4, 0, 576);

        bench.ExpectText(100, 536);
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.TcpSplitForgone));
        bench.Inject(0, null, 636, TcpHeader.Ack, 1600);
        bench.ExpectText(636, 536);
        bench.ExpectText(1172, 328);
        bench.ExpectText(1600, 100);
        bench.InjectAck(1700);
        Assert.AreEqual(0, bench.Sock.UnackedBytes);
        bench.ExpectNoLeaks();
    }
}
