#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Attack;

/// <summary>Fragments (docs/conformance.md, 3.2): whole datagrams are answered, what cannot be whole holds
/// one packet, and not for long.</summary>
[TestClass]
public sealed class FragmentAttackTests
{
    private const int DataBytes = 120;

    /// <summary>Attack F1: two fragments in order become a datagram.</summary>
    [TestMethod]
    public void F1_InOrder_AreReassembled()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Piece(7, Message(), 0, 64));
        bench.ExpectSilence();
        bench.Inject(AttackFrames.Piece(7, Message(), 64, 64));

        bench.ExpectEchoReply(DataBytes);
        Assert.AreEqual(2, bench.Count(Mib.IpReasmReqds));
        Assert.AreEqual(1, bench.Count(Mib.IpReasmOKs));
        bench.ExpectAlive();
    }

    /// <summary>Attack F2: the second fragment first.</summary>
    [TestMethod]
    public void F2_Reversed_AreReassembled()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Piece(7, Message(), 64, 64));
        bench.Inject(AttackFrames.Piece(7, Message(), 0, 64));

        bench.ExpectEchoReply(DataBytes);
        Assert.AreEqual(1, bench.Count(Mib.IpReasmOKs));
        bench.ExpectAlive();
    }

    /// <summary>Attack F3: teardrop: the second lies inside the first, and ends the
    /// datagram.</summary>
    [TestMethod]
    public void F3_Teardrop_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Fragment(7, 0, true, new byte[64]));
        bench.Inject(AttackFrames.Fragment(7, 24, false, new byte[16]));

        bench.ExpectOnlyCounted(Mib.IpReasmFails);
    }

    /// <summary>Attack F3: bytes that are there are said again, differently: nobody may choose which
    /// of the two the filter sees (RFC 1858).</summary>
    [TestMethod]
    public void F3_Overlapping_AreDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Piece(7, Message(), 0, 64));
        bench.Inject(AttackFrames.Piece(7, Message(), 56, 40));
        bench.Inject(AttackFrames.Piece(7, Message(), 96, 32));
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.IpReasmOverlaps));

        bench.Inject(AttackFrames.Piece(8, Message(), 0, 64));
        bench.Inject(AttackFrames.Fragment(8, 0, true, new byte[64]));
        bench.ExpectSilence();
        Assert.AreEqual(2, bench.Count(Mib.IpReasmOverlaps));
        Assert.AreEqual(0, bench.Count(Mib.IpReasmOKs));
        bench.ExpectAlive();
    }

    /// <summary>Attack F4: the first fragment twice.</summary>
    [TestMethod]
    public void F4_Twice_IsReassembledOnce()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Piece(7, Message(), 0, 64));
        bench.Inject(AttackFrames.Piece(7, Message(), 0, 64));
        bench.Inject(AttackFrames.Piece(7, Message(), 64, 64));

        bench.ExpectEchoReply(DataBytes);
        Assert.AreEqual(1, bench.Count(Mib.IpReasmDuplicates));
        Assert.AreEqual(1, bench.Count(Mib.IpReasmOKs));
        bench.ExpectAlive();
    }

    /// <summary>Attack F5: ping of death: 65528 and 64 more.</summary>
    [TestMethod]
    public void F5_BeyondTheLongestDatagram_AreDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Fragment(7, 0, true, new byte[64]));
        bench.Inject(AttackFrames.Fragment(7, 65528, false, new byte[64]));

        bench.ExpectOnlyCounted(Mib.IpReasmFails);
    }

    /// <summary>Attack F6: more follows, and the length is no multiple of eight.</summary>
    [TestMethod]
    public void F6_MiddleOfOddLength_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Fragment(7, 0, true, new byte[13]));

        bench.ExpectOnlyCounted(Mib.IpReasmFails);
    }

    /// <summary>Attack F7: a last fragment without a byte (CVE-2020-17438).</summary>
    [TestMethod]
    public void F7_EmptyLast_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Fragment(7, 0, true, new byte[64]));
        bench.Inject(AttackFrames.Fragment(7, 64, false, new byte[0]));

        bench.ExpectOnlyCounted(Mib.IpReasmFails);
    }

    /// <summary>Attack F8: FragmentSmack: halves that never become whole. One packet is held; who
    /// comes after is served, and one sender hears of it.</summary>
    [TestMethod]
    public void F8_FourHundredHalves_HoldOnePacket()
    {
        AttackBench bench = AttackBench.Idle();

        for (int i = 0; i < 400; i++)
        {
            bench.Inject(AttackFrames.Piece(i, Message(), 0, 64));
        }

        bench.ExpectSilence();
        Assert.AreEqual(399, bench.Count(Mib.IpReasmEvicted));
        bench.Inject(AttackFrames.Piece(7, Message(), 64, 64));
        bench.Inject(AttackFrames.Piece(7, Message(), 0, 64));
        bench.ExpectEchoReply(DataBytes);

        bench.Inject(AttackFrames.Piece(8, Message(), 0, 64));
        bench.Bench.Advance(Limits.IpFragTimeMs);
        bench.ExpectIcmp(IcmpHeader.TypeTimeExceeded, IcmpHeader.CodeReassemblyTime);
        bench.ExpectAlive();
    }

    /// <summary>Attack F9: a SYN cut after its ports (RFC 3128): it is looked at when it is
    /// whole.</summary>
    [TestMethod]
    public void F9_SynInTwoPieces_IsReassembled()
    {
        AttackBench bench = AttackBench.Idle();

        byte[] syn = AttackFrames.Payload(AttackFrames.Segment(TcpHeader.Syn, null, null));
        bench.Inject(AttackFrames.Piece(IpHeader.ProtocolTcp, 7, syn, 0, 8));
        Assert.AreEqual(0, bench.Count(Mib.TcpInSegs));
        bench.Inject(AttackFrames.Piece(IpHeader.ProtocolTcp, 7, syn, 8, 12));

        Assert.AreEqual(1, bench.Count(Mib.TcpInSegs));
        bench.ExpectSynAck();
        bench.ExpectAlive();
    }

    private static byte[] Message()
    {
        return AttackFrames.Payload(AttackFrames.Echo(new byte[DataBytes]));
    }
}
