using System;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Interleave;

/// <summary>Planted bugs of the kinds that schedules hide: the explorer finds each, and the schedule
/// it prints shows it again.</summary>
[TestClass]
public sealed class PlantedTests
{
    private const int ScheduleMax = 20000;

    public TestContext TestContext { get; set; }

    [TestMethod]
    public void SpinLock_TestAndSetInTwoSteps_IsFound()
    {
        ExpectFound(
            typeof(OneLockScenario), "BugException", "stack/Kernel/SpinLock.cs",
            "Interlocked.CompareExchange(ref _holder, site, 0) != 0",
            "_holder != 0 || (_holder = site) == 0");
    }

    [TestMethod]
    public void SpinLock_UnmaskForgotten_IsFound()
    {
        ExpectFound(
            typeof(OneLockScenario), "maskings left", "stack/Kernel/SpinLock.cs",
            "_interrupts.Unmask();", ";");
    }

    [TestMethod]
    public void SpinLock_UnboundedSpin_IsFound()
    {
        ExpectFound(
            typeof(StuckHolderScenario), "spins for ever", "stack/Kernel/SpinLock.cs",
            "Bug.On(++yields > YieldCountMax);", "yields = YieldCountMax;");
    }

    [TestMethod]
    public void Scope_NotLeftByAnException_IsFound()
    {
        ExpectFound(WovenContext.Product, typeof(ForgottenScenario), "maskings left");
    }

    [TestMethod]
    public void InterruptMask_DepthNotAtomic_IsFound()
    {
        ExpectFound(
            typeof(TwoLocksScenario), "mask", "hal/Bus/EmacInterruptMask.cs",
            "Interlocked.Decrement(ref _depth) != 0", "--_depth != 0");
    }

    [TestMethod]
    public void InterruptMask_TakenBitsNotPutBack_IsFound()
    {
        ExpectFound(
            typeof(TwoLocksScenario), "masked", "hal/Bus/EmacInterruptMask.cs",
            "            Keep((int)enabled);", "            _taken = _depth == 1 ? (int)enabled : 0;");
    }

    [TestMethod]
    public void Poll_StatusClearedAfterTheLastLook_IsFound()
    {
        ExpectFound(
            typeof(PollScenario), "deadlock", "hal/Emac/EmacDevice.cs",
            "            _interrupt.Unmask(_isTxAwaited);",
            "            _bus.TakeStatus();\n            _interrupt.Unmask(_isTxAwaited);");
    }

    [TestMethod]
    public void Poll_UnmaskForgotten_IsFound()
    {
        ExpectFound(
            typeof(PollScenario), "masked", "hal/Emac/EmacDevice.cs",
            "            _interrupt.Unmask(_isTxAwaited);", "            ;");
    }

    [TestMethod]
    public void Resync_ThatLooksOnce_IsFound()
    {
        ExpectFound(
            typeof(ResyncScenario), "believed lost", "hal/Emac/RxRing.cs",
            "        int lost = ClosedAhead();", "        int lost = seen;",
            "        if (ClosedAhead() < 0)", "        int seen = ClosedAhead();\n        if (seen < 0)");
    }

    [TestMethod]
    public void Send_TransmitInterruptNotAskedFor_IsFound()
    {
        ExpectFound(
            typeof(FullRingScenario), "deadlock", "hal/Emac/EmacDevice.cs",
            "            _interrupt.Unmask(true);", "            ;",
            "            _interrupt.Unmask(_isTxAwaited);", "            _interrupt.Unmask(false);");
    }

    [TestMethod]
    public void Reset_RingTakenAwayWithoutTheLock_IsFound()
    {
        ExpectFound(
            typeof(ResetAndSendScenario), string.Empty, "hal/Emac/EmacDeviceRecovery.cs",
            "        XmitLock.Hold(LockSite.DeviceReturn);\n        try\n        {\n"
                + "            _isRunning = false;",
            "        try\n        {\n            _isRunning = false;");
    }

    [TestMethod]
    public void WaitQueue_WakeBeforeTheSleepForgotten_IsFound()
    {
        ExpectFound(
            typeof(WakeScenario), "deadlock", "stack/Kernel/WaitQueue.cs",
            "            return _event.WaitOne(",
            "            _event.Reset();\n            return _event.WaitOne(");
    }

    [TestMethod]
    public void SockLock_WaiterCountedAfterTheLook_IsFound()
    {
        ExpectFound(
            typeof(SockLockScenario), "deadlock", "stack/Sock/Sock.cs",
            "                _waiterCount += newWaiters;", "                ;",
            "        do\n        {\n            _lockWait",
            "        _waiterCount++;\n        do\n        {\n            _lockWait");
    }

    [TestMethod]
    public void Backlog_DisownedWithoutTheLock_IsFound()
    {
        ExpectFound(
            typeof(BacklogScenario), string.Empty, "stack/Sock/Sock.cs",
            "        _lock.Hold(LockSite.SockRelease);\n", string.Empty);
    }

    [TestMethod]
    public void ArpQueue_PurgeThatDoesNotWait_IsFound()
    {
        ExpectFound(
            typeof(PurgeScenario), "another socket's bytes", "stack/Neigh/ArpQueue.cs",
            "while (_leavingOwner == owner)", "while (owner == null)");
    }

    private void ExpectFound(Type scenario, string symptom, string file, params string[] edits)
    {
        ExpectFound(Planted.In(file, edits), scenario, symptom);
    }

    private void ExpectFound(WovenContext context, Type scenario, string symptom)
    {
        Exploration found = context.Explore(scenario, ScheduleMax);
        TestContext.WriteLine("{0}", found);
        Assert.IsNotNull(found.Failure, found.ToString());
        StringAssert.Contains(found.Failure, symptom);
        Assert.AreNotEqual("not all schedules in " + ScheduleMax, found.Failure);
        int[] schedule = found.Schedule.Split(' ').Select(int.Parse).ToArray();
        Exploration again = context.Explore(scenario, 1, schedule);
        Assert.AreEqual(found.Failure, again.Failure);
        Assert.AreEqual(found.Schedule, again.Schedule);
    }
}
