using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Tests.Bench;
using NanoStack.Tests.Host.Tap;

namespace NanoStack.Tests.Tap;

/// <summary>Around each of the shared tests: it skips where no TAP can be had, and fails when it sent
/// nothing through the kernel, for then it proves nothing here.</summary>
[TestClass]
public static class EveryTest
{
    private static int _carriedBefore;

    [GlobalTestInitialize]
    public static void Begin(TestContext context)
    {
        TapEnvironment.RequireOrSkip();
        _carriedBefore = BenchCable.FramesCarried;
    }

    [GlobalTestCleanup]
    public static void End(TestContext context)
    {
        if (TapEnvironment.Obstacle() == null)
        {
            Assert.AreNotEqual(
                _carriedBefore, BenchCable.FramesCarried, "it puts no frame on the cable");
        }
    }
}
