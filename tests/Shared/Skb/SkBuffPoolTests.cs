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
public sealed class SkBuffPoolTests
{
    [TestMethod]
    public void Alloc_EveryKindToTheLast_ThenNullAndCounted()
    {
        NetContext context = Contexts.Of(Limits.Small());
        SkBuffPool pool = new SkBuffPool(context);
        Limits limits = context.Limits;
        SkBuff[] taken = new SkBuff[limits.SkbHeaderCount + limits.SkbFrameCount];
        int count = 0;
        for (int i = 0; i < limits.SkbHeaderCount; i++)
        {
            taken[count++] = pool.AllocHeader();
        }

        for (int i = 0; i < limits.SkbFrameCount; i++)
        {
            taken[count++] = pool.AllocFrame();
        }

        Assert.AreEqual(0, context.Mib.Get(Mib.SkbAllocFailures));
        Assert.IsNull(pool.AllocHeader());
        Assert.IsNull(pool.AllocFrame());
        Assert.AreEqual(2, context.Mib.Get(Mib.SkbAllocFailures));
        Assert.IsFalse(pool.IsHome);

        for (int i = 0; i < count; i++)
        {
            taken[i].Free();
        }

        Assert.IsTrue(pool.IsHome);
        Assert.IsNotNull(pool.AllocHeader());       // exhaustion is temporary
    }

    [TestMethod]
    public void AllocHeader_HasRoomForAllHeadersInFront()
    {
        SkBuff skb = new SkBuffPool(Contexts.Default()).AllocHeader();

        Assert.AreEqual(Limits.HeaderRoomBytes, skb.Headroom);
        Assert.AreEqual(Limits.SkbHeaderBytes - Limits.HeaderRoomBytes, skb.Tailroom);
        Assert.AreEqual(0, skb.Length);
    }

    [TestMethod]
    public void Free_Twice_IsABug()
    {
        SkBuffPool pool = new SkBuffPool(Contexts.Default());
        SkBuff skb = pool.AllocHeader();
        skb.Free();

        Expect.BugIn(() => skb.Free());
        Expect.BugIn(() => skb.Get());
        Assert.IsTrue(pool.IsHome);
    }

    [TestMethod]
    public void Free_WhileInAQueue_IsABug()
    {
        SkBuffPool pool = new SkBuffPool(Contexts.Default());
        SkBuffHead queue = new SkBuffHead();
        SkBuff skb = pool.AllocHeader();
        queue.Append(skb);
        queue.Append(pool.AllocHeader());

        Expect.BugIn(() => skb.Free());
    }

    [TestMethod]
    public void Alloc_AfterFree_IsAsNew()
    {
        SkBuffPool pool = new SkBuffPool(Contexts.Of(OneFrame()));
        SkBuff skb = pool.AllocFrame();
        skb.Reserve(2);
        skb.Put(100);
        skb.SetFrag(new byte[4], 1, 2);
        skb.Summed = IpSummed.Partial;
        skb.Csum = 7;
        skb.Protocol = 0x0800;
        skb.IsControl = true;
        skb.SeqStart = 1;
        skb.SeqEnd = 2;
        skb.TcpFlags = 3;
        skb.Owner = pool;
        skb.HandOver(SkbHolder.Corridor, SkbHolder.Device);
        skb.Free();

        SkBuff again = pool.AllocFrame();

        Assert.AreSame(skb, again);
        Assert.AreEqual(0, again.Length);
        Assert.AreEqual(0, again.Headroom);
        Assert.IsNull(again.Frag);
        Assert.AreEqual((int)IpSummed.None, (int)again.Summed);
        Assert.AreEqual(0u, again.Csum);
        Assert.AreEqual(0, again.Protocol);
        Assert.IsFalse(again.IsControl);
        Assert.AreEqual(0u, again.SeqStart);
        Assert.AreEqual(0u, again.SeqEnd);
        Assert.AreEqual(0, again.TcpFlags);
        Assert.IsNull(again.Owner);
        Assert.AreEqual((int)SkbHolder.Corridor, (int)again.Holder);
    }

    [TestMethod]
    public void Counts_AreWhatLimitsSay()
    {
        Limits limits = Limits.Default();
        SkBuffPool pool = new SkBuffPool(Contexts.Of(limits));

        Assert.AreEqual(limits.SkbHeaderCount, pool.FreeCount(SkBuffPool.KindHeader));
        Assert.AreEqual(limits.SkbFrameCount, pool.FreeCount(SkBuffPool.KindFrame));
    }

    private static Limits OneFrame()
    {
        Limits limits = Limits.Small();
        limits.SkbFrameCount = 1;
        return limits;
    }
}
