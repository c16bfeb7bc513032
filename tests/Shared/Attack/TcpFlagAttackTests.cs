#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Attack;

/// <summary>Flags, ports and addresses at a listener (docs/conformance.md, 3.4).</summary>
[TestClass]
public sealed class TcpFlagAttackTests
{
    /// <summary>Attack T16: SYN and FIN together.</summary>
    [TestMethod]
    public void T16_SynFin_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Segment(TcpHeader.Syn | TcpHeader.Fin, null, null));

        bench.ExpectOnlyCounted(Mib.TcpInSynFin);
    }

    /// <summary>Attack T17: SYN and RST together.</summary>
    [TestMethod]
    public void T17_SynRst_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Segment(TcpHeader.Syn | TcpHeader.Rst, null, null));

        bench.ExpectOnlyCounted(Mib.TcpInBadRst);
    }

    /// <summary>Attack T18: no flag at all.</summary>
    [TestMethod]
    public void T18_NullFlags_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Segment(0, null, null));

        bench.ExpectOnlyCounted(Mib.TcpInNoAckFlag);
    }

    /// <summary>Attack T19: FIN, PSH and URG.</summary>
    [TestMethod]
    public void T19_Xmas_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Segment(
            TcpHeader.Fin | TcpHeader.Psh | TcpHeader.Urg, null, null));

        bench.ExpectOnlyCounted(Mib.TcpInNoAckFlag);
    }

    /// <summary>Attack T20: every flag there is.</summary>
    [TestMethod]
    public void T20_AllFlags_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Segment(0xFF, null, null));

        bench.ExpectOnlyCounted(Mib.TcpInBadRst);
    }

    /// <summary>Attack T21: a SYN-ACK that answers nothing.</summary>
    [TestMethod]
    public void T21_SynAckAtListen_IsReset()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Segment(TcpHeader.Syn | TcpHeader.Ack, null, null));

        bench.Tcp.ExpectReset(0x01020304, TcpHeader.Rst);
        bench.ExpectSilence();
        bench.ExpectAlive();
    }

    /// <summary>Attack T22: an ACK of nothing.</summary>
    [TestMethod]
    public void T22_AckAtListen_IsReset()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Segment(TcpHeader.Ack, null, null));

        bench.Tcp.ExpectReset(0x01020304, TcpHeader.Rst);
        bench.ExpectSilence();
        bench.ExpectAlive();
    }

    /// <summary>Attack T23: a FIN without a connection.</summary>
    [TestMethod]
    public void T23_FinAtListen_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Segment(TcpHeader.Fin, null, null));

        bench.ExpectOnlyCounted(Mib.TcpInNoAckFlag);
    }

    /// <summary>Attack T24: data on a SYN: the peer sends it again.</summary>
    [TestMethod]
    public void T24_SynWithData_AcknowledgesTheSynOnly()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Segment(TcpHeader.Syn, null, Frames.Bytes("early")));

        bench.ExpectSynAck();
        bench.ExpectSilence();
        bench.ExpectAlive();
    }

    /// <summary>Attack T25: a SYN from port 0.</summary>
    [TestMethod]
    public void T25_SourcePortZero_IsAnswered()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(Frames.Tcp(
            Frames.PeerIp, Frames.OurIp, 0, TcpBench.OurPort, TcpBench.PeerIssDefault, 0,
            TcpHeader.Syn, 8192, 0, null, null));

        bench.ExpectSynAck();
        bench.ExpectSilence();
        bench.ExpectAlive();
    }

    /// <summary>Attack T26: a SYN to port 0.</summary>
    [TestMethod]
    public void T26_DestinationPortZero_IsReset()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(Frames.Tcp(
            Frames.PeerIp, Frames.OurIp, TcpBench.PeerPort, 0, TcpBench.PeerIssDefault, 0,
            TcpHeader.Syn, 8192, 0, null, null));

        bench.Tcp.ExpectReset(0, TcpHeader.Rst | TcpHeader.Ack);
        bench.ExpectSilence();
        bench.ExpectAlive();
    }

    /// <summary>Attack T27: a SYN from a group (MUST-63).</summary>
    [TestMethod]
    public void T27_MulticastSource_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(Frames.Tcp(
            0xE0000001, Frames.OurIp, TcpBench.PeerPort, TcpBench.OurPort,
            TcpBench.PeerIssDefault, 0, TcpHeader.Syn, 8192, 0, null, null));

        bench.ExpectOnlyCounted(Mib.IpInMartians);
    }

    /// <summary>Attack T28: a SYN to 10.0.0.255 and to 255.255.255.255 (MUST-57).</summary>
    [TestMethod]
    public void T28_DirectedBroadcast_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(Frames.Tcp(
            Frames.PeerIp, 0x0A0000FF, TcpBench.PeerPort, TcpBench.OurPort,
            TcpBench.PeerIssDefault, 0, TcpHeader.Syn, 8192, 0, null, null));
        bench.Inject(Frames.ToAll(Frames.Tcp(
            Frames.PeerIp, 0xFFFFFFFF, TcpBench.PeerPort, TcpBench.OurPort,
            TcpBench.PeerIssDefault, 0, TcpHeader.Syn, 8192, 0, null, null)));

        bench.ExpectOnlyCounted(Mib.TcpInNotUnicast, 2);
    }

    /// <summary>Attack T29: a SYN for us in a frame to all.</summary>
    [TestMethod]
    public void T29_BroadcastFrame_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(Frames.ToAll(AttackFrames.Segment(TcpHeader.Syn, null, null)));

        bench.ExpectOnlyCounted(Mib.IpInAddrErrors);
    }

    /// <summary>Attack T30: a SYN from ourselves to ourselves.</summary>
    [TestMethod]
    public void T30_Land_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(Frames.Tcp(
            Frames.OurIp, Frames.OurIp, TcpBench.OurPort, TcpBench.OurPort,
            TcpBench.PeerIssDefault, 0, TcpHeader.Syn, 8192, 0, null, null));

        bench.ExpectOnlyCounted(Mib.IpInMartians);
    }
}
