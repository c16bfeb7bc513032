#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Wire;

namespace NanoStack.Tests.Wire;

[TestClass]
public sealed class EthHeaderTests
{
    private static readonly byte[] Destination = { 0x02, 0x11, 0x22, 0x33, 0x44, 0x55 };
    private static readonly byte[] Source = { 0x24, 0x6F, 0x28, 0x01, 0x02, 0x03 };

    private const string Golden = "02 11 22 33 44 55  24 6F 28 01 02 03  08 06";

    [TestMethod]
    public void Parse_GoldenBytes()
    {
        byte[] data = Hex.Bytes("FF FF" + Golden);

        Assert.AreEqual(EthHeader.TypeArp, EthHeader.Type(data, 2));
        Assert.IsTrue(EthHeader.DestinationIs(data, 2, Destination));
        Assert.IsTrue(EthHeader.SourceIs(data, 2, Source));
        Assert.IsFalse(EthHeader.DestinationIs(data, 2, Source));
        Assert.IsFalse(EthHeader.SourceIs(data, 2, Destination));
        Assert.IsFalse(EthHeader.IsGroup(data, 2));
        Assert.IsFalse(EthHeader.IsSourceGroup(data, 2));
    }

    [TestMethod]
    public void Emit_WritesEveryByteAndNoOther()
    {
        byte[] data = Hex.Untouched(EthHeader.Length + 4);

        EthHeader.SetDestination(data, 2, Destination);
        EthHeader.SetSource(data, 2, Source);
        EthHeader.SetType(data, 2, EthHeader.TypeArp);

        Expect.Bytes(Hex.Bytes("A5A5" + Golden + "A5A5"), data);
    }

    [TestMethod]
    public void Fits_EveryTruncation_No()
    {
        for (int length = 0; length < EthHeader.Length; length++)
        {
            Assert.IsFalse(EthHeader.Fits(2, 2 + length));
        }

        Assert.IsTrue(EthHeader.Fits(2, 2 + EthHeader.Length));
    }

    [TestMethod]
    public void Addresses_DifferInAnyByte_NotEqual()
    {
        for (int i = 0; i < EthHeader.AddressLength; i++)
        {
            byte[] other = new byte[EthHeader.AddressLength];
            EthHeader.SetDestination(other, 0, Destination);
            other[i] ^= 0x80;
            Assert.IsFalse(EthHeader.AddressesEqual(Destination, 0, other, 0));
        }
    }

    [TestMethod]
    public void SpecialAddresses_AreTold()
    {
        byte[] data = Hex.Bytes("FFFFFFFFFFFF 000000000000 01005E000001 FEFFFFFFFFFF 000000000001");

        Assert.IsTrue(EthHeader.IsBroadcastAddress(data, 0));
        Assert.IsTrue(EthHeader.IsGroup(data, 0));
        Assert.IsTrue(EthHeader.IsZeroAddress(data, 6));
        Assert.IsTrue(EthHeader.IsGroup(data, 12));
        Assert.IsTrue(EthHeader.IsSourceGroup(data, 6));
        Assert.IsFalse(EthHeader.IsBroadcastAddress(data, 12));
        Assert.IsFalse(EthHeader.IsBroadcastAddress(data, 18));
        Assert.IsFalse(EthHeader.IsZeroAddress(data, 24));
    }
}
