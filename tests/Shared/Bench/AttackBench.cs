#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using System;
using NanoStack.Kernel;
using NanoStack.Sockets;
using NanoStack.Wire;

namespace NanoStack.Tests.Bench;

/// <summary>A stack with a listener and perhaps a connection, somebody who means no good, and the
/// question at the end whether everybody else is still served.</summary>
internal sealed class AttackBench
{
    /// <summary>The connection under attack; without one, its frames go to the listener.</summary>
    public readonly TcpBench Tcp;

    private readonly Socket _listener;

    private AttackBench(Limits limits)
    {
        Tcp = TcpBench.Listening(limits);
        _listener = Tcp.Socket;
    }

    public NetBench Bench => Tcp.Bench;

    /// <summary>A listener and nobody connected.</summary>
    public static AttackBench Idle() => new AttackBench(BenchLimits.Default());

    /// <summary>A connection, accepted and silent.</summary>
    public static AttackBench Connected()
    {
        AttackBench bench = Idle();
        bench.Tcp.AcceptFrom();
        return bench;
    }

    public int Count(int counter) => Bench.Count(counter);

    public void Inject(byte[] frame)
    {
        Bench.Inject(frame);
    }

    /// <summary>A SYN with these options; the answer is looked at and the handshake finished.</summary>
    public void ConnectWith(byte[] options)
    {
        Tcp.InjectRaw(Tcp.PeerIss, 0, TcpHeader.Syn, 8192, 0, options, null);
        ExpectSynAck();
        Tcp.OurIss = TcpHeader.SeqNumber(Tcp.Frame, TcpBench.TcpAt);
        Tcp.Inject(0, null, 0, TcpHeader.Ack);
        Tcp.Socket = _listener.Accept();
        Tcp.Sock = Tcp.Net.Tcp.Table.FindConnection(
            Frames.OurIp, TcpBench.OurPort, Frames.PeerIp, Tcp.PeerSourcePort);
    }

    // --- What must be on the wire ----------------------------------------------------------------

    public void ExpectSilence()
    {
        Bench.ExpectSilence();
    }

    public void ExpectSynAck()
    {
        Tcp.TakeSegment();
        Assert.AreEqual(TcpHeader.Syn | TcpHeader.Ack, Tcp.Flags, "flags");
        Assert.AreEqual(0, Tcp.AckSeen, "of the SYN only");
    }

    /// <summary>An echo reply of ours with this many bytes of data.</summary>
    public void ExpectEchoReply(int dataLength)
    {
        byte[] frame = ExpectIcmp(IcmpHeader.TypeEchoReply, 0);
        Assert.AreEqual(
            AttackFrames.IcmpAt + IcmpHeader.Length + dataLength, frame.Length, "length");
    }

    /// <summary>An ICMP message of ours with a right checksum.</summary>
    public byte[] ExpectIcmp(int type, int code)
    {
        byte[] frame = Bench.Wire.TakeSent();
        Assert.IsNotNull(frame, "an answer");
        int at = AttackFrames.IcmpAt;
        Assert.AreEqual(IpHeader.ProtocolIcmp, IpHeader.Protocol(frame, EthHeader.Length));
        Assert.IsTrue(IpHeader.HasValidChecksum(frame, EthHeader.Length), "IP checksum");
        Assert.AreEqual(type, IcmpHeader.Type(frame, at), "type");
        Assert.AreEqual(code, IcmpHeader.Code(frame, at), "code");
        Assert.IsTrue(
            InetChecksum.IsValid(InetChecksum.Add(0, frame, at, frame.Length - at)), "checksum");
        return frame;
    }

    /// <summary>The connection still carries data both ways.</summary>
    /// <param name="peerSeq">Bytes the peer has sent so far.</param>
    /// <param name="ourSeq">Bytes we have sent so far, all acknowledged by what follows.</param>
    public void ExpectTalk(int peerSeq, int ourSeq)
    {
        Bench.Wire.ClearSent();
        Tcp.Inject(peerSeq, "still", ourSeq, TcpHeader.Ack | TcpHeader.Psh);
        Bench.Advance(Limits.TcpDelayedAckMsMax);
        Tcp.ExpectAck(peerSeq + 5);
        Tcp.ExpectRead("still");
        Bench.Wire.ClearSent();
        Tcp.Send("here");
        Tcp.ExpectData(ourSeq, "here");
        Tcp.Inject(peerSeq + 5, null, ourSeq + 4, TcpHeader.Ack);
        ExpectSilence();
    }

    /// <summary>The attack came to nothing but a count: no answer, and <see cref="ExpectAlive"/>.</summary>
    /// <param name="counter">Of <see cref="Mib"/>.</param>
    /// <param name="times">How often it moved.</param>
    public void ExpectOnlyCounted(int counter, int times)
    {
        ExpectSilence();
        Assert.AreEqual(times, Count(counter), "counted");
        ExpectAlive();
    }

    public void ExpectOnlyCounted(int counter)
    {
        ExpectOnlyCounted(counter, 1);
    }

    /// <summary>The connection under attack carries data as before (<see cref="ExpectTalk"/>), and
    /// <see cref="ExpectAlive"/>.</summary>
    public void ExpectUnharmed(int peerSeq, int ourSeq)
    {
        ExpectTalk(peerSeq, ourSeq);
        ExpectAlive();
    }

    /// <summary>Everybody else is served as if nothing had happened: an echo, a fresh connection with
    /// data both ways, and all packets at home.</summary>
    public void ExpectAlive()
    {
        Bench.Wire.KeepsArp = false;
        Bench.Wire.ClearSent();
        Inject(AttackFrames.Echo(Frames.Bytes("alive?")));
        ExpectEchoReply(6);

        TcpBench client = new TcpBench(Bench);
        client.Socket = _listener;
        client.PeerSourcePort = 7100;
        client.AcceptFrom();
        client.Inject(0, "ping", 0, TcpHeader.Ack | TcpHeader.Psh);
        client.ExpectAck(4);
        client.ExpectRead("ping");
        client.Send("pong");
        client.Expect(0, "pong", TcpHeader.Ack | TcpHeader.Psh);
        client.InjectAck(4);
        client.Socket.LingerState = new LingerOption(true, 0);
        client.Socket.Close();
        Bench.Wire.ClearSent();
        Bench.ExpectPoolsHome();
    }
}

/// <summary>Frames nobody honest sends.</summary>
internal static class AttackFrames
{
    public const int IpAt = EthHeader.Length;
    public const int IcmpAt = EthHeader.Length + IpHeader.LengthMin;

    /// <summary>A good echo request.</summary>
    public static byte[] Echo(byte[] data) => Echo(Frames.PeerIp, Frames.OurIp, data);

    public static byte[] Echo(uint source, uint destination, byte[] data)
    {
        return Frames.Icmp(source, destination, IcmpHeader.TypeEcho, 0, EchoRest(data));
    }

    /// <summary>Identifier, sequence number, data.</summary>
    public static byte[] EchoRest(byte[] data)
    {
        byte[] rest = new byte[4 + data.Length];
        rest[1] = 0x77;
        rest[3] = 0x01;
        Array.Copy(data, 0, rest, 4, data.Length);
        return rest;
    }

    /// <summary>An echo request behind IP options, which are whole words.</summary>
    public static byte[] EchoWithOptions(byte[] options)
    {
        return WithOptions(Echo(Frames.Bytes("optional")), options);
    }

    /// <summary>A plain datagram behind IP options, which are whole words.</summary>
    public static byte[] WithOptions(byte[] plain, byte[] options)
    {
        byte[] frame = new byte[plain.Length + options.Length];
        Array.Copy(plain, 0, frame, 0, IcmpAt);
        Array.Copy(options, 0, frame, IcmpAt, options.Length);
        Array.Copy(plain, IcmpAt, frame, IcmpAt + options.Length, plain.Length - IcmpAt);
        frame[IpAt] = (byte)(0x40 | (5 + (options.Length / 4)));
        ByteOrder.Write16(frame, IpAt + 2, frame.Length - IpAt);
        Frames.SumIp(frame);
        return frame;
    }

    /// <summary>A byte of the IP header changed, its checksum made right again.</summary>
    public static byte[] WithIpByte(byte[] frame, int offset, int value)
    {
        frame[IpAt + offset] = (byte)value;
        Frames.SumIp(frame);
        return frame;
    }

    /// <summary>A fragment of an ICMP message.</summary>
    public static byte[] Fragment(int id, int offset, bool hasMore, byte[] payload)
    {
        return Fragment(IpHeader.ProtocolIcmp, id, offset, hasMore, payload);
    }

    public static byte[] Fragment(
        int protocol, int id, int offset, bool hasMore, byte[] payload)
    {
        byte[] frame = Frames.Ip(Frames.PeerIp, Frames.OurIp, protocol, payload);
        ByteOrder.Write16(frame, IpAt + 4, id);
        ByteOrder.Write16(
            frame, IpAt + 6, (offset / 8) | (hasMore ? IpHeader.MoreFragments : 0));
        Frames.SumIp(frame);
        return frame;
    }

    /// <summary>What lies behind the IP header of a frame.</summary>
    public static byte[] Payload(byte[] frame)
    {
        byte[] payload = new byte[frame.Length - IcmpAt];
        Array.Copy(frame, IcmpAt, payload, 0, payload.Length);
        return payload;
    }

    /// <summary>The fragment that carries some bytes of a datagram's payload.</summary>
    public static byte[] Piece(int protocol, int id, byte[] payload, int offset, int length)
    {
        byte[] piece = new byte[length];
        Array.Copy(payload, offset, piece, 0, length);
        return Fragment(protocol, id, offset, offset + length < payload.Length, piece);
    }

    /// <summary>The same of an ICMP message.</summary>
    public static byte[] Piece(int id, byte[] message, int offset, int length)
    {
        return Piece(IpHeader.ProtocolIcmp, id, message, offset, length);
    }

    /// <summary>A UDP datagram with the length and the checksum it is told to have.</summary>
    public static byte[] Udp(uint destination, int length, int checksum, byte[] data)
    {
        byte[] datagram = new byte[8 + data.Length];
        ByteOrder.Write16(datagram, 0, 4444);
        ByteOrder.Write16(datagram, 2, 5555);
        ByteOrder.Write16(datagram, 4, length);
        ByteOrder.Write16(datagram, 6, checksum);
        Array.Copy(data, 0, datagram, 8, data.Length);
        return Frames.Ip(Frames.PeerIp, destination, IpHeader.ProtocolUdp, datagram);
    }

    /// <summary>An ICMP message about a datagram of ours.</summary>
    /// <param name="rest">The word behind the checksum.</param>
    /// <param name="quoted">Bytes of the frame, from its IP header on.</param>
    public static byte[] Quoting(int type, int code, uint rest, byte[] frame, int quoted)
    {
        byte[] body = new byte[4 + quoted];
        ByteOrder.Write32(body, 0, rest);
        Array.Copy(frame, IpAt, body, 4, quoted);
        return Frames.Icmp(Frames.GatewayIp, Frames.OurIp, type, code, body);
    }

    /// <summary>A segment from the peer to the listener, cut or stretched by the test.</summary>
    public static byte[] Segment(int flags, byte[] options, byte[] data)
    {
        return Frames.Tcp(
            Frames.PeerIp, Frames.OurIp, TcpBench.PeerPort, TcpBench.OurPort,
            TcpBench.PeerIssDefault, 0x01020304, flags, 8192, 0, options, data);
    }

    /// <summary>A byte of the TCP header changed, its checksum made right again.</summary>
    public static byte[] WithTcpByte(byte[] frame, int offset, int value)
    {
        frame[TcpBench.TcpAt + offset] = (byte)value;
        byte[] segment = new byte[frame.Length - TcpBench.TcpAt];
        Array.Copy(frame, TcpBench.TcpAt, segment, 0, segment.Length);
        Frames.SumTcp(
            segment, IpHeader.Source(frame, IpAt), IpHeader.Destination(frame, IpAt));
        Array.Copy(segment, 0, frame, TcpBench.TcpAt, segment.Length);
        return frame;
    }

    /// <summary>The first bytes of a frame.</summary>
    public static byte[] Cut(byte[] frame, int length)
    {
        byte[] cut = new byte[length];
        Array.Copy(frame, 0, cut, 0, length);
        return cut;
    }

    /// <summary>A frame with zeros behind it.</summary>
    public static byte[] Padded(byte[] frame, int count)
    {
        byte[] padded = new byte[frame.Length + count];
        Array.Copy(frame, 0, padded, 0, frame.Length);
        return padded;
    }
}
