#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Ip;

/// <summary>IPv4 on its way up: what is delivered, and every reason to drop (RFC 791; RFC 1122,
/// 3.2.1).</summary>
[TestClass]
public sealed class IpInputTests
{
    [TestMethod]
    public void Datagram_ForUs_IsDelivered()
    {
        NetBench bench = new NetBench(Limits.Default());
        bench.Inject(AttackFrames.Echo(new byte[8]));
        Assert.AreEqual(1, bench.Count(Mib.IpInReceives));
        Assert.AreEqual(1, bench.Count(Mib.IpInDelivers));
        Assert.AreEqual(1, bench.Count(Mib.RxClassIcmp));
        Assert.AreEqual(1, bench.Wire.SentCount);
    }

    /// <summary>Rule 149 (RFC 1122, 3.2.1.1): version, header length, total length.</summary>
    [TestMethod]
    public void Header_ThatCannotBe_IsDropped()
    {
        ExpectDrop(Mib.IpInHdrErrors, AttackFrames.WithIpByte(Good(), 0, 0x65));
        ExpectDrop(Mib.IpInHdrErrors, AttackFrames.WithIpByte(Good(), 0, 0x40));
        ExpectDrop(Mib.IpInHdrErrors, AttackFrames.WithIpByte(Good(), 3, 19));
        ExpectDrop(Mib.IpInHdrErrors, AttackFrames.Cut(Good(), EthHeader.Length + 19));
    }

    /// <summary>Rule 149: a total length that is not there.</summary>
    [TestMethod]
    public void TotalLength_BeyondTheFrame_IsDropped()
    {
        ExpectDrop(Mib.IpInTruncated, AttackFrames.Cut(Good(), Good().Length - 1));
    }

    /// <summary>Rule 149 (RFC 1122, 3.2.1.2): a header that does not sum.</summary>
    [TestMethod]
    public void HeaderChecksum_Wrong_IsDropped()
    {
        byte[] frame = Good();
        frame[EthHeader.Length + 8]++;
        ExpectDrop(Mib.IpInCsumErrors, frame);
    }

    /// <summary>Rule 150 (RFC 1122, 3.2.1.3): somebody else's, and a group nobody joined.</summary>
    [TestMethod]
    public void Destination_NotOurs_IsDropped()
    {
        ExpectDrop(
            Mib.IpInAddrErrors, AttackFrames.Echo(Frames.PeerIp, Frames.GatewayIp, new byte[8]));
        ExpectDrop(Mib.IpInAddrErrors, AttackFrames.Echo(Frames.PeerIp, 0xE0000001, new byte[8]));
        ExpectDrop(Mib.IpInAddrErrors, AttackFrames.Echo(Frames.PeerIp, 0, new byte[8]));
    }

    /// <summary>Rule 151 (RFC 1122, 3.2.1.3): sources no host on the wire has.</summary>
    [TestMethod]
    public void Source_NoHost_IsAMartian()
    {
        ExpectDrop(Mib.IpInMartians, From(0xFFFFFFFF));
        ExpectDrop(Mib.IpInMartians, From(0xE0000005));
        ExpectDrop(Mib.IpInMartians, From(0xF0000005));
        ExpectDrop(Mib.IpInMartians, From(0x00000005));
        ExpectDrop(Mib.IpInMartians, From(0));
        ExpectDrop(Mib.IpInMartians, From(0x7F000001));
        ExpectDrop(Mib.IpInMartians, From(Frames.OurIp));
        ExpectDrop(Mib.IpInMartians, From(0x0A0000FF));
        ExpectDrop(Mib.IpInMartians, From(0x0A000000));
        ExpectDrop(
            Mib.IpInMartians, AttackFrames.Echo(Frames.PeerIp, 0x7F000001, new byte[8]));
    }

    /// <summary>Rule 153 (RFC 1122, 3.2.1.8): options are stepped over.</summary>
    [TestMethod]
    public void Options_OfNoInterest_AreSkipped()
    {
        NetBench bench = new NetBench(Limits.Default());
        bench.Inject(AttackFrames.EchoWithOptions(new byte[] { 1, 1, 1, 0 }));
        bench.Inject(AttackFrames.EchoWithOptions(new byte[] { 148, 4, 0, 0 }));
        bench.Inject(AttackFrames.EchoWithOptions(
            new byte[] { 7, 11, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0 }));
        Assert.AreEqual(3, bench.Count(Mib.IpInOptionsSkipped));
        Assert.AreEqual(3, bench.Wire.SentCount);
        byte[] reply = bench.Wire.TakeSent();
        Assert.AreEqual(IpHeader.LengthMin, IpHeader.Length(reply, EthHeader.Length));
        bench.ExpectPoolsHome();
    }

    /// <summary>Rule 153 (RFC 7126, 4.3): source routes and lengths that cannot be.</summary>
    [TestMethod]
    public void Options_Malformed_AreDropped()
    {
        ExpectDrop(Mib.IpInOptionErrors, WithOptions(7, 0, 0, 0));
        ExpectDrop(Mib.IpInOptionErrors, WithOptions(7, 1, 0, 0));
        ExpectDrop(Mib.IpInOptionErrors, WithOptions(1, 7, 4, 0));
        ExpectDrop(Mib.IpInOptionErrors, WithOptions(1, 1, 1, 7));
        ExpectDrop(Mib.IpInOptionErrors, WithOptions(131, 3, 4, 0));
        ExpectDrop(Mib.IpInOptionErrors, WithOptions(137, 3, 4, 0));
    }

    /// <summary>Rule 152 (RFC 1122, 3.2.1.7): what has arrived needs no time to live.</summary>
    [TestMethod]
    public void TimeToLive_OfOneOrZero_IsDelivered()
    {
        NetBench bench = new NetBench(Limits.Default());
        bench.Inject(AttackFrames.WithIpByte(Good(), 8, 1));
        bench.Inject(AttackFrames.WithIpByte(Good(), 8, 0));
        Assert.AreEqual(2, bench.Wire.SentCount);
        Assert.AreEqual(64, IpHeader.Ttl(bench.Wire.TakeSent(), EthHeader.Length));
    }

    /// <summary>RFC 1122, 3.3.6: for one of us, and yet to all.</summary>
    [TestMethod]
    public void Unicast_InAGroupFrame_IsDropped()
    {
        ExpectDrop(Mib.IpInAddrErrors, Frames.ToAll(Good()));
    }

    /// <summary>The link's padding is no part of the datagram.</summary>
    [TestMethod]
    public void Padding_IsNotDelivered()
    {
        NetBench bench = new NetBench(Limits.Default());
        bench.Inject(AttackFrames.Padded(Good(), 10));
        Assert.AreEqual(Good().Length, bench.Wire.TakeSent().Length);
    }

    private static byte[] Good() => AttackFrames.Echo(new byte[8]);

    private static byte[] From(uint source) => AttackFrames.Echo(source, Frames.OurIp, new byte[8]);

    private static byte[] WithOptions(byte a, byte b, byte c, byte d)
    {
        return AttackFrames.EchoWithOptions(new byte[] { a, b, c, d });
    }

    private static void ExpectDrop(int counter, byte[] frame)
    {
        NetBench bench = new NetBench(Limits.Default());
        bench.Inject(frame);
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(counter), MibNames.Of(counter));
        Assert.AreEqual(0, bench.Count(Mib.IpInDelivers));
        bench.ExpectPoolsHome();
    }
}
