using System.Threading.Tasks;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Sockets;

namespace NanoStack.Tests.Host.Tap;

/// <summary>ARP between us and the kernel: asked again, forgotten, changed, in the midst of traffic.</summary>
[TestClass]
[TestCategory(TapEnvironment.Category)]
public sealed class NeighbourTests
{
    public TestContext TestContext { get; set; }

    [TestMethod]
    public void Announcement_OfTheBoard_TeachesAKernelThatListens()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        bench.Kernel.Set("ipv4.conf.all.arp_accept", 1);    // learn from announcements

        // The second announcement comes two seconds after the link.
        TapBench.WaitFor(() => KernelKnows(bench, "STALE"), "the kernel to know us");

        bench.ExpectSound();
    }

    /// <summary>A packet that waits for the answer may be passed by the next: no loss, yet no calm
    /// sea either.</summary>
    [TestMethod]
    public void Transfer_TheKernelForgetsUs_AsksAndGoesOn()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        using (TapPair pair = TapPair.OpenedByUs(bench))
        {
            Task forget = Forget(
                () => bench.Kernel.Execute("ip", "neigh", "flush", "dev", bench.Tap.Name));
            Streams.BothWays(
                pair, Streams.Pattern(1, 400000), Streams.Pattern(2, 400000));
            forget.GetAwaiter().GetResult();
        }

        bench.ExpectSound();
    }

    /// <summary>What is sent while nobody is known waits, so nothing is lost.</summary>
    [TestMethod]
    public void Transfer_WeForgetTheKernel_AskAndGoOn()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        using (TapPair pair = TapPair.OpenedByKernel(bench))
        {
            Task forget = Forget(() => bench.Net.Neighbours.Flush(bench.Device));
            Streams.FromUs(pair, Streams.Pattern(3, 400000));
            forget.GetAwaiter().GetResult();
        }

        bench.ExpectSound();
    }

    /// <summary>The host at the gateway's address is another one now, and says so.</summary>
    [TestMethod]
    public void Transfer_TheKernelChangesItsAddress_GoesOn()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        bench.Kernel.Set("ipv4.conf.all.arp_notify", 1);
        using (TapPair pair = TapPair.OpenedByUs(bench))
        {
            Streams.SendAll(pair.Ours, Streams.Pattern(4, 1000));
            bench.Kernel.Execute(
                "ip", "link", "set", bench.Tap.Name, "address", "02:00:00:00:77:01");
            pair.Ours.Shutdown(SocketShutdown.Send);
            Assert.AreEqual(1000, Streams.ReadToEnd(pair.Theirs).Length);
            Streams.FromKernel(pair, Streams.Pattern(5, 10000));
        }

        bench.ExpectSound();
    }

    [TestMethod]
    public void Ping_FromASecondAddressOfTheKernel_IsAnsweredToIt()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        bench.Kernel.Execute("ip", "addr", "add", "10.77.0.50/24", "dev", bench.Tap.Name);

        string output = bench.Kernel.Execute(
            "ping", "-n", "-c", "1", "-W", "2", "-I", "10.77.0.50", TapBench.BoardIp);

        StringAssert.Contains(output, " 0% packet loss");
        bench.ExpectSound();
    }

    private static Task Forget(System.Action action)
    {
        return Streams.Start(() =>
        {
            for (int i = 0; i < 5; i++)
            {
                System.Threading.Thread.Sleep(10);
                action();
            }
        });
    }

    private static bool KernelKnows(TapBench bench, string state)
    {
        string known = bench.Kernel.Execute("ip", "neigh", "show", TapBench.BoardIp);
        return known.Contains(state);
    }
}
