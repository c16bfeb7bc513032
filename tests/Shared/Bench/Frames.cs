using System;
using NanoStack.Wire;

namespace NanoStack.Tests.Bench;

/// <summary>Frames as a peer would send them, checksums right unless a test breaks them.</summary>
internal static class Frames
{
    public const uint OurIp = 0x0A000002;
    public const uint PeerIp = 0x0A000001;
    public const uint GatewayIp = 0x0A0000FE;
    public const uint Mask = 0xFFFFFF00;

    /// <summary>A frame from the peer to us around an IP payload.</summary>
    public static byte[] Ip(uint source, uint destination, int protocol, byte[] payload)
    {
        int length = IpHeader.LengthMin + payload.Length;
        byte[] frame = new byte[EthHeader.Length + length];
        Link(frame, EthHeader.TypeIp);
        IpHeader.Write(
            frame, EthHeader.Length, 0, length, 0x1234, IpHeader.DontFragment, 64, protocol, source,
            destination);
        Array.Copy(
            payload, 0, frame, EthHeader.Length + IpHeader.LengthMin, payload.Length);
        return frame;
    }

    /// <summary>A TCP segment from the peer to us.</summary>
    /// <param name="options">Whole words, or null.</param>
    public static byte[] Tcp(
        uint source, uint destination, int sourcePort, int destinationPort, uint seq, uint ack,
        int flags, int window, int urgent, byte[] options, byte[] data)
    {
        int optionsLength = options == null ? 0 : options.Length;
        int dataLength = data == null ? 0 : data.Length;
        int header = TcpHeader.LengthMin + optionsLength;
        byte[] segment = new byte[header + dataLength];
        TcpHeader.Write(
            segment, 0, sourcePort, destinationPort, seq, ack, header, flags, window, urgent);
        if (optionsLength > 0)
        {
            Array.Copy(options, 0, segment, TcpHeader.LengthMin, optionsLength);
        }

        if (dataLength > 0)
        {
            Array.Copy(data, 0, segment, header, dataLength);
        }

        SumTcp(segment, source, destination);
        return Ip(source, destination, IpHeader.ProtocolTcp, segment);
    }

    /// <summary>An ICMP message from the peer; type and code with the rest as given.</summary>
    public static byte[] Icmp(uint source, uint destination, int type, int code, byte[] rest)
    {
        byte[] message = new byte[4 + rest.Length];
        IcmpHeader.SetType(message, 0, type, code);
        Array.Copy(rest, 0, message, 4, rest.Length);
        uint sum = InetChecksum.Add(0, message, 0, message.Length);
        IcmpHeader.SetChecksum(message, 0, InetChecksum.Fold(sum));
        return Ip(source, destination, IpHeader.ProtocolIcmp, message);
    }

    /// <summary>An ARP packet from the peer.</summary>
    public static byte[] Arp(int operation, byte[] senderHardware, uint senderIp, uint targetIp)
    {
        byte[] frame = new byte[EthHeader.Length + ArpHeader.Length];
        Link(frame, EthHeader.TypeArp);
        ArpHeader.Write(
            frame, EthHeader.Length, operation, senderHardware, senderIp, BenchWire.OurAddress,
            targetIp);
        return frame;
    }

    /// <summary>The same frame, to everybody on the link.</summary>
    public static byte[] ToAll(byte[] frame)
    {
        for (int i = 0; i < EthHeader.AddressLength; i++)
        {
            frame[i] = 0xFF;
        }

        return frame;
    }

    /// <summary>The answer to a question that we sent, from whoever it asked for.</summary>
    public static byte[] ArpReplyTo(byte[] question)
    {
        return Arp(
            ArpHeader.OperationReply, BenchWire.PeerAddress,
            ArpHeader.TargetIp(question, EthHeader.Length),
            ArpHeader.SenderIp(question, EthHeader.Length));
    }

    /// <summary>Writes the checksum of a segment that stands alone in an array.</summary>
    public static void SumTcp(byte[] segment, uint source, uint destination)
    {
        TcpHeader.SetChecksum(segment, 0, 0);
        uint sum = InetChecksum.Add(
            InetChecksum.PseudoHeader(
                source, destination, IpHeader.ProtocolTcp, segment.Length),
            segment, 0, segment.Length);
        TcpHeader.SetChecksum(segment, 0, InetChecksum.Fold(sum));
    }

    /// <summary>Writes the IP header's checksum anew, after a test changed the header.</summary>
    public static void SumIp(byte[] frame)
    {
        int at = EthHeader.Length;
        ByteOrder.Write16(frame, at + 10, 0);
        int length = IpHeader.Length(frame, at);
        length = length <= frame.Length - at ? length : frame.Length - at;
        ByteOrder.Write16(
            frame, at + 10, InetChecksum.Fold(InetChecksum.Add(0, frame, at, length)));
    }

    /// <summary>Text as bytes, one each.</summary>
    public static byte[] Bytes(string text)
    {
        byte[] bytes = new byte[text.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)text[i];
        }

        return bytes;
    }

    /// <summary>Bytes as text, one character each.</summary>
    public static string Text(byte[] bytes, int at, int count)
    {
        char[] text = new char[count];
        for (int i = 0; i < count; i++)
        {
            text[i] = (char)bytes[at + i];
        }

        return new string(text);
    }

    private static void Link(byte[] frame, int type)
    {
        EthHeader.SetDestination(frame, 0, BenchWire.OurAddress);
        EthHeader.SetSource(frame, 0, BenchWire.PeerAddress);
        EthHeader.SetType(frame, 0, type);
    }
}
