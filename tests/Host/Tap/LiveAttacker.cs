using System;
using NanoStack.Sockets;
using NanoStack.Tcp;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Host.Tap;

/// <summary>Somebody on the kernel's link who sends what he likes, and knows more of a connection
/// than an attacker could: its ports, and where its windows are.</summary>
internal sealed class LiveAttacker : IDisposable
{
    private const uint Seed = 0x20260725;
    private const int Window = 8192;
    private const int FarOutside = 1 << 20;         // more than any window of ours

    // Between two messages of the victims' connection, never at the left edge: there a RST is right.
    private const int Inside = LiveVictims.MessageBytes + (LiveVictims.MessageBytes / 2);

    public static readonly byte[] Address = { 0x02, 0x00, 0x00, 0x00, 0x06, 0x66 };
    public static readonly uint BoardIp = IPAddress.Parse(TapBench.BoardIp).Value;
    public static readonly uint KernelIp = IPAddress.Parse(TapBench.KernelIp).Value;

    private readonly PacketSocket _socket;
    private readonly byte[] _boardAddress;
    private readonly TcpSock _sock;
    private readonly Lcg _random = new Lcg(Seed);

    /// <param name="pair">The connection under attack.</param>
    public LiveAttacker(TapBench bench, TapPair pair)
    {
        PacketSocket socket = null;
        bench.Kernel.Run(() => socket = new PacketSocket(bench.Tap.Index));
        _socket = socket;
        _boardAddress = bench.Device.HardwareAddress;
        _sock = bench.FindConnection(pair);
    }

    /// <summary>RST to the left of the window, in it, and to the right (RFC 5961, 3).</summary>
    public void Resets(int turn)
    {
        Send(Segment(Seq(-FarOutside), Ack(0), TcpHeader.Rst, null, 0));
        Send(Segment(Seq(Inside), Ack(0), TcpHeader.Rst, null, 0));
        Send(Segment(Seq(Inside), Ack(0), TcpHeader.Rst | TcpHeader.Ack, null, 0));
        Send(Segment(Seq(FarOutside), Ack(0), TcpHeader.Rst, null, 0));
    }

    /// <summary>SYN everywhere, with ACK and without (RFC 5961, 4).</summary>
    public void Syns(int turn)
    {
        Send(Segment(Seq(-FarOutside), 0, TcpHeader.Syn, null, 0));
        Send(Segment(Seq(0), 0, TcpHeader.Syn, null, 0));
        Send(Segment(Seq(Inside), Ack(0), TcpHeader.Syn | TcpHeader.Ack, null, 0));
        Send(Segment(Seq(FarOutside), 0, TcpHeader.Syn, null, 0));
    }

    /// <summary>ACKs of what was never sent and of long ago, with data behind them (RFC 5961, 5).
    /// </summary>
    public void Acks(int turn)
    {
        Send(Segment(Seq(0), Ack(FarOutside), TcpHeader.Ack, null, 0));
        Send(Segment(Seq(0), Ack(-FarOutside), TcpHeader.Ack, null, 50));
        Send(Segment(Seq(0), Ack(FarOutside), TcpHeader.Ack | TcpHeader.Psh, null, 50));
    }

    /// <summary>Data and FIN outside the window, urgent or without ACK.</summary>
    public void Data(int turn)
    {
        Send(Segment(Seq(-FarOutside), Ack(0), TcpHeader.Ack | TcpHeader.Psh, null, 500));
        Send(Segment(Seq(FarOutside), Ack(0), TcpHeader.Ack | TcpHeader.Urg, null, 500));
        Send(Segment(Seq(FarOutside), Ack(0), TcpHeader.Ack | TcpHeader.Fin, null, 10));
        Send(Segment(Seq(0), 0, TcpHeader.Psh, null, 50));
    }

    /// <summary>Flags that mean nothing: none, all, the Christmas tree.</summary>
    public void Flags(int turn)
    {
        Send(Segment(Seq(0), 0, 0, null, 0));
        Send(Segment(Seq(FarOutside), 0, 0x3F, null, 0));
        Send(Segment(Seq(FarOutside), 0, TcpHeader.Fin | TcpHeader.Psh | TcpHeader.Urg, null, 0));
        Send(Segment(Seq(Inside), 0, TcpHeader.Syn | TcpHeader.Fin, null, 0));
    }

    /// <summary>Options whose lengths lie, at the connection and at the listener; cut headers.</summary>
    public void Options(int turn)
    {
        byte[][] lies =
        {
            new byte[] { 2, 0, 5, 180 }, new byte[] { 8, 1, 0, 0 }, new byte[] { 3, 40, 7, 1 },
            new byte[] { 1, 1, 1, 8 }, new byte[] { 5, 3, 0, 0 }, new byte[] { 2, 4, 0, 0 },
            new byte[] { 8, 9, 1, 2, 3, 4, 5, 6, 7, 0, 0, 0 }, new byte[40],
        };
        byte[] lie = lies[turn % lies.Length];
        Send(Segment(Seq(FarOutside), Ack(0), TcpHeader.Ack, lie, 20));
        Send(Frames.Tcp(
            Stranger(), BoardIp, 1024 + _random.Below(60000), TapPair.Port, _random.Next32(), 0,
            TcpHeader.Syn, Window, 0, lie, null));
        Send(AttackFrames.WithTcpByte(
            Segment(Seq(0), Ack(0), TcpHeader.Ack, null, 8), 12, 0xF0));
        Send(AttackFrames.WithTcpByte(
            Segment(Seq(0), Ack(0), TcpHeader.Ack, null, 8), 12, 0x40));
    }

    /// <summary>ICMP errors about the connection, of every kind, in flight and not (RFC 5927).</summary>
    public void Icmp(int turn)
    {
        int[] seqs = { 0, -1, FarOutside, -FarOutside };
        uint seq = Ack(seqs[turn % seqs.Length]);
        for (int code = 0; code < 16; code++)
        {
            Send(Error(IcmpHeader.TypeUnreachable, code, 0, seq));
        }

        Send(Error(IcmpHeader.TypeUnreachable, IcmpHeader.CodeFragmentationNeeded, 68, seq));
        Send(Error(4, 0, 0, seq));                          // source quench (RFC 6633)
        Send(Error(5, 1, KernelIp ^ 0xFF, seq));            // redirect
        Send(Error(11, 0, 0, seq));                         // time exceeded
        Send(Error(12, 0, 0, seq));                         // parameter problem
    }

    /// <summary>SYNs from everywhere: strangers who are not there, and the kernel itself.</summary>
    public void SynFlood(int turn)
    {
        for (int i = 0; i < 10; i++)
        {
            Send(Frames.Tcp(
                i == 0 ? KernelIp : Stranger(), BoardIp, 1024 + _random.Below(60000), TapPair.Port,
                _random.Next32(), 0, TcpHeader.Syn, Window, 0, null, null));
        }
    }

    /// <summary>Pieces of datagrams: halves, overlapping, beyond 65535, odd, empty.</summary>
    public void Fragments(int turn)
    {
        int[] offsets = { 0, 8, 24, 65528, 1480 };
        int[] lengths = { 32, 33, 64, 600, 0 };
        int kind = turn % offsets.Length;
        for (int i = 0; i < 4; i++)
        {
            byte[] frame = AttackFrames.Fragment(
                i % 2 == 0 ? IpHeader.ProtocolTcp : IpHeader.ProtocolIcmp, turn, offsets[kind],
                i < 2, new byte[lengths[kind]]);
            ByteOrder.Write32(frame, AttackFrames.IpAt + 12, KernelIp);
            ByteOrder.Write32(frame, AttackFrames.IpAt + 16, BoardIp);
            Frames.SumIp(frame);
            Send(frame);
        }
    }

    /// <summary>ARP that claims our address, that gives everybody's as hardware address, that is cut
    /// or of an unknown kind, and questions of many who are not there.</summary>
    public void Arp(int turn)
    {
        byte[] everybody = { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF };
        byte[] group = { 0x01, 0x00, 0x5E, 0x00, 0x00, 0x01 };
        Send(Frames.Arp(ArpHeader.OperationRequest, Address, BoardIp, BoardIp));
        Send(Frames.Arp(ArpHeader.OperationReply, everybody, KernelIp, BoardIp));
        Send(Frames.Arp(ArpHeader.OperationReply, group, KernelIp, BoardIp));
        Send(Frames.Arp(9, Address, KernelIp, BoardIp));
        Send(AttackFrames.Cut(
            Frames.Arp(ArpHeader.OperationReply, Address, KernelIp, BoardIp), 30));
        Send(Frames.Arp(ArpHeader.OperationRequest, Address, Stranger(), BoardIp));
    }

    /// <summary>LAND, and sources and destinations that are no single host.</summary>
    public void Addresses(int turn)
    {
        uint[] sources = { BoardIp, 0xFFFFFFFF, 0xE0000001, 0x7F000001, 0 };
        uint source = sources[turn % sources.Length];
        Send(Frames.Tcp(
            source, BoardIp, TapPair.Port, TapPair.Port, _random.Next32(), 0, TcpHeader.Syn, Window, 0,
            null, null));
        Send(AttackFrames.Echo(source, BoardIp, new byte[32]));
        Send(Frames.ToAll(AttackFrames.Echo(KernelIp, BoardIp | 0xFF, new byte[32])));
        Send(Frames.ToAll(Segment(Seq(FarOutside), Ack(0), TcpHeader.Ack, null, 10)));
    }

    /// <summary>The kernel's address is the attacker's: what ARP cannot know to be a lie.</summary>
    public void Poison()
    {
        Send(Frames.Arp(ArpHeader.OperationReply, Address, KernelIp, BoardIp));
    }

    public void Dispose()
    {
        _socket.Dispose();
    }

    private void Send(byte[] frame)
    {
        if (!EthHeader.IsGroup(frame, 0))
        {
            EthHeader.SetDestination(frame, 0, _boardAddress);
        }

        EthHeader.SetSource(frame, 0, Address);
        _socket.Send(frame);
    }

    private byte[] Segment(uint seq, uint ack, int flags, byte[] options, int length)
    {
        byte[] data = new byte[length];
        Array.Fill(data, (byte)'!');                        // shows in the victims' bytes
        return Frames.Tcp(
            KernelIp, BoardIp, _sock.RemotePort, _sock.LocalPort, seq, ack, flags, Window,
            (flags & TcpHeader.Urg) != 0 ? 0xFFFF : 0, options, data);
    }

    private byte[] Error(int type, int code, uint rest, uint seq)
    {
        byte[] quoted = Frames.Tcp(
            BoardIp, KernelIp, _sock.LocalPort, _sock.RemotePort, seq, 0, TcpHeader.Ack, Window, 0,
            null, null);
        byte[] frame = AttackFrames.Quoting(type, code, rest, quoted, IpHeader.LengthMin + 8);
        ByteOrder.Write32(frame, AttackFrames.IpAt + 12, KernelIp);
        ByteOrder.Write32(frame, AttackFrames.IpAt + 16, BoardIp);
        Frames.SumIp(frame);
        return frame;
    }

    private uint Seq(int offset) => _sock.RcvNxt + (uint)offset;

    private uint Ack(int offset) => _sock.SndNxt + (uint)offset;

    /// <summary>An address on the link that nobody has.</summary>
    private uint Stranger() => (KernelIp & 0xFFFFFF00) | (uint)(3 + _random.Below(250));
}
