using System;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Attack;

/// <summary>Frames by chance, good enough at their outside to get far inside; the same from the same
/// seed everywhere. Nothing is made after the constructor, so a caller can measure what others
/// make.</summary>
internal sealed class FuzzFrames
{
    /// <summary>The frame; <see cref="Length"/> bytes of it.</summary>
    public readonly byte[] Buffer = new byte[1514];

    public int Length;

    private const int IpAt = EthHeader.Length;

    private readonly Lcg _lcg;

    public FuzzFrames(uint seed)
    {
        _lcg = new Lcg(seed);
    }

    /// <summary>0 to limit - 1.</summary>
    public int Below(int limit) => _lcg.Below(limit);

    /// <summary>One time out of so many.</summary>
    public bool Rarely(int times) => _lcg.Below(times) == 0;

    public void Arp()
    {
        Length = EthHeader.Length + ArpHeader.Length;
        Noise(0, Length);
        Link(EthHeader.TypeArp, true);
        int at = EthHeader.Length;
        if (!Rarely(8))
        {
            ByteOrder.Write16(Buffer, at, 1);
            ByteOrder.Write16(Buffer, at + 2, EthHeader.TypeIp);
            Buffer[at + 4] = 6;
            Buffer[at + 5] = 4;
        }

        if (!Rarely(8))
        {
            ByteOrder.Write16(Buffer, at + 6, 1 + Below(2));
        }

        ByteOrder.Write32(Buffer, at + 14, Address());
        ByteOrder.Write32(Buffer, at + 24, Rarely(4) ? Address() : Frames.OurIp);
        CutRarely();
    }

    /// <summary>A datagram of any protocol, options by chance.</summary>
    public void Ip()
    {
        int options = Rarely(2) ? 4 * Below(11) : 0;
        int payload = PayloadLength();
        Datagram(options, Rarely(2) ? Below(256) : 1 + Below(20), payload);
        if (Rarely(3))
        {
            Buffer[IpAt + Below(IpHeader.LengthMin)] = (byte)_lcg.Next32();
        }

        SumIp();
        CutRarely();
    }

    public void Icmp()
    {
        int payload = 4 + PayloadLength();
        Datagram(0, IpHeader.ProtocolIcmp, payload);
        int at = IpAt + IpHeader.LengthMin;
        switch (Below(6))
        {
            case 0: Buffer[at] = IcmpHeader.TypeEcho; break;
            case 1: Buffer[at] = IcmpHeader.TypeUnreachable; break;
            case 2: Buffer[at] = IcmpHeader.TypeTimeExceeded; break;
            case 3: Buffer[at] = IcmpHeader.TypeParameterProblem; break;
            case 4: Buffer[at] = IcmpHeader.TypeUnreachable; Quote(at + IcmpHeader.Length); break;
            default: break;
        }

        Buffer[at + 1] = (byte)Below(Rarely(8) ? 256 : 6);
        ByteOrder.Write16(Buffer, at + 2, 0);
        uint sum = InetChecksum.Add(0, Buffer, at, payload);
        ByteOrder.Write16(Buffer, at + 2, Rarely(8) ? Below(65536) : InetChecksum.Fold(sum));
        SumIp();
        CutRarely();
    }

    public void Udp()
    {
        int payload = 8 + PayloadLength();
        Datagram(0, IpHeader.ProtocolUdp, payload);
        int at = IpAt + IpHeader.LengthMin;
        ByteOrder.Write16(Buffer, at + 4, Rarely(4) ? Below(65536) : payload);
        SumIp();
        CutRarely();
    }

    /// <summary>A segment of a four-tuple, flags, options and data by chance.</summary>
    public void Tcp(uint source, int sourcePort, int destinationPort, uint seq, uint ack)
    {
        int options = Rarely(2) ? 4 * Below(11) : 0;
        int data = Rarely(2) ? 0 : PayloadLength();
        int length = TcpHeader.LengthMin + options + data;
        Datagram(0, IpHeader.ProtocolTcp, length);
        int at = IpAt + IpHeader.LengthMin;
        int flags = Rarely(3) ? Below(256) : TcpHeader.Ack | (Below(2) * TcpHeader.Psh);
        int header = Rarely(32) ? 4 * Below(16) : TcpHeader.LengthMin + options;
        TcpHeader.Write(
            Buffer, at, sourcePort, destinationPort, seq, ack, header, flags, Below(65536),
            Rarely(8) ? Below(65536) : 0);
        if (options > 0)
        {
            Options(at + TcpHeader.LengthMin, options);
        }

        ByteOrder.Write32(Buffer, IpAt + 12, source);
        ByteOrder.Write32(Buffer, IpAt + 16, Frames.OurIp);
        SumIp();
        if (!Rarely(32))
        {
            SumTcp(length);
        }

        CutRarely();
    }

    /// <summary>A good frame with a few bytes changed, cut or stretched; half of them sum again.</summary>
    public void Mutate(byte[] good)
    {
        Array.Copy(good, 0, Buffer, 0, good.Length);
        Length = good.Length;
        for (int i = Below(4); i >= 0; i--)
        {
            int at = Below(Length < 80 || Rarely(4) ? Length : 80);
            Buffer[at] = Rarely(2) ? (byte)_lcg.Next32() : (byte)(Buffer[at] ^ (1 << Below(8)));
        }

        if (Rarely(4))
        {
            Length = Below(Length + 1);
        }
        else if (Rarely(8))
        {
            int more = Below(Buffer.Length - Length + 1);
            Noise(Length, Length + more);
            Length += more;
        }

        if (Rarely(2) && Length >= IpAt + IpHeader.LengthMin)
        {
            SumIp();
            SumInner();
        }
    }

    /// <summary>A datagram around noise, from somebody, mostly for us.</summary>
    private void Datagram(int options, int protocol, int payload)
    {
        int header = IpHeader.LengthMin + options;
        Length = IpAt + header + payload;
        Noise(0, Length);
        Link(EthHeader.TypeIp, Rarely(16));
        IpHeader.Write(
            Buffer, IpAt, 0, header + payload, Below(65536),
            Rarely(16) ? Below(65536) : IpHeader.DontFragment, Below(256), protocol, Address(),
            Rarely(16) ? Address() : Frames.OurIp);
        Buffer[IpAt] = (byte)(0x40 | (header / 4));
    }

    /// <summary>The start of a segment that we might have sent.</summary>
    private void Quote(int at)
    {
        if (Length - at >= 28)
        {
            IpHeader.Write(
                Buffer, at, 0, Below(1500), 1, Rarely(8) ? Below(65536) : 0, 64,
                Rarely(8) ? Below(256) : IpHeader.ProtocolTcp, Frames.OurIp, Frames.PeerIp);
            Buffer[at] = Rarely(8) ? (byte)_lcg.Next32() : Buffer[at];
            ByteOrder.Write16(Buffer, at + 20, TcpBench.OurPort);
            ByteOrder.Write16(Buffer, at + 22, TcpBench.PeerPort);
        }
    }

    private void Options(int at, int length)
    {
        int end = at + length;
        while (at < end)
        {
            int kind = Rarely(4) ? Below(256) : Below(9);
            int size = Rarely(4) ? Below(256) : SizeOf(kind);
            Buffer[at] = (byte)kind;
            if (at + 1 < end && kind > 1)
            {
                Buffer[at + 1] = (byte)size;
            }

            at += size < 1 ? 1 : size;
        }
    }

    private static int SizeOf(int kind)
    {
        switch (kind)
        {
            case 2: return 4;
            case 3: return 3;
            case 4: return 2;
            case 5: return 10;
            case 8: return 10;
            default: return 1;
        }
    }

    private void Link(int type, bool isToAll)
    {
        EthHeader.SetDestination(Buffer, 0, BenchWire.OurAddress);
        EthHeader.SetSource(Buffer, 0, BenchWire.PeerAddress);
        EthHeader.SetType(Buffer, 0, Rarely(64) ? Below(65536) : type);
        for (int i = 0; isToAll && Rarely(2) && i < EthHeader.AddressLength; i++)
        {
            Buffer[i] = 0xFF;
        }
    }

    private uint Address()
    {
        switch (Below(8))
        {
            case 0: return _lcg.Next32();
            case 1: return Frames.OurIp;
            case 2: return Frames.GatewayIp;
            case 3: return 0x0A000000 | (uint)Below(256);
            case 4: return Rarely(2) ? 0 : 0xFFFFFFFF;
            default: return Frames.PeerIp;
        }
    }

    private int PayloadLength() => Rarely(16) ? Below(1400) : Below(64);

    private void Noise(int from, int end)
    {
        for (int i = from; i < end; i++)
        {
            Buffer[i] = (byte)_lcg.Next32();
        }
    }

    private void CutRarely()
    {
        if (Rarely(16))
        {
            Length = Below(Length + 1);
        }
    }

    private void SumIp()
    {
        int header = IpHeader.Length(Buffer, IpAt);
        if (Rarely(32) || header > Length - IpAt)
        {
            return;
        }

        ByteOrder.Write16(Buffer, IpAt + 10, 0);
        ByteOrder.Write16(
            Buffer, IpAt + 10, InetChecksum.Fold(InetChecksum.Add(0, Buffer, IpAt, header)));
    }

    private void SumTcp(int length)
    {
        int at = IpAt + IpHeader.LengthMin;
        TcpHeader.SetChecksum(Buffer, at, 0);
        uint seed = InetChecksum.PseudoHeader(
            IpHeader.Source(Buffer, IpAt), IpHeader.Destination(Buffer, IpAt),
            IpHeader.ProtocolTcp, length);
        TcpHeader.SetChecksum(
            Buffer, at, InetChecksum.Fold(InetChecksum.Add(seed, Buffer, at, length)));
    }

    private void SumInner()
    {
        int at = IpAt + IpHeader.LengthMin;
        int length = IpHeader.TotalLength(Buffer, IpAt) - IpHeader.LengthMin;
        if (length > Length - at || length < IcmpHeader.Length)
        {
            return;
        }

        int protocol = IpHeader.Protocol(Buffer, IpAt);
        if (protocol == IpHeader.ProtocolTcp && length >= TcpHeader.LengthMin)
        {
            SumTcp(length);
        }
        else if (protocol == IpHeader.ProtocolIcmp)
        {
            ByteOrder.Write16(Buffer, at + 2, 0);
            ByteOrder.Write16(
                Buffer, at + 2, InetChecksum.Fold(InetChecksum.Add(0, Buffer, at, length)));
        }
    }
}
