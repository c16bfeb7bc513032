#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Attack;

/// <summary>What fits the device of tests/Host/Fuzz: frames by chance and frames cut anywhere, each
/// counted, none with a cost, everybody served afterwards.</summary>
[TestClass]
public sealed class FuzzTests
{
    private const uint Seed = 0x5EED0001;
    private const int Count = 150;

    [TestMethod]
    public void Arp_ByChance_DoesNoHarm()
    {
        AttackBench bench = AttackBench.Idle();
        FuzzFrames frames = new FuzzFrames(Seed);
        for (int i = 0; i < Count; i++)
        {
            frames.Arp();
            Fire(bench, frames);
        }

        ExpectAlive(bench);
    }

    [TestMethod]
    public void IpAndIcmpAndUdp_ByChance_DoNoHarm()
    {
        AttackBench bench = AttackBench.Idle();
        FuzzFrames frames = new FuzzFrames(Seed);
        for (int i = 0; i < Count; i++)
        {
            frames.Ip();
            Fire(bench, frames);
            frames.Icmp();
            Fire(bench, frames);
            frames.Udp();
            Fire(bench, frames);
        }

        ExpectAlive(bench);
    }

    [TestMethod]
    public void Tcp_AtAListener_DoesNoHarm()
    {
        AttackBench bench = AttackBench.Idle();
        FuzzFrames frames = new FuzzFrames(Seed);
        for (int i = 0; i < Count; i++)
        {
            frames.Tcp(
                Frames.PeerIp, 1 + frames.Below(20), TcpBench.OurPort, (uint)frames.Below(3),
                (uint)frames.Below(int.MaxValue));
            Fire(bench, frames);
        }

        ExpectAlive(bench);
    }

    [TestMethod]
    public void Tcp_IntoAConnection_DoesNoHarm()
    {
        AttackBench bench = AttackBench.Connected();
        FuzzFrames frames = new FuzzFrames(Seed);
        for (int i = 0; i < Count; i++)
        {
            uint seq = bench.Tcp.Sock.RcvNxt + (uint)(frames.Below(3000) - 1000);
            uint ack = bench.Tcp.Sock.SndNxt + (uint)(frames.Below(400) - 300);
            frames.Tcp(
                Frames.PeerIp, bench.Tcp.PeerSourcePort, TcpBench.OurPort,
                frames.Rarely(2) ? bench.Tcp.Sock.RcvNxt : seq, ack);
            Fire(bench, frames);
        }

        ExpectAlive(bench);
    }

    [TestMethod]
    public void GoodFrames_CutAnywhere_DoNoHarm()
    {
        AttackBench bench = AttackBench.Connected();
        byte[] options = { 2, 4, 5, 180, 1, 1, 8, 10, 0, 0, 0, 9, 0, 0, 0, 0, 1, 3, 3, 7 };
        byte[] segment = AttackFrames.Segment(TcpHeader.Syn, options, null);
        CutEverywhere(bench, segment);
        CutEverywhere(bench, AttackFrames.EchoWithOptions(new byte[] { 7, 7, 4, 0, 0, 0, 0, 0 }));
        CutEverywhere(bench, AttackFrames.Quoting(IcmpHeader.TypeUnreachable, 3, 0, segment, 40));
        CutEverywhere(bench, Frames.Arp(
            ArpHeader.OperationRequest, BenchWire.PeerAddress, Frames.PeerIp, Frames.OurIp));
        bench.ExpectAlive();
    }

    private static void CutEverywhere(AttackBench bench, byte[] frame)
    {
        for (int length = 0; length <= frame.Length; length++)
        {
            int before = Fates.Sum(bench.Tcp.Net.Mib);
            bench.Inject(AttackFrames.Cut(frame, length));
            Assert.IsTrue(Fates.Sum(bench.Tcp.Net.Mib) > before, length.ToString());
            bench.Bench.Wire.ClearSent();
        }
    }

    private static void Fire(AttackBench bench, FuzzFrames frames)
    {
        int before = Fates.Sum(bench.Tcp.Net.Mib);
        bench.Inject(AttackFrames.Cut(frames.Buffer, frames.Length));
        Assert.IsTrue(
            Fates.Sum(bench.Tcp.Net.Mib) > before, "seed " + Seed.ToString() + ", not counted");
        bench.Bench.Wire.ClearSent();
    }

    private static void ExpectAlive(AttackBench bench)
    {
        bench.Bench.Advance(10000);
        bench.ExpectAlive();
    }
}
