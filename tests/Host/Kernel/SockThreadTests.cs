using System.Threading;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Kernel;
using NanoStack.Skb;

namespace NanoStack.Tests.Host.Kernel;

/// <summary>lock_sock under real threads.</summary>
[TestClass]
public sealed class SockThreadTests
{
    /// <summary>A reader and a writer both wait for the lock. A wake-up that gets lost would cost its
    /// waiter a second, so thirty of them more time than this test has.</summary>
    [TestMethod]
    [Timeout(20000)]
    public void Release_WithTwoWaiters_WakesOneAfterTheOther()
    {
        TestSock sock = new TestSock();
        for (int round = 0; round < 30; round++)
        {
            sock.Lock();
            Thread reader = StartTurn(sock);
            Thread writer = StartTurn(sock);
            SpinWait.SpinUntil(() => IsAsleep(reader) && IsAsleep(writer));
            sock.Release(0);
            reader.Join();
            writer.Join();
        }

        Assert.IsTrue(sock.TryLock());
    }

    private static Thread StartTurn(TestSock sock)
    {
        Thread thread = new Thread(() =>
        {
            sock.Lock();
            sock.Release(0);
        });
        thread.Start();
        return thread;
    }

    private static bool IsAsleep(Thread thread)
    {
        return (thread.ThreadState & ThreadState.WaitSleepJoin) != 0;
    }

    private sealed class TestSock : Core.Sock
    {
        public TestSock()
            : base(new NetContext(
                Limits.Default(), new NanoStack.Hal.Host.HostClock(),
                new NanoStack.Hal.Host.SeededEntropy(1), new InterruptMask(), null))
        {
        }

        protected override void BacklogReceive(SkBuff skb, int nowMs)
        {
        }
    }
}
