using System.Threading;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Kernel;
using SpinLock = NanoStack.Kernel.SpinLock;

namespace NanoStack.Tests.Host.Kernel;

/// <summary>The lock under threads that really run at once.</summary>
[TestClass]
public sealed class SpinLockThreadTests
{
    private const int ThreadCount = 4;
    private const int RoundCount = 20000;

    [TestMethod]
    [Timeout(60000)]
    public void Hold_FromManyThreads_NoIncrementIsLost()
    {
        SpinLock spinLock = new SpinLock(new InterruptMask(), new Mib());
        int count = 0;
        Thread[] threads = new Thread[ThreadCount];
        for (int i = 0; i < ThreadCount; i++)
        {
            threads[i] = new Thread(() =>
            {
                for (int round = 0; round < RoundCount; round++)
                {
                    using (spinLock.Hold(LockSite.Driver))
                    {
                        count++;                // not atomic: only the lock makes it right
                    }
                }
            });
        }

        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        Assert.AreEqual(ThreadCount * RoundCount, count);
        Assert.IsFalse(spinLock.IsHeld);
    }

    /// <summary>Nothing tells when a thread has begun to spin. So there are rounds, until the holder was
    /// met in one.</summary>
    [TestMethod]
    [Timeout(60000)]
    public void Hold_WhileAnotherThreadHasIt_WaitsAndCountsOnce()
    {
        Mib mib = new Mib();
        SpinLock spinLock = new SpinLock(new InterruptMask(), mib);
        while (mib.Get(Mib.SpinLockContended) == 0)
        {
            ContendedRound(spinLock);
        }

        Assert.AreEqual(1, mib.Get(Mib.SpinLockContended));
    }

    private static void ContendedRound(SpinLock spinLock)
    {
        using ManualResetEvent isHeld = new ManualResetEvent(false);
        using ManualResetEvent isComing = new ManualResetEvent(false);
        using ManualResetEvent mayEnd = new ManualResetEvent(false);
        Thread holder = new Thread(() =>
        {
            using (spinLock.Hold(LockSite.NeighTimer))
            {
                isHeld.Set();
                mayEnd.WaitOne();
            }
        });
        holder.Start();
        isHeld.WaitOne();
        Assert.AreEqual(LockSite.NeighTimer, spinLock.Holder);

        bool isTaken = false;
        Thread waiter = new Thread(() =>
        {
            isComing.Set();
            using (spinLock.Hold(LockSite.Driver))
            {
                Volatile.Write(ref isTaken, true);
            }
        });
        waiter.Start();
        isComing.WaitOne();
        Assert.IsFalse(waiter.Join(1));
        Assert.IsFalse(Volatile.Read(ref isTaken));

        mayEnd.Set();
        holder.Join();
        waiter.Join();
        Assert.IsTrue(isTaken);
    }
}
