using System;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Interleave;

/// <summary>Lock, interrupt and waiting under every schedule: the product's own code, woven.</summary>
[TestClass]
public sealed class InterleaveTests
{
    private const int ScheduleMax = 20000;

    public TestContext TestContext { get; set; }

    [TestMethod]
    public void OneLock_TwoThreadsAndAnInterrupt_LoseNothing()
    {
        ExpectNothing(typeof(OneLockScenario));
    }

    [TestMethod]
    public void OneLock_ThreeThreadsAndAnInterrupt_LoseNothing()
    {
        ExpectNothing(typeof(ThreeThreadsScenario));
    }

    [TestMethod]
    public void OneLock_ExceptionsInside_LeaveNothingMasked()
    {
        ExpectNothing(typeof(ExceptionScenario));
    }

    [TestMethod]
    public void TwoLocks_HeldAtOnce_LeaveNothingMasked()
    {
        ExpectNothing(typeof(TwoLocksScenario));
    }

    [TestMethod]
    public void OneLock_HolderWaitsInside_SpinEnds()
    {
        ExpectNothing(typeof(StuckHolderScenario));
    }

    [TestMethod]
    public void Poll_FramesAtAnyStep_NoneWaitsForEver()
    {
        ExpectNothing(typeof(PollScenario));
    }

    [TestMethod]
    public void Poll_FrameAndLockAtAnyStep_NothingWaitsForEver()
    {
        ExpectNothing(typeof(PollAndLockScenario));
    }

    [TestMethod]
    public void Resync_SlotsCloseAtAnyStep_SkipsNone()
    {
        ExpectNothing(typeof(ResyncScenario));
    }

    [TestMethod]
    public void Send_RingFull_SenderIsWoken()
    {
        ExpectNothing(typeof(FullRingScenario));
    }

    [TestMethod]
    public void Reset_FrameAtAnyStep_TrafficGoesOn()
    {
        ExpectNothing(typeof(ResetAndFrameScenario));
    }

    [TestMethod]
    public void Reset_SendAtAnyStep_TrafficGoesOn()
    {
        ExpectNothing(typeof(ResetAndSendScenario));
    }

    [TestMethod]
    public void Wake_BetweenLookAndSleep_IsNotLost()
    {
        ExpectNothing(typeof(WakeScenario));
    }

    [TestMethod]
    public void SockLock_TwoUsers_EachGetsItsTurn()
    {
        ExpectNothing(typeof(SockLockScenario));
    }

    [TestMethod]
    public void Backlog_PacketsAtAnyStep_AreProcessedOnce()
    {
        ExpectNothing(typeof(BacklogScenario));
    }

    [TestMethod]
    public void Purge_WhileAParkedPacketLeaves_WaitsForIt()
    {
        ExpectNothing(typeof(PurgeScenario));
    }

    [TestMethod]
    public void Wake_SleeperOfTheNextTurnAtAnyStep_IsNotLost()
    {
        ExpectNothing(typeof(TwoTurnsScenario));
    }

    [TestMethod]
    public void Wake_TwoSleepersOneWake_EndsBothSleeps()
    {
        ExpectNothing(typeof(OneWakeScenario));
    }

    [TestMethod]
    public void Option_SocketReplacedUnderIt_TheNextIsNotTouched()
    {
        ExpectNothing(typeof(OptionScenario));
    }

    [TestMethod]
    public void Read_SocketReplacedUnderIt_TheNextIsNotTouched()
    {
        ExpectNothing(typeof(ReadScenario));
    }

    [TestMethod]
    public void Close_ByTwoThreads_ClosesOnce()
    {
        ExpectNothing(typeof(TwoClosesScenario));
    }

    [TestMethod]
    public void Close_UnderACall_EndsIt()
    {
        ExpectNothing(typeof(CloseUnderACallScenario));
    }

    [TestMethod]
    public void Abandon_AtAnyStep_ClosesOnce()
    {
        ExpectNothing(typeof(AbandonedScenario));
    }

    [TestMethod]
    public void Bind_OfOnePortByTwo_SucceedsOnce()
    {
        ExpectNothing(typeof(TwoBindsScenario));
    }

    [TestMethod]
    public void Autobind_OfTheLastPortByTwo_SucceedsOnce()
    {
        ExpectNothing(typeof(TwoAutobindsScenario));
    }

    [TestMethod]
    public void Available_WhileAFinComes_IsNeverNegative()
    {
        ExpectNothing(typeof(AvailableScenario));
    }

    [TestMethod]
    public void TimeWait_EntryReplacedUnderASegment_IsNotTouched()
    {
        ExpectNothing(typeof(TimeWaitSegmentScenario));
    }

    [TestMethod]
    public void TimeWait_EntryReplacedUnderTheClock_IsNotEnded()
    {
        ExpectNothing(typeof(TimeWaitTimerScenario));
    }

    [TestMethod]
    public void Solicit_WhileTheEntryGoesToAnother_AsksNoStranger()
    {
        ExpectNothing(typeof(SolicitScenario));
    }

    [TestMethod]
    public void Output_WhileTheEntryGoesToAnother_ReachesNoStranger()
    {
        ExpectNothing(typeof(OutputScenario));
    }

    [TestMethod]
    public void Address_ChangedWhileADatagramLeaves_IsTheLastToLeave()
    {
        ExpectNothing(typeof(AddressScenario));
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
