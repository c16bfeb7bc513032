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
            "Interlocked.CompareExchange(ref Holder, site, Free) != Free",
            "Holder != Free || (Holder = site) == Free");
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
            "            if (_turn != turn)\n", "            if (_sleeperCount == 0)\n");
    }

    [TestMethod]
    public void WaitQueue_WakesOneOnly_IsFound()
    {
        ExpectFound(
            typeof(OneWakeScenario), "deadlock", "stack/Kernel/WaitQueue.cs",
            "private readonly ManualResetEvent _event", "private readonly AutoResetEvent _event",
            "new ManualResetEvent(false)", "new AutoResetEvent(false)");
    }

    [TestMethod]
    public void WaitQueue_EventLoweredByEverySleeper_IsFound()
    {
        ExpectFound(
            typeof(TwoTurnsScenario), "deadlock", "stack/Kernel/WaitQueue.cs",
            "            if (isFirst)\n", "            if (_sleeperCount > 0)\n");
    }

    [TestMethod]
    public void WaitQueue_LoweredWakeNotRaisedAgain_IsFound()
    {
        ExpectFound(
            typeof(OneWakeScenario), "deadlock", "stack/Kernel/WaitQueue.cs",
            "                _event.Set();                       // another's", "                // another's");
    }

    [TestMethod]
    public void WaitQueue_SleepersLookedForBeforeTheTurn_IsFound()
    {
        ExpectFound(
            typeof(OneWakeScenario), "deadlock", "stack/Kernel/WaitQueue.cs",
            "        Interlocked.Increment(ref _turn);           // before the look at who sleeps\n        if (_sleeperCount > 0)\n",
            "        bool hasSleeper = _sleeperCount > 0;\n        Interlocked.Increment(ref _turn);\n        if (hasSleeper)\n");
    }

    [TestMethod]
    public void Handle_NotComparedUnderTheLock_IsFound()
    {
        ExpectFound(
            typeof(ReadScenario), "of the next", "stack/Tcp/TcpSock.cs",
            "        if (Handle == handle)\n", "        if (handle >= 0)\n");
    }

    [TestMethod]
    public void Option_SetWithoutTheSock_IsFound()
    {
        ExpectFound(
            typeof(OptionScenario), "an option hit the next", "stack/Socket/InetOptions.cs",
            "            SetLocked(sock, option, value, nowMs);\n            sock.Release(nowMs);",
            "            sock.Release(nowMs);\n            SetLocked(sock, option, value, nowMs);");
    }

    [TestMethod]
    public void Close_HandleStaysAsItWas_IsFound()
    {
        ExpectFound(
            typeof(TwoClosesScenario), string.Empty, "stack/Tcp/TcpClose.cs",
            "        sock.NewHandle();\n", string.Empty);
    }

    [TestMethod]
    public void Close_ThatWakesNobody_IsFound()
    {
        ExpectFound(
            typeof(CloseUnderACallScenario), "deadlock", "stack/Socket/InetSocket.cs",
            "            orphan = sock.Handle;\n            sock.StateChange();\n",
            "            orphan = sock.Handle;\n");
    }

    [TestMethod]
    public void Abandon_TableMarkedBeforeTheSocket_IsFound()
    {
        ExpectFound(
            typeof(AbandonedScenario), "still open", "stack/Socket/SocketOwner.cs",
            "            marks.IsAbandoned[index] = true;\n            marks.HasAbandoned = true;\n",
            "            marks.HasAbandoned = true;\n            marks.IsAbandoned[index] = true;\n");
    }

    [TestMethod]
    public void Bind_PortTakenWithoutTheLock_IsFound()
    {
        ExpectFound(
            typeof(TwoBindsScenario), "bound: 2", "stack/Tcp/TcpTable.cs",
            "TakePort(TcpSock sock, uint local, int port)\n    {\n        _lock.Hold(LockSite.TcpPorts);\n",
            "TakePort(TcpSock sock, uint local, int port)\n    {\n");
    }

    [TestMethod]
    public void Autobind_PortTakenWithoutTheLock_IsFound()
    {
        ExpectFound(
            typeof(TwoAutobindsScenario), "one port for two", "stack/Tcp/TcpTable.cs",
            "TakeUnusedPort(TcpSock sock, uint local, int port)\n    {\n        _lock.Hold(LockSite.TcpPorts);\n",
            "TakeUnusedPort(TcpSock sock, uint local, int port)\n    {\n");
    }

    [TestMethod]
    public void Available_ReadWithoutTheSock_IsFound()
    {
        const string Read =
            "            int value = option < InetOption.Error ? OptionOf(sock, option) : StateOf(sock, option);\n";
        const string Release = "            sock.Release(nowMs);\n";
        ExpectFound(
            typeof(AvailableScenario), "available: -1", "stack/Socket/InetOptions.cs",
            Read + Release, Release + Read);
    }

    [TestMethod]
    public void TimeWait_WrittenBackToWhatIsThere_IsFound()
    {
        ExpectFound(
            typeof(TimeWaitSegmentScenario), "entry is", "stack/Tcp/TcpTimeWait.cs",
            "if (Find(local, localPort, remote, remotePort) == slot && _sndNxt[slot] == sndNxt)",
            "if (sndNxt == _sndNxt[_spare])");
    }

    [TestMethod]
    public void TimeWait_EndedWithoutAnotherLook_IsFound()
    {
        ExpectFound(
            typeof(TimeWaitTimerScenario), "the new entry is gone", "stack/Tcp/TcpTimeWait.cs",
            "            if (Clock.Reached(nowMs, _endMs[slot]))\n            {",
            "            if (slot >= 0)\n            {");
    }

    [TestMethod]
    public void SockLock_WaiterCountedAfterTheLook_IsFound()
    {
        ExpectFound(
            typeof(SockLockScenario), "deadlock", "stack/Sock/Sock.cs",
            "                _waiterCount += newWaiters;", "                ;",
            "            do\n            {\n                _lockWait",
            "            _waiterCount++;\n            do\n            {\n                _lockWait");
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

    [TestMethod]
    public void Solicit_EntryReadWithoutTheLock_IsFound()
    {
        ExpectFound(
            typeof(SolicitScenario), "a question went astray", "stack/Neigh/ArpOutput.cs",
            "        _table.Lock.Hold(LockSite.NeighSolicit);\n", string.Empty,
            "            _table.Lock.Holder = SpinLock.Free;\n", string.Empty);
    }

    [TestMethod]
    public void Output_EntryReadWithoutTheLock_IsFound()
    {
        ExpectFound(
            typeof(OutputScenario), "a packet went astray", "stack/Ip/IpOutput.cs",
            "        _neighbours.Lock.Hold(LockSite.NeighOutput);\n", string.Empty,
            "            _neighbours.Lock.Holder = SpinLock.Free;\n", string.Empty);
    }

    [TestMethod]
    public void Address_ChangedWithoutWaitingForTheDevice_IsFound()
    {
        ExpectFound(
            typeof(AddressScenario), "after the change", "stack/Device/NetDevice.cs",
            "        XmitLock.Hold(LockSite.DeviceXmit);\n        try\n        {\n        }\n        finally\n"
                + "        {\n            XmitLock.Holder = SpinLock.Free;\n        }\n",
            string.Empty);
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
