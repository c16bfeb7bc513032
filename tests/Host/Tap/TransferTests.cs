using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Kernel;

namespace NanoStack.Tests.Host.Tap;

/// <summary>A megabyte each way, byte by byte the same, on a cable that loses nothing.</summary>
[TestClass]
[TestCategory(TapEnvironment.Category)]
public sealed class TransferTests
{
    public TestContext TestContext { get; set; }

    [TestMethod]
    public void Megabyte_FromUs_ArrivesWholeWithoutARetransmission()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        using (TapPair pair = TapPair.OpenedByUs(bench))
        {
            Streams.FromUs(pair, Streams.Pattern(1, Streams.Megabyte));
        }

        bench.ExpectSoundAndSmooth();
    }

    [TestMethod]
    public void Megabyte_FromTheKernel_ArrivesWholeWithoutARetransmission()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        using (TapPair pair = TapPair.OpenedByKernel(bench))
        {
            Streams.FromKernel(pair, Streams.Pattern(2, Streams.Megabyte));
        }

        bench.ExpectSoundAndSmooth();
    }

    [TestMethod]
    public void Megabyte_BothWaysAtOnce_ArrivesWhole()
    {
        using TapBench bench = new TapBench(TestContext.TestName);
        using (TapPair pair = TapPair.OpenedByUs(bench))
        {
            Streams.BothWays(
                pair, Streams.Pattern(3, Streams.Megabyte), Streams.Pattern(4, Streams.Megabyte));
        }

        bench.ExpectSoundAndSmooth();
    }

    [TestMethod]
    public void Megabytes_WithLargeRings_ArriveWhole()
    {
        using TapBench bench = new TapBench(TestContext.TestName, Limits.Large());
        using (TapPair pair = TapPair.OpenedByKernel(bench))
        {
            Streams.BothWays(
                pair, Streams.Pattern(5, 4 * Streams.Megabyte),
                Streams.Pattern(6, 4 * Streams.Megabyte));
        }

        bench.ExpectSound();
    }

    [TestMethod]
    public void Megabyte_WithSmallRings_ArrivesWhole()
    {
        using TapBench bench = new TapBench(TestContext.TestName, Limits.Small());
        using (TapPair pair = TapPair.OpenedByUs(bench))
        {
            Streams.BothWays(
                pair, Streams.Pattern(7, Streams.Megabyte), Streams.Pattern(8, Streams.Megabyte));
        }

        bench.ExpectSound();
    }
}
