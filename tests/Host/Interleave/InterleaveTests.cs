using System;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Interleave;

/// <summary>Lock, interrupt and waiting under every schedule: the product's own code, woven.</summary>
[TestClass]
public sealed class InterleaveTests
{
    private const int ScheduleMax = 3000;

    public TestContext TestContext { get; set; }

    [TestMethod]
    public void SpinLock_TwoThreadsAndTheInterrupt_UnderEverySchedule()
    {
        ExpectNothing(typeof(OneLockScenario));
    }

    private void ExpectNothing(Type scenario)
    {
        long startMs = Environment.TickCount64;
        Exploration found = WovenContext.Product.Explore(scenario, ScheduleMax);
        TestContext.WriteLine(
            "{0}: {1}; {2} ms", scenario.Name, found, Environment.TickCount64 - startMs);
        Assert.IsNull(found.Failure, found.ToString());
    }
}
