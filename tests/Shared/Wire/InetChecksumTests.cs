#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Wire;

namespace NanoStack.Tests.Wire;

/// <summary>The Internet checksum against RFC 1071's own example and a slow, obvious sum.</summary>
[TestClass]
public sealed class InetChecksumTests
{
    [TestMethod]
    public void Add_ExampleOfRfc1071_SumsToItsWords()
    {
        byte[] data = Hex.Bytes("00 01 f2 03 f4 f5 f6 f7");     // section 3

        uint sum = InetChecksum.Add(0, data, 0, 8);

        Assert.AreEqual(0xDDF2u, InetChecksum.FoldWord(sum));
        Assert.AreEqual(0x220D, InetChecksum.Fold(sum));
    }

    [TestMethod]
    public void Add_OddCount_LastByteIsAHighHalf()
    {
        byte[] data = Hex.Bytes("12 34 56 FF");

        Assert.AreEqual(0x6834u, InetChecksum.Add(0, data, 0, 3));
        Assert.AreEqual(0x3456u + 0xFF00u - 0xFFFFu, InetChecksum.FoldWord(
            InetChecksum.Add(0, data, 1, 3)));
        Assert.AreEqual(0x1200u, InetChecksum.Add(0, data, 0, 1));
        Assert.AreEqual(0u, InetChecksum.Add(0, data, 0, 0));
    }

    [TestMethod]
    public void Add_RandomBytes_EqualsTheNaiveSum()
    {
        Lcg lcg = new Lcg(1071);
        byte[] data = new byte[120];
        for (int round = 0; round < 100; round++)
        {
            lcg.Fill(data);
            int at = lcg.Below(20);
            int count = lcg.Below(100);

            uint sum = InetChecksum.Add(0, data, at, count);

            Assert.AreEqual(Naive(data, at, count), Canonical(sum), "round " + round.ToString());
        }
    }

    [TestMethod]
    public void Add_LongestPacketOfOnes_LosesNoCarry()
    {
        byte[] data = new byte[4096];
        for (int i = 0; i < data.Length; i++)
        {
            data[i] = 0xFF;
        }

        uint sum = InetChecksum.Add(0xFFFFFFFF, data, 0, data.Length);

        Assert.AreEqual(0xFFFFu, InetChecksum.FoldWord(sum));
    }

    [TestMethod]
    public void AddBlock_SplitAnywhere_EqualsTheWhole()
    {
        Lcg lcg = new Lcg(2);
        byte[] data = new byte[41];
        lcg.Fill(data);
        uint whole = Naive(data, 0, data.Length);
        for (int split = 0; split <= data.Length; split++)
        {
            uint head = InetChecksum.Add(0, data, 0, split);
            uint tail = InetChecksum.Add(0, data, split, data.Length - split);

            uint sum = InetChecksum.AddBlock(head, tail, split);

            Assert.AreEqual(whole, Canonical(sum), "split " + split.ToString());
        }
    }

    [TestMethod]
    public void SubBlock_SplitAnywhere_LeavesTheHead()
    {
        Lcg lcg = new Lcg(3);
        byte[] data = new byte[40];
        lcg.Fill(data);
        uint whole = InetChecksum.Add(0, data, 0, data.Length);
        for (int split = 2; split <= data.Length; split++)
        {
            uint tail = InetChecksum.Add(0, data, split, data.Length - split);

            uint sum = InetChecksum.SubBlock(whole, tail, split);

            Assert.AreEqual(Naive(data, 0, split), Canonical(sum), "split " + split.ToString());
        }
    }

    [TestMethod]
    public void Replace_ExampleOfRfc1624_IsNotMinusZero()
    {
        // Section 4: the old sum 0xDD2F, a word 0x5555 becomes 0x3285, the answer is 0x0000.
        Assert.AreEqual(0x0000, InetChecksum.Replace(0xDD2F, 0x5555, 0x3285));
    }

    [TestMethod]
    public void Replace_AnyWordOfAHeader_EqualsSummingAgain()
    {
        Lcg lcg = new Lcg(1624);
        byte[] data = new byte[20];
        for (int round = 0; round < 100; round++)
        {
            lcg.Fill(data);
            int before = InetChecksum.Fold(InetChecksum.Add(0, data, 0, 20));
            int at = lcg.Below(10) * 2;
            int oldWord = ByteOrder.Read16(data, at);
            int newWord = lcg.Below(65536);

            ByteOrder.Write16(data, at, newWord);

            int after = InetChecksum.Fold(InetChecksum.Add(0, data, 0, 20));
            Assert.AreEqual(after, InetChecksum.Replace(before, oldWord, newWord));
        }
    }

    [TestMethod]
    public void IsValid_DataWithItsChecksum_Yes()
    {
        byte[] data = Hex.Bytes("0001 F203 F4F5 F6F7 220D");

        Assert.IsTrue(InetChecksum.IsValid(InetChecksum.Add(0, data, 0, data.Length)));
        data[3] ^= 1;
        Assert.IsFalse(InetChecksum.IsValid(InetChecksum.Add(0, data, 0, data.Length)));
    }

    [TestMethod]
    public void PseudoHeader_EqualsItsTwelveBytesSummed()
    {
        byte[] data = Hex.Bytes("C0A80102 0A0000FE 00 06 05DC");

        uint sum = InetChecksum.PseudoHeader(0xC0A80102, 0x0A0000FE, 6, 1500);

        Assert.AreEqual(Naive(data, 0, 12), Canonical(sum));
    }

    // Word by word, carry by carry.
    private static uint Naive(byte[] data, int at, int count)
    {
        uint sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += (i & 1) == 0 ? (uint)data[at + i] << 8 : data[at + i];
            if (sum > 0xFFFF)
            {
                sum -= 0xFFFF;
            }
        }

        return Canonical(sum);
    }

    // Zero has two forms in ones' complement; both mean the same.
    private static uint Canonical(uint sum)
    {
        uint folded = InetChecksum.FoldWord(sum);
        return folded == 0xFFFF ? 0 : folded;
    }
}
