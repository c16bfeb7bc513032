#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Attack;

/// <summary>Segments at a listener that nobody honest sends (docs/conformance.md, 3.4).</summary>
[TestClass]
public sealed class TcpListenAttackTests
{
    /// <summary>Attack T1: a header of 16 bytes.</summary>
    [TestMethod]
    public void T1_OffsetFour_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.WithTcpByte(
            AttackFrames.Segment(TcpHeader.Syn, null, null), 12, 0x40));

        bench.ExpectOnlyCounted(Mib.TcpInErrs);
    }

    /// <summary>Attack T2: a header of 60 bytes in a segment of 20.</summary>
    [TestMethod]
    public void T2_OffsetPastTheSegment_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.WithTcpByte(
            AttackFrames.Segment(TcpHeader.Syn, null, null), 12, 0xF0));

        bench.ExpectOnlyCounted(Mib.TcpInErrs);
    }

    /// <summary>Attack T3: a segment shorter than its header.</summary>
    [TestMethod]
    public void T3_SegmentOf12Bytes_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(Frames.Ip(
            Frames.PeerIp, Frames.OurIp, IpHeader.ProtocolTcp, new byte[12]));

        bench.ExpectOnlyCounted(Mib.TcpInErrs);
    }

    /// <summary>Attack T4: a SYN that does not sum.</summary>
    [TestMethod]
    public void T4_BadChecksum_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        byte[] frame = AttackFrames.Segment(TcpHeader.Syn, null, null);
        frame[TcpBench.TcpAt + 16] ^= 1;
        bench.Inject(frame);

        bench.ExpectOnlyCounted(Mib.TcpInCsumErrors);
    }

    /// <summary>Attack T5: an option that would be read for ever.</summary>
    [TestMethod]
    public void T5_OptionOfLengthZero_EndsTheOptions()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Segment(
            TcpHeader.Syn, new byte[] { 99, 0, 0, 0 }, null));

        bench.ExpectSynAck();
        bench.ExpectOnlyCounted(Mib.TcpInBadOption);
    }

    /// <summary>Attack T6: an option shorter than itself.</summary>
    [TestMethod]
    public void T6_OptionOfLengthOne_EndsTheOptions()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Segment(
            TcpHeader.Syn, new byte[] { 99, 1, 0, 0 }, null));

        bench.ExpectSynAck();
        bench.ExpectOnlyCounted(Mib.TcpInBadOption);
    }

    /// <summary>Attack T7: an option longer than the header.</summary>
    [TestMethod]
    public void T7_OptionPastTheHeader_EndsTheOptions()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Segment(
            TcpHeader.Syn, new byte[] { 99, 40, 0, 0 }, null));

        bench.ExpectSynAck();
        bench.ExpectOnlyCounted(Mib.TcpInBadOption);
    }

    /// <summary>Attack T8: a kind in the last byte.</summary>
    [TestMethod]
    public void T8_KindWithoutLength_EndsTheOptions()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Segment(
            TcpHeader.Syn, new byte[] { 1, 1, 1, 8 }, null));

        bench.ExpectSynAck();
        bench.ExpectOnlyCounted(Mib.TcpInBadOption);
    }

    /// <summary>Attack T9: an MSS option of three bytes.</summary>
    [TestMethod]
    public void T9_MssOfLengthThree_IsNotRead()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Segment(
            TcpHeader.Syn, new byte[] { 2, 3, 5, 0 }, null));

        bench.ExpectSynAck();
        bench.ExpectSilence();
        bench.ExpectAlive();
    }

    /// <summary>Attack T10: an MSS of 0: 536 (RFC 9293, MUST-15).</summary>
    [TestMethod]
    public void T10_MssZero_IsTreatedAsAbsent()
    {
        AttackBench bench = AttackBench.Idle();

        bench.ConnectWith(new byte[] { 2, 4, 0, 0 });

        Assert.AreEqual(Limits.TcpMssDefault, bench.Tcp.Sock.MssCache);
        bench.ExpectUnharmed(0, 0);
    }

    /// <summary>Attack T11: an MSS of 1 (CVE-2019-11479, CVE-2018-16523): nobody makes us send a
    /// byte a segment.</summary>
    [TestMethod]
    public void T11_MssOne_IsFloored()
    {
        AttackBench bench = AttackBench.Idle();

        bench.ConnectWith(new byte[] { 2, 4, 0, 1 });

        Assert.AreEqual(Limits.TcpMssMin, bench.Tcp.Sock.MssCache);
        bench.ExpectUnharmed(0, 0);
    }

    /// <summary>Attack T12: a window scale of 255 (RFC 7323, 2.3).</summary>
    [TestMethod]
    public void T12_WindowScale255_IsFourteen()
    {
        AttackBench bench = AttackBench.Idle();

        bench.ConnectWith(new byte[] { 3, 3, 255, 0 });

        Assert.AreEqual(Limits.TcpWindowScaleMax, bench.Tcp.Sock.SndWindowScale);
        bench.ExpectUnharmed(0, 0);
    }

    /// <summary>Attack T13: a SACK-permitted option of three bytes.</summary>
    [TestMethod]
    public void T13_SackPermittedOfLengthThree_IsSkipped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Segment(
            TcpHeader.Syn, new byte[] { 4, 3, 0, 0 }, null));

        bench.ExpectSynAck();
        bench.ExpectSilence();
        bench.ExpectAlive();
    }

    /// <summary>Attack T14: a time stamp option of nine bytes.</summary>
    [TestMethod]
    public void T14_TimestampsOfLengthNine_AreNotRead()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Segment(
            TcpHeader.Syn, new byte[] { 8, 9, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0 }, null));

        bench.ExpectSynAck();
        bench.ExpectSilence();
        bench.ExpectAlive();
    }

    /// <summary>Attack T15: forty times nothing.</summary>
    [TestMethod]
    public void T15_FortyNops_AreSkipped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Segment(
            TcpHeader.Syn, new byte[] { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
            1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 }, null));

        bench.ExpectSynAck();
        bench.ExpectSilence();
        bench.ExpectAlive();
    }
}
