using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Device;
using NanoStack.Hal.Emac;
using NanoStack.Kernel;

namespace NanoStack.Tests.Host.Tap;

/// <summary>The kernel pings the board.</summary>
[TestClass]
[TestCategory(TapEnvironment.Category)]
public sealed class PingTests
{
    public TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow(1)]
    [DataRow(56)]
    [DataRow(1400)]
    [DataRow(1472)]
    public void Ping_OfAnySizeUpToTheMtu_IsAnsweredWhole(int size)
    {
        using TapBench bench = new TapBench(TestContext.TestName + "-" + size);

        // ping compares the data of each answer with what it sent.
        string output = bench.Kernel.Execute(
            "ping", "-n", "-c", "3", "-i", "0.01", "-W", "2", "-s", size.ToString(),
            TapBench.BoardIp);

        StringAssert.Contains(output, " 0% packet loss");
        Assert.IsFalse(output.Contains("wrong data"), output);
        bench.ExpectSound();
    }

    /// <summary>A link that is narrower on the kernel's side: its pings come in pieces.</summary>
    [TestMethod]
    public void Ping_InPieces_IsAnsweredWhole()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        bench.Kernel.Execute("ip", "link", "set", bench.Tap.Name, "mtu", "576");

        string output = bench.Kernel.Execute(
            "ping", "-n", "-c", "3", "-i", "0.01", "-W", "2", "-M", "dont", "-s", "1472",
            TapBench.BoardIp);

        StringAssert.Contains(output, " 0% packet loss");
        Assert.IsFalse(output.Contains("wrong data"), output);
        Assert.AreEqual(3, bench.Net.Mib.Get(Mib.IpReasmOKs));
        bench.ExpectSound();
    }

    /// <summary>One ping at a time, so nothing can be lost for want of a slot; the governor is told
    /// to let that many in.</summary>
    [TestMethod]
    public void Ping_AsFastAsAnswersCome_LosesNothing()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        bench.Device.Governor.SetShare(
            FrameClass.Icmp, RxGovernor.NoLimit);

        string output = bench.Kernel.Execute(
            "ping", "-n", "-q", "-f", "-c", "200", "-W", "2", TapBench.BoardIp);

        StringAssert.Contains(output, "200 received");
        bench.ExpectSound();
    }
}
