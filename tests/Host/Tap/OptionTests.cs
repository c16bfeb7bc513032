using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Kernel;
using NanoStack.Tcp;

namespace NanoStack.Tests.Host.Tap;

/// <summary>Options that one side does not speak are not used; bytes arrive all the same.</summary>
[TestClass]
[TestCategory(TapEnvironment.Category)]
public sealed class OptionTests
{
    private const int CombinationCount = 8;

    public TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow(false, false, false)]
    [DataRow(true, false, false)]
    [DataRow(false, true, false)]
    [DataRow(true, true, false)]
    [DataRow(false, false, true)]
    [DataRow(true, false, true)]
    [DataRow(false, true, true)]
    [DataRow(true, true, true)]
    public void Transfer_TheKernelSpeaksSomeOptions_ArrivesWhole(
        bool hasTimestamps, bool hasWindowScaling, bool hasSack)
    {
        string what = Name(hasTimestamps, hasWindowScaling, hasSack);
        using TapBench bench = new TapBench(TestContext.TestName + what);
        SetKernel(bench, hasTimestamps, hasWindowScaling, hasSack);

        ExpectTransfers(bench, 100000, hasTimestamps, hasWindowScaling, hasSack);

        bench.ExpectSoundAndSmooth();
    }

    /// <summary>Each of ours with each of the kernel's: an option is in use when both have it.</summary>
    [TestMethod]
    [DataRow(false, false, false)]
    [DataRow(true, false, false)]
    [DataRow(false, true, false)]
    [DataRow(true, true, false)]
    [DataRow(false, false, true)]
    [DataRow(true, false, true)]
    [DataRow(false, true, true)]
    [DataRow(true, true, true)]
    public void Transfer_WeSpeakSomeOptions_ArrivesWhole(
        bool hasTimestamps, bool hasWindowScaling, bool hasSack)
    {
        string what = Name(hasTimestamps, hasWindowScaling, hasSack);
        Limits limits = Limits.Large();
        limits.TcpTimestamps = hasTimestamps;
        limits.TcpWindowScaling = hasWindowScaling;
        limits.TcpSack = hasSack;
        using TapBench bench = new TapBench(TestContext.TestName + what, limits);
        for (int i = 0; i < CombinationCount; i++)
        {
            bool isTimestamps = (i & 1) != 0;
            bool isWindowScaling = (i & 2) != 0;
            bool isSack = (i & 4) != 0;
            SetKernel(bench, isTimestamps, isWindowScaling, isSack);

            ExpectTransfers(
                bench, 30000, hasTimestamps && isTimestamps, hasWindowScaling && isWindowScaling,
                hasSack && isSack);
        }

        bench.ExpectSoundAndSmooth();
    }

    private static string Name(bool hasTimestamps, bool hasWindowScaling, bool hasSack)
    {
        return (hasTimestamps ? "-ts" : "") + (hasWindowScaling ? "-ws" : "")
            + (hasSack ? "-sack" : "");
    }

    private static void SetKernel(
        TapBench bench, bool hasTimestamps, bool hasWindowScaling, bool hasSack)
    {
        bench.Kernel.Set("ipv4.tcp_timestamps", hasTimestamps ? 1 : 0);
        bench.Kernel.Set("ipv4.tcp_window_scaling", hasWindowScaling ? 1 : 0);
        bench.Kernel.Set("ipv4.tcp_sack", hasSack ? 1 : 0);
    }

    /// <summary>Both ways, over a connection that each side opened; what was agreed is as told.</summary>
    private static void ExpectTransfers(
        TapBench bench, int bytes, bool hasTimestamps, bool hasWindowScaling, bool hasSack)
    {
        for (int i = 0; i < 2; i++)
        {
            using (TapPair pair = TapPair.Open(bench, i == 0))
            {
                TcpSock sock = bench.FindConnection(pair);
                Assert.AreEqual(hasTimestamps, sock.HasTimestamps, "time stamps");
                Assert.AreEqual(hasWindowScaling, sock.HasWindowScale, "window scaling");
                Assert.AreEqual(hasSack, sock.HasSack, "SACK");
                Streams.BothWays(pair, Streams.Pattern(i, bytes), Streams.Pattern(2 + i, bytes));
            }

            TapBench.WaitFor(() => bench.OpenSocketCount == 0, "the connection to end");
        }
    }
}
