using System;
using System.Threading;

namespace NanoStack.Kernel;

/// <summary>Guards what two threads and the EMAC interrupt share; stands in for RCU.</summary>
/// <remarks>
/// Hold it for a few lines, never across a call that may wait, and never two at once in one thread.
/// The lock is its own scope token, so holding it allocates nothing.
/// <code>
/// using (_lock.Hold(LockSite.NeighLookup))
/// {
///     neighbour.Confirm(nowMs);
/// }
/// </code>
/// The holder is a number of <see cref="LockSite"/>, not a thread: asking the nanoCLR for the
/// current thread may allocate.
/// </remarks>
internal sealed class SpinLock : IDisposable
{
    /// <summary>Yields before a spin is called a deadlock: only a holder that never lets go gets
    /// there, since a holder runs a few lines and each yield lets it run.</summary>
    private const int YieldCountMax = 1000000;

    private readonly InterruptMask _interrupts;
    private readonly Mib _mib;
    private int _holder;                    // a LockSite, 0 when free

    public SpinLock(InterruptMask interrupts, Mib mib)
    {
        _interrupts = interrupts;
        _mib = mib;
    }

    public bool IsHeld => _holder != 0;

    /// <summary>Who holds it: a number of <see cref="LockSite"/>, 0 when it is free.</summary>
    public int Holder => _holder;

    /// <summary><c>spin_lock_irqsave</c>: waits for the lock, yielding, then masks the interrupt.</summary>
    public SpinLock Hold(int site)
    {
        int yields = 0;
        while (Interlocked.CompareExchange(ref _holder, site, 0) != 0)
        {
            yields = Relax(yields);
        }

        if (yields > 0)
        {
            _mib.Inc(Mib.SpinLockContended);
        }

        _interrupts.Mask();
        return this;
    }

    /// <summary><c>cpu_relax</c>: one core, green threads: lets whoever is waited for finish.</summary>
    /// <param name="yields">How often the caller has waited so far.</param>
    /// <returns>One more.</returns>
    public static int Relax(int yields)
    {
        Bug.On(++yields > YieldCountMax);
        Thread.Sleep(0);
        return yields;
    }

    /// <summary><c>spin_unlock_irqrestore</c>: ends the scope that <see cref="Hold"/> began.</summary>
    public void Dispose()
    {
        Bug.On(_holder == 0);
        _interrupts.Unmask();
        Interlocked.Exchange(ref _holder, 0);
    }
}
