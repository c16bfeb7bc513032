#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Ip;

/// <summary>ICMP that we answer and send (RFC 792; RFC 1122, 3.2.2).</summary>
[TestClass]
public sealed class IcmpTests
{
    /// <summary>Rule 161 (RFC 1122, 3.2.2.6): the data goes back whole, from the address that was
    /// asked.</summary>
    [TestMethod]
    public void Echo_IsAnsweredWithItsData()
    {
        NetBench bench = new NetBench(Limits.Default());
        byte[] request = AttackFrames.Echo(Frames.Bytes("what goes there"));
        bench.Inject(request);

        byte[] reply = bench.Wire.TakeSent();
        Assert.AreEqual(request.Length, reply.Length, "length");
        int at = EthHeader.Length;
        Assert.AreEqual(Frames.OurIp, IpHeader.Source(reply, at));
        Assert.AreEqual(Frames.PeerIp, IpHeader.Destination(reply, at));
        Assert.AreEqual(64, IpHeader.Ttl(reply, at));
        ExpectReplyTo(request, reply);
        Assert.AreEqual(1, bench.Count(Mib.IcmpInMsgs));
        Assert.AreEqual(1, bench.Count(Mib.IcmpInEchos));
        Assert.AreEqual(1, bench.Count(Mib.IcmpOutMsgs));
        Assert.AreEqual(1, bench.Count(Mib.IcmpOutEchoReps));
        bench.ExpectPoolsHome();
    }

    /// <summary>Rule 161: every length from none to the longest, odd ones too.</summary>
    [TestMethod]
    public void Echo_OfAnyLength_IsAnsweredWhole()
    {
        NetBench bench = new NetBench(Limits.Default());
        int length = 0;
        while (length <= 1472)
        {
            byte[] data = new byte[length];
            new Lcg((uint)length + 1).Fill(data);
            byte[] request = AttackFrames.Echo(data);
            bench.Inject(request);
            ExpectReplyTo(request, bench.Wire.TakeSent());
            length = length < 40 ? length + 1 : length == 1472 ? 1473 : length + 179;
        }

        byte[] longest = AttackFrames.Echo(new byte[1472]);
        bench.Inject(longest);
        ExpectReplyTo(longest, bench.Wire.TakeSent());
        bench.ExpectPoolsHome();
    }

    /// <summary>A reply that is all zeros has the checksum 0xFFFF and no other (RFC 1624, 3): Linux
    /// refuses 0 there.</summary>
    [TestMethod]
    public void Echo_OfZeros_HasAChecksumThatHolds()
    {
        NetBench bench = new NetBench(Limits.Default());
        byte[] request = Frames.Icmp(
            Frames.PeerIp, Frames.OurIp, IcmpHeader.TypeEcho, 0, new byte[12]);
        bench.Inject(request);

        byte[] reply = bench.Wire.TakeSent();
        Assert.AreEqual(0xFFFF, IcmpHeader.Checksum(reply, AttackFrames.IcmpAt));
        ExpectReplyTo(request, reply);
    }

    /// <summary>Data that sums to 0xFFFF has the checksum 0, as a fresh sum would have it.</summary>
    [TestMethod]
    public void Echo_OfDataThatSumsToOnes_HasTheChecksumOfAFreshSum()
    {
        NetBench bench = new NetBench(Limits.Default());
        byte[] request = Frames.Icmp(
            Frames.PeerIp, Frames.OurIp, IcmpHeader.TypeEcho, 0,
            new byte[] { 0x12, 0x34, 0xED, 0xCB });
        bench.Inject(request);

        byte[] reply = bench.Wire.TakeSent();
        Assert.AreEqual(0, IcmpHeader.Checksum(reply, AttackFrames.IcmpAt));
        ExpectReplyTo(request, reply);
    }

    /// <summary>Rule 161 (RFC 1122, 3.2.2.6): the type of service comes back.</summary>
    [TestMethod]
    public void Echo_WithTypeOfService_HasItInTheReply()
    {
        NetBench bench = new NetBench(Limits.Default());
        bench.Inject(AttackFrames.WithIpByte(AttackFrames.Echo(new byte[4]), 1, 0xB8));
        Assert.AreEqual(0xB8, IpHeader.Tos(bench.Wire.TakeSent(), EthHeader.Length));
    }

    /// <summary>A device that summed the frame spares us the loop.</summary>
    [TestMethod]
    public void Echo_SummedByTheDevice_IsAnswered()
    {
        NetBench bench = new NetBench(Limits.Default());
        byte[] request = AttackFrames.Padded(AttackFrames.Echo(Frames.Bytes("odd")), 9);
        request[request.Length - 1] = 0x5A;                 // the padding is no zeros
        SkBuff skb = bench.Net.Pool.AllocFrame();
        System.Array.Copy(request, 0, skb.Head, skb.Put(request.Length), request.Length);
        skb.Summed = IpSummed.Complete;
        skb.Csum = InetChecksum.Add(
            0, request, EthHeader.Length, request.Length - EthHeader.Length);
        bench.Wire.ReceiveSkb(skb, bench.Clock.NowMs());
        bench.Poll();

        Assert.AreEqual(1, bench.Count(Mib.IcmpOutEchoReps));
        Assert.AreEqual(1, bench.Wire.SentCount);
        Assert.AreEqual(request.Length - 9, bench.Wire.TakeSent().Length);
    }

    /// <summary>An echo reply nobody asked for is counted.</summary>
    [TestMethod]
    public void EchoReply_Unasked_IsCounted()
    {
        NetBench bench = new NetBench(Limits.Default());
        bench.Inject(Frames.Icmp(
            Frames.PeerIp, Frames.OurIp, IcmpHeader.TypeEchoReply, 0, new byte[8]));
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.IcmpInEchoReps));
        bench.ExpectPoolsHome();
    }

    /// <summary>Rule 163 (RFC 1122, 3.2.2.6): an echo to all is not answered.</summary>
    [TestMethod]
    public void Echo_ToTheBroadcasts_IsIgnored()
    {
        NetBench bench = new NetBench(Limits.Default());
        bench.Inject(Frames.ToAll(
            AttackFrames.Echo(Frames.PeerIp, 0xFFFFFFFF, new byte[4])));
        bench.Inject(Frames.ToAll(
            AttackFrames.Echo(Frames.PeerIp, 0x0A0000FF, new byte[4])));
        bench.Inject(AttackFrames.Echo(Frames.PeerIp, 0x0A0000FF, new byte[4]));
        bench.ExpectSilence();
        Assert.AreEqual(3, bench.Count(Mib.IcmpInEchoIgnored));
    }

    /// <summary>Rule 164 and 166 (RFC 792): an unknown protocol is refused, and the header comes back
    /// with eight bytes.</summary>
    [TestMethod]
    public void Unreachable_QuotesHeaderAndEightBytes()
    {
        NetBench bench = new NetBench(Limits.Default());
        byte[] cause = Unknown(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 });
        bench.Inject(cause);

        byte[] error = bench.Wire.TakeSent();
        int at = AttackFrames.IcmpAt;
        Assert.AreEqual(at + IcmpHeader.Length + 28, error.Length, "length");
        Assert.AreEqual(IcmpHeader.TypeUnreachable, IcmpHeader.Type(error, at));
        Assert.AreEqual(IcmpHeader.CodeProtocolUnreachable, IcmpHeader.Code(error, at));
        Assert.AreEqual(Frames.PeerIp, IpHeader.Destination(error, EthHeader.Length));
        for (int i = 0; i < 28; i++)
        {
            Assert.AreEqual(
                (int)cause[EthHeader.Length + i], (int)error[at + IcmpHeader.Length + i],
                i.ToString());
        }

        Assert.AreEqual(1, bench.Count(Mib.IpInUnknownProtos));
        Assert.AreEqual(1, bench.Count(Mib.IcmpOutDestUnreachs));
        bench.ExpectPoolsHome();
    }

    /// <summary>Rule 164: the longest header and a datagram without eight bytes are quoted too.</summary>
    [TestMethod]
    public void Unreachable_AboutTheLongestHeader_QuotesWhatIsThere()
    {
        NetBench bench = new NetBench(Limits.Default());
        byte[] options = new byte[40];
        for (int i = 0; i < options.Length; i++)
        {
            options[i] = 1;
        }

        byte[] cause = AttackFrames.WithIpByte(AttackFrames.EchoWithOptions(options), 9, 200);
        bench.Inject(cause);
        Assert.AreEqual(
            AttackFrames.IcmpAt + IcmpHeader.Length + 68, bench.Wire.TakeSent().Length);

        bench.Inject(Unknown(new byte[3]));
        Assert.AreEqual(
            AttackFrames.IcmpAt + IcmpHeader.Length + 23, bench.Wire.TakeSent().Length);
        bench.ExpectPoolsHome();
    }

    /// <summary>Rule 165 (RFC 1812, 4.3.2.8): so many at once, then one each interval.</summary>
    [TestMethod]
    public void Unreachable_IsRateLimited()
    {
        NetBench bench = new NetBench(Limits.Default());
        ExpectErrors(bench, 20, Limits.IcmpErrorBurst);
        Assert.AreEqual(20 - Limits.IcmpErrorBurst, bench.Count(Mib.IcmpOutRateLimited));
        bench.Advance(Limits.IcmpErrorMs);
        ExpectErrors(bench, 5, 1);
        bench.Advance(2 * Limits.IcmpErrorMs);
        ExpectErrors(bench, 5, 2);
        bench.Advance(3600 * 1000);
        ExpectErrors(bench, 20, Limits.IcmpErrorBurst);
    }

    [TestMethod]
    public void Unreachable_WhileTheClockWraps_IsRateLimited()
    {
        NetBench bench = new NetBench(Limits.Default(), int.MaxValue - 2250);
        ExpectErrors(bench, 20, Limits.IcmpErrorBurst);
        bench.Advance(2 * Limits.IcmpErrorMs);
        Assert.IsTrue(bench.Clock.NowMs() < 0, "it wrapped");
        ExpectErrors(bench, 20, 2);
        for (int day = 0; day < 30; day++)
        {
            bench.Clock.Advance(24 * 3600 * 1000);
        }

        ExpectErrors(bench, 20, Limits.IcmpErrorBurst);
    }

    /// <summary>Rule 163 (RFC 1122, 3.2.2): nothing about groups, and nothing about errors.</summary>
    [TestMethod]
    public void Unreachable_AboutABroadcast_IsNotSent()
    {
        NetBench bench = new NetBench(Limits.Default());
        bench.Inject(Frames.ToAll(
            Frames.Ip(Frames.PeerIp, 0x0A0000FF, 200, new byte[8])));
        bench.Inject(Frames.ToAll(
            Frames.Ip(Frames.PeerIp, 0xFFFFFFFF, 200, new byte[8])));
        bench.ExpectSilence();
        Assert.AreEqual(2, bench.Count(Mib.IcmpOutSuppressed));
    }

    /// <summary>No packet for an error: counted, and nothing is held.</summary>
    [TestMethod]
    public void Unreachable_PoolEmpty_IsCounted()
    {
        NetBench bench = new NetBench(Limits.Default());
        bench.Inject(AttackFrames.Echo(new byte[4]));           // the peer is known
        bench.Wire.ClearSent();
        SkBuff chain = TakeHeaders(bench);

        bench.Inject(Unknown(new byte[8]));

        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.IcmpOutNoBufs));
        bench.Net.Neighbours.FreeChain(chain);
        bench.ExpectPoolsHome();
    }

    /// <summary>An error about an echo of ours: we ask nothing.</summary>
    [TestMethod]
    public void Error_AboutIcmpOfOurs_MatchesNothing()
    {
        NetBench bench = new NetBench(Limits.Default());
        bench.Inject(AttackFrames.Echo(new byte[8]));
        byte[] reply = bench.Wire.TakeSent();
        bench.Inject(AttackFrames.Quoting(
            IcmpHeader.TypeUnreachable, IcmpHeader.CodeHostUnreachable, 0, reply, 28));
        bench.Inject(AttackFrames.Quoting(IcmpHeader.TypeTimeExceeded, 0, 0, reply, 28));
        bench.ExpectSilence();
        Assert.AreEqual(2, bench.Count(Mib.IcmpInNoMatch));
        Assert.AreEqual(1, bench.Count(Mib.IcmpInDestUnreachs));
        bench.ExpectPoolsHome();
    }

    /// <summary>An error about what we never sent: from another address, of another protocol.</summary>
    [TestMethod]
    public void Error_AboutWhatIsNotOurs_MatchesNothing()
    {
        NetBench bench = new NetBench(Limits.Default());
        byte[] foreign = AttackFrames.Echo(Frames.PeerIp, Frames.GatewayIp, new byte[8]);
        bench.Inject(AttackFrames.Quoting(
            IcmpHeader.TypeUnreachable, IcmpHeader.CodeHostUnreachable, 0, foreign, 28));
        byte[] udp = AttackFrames.Udp(Frames.OurIp, 8, 0, new byte[0]);
        bench.Inject(AttackFrames.Quoting(
            IcmpHeader.TypeUnreachable, IcmpHeader.CodePortUnreachable, 0, udp, 28));
        bench.ExpectSilence();
        Assert.AreEqual(2, bench.Count(Mib.IcmpInNoMatch));
    }

    /// <summary>Pings from addresses that do not exist: their answers wait, but never so many that
    /// nobody hears the answers to our questions.</summary>
    [TestMethod]
    public void Echo_FromAddressesNobodyHas_LeavesHalfTheFrames()
    {
        NetBench bench = new NetBench(Limits.Default());
        bench.Wire.PeerAnswersArp = false;
        for (int i = 0; i < 20; i++)
        {
            bench.Inject(AttackFrames.Echo(0x0A000040 + (uint)i, Frames.OurIp, new byte[8]));
            int free = bench.Net.Pool.FreeCount(SkBuffPool.KindFrame);
            Assert.IsTrue(free >= bench.Net.Pool.TotalCount(SkBuffPool.KindFrame) / 2);
        }

        bench.Wire.PeerAnswersArp = true;
        bench.Wire.ClearSent();
        bench.Inject(AttackFrames.Echo(new byte[8]));
        bench.Inject(AttackFrames.Echo(new byte[8]));
        Assert.IsTrue(bench.Wire.SentCount >= 1, "others are answered");
        bench.Advance(4000);
        bench.ExpectPoolsHome();
    }

    private static SkBuff TakeHeaders(NetBench bench)
    {
        SkBuff chain = null;
        SkBuff skb = bench.Net.Pool.AllocHeader();
        while (skb != null)
        {
            skb.Next = chain;
            chain = skb;
            skb = bench.Net.Pool.AllocHeader();
        }

        return chain;
    }

    private static byte[] Unknown(byte[] payload)
    {
        return Frames.Ip(Frames.PeerIp, Frames.OurIp, 200, payload);
    }

    private static void ExpectErrors(NetBench bench, int causes, int errors)
    {
        for (int i = 0; i < causes; i++)
        {
            bench.Inject(Unknown(new byte[8]));
        }

        Assert.AreEqual(errors, bench.Wire.SentCount, "errors");
        bench.Wire.ClearSent();
    }

    /// <summary>Type, and a checksum that sums; the rest is what was asked.</summary>
    private static void ExpectReplyTo(byte[] request, byte[] reply)
    {
        Assert.IsNotNull(reply, "a reply");
        Assert.AreEqual(request.Length, reply.Length, "length");
        int at = AttackFrames.IcmpAt;
        Assert.AreEqual(IcmpHeader.TypeEchoReply, IcmpHeader.Type(reply, at), "type");
        for (int i = at + 4; i < request.Length; i++)
        {
            Assert.AreEqual((int)request[i], (int)reply[i], i.ToString());
        }

        int checksum = IcmpHeader.Checksum(reply, at);
        IcmpHeader.SetChecksum(reply, at, 0);
        Assert.AreEqual(
            InetChecksum.Fold(InetChecksum.Add(0, reply, at, reply.Length - at)), checksum);
    }
}
