using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Boards;
using NanoStack.Device;
using NanoStack.Hal.Emac;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Tests.Host.Hal;

/// <summary>What a frame looks like after the border, in both directions.</summary>
[TestClass]
public sealed class FrameTests
{
    private const int HeaderBytes = 14 + 20 + 20;
    private const int CsumStart = 34;
    private const int CsumOffset = 16;

    [TestMethod]
    public void Receive_OfAFrame_SumsEverythingBehindTheLinkHeader()
    {
        HalBench bench = HalBench.Up();
        byte[] frame = bench.Frame(61, 0x5A);
        bench.Inject(frame);
        bench.Poll();

        Assert.AreEqual(IpSummed.Complete, bench.Arp.LastSummed);
        Assert.AreEqual(
            InetChecksum.FoldWord(InetChecksum.Add(0, frame, 14, 47)),
            InetChecksum.FoldWord(bench.Arp.LastCsum));
        Assert.AreEqual(FrameClass.Arp, bench.Arp.LastClass);
        Assert.AreEqual(0, bench.Arp.LastAt & 3, "the IP header is not aligned");
        Assert.AreEqual(47, bench.Arp.Frames[0].Length);
        bench.ExpectNoLeaks();
    }

    [TestMethod]
    public void Receive_OfTheLongestFrame_IsWhole()
    {
        HalBench bench = HalBench.Up();
        byte[] frame = bench.Frame(1514);
        bench.Inject(frame);
        bench.Poll();
        Assert.AreEqual(1500, bench.Arp.Frames[0].Length);
        Assert.AreEqual(frame[1513], bench.Arp.Frames[0][1499]);
        bench.ExpectNoLeaks();
    }

    [TestMethod]
    public void Receive_ManyTimesAroundTheRing_KeepsTheOrder()
    {
        HalBench bench = HalBench.Up();
        bench.Device.Governor.SetShare(FrameClass.Arp, RxGovernor.NoLimit);
        for (int i = 0; i < 100; i++)
        {
            bench.Inject(bench.Frame(60, (byte)i));
            if (i % 3 == 2)
            {
                bench.Poll();
            }
        }

        bench.Run(5);
        Assert.AreEqual(100, bench.Arp.Frames.Count);
        for (int i = 0; i < 100; i++)
        {
            Assert.AreEqual((byte)(i + 14), bench.Arp.Frames[i][0]);
        }

        Assert.AreEqual(100, bench.Get(EmacStats.RxFrames));
        bench.ExpectNoLeaks();
    }

    [TestMethod]
    public void Receive_OfBroadcast_Passes_AndOfOthersDoesNot()
    {
        HalBench bench = HalBench.Up();
        byte[] broadcast = bench.Frame();
        EthHeader.SetDestination(broadcast, 0, new byte[] { 255, 255, 255, 255, 255, 255 });
        bench.Inject(broadcast);
        byte[] other = bench.Frame();
        other[5] ^= 1;
        bench.Inject(other);
        byte[] multicast = bench.Frame();
        multicast[0] = 1;
        bench.Inject(multicast);
        bench.Run(5);
        Assert.AreEqual(1, bench.Arp.Count);
        Assert.AreEqual(2, bench.Model.FramesFiltered);
    }

    [TestMethod]
    public void Receive_WithABudget_TakesNoMoreAndSaysSo()
    {
        HalBench bench = HalBench.Up();
        for (int i = 0; i < 5; i++)
        {
            bench.Inject(bench.Frame());
        }

        Assert.AreEqual(3, bench.Device.Poll(3, bench.Clock.Now));
        Assert.AreEqual(bench.Clock.Now, bench.Device.NextPollMs(bench.Clock.Now));
        Assert.AreEqual(0u, bench.Model.Read32(0x3FF6901C), "unmasked with frames in the ring");
        Assert.AreEqual(2, bench.Device.Poll(3, bench.Clock.Now));
        Assert.AreEqual(0x180C0u, bench.Model.Read32(0x3FF6901C));
    }

    [TestMethod]
    public void Receive_OfABurst_InterruptsOnce()
    {
        HalBench bench = HalBench.Up();
        int before = bench.Bus.InterruptCount;
        for (int i = 0; i < 6; i++)
        {
            bench.Inject(bench.Frame());
        }

        Assert.AreEqual(before + 1, bench.Bus.InterruptCount);
        Assert.IsTrue(bench.Bus.Wait(0));
        bench.Poll();
        Assert.AreEqual(6, bench.Arp.Count);
        Assert.IsFalse(bench.Bus.Wait(0));
        bench.Inject(bench.Frame());
        Assert.IsTrue(bench.Bus.Wait(0));
    }

    [TestMethod]
    public void Send_OfAShortFrame_IsPaddedByTheMac()
    {
        HalBench bench = HalBench.Up();
        bench.Send(42, 0x66);
        Assert.AreEqual(60, bench.Far.Frames[0].Length);
        Assert.AreEqual((byte)(0x66 + 41), bench.Far.Frames[0][41]);
        Assert.AreEqual((byte)0, bench.Far.Frames[0][42]);
    }

    [TestMethod]
    public void Send_ManyTimesAroundTheRing_KeepsTheOrder()
    {
        HalBench bench = HalBench.Up();
        for (int i = 0; i < 50; i++)
        {
            Assert.AreEqual(0, bench.Send(60, (byte)i));
        }

        bench.Poll();
        Assert.AreEqual(50, bench.Far.Frames.Count);
        for (int i = 0; i < 50; i++)
        {
            Assert.AreEqual((byte)(i + 14), bench.Far.Frames[i][14]);
        }

        Assert.AreEqual(50, bench.Get(EmacStats.TxFrames));
        bench.ExpectNoLeaks();
    }

    [TestMethod]
    public void Send_OfAPartialSum_PatchesTheField()
    {
        // Odd and even fragments, with and without a wrap, with an odd first part: all of them.
        for (int fragAt = 0; fragAt < 64; fragAt += 7)
        {
            for (int length = 0; length < 64; length++)
            {
                SendPartial(fragAt, length, 0);
            }
        }
    }

    [TestMethod]
    public void Send_OfAnOddLinearPart_SwapsTheFragmentsSum()
    {
        for (int extra = 0; extra < 6; extra++)
        {
            SendPartial(60, 33, extra);
        }
    }

    [TestMethod]
    public void Send_OfASumThatComesOutZero_WritesAllOnes()
    {
        HalBench bench = HalBench.Up();
        SkBuff skb = bench.Pool.AllocFrame();
        skb.Reserve(2);
        int at = skb.Put(HeaderBytes);
        Prepare(bench, skb, at);
        ByteOrder.Write16(skb.Head, at + CsumStart + CsumOffset, 0xFFFF);   // ~0xFFFF is 0
        bench.Device.QueueXmit(skb);
        Assert.AreEqual(0xFFFF, ByteOrder.Read16(bench.Far.Frames[0], CsumStart + CsumOffset));
    }

    [TestMethod]
    public void Send_WithoutASum_LeavesEveryByteAsItIs()
    {
        HalBench bench = HalBench.Up();
        byte[] ring = new byte[64];
        ring[63] = 0x77;
        ring[0] = 0x78;
        SkBuff skb = bench.Pool.AllocFrame();
        skb.Reserve(2);
        int at = skb.Put(HeaderBytes);
        Prepare(bench, skb, at);
        skb.Summed = IpSummed.None;
        skb.SetFrag(ring, 63, 2);
        bench.Device.QueueXmit(skb);
        byte[] sent = bench.Far.Frames[0];
        Assert.AreEqual((byte)0x77, sent[HeaderBytes]);
        Assert.AreEqual((byte)0x78, sent[HeaderBytes + 1]);
        Assert.AreEqual(0, ByteOrder.Read16(sent, CsumStart + CsumOffset));
    }

    [TestMethod]
    public void Send_WithTheRingFull_SaysNoBufsUntilASlotComesBack()
    {
        HalBench bench = HalBench.Up();
        bench.Model.Faults.HoldTx = true;
        for (int i = 0; i < 4; i++)
        {
            Assert.AreEqual(0, bench.Send());
        }

        Assert.AreEqual(0, bench.Device.TxFreeSlots);
        Assert.AreEqual(Errno.NoBufs, bench.Send());
        Assert.IsFalse(bench.Device.TakeWriteSpace());

        bench.Bus.Wait(0);
        bench.Model.Faults.HoldTx = false;
        bench.Model.RunTx();
        Assert.IsTrue(bench.Bus.Wait(0), "nobody was woken");
        bench.Poll();
        Assert.AreEqual(4, bench.Device.TxFreeSlots);
        Assert.IsTrue(bench.Device.TakeWriteSpace());
        Assert.IsFalse(bench.Device.TakeWriteSpace());
        bench.ExpectTraffic();
    }

    [TestMethod]
    public void Send_WithRoom_DoesNotInterrupt()
    {
        HalBench bench = HalBench.Up();
        int before = bench.Bus.InterruptCount;
        bench.Send();
        bench.Send();
        Assert.AreEqual(before, bench.Bus.InterruptCount);
    }

    [TestMethod]
    public void SendAndReceive_WithTheSmallestRings_Work()
    {
        EmacOptions options = new Wt32Eth01().NewOptions();
        options.UseSmallRings();
        HalBench bench = new HalBench(new Wt32Eth01(), options);
        bench.Start();
        bench.RunUntilUp();
        for (int i = 0; i < 20; i++)
        {
            bench.ExpectTraffic();
            bench.Clock.Now += 100;
        }

        Assert.AreEqual(2 * 1460, bench.Device.ReceiveRoomBytes);
    }

    private static void SendPartial(int fragAt, int fragLength, int extraLinear)
    {
        HalBench bench = HalBench.Up();
        byte[] ring = new byte[64];
        for (int i = 0; i < ring.Length; i++)
        {
            ring[i] = (byte)((i * 37) + 11);
        }

        SkBuff skb = bench.Pool.AllocFrame();
        skb.Reserve(2);
        int at = skb.Put(HeaderBytes + extraLinear);
        Prepare(bench, skb, at);
        int total = 20 + extraLinear + fragLength;
        uint pseudo = InetChecksum.PseudoHeader(0x0A000001, 0x0A000002, 6, total);
        ByteOrder.Write16(skb.Head, at + CsumStart + CsumOffset, (int)pseudo);
        if (fragLength > 0)
        {
            skb.SetFrag(ring, fragAt, fragLength);
        }

        byte[] before = (byte[])skb.Head.Clone();
        Assert.AreEqual(0, bench.Device.QueueXmit(skb));
        CollectionAssert.AreEqual(before, skb.Head, "the packet itself was changed");
        byte[] sent = bench.Far.Frames[0];
        uint sum = InetChecksum.Add(pseudo, sent, CsumStart, total);
        Assert.IsTrue(
            InetChecksum.IsValid(sum), "at " + fragAt + " length " + fragLength + " extra "
            + extraLinear);
        for (int i = 0; i < fragLength; i++)
        {
            Assert.AreEqual(ring[(fragAt + i) % 64], sent[HeaderBytes + extraLinear + i]);
        }

        bench.ExpectNoLeaks();
    }

    private static void Prepare(HalBench bench, SkBuff skb, int at)
    {
        System.Array.Clear(skb.Head, at, skb.HeadLength);
        EthHeader.SetDestination(skb.Head, at, HalBench.FarAddress);
        EthHeader.SetSource(skb.Head, at, bench.Device.HardwareAddress);
        EthHeader.SetType(skb.Head, at, EthHeader.TypeIp);
        skb.Summed = IpSummed.Partial;
        skb.CsumStart = at + CsumStart;
        skb.CsumOffset = CsumOffset;
    }
}
