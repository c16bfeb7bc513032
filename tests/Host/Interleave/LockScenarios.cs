using System;
using NanoStack.Kernel;
using NanoStack.Tests.Host.Hal;
using SpinLock = NanoStack.Kernel.SpinLock;

namespace NanoStack.Tests.Host.Interleave;

/// <summary>A board with its interrupt: what every scenario of the lock begins with.</summary>
/// <remarks>The interrupt comes when the line is up, at any step thereafter: a handler may be
/// late.</remarks>
internal abstract class BoardScenario : Scenario
{
    protected const uint IntEnable = 0x3FF6901C;
    protected const uint ReceiveBits = 0x180C0;

    protected HalBench Bench { get; private set; }

    public override void Build()
    {
        Bench = HalBench.Up();
        Bench.Poll();                       // whatever is left of the start; the interrupt is on
        Bench.Model.Faults.HoldInterrupts = true;
        AddDaemon("interrupt", Interrupt);
        BuildThreads();
    }

    protected abstract void BuildThreads();

    /// <summary>Nothing masked, nobody in a lock, no packet lost.</summary>
    protected void RequireQuiet()
    {
        Require(Bench.Mask.Depth == 0, "maskings left: " + Bench.Mask.Depth);
        Require(Bench.Pool.IsHome, "a packet is missing");
        Require(Bench.Model.Violations == 0, Bench.Model.LastViolation);
    }

    protected void RequireInterruptsOn()
    {
        uint enabled = Bench.Model.Read32(IntEnable);
        Require((enabled & ReceiveBits) == ReceiveBits, "masked: INTEN is " + enabled.ToString("X"));
    }

    private void Interrupt()
    {
        while (true)
        {
            Steps.Await(() => Bench.Model.IsInterruptPending);
            Bench.Model.RunHandler();
        }
    }
}

/// <summary>Two threads, one lock, one number.</summary>
internal class OneLockScenario : BoardScenario
{
    private readonly Cell[] _count = new Cell[1];

    protected virtual int ThreadCount => 2;

    public override void Check()
    {
        Require(_count[0].Value == ThreadCount, "an update is lost: " + _count[0].Value);
        RequireQuiet();
        RequireInterruptsOn();
    }

    protected override void BuildThreads()
    {
        SpinLock spinLock = Bench.Context.NewLock();
        Cell count = new Cell();
        _count[0] = count;
        for (int i = 1; i <= ThreadCount; i++)
        {
            int site = i;
            Add("thread " + i, () => Add(spinLock, site, count));
        }
    }

    private static void Add(SpinLock spinLock, int site, Cell count)
    {
        using (spinLock.Hold(site))
        {
            count.Set(count.Get() + 1);
        }
    }
}
