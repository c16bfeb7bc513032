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
        SkBuff[] taken = new SkBuff[
            limits.SkbHeaderCount + limits.SkbFrameCount + limits.SkbDescriptorCount];
        int count = 0;
        for (int i = 0; i < limits.SkbHeaderCount; i++)
        {
            taken[count++] = pool.AllocHeader();
        }

        for (int i = 0; i < limits.SkbFrameCount; i++)
        {
            taken[count++] = pool.AllocFrame();
        }

        for (int i = 0; i < limits.SkbDescriptorCount; i++)
        {
            taken[count++] = pool.AllocDescriptor();
        }

        Assert.AreEqual(0, context.Mib.Get(Mib.SkbAllocFailures));
        Assert.IsNull(pool.AllocHeader());
        Assert.IsNull(pool.AllocFrame());
        Assert.IsNull(pool.AllocDescriptor());
        Assert.AreEqual(3, context.Mib.Get(Mib.SkbAllocFailures));
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
    public void AllocDescriptor_HasNoArea()
    {
        SkBuff skb = new SkBuffPool(Contexts.Default()).AllocDescriptor();

        Assert.IsNull(skb.Head);
        Assert.AreEqual(0, skb.Tailroom);
        Expect.BugIn(() => skb.Put(1));
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
        skb.Marks = SkbMark.Lost;
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
        Assert.AreEqual(0, again.Marks);
        Assert.IsNull(again.Owner);
        Assert.AreEqual((int)SkbHolder.Corridor, (int)again.Holder);
    }

    [TestMethod]
    public void Clone_SharesTheFragmentAndTheControlBlock()
    {
        SkBuffPool pool = new SkBuffPool(Contexts.Default());
        SkBuff skb = pool.AllocDescriptor();
        byte[] ring = new byte[16];
        skb.SetFrag(ring, 12, 8);
        skb.SeqStart = 100;
        skb.SeqEnd = 108;
        skb.TcpFlags = 0x18;

        SkBuff clone = pool.Clone(skb);

        Assert.AreSame(ring, clone.Frag);
        Assert.AreEqual(12, clone.FragAt);
        Assert.AreEqual(8, clone.Length);
        Assert.AreEqual(100u, clone.SeqStart);
        Assert.AreEqual(108u, clone.SeqEnd);
        Assert.AreEqual(0x18, clone.TcpFlags);
        Assert.AreEqual(Limits.HeaderRoomBytes, clone.Headroom);

        clone.Free();
        skb.Free();
        Assert.IsTrue(pool.IsHome);
    }

    [TestMethod]
    public void Clone_NoHeaderLeft_NullAndCounted()
    {
        Limits limits = Limits.Small();
        limits.SkbHeaderCount = 0;
        NetContext context = Contexts.Of(limits);
        SkBuffPool pool = new SkBuffPool(context);

        Assert.IsNull(pool.Clone(pool.AllocDescriptor()));
        Assert.AreEqual(1, context.Mib.Get(Mib.SkbAllocFailures));
    }

    [TestMethod]
    public void Counts_AreWhatLimitsSay()
    {
        Limits limits = Limits.Default();
        SkBuffPool pool = new SkBuffPool(Contexts.Of(limits));

        Assert.AreEqual(
            limits.SkbDescriptorCount, pool.TotalCount(SkBuffPool.KindDescriptor));
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
