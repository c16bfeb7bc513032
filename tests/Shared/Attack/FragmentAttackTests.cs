#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Attack;

/// <summary>Fragments (CONFORMANCE, 3.2): dropped and counted, whatever they say.</summary>
[TestClass]
public sealed class FragmentAttackTests
{
    /// <summary>Attack F1: two fragments in order: no reassembly yet, and it says so.</summary>
    [TestMethod]
    public void F1_InOrder_AreCountedAndDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Fragment(7, 0, true, new byte[64]));
        bench.Inject(AttackFrames.Fragment(7, 64, false, new byte[64]));

        bench.ExpectSilence();
        Assert.AreEqual(2, bench.Count(Mib.IpReasmReqds));
        Assert.AreEqual(2, bench.Count(Mib.IpReasmFails));
        bench.ExpectAlive();
    }

    /// <summary>Attack F2: the second fragment first.</summary>
    [TestMethod]
    public void F2_Reversed_AreCountedAndDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Fragment(7, 64, false, new byte[64]));
        bench.Inject(AttackFrames.Fragment(7, 0, true, new byte[64]));

        bench.ExpectSilence();
        Assert.AreEqual(2, bench.Count(Mib.IpReasmReqds));
        Assert.AreEqual(2, bench.Count(Mib.IpReasmFails));
        bench.ExpectAlive();
    }

    /// <summary>Attack F3: teardrop: the second lies inside the first.</summary>
    [TestMethod]
    public void F3_Overlapping_AreDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Fragment(7, 0, true, new byte[64]));
        bench.Inject(AttackFrames.Fragment(7, 24, false, new byte[16]));

        bench.ExpectSilence();
        Assert.AreEqual(2, bench.Count(Mib.IpReasmReqds));
        Assert.AreEqual(2, bench.Count(Mib.IpReasmFails));
        bench.ExpectAlive();
    }

    /// <summary>Attack F4: the first fragment twice.</summary>
    [TestMethod]
    public void F4_Twice_AreCountedAndDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Fragment(7, 0, true, new byte[64]));
        bench.Inject(AttackFrames.Fragment(7, 0, true, new byte[64]));
        bench.Inject(AttackFrames.Fragment(7, 64, false, new byte[64]));

        bench.ExpectSilence();
        Assert.AreEqual(3, bench.Count(Mib.IpReasmReqds));
        Assert.AreEqual(3, bench.Count(Mib.IpReasmFails));
        bench.ExpectAlive();
    }

    /// <summary>Attack F5: ping of death: 65528 and 64 more.</summary>
    [TestMethod]
    public void F5_BeyondTheLongestDatagram_AreDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Fragment(7, 0, true, new byte[64]));
        bench.Inject(AttackFrames.Fragment(7, 65528, false, new byte[64]));

        bench.ExpectSilence();
        Assert.AreEqual(2, bench.Count(Mib.IpReasmReqds));
        Assert.AreEqual(2, bench.Count(Mib.IpReasmFails));
        bench.ExpectAlive();
    }

    /// <summary>Attack F6: more follows, and the length is no multiple of eight.</summary>
    [TestMethod]
    public void F6_MiddleOfOddLength_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Fragment(7, 0, true, new byte[13]));

        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.IpReasmReqds));
        Assert.AreEqual(1, bench.Count(Mib.IpReasmFails));
        bench.ExpectAlive();
    }

    /// <summary>Attack F7: a last fragment without a byte (CVE-2020-17438).</summary>
    [TestMethod]
    public void F7_EmptyLast_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Fragment(7, 0, true, new byte[64]));
        bench.Inject(AttackFrames.Fragment(7, 64, false, new byte[0]));

        bench.ExpectSilence();
        Assert.AreEqual(2, bench.Count(Mib.IpReasmReqds));
        Assert.AreEqual(2, bench.Count(Mib.IpReasmFails));
        bench.ExpectAlive();
    }

    /// <summary>Attack F8: FragmentSmack: halves that never become whole.</summary>
    [TestMethod]
    public void F8_FourHundredHalves_CostNothing()
    {
        AttackBench bench = AttackBench.Idle();

        for (int i = 0; i < 400; i++)
        {
            bench.Inject(AttackFrames.Fragment(i, 0, true, new byte[64]));
        }

        bench.ExpectSilence();
        Assert.AreEqual(400, bench.Count(Mib.IpReasmFails));
        bench.ExpectAlive();
    }

    /// <summary>Attack F9: a SYN cut after its ports (RFC 3128).</summary>
    [TestMethod]
    public void F9_SynInTwoPieces_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        byte[] syn = AttackFrames.Segment(TcpHeader.Syn, null, null);
        byte[] first = new byte[8];
        byte[] second = new byte[12];
        System.Array.Copy(syn, TcpBench.TcpAt, first, 0, 8);
        System.Array.Copy(syn, TcpBench.TcpAt + 8, second, 0, 12);
        bench.Inject(AttackFrames.Fragment(IpHeader.ProtocolTcp, 7, 0, true, first));
        bench.Inject(AttackFrames.Fragment(IpHeader.ProtocolTcp, 7, 8, false, second));

        bench.ExpectSilence();
        Assert.AreEqual(0, bench.Count(Mib.TcpInSegs));
        bench.ExpectAlive();
    }
}
