#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Attack;

/// <summary>ICMP and UDP that nobody honest sends (docs/conformance.md, 3.3).</summary>
[TestClass]
public sealed class IcmpAttackTests
{
    /// <summary>Attack C1: an echo that does not sum.</summary>
    [TestMethod]
    public void C1_BadChecksum_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        byte[] frame = AttackFrames.Echo(new byte[8]);
        frame[AttackFrames.IcmpAt + 2] ^= 0x40;
        bench.Inject(frame);

        bench.ExpectOnlyCounted(Mib.IcmpInCsumErrors);
    }

    /// <summary>Attack C2: half a header.</summary>
    [TestMethod]
    public void C2_FourBytes_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(Frames.Ip(
            Frames.PeerIp, Frames.OurIp, IpHeader.ProtocolIcmp, new byte[] { 8, 0, 0xF7, 0xFF }));

        bench.ExpectOnlyCounted(Mib.IcmpInErrors);
    }

    /// <summary>Attack C3: no header at all.</summary>
    [TestMethod]
    public void C3_NoBytes_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(Frames.Ip(
            Frames.PeerIp, Frames.OurIp, IpHeader.ProtocolIcmp, new byte[0]));

        bench.ExpectOnlyCounted(Mib.IcmpInErrors);
    }

    /// <summary>Attack C4: type 200.</summary>
    [TestMethod]
    public void C4_UnknownType_IsSilent()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(Frames.Icmp(
            Frames.PeerIp, Frames.OurIp, 200, 0, new byte[16]));

        bench.ExpectOnlyCounted(Mib.IcmpInOther);
    }

    /// <summary>Attack C5: a timestamp request: nobody needs our clock.</summary>
    [TestMethod]
    public void C5_Timestamp_IsSilent()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(Frames.Icmp(
            Frames.PeerIp, Frames.OurIp, 13, 0, new byte[16]));

        bench.ExpectOnlyCounted(Mib.IcmpInOther);
    }

    /// <summary>Attack C6: a mask request (rule 168).</summary>
    [TestMethod]
    public void C6_MaskRequest_IsSilent()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(Frames.Icmp(
            Frames.PeerIp, Frames.OurIp, 17, 0, new byte[16]));

        bench.ExpectOnlyCounted(Mib.IcmpInOther);
    }

    /// <summary>Attack C7: a redirect from somebody who is no gateway.</summary>
    [TestMethod]
    public void C7_Redirect_ChangesNoRoute()
    {
        AttackBench bench = AttackBench.Idle();

        byte[] body = new byte[4 + 28];
        ByteOrder.Write32(body, 0, 0x0A000009);
        bench.Inject(Frames.Icmp(Frames.PeerIp, Frames.OurIp, IcmpHeader.TypeRedirect, 1, body));

        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.IcmpInOther));
        NanoStack.Ip.Dst dst = new NanoStack.Ip.Dst();
        bench.Tcp.Net.Route.Lookup(0x08080808, dst);
        Assert.AreEqual(Frames.GatewayIp, dst.NextHop);
        bench.ExpectAlive();
    }

    /// <summary>Attack C8: an error that quotes twelve bytes.</summary>
    [TestMethod]
    public void C8_ShortInnerHeader_IsDropped()
    {
        AttackBench bench = AttackBench.Connected();
        bench.Tcp.Send("abc");
        bench.Tcp.ExpectData(0, "abc");
        byte[] ours = bench.Tcp.Frame;

        bench.Inject(AttackFrames.Quoting(
            IcmpHeader.TypeUnreachable, IcmpHeader.CodePortUnreachable, 0, ours, 12));

        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.IcmpInInnerErrors));
        bench.ExpectUnharmed(0, 3);
    }

    /// <summary>Attack C9: an error whose quoted header says it is longer, or a later fragment, or
    /// of another version.</summary>
    [TestMethod]
    public void C9_LyingInnerHeader_IsDropped()
    {
        AttackBench bench = AttackBench.Connected();
        bench.Tcp.Send("abc");
        bench.Tcp.ExpectData(0, "abc");
        byte[] ours = bench.Tcp.Frame;

        byte[] longer = AttackFrames.Padded(ours, 0);
        longer[EthHeader.Length] = 0x4F;
        InjectUnreachable(bench, longer);
        byte[] later = AttackFrames.Padded(ours, 0);
        later[EthHeader.Length + 7] = 3;
        InjectUnreachable(bench, later);
        byte[] other = AttackFrames.Padded(ours, 0);
        other[EthHeader.Length] = 0x65;
        InjectUnreachable(bench, other);

        bench.ExpectSilence();
        Assert.AreEqual(3, bench.Count(Mib.IcmpInInnerErrors));
        bench.ExpectUnharmed(0, 3);
    }

    /// <summary>Attack C10: a path MTU of 0, and of 68, for a live connection (CVE-2020-11910).</summary>
    [TestMethod]
    public void C10_FragmentationNeededWithMtuZero_IsIgnored()
    {
        AttackBench bench = AttackBench.Connected();
        bench.Tcp.Send("abc");
        bench.Tcp.ExpectData(0, "abc");
        byte[] ours = bench.Tcp.Frame;

        int mtu = bench.Tcp.Sock.Dst.Mtu;
        bench.Inject(AttackFrames.Quoting(
            IcmpHeader.TypeUnreachable, IcmpHeader.CodeFragmentationNeeded, 0, ours, 28));
        Assert.AreEqual(mtu, bench.Tcp.Sock.Dst.Mtu);
        bench.Inject(AttackFrames.Quoting(
            IcmpHeader.TypeUnreachable, IcmpHeader.CodeFragmentationNeeded, 68, ours, 28));

        Assert.IsTrue(bench.Tcp.Sock.Dst.Mtu >= Limits.PathMtuMin);
        bench.ExpectUnharmed(0, 3);
    }

    /// <summary>Attack C11: a port unreachable that does not know our numbers (RFC 5927).</summary>
    [TestMethod]
    public void C11_ErrorOutsideTheWindow_IsIgnored()
    {
        AttackBench bench = AttackBench.Connected();
        bench.Tcp.Send("abc");
        bench.Tcp.ExpectData(0, "abc");
        byte[] ours = bench.Tcp.Frame;

        byte[] guess = AttackFrames.Padded(ours, 0);
        guess[TcpBench.TcpAt + 4] ^= 0x40;
        InjectUnreachable(bench, guess);

        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.TcpIcmpOutOfWindow));
        bench.ExpectUnharmed(0, 3);
    }

    /// <summary>Attack C12: source quench (RFC 6633).</summary>
    [TestMethod]
    public void C12_SourceQuench_IsIgnored()
    {
        AttackBench bench = AttackBench.Connected();
        bench.Tcp.Send("abc");
        bench.Tcp.ExpectData(0, "abc");
        byte[] ours = bench.Tcp.Frame;

        bench.Inject(AttackFrames.Quoting(IcmpHeader.TypeSourceQuench, 0, 0, ours, 28));

        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.IcmpInOther));
        bench.ExpectUnharmed(0, 3);
    }

    /// <summary>Attack U1: a UDP length of 0. UDP is not spoken yet.</summary>
    [TestMethod]
    public void U1_LengthZero_GetsNoMoreThanARefusal()
    {
        ExpectRefusalAtMost(0, 0);
    }

    /// <summary>Attack U2: a UDP length below its header. UDP is not spoken yet.</summary>
    [TestMethod]
    public void U2_LengthSeven_GetsNoMoreThanARefusal()
    {
        ExpectRefusalAtMost(7, 0);
    }

    /// <summary>Attack U3: a UDP length that is not there. UDP is not spoken yet.</summary>
    [TestMethod]
    public void U3_LengthBeyondTheDatagram_GetsNoMoreThanARefusal()
    {
        ExpectRefusalAtMost(100, 0);
    }

    /// <summary>Attack U4: a UDP checksum that is wrong. UDP is not spoken yet.</summary>
    [TestMethod]
    public void U4_BadChecksum_GetsNoMoreThanARefusal()
    {
        ExpectRefusalAtMost(12, 4660);
    }

    /// <summary>Attack U5: a good datagram for a port nobody has: UDP is not spoken yet, so the
    /// protocol is refused.</summary>
    [TestMethod]
    public void U5_ClosedPort_IsRefused()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Udp(Frames.OurIp, 12, 0, new byte[4]));

        bench.ExpectIcmp(IcmpHeader.TypeUnreachable, IcmpHeader.CodeProtocolUnreachable);
        bench.ExpectSilence();
        bench.ExpectAlive();
    }

    /// <summary>Attack U6: a datagram to all is never refused (RFC 1122, 3.2.2).</summary>
    [TestMethod]
    public void U6_ToTheBroadcast_IsSilent()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(Frames.ToAll(AttackFrames.Udp(0x0A0000FF, 12, 0, new byte[4])));
        bench.Inject(Frames.ToAll(AttackFrames.Udp(0xFFFFFFFF, 12, 0, new byte[4])));

        bench.ExpectOnlyCounted(Mib.IcmpOutSuppressed, 2);
    }

    private static void InjectUnreachable(AttackBench bench, byte[] frame)
    {
        bench.Inject(AttackFrames.Quoting(
            IcmpHeader.TypeUnreachable, IcmpHeader.CodePortUnreachable, 0, frame, 28));
    }

    /// <summary>Injects a UDP datagram of four bytes that says this length and checksum.</summary>
    private static void ExpectRefusalAtMost(int length, int checksum)
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Udp(Frames.OurIp, length, checksum, new byte[4]));

        if (bench.Bench.Wire.SentCount > 0)
        {
            bench.ExpectIcmp(IcmpHeader.TypeUnreachable, IcmpHeader.CodeProtocolUnreachable);
        }

        bench.ExpectSilence();
        bench.ExpectAlive();
    }
}
