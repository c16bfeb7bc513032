#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Wire;

namespace NanoStack.Tests.Wire;

[TestClass]
public sealed class TcpHeaderTests
{
    // A SYN from 49152 to 1883 with one option: MSS 1460.
    private const string Golden = "C000 075B 01020304 A0B0C0D0 60 02 0800 BEEF 0102 020405B4";

    [TestMethod]
    public void Parse_GoldenBytes()
    {
        byte[] data = Hex.Bytes("FF" + Golden);

        Assert.IsTrue(TcpHeader.Fits(data, 1, data.Length));
        Assert.AreEqual(49152, TcpHeader.SourcePort(data, 1));
        Assert.AreEqual(1883, TcpHeader.DestinationPort(data, 1));
        Assert.AreEqual(0x01020304u, TcpHeader.SeqNumber(data, 1));
        Assert.AreEqual(0xA0B0C0D0u, TcpHeader.AckNumber(data, 1));
        Assert.AreEqual(24, TcpHeader.Length(data, 1));
        Assert.AreEqual(TcpHeader.Syn, TcpHeader.Flags(data, 1));
        Assert.AreEqual(2048, TcpHeader.Window(data, 1));
        Assert.AreEqual(0xBEEF, TcpHeader.Checksum(data, 1));
        Assert.AreEqual(0x0102, TcpHeader.Urgent(data, 1));
    }

    [TestMethod]
    public void Write_TwentyBytesAndNoOther_ChecksumZero()
    {
        byte[] data = Hex.Untouched(26);

        TcpHeader.Write(
            data, 1, 49152, 1883, 0x01020304, 0xA0B0C0D0, 24, TcpHeader.Syn, 2048, 0x0102);

        Expect.Bytes(
            Hex.Bytes("A5 C000 075B 01020304 A0B0C0D0 60 02 0800 0000 0102 A5A5A5A5 A5"), data);
    }

    [TestMethod]
    public void SetChecksum_TouchesTwoBytes()
    {
        byte[] data = Hex.Untouched(TcpHeader.LengthMin);

        TcpHeader.SetChecksum(data, 0, 0x1234);

        Assert.AreEqual(0x1234, TcpHeader.Checksum(data, 0));
        Expect.Untouched(data, 0, TcpHeader.ChecksumAt);
        Expect.Untouched(data, TcpHeader.ChecksumAt + 2, data.Length);
    }

    [TestMethod]
    public void Fits_EveryTruncation_No()
    {
        byte[] data = Hex.Bytes("FF" + Golden);
        for (int end = 1; end < data.Length; end++)
        {
            Assert.IsFalse(TcpHeader.Fits(data, 1, end));
        }
    }

    [TestMethod]
    public void Fits_DataOffsetBelowFive_No()
    {
        for (int words = 0; words < 5; words++)
        {
            byte[] data = Hex.Bytes(Golden);
            data[12] = (byte)(words << 4);
            Assert.IsFalse(TcpHeader.Fits(data, 0, data.Length));
        }
    }

    [TestMethod]
    public void Has_AllOfTheFlags()
    {
        byte[] data = Hex.Bytes(Golden);
        data[13] = TcpHeader.Syn | TcpHeader.Ack | 0xC0;

        Assert.IsTrue(TcpHeader.Has(data, 0, TcpHeader.Syn | TcpHeader.Ack));
        Assert.IsFalse(TcpHeader.Has(data, 0, TcpHeader.Syn | TcpHeader.Fin));
        Assert.AreEqual(TcpHeader.Syn | TcpHeader.Ack, TcpHeader.Flags(data, 0));
    }
}
