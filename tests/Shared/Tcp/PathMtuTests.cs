#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Tcp;

/// <summary>A path that is narrower than what is believed of it (RFC 1191).</summary>
[TestClass]
public sealed class PathMtuTests
{
    /// <summary>A path narrower than the smallest MTU that is believed: routers may cut what is too
    /// long for it (Linux: <c>mtu_locked</c>), or nothing would ever arrive.</summary>
    [TestMethod]
    public void FragmentationNeeded_BelowTheFloor_LetsRoutersFragment()
    {
        TcpBench bench = TcpBench.Established();
        bench.SendText(0, 1460);
        bench.TakeSegment();
        Assert.AreEqual(IpHeader.DontFragment, IpHeader.Fragment(bench.Frame, EthHeader.Length));

        bench.InjectIcmp(3, 4, 0, 553);
        bench.TakeSegment();
        Assert.AreEqual(IpHeader.DontFragment, IpHeader.Fragment(bench.Frame, EthHeader.Length));

        while (bench.Bench.Wire.TakeSent() != null)
        {
            // the rest of those
        }

        bench.InjectIcmp(3, 4, 0, 300);
        bench.TakeSegment();
        Assert.AreEqual(0, IpHeader.Fragment(bench.Frame, EthHeader.Length));
        Assert.AreEqual(512, bench.Sock.MssCache);
    }
}
