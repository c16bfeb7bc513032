using NanoStack.Tcp;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Host.Fuzz;

/// <summary>One good frame of every kind.</summary>
internal static class Templates
{
    public static byte[][] All()
    {
        byte[] echo = AttackFrames.Echo(new byte[56]);
        byte[] ours = FuzzBench.Segment(TcpBench.PeerPort, 1, 2, TcpHeader.Ack, null);
        return new[]
        {
            Frames.Arp(
                ArpHeader.OperationRequest, BenchWire.PeerAddress, Frames.PeerIp, Frames.OurIp),
            Frames.Arp(
                ArpHeader.OperationReply, BenchWire.PeerAddress, Frames.PeerIp, Frames.OurIp),
            echo,
            AttackFrames.EchoWithOptions(new byte[] { 7, 11, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0 }),
            AttackFrames.Fragment(7, 0, true, new byte[64]),
            AttackFrames.Quoting(IcmpHeader.TypeUnreachable, 3, 0, ours, 28),
            AttackFrames.Quoting(IcmpHeader.TypeUnreachable, 4, 1400, ours, 40),
            AttackFrames.Udp(Frames.OurIp, 12, 0, new byte[4]),
            Frames.Ip(Frames.PeerIp, Frames.OurIp, 200, new byte[20]),
            Syn(TcpBench.PeerPort),
            FuzzBench.Segment(
                TcpBench.PeerPort, TcpBench.PeerIssDefault, 7, TcpHeader.Ack, new byte[100]),
            FuzzBench.Segment(
                TcpBench.PeerPort, TcpBench.PeerIssDefault, 7, TcpHeader.Fin | TcpHeader.Ack, null),
            FuzzBench.Segment(TcpBench.PeerPort, 0, 0, TcpHeader.Rst, null),
        };
    }

    /// <summary>A SYN with all the options we read.</summary>
    public static byte[] Syn(int port)
    {
        return Tcp(port, TcpBench.PeerIssDefault, 0, TcpHeader.Syn, null);
    }

    /// <summary>A segment with MSS, time stamps and window scale.</summary>
    public static byte[] Tcp(int port, uint seq, uint ack, int flags, byte[] data)
    {
        byte[] options =
        {
            2, 4, 5, 180, 1, 1, 8, 10, 0, 0, 0, 9, 0, 0, 0, 0, 1, 3, 3, 7,
        };
        return Frames.Tcp(
            Frames.PeerIp, Frames.OurIp, port, TcpBench.OurPort, seq, ack, flags, 8192, 0, options,
            data);
    }
}
