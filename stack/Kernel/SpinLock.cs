using System;
using System.Threading;

namespace NanoStack.Kernel;

/// <summary>Guards what two threads and the EMAC interrupt share; stands in for RCU.</summary>
/// <remarks>
/// Hold it for a few lines, never across a call that may wait, and never two at once in one thread.
/// <code>
/// _lock.Hold(LockSite.NeighLookup);
/// try
/// {
///     neighbour.Confirm(nowMs);
/// }
/// finally
/// {
///     _lock.Holder = SpinLock.Free;
/// }
/// </code>
/// The end of the scope is a store. Any call may throw OutOfMemoryException on the nanoCLR, before
/// its first instruction; one that lets go would not have let go. For the same reason taking the
/// lock is the last call that <see cref="Hold"/> makes. What holds managed state alone masks
/// nothing; a lock that masks (<see cref="NetContext.NewMaskingLock"/>) is its own scope token, for
/// <c>using</c>.
/// The holder is a number of <see cref="LockSite"/>, not a thread: asking the nanoCLR for the
/// current thread may allocate.
/// </remarks>
internal sealed class SpinLock : IDisposable
{
    /// <summary>Yields before a spin is called a deadlock: only a holder that never lets go gets
    /// there, since a holder runs a few lines and each yield lets it run.</summary>
    private const int YieldCountMax = 1000000;

    /// <summary>The <see cref="Holder"/> of a lock that nobody holds.</summary>
    public const int Free = 0;

    /// <summary>Who holds it: a number of <see cref="LockSite"/>, or <see cref="Free"/>.</summary>
    public int Holder;

    private readonly InterruptMask _interrupts;
    private readonly Mib _mib;

    /// <param name="interrupts">What it masks; null: nothing.</param>
    public SpinLock(InterruptMask interrupts, Mib mib)
    {
        _interrupts = interrupts;
        _mib = mib;
    }

    public bool IsHeld => Holder != Free;

    /// <summary><c>spin_lock_irqsave</c>: waits for the lock, yielding, then masks the interrupt if it is
    /// of that kind.</summary>
    public SpinLock Hold(int site)
    {
        int yields = 0;
        while (Interlocked.CompareExchange(ref Holder, site, Free) != Free)
        {
            if (yields == 0)
            {
                _mib.Inc(Mib.SpinLockContended);
            }

            yields = Relax(yields);
        }

        if (_interrupts != null)
        {
            _interrupts.Mask();
        }

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
        Bug.On(Holder == Free);
        if (_interrupts != null)
        {
            _interrupts.Unmask();
        }

        Holder = Free;
    }
}
