using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Kernel;
using NanoStack.Tcp;
using NanoStack.Tests.Attack;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Host.Fuzz;

/// <summary>A hundred thousand frames of each protocol by chance: each is counted, none throws, none
/// costs memory, and afterwards everybody is served as before.</summary>
[TestClass]
public sealed class RandomFrameTests
{
    private const int Count = 100000;
    private const int WarmUp = 500;

    [TestMethod]
    public void Arp_ByChance_DoesNoHarm()
    {
        Run(0xA4900001, (frames, bench) => frames.Arp());
    }

    [TestMethod]
    public void Ip_ByChance_DoesNoHarm()
    {
        Run(0x1B400001, (frames, bench) => frames.Ip());
    }

    [TestMethod]
    public void Icmp_ByChance_DoesNoHarm()
    {
        Run(0x1C3B0001, (frames, bench) => frames.Icmp());
    }

    [TestMethod]
    public void Udp_ByChance_DoesNoHarm()
    {
        Run(0x0D900001, (frames, bench) => frames.Udp());
    }

    [TestMethod]
    public void Tcp_AtAListener_DoesNoHarm()
    {
        Run(0x7C900001, (frames, bench) =>
        {
            uint source = frames.Rarely(4) ? 0x0A000000u + (uint)frames.Below(256) : Frames.PeerIp;
            uint seq = (uint)frames.Below(4) * 0x40000000u;
            frames.Tcp(
                source, 1 + frames.Below(20), frames.Rarely(16) ? 81 : TcpBench.OurPort,
                seq + (uint)frames.Below(3), (uint)frames.Below(int.MaxValue));
            if (frames.Rarely(256))
            {
                bench.DrainAccepted();
            }
        });
    }

    /// <summary>Right four-tuple, numbers in and around the windows: what only a peer, or somebody who
    /// sees the wire, can send.</summary>
    [TestMethod]
    public void Tcp_IntoAConnection_DoesNoHarm()
    {
        Run(0x7C9E0001, IntoConnection);
    }

    /// <summary>The same with scarce memory: one connection of every table.</summary>
    [TestMethod]
    public void Tcp_IntoAConnectionOfTheSmallProfile_DoesNoHarm()
    {
        FuzzBench bench = new FuzzBench(Limits.Small());
        Run(bench, 0x7C9E0002, Count / 2, IntoConnection);
    }

    [TestMethod]
    public void Mutations_OfGoodFrames_DoNoHarm()
    {
        byte[][] good = Templates.All();
        Run(0x37A70001, (frames, bench) => frames.Mutate(good[frames.Below(good.Length)]));
    }

    private delegate void Maker(FuzzFrames frames, FuzzBench bench);

    private static void IntoConnection(FuzzFrames frames, FuzzBench bench)
    {
        if (bench.Sock == null || bench.Sock.State != TcpState.Established
            || bench.Sock.RemotePort != bench.PeerPort)
        {
            Reconnect(bench);
        }

        if (frames.Rarely(16))
        {
            bench.Read(bench.Socket);
        }

        if (frames.Rarely(64))
        {
            bench.Send(bench.Socket, 1 + frames.Below(1000));
        }

        uint seq = bench.Sock.RcvNxt;
        seq += frames.Rarely(3) ? (uint)(frames.Below(6000) - 2000) : 0;
        uint ack = bench.Sock.SndNxt;
        ack += frames.Rarely(3) ? (uint)(frames.Below(4000) - 3000) : 0;
        frames.Tcp(Frames.PeerIp, bench.PeerPort, TcpBench.OurPort, seq, ack);
    }

    private static void Reconnect(FuzzBench bench)
    {
        if (bench.Socket != null)
        {
            FuzzBench.Abort(bench.Socket);
        }

        bench.PeerPort = bench.PeerPort < 60000 ? bench.PeerPort + 1 : TcpBench.PeerPort;
        bench.Advance(100);
        bench.Wire.ForgetSent();
        bench.Connect();
    }

    private static void Run(uint seed, Maker maker)
    {
        Run(new FuzzBench(), seed, Count, maker);
    }

    private static void Run(FuzzBench bench, uint seed, int count, Maker maker)
    {
        FuzzFrames frames = new FuzzFrames(seed);
        for (int i = 0; i < count; i++)
        {
            maker(frames, bench);
            bench.Fire(frames.Buffer, frames.Length, seed);
            if (i == WarmUp)
            {
                bench.ForgetAllocations();
            }
        }

        bench.ExpectAlive();
    }
}
