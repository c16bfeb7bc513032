#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Neigh;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Neigh;

/// <summary>ARP packets that arrive: what is answered, learned and refused (RFC 826, RFC 5227).</summary>
[TestClass]
public sealed class ArpInputTests
{
    /// <summary>Rule 171 (RFC 826): the answer goes to who asked, fields swapped.</summary>
    [TestMethod]
    public void Request_ForUs_IsAnsweredByUnicast()
    {
        NeighBench bench = new NeighBench();

        bench.AskForUs(NeighBench.OtherIp, NeighBench.OtherAddress);

        bench.ExpectReply(NeighBench.OtherIp, NeighBench.OtherAddress);
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.ArpInRequests));
        Assert.AreEqual(1, bench.Count(Mib.ArpOutReplies));
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 170 (RFC 826): who asks for us will be answered, so it is remembered.</summary>
    [TestMethod]
    public void Request_ForUs_MakesAStaleEntry()
    {
        NeighBench bench = new NeighBench();
        bench.AskForUs(NeighBench.OtherIp, NeighBench.OtherAddress);
        bench.Wire.ClearSent();

        bench.ExpectState(NeighBench.OtherIp, NudState.Stale);
        bench.Send(NeighBench.OtherIp, 5);
        bench.ExpectPacket(5, NeighBench.OtherAddress);
    }

    /// <summary>Rule 170 (RFC 826): what others ask each other makes no entry.</summary>
    [TestMethod]
    public void Request_ForSomebodyElse_IsNotLearned()
    {
        NeighBench bench = new NeighBench();

        bench.ArpToAll(
            ArpHeader.OperationRequest, NeighBench.OtherAddress, NeighBench.OtherIp,
            Frames.GatewayIp);

        bench.ExpectSilence();
        bench.ExpectUnknown(NeighBench.OtherIp);
        Assert.AreEqual(1, bench.Count(Mib.ArpInIgnored));
    }

    /// <summary>Somebody with a foreign address asks: answered, since it can hear us, but no packet of
    /// ours goes there without the gateway.</summary>
    [TestMethod]
    public void Request_FromOffLink_IsAnsweredAndNotLearned()
    {
        NeighBench bench = new NeighBench();
        bench.AskForUs(0xC0A80105, NeighBench.OtherAddress);
        bench.ExpectReply(0xC0A80105, NeighBench.OtherAddress);
        bench.ExpectUnknown(0xC0A80105);
    }

    /// <summary>Rule 170 (RFC 826): an answer nobody asked for makes no entry (cache poisoning).</summary>
    [TestMethod]
    public void Reply_Unsolicited_IsNotLearned()
    {
        NeighBench bench = new NeighBench();
        bench.Answer(NeighBench.OtherIp, NeighBench.OtherAddress);
        bench.ExpectSilence();
        bench.ExpectUnknown(NeighBench.OtherIp);
        Assert.AreEqual(1, bench.Count(Mib.ArpInReplies));
    }

    /// <summary>Rule 179 (RFC 5227, 3): an announcement changes what is known...</summary>
    [TestMethod]
    public void Announcement_OfAKnownNeighbour_MovesIt()
    {
        NeighBench bench = new NeighBench();
        bench.Resolve(Frames.PeerIp);

        bench.ArpToAll(
            ArpHeader.OperationRequest, NeighBench.OtherAddress, Frames.PeerIp, Frames.PeerIp);

        bench.ExpectSilence();
        bench.ExpectState(Frames.PeerIp, NudState.Stale);
        bench.Send(Frames.PeerIp, 6);
        bench.ExpectPacket(6, NeighBench.OtherAddress);
    }

    /// <summary>Rule 179: ... the reply kind of announcement too...</summary>
    [TestMethod]
    public void AnnouncementByReply_OfAKnownNeighbour_MovesIt()
    {
        NeighBench bench = new NeighBench();
        bench.Resolve(Frames.PeerIp);

        bench.ArpToAll(
            ArpHeader.OperationReply, NeighBench.OtherAddress, Frames.PeerIp, Frames.PeerIp);

        bench.ExpectState(Frames.PeerIp, NudState.Stale);
        bench.Send(Frames.PeerIp, 6);
        bench.ExpectPacket(6, NeighBench.OtherAddress);
    }

    /// <summary>Rule 170: ... and makes no entry of its own.</summary>
    [TestMethod]
    public void Announcement_OfAStranger_IsIgnored()
    {
        NeighBench bench = new NeighBench();
        bench.ArpToAll(
            ArpHeader.OperationRequest, NeighBench.OtherAddress, NeighBench.OtherIp,
            NeighBench.OtherIp);
        bench.ExpectSilence();
        bench.ExpectUnknown(NeighBench.OtherIp);
        Assert.AreEqual(1, bench.Count(Mib.ArpInIgnored));
    }

    /// <summary>The same station says again who it is: what is confirmed stays confirmed.</summary>
    [TestMethod]
    public void Announcement_WithTheSameStation_KeepsTheState()
    {
        NeighBench bench = new NeighBench();
        bench.Resolve(Frames.PeerIp);
        bench.ArpToAll(
            ArpHeader.OperationRequest, BenchWire.PeerAddress, Frames.PeerIp, Frames.PeerIp);
        bench.ExpectState(Frames.PeerIp, NudState.Reachable);
    }

    /// <summary>Rule 174: a request from whom we are asking for is as good as an answer.</summary>
    [TestMethod]
    public void Request_FromWhomWeAskFor_SendsWhatWaited()
    {
        NeighBench bench = new NeighBench();
        bench.Send(NeighBench.OtherIp, 5);
        bench.ExpectRequest(NeighBench.OtherIp);

        bench.AskForUs(NeighBench.OtherIp, NeighBench.OtherAddress);

        bench.ExpectPacket(5, NeighBench.OtherAddress);
        bench.ExpectReply(NeighBench.OtherIp, NeighBench.OtherAddress);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 177 (RFC 5227, 2.1.1): a probe is answered, and teaches nothing.</summary>
    [TestMethod]
    public void Probe_ForOurAddress_IsAnsweredAndNotLearned()
    {
        NeighBench bench = new NeighBench();
        bench.AskForUs(0, NeighBench.OtherAddress);
        bench.ExpectReply(0, NeighBench.OtherAddress);
        bench.ExpectSilence();
        bench.ExpectUnknown(0);
    }

    /// <summary>Rule 176 (RFC 5227, 2.4 b): our address used by another is defended, once in ten
    /// seconds.</summary>
    [TestMethod]
    public void Conflict_IsDefendedOnceInTenSeconds()
    {
        NeighBench bench = new NeighBench();
        Claim(bench);
        bench.ExpectAnnouncement();
        Claim(bench);
        bench.Bench.Advance(Limits.ArpDefendMs - 1);
        Claim(bench);
        bench.ExpectSilence();

        bench.Bench.Advance(1);
        Claim(bench);
        bench.ExpectAnnouncement();
        bench.ExpectSilence();
        Assert.AreEqual(4, bench.Count(Mib.ArpInConflicts));
        bench.ExpectUnknown(Frames.OurIp);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 176: the ten seconds are the old address's, not the new one's.</summary>
    [TestMethod]
    public void Conflict_OfANewAddress_IsDefendedAtOnce()
    {
        NeighBench bench = new NeighBench();
        Claim(bench);
        bench.ExpectAnnouncement();
        const uint NewIp = Frames.OurIp + 7;
        bench.Bench.Net.SetAddress(
            bench.Wire, NanoStack.Sockets.IPAddress.FromValue(NewIp),
            NanoStack.Sockets.IPAddress.FromValue(Frames.Mask), null);
        bench.Bench.Advance(Limits.ArpAnnounceMs + 1);
        bench.Wire.ClearSent();

        bench.ArpToAll(
            ArpHeader.OperationRequest, NeighBench.OtherAddress, NewIp, Frames.PeerIp);

        Assert.AreEqual(1, bench.Wire.SentCount, "announced");
        Assert.AreEqual(2, bench.Count(Mib.ArpInConflicts));
    }

    [TestMethod]
    public void Conflict_TwentyFiveDaysAfterTheLast_IsDefended()
    {
        NeighBench bench = new NeighBench();
        Claim(bench);
        bench.ExpectAnnouncement();
        bench.SleepDays(25);
        Claim(bench);
        bench.ExpectAnnouncement();
    }

    /// <summary>Rule 178 (RFC 1812, 3.3.2): no station has a group's address, or none.</summary>
    [TestMethod]
    public void Sender_WithAnImpossibleStation_IsBogus()
    {
        NeighBench bench = new NeighBench();
        bench.Resolve(Frames.PeerIp);
        bench.Answer(Frames.PeerIp, new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF });
        bench.Answer(Frames.PeerIp, new byte[] { 0x01, 0x00, 0x5E, 0x00, 0x00, 0x01 });
        bench.Answer(Frames.PeerIp, new byte[] { 0x00, 0x00, 0x00, 0x00, 0x00, 0x00 });
        bench.Answer(Frames.PeerIp, BenchWire.OurAddress);

        Assert.AreEqual(4, bench.Count(Mib.ArpInBogus));
        bench.Send(Frames.PeerIp, 6);
        bench.ExpectPacket(6, BenchWire.PeerAddress);
    }

    /// <summary>No host has these addresses, so nobody is answered or learned under them.</summary>
    [TestMethod]
    public void Sender_WithAnImpossibleAddress_IsBogus()
    {
        NeighBench bench = new NeighBench();
        bench.AskForUs(0xFFFFFFFF, NeighBench.OtherAddress);
        bench.AskForUs(0xE0000001, NeighBench.OtherAddress);
        bench.AskForUs(0x7F000001, NeighBench.OtherAddress);
        bench.AskForUs(0x0A0000FF, NeighBench.OtherAddress);        // the link's broadcast
        bench.AskForUs(0x0A000000, NeighBench.OtherAddress);        // the link's own

        bench.ExpectSilence();
        Assert.AreEqual(5, bench.Count(Mib.ArpInBogus));
        bench.ExpectUnknown(0x0A0000FF);
    }

    /// <summary>Rule 169 (RFC 826): hardware, protocol, lengths, in this order, before any field.</summary>
    [TestMethod]
    public void Malformed_IsCountedAndChangesNothing()
    {
        NeighBench bench = new NeighBench();
        Spoil(bench, 0, 0x01);          // hardware type 0x0101
        Spoil(bench, 2, 0x86);          // protocol 0x8600
        Spoil(bench, 4, 16);
        Spoil(bench, 5, 16);
        byte[] whole = Question();
        byte[] cut = new byte[whole.Length - 1];
        System.Array.Copy(whole, 0, cut, 0, cut.Length);
        bench.Bench.Inject(cut);

        bench.ExpectSilence();
        Assert.AreEqual(5, bench.Count(Mib.ArpInErrors));
        bench.ExpectUnknown(NeighBench.OtherIp);
        bench.ExpectNoLeaks();
    }

    /// <summary>RARP's questions and answers are not spoken (CVE-2019-12262).</summary>
    [TestMethod]
    public void Operation_OfRarp_IsIgnored()
    {
        NeighBench bench = new NeighBench();
        for (int operation = 3; operation < 10; operation++)
        {
            bench.Bench.Inject(Frames.Arp(
                operation, NeighBench.OtherAddress, NeighBench.OtherIp, Frames.OurIp));
        }

        bench.ExpectSilence();
        Assert.AreEqual(7, bench.Count(Mib.ArpInIgnored));
        bench.ExpectUnknown(NeighBench.OtherIp);
    }

    [TestMethod]
    public void Request_BeforeWeHaveAnAddress_IsIgnored()
    {
        NeighBench bench = new NeighBench();
        bench.Wire.IpAddress = 0;
        bench.Wire.IpMask = 0;
        bench.ArpToAll(ArpHeader.OperationRequest, NeighBench.OtherAddress, NeighBench.OtherIp, 0);
        bench.ExpectSilence();
        bench.ExpectUnknown(NeighBench.OtherIp);
        Assert.AreEqual(1, bench.Count(Mib.ArpInIgnored));
    }

    private static void Claim(NeighBench bench)
    {
        bench.ArpToAll(
            ArpHeader.OperationRequest, NeighBench.OtherAddress, Frames.OurIp, Frames.PeerIp);
    }

    private static byte[] Question()
    {
        return Frames.Arp(
            ArpHeader.OperationRequest, NeighBench.OtherAddress, NeighBench.OtherIp, Frames.OurIp);
    }

    private static void Spoil(NeighBench bench, int offset, byte value)
    {
        byte[] frame = Question();
        frame[EthHeader.Length + offset] = value;
        bench.Bench.Inject(frame);
    }
}
