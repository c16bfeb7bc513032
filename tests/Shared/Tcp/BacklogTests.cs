#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Tcp;

/// <summary>What arrives while the user holds the socket.</summary>
[TestClass]
public sealed class BacklogTests
{
    /// <summary>More than there are packets for: the rest waits where the DMA put it. A drop would
    /// cost the peer a retransmission time-out.</summary>
    [TestMethod]
    public void Segments_WhileTheUserHoldsTheSocket_WaitAndAreNotLost()
    {
        TcpBench bench = TcpBench.Established();
        bench.Sock.Lock();
        for (int i = 0; i < 6; i++)
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

        bench.ExpectRead("abcabcabcabcabcabc");
        Assert.AreEqual(0, bench.Bench.Count(Mib.TcpBacklogDrop), "dropped");
        bench.ExpectNoLeaks();
    }
}
