#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using System;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Sockets;
using NanoStack.Tcp;
using NanoStack.Wire;

namespace NanoStack.Tests.Bench;

/// <summary>One connection in any state, and a peer that says what the test tells it.</summary>
/// <remarks>
/// Sequence numbers are counted from the first byte of data on each side: 0 is the first byte, the
/// SYN is -1. A test reads: send, inject, expect, silence.
/// </remarks>
internal sealed class TcpBench
{
    public const int OurPort = 5000;
    public const int PeerPort = 7000;
    public const uint PeerIssDefault = 0x10000000;

    public readonly NetBench Bench;

    /// <summary>What the peer says in its SYN, and the window it offers from then on.</summary>
    public int PeerMss = 1460;
    public int PeerWindow = 8192;
    public int PeerWindowScale = -1;
    public bool PeerHasTimestamps;
    public bool PeerHasSack;
    public uint PeerTsValue = 5000;

    public Socket Socket;
    public TcpSock Sock;
    public uint OurIss;
    public uint PeerIss = PeerIssDefault;
    public int PeerSourcePort = PeerPort;

    // The segment that Expect looked at last.
    public byte[] Frame;
    public int Flags;
    public int Window;
    public int Urgent;
    public int AckSeen;
    public int SeqSeen;
    public readonly TcpOptions Options = new TcpOptions();

    public TcpBench(Limits limits)
        : this(new NetBench(limits))
    {
    }

    public TcpBench(NetBench bench)
    {
        Bench = bench;
    }

    public Net Net => Bench.Net;

    public TcpState State => Sock.State;

    // --- Fixtures: a connection in a state --------------------------------------------------------

    /// <summary>SYN sent and seen, nothing answered.</summary>
    public static TcpBench SynSent(Limits limits)
    {
        TcpBench bench = new TcpBench(limits);
        bench.StartConnect();
        return bench;
    }

    public static TcpBench SynSent() => SynSent(Limits.Default());

    /// <summary>Both SYNs crossed: SYN-RECEIVED by simultaneous open.</summary>
    public static TcpBench SynReceived()
    {
        TcpBench bench = SynSent();
        bench.InjectSyn(TcpHeader.Syn);
        bench.ExpectFlags(-1, TcpHeader.Syn | TcpHeader.Ack);
        return bench;
    }

    /// <summary>Active open, done.</summary>
    public static TcpBench Established(int mss)
    {
        TcpBench bench = new TcpBench(Limits.Default());
        bench.PeerMss = mss;
        bench.FinishConnect();
        return bench;
    }

    public static TcpBench Established() => Established(1460);

    public static TcpBench Established(Limits limits)
    {
        TcpBench bench = new TcpBench(limits);
        bench.FinishConnect();
        return bench;
    }

    /// <summary>Passive open, done: the connection was accepted.</summary>
    public static TcpBench Accepted(Limits limits)
    {
        TcpBench bench = Listening(limits);
        bench.AcceptFrom();
        return bench;
    }

    public static TcpBench Accepted() => Accepted(Limits.Default());

    /// <summary>A listener on <see cref="OurPort"/>; <see cref="Socket"/> is it.</summary>
    public static TcpBench Listening(Limits limits)
    {
        TcpBench bench = new TcpBench(limits);
        bench.Socket = new Socket(bench.Net);
        bench.Socket.Bind(new IPEndPoint(IPAddress.Any, OurPort));
        bench.Socket.Listen(8);
        bench.Sock = bench.Net.Tcp.Table.FindListener(Frames.OurIp, OurPort);
        return bench;
    }

    public static TcpBench Listening() => Listening(Limits.Default());

    /// <summary>Our FIN is out, nothing acknowledged.</summary>
    public static TcpBench FinWait1()
    {
        TcpBench bench = Established();
        bench.Socket.Shutdown(SocketShutdown.Send);
        bench.ExpectFlags(0, TcpHeader.Fin | TcpHeader.Ack);
        return bench;
    }

    public static TcpBench FinWait2()
    {
        TcpBench bench = FinWait1();
        bench.Inject(0, null, 1, TcpHeader.Ack);
        Assert.AreEqual((int)TcpState.FinWait2, (int)bench.State);
        return bench;
    }

    /// <summary>The peer's FIN is here and acknowledged.</summary>
    public static TcpBench CloseWait()
    {
        TcpBench bench = Established();
        bench.Inject(0, null, 0, TcpHeader.Fin | TcpHeader.Ack);
        bench.ExpectAck(1);
        Assert.AreEqual((int)TcpState.CloseWait, (int)bench.State);
        return bench;
    }

    public static TcpBench LastAck()
    {
        TcpBench bench = CloseWait();
        bench.Socket.Shutdown(SocketShutdown.Send);
        bench.ExpectFlags(0, TcpHeader.Fin | TcpHeader.Ack);
        Assert.AreEqual((int)TcpState.LastAck, (int)bench.State);
        return bench;
    }

    public static TcpBench Closing()
    {
        TcpBench bench = FinWait1();
        bench.Inject(0, null, 0, TcpHeader.Fin | TcpHeader.Ack);
        bench.ExpectAck(1);
        Assert.AreEqual((int)TcpState.Closing, (int)bench.State);
        return bench;
    }

    public static TcpBench TimeWait()
    {
        TcpBench bench = FinWait2();
        bench.Inject(0, null, 1, TcpHeader.Fin | TcpHeader.Ack);
        bench.ExpectAck(1);
        Assert.AreEqual(1, bench.Net.Tcp.TimeWait.Count);
        return bench;
    }

    // --- What the user does -----------------------------------------------------------------------

    /// <summary>Begins to connect, without waiting; takes the SYN off the wire.</summary>
    public void StartConnect()
    {
        Socket = new Socket(Net);
        Socket.Bind(new IPEndPoint(IPAddress.Any, OurPort));
        Socket.Blocking = false;
        try
        {
            Socket.Connect(new IPEndPoint(IPAddress.FromValue(Frames.PeerIp), PeerPort));
        }
        catch (SocketException exception)
        {
            Assert.AreEqual((int)SocketError.InProgress, exception.ErrorCode);
        }

        Socket.Blocking = true;
        Sock = Net.Tcp.Table.FindConnection(Frames.OurIp, OurPort, Frames.PeerIp, PeerPort);
        OurIss = Sock.Iss;
        Bench.Poll();
        ExpectFlags(-1, TcpHeader.Syn);
    }

    /// <summary>Connects from beginning to end.</summary>
    public void FinishConnect()
    {
        StartConnect();
        InjectSyn(TcpHeader.Syn | TcpHeader.Ack);
        ExpectAck(0);
        Assert.AreEqual((int)TcpState.Established, (int)State);
    }

    /// <summary>The peer connects to our listener, and we accept.</summary>
    public void AcceptFrom()
    {
        Socket listener = Socket;
        InjectSyn(TcpHeader.Syn);
        TakeSegment();
        OurIss = TcpHeader.SeqNumber(Frame, TcpAt);
        Inject(0, null, 0, TcpHeader.Ack);
        Socket = listener.Accept();
        Sock = Net.Tcp.Table.FindConnection(
            Frames.OurIp, OurPort, Frames.PeerIp, PeerSourcePort);
    }

    /// <summary>Sends text; it must all be taken.</summary>
    public void Send(string text)
    {
        Assert.AreEqual(text.Length, Socket.Send(Frames.Bytes(text)), "bytes taken");
        Bench.Poll();
    }

    /// <summary>Reads what is there.</summary>
    public string Receive()
    {
        byte[] buffer = new byte[4096];
        int count = Socket.Receive(buffer);
        Bench.Poll();
        return Frames.Text(buffer, 0, count);
    }

    /// <summary>The text is what can be read now.</summary>
    public void ExpectRead(string text)
    {
        Assert.AreEqual(text, Receive());
    }

    // --- What the peer does -----------------------------------------------------------------------

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

    public void Inject(int seq, string text, int ack, int flags, int window)
    {
        InjectUrgent(seq, text, ack, flags, window, 0);
    }

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

    /// <summary>The peer acknowledges so many bytes.</summary>
    public void InjectAck(int ack)
    {
        Inject(0, null, ack, TcpHeader.Ack);
    }

    // --- What must be on the wire -----------------------------------------------------------------

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
        int queued = 0;
        for (int i = 0; i < Net.Tcp.Table.Count; i++)
        {
            TcpSock sock = Net.Tcp.Table.At(i);
            TcpRetransmit.Verify(sock);
            queued += sock.WriteQueue.Count + sock.RtxQueue.Count;
        }

        int free = Net.Pool.FreeCount(SkBuffPool.KindDescriptor);
        Assert.AreEqual(
            Net.Pool.TotalCount(SkBuffPool.KindDescriptor), free + queued, "descriptors");
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
