using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Hal.Host;
using NanoStack.Kernel;
using NanoStack.SelfTest;
using NanoStack.Telemetry;

namespace NanoStack.Tests.Host.App;

/// <summary>What the self-test says of memory, told by heaps that only pretend: a PC has no other.</summary>
[TestClass]
public sealed class SelfTestMemoryTests
{
    private const int DeadlineMs = 20000;
    private const int PlentyBytes = 90000;
    private const int FramesBytes = 396;

    /// <summary>Said before anything is made: later the runtime ends the thread that asks for
    /// memory, whichever it is.</summary>
    [TestMethod]
    public void Memory_TooShortForAStack_IsTheOneLineThatFails()
    {
        ListLog log = Run(new FixedHeap(50952), new BrokenLoopback());

        string line = log.Lines.Single(text => text.StartsWith("failed "));
        StringAssert.StartsWith(
            line, "failed Memory_AtStart_HoldsTheStackAndItsTests: memory is short: 50952 bytes");
        Assert.AreEqual("0 passed, 1 failed, 0 skipped", log.Lines.Last(), log.Text);
    }

    [TestMethod]
    public void Memory_ForAStackButNotForItsTests_IsShortToo()
    {
        int stackBytes = new MemoryAccount(Limits.Default()).TotalBytes;

        ListLog log = Run(
            new FixedHeap(stackBytes + SelfTestRun.TestBytes - 1), new BrokenLoopback());

        Assert.AreEqual("0 passed, 1 failed, 0 skipped", log.Lines.Last(), log.Text);
    }

    /// <summary>The heap said that there was room, and then there was none.</summary>
    [TestMethod]
    public void Memory_ThatEndsWhileTheStackIsMade_IsSaid()
    {
        ListLog log = Run(new FixedHeap(PlentyBytes), new BrokenLoopback { HasNoRoom = true });

        StringAssert.Contains(
            log.Text, "failed Stack_Made_CostsWhatItsAccountSays: memory is short: 90000 bytes");
        Assert.AreEqual("1 passed, 1 failed, 0 skipped", log.Lines.Last(), log.Text);
    }

    /// <summary>The frames of the polling thread's calls lie in the heap, now many, now few.</summary>
    [TestMethod]
    public void Memory_OfThePollingThreadsFrames_IsNoLoss()
    {
        BrokenLoopback device = new BrokenLoopback();

        ListLog log = Run(new HeapWithFrames(device), device);

        StringAssert.Contains(log.Text, "passed Records_AfterSeal_KeepNoMemory");
        StringAssert.Contains(log.Text, "passed Records_WhileMemoryRunsOut_AllArrive");
        StringAssert.Contains(log.Lines.Last(), ", 0 failed, ", log.Text);
    }

    [TestMethod]
    public void Memory_LostWithEachPacket_IsALoss()
    {
        BrokenLoopback device = new BrokenLoopback();

        ListLog log = Run(new HeapThatLoses(device), device);

        StringAssert.Contains(log.Text, "failed Records_AfterSeal_KeepNoMemory: expected free bytes");
    }

    private static ListLog Run(Heap heap, BrokenLoopback device)
    {
        ListLog log = new ListLog();
        SelfTestRun run = new SelfTestRun(log, new HostClock(), DeadlineMs, heap);
        run.TestStack(device);
        run.End();
        return log;
    }

    private sealed class FixedHeap : Heap
    {
        private readonly int _free;

        public FixedHeap(int free)
        {
            _free = free;
        }

        public override int FreeBytes() => _free;
    }

    private sealed class HeapWithFrames : Heap
    {
        private readonly BrokenLoopback _device;
        private int _lookCount;

        public HeapWithFrames(BrokenLoopback device)
        {
            _device = device;
        }

        public override int FreeBytes()
        {
            bool isPolling = _device.Poller != null && _device.Poller.IsAlive;
            _lookCount++;
            return PlentyBytes - (isPolling ? FramesBytes + (_lookCount * 12) : 0);
        }
    }

    private sealed class HeapThatLoses : Heap
    {
        private readonly BrokenLoopback _device;

        public HeapThatLoses(BrokenLoopback device)
        {
            _device = device;
        }

        public override int FreeBytes() => PlentyBytes - _device.SentCount;
    }
}
