#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Attack;

/// <summary>IPv4 headers and options that lie (docs/conformance.md, 3.2).</summary>
[TestClass]
public sealed class IpAttackTests
{
    /// <summary>Attack I1: version 5.</summary>
    [TestMethod]
    public void I1_Version5_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.WithIpByte(
            AttackFrames.Echo(new byte[8]), 0, 0x55));

        bench.ExpectOnlyCounted(Mib.IpInHdrErrors);
    }

    /// <summary>Attack I2: a header length of four words.</summary>
    [TestMethod]
    public void I2_HeaderOf16Bytes_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.WithIpByte(
            AttackFrames.Echo(new byte[8]), 0, 0x44));

        bench.ExpectOnlyCounted(Mib.IpInHdrErrors);
    }

    /// <summary>Attack I3: a header length of 60 in a datagram of 36.</summary>
    [TestMethod]
    public void I3_HeaderLongerThanDatagram_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.WithIpByte(
            AttackFrames.Echo(new byte[8]), 0, 0x4F));

        bench.ExpectOnlyCounted(Mib.IpInHdrErrors);
    }

    /// <summary>Attack I4: a total length below the header.</summary>
    [TestMethod]
    public void I4_TotalLength19_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.WithIpByte(
            AttackFrames.Echo(new byte[8]), 3, 19));

        bench.ExpectOnlyCounted(Mib.IpInHdrErrors);
    }

    /// <summary>Attack I5: a total length that is not there (CVE-2018-16601).</summary>
    [TestMethod]
    public void I5_TotalLengthBeyondTheFrame_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.WithIpByte(
            AttackFrames.Echo(new byte[8]), 3, 200));

        bench.ExpectOnlyCounted(Mib.IpInTruncated);
    }

    /// <summary>Attack I6: bytes behind the total length are the link's.</summary>
    [TestMethod]
    public void I6_Padding_IsCutOff()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Padded(AttackFrames.Echo(new byte[8]), 13));

        bench.ExpectEchoReply(8);
        bench.ExpectSilence();
        bench.ExpectAlive();
    }

    /// <summary>Attack I7: a header that does not sum.</summary>
    [TestMethod]
    public void I7_BadHeaderChecksum_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        byte[] frame = AttackFrames.Echo(new byte[8]);
        frame[EthHeader.Length + 10] ^= 0x10;
        bench.Inject(frame);

        bench.ExpectOnlyCounted(Mib.IpInCsumErrors);
    }

    /// <summary>Attack I8: from everybody.</summary>
    [TestMethod]
    public void I8_SourceBroadcast_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Echo(0xFFFFFFFF, Frames.OurIp, new byte[8]));

        bench.ExpectOnlyCounted(Mib.IpInMartians);
    }

    /// <summary>Attack I9: from a group.</summary>
    [TestMethod]
    public void I9_SourceMulticast_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Echo(0xE0000001, Frames.OurIp, new byte[8]));

        bench.ExpectOnlyCounted(Mib.IpInMartians);
    }

    /// <summary>Attack I10: from 127.0.0.1, over the wire.</summary>
    [TestMethod]
    public void I10_SourceLoopback_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Echo(0x7F000001, Frames.OurIp, new byte[8]));

        bench.ExpectOnlyCounted(Mib.IpInMartians);
    }

    /// <summary>Attack I11: from ourselves.</summary>
    [TestMethod]
    public void I11_SourceIsUs_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Echo(Frames.OurIp, Frames.OurIp, new byte[8]));

        bench.ExpectOnlyCounted(Mib.IpInMartians);
    }

    /// <summary>Attack I12: TTL 0: it has arrived, so nobody has to forward it (RFC 1122, 3.2.1.7).</summary>
    [TestMethod]
    public void I12_TtlZero_IsAnswered()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.WithIpByte(
            AttackFrames.Echo(new byte[8]), 8, 0));

        bench.ExpectEchoReply(8);
        bench.ExpectSilence();
        bench.ExpectAlive();
    }

    /// <summary>Attack I13: an option that would be read for ever (CVE-2019-12256).</summary>
    [TestMethod]
    public void I13_OptionOfLengthZero_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.EchoWithOptions(
            new byte[] { 7, 0, 0, 0 }));

        bench.ExpectOnlyCounted(Mib.IpInOptionErrors);
    }

    /// <summary>Attack I14: a source route with a wild pointer: no reply follows it.</summary>
    [TestMethod]
    public void I14_SourceRoutePointer255_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.EchoWithOptions(
            new byte[] { 131, 7, 255, 10, 0, 0, 9, 0 }));

        bench.ExpectOnlyCounted(Mib.IpInOptionErrors);
    }

    /// <summary>Attack I15: two source routes (URGENT/11).</summary>
    [TestMethod]
    public void I15_TwoSourceRoutes_AreDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.EchoWithOptions(
            new byte[] { 131, 7, 4, 10, 0, 0, 9, 131, 7, 4, 10, 0, 0, 8, 0, 0 }));

        bench.ExpectOnlyCounted(Mib.IpInOptionErrors);
    }

    /// <summary>Attack I16: an option longer than the header.</summary>
    [TestMethod]
    public void I16_OptionPastTheHeader_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.EchoWithOptions(
            new byte[] { 7, 39, 4, 0 }));

        bench.ExpectOnlyCounted(Mib.IpInOptionErrors);
    }

    /// <summary>Attack I17: IP in IP, truncated (Ripple20): there is no tunnel here.</summary>
    [TestMethod]
    public void I17_TunnelCutShort_IsRefused()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(Frames.Ip(
            Frames.PeerIp, Frames.OurIp, 4, new byte[] { 0x45, 0, 0, 60, 1, 2, 3, 4 }));

        bench.ExpectIcmp(IcmpHeader.TypeUnreachable, IcmpHeader.CodeProtocolUnreachable);
        bench.ExpectOnlyCounted(Mib.IpInUnknownProtos);
    }

    /// <summary>Attack I18: protocol 253.</summary>
    [TestMethod]
    public void I18_UnknownProtocol_IsRefused()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(Frames.Ip(
            Frames.PeerIp, Frames.OurIp, 253, new byte[] { 0x45, 0, 0, 60, 1, 2, 3, 4 }));

        bench.ExpectIcmp(IcmpHeader.TypeUnreachable, IcmpHeader.CodeProtocolUnreachable);
        bench.ExpectOnlyCounted(Mib.IpInUnknownProtos);
    }

    /// <summary>Attack I19: smurf: an echo to 10.0.0.255.</summary>
    [TestMethod]
    public void I19_EchoToTheDirectedBroadcast_IsIgnored()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(Frames.ToAll(
            AttackFrames.Echo(Frames.PeerIp, 0x0A0000FF, new byte[8])));

        bench.ExpectOnlyCounted(Mib.IcmpInEchoIgnored);
    }
}
