#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Device;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Device;

[TestClass]
public sealed class LoopbackDeviceTests
{
    [TestMethod]
    public void QueueXmit_ThenPoll_ComesBackUpAsACopy()
    {
        DeviceBench bench = DeviceBench.Loopback();
        SkBuff skb = bench.FrameOf("01 02 03 04");
        byte[] head = skb.Head;

        Assert.AreEqual(0, bench.Device.QueueXmit(skb));
        head[Limits.HeaderRoomBytes] = 0xFF;        // the sender reuses its memory at once
        Assert.AreEqual(0, bench.Type.Count);
        Assert.AreEqual(1, bench.Device.Poll(8, 42));

        Assert.AreEqual(1, bench.Type.Count);
        Assert.AreEqual(42, bench.Type.LastNowMs);
        Expect.Bytes(Hex.Bytes("01 02 03 04"), bench.Type.LastPayload);
        Assert.IsTrue(bench.Pool.IsHome);
    }

    [TestMethod]
    public void Poll_Budget_LeavesTheRest()
    {
        DeviceBench bench = DeviceBench.Loopback();
        bench.Device.QueueXmit(bench.FrameOf("01"));
        bench.Device.QueueXmit(bench.FrameOf("02"));

        Assert.AreEqual(5, bench.Device.NextPollMs(5));
        Assert.AreEqual(1, bench.Device.Poll(1, 0));
        Expect.Bytes(Hex.Bytes("01"), bench.Type.LastPayload);
        Assert.AreEqual(1, bench.Device.Poll(8, 0));
        Expect.Bytes(Hex.Bytes("02"), bench.Type.LastPayload);
        Assert.AreEqual(0, bench.Device.Poll(8, 0));
        Assert.AreEqual(5 + Limits.PollIntervalMsMax, bench.Device.NextPollMs(5));
    }

    [TestMethod]
    public void QueueXmit_WireFull_OneFrameStaysForTheOutside()
    {
        DeviceBench bench = DeviceBench.Loopback();
        while (bench.Device.TxFreeSlots > bench.Context.Limits.TxReservedSlots)
        {
            Assert.AreEqual(0, bench.Device.QueueXmit(bench.FrameOf("01")));
        }

        SkBuff skb = bench.FrameOf("02");
        Assert.AreEqual(Errno.NoBufs, bench.Device.QueueXmit(skb));

        skb.IsControl = true;
        Assert.AreEqual(0, bench.Device.QueueXmit(skb));
        Assert.AreEqual(0, bench.Device.TxFreeSlots);
        Assert.AreEqual(1, bench.Pool.FreeCount(SkBuffPool.KindFrame));

        skb = bench.FrameOf("03");
        skb.IsControl = true;
        Assert.AreEqual(Errno.NoBufs, bench.Device.QueueXmit(skb));
        skb.Free();

        bench.Device.Poll(100, 0);
        Assert.IsTrue(bench.Pool.IsHome);
    }

    [TestMethod]
    public void IsLoopback_NeedsNoArp()
    {
        DeviceBench bench = DeviceBench.Loopback();

        Assert.IsTrue(bench.Device.IsLoopback);
        Assert.IsFalse(bench.Device.NeedsArp);
        Assert.IsTrue(bench.Device.HasCarrier);
    }
}
