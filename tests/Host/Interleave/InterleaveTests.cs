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
    public void OneLock_TwoThreadsAndTheInterrupt_NothingIsLost()
    {
        ExpectNothing(typeof(OneLockScenario));
    }

    [TestMethod]
    public void OneLock_ThreeThreads_NothingIsLost()
    {
        ExpectNothing(typeof(ThreeThreadsScenario));
    }

    [TestMethod]
    public void OneLock_ExceptionsInside_NothingStaysMasked()
    {
        ExpectNothing(typeof(ExceptionScenario));
    }

    [TestMethod]
    public void TwoLocks_HeldAtOnce_NothingStaysMasked()
    {
        ExpectNothing(typeof(TwoLocksScenario));
    }

    [TestMethod]
    public void StuckHolder_SpinEnds()
    {
        ExpectNothing(typeof(StuckHolderScenario));
    }

    [TestMethod]
    public void Poll_()
    {
        ExpectNothing(typeof(PollScenario));
    }

    [TestMethod]
    public void PollAndLock_()
    {
        ExpectNothing(typeof(PollAndLockScenario));
    }

    [TestMethod]
    public void Wake_BetweenLookAndSleep_IsNotLost()
    {
        ExpectNothing(typeof(WakeScenario));
    }

    [TestMethod]
    public void SockLock_ThreeUsers_EachGetsItsTurn()
    {
        ExpectNothing(typeof(SockLockScenario));
    }

    [TestMethod]
    public void Backlog_()
    {
        ExpectNothing(typeof(BacklogScenario));
    }

    [TestMethod]
    public void FullRing_()
    {
        ExpectNothing(typeof(FullRingScenario));
    }

    [TestMethod]
    public void Reset_()
    {
        ExpectNothing(typeof(ResetScenario));
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
