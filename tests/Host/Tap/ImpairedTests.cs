using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Hal.Host.Wire;
using NanoStack.Kernel;

namespace NanoStack.Tests.Host.Tap;

/// <summary>A cable that loses, doubles and swaps frames, and flips bits behind the CRC's back: the
/// bytes are the same at the end.</summary>
[TestClass]
[TestCategory(TapEnvironment.Category)]
public sealed class ImpairedTests
{
    public TestContext TestContext { get; set; }

    /// <summary>With room for two segments in flight every loss waits for a time-out, so those rows
    /// are shorter.</summary>
    [TestMethod]
    [DataRow(200000, 20, 0, 0, 0)]
    [DataRow(Streams.Megabyte, 0, 50, 0, 0)]
    [DataRow(Streams.Megabyte, 0, 0, 100, 0)]
    [DataRow(200000, 0, 0, 0, 20)]
    [DataRow(Streams.Megabyte, 2, 20, 20, 2)]
    public void Transfer_OverABadCable_ArrivesWhole(
        int bytes, int lossPermille, int duplicatePermille, int reorderPermille,
        int corruptPermille)
    {
        string what = "-" + lossPermille + "-" + duplicatePermille + "-" + reorderPermille
            + "-" + corruptPermille;
        using TapBench bench = new TapBench(TestContext.TestName + what);
        using (TapPair pair = TapPair.OpenedByUs(bench))
        {
            Impair(bench, lossPermille, duplicatePermille, reorderPermille, corruptPermille);
            Streams.BothWays(pair, Streams.Pattern(1, bytes), Streams.Pattern(2, bytes));
            Impair(bench, 0, 0, 0, 0);
        }

        bench.ExpectSound();
    }

    /// <summary>With room for many segments in flight, losses are found without waiting for a
    /// time-out.</summary>
    [TestMethod]
    [DataRow(10)]
    [DataRow(50)]
    public void Megabyte_WithLargeRingsOverALossyCable_ArrivesWhole(int lossPermille)
    {
        using TapBench bench = new TapBench(
            TestContext.TestName + "-" + lossPermille, Limits.Large());
        bench.Kernel.Set("ipv4.tcp_early_retrans", 3);      // the kernel as it comes
        using (TapPair pair = TapPair.OpenedByKernel(bench))
        {
            Impair(bench, lossPermille, 10, 10, 1);
            Streams.BothWays(
                pair, Streams.Pattern(3, Streams.Megabyte), Streams.Pattern(4, Streams.Megabyte));
            Impair(bench, 0, 0, 0, 0);
        }

        bench.ExpectSound();
        Assert.IsTrue(bench.Count(Mib.TcpFastRetrans) > 0, "fast retransmissions");
    }

    private static void Impair(
        TapBench bench, int lossPermille, int duplicatePermille, int reorderPermille,
        int corruptPermille)
    {
        for (int side = 0; side < 2; side++)
        {
            WireFaults faults = bench.Wire.FaultsFrom(side);
            faults.LossPermille = lossPermille;
            faults.DuplicatePermille = duplicatePermille;
            faults.ReorderPermille = reorderPermille;
            faults.CorruptPermille = corruptPermille;
        }
    }
}
