#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Tcp;

/// <summary>What arrives while the user holds the socket.</summary>
[TestClass]
public sealed class BacklogTests
{
    /// <summary>A drop would cost the peer a retransmission time-out.</summary>
    [TestMethod]
    public void Segments_WhileTheUserHoldsTheSocket_WaitAndAreNotLost()
    {
        TcpBench bench = TcpBench.Established();
        bench.Sock.Lock();
        for (int i = 0; i < 2; i++)
        {
            bench.Bench.Wire.Arrive(Frames.Tcp(
                Frames.PeerIp, Frames.OurIp, TcpBench.PeerPort, TcpBench.OurPort,
                bench.PeerIss + 1 + (uint)(i * 3), bench.OurIss + 1, TcpHeader.Ack,
                bench.PeerWindow, 0, null, Frames.Bytes("abc")));
        }

        bench.Net.Poll(bench.Bench.Clock.NowMs());
        Assert.AreEqual(0, bench.Sock.ReadableBytes, "bytes taken in while the user held it");

        bench.Sock.Release(bench.Bench.Clock.NowMs());
        bench.Bench.Poll();

        bench.ExpectRead("abcabc");
        Assert.AreEqual(0, bench.Bench.Count(Mib.TcpBacklogDrop), "dropped");
        bench.ExpectNoLeaks();
    }

    /// <summary>The last free frame stays out of every backlog: of one and of two together.</summary>
    [TestMethod]
    public void Backlogs_OfTwoSocketsThatAreHeld_LeaveAFrameForTheOthers()
    {
        TcpBench first = TcpBench.Established();
        TcpBench second = TcpBench.Beside(first, 7001);
        first.Sock.Lock();
        second.Sock.Lock();
        for (int i = 0; i < 6; i++)
        {
            TcpBench bench = i % 2 == 0 ? first : second;
            bench.Inject(i / 2, TcpBench.Text(i / 2, 1), 0, TcpHeader.Ack);
        }

        Assert.AreEqual(4, first.Count(Mib.TcpBacklogDrop), "dropped");
        Assert.AreEqual(1, first.Net.Pool.FreeCount(SkBuffPool.KindFrame), "frames for others");

        first.Sock.Release(first.NowMs);
        second.Sock.Release(first.NowMs);
        first.Bench.Poll();
        first.ExpectRead(TcpBench.Text(0, 1));
        second.ExpectRead(TcpBench.Text(0, 1));
        Assert.IsTrue(first.Net.Pool.FreeCount(SkBuffPool.KindFrame) == 3);
    }
}
