#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Attack;

/// <summary>Segments inside a connection that its peer never sent (docs/conformance.md, 3.5).</summary>
[TestClass]
public sealed class TcpConnectionAttackTests
{
    /// <summary>Attack S1: a RST with exactly the next number (RFC 5961, 3.2).</summary>
    [TestMethod]
    public void S1_RstAtTheLeftEdge_Closes()
    {
        AttackBench bench = AttackBench.Connected();

        bench.Tcp.Inject(0, null, 0, TcpHeader.Rst);

        bench.ExpectSilence();
        bench.Tcp.ExpectState(NanoStack.Tcp.TcpState.Closed);
        bench.ExpectAlive();
    }

    /// <summary>Attack S2: a RST that is nearly right.</summary>
    [TestMethod]
    public void S2_RstInTheWindow_IsChallenged()
    {
        AttackBench bench = AttackBench.Connected();

        bench.Tcp.Inject(100, null, 0, TcpHeader.Rst);

        bench.Tcp.ExpectAck(0);
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.TcpChallengeAck));
        bench.ExpectUnharmed(0, 0);
    }

    /// <summary>Attack S3: a RST that is wrong.</summary>
    [TestMethod]
    public void S3_RstOutside_IsSilent()
    {
        AttackBench bench = AttackBench.Connected();

        bench.Tcp.Inject(100000, null, 0, TcpHeader.Rst);
        bench.Tcp.Inject(-1, null, 0, TcpHeader.Rst);

        bench.ExpectSilence();
        Assert.AreEqual(2, bench.Count(Mib.TcpInBadRst));
        bench.ExpectUnharmed(0, 0);
    }

    /// <summary>Attack S4: a SYN inside a connection (RFC 5961, 4).</summary>
    [TestMethod]
    public void S4_SynInTheWindow_IsChallenged()
    {
        AttackBench bench = AttackBench.Connected();

        bench.Tcp.Inject(100, null, 0, TcpHeader.Syn);

        bench.Tcp.ExpectAck(0);
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.TcpChallengeAck));
        bench.ExpectUnharmed(0, 0);
    }

    /// <summary>Attack S5: the SYN of this connection again.</summary>
    [TestMethod]
    public void S5_OldSyn_IsChallenged()
    {
        ExpectAnswerAndDrop(-1, null, 0, TcpHeader.Syn);
    }

    /// <summary>Attack S6: an optimistic ACK with data.</summary>
    [TestMethod]
    public void S6_AckOfWhatWasNeverSent_IsAnsweredAndDropped()
    {
        ExpectAnswerAndDrop(0, "x", 100, TcpHeader.Ack);
    }

    /// <summary>Attack S7: an ACK below UNA - MAX.WND (RFC 5961, 5.2).</summary>
    [TestMethod]
    public void S7_AckFarBelow_IsAnsweredAndDropped()
    {
        ExpectAnswerAndDrop(0, "x", -100000, TcpHeader.Ack);
    }

    /// <summary>Attack S8: data that was never expected any more.</summary>
    [TestMethod]
    public void S8_DataLeftOfTheWindow_IsAnsweredAndDropped()
    {
        ExpectAnswerAndDrop(-5, "abcde", 0, TcpHeader.Ack);
    }

    /// <summary>Attack S9: data beyond what we offered.</summary>
    [TestMethod]
    public void S9_DataRightOfTheWindow_IsAnsweredAndDropped()
    {
        ExpectAnswerAndDrop(50000, "abcde", 0, TcpHeader.Ack);
    }

    /// <summary>Attack S10: an urgent pointer of 65535 (URGENT/11).</summary>
    [TestMethod]
    public void S10_UrgentPointerPastTheSegment_DoesNoHarm()
    {
        AttackBench bench = AttackBench.Connected();

        bench.Tcp.InjectUrgent(0, "abc", 0, TcpHeader.Ack | TcpHeader.Urg, 8192, 65535);
        bench.Tcp.ExpectAck(3);
        bench.Tcp.ExpectRead("abc");

        bench.ExpectUnharmed(3, 0);
    }

    /// <summary>Attack S11: data without the ACK flag.</summary>
    [TestMethod]
    public void S11_DataWithoutAck_IsDropped()
    {
        AttackBench bench = AttackBench.Connected();

        bench.Tcp.Inject(0, "x", 0, TcpHeader.Psh);

        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.TcpInNoAckFlag));
        bench.ExpectUnharmed(0, 0);
    }

    /// <summary>Attack S12: a keep-alive, without and with its byte of garbage.</summary>
    [TestMethod]
    public void S12_Keepalive_IsAnswered()
    {
        AttackBench bench = AttackBench.Connected();

        bench.Tcp.Inject(-1, null, 0, TcpHeader.Ack);
        bench.Tcp.ExpectAck(0);
        bench.Tcp.Inject(-1, "g", 0, TcpHeader.Ack);
        bench.Tcp.ExpectAck(0);

        bench.ExpectSilence();
        Assert.AreEqual(2, bench.Count(Mib.TcpInWindowProbe));
        bench.ExpectUnharmed(0, 0);
    }

    /// <summary>Attack S13: SACK blocks that end before they begin, or lie beyond what we sent.</summary>
    [TestMethod]
    public void S13_SackBackwardsAndBeyond_IsIgnored()
    {
        AttackBench bench = AttackBench.Connected();

        byte[] options = new byte[20];
        options[0] = 1;
        options[1] = 1;
        options[2] = 5;
        options[3] = 18;
        ByteOrder.Write32(options, 4, bench.Tcp.OurIss + 500);
        ByteOrder.Write32(options, 8, bench.Tcp.OurIss + 100);
        ByteOrder.Write32(options, 12, bench.Tcp.OurIss + 5000);
        ByteOrder.Write32(options, 16, bench.Tcp.OurIss + 9000);
        bench.Tcp.InjectRaw(
            bench.Tcp.PeerIss + 1, bench.Tcp.OurIss + 1, TcpHeader.Ack, 8192, 0, options, null);

        bench.ExpectSilence();
        bench.ExpectUnharmed(0, 0);
    }

    /// <summary>Attack S14: an MSS option where none may be (MUST-65).</summary>
    [TestMethod]
    public void S14_MssOnADataSegment_IsIgnored()
    {
        AttackBench bench = AttackBench.Connected();

        int mss = bench.Tcp.Sock.MssCache;
        bench.Tcp.InjectRaw(
            bench.Tcp.PeerIss + 1, bench.Tcp.OurIss + 1, TcpHeader.Ack, 8192, 0,
            new byte[] { 2, 4, 0, 64 }, null);

        bench.ExpectSilence();
        Assert.AreEqual(mss, bench.Tcp.Sock.MssCache);
        bench.ExpectUnharmed(0, 0);
    }

    /// <summary>Attack S15: an urgent pointer to nowhere (CVE-2019-12255).</summary>
    [TestMethod]
    public void S15_UrgentPointerZeroWithData_DoesNoHarm()
    {
        AttackBench bench = AttackBench.Connected();

        bench.Tcp.InjectUrgent(0, "abc", 0, TcpHeader.Ack | TcpHeader.Urg, 8192, 0);
        bench.Tcp.ExpectAck(3);
        bench.Tcp.ExpectRead("abc");

        bench.ExpectUnharmed(3, 0);
    }

    /// <summary>Attack S16: an urgent pointer that goes backward.</summary>
    [TestMethod]
    public void S16_UrgentPointerMovingBack_DoesNoHarm()
    {
        AttackBench bench = AttackBench.Connected();

        bench.Tcp.InjectUrgent(0, "abc", 0, TcpHeader.Ack | TcpHeader.Urg, 8192, 100);
        bench.Tcp.ExpectAck(3);
        bench.Tcp.InjectUrgent(3, "def", 0, TcpHeader.Ack | TcpHeader.Urg, 8192, 1);
        bench.Tcp.ExpectAck(6);
        bench.Tcp.ExpectRead("abcdef");

        bench.ExpectUnharmed(6, 0);
    }

    /// <summary>Attack S17: a FIN behind data that is missing.</summary>
    [TestMethod]
    public void S17_FinBeforeTheHoleIsFilled_WaitsForTheData()
    {
        AttackBench bench = AttackBench.Connected();

        bench.Tcp.Inject(4, null, 0, TcpHeader.Fin | TcpHeader.Ack);
        bench.Tcp.ExpectAck(0);
        bench.Tcp.ExpectState(NanoStack.Tcp.TcpState.Established);
        bench.Tcp.Inject(0, "abcd", 0, TcpHeader.Ack);
        bench.Tcp.TakeSegment();
        if (bench.Tcp.AckSeen == 4)
        {
            bench.Tcp.Inject(4, null, 0, TcpHeader.Fin | TcpHeader.Ack);
            bench.Tcp.TakeSegment();
        }

        Assert.AreEqual(5, bench.Tcp.AckSeen);
        bench.Tcp.ExpectState(NanoStack.Tcp.TcpState.CloseWait);
        bench.Tcp.ExpectRead("abcd");
        bench.ExpectAlive();
    }

    /// <summary>Attack S18: a window that is shut, then a crack.</summary>
    [TestMethod]
    public void S18_WindowZeroThenOneThenOpen_IsProbedWithoutABurst()
    {
        AttackBench bench = AttackBench.Connected();

        bench.Tcp.Inject(0, null, 0, TcpHeader.Ack, 0);
        bench.Tcp.Send("abcdef");
        ExpectNoMoreThan(bench, 1);
        bench.Bench.Advance(3000);
        Assert.IsTrue(bench.Bench.Wire.SentCount > 0, "a probe");
        ExpectNoMoreThan(bench, 1);
        bench.Tcp.Inject(0, null, 0, TcpHeader.Ack, 1);
        ExpectNoMoreThan(bench, 1);

        bench.Tcp.Inject(0, null, 0, TcpHeader.Ack, 8192);
        bench.Bench.Advance(5000);
        Assert.AreEqual(6, LastByteSent(bench));
        bench.Tcp.Inject(0, null, 6, TcpHeader.Ack, 8192);
        bench.ExpectUnharmed(0, 6);
    }

    /// <summary>Attack S19: a SYN flood from many hosts.</summary>
    [TestMethod]
    public void S19_ThreeHundredSyns_LeaveRoomForAClient()
    {
        AttackBench bench = AttackBench.Idle();

        int limit = Limits.Default().TcpSynQueueCount;
        for (int i = 0; i < 300; i++)
        {
            bench.Bench.Wire.ClearSent();           // a device has no room to keep them
            bench.Inject(Frames.Tcp(
                0x0A000020 + (uint)(i % 200), Frames.OurIp, 1024 + i, TcpBench.OurPort, (uint)i, 0,
                TcpHeader.Syn, 8192, 0, null, null));
            Assert.IsTrue(bench.Tcp.Net.Tcp.SynQueue.Count <= limit);
        }

        Assert.AreEqual(300 - limit, bench.Count(Mib.TcpSynQueueFull));
        bench.ExpectAlive();
    }

    /// <summary>Injects a segment into a connection: an ACK comes back, and nothing else
    /// happens.</summary>
    private static void ExpectAnswerAndDrop(int seq, string text, int ack, int flags)
    {
        AttackBench bench = AttackBench.Connected();

        bench.Tcp.Inject(seq, text, ack, flags);

        bench.Tcp.ExpectAck(0);
        bench.ExpectSilence();
        bench.ExpectUnharmed(0, 0);
    }

    private static void ExpectNoMoreThan(AttackBench bench, int bytes)
    {
        while (bench.Bench.Wire.SentCount > 0)
        {
            bench.Tcp.TakeSegment();
            int end = bench.Tcp.SeqSeen + bench.Tcp.Payload().Length;
            Assert.IsTrue(end <= bytes, end.ToString() + " bytes");
        }
    }

    private static int LastByteSent(AttackBench bench)
    {
        int end = 0;
        while (bench.Bench.Wire.SentCount > 0)
        {
            bench.Tcp.TakeSegment();
            int at = bench.Tcp.SeqSeen + bench.Tcp.Payload().Length;
            end = at > end ? at : end;
        }

        return end;
    }
}
