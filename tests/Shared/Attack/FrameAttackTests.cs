#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Attack;

/// <summary>Frames and ARP that nobody honest sends (docs/conformance.md, 3.1).</summary>
[TestClass]
public sealed class FrameAttackTests
{
    /// <summary>Attack E1: an IPv4 frame with nothing in it.</summary>
    [TestMethod]
    public void E1_IpWithoutPayload_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Cut(AttackFrames.Echo(new byte[8]), EthHeader.Length));

        bench.ExpectOnlyCounted(Mib.IpInHdrErrors);
    }

    /// <summary>Attack E2: an IPv4 frame with one byte in it.</summary>
    [TestMethod]
    public void E2_IpOfOneByte_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(AttackFrames.Cut(AttackFrames.Echo(new byte[8]), EthHeader.Length + 1));

        bench.ExpectOnlyCounted(Mib.IpInHdrErrors);
    }

    /// <summary>Attack E3: an 802.3 frame, whose type is a length.</summary>
    [TestMethod]
    public void E3_LengthInsteadOfType_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        byte[] frame = AttackFrames.Echo(new byte[8]);
        EthHeader.SetType(frame, 0, 36);
        bench.Inject(frame);

        bench.ExpectOnlyCounted(Mib.RxUnknownType);
    }

    /// <summary>Attack E4: an echo to our address alone in a frame to all (RFC 1122, 3.3.6).</summary>
    [TestMethod]
    public void E4_UnicastInABroadcastFrame_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Inject(Frames.ToAll(AttackFrames.Echo(new byte[8])));

        bench.ExpectOnlyCounted(Mib.IpInAddrErrors);
    }

    /// <summary>Attack A1: an ARP packet of 20 bytes.</summary>
    [TestMethod]
    public void A1_CutShort_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Bench.Wire.KeepsArp = true;
        bench.Inject(AttackFrames.Cut(Question(), EthHeader.Length + 20));

        bench.ExpectOnlyCounted(Mib.ArpInErrors);
    }

    /// <summary>Attack A2: a hardware length of 16: nothing is read by it.</summary>
    [TestMethod]
    public void A2_LongHardwareLength_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Bench.Wire.KeepsArp = true;
        byte[] frame = Question();
        frame[EthHeader.Length + 4] = 16;
        bench.Inject(frame);

        bench.ExpectOnlyCounted(Mib.ArpInErrors);
    }

    /// <summary>Attack A3: a protocol length of 16.</summary>
    [TestMethod]
    public void A3_LongProtocolLength_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Bench.Wire.KeepsArp = true;
        byte[] frame = Question();
        frame[EthHeader.Length + 5] = 16;
        bench.Inject(frame);

        bench.ExpectOnlyCounted(Mib.ArpInErrors);
    }

    /// <summary>Attack A4: operation 9.</summary>
    [TestMethod]
    public void A4_UnknownOperation_IsDropped()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Bench.Wire.KeepsArp = true;
        byte[] frame = Question();
        frame[EthHeader.Length + 7] = 9;
        bench.Inject(frame);

        bench.ExpectOnlyCounted(Mib.ArpInIgnored);
    }

    /// <summary>Attack A5: our address claimed by another (RFC 5227, 2.4).</summary>
    [TestMethod]
    public void A5_SenderIsUs_IsDefendedAndNotLearned()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Bench.Wire.KeepsArp = true;
        bench.Inject(Frames.Arp(
            ArpHeader.OperationRequest, Evil, Frames.OurIp, Frames.OurIp));

        byte[] frame = bench.Bench.Wire.TakeSent();
        Assert.AreEqual(Frames.OurIp, ArpHeader.TargetIp(frame, EthHeader.Length));
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.ArpInConflicts));
        Assert.IsNull(bench.Tcp.Net.Neighbours.Lookup(bench.Bench.Wire, Frames.OurIp));
        bench.ExpectAlive();
    }

    /// <summary>Attack A6: a probe for our address (RFC 5227, 2.1.1).</summary>
    [TestMethod]
    public void A6_Probe_IsAnswered()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Bench.Wire.KeepsArp = true;
        bench.Inject(Frames.Arp(ArpHeader.OperationRequest, Evil, 0, Frames.OurIp));

        byte[] frame = bench.Bench.Wire.TakeSent();
        Assert.AreEqual(ArpHeader.OperationReply, ArpHeader.Operation(frame, EthHeader.Length));
        bench.ExpectSilence();
        Assert.IsNull(bench.Tcp.Net.Neighbours.Lookup(bench.Bench.Wire, 0));
        bench.ExpectAlive();
    }

    /// <summary>Attack A7: a sender whose hardware address is everybody.</summary>
    [TestMethod]
    public void A7_BroadcastAsSender_PoisonsNothing()
    {
        AttackBench bench = AttackBench.Idle();

        bench.Bench.Wire.KeepsArp = true;
        byte[] all = { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF };
        bench.Inject(Frames.Arp(
            ArpHeader.OperationRequest, all, Frames.PeerIp, Frames.OurIp));

        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.ArpInBogus));
        Assert.IsNull(bench.Tcp.Net.Neighbours.Lookup(bench.Bench.Wire, Frames.PeerIp));
        bench.ExpectAlive();
    }

    private static byte[] Evil => new byte[] { 0x02, 0x00, 0x00, 0x00, 0x06, 0x66 };

    private static byte[] Question()
    {
        return Frames.Arp(ArpHeader.OperationRequest, Evil, Frames.PeerIp, Frames.OurIp);
    }
}
