#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Wire;

namespace NanoStack.Tests.Wire;

[TestClass]
public sealed class ArpHeaderTests
{
    private const string Request =
        "0001 0800 06 04 0001  246F28010203 C0A80102  000000000000 C0A80101";

    private const string Reply =
        "0001 0800 06 04 0002  246F28010203 C0A80102  021122334455 C0A80101";

    private static readonly byte[] Ours = { 0x24, 0x6F, 0x28, 0x01, 0x02, 0x03 };
    private static readonly byte[] Theirs = { 0x02, 0x11, 0x22, 0x33, 0x44, 0x55 };

    [TestMethod]
    public void Parse_GoldenBytes()
    {
        byte[] data = Hex.Bytes("FF" + Reply);

        Assert.IsTrue(ArpHeader.Fits(data, 1, data.Length));
        Assert.AreEqual(ArpHeader.OperationReply, ArpHeader.Operation(data, 1));
        Assert.AreEqual(0xC0A80102u, ArpHeader.SenderIp(data, 1));
        Assert.AreEqual(0xC0A80101u, ArpHeader.TargetIp(data, 1));
        Assert.IsTrue(EthHeader.AddressesEqual(data, ArpHeader.SenderHardware(1), Ours, 0));
    }

    [TestMethod]
    public void Write_Reply_EveryByteAndNoOther()
    {
        byte[] data = Hex.Untouched(ArpHeader.Length + 2);

        ArpHeader.Write(
            data, 1, ArpHeader.OperationReply, Ours, 0xC0A80102, Theirs, 0xC0A80101);

        Expect.Bytes(Hex.Bytes("A5" + Reply + "A5"), data);
    }

    [TestMethod]
    public void Write_RequestWithoutTarget_HasZerosThere()
    {
        byte[] data = Hex.Untouched(ArpHeader.Length + 2);

        ArpHeader.Write(
            data, 1, ArpHeader.OperationRequest, Ours, 0xC0A80102, null, 0xC0A80101);

        Expect.Bytes(Hex.Bytes("A5" + Request + "A5"), data);
    }

    [TestMethod]
    public void Fits_EveryTruncation_No()
    {
        byte[] data = Hex.Bytes(Request);
        for (int end = 0; end < ArpHeader.Length; end++)
        {
            Assert.IsFalse(ArpHeader.Fits(data, 0, end));
        }

        Assert.IsTrue(ArpHeader.Fits(data, 0, ArpHeader.Length));
    }

    [TestMethod]
    public void Fits_OtherHardwareProtocolOrLengths_No()
    {
        for (int at = 0; at < 6; at++)
        {
            byte[] data = Hex.Bytes(Request);
            data[at] ^= 0x10;
            Assert.IsFalse(ArpHeader.Fits(data, 0, data.Length));
        }
    }
}
