using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Kernel;

namespace NanoStack.Tests.Host.Tap;

/// <summary>Options that one side does not speak are not used; bytes arrive all the same.</summary>
[TestClass]
[TestCategory(TapEnvironment.Category)]
public sealed class OptionTests
{
    public TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow(false, false, false)]
    [DataRow(true, false, false)]
    [DataRow(false, true, false)]
    [DataRow(false, false, true)]
    [DataRow(true, true, false)]
    [DataRow(false, true, true)]
    public void Transfer_TheKernelSpeaksOnlySomeOptions_ArrivesWhole(
        bool hasTimestamps, bool hasWindowScaling, bool hasSack)
    {
        string what = (hasTimestamps ? "-ts" : "") + (hasWindowScaling ? "-ws" : "")
            + (hasSack ? "-sack" : "");
        using TapBench bench = new TapBench(TestContext.TestName + what);
        bench.Kernel.Set("ipv4.tcp_timestamps", hasTimestamps ? 1 : 0);
        bench.Kernel.Set("ipv4.tcp_window_scaling", hasWindowScaling ? 1 : 0);
        bench.Kernel.Set("ipv4.tcp_sack", hasSack ? 1 : 0);
        ExpectTransfers(bench);
    }

    [TestMethod]
    [DataRow(false, false)]
    [DataRow(true, false)]
    [DataRow(false, true)]
    public void Transfer_WeSpeakOnlySomeOptions_ArrivesWhole(
        bool hasTimestamps, bool hasWindowScaling)
    {
        string what = (hasTimestamps ? "-ts" : "") + (hasWindowScaling ? "-ws" : "");
        Limits limits = Limits.Large();
        limits.TcpTimestamps = hasTimestamps;
        limits.TcpWindowScaling = hasWindowScaling;
        using TapBench bench = new TapBench(TestContext.TestName + what, limits);
        ExpectTransfers(bench);
    }

    /// <summary>Both ways, over a connection that each side opened.</summary>
    private static void ExpectTransfers(TapBench bench)
    {
        for (int i = 0; i < 2; i++)
        {
            using TapPair pair = TapPair.Open(bench, i == 0);
            Streams.BothWays(
                pair, Streams.Pattern(i, 100000), Streams.Pattern(2 + i, 100000));
        }

        bench.ExpectSoundAndSmooth();
    }
}
