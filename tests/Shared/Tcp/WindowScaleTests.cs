#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Tcp;

/// <summary>A window that is told in units of several bytes (RFC 7323, 2.3 and 2.4).</summary>
[TestClass]
public sealed class WindowScaleTests
{
    private const int RingBytes = 65536;

    [TestMethod]
    public void Window_RoundedForManyOddSegments_NeverReachesBeyondTheRing()
    {
#if NANOFRAMEWORK_1_0
        Expect.Skip("A ring of 64 KB does not fit the device.");
#endif
        Limits limits = Limits.Small();
        limits.TcpReceiveRingBytes = RingBytes;
        TcpBench bench = TcpBench.Listening(limits);
        bench.PeerWindowScale = 0;
        bench.AcceptFrom();
        Assert.AreEqual(1, bench.Sock.RcvWindowScale);

        int lastEdge = 0;
        for (int i = 0; i < 100; i++)
        {
            bench.Inject(i, "x", 0, TcpHeader.Ack);
            if (bench.Bench.Wire.SentCount > 0)
            {
                bench.ExpectAck(i + 1);
                lastEdge = i + 1 + (bench.Window << 1);
                Assert.IsTrue(lastEdge <= RingBytes, "right edge " + lastEdge.ToString());
            }
        }

        Assert.IsTrue(lastEdge > RingBytes - 4, "right edge " + lastEdge.ToString());
        bench.ExpectNoLeaks();
    }
}
