#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Tcp;
using NanoStack.Wire;

namespace NanoStack.Tests.Bench;

/// <content>What the peer says, and what must be on the wire.</content>
internal sealed partial class TcpBench
{
    // --- What the peer does ---------------------------------------------------------------------

    /// <summary>The peer's SYN, with the options it was told to have.</summary>
    public void InjectSyn(int flags)
    {
        bool hasAck = (flags & TcpHeader.Ack) != 0;
        Bench.Inject(Frames.Tcp(
            Frames.PeerIp, Frames.OurIp, PeerSourcePort, OurPort, PeerIss, hasAck ? OurIss + 1 : 0,
            flags, PeerWindow, 0, SynOptions(), null));
    }

    /// <summary>A segment of the peer's connection, numbers relative.</summary>
    public void Inject(int seq, string text, int ack, int flags)
    {
        Inject(seq, text, ack, flags, PeerWindow);
    }

    /// <summary>The same with a window of its own, as the field says it.</summary>
    public void Inject(int seq, string text, int ack, int flags, int window)
    {
        InjectUrgent(seq, text, ack, flags, window, 0);
    }

    /// <summary>A segment with an urgent pointer, and the time stamps if both want them.</summary>
    public void InjectUrgent(
        int seq, string text, int ack, int flags, int window, int urgent)
    {
        byte[] options = null;
        if (PeerHasTimestamps && Sock != null && Sock.HasTimestamps)
        {
            options = new byte[TcpOptions.TimestampsRoom];
            TcpOptions.WriteTimestamps(options, 0, PeerTsValue, Options.TsValue);
        }

        byte[] data = text == null ? null : Frames.Bytes(text);
        InjectRaw(
            PeerIss + 1 + (uint)seq, OurIss + 1 + (uint)ack, flags, window, urgent, options, data);
    }

    /// <summary>A segment with numbers as they stand on the wire.</summary>
    public void InjectRaw(
        uint seq, uint ack, int flags, int window, int urgent, byte[] options, byte[] data)
    {
        Bench.Inject(Frames.Tcp(
            Frames.PeerIp, Frames.OurIp, PeerSourcePort, OurPort, seq, ack, flags, window, urgent,
            options, data));
    }

    /// <summary>A SYN, or an answer to ours, with options as they are.</summary>
    public void InjectSynWith(int flags, string options)
    {
        bool hasAck = (flags & TcpHeader.Ack) != 0;
        InjectRaw(
            PeerIss, hasAck ? OurIss + 1 : 0, flags, PeerWindow, 0, Hex.Bytes(options), null);
    }

    /// <summary>An ICMP error about a segment of ours that began at this number.</summary>
    public void InjectIcmp(int type, int code, int seq, int mtu)
    {
        InjectIcmp(type, code, OurIss + 1 + (uint)seq, PeerSourcePort, mtu);
    }

    /// <summary>An ICMP error that quotes IP and eight bytes of a segment to a port.</summary>
    public void InjectIcmp(int type, int code, uint seq, int port, int mtu)
    {
        byte[] rest = new byte[4 + IpHeader.LengthMin + 8];
        ByteOrder.Write16(rest, 2, mtu);
        IpHeader.Write(
            rest, 4, 0, IpHeader.LengthMin + TcpHeader.LengthMin, 1, IpHeader.DontFragment, 64,
            IpHeader.ProtocolTcp, Frames.OurIp, Frames.PeerIp);
        ByteOrder.Write16(rest, 4 + IpHeader.LengthMin, OurPort);
        ByteOrder.Write16(rest, 4 + IpHeader.LengthMin + 2, port);
        ByteOrder.Write32(rest, 4 + IpHeader.LengthMin + 4, seq);
        Bench.Inject(Frames.Icmp(Frames.PeerIp, Frames.OurIp, type, code, rest));
    }

    /// <summary>The peer acknowledges so many bytes.</summary>
    public void InjectAck(int ack)
    {
        Inject(0, null, ack, TcpHeader.Ack);
    }

    // --- What must be on the wire ---------------------------------------------------------------

    /// <summary>Index of the TCP header in <see cref="Frame"/>.</summary>
    public static int TcpAt => EthHeader.Length + IpHeader.LengthMin;

    /// <summary>A data segment.</summary>
    public void Expect(int seq, string text, int flags)
    {
        TakeSegment();
        Assert.AreEqual(text, Payload(), "payload");
        Assert.AreEqual(seq, SeqSeen, "sequence number");
        Assert.AreEqual(flags, Flags, "flags");
    }

    /// <summary>A data segment, whatever PSH says.</summary>
    public void ExpectData(int seq, string text)
    {
        TakeSegment();
        Assert.AreEqual(text, Payload(), "payload");
        Assert.AreEqual(seq, SeqSeen, "sequence number");
        Assert.AreEqual(TcpHeader.Ack, Flags & ~TcpHeader.Psh, "flags");
    }

    /// <summary>A data segment of <see cref="Text"/>, whatever PSH says.</summary>
    public void ExpectText(int seq, int count)
    {
        ExpectData(seq, Text(seq, count));
    }

    /// <summary>A segment without data, with these flags.</summary>
    public void ExpectFlags(int seq, int flags)
    {
        TakeSegment();
        Assert.AreEqual(flags, Flags, "flags");
        Assert.AreEqual(seq, SeqSeen, "sequence number");
        Assert.AreEqual("", Payload(), "payload");
    }

    /// <summary>A pure ACK of so many bytes.</summary>
    public void ExpectAck(int ack)
    {
        TakeSegment();
        Assert.AreEqual(TcpHeader.Ack, Flags, "flags");
        Assert.AreEqual(ack, AckSeen, "acknowledgement number");
        Assert.AreEqual("", Payload(), "payload");
    }

    /// <summary>A RST with this sequence number as on the wire.</summary>
    public void ExpectReset(uint seq, int flags)
    {
        TakeSegment();
        Assert.AreEqual(flags, Flags, "flags");
        Assert.AreEqual(seq, TcpHeader.SeqNumber(Frame, TcpAt), "sequence number");
    }

    public void ExpectSilence()
    {
        Bench.ExpectSilence();
    }

    public void ExpectState(TcpState state)
    {
        Assert.AreEqual(TcpStates.NameOf(state), TcpStates.NameOf(State));
    }

    /// <summary>The queues' books balance and no packet is lost.</summary>
    public void ExpectNoLeaks()
    {
        Bench.ExpectPoolsHome();
        for (int i = 0; i < Net.Tcp.Table.Count; i++)
        {
            TcpSock sock = Net.Tcp.Table.At(i);
            TcpRetransmit.Verify(sock);
            Assert.IsTrue(sock.State != TcpState.Closed || sock.SegCount == 0, "closed with rows");
        }
    }

    /// <summary>Takes the oldest segment off the wire and looks at its headers.</summary>
    public void TakeSegment()
    {
        Frame = Bench.Wire.TakeSent();
        Assert.IsNotNull(Frame, "a segment");
        Assert.AreEqual(EthHeader.TypeIp, EthHeader.Type(Frame, 0), "type");
        int at = EthHeader.Length;
        Assert.IsTrue(IpHeader.Fits(Frame, at, Frame.Length), "IP header");
        Assert.IsTrue(IpHeader.HasValidChecksum(Frame, at), "IP checksum");
        Assert.AreEqual(IpHeader.ProtocolTcp, IpHeader.Protocol(Frame, at), "protocol");
        Assert.IsTrue(TcpHeader.Fits(Frame, TcpAt, Frame.Length), "TCP header");
        int length = Frame.Length - TcpAt;
        uint sum = InetChecksum.Add(
            InetChecksum.PseudoHeader(
                IpHeader.Source(Frame, at), IpHeader.Destination(Frame, at),
                IpHeader.ProtocolTcp, length),
            Frame, TcpAt, length);
        Assert.IsTrue(InetChecksum.IsValid(sum), "TCP checksum");
        Options.Parse(Frame, TcpAt);
        Flags = TcpHeader.Flags(Frame, TcpAt);
        Window = TcpHeader.Window(Frame, TcpAt);
        Urgent = TcpHeader.Urgent(Frame, TcpAt);
        SeqSeen = Seq.Distance(OurIss + 1, TcpHeader.SeqNumber(Frame, TcpAt));
        AckSeen = Seq.Distance(PeerIss + 1, TcpHeader.AckNumber(Frame, TcpAt));
    }

    /// <summary>The payload of the segment that was looked at last.</summary>
    public string Payload()
    {
        int at = TcpAt + TcpHeader.Length(Frame, TcpAt);
        return Frames.Text(Frame, at, Frame.Length - at);
    }

    private byte[] SynOptions()
    {
        if (PeerMss == 0)
        {
            return null;
        }

        bool hasScale = PeerWindowScale >= 0;
        byte[] options = new byte[TcpOptions.SynLength(hasScale, PeerHasTimestamps, PeerHasSack)];
        TcpOptions.WriteSyn(
            options, 0, PeerMss, hasScale, hasScale ? PeerWindowScale : 0, PeerHasTimestamps,
            PeerHasSack, PeerTsValue, 0);
        return options;
    }
}
