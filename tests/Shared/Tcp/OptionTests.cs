#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Sockets;
using NanoStack.Tcp;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Tcp;

/// <summary>Options of a SYN and of later segments (RFC 9293, 3.2; RFC 7323, 2).</summary>
[TestClass]
public sealed class OptionTests
{
    private const int SynAck = TcpHeader.Syn | TcpHeader.Ack;

    /// <summary>Rules 13, 93, 133 (RFC 9293, 3.7.1, MUST-14, MUST-67): our SYN offers MSS = MTU -
    /// 40, window scale and time stamps.</summary>
    [TestMethod]
    public void OurSyn_OffersWhatWeCan()
    {
        TcpBench bench = TcpBench.SynSent();
        Assert.AreEqual(1460, bench.Options.Mss);
        Assert.IsTrue(bench.Options.HasWindowScale);
        Assert.AreEqual(0, bench.Options.WindowScale);
        Assert.IsTrue(bench.Options.HasTimestamps);
        Assert.AreEqual(0, (int)bench.Options.TsEcho);
        Assert.AreEqual(2048, bench.Window);
    }

    /// <summary>Rule 12 (RFC 9293, 3.2): the MSS option is on SYNs only.</summary>
    [TestMethod]
    public void OurData_CarriesNoMss()
    {
        TcpBench bench = TcpBench.Established();
        Assert.AreEqual(0, bench.Options.Mss);      // the handshake's ACK
        bench.Send("x");
        bench.Expect(0, "x", TcpHeader.Ack | TcpHeader.Psh);
        Assert.AreEqual(0, bench.Options.Mss);
    }

    /// <summary>Rule 14 (RFC 9293, 3.7.1, MUST-15): no MSS option means 536.</summary>
    [TestMethod]
    public void NoMss_Means536()
    {
        ExpectSegmentsOf("", 536);
    }

    /// <summary>Rule 4 (RFC 9293, 3.2, MUST-4; attack T10): MSS 0 is none.</summary>
    [TestMethod]
    public void MssZero_MeansNone()
    {
        ExpectSegmentsOf("02 04 00 00", 536);
    }

    /// <summary>Rule 15 (RFC 9293, 3.7.1; attack T11, CVE-2019-11479): MSS 1 is raised to the
    /// floor.</summary>
    [TestMethod]
    public void MssOne_IsRaisedToTheFloor()
    {
        ExpectSegmentsOf("02 04 00 01", 48);
    }

    /// <summary>Rule 15 (RFC 9293, 3.7.1, MUST-16): an MSS that fits is used.</summary>
    [TestMethod]
    public void Mss_IsUsed()
    {
        ExpectSegmentsOf("02 04 00 c8", 200);
    }

    /// <summary>Rules 4, 8 (RFC 9293, 3.2, MUST-4, MUST-64): NOPs, and options that are not on a
    /// word's edge.</summary>
    [TestMethod]
    public void Mss_BehindNops_IsFound()
    {
        ExpectSegmentsOf("01 01 01 02 04 00 c8 00", 200);
    }

    /// <summary>Rule 9 (RFC 9293, 3.2, MUST-69): nothing behind the end of the list
    /// counts.</summary>
    [TestMethod]
    public void Mss_BehindTheEnd_IsNotRead()
    {
        ExpectSegmentsOf("00 00 00 00 02 04 00 c8", 536);
    }

    /// <summary>Rule 6 (RFC 9293, 3.2, MUST-6, MUST-68): an unknown option is stepped over by its
    /// length.</summary>
    [TestMethod]
    public void UnknownOption_IsSkipped()
    {
        ExpectSegmentsOf("fd 06 02 04 00 64 02 04 00 c8 00 00", 200);
    }

    /// <summary>Rule 7 (RFC 9293, 3.2, MUST-7; attacks T5 to T9, T13, T14): an impossible length
    /// ends the list; what came before it counts.</summary>
    [TestMethod]
    public void ImpossibleLengths_EndTheList()
    {
        ExpectSegmentsOf("02 04 00 c8 fd 00 00 00", 200);           // length 0
        ExpectSegmentsOf("fd 01 00 00 02 04 00 c8", 536);           // length 1
        ExpectSegmentsOf("02 04 00 c8 fd 2c 00 00", 200);           // past the header
        ExpectSegmentsOf("02 04 00 c8 01 01 01 08", 200);           // a kind alone
    }

    /// <summary>Rule 7 (RFC 9293, 3.2, MUST-7; attacks T9, T14, T15): a known option of a wrong
    /// length is not read, and not counted on.</summary>
    [TestMethod]
    public void KnownOptions_WithWrongLengths_AreNotRead()
    {
        ExpectSegmentsOf("02 03 ff 01", 536);
        ExpectSegmentsOf("08 09 00 00 00 01 00 00 00 02 04 00 c8 00 00 00", 200);
        ExpectSegmentsOf(
            "01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 "
            + "01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01", 536);
    }

    /// <summary>Rule 7 (RFC 9293, 3.2, MUST-7): impossible lengths are counted.</summary>
    [TestMethod]
    public void ImpossibleLength_IsCounted()
    {
        TcpBench bench = TcpBench.SynSent();
        bench.InjectSynWith(SynAck, "fd 00 00 00");
        Assert.AreEqual(1, bench.Count(Mib.TcpInBadOption));
        bench.ExpectState(TcpState.Established);
    }

    /// <summary>Rule 5 (RFC 9293, 3.2, MUST-5; attack S14): options on any segment are read, but
    /// MSS and window scale only on SYN.</summary>
    [TestMethod]
    public void MssOnData_ChangesNothing()
    {
        TcpBench bench = TcpBench.Established(200);
        bench.InjectRaw(
            bench.PeerIss + 1, bench.OurIss + 1, TcpHeader.Ack, 8192, 0,
            Hex.Bytes("02 04 00 30 03 03 05 00"), null);
        bench.SendText(0, 200);
        bench.ExpectText(0, 200);
        Assert.AreEqual(0, bench.Sock.SndWindowScale);
    }

    /// <summary>Rule 139 (RFC 6691; RFC 7323, 3.2): time stamps are taken off the
    /// payload.</summary>
    [TestMethod]
    public void Timestamps_TakeRoomFromThePayload()
    {
        TcpBench bench = TcpBench.SynSent();
        bench.InjectSynWith(SynAck, "02 04 00 c8 01 01 08 0a 00 00 00 07 00 00 00 00");
        bench.ExpectAck(0);
        bench.PeerHasTimestamps = true;
        bench.SendText(0, 400);
        bench.ExpectText(0, 188);
        bench.ExpectText(188, 188);
    }

    /// <summary>Rule 11 (RFC 9293, 3.1; attacks T1 to T3): an offset below 5 or past the segment,
    /// and a segment shorter than a header, are dropped.</summary>
    [TestMethod]
    public void BadDataOffset_IsDropped()
    {
        TcpBench bench = TcpBench.Listening();
        byte[] shortOffset = Syn();
        shortOffset[TcpBench.TcpAt + 12] = 0x40;
        bench.Bench.Inject(shortOffset);
        byte[] longOffset = Syn();
        longOffset[TcpBench.TcpAt + 12] = 0xF0;
        bench.Bench.Inject(longOffset);
        bench.Bench.Inject(Frames.Ip(
            Frames.PeerIp, Frames.OurIp, IpHeader.ProtocolTcp, new byte[12]));
        bench.ExpectSilence();
        Assert.AreEqual(3, bench.Count(Mib.TcpInErrs));
        Assert.AreEqual(0, bench.Net.Tcp.SynQueue.Count);
    }

    /// <summary>Rule 3 (RFC 9293, 3.1, MUST-3; attack T4): a wrong checksum is dropped.</summary>
    [TestMethod]
    public void BadChecksum_IsDropped()
    {
        TcpBench bench = TcpBench.Listening();
        byte[] syn = Syn();
        syn[TcpBench.TcpAt + 17] ^= 1;
        bench.Bench.Inject(syn);
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.TcpInCsumErrors));
        Assert.AreEqual(0, bench.Net.Tcp.SynQueue.Count);
    }

    /// <summary>Rules 10, 142 (RFC 9293, 3.1; RFC 3168, 6.1.1): reserved and ECN bits are ignored,
    /// and sent as 0.</summary>
    [TestMethod]
    public void ReservedBits_AreIgnored()
    {
        TcpBench bench = TcpBench.Listening();
        bench.InjectRaw(bench.PeerIss, 0, TcpHeader.Syn | 0xC0, 8192, 0, null, null);
        bench.TakeSegment();
        Assert.AreEqual(SynAck, (int)bench.Frame[TcpBench.TcpAt + 13]);
        Assert.AreEqual(0, bench.Frame[TcpBench.TcpAt + 12] & 0x0F);
    }

    /// <summary>Rule 93 (RFC 7323, 2.2, 2.3): the shift of both SYNs counts from the third segment
    /// on.</summary>
    [TestMethod]
    public void WindowScale_IsUsedWhenBothWantIt()
    {
        TcpBench bench = TcpBench.SynSent();
        bench.InjectSynWith(SynAck, "01 03 03 07");
        bench.ExpectAck(0);
        Assert.AreEqual(8192, bench.Sock.SndWnd);           // the SYN's own is not scaled
        bench.Inject(0, null, 0, TcpHeader.Ack, 100);
        Assert.AreEqual(12800, bench.Sock.SndWnd);
    }

    /// <summary>Rule 93 (RFC 7323, 2.3; attack T12): a shift of 255 is taken as 14.</summary>
    [TestMethod]
    public void WindowScale_AboveFourteen_IsFourteen()
    {
        TcpBench bench = TcpBench.SynSent();
        bench.InjectSynWith(SynAck, "01 03 03 ff");
        Assert.AreEqual(14, bench.Sock.SndWindowScale);
    }

    /// <summary>Rule 93 (RFC 7323, 2.2): without the peer's option no window is scaled.</summary>
    [TestMethod]
    public void WindowScale_OfOneSide_IsNotUsed()
    {
#if NANOFRAMEWORK_1_0
        Expect.Skip("a window that needs a scale needs a ring larger than a device's memory");
#endif
        Limits limits = Limits.Small();
        limits.TcpReceiveRingBytes = 262144;
        TcpBench bench = TcpBench.SynSent(limits);
        Assert.AreEqual(3, bench.Options.WindowScale);
        Assert.AreEqual(65535, bench.Window);
        bench.InjectSynWith(SynAck, "");
        bench.ExpectAck(0);
        Assert.AreEqual(65535, bench.Window);
        Assert.AreEqual(0, bench.Sock.RcvWindowScale);
    }

    /// <summary>Rules 93, 133 (RFC 7323, 2.2, 3.2): a SYN-ACK offers only what the SYN
    /// had.</summary>
    [TestMethod]
    public void SynAck_OffersOnlyWhatTheSynHad()
    {
        TcpBench plain = TcpBench.Listening();
        plain.InjectSynWith(TcpHeader.Syn, "02 04 05 b4");
        plain.TakeSegment();
        Assert.IsFalse(plain.Options.HasWindowScale);
        Assert.IsFalse(plain.Options.HasTimestamps);
        Assert.AreEqual(1460, plain.Options.Mss);
    }

    /// <summary>Rules 93, 133 (RFC 7323, 2.2, 3.2): a SYN-ACK accepts what it can.</summary>
    [TestMethod]
    public void SynAck_AcceptsWhatTheSynHad()
    {
        TcpBench full = TcpBench.Listening();
        full.InjectSynWith(
            TcpHeader.Syn, "02 04 05 b4 01 03 03 02 01 01 08 0a 00 00 00 09 00 00 00 00");
        full.TakeSegment();
        Assert.IsTrue(full.Options.HasWindowScale);
        Assert.IsTrue(full.Options.HasTimestamps);
        Assert.AreEqual(9, (int)full.Options.TsEcho);
    }

    /// <summary>Connects with these options on the SYN-ACK; data must leave in segments of a
    /// size.</summary>
    private static void ExpectSegmentsOf(string options, int size)
    {
        TcpBench bench = TcpBench.SynSent();
        bench.InjectSynWith(SynAck, options);
        bench.ExpectAck(0);
        bench.SendText(0, size + 10);
        bench.ExpectText(0, size);
        bench.ExpectText(size, 10);
        bench.ExpectNoLeaks();
    }

    private static byte[] Syn()
    {
        return Frames.Tcp(
            Frames.PeerIp, Frames.OurIp, TcpBench.PeerPort, TcpBench.OurPort, 1, 0, TcpHeader.Syn,
            8192, 0, null, null);
    }
}
