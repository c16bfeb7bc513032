#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Skb;

[TestClass]
public sealed class SkBuffTests
{
    [TestMethod]
    public void ReservePutPushPull_MoveTheEndsOfTheLinearPart()
    {
        SkBuff skb = NewPool().AllocFrame();

        skb.Reserve(16);
        Assert.AreEqual(16, skb.Headroom);
        Assert.AreEqual(0, skb.Length);
        Assert.AreEqual(1536 - 16, skb.Tailroom);

        Assert.AreEqual(16, skb.Put(10));
        Assert.AreEqual(26, skb.Put(5));
        Assert.AreEqual(15, skb.Length);
        Assert.AreEqual(31, skb.TailAt);

        Assert.AreEqual(2, skb.Push(14));
        Assert.AreEqual(29, skb.HeadLength);
        Assert.AreEqual(2, skb.Headroom);

        Assert.AreEqual(16, skb.Pull(14));
        Assert.AreEqual(15, skb.Length);
    }

    [TestMethod]
    public void ReservePutPushPull_BeyondTheArea_AreBugs()
    {
        SkBuff skb = NewPool().AllocFrame();

        Expect.BugIn(() => skb.Push(1));
        Expect.BugIn(() => skb.Put(1537));
        Expect.BugIn(() => skb.Put(-1));
        Expect.BugIn(() => skb.Reserve(1537));
        Expect.BugIn(() => skb.Pull(1));

        skb.Put(4);
        Expect.BugIn(() => skb.Reserve(1));
        Expect.BugIn(() => skb.Pull(5));
        Assert.AreEqual(4, skb.Length);
    }

    [TestMethod]
    public void Put_BehindAFragment_IsABug()
    {
        SkBuff skb = NewPool().AllocHeader();
        skb.SetFrag(new byte[8], 0, 3);

        Expect.BugIn(() => skb.Put(1));
    }

    [TestMethod]
    public void SetFrag_OutsideTheRing_IsABug()
    {
        SkBuff skb = NewPool().AllocHeader();
        byte[] ring = new byte[8];

        Expect.BugIn(() => skb.SetFrag(ring, 8, 1));
        Expect.BugIn(() => skb.SetFrag(ring, -1, 1));
        Expect.BugIn(() => skb.SetFrag(ring, 0, 9));
    }

    [TestMethod]
    public void CopyBits_EveryRangeOfAWrappingPacket_EqualsTheWhole()
    {
        // Five linear bytes, then six of a ring of eight that begin at 5 and go on at 0.
        SkBuff skb = NewPool().AllocHeader();
        int at = skb.Put(5);
        byte[] ring = Hex.Bytes("0D 0E 0F FF FF 0A 0B 0C");
        for (int i = 0; i < 5; i++)
        {
            skb.Head[at + i] = (byte)(5 + i);
        }

        skb.SetFrag(ring, 5, 6);
        Assert.AreEqual(11, skb.Length);
        for (int offset = 0; offset <= 11; offset++)
        {
            for (int count = 0; offset + count <= 11; count++)
            {
                byte[] to = Hex.Untouched(13);

                skb.CopyBits(offset, to, 1, count);

                for (int i = 0; i < count; i++)
                {
                    Assert.AreEqual(5 + offset + i, (int)to[1 + i]);
                }

                Expect.Untouched(to, 0, 1);
                Expect.Untouched(to, 1 + count, to.Length);
            }
        }
    }

    [TestMethod]
    public void CopyBits_BeyondTheEnd_IsABug()
    {
        SkBuff skb = NewPool().AllocHeader();
        skb.Put(4);
        byte[] to = new byte[8];

        Expect.BugIn(() => skb.CopyBits(1, to, 0, 4));
        Expect.BugIn(() => skb.CopyBits(-1, to, 0, 1));
    }

    [TestMethod]
    public void Trim_WithACompleteSum_TakesThePaddingOut()
    {
        Lcg lcg = new Lcg(46);
        for (int length = 0; length <= 46; length++)
        {
            SkBuff skb = NewPool().AllocFrame();
            int at = skb.Put(46);
            for (int i = 0; i < 46; i++)
            {
                skb.Head[at + i] = (byte)lcg.Next32();
            }

            skb.Summed = IpSummed.Complete;
            skb.Csum = InetChecksum.Add(0, skb.Head, at, 46);

            skb.Trim(length);

            Assert.AreEqual(length, skb.Length);
            uint expected = InetChecksum.FoldWord(InetChecksum.Add(0, skb.Head, at, length));
            Assert.AreEqual(expected % 0xFFFF, InetChecksum.FoldWord(skb.Csum) % 0xFFFF);
        }
    }

    [TestMethod]
    public void Trim_LongerThanThePacket_IsABug()
    {
        SkBuff skb = NewPool().AllocFrame();
        skb.Put(4);

        Expect.BugIn(() => skb.Trim(5));
        Expect.BugIn(() => skb.Trim(-1));
    }

    [TestMethod]
    public void ChecksumHelp_Partial_SumsHeadAndFragment()
    {
        SkBuff skb = NewPool().AllocHeader();
        byte[] ring = Hex.Bytes("03 FF FF 01 02");
        skb.SetFrag(ring, 3, 3);
        int at = skb.Push(8);                       // a link header of 2, a header to sum of 6
        byte[] header = Hex.Bytes("AA AA 12 34 00 11 56 78");
        System.Array.Copy(header, 0, skb.Head, at, 8);
        skb.Summed = IpSummed.Partial;
        skb.CsumStart = at + 2;
        skb.CsumOffset = 2;                         // the field that holds the pseudo-header's sum

        byte[] frame = Hex.Untouched(13);
        skb.CopyBits(0, frame, 1, 11);
        skb.ChecksumHelp(frame, 1);

        // 1234 + 0011 + 5678 + 0102 + 0300 = 6CBF, its complement is 9340.
        Expect.Bytes(Hex.Bytes("A5 AA AA 12 34 93 40 56 78 01 02 03 A5"), frame);
    }

    /// <summary>A transport checksum that comes out as 0 is sent as all ones: in UDP 0 says that there is
    /// none (RFC 768).</summary>
    [TestMethod]
    public void ChecksumHelp_OfASumThatComesOutZero_WritesAllOnes()
    {
        SkBuff skb = NewPool().AllocHeader();
        int at = skb.Put(4);
        ByteOrder.Write16(skb.Head, at, 0xEDCB);
        ByteOrder.Write16(skb.Head, at + 2, 0x1234);
        skb.Summed = IpSummed.Partial;
        skb.CsumStart = at;
        skb.CsumOffset = 2;

        byte[] frame = new byte[4];
        skb.CopyBits(0, frame, 0, 4);
        skb.ChecksumHelp(frame, 0);
        Expect.Bytes(Hex.Bytes("ED CB FF FF"), frame);
    }

    [TestMethod]
    public void ChecksumHelp_NotPartial_TouchesNothing()
    {
        SkBuff skb = NewPool().AllocHeader();
        skb.Put(8);
        byte[] frame = Hex.Untouched(8);

        skb.ChecksumHelp(frame, 0);

        Expect.Untouched(frame, 0, 8);
    }

    [TestMethod]
    public void GetAndFree_LastHolderGivesItBack()
    {
        SkBuffPool pool = NewPool();
        SkBuff skb = pool.AllocHeader();

        skb.Get().Free();
        Assert.IsFalse(pool.IsHome);

        skb.Free();
        Assert.IsTrue(pool.IsHome);
    }

    [TestMethod]
    public void HandOver_ByWhoDoesNotHoldIt_IsABug()
    {
        SkBuff skb = NewPool().AllocHeader();

        skb.HandOver(SkbHolder.Corridor, SkbHolder.Neighbour);

        Expect.BugIn(() => skb.HandOver(SkbHolder.Corridor, SkbHolder.Device));
    }

    private static SkBuffPool NewPool() => new SkBuffPool(Contexts.Default());
}
