using System;
using NanoStack.Kernel;
using SpinLock = NanoStack.Kernel.SpinLock;

namespace NanoStack.Tests.Host.Interleave;

/// <summary>Two threads add to one number under one lock while a frame arrives.</summary>
internal class OneLockScenario : BoardScenario
{
    private Cell _count;

    protected virtual int ThreadCount => 2;

    public override void Check()
    {
        Require(_count.Value == ThreadCount, "an update is lost: " + _count.Value);
        RequireQuiet();
        RequireInterruptTold();
    }

    protected override void BuildThreads()
    {
        SpinLock spinLock = Bench.Context.NewMaskingLock();
        Cell count = new Cell();
        _count = count;
        for (int i = 1; i <= ThreadCount; i++)
        {
            int site = i;
            Add("thread " + i, () => Add(spinLock, site, count));
        }

        AddWire(1);
    }

    protected virtual void Add(SpinLock spinLock, int site, Cell count)
    {
        using (spinLock.Hold(site))
        {
            count.Set(count.Get() + 1);
        }
    }
}

/// <summary>The same with three threads.</summary>
internal sealed class ThreeThreadsScenario : OneLockScenario
{
    protected override int ThreadCount => 3;
}

/// <summary>Each thread throws out of the lock's scope.</summary>
internal sealed class ExceptionScenario : OneLockScenario
{
    protected override void Add(SpinLock spinLock, int site, Cell count)
    {
        try
        {
            using (spinLock.Hold(site))
            {
                count.Set(count.Get() + 1);
                throw new InvalidOperationException();
            }
        }
        catch (InvalidOperationException)
        {
        }
    }
}

/// <summary>Two threads hold two locks, so the interrupt is masked twice at once.</summary>
internal sealed class TwoLocksScenario : BoardScenario
{
    public override void Check()
    {
        RequireQuiet();
        RequireInterruptTold();
    }

    protected override void BuildThreads()
    {
        SpinLock[] locks = { Bench.Context.NewMaskingLock(), Bench.Context.NewMaskingLock() };
        for (int i = 0; i < locks.Length; i++)
        {
            SpinLock mine = locks[i];
            int site = i + 1;
            Add("thread " + site, () => Hold(mine, site));
        }

        AddWire(1);
    }

    private static void Hold(SpinLock mine, int site)
    {
        using (mine.Hold(site))
        {
        }
    }
}

/// <summary>A holder that waits inside, against the rule: who spins on it is told so, not left
/// spinning.</summary>
internal sealed class StuckHolderScenario : BoardScenario
{
    private bool _isTold;
    private SpinLock _lock;

    public override void Check()
    {
        Require(_isTold, "the spin has no end");
        Require(!_lock.IsHeld, "the lock is still held");
        RequireQuiet();
    }

    protected override void BuildThreads()
    {
        SpinLock spinLock = Bench.Context.NewMaskingLock();
        Cell told = new Cell();
        Cell isHeld = new Cell();
        _lock = spinLock;
        _isTold = false;
        Add("holder", () =>
        {
            using (spinLock.Hold(1))
            {
                isHeld.Set(1);
                Steps.Await(() => told.Peek() != 0);
            }
        });
        Add("spinner", () =>
        {
            Steps.Await(() => isHeld.Peek() != 0);
            try
            {
                spinLock.Hold(2);
            }
            catch (BugException)
            {
                _isTold = true;
                told.Set(1);
            }
        });
    }
}

/// <summary>A planted bug: who throws does not leave the lock's scope.</summary>
internal sealed class ForgottenScenario : BoardScenario
{
    public override void Check()
    {
        RequireQuiet();
    }

    protected override void BuildThreads()
    {
        SpinLock spinLock = Bench.Context.NewMaskingLock();
        Add("thread 1", () =>
        {
            try
            {
                spinLock.Hold(1);
                throw new InvalidOperationException();
            }
            catch (InvalidOperationException)
            {
            }
        });
    }
}
