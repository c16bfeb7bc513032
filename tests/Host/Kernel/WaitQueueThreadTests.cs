using System.Threading;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Kernel;

namespace NanoStack.Tests.Host.Kernel;

[TestClass]
public sealed class WaitQueueThreadTests
{
    [TestMethod]
    [Timeout(60000)]
    public void Wait_AnotherThreadWakes_ReturnsTrue()
    {
        WaitQueue queue = new WaitQueue(null);
        Thread waker = new Thread(() =>
        {
            Thread.Sleep(20);
            queue.Wake();
        });
        int turn = queue.Turn;
        waker.Start();

        Assert.IsTrue(queue.Wait(turn, 30000));
        waker.Join();
    }
}
