using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Kernel;
using NanoStack.Sockets;
using KernelSocket = System.Net.Sockets.Socket;

namespace NanoStack.Tests.Host.Tap;

/// <summary>Links and paths that take less than 1500 bytes.</summary>
[TestClass]
[TestCategory(TapEnvironment.Category)]
public sealed class MtuTests
{
    public TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow(900)]
    [DataRow(576)]
    public void Transfer_OverASmallMtuOfTheKernel_FitsIt(int mtu)
    {
        using TapBench bench = new TapBench(TestContext.TestName + "-" + mtu);
        bench.Kernel.Execute("ip", "link", "set", bench.Tap.Name, "mtu", mtu.ToString());
        using (TapPair pair = TapPair.OpenedByUs(bench))
        {
            Streams.BothWays(
                pair, Streams.Pattern(1, 200000), Streams.Pattern(2, 200000));
        }

        bench.ExpectSoundAndSmooth();
        Capture.ExpectNone(bench.CapturePath, "ip.len > " + mtu, "longer than the link");
    }

    /// <summary>A window of bytes holds more segments than the DMA's ring has slots: some are lost,
    /// and sent again.</summary>
    [TestMethod]
    public void Transfer_OverATinyMtuOfTheKernel_ArrivesWhole()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        bench.Kernel.Execute("ip", "link", "set", bench.Tap.Name, "mtu", "296");
        using (TapPair pair = TapPair.OpenedByKernel(bench))
        {
            Streams.BothWays(pair, Streams.Pattern(1, 50000), Streams.Pattern(2, 50000));
        }

        bench.ExpectSound();
    }

    /// <summary>The server lies behind a link of 700 bytes: the kernel, as router, sends "fragmentation
    /// needed" (RFC 1191) and our segments shrink.</summary>
    [TestMethod]
    public void Transfer_OverANarrowPath_ShrinksToIt()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        using KernelHost server = new KernelHost();
        BuildNarrowPath(bench.Kernel, server, 700);
        using KernelSocket listener = server.NewSocket();
        listener.Bind(new System.Net.IPEndPoint(
            System.Net.IPAddress.Parse(TapBench.FarIp), TapPair.Port));
        listener.Listen(1);
        using (Socket ours = bench.NewSocket())
        {
            ours.Connect(new IPEndPoint(IPAddress.Parse(TapBench.FarIp), TapPair.Port));
            using TapPair pair = TapPair.Of(ours, TapPair.Accept(listener));
            Streams.BothWays(
                pair, Streams.Pattern(3, 50000), Streams.Pattern(4, 50000));
        }

        bench.ExpectSound();
        Assert.AreEqual(1, bench.Count(Mib.TcpMtuReduced), "times the path became narrower");
        Capture.ExpectNone(
            bench.CapturePath,
            "ip.len > 700 && tcp.seq > 5000 && !icmp && ip.src==" + TapBench.BoardIp,
            "too long still");
    }

    /// <summary>A path narrower than the smallest MTU that is believed (552): the router cuts our
    /// segments, and they still arrive.</summary>
    [TestMethod]
    public void Transfer_OverAPathBelowTheFloor_IsFragmentedAndArrives()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        using KernelHost server = new KernelHost();
        BuildNarrowPath(bench.Kernel, server, 300);
        using KernelSocket listener = server.NewSocket();
        listener.Bind(new System.Net.IPEndPoint(
            System.Net.IPAddress.Parse(TapBench.FarIp), TapPair.Port));
        listener.Listen(1);
        using (Socket ours = bench.NewSocket())
        {
            ours.Connect(new IPEndPoint(IPAddress.Parse(TapBench.FarIp), TapPair.Port));
            using TapPair pair = TapPair.Of(ours, TapPair.Accept(listener));
            Streams.FromUs(pair, Streams.Pattern(5, 50000));
        }

        bench.ExpectSound();
        Assert.AreEqual(1, bench.Count(Mib.TcpMtuReduced), "times the path became narrower");
        Capture.ExpectNone(
            bench.CapturePath, "ip.len == 552 && ip.flags.df == 1", "not to be cut, and too long");
    }

    /// <summary>The server offers an MSS of 1460 although its link takes less, so only ICMP can tell.</summary>
    private static void BuildNarrowPath(KernelHost router, KernelHost server, int mtu)
    {
        string size = mtu.ToString();
        router.Set("ipv4.ip_forward", 1);
        router.Execute(
            "ip", "link", "add", "far0", "mtu", size, "type", "veth", "peer", "name", "far1",
            "netns", server.ThreadId.ToString());
        router.Execute("ip", "addr", "add", "10.78.0.254/24", "dev", "far0");
        router.Execute("ip", "link", "set", "far0", "up");
        server.Execute("ip", "addr", "add", TapBench.FarIp + "/24", "dev", "far1");
        server.Execute("ip", "link", "set", "far1", "up");
        server.Execute(
            "ip", "route", "add", "default", "via", "10.78.0.254", "mtu", "lock", size, "advmss",
            "1460");
        router.Execute("ping", "-n", "-c", "1", "-W", "5", TapBench.FarIp);     // the path is up
    }
}
