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

/// <summary>Which segments are acceptable, and what is answered to the others (RFC 9293, 3.4,
/// 3.10.7.4; RFC 5961).</summary>
[TestClass]
public sealed class SequenceTests
{
    private const int Ack = TcpHeader.Ack;

    /// <summary>Rules 46, 52 (RFC 9293, 3.4): data in the window is delivered, once.</summary>
    [TestMethod]
    public void Duplicate_IsAckedAndNotDeliveredTwice()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(0, "abc", 0, Ack);
        bench.ExpectAck(3);
        bench.Inject(0, "abc", 0, Ack);
        bench.ExpectAck(3);
        bench.ExpectRead("abc");
        Assert.AreEqual(1, bench.Count(Mib.TcpDelayedAckLost));
        Assert.AreEqual(1, bench.Count(Mib.TcpInFastPath));
        bench.ExpectNoLeaks();
    }

    /// <summary>Rules 45, 47 (RFC 9293, 3.4, table 6): without data, in the window is fine, left or
    /// right of it is answered.</summary>
    [TestMethod]
    public void EmptySegment_OutsideTheWindow_IsAnswered()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(2047, null, 0, Ack);
        bench.ExpectSilence();
        bench.Inject(2048, null, 0, Ack);
        bench.ExpectAck(0);
        bench.Advance(Limits.TcpChallengeAckMs);
        bench.Inject(-2, null, 0, Ack);
        bench.ExpectAck(0);
        Assert.AreEqual(2, bench.Count(Mib.TcpInBadSeq));
    }

    /// <summary>Rule 49 (RFC 9293, 3.10.7.4, first; attacks S8, S9): data left or right of the
    /// window is answered and dropped.</summary>
    [TestMethod]
    public void Data_OutsideTheWindow_IsAnsweredAndDropped()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(2048, "right", 0, Ack);
        bench.ExpectAck(0);
        bench.Inject(-5, "leftt", 0, Ack);
        bench.ExpectAck(0);
        Assert.AreEqual(0, bench.Socket.Available);
    }

    /// <summary>Rules 47, 48 (RFC 9293, 3.4, table 6): a closed window takes an empty segment at
    /// RCV.NXT and nothing else.</summary>
    [TestMethod]
    public void ClosedWindow_TakesOnlyAnEmptySegment()
    {
        TcpBench bench = Full();
        bench.Inject(2048, null, 0, Ack);
        bench.ExpectSilence();
        bench.Inject(2048, "x", 0, Ack);
        bench.ExpectAck(2048);
        Assert.AreEqual(0, bench.Window);
        Assert.AreEqual(2048, bench.Socket.Available);
    }

    /// <summary>Rule 55 (RFC 9293, 3.10.7.4, MUST-66): with our window closed, the ACK of a dropped
    /// segment still counts, and so does a RST.</summary>
    [TestMethod]
    public void ClosedWindow_StillTakesAckAndReset()
    {
        TcpBench bench = Full();
        bench.Send("mine");
        bench.TakeSegment();
        bench.Inject(2048, "x", 4, Ack);
        bench.ExpectAck(2048);
        Assert.AreEqual(0, bench.Sock.PacketsOut);
        bench.Inject(2048, null, 4, TcpHeader.Rst);
        bench.ExpectState(TcpState.Closed);
    }

    /// <summary>Rule 51 (RFC 9293, 3.10.7.4): what overlaps on the left is trimmed.</summary>
    [TestMethod]
    public void Overlap_OnTheLeft_IsTrimmed()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(0, "abcd", 0, Ack);
        bench.ExpectAck(4);
        bench.Inject(2, "cdef", 0, Ack);
        bench.ExpectAck(6);
        bench.ExpectRead("abcdef");
    }

    /// <summary>Rule 51 (RFC 9293, 3.10.7.4): what lies right of the window is cut off.</summary>
    [TestMethod]
    public void Overlap_OnTheRight_IsCut()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(0, TcpBench.Text(0, 1400), 0, Ack);
        bench.ExpectAck(1400);
        bench.Inject(1400, TcpBench.Text(1400, 1000), 0, Ack);
        bench.ExpectAck(2048);
        Assert.AreEqual(0, bench.Window);
        Assert.AreEqual(1, bench.Count(Mib.TcpRcvQDrop));
        bench.ExpectRead(TcpBench.Text(0, 2048));
    }

    /// <summary>Rule 50 (RFC 9293, 3.4): both sequence spaces pass 2^32 in the middle of a
    /// segment.</summary>
    [TestMethod]
    public void Sequences_WrapInBothDirections()
    {
        TcpBench bench = TcpBench.NearWrap();
        bench.Inject(0, TcpBench.Text(0, 100), 0, Ack);
        bench.ExpectAck(100);
        bench.ExpectRead(TcpBench.Text(0, 100));
        bench.SendText(0, 600);
        bench.ExpectText(0, 600);
        bench.Inject(100, null, 300, Ack);
        bench.Advance(bench.Sock.RtoMs);
        bench.ExpectText(300, 300);
        bench.Inject(100, null, 600, Ack);
        Assert.AreEqual(0, bench.Sock.PacketsOut);
        bench.ExpectAlive(100, 600);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 50 (RFC 9293, 3.4): out of order and FIN across 2^32.</summary>
    [TestMethod]
    public void Sequences_WrapOutOfOrder()
    {
        TcpBench bench = TcpBench.NearWrap();
        bench.Inject(60, TcpBench.Text(60, 20), 0, Ack | TcpHeader.Fin);
        bench.ExpectAck(0);
        bench.Inject(40, TcpBench.Text(40, 30), 0, Ack);
        bench.ExpectAck(0);
        bench.Inject(0, TcpBench.Text(0, 45), 0, Ack);
        bench.ExpectAck(81);
        bench.ExpectRead(TcpBench.Text(0, 80));
        bench.ExpectState(TcpState.CloseWait);
    }

    /// <summary>Rule 50 (RFC 9293, 3.4): a zero window is probed across 2^32.</summary>
    [TestMethod]
    public void Probe_AtTheWrap_IsOneToTheLeft()
    {
        TcpBench bench = TcpBench.NearWrap();
        int toWrap = (int)(0 - (bench.OurIss + 1));
        bench.SendText(0, toWrap);
        bench.ExpectText(0, toWrap);
        bench.Inject(0, null, toWrap, Ack, 0);
        bench.Send("x");
        bench.Advance(bench.Sock.RtoMs);
        bench.ExpectFlags(toWrap - 1, Ack);
    }

    /// <summary>Rule 56 (RFC 5961, 3.2): a RST at RCV.NXT closes.</summary>
    [TestMethod]
    public void Reset_AtRcvNxt_Closes()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(0, null, 0, TcpHeader.Rst);
        bench.ExpectState(TcpState.Closed);
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.TcpEstabResets));
        TcpBench.ExpectError(SocketError.ConnectionReset, () => bench.Send("x"));
    }

    /// <summary>Rule 57 (RFC 5961, 3.2): a RST elsewhere in the window is challenged.</summary>
    [TestMethod]
    public void Reset_ElsewhereInTheWindow_IsChallenged()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(1, null, 0, TcpHeader.Rst);
        bench.ExpectAck(0);
        bench.ExpectState(TcpState.Established);
        Assert.AreEqual(1, bench.Count(Mib.TcpChallengeAck));
        Assert.AreEqual(1, bench.Count(Mib.TcpInBadRst));
    }

    /// <summary>Rule 58 (RFC 9293, 3.10.7.4, first): a RST outside the window is dropped
    /// silently.</summary>
    [TestMethod]
    public void Reset_OutsideTheWindow_IsSilentlyDropped()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(2048, null, 0, TcpHeader.Rst);
        bench.Inject(-1, null, 0, TcpHeader.Rst);
        bench.ExpectSilence();
        bench.ExpectState(TcpState.Established);
    }

    /// <summary>Rule 59 (RFC 5961, 4.2; attacks S4, S5): a SYN in a synchronized state is
    /// challenged, in the window or not.</summary>
    [TestMethod]
    public void Syn_WhenSynchronized_IsChallenged()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(0, null, 0, TcpHeader.Syn);
        bench.ExpectAck(0);
        bench.Advance(Limits.TcpChallengeAckMs);
        bench.Inject(-100, null, 0, TcpHeader.Syn);
        bench.ExpectAck(0);
        bench.ExpectState(TcpState.Established);
        bench.ExpectAlive(0, 0);
    }

    /// <summary>Rule 63 (RFC 5961, 7): one challenge ACK per socket and half second; another socket
    /// has its own.</summary>
    [TestMethod]
    public void ChallengeAcks_AreLimitedPerSocket()
    {
        TcpBench bench = TcpBench.Established();
        TcpBench other = TcpBench.Beside(bench, 7001);
        for (int i = 0; i < 10; i++)
        {
            bench.Inject(1, null, 0, TcpHeader.Rst);
        }

        bench.ExpectAck(0);
        bench.ExpectSilence();
        Assert.AreEqual(9, bench.Count(Mib.TcpChallengeAckSkipped));
        other.Inject(1, null, 0, TcpHeader.Rst);
        other.ExpectAck(0);
        bench.Advance(Limits.TcpChallengeAckMs);
        bench.Inject(1, null, 0, TcpHeader.Rst);
        bench.ExpectAck(0);
    }

    /// <summary>Rule 60 (RFC 9293, 3.10.7.4, fifth; attack S11): without ACK flag:
    /// dropped.</summary>
    [TestMethod]
    public void Data_WithoutAck_IsDropped()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(0, "x", 0, TcpHeader.Psh);
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.TcpInNoAckFlag));
        Assert.AreEqual(0, bench.Socket.Available);
    }

    /// <summary>Rule 61 (RFC 9293, 3.10.7.4, fifth; attack S6): an ACK of what was not sent is
    /// answered, and its data dropped.</summary>
    [TestMethod]
    public void Ack_OfUnsentData_IsAnsweredAndDropped()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(0, "x", 1, Ack);
        bench.ExpectAck(0);
        Assert.AreEqual(0, bench.Socket.Available);
        Assert.AreEqual(1, bench.Count(Mib.TcpInBadAck));
        bench.ExpectAlive(0, 0);
    }

    /// <summary>Rule 62 (RFC 5961, 5.2; attack S7): an ACK below UNA - MAX.SND.WND is answered, and
    /// its data dropped.</summary>
    [TestMethod]
    public void Ack_FromTooLongAgo_IsAnsweredAndDropped()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(0, "evil", -8193, Ack);
        bench.ExpectAck(0);
        Assert.AreEqual(0, bench.Socket.Available);
    }

    /// <summary>Rules 62, 65 (RFC 9293, 3.10.7.4, fifth): an older ACK changes nothing; its data is
    /// taken.</summary>
    [TestMethod]
    public void Ack_FromBefore_KeepsUna()
    {
        TcpBench bench = TcpBench.Established();
        bench.Send("abcd");
        bench.TakeSegment();
        bench.Inject(0, null, 4, Ack);
        bench.Inject(0, "late", 0, Ack);
        bench.ExpectAck(4);
        Assert.AreEqual(4, (int)(bench.Sock.SndUna - bench.OurIss - 1));
        Assert.AreEqual(1, bench.Count(Mib.TcpInOldAck));
        bench.ExpectRead("late");
    }

    /// <summary>Rule 64 (RFC 9293, 3.10.7.4, SND.WL1, SND.WL2): an older segment does not set the
    /// window.</summary>
    [TestMethod]
    public void Window_OfAnOlderSegment_IsNotTaken()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(10, "ahead", 0, Ack, 4000);
        bench.ExpectAck(0);
        bench.Inject(0, "0123456789", 0, Ack, 1000);
        bench.ExpectAck(15);
        Assert.AreEqual(4000, bench.Sock.SndWnd);
        bench.Inject(15, null, 0, Ack, 2000);
        Assert.AreEqual(2000, bench.Sock.SndWnd);
    }

    /// <summary>Rule 86 (RFC 9293, 3.8.4; attack S12): a keep-alive of the peer is
    /// answered.</summary>
    [TestMethod]
    public void Keepalive_OfThePeer_IsAnswered()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(-1, null, 0, Ack);
        bench.ExpectAck(0);
        Assert.AreEqual(1, bench.Count(Mib.TcpInWindowProbe));
    }

    /// <summary>Rules 49, 63 (RFC 5961, 7): two ends that disagree do not storm each other: an ACK
    /// is answered by at most two ACKs a second.</summary>
    [TestMethod]
    public void AckStorm_DiesOut()
    {
        TcpBench bench = TcpBench.Established();
        for (int i = 0; i < 100; i++)
        {
            bench.Inject(-100, null, 100, Ack);
            bench.Advance(10);
        }

        int answers = bench.Bench.Wire.SentCount;
        Assert.IsTrue(answers <= 2, answers.ToString() + " answers in a second");
    }

    /// <summary>Our receive ring is full, and said so.</summary>
    private static TcpBench Full()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(0, TcpBench.Text(0, 1024), 0, Ack);
        bench.ExpectAck(1024);
        bench.Inject(1024, TcpBench.Text(1024, 1024), 0, Ack);
        bench.ExpectAck(2048);
        Assert.AreEqual(0, bench.Window);
        return bench;
    }
}
