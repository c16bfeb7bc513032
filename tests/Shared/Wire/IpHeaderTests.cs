#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Wire;

namespace NanoStack.Tests.Wire;

[TestClass]
public sealed class IpHeaderTests
{
    private const uint Source = 0xC0A80001;
    private const uint Destination = 0xC0A800C7;

    // 192.168.0.1 to 192.168.0.199, UDP, DF, TTL 64: the example every textbook sums by hand.
    private const string Golden = "45 00 0073 0000 4000 40 11 B861 C0A80001 C0A800C7";

    [TestMethod]
    public void Parse_GoldenBytes()
    {
        byte[] data = Packet();

        Assert.IsTrue(IpHeader.Fits(data, 1, data.Length));
        Assert.AreEqual(20, IpHeader.Length(data, 1));
        Assert.AreEqual(0, IpHeader.Tos(data, 1));
        Assert.AreEqual(0x73, IpHeader.TotalLength(data, 1));
        Assert.AreEqual(0, IpHeader.Identification(data, 1));
        Assert.AreEqual(IpHeader.DontFragment, IpHeader.Fragment(data, 1));
        Assert.IsFalse(IpHeader.IsFragment(data, 1));
        Assert.AreEqual(64, IpHeader.Ttl(data, 1));
        Assert.AreEqual(IpHeader.ProtocolUdp, IpHeader.Protocol(data, 1));
        Assert.AreEqual(Source, IpHeader.Source(data, 1));
        Assert.AreEqual(Destination, IpHeader.Destination(data, 1));
        Assert.IsTrue(IpHeader.HasValidChecksum(data, 1));
    }

    [TestMethod]
    public void Write_EveryByteAndNoOther()
    {
        byte[] data = Hex.Untouched(IpHeader.LengthMin + 2);

        IpHeader.Write(
            data, 1, 0, 0x73, 0, IpHeader.DontFragment, 64, IpHeader.ProtocolUdp, Source,
            Destination);

        Expect.Bytes(Hex.Bytes("A5" + Golden + "A5"), data);
    }

    [TestMethod]
    public void Write_AnyFields_ChecksumIsValidAndTheyReadBack()
    {
        Lcg lcg = new Lcg(20);
        byte[] data = Hex.Untouched(1500);
        for (int round = 0; round < 200; round++)
        {
            int totalLength = 20 + lcg.Below(1480);
            int identification = lcg.Below(65536);
            int fragment = lcg.Below(65536);
            int ttl = lcg.Below(256);
            int protocol = lcg.Below(256);
            int tos = lcg.Below(256);
            uint source = lcg.Next32();
            uint destination = lcg.Next32();

            IpHeader.Write(
                data, 0, tos, totalLength, identification, fragment, ttl, protocol, source,
                destination);

            Assert.IsTrue(IpHeader.Fits(data, 0, totalLength));
            Assert.IsTrue(IpHeader.HasValidChecksum(data, 0));
            Assert.AreEqual(tos, IpHeader.Tos(data, 0));
            Assert.AreEqual(totalLength, IpHeader.TotalLength(data, 0));
            Assert.AreEqual(identification, IpHeader.Identification(data, 0));
            Assert.AreEqual(fragment, IpHeader.Fragment(data, 0));
            Assert.AreEqual(ttl, IpHeader.Ttl(data, 0));
            Assert.AreEqual(protocol, IpHeader.Protocol(data, 0));
            Assert.AreEqual(source, IpHeader.Source(data, 0));
            Assert.AreEqual(destination, IpHeader.Destination(data, 0));
        }
    }

    [TestMethod]
    public void Fits_EveryTruncation_No()
    {
        byte[] data = Packet();
        for (int end = 1; end < data.Length; end++)
        {
            Assert.IsFalse(IpHeader.Fits(data, 1, end));
        }
    }

    [TestMethod]
    public void Fits_OtherVersion_No()
    {
        byte[] data = Packet();
        data[1] = 0x65;

        Assert.IsFalse(IpHeader.Fits(data, 1, data.Length));
    }

    [TestMethod]
    public void Fits_HeaderShorterThanTwentyOrLongerThanThePacket_No()
    {
        byte[] data = Packet();
        data[1] = 0x44;
        Assert.IsFalse(IpHeader.Fits(data, 1, data.Length));

        data = Hex.Bytes("46" + Golden.Substring(2));
        data[3] = 20;                               // a total length below the header's
        Assert.IsFalse(IpHeader.Fits(data, 0, data.Length));
    }

    [TestMethod]
    public void IsFragment_MoreFragmentsOrOffset_Yes()
    {
        byte[] data = Packet();
        data[7] = 0x20;
        Assert.IsTrue(IpHeader.IsFragment(data, 1));

        data[7] = 0x00;
        data[8] = 0x01;
        Assert.IsTrue(IpHeader.IsFragment(data, 1));

        data[8] = 0x00;
        Assert.IsFalse(IpHeader.IsFragment(data, 1));
    }

    [TestMethod]
    public void HasValidChecksum_AnyBitFlipped_No()
    {
        for (int bit = 0; bit < IpHeader.LengthMin * 8; bit++)
        {
            byte[] data = Packet();
            data[1 + (bit / 8)] ^= (byte)(1 << (bit % 8));
            if (IpHeader.Length(data, 1) == IpHeader.LengthMin)
            {
                Assert.IsFalse(IpHeader.HasValidChecksum(data, 1));
            }
        }
    }

    // One byte in front, so that an offset nobody adds shows; 0x73 bytes of packet behind it.
    private static byte[] Packet()
    {
        byte[] data = new byte[1 + 0x73];
        byte[] header = Hex.Bytes(Golden);
        System.Array.Copy(header, 0, data, 1, header.Length);
        return data;
    }
}
