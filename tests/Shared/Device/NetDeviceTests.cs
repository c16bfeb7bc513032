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

/// <summary>The border between stack and driver: what goes up, what goes down, what is counted.</summary>
[TestClass]
public sealed class NetDeviceTests
{
    private const string Ours = "020000000001";
    private const string Theirs = "020000000002";
    private const string Ip = "0800";
    private const string Payload = "45 00 01 02";

    [TestMethod]
    public void ReceiveSkb_ForUs_ReachesItsProtocolWithoutLinkHeader()
    {
        DeviceBench bench = DeviceBench.Scripted();

        bench.Script.Deliver(Hex.Bytes(Ours + Theirs + Ip + Payload), 77);

        Assert.AreEqual(1, bench.Type.Count);
        Assert.AreSame(bench.Device, bench.Type.LastDevice);
        Assert.IsFalse(bench.Type.LastIsGroup);
        Assert.AreEqual(77, bench.Type.LastNowMs);
        Expect.Bytes(Hex.Bytes(Payload), bench.Type.LastPayload);
        Assert.AreEqual(1, bench.Count(Mib.RxFrames));
        Assert.AreEqual(1, bench.Count(Mib.RxClassOther));
        Assert.IsTrue(bench.Pool.IsHome);
    }

    [TestMethod]
    public void ReceiveSkb_Broadcast_IsAGroupFrame()
    {
        DeviceBench bench = DeviceBench.Scripted();

        bench.Script.Deliver(Hex.Bytes("FFFFFFFFFFFF" + Theirs + Ip + Payload), 0);

        Assert.AreEqual(1, bench.Type.Count);
        Assert.IsTrue(bench.Type.LastIsGroup);
        Assert.AreEqual(1, bench.Count(Mib.RxClassGroup));
    }

    [TestMethod]
    public void ReceiveSkb_WhatIsNotForUs_IsCountedAndGivenBack()
    {
        DeviceBench bench = DeviceBench.Scripted();

        ExpectDrop(bench, "020000000003" + Theirs + Ip + Payload, Mib.RxOtherHost);
        ExpectDrop(bench, Ours + "010000000002" + Ip + Payload, Mib.RxSourceGroup);
        ExpectDrop(bench, Ours + Ours + Ip + Payload, Mib.RxSourceGroup);
        ExpectDrop(bench, Ours + Theirs + "86DD" + Payload, Mib.RxUnknownType);
        ExpectDrop(bench, Ours + Theirs + "08", Mib.RxShort);
        ExpectDrop(bench, "", Mib.RxShort);
    }

    [TestMethod]
    public void QueueXmit_Taken_PacketIsGone()
    {
        DeviceBench bench = DeviceBench.Scripted();
        SkBuff skb = bench.Frame(20);
        skb.Head[skb.DataAt] = 0x42;

        Assert.AreEqual(0, bench.Device.QueueXmit(skb));

        Assert.AreEqual(1, bench.Count(Mib.TxFrames));
        Assert.AreEqual(20, bench.Script.LastSent.Length);
        Assert.AreEqual(0x42, (int)bench.Script.LastSent[0]);
        Assert.IsTrue(bench.Pool.IsHome);
    }

    [TestMethod]
    public void QueueXmit_NoCarrier_CallerKeepsThePacket()
    {
        DeviceBench bench = DeviceBench.Scripted();
        bench.Device.SetCarrier(false);
        SkBuff skb = bench.Frame(20);

        Assert.AreEqual(Errno.NetDown, bench.Device.QueueXmit(skb));

        Assert.AreEqual(1, bench.Count(Mib.TxNoCarrier));
        Assert.AreEqual(0, bench.Script.SentCount);
        skb.Free();
        Assert.IsTrue(bench.Pool.IsHome);
    }

    [TestMethod]
    public void QueueXmit_LongerThanTheMtu_CallerKeepsThePacket()
    {
        DeviceBench bench = DeviceBench.Scripted();
        bench.Device.Mtu = 100;
        SkBuff skb = bench.Frame(100 + EthHeader.Length);
        Assert.AreEqual(0, bench.Device.QueueXmit(skb));

        skb = bench.Frame(101 + EthHeader.Length);
        Assert.AreEqual(Errno.MessageSize, bench.Device.QueueXmit(skb));

        Assert.AreEqual(1, bench.Count(Mib.TxTooLong));
        skb.Free();
    }

    [TestMethod]
    public void QueueXmit_LastSlot_IsKeptForControl()
    {
        DeviceBench bench = DeviceBench.Scripted();
        bench.Script.FreeSlots = 1;
        SkBuff data = bench.Frame(20);
        SkBuff ack = bench.Frame(20);
        ack.IsControl = true;

        Assert.AreEqual(Errno.NoBufs, bench.Device.QueueXmit(data));
        Assert.AreEqual(1, bench.Count(Mib.TxReserved));
        Assert.AreEqual(0, bench.Count(Mib.TxBusy));
        Assert.AreEqual(0, bench.Device.QueueXmit(ack));
        Assert.AreEqual(Errno.NoBufs, bench.Device.QueueXmit(data));
        Assert.AreEqual(1, bench.Count(Mib.TxBusy));
        data.Free();
        Assert.IsTrue(bench.Pool.IsHome);
    }

    [TestMethod]
    public void TakeWriteSpace_OnceAfterTheRingDrains()
    {
        DeviceBench bench = DeviceBench.Scripted();
        bench.Script.FreeSlots = 0;
        Assert.IsFalse(bench.Device.TakeWriteSpace());

        SkBuff skb = bench.Frame(20);
        Assert.AreEqual(Errno.NoBufs, bench.Device.QueueXmit(skb));
        skb.Free();
        Assert.IsFalse(bench.Device.TakeWriteSpace());

        bench.Script.FreeSlots = 2;
        Assert.IsTrue(bench.Device.TakeWriteSpace());
        Assert.IsFalse(bench.Device.TakeWriteSpace());
    }

    [TestMethod]
    public void SetCarrier_CountsChangesOnly()
    {
        DeviceBench bench = DeviceBench.Scripted();
        int before = bench.Device.CarrierChanges;

        bench.Device.SetCarrier(true);
        Assert.AreEqual(before, bench.Device.CarrierChanges);

        bench.Device.SetCarrier(false);
        bench.Device.SetCarrier(true);
        Assert.AreEqual(before + 2, bench.Device.CarrierChanges);
        Assert.IsTrue(bench.Device.IsLinkUp);
    }

    /// <summary>A link that comes carries nothing before the stack is ready for it; one that goes, nothing
    /// more.</summary>
    [TestMethod]
    public void HasCarrier_ComesWithActivate_GoesAtOnce()
    {
        DeviceBench bench = DeviceBench.Scripted();
        bench.Device.SetCarrier(false);
        Assert.IsFalse(bench.Device.HasCarrier, "gone");
        bench.Device.SetCarrier(true);
        Assert.IsFalse(bench.Device.HasCarrier, "not yet");
        bench.Device.Activate();
        Assert.IsTrue(bench.Device.HasCarrier, "there");
    }

    [TestMethod]
    public void Register_Twice_IsABug()
    {
        DeviceBench bench = DeviceBench.Scripted();

        Expect.BugIn(() => bench.Device.Register(bench.Context, bench.Pool, new PacketTypes()));
    }

    [TestMethod]
    public void PacketTypes_OneTooMany_IsABug()
    {
        PacketTypes types = new PacketTypes();
        for (int i = 0; i < Limits.PacketTypeCount; i++)
        {
            types.Add(new RecordingType(i));
        }

        Expect.BugIn(() => types.Add(new RecordingType(99)));
        Assert.IsNull(types.Find(99));
    }

    private static void ExpectDrop(DeviceBench bench, string frame, int counter)
    {
        int before = bench.Count(counter);

        bench.Script.Deliver(Hex.Bytes(frame), 0);

        Assert.AreEqual(before + 1, bench.Count(counter), MibNames.Of(counter));
        Assert.AreEqual(0, bench.Type.Count);
        Assert.IsTrue(bench.Pool.IsHome);
    }
}
