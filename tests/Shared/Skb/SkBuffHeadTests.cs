#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Tests.Bench;

namespace NanoStack.Tests.Skb;

[TestClass]
public sealed class SkBuffHeadTests
{
    [TestMethod]
    public void AppendDequeue_FirstInFirstOut()
    {
        SkBuffPool pool = NewPool();
        SkBuffHead queue = new SkBuffHead();
        SkBuff a = pool.AllocHeader();
        SkBuff b = pool.AllocHeader();

        queue.Append(a);
        queue.Append(b);

        Assert.AreEqual(2, queue.Count);
        Assert.AreSame(a, queue.First);
        Assert.AreSame(b, queue.Last);
        Assert.AreSame(a, queue.Dequeue());
        Assert.AreSame(b, queue.Dequeue());
        Assert.IsNull(queue.Dequeue());
        Assert.IsTrue(queue.IsEmpty);
        Assert.IsNull(queue.Last);
        Assert.AreEqual(0, queue.Count);
    }

    [TestMethod]
    public void InsertAfter_InTheMiddleAndAtTheEnd()
    {
        SkBuffPool pool = NewPool();
        SkBuffHead queue = new SkBuffHead();
        SkBuff a = pool.AllocHeader();
        SkBuff b = pool.AllocHeader();
        SkBuff c = pool.AllocHeader();

        queue.Append(a);
        queue.InsertAfter(a, c);
        queue.InsertAfter(a, b);

        Assert.AreSame(c, queue.Last);
        Assert.AreEqual(3, queue.Count);
        Assert.AreSame(a, queue.Dequeue());
        Assert.AreSame(b, queue.Dequeue());
        Assert.AreSame(c, queue.Dequeue());
    }

    [TestMethod]
    public void Append_WhatIsInAQueue_IsABug()
    {
        SkBuffPool pool = NewPool();
        SkBuffHead queue = new SkBuffHead();
        SkBuff a = pool.AllocHeader();
        queue.Append(a);
        queue.Append(pool.AllocHeader());

        Expect.BugIn(() => queue.Append(a));
    }

    private static SkBuffPool NewPool() => new SkBuffPool(Contexts.Default());
}
