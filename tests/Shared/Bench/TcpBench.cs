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
internal sealed partial class TcpBench
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

    /// <summary>Whose connection <see cref="AcceptFrom"/> took: the collector closes what nobody
    /// holds.</summary>
    public Socket Listener;
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

    /// <summary>Where the peer listens.</summary>
    public IPEndPoint PeerPoint
    {
        get { return new IPEndPoint(IPAddress.FromValue(Frames.PeerIp), PeerSourcePort); }
    }

    public int NowMs => Bench.Clock.NowMs();

    public int Count(int counter) => Bench.Count(counter);

    // --- Fixtures: a connection in a state ------------------------------------------------------

    /// <summary>SYN sent and seen, nothing answered.</summary>
    public static TcpBench SynSent(Limits limits)
    {
        TcpBench bench = new TcpBench(limits);
        bench.StartConnect();
        return bench;
    }

    public static TcpBench SynSent() => SynSent(BenchLimits.Default());

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
        TcpBench bench = new TcpBench(BenchLimits.Default());
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

    /// <summary>Active open, done; both sequence spaces end within the first bytes.</summary>
    public static TcpBench NearWrap()
    {
        TcpBench probe = new TcpBench(BenchLimits.Default());
        uint atZero = probe.Net.Tcp.Secrets.InitialSequence(
            Frames.OurIp, OurPort, Frames.PeerIp, PeerPort, 0);
        const int IsnPerMs = 250;
        const int BenchStartMs = 2100;
        int connectMs = (int)((uint.MaxValue - 50 - atZero) / IsnPerMs);
        TcpBench bench = new TcpBench(
            new NetBench(BenchLimits.Default(), connectMs - BenchStartMs));
        bench.PeerIss = uint.MaxValue - 50;
        bench.FinishConnect();
        Assert.IsTrue(
            bench.OurIss > uint.MaxValue - 50 - IsnPerMs - 1, "our ISS is not near the end");
        return bench;
    }

    /// <summary>Another connection of the same stack, from another port of the peer.</summary>
    public static TcpBench Beside(TcpBench other, int peerPort)
    {
        TcpBench bench = new TcpBench(other.Bench);
        bench.PeerSourcePort = peerPort;
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

    public static TcpBench Accepted() => Accepted(BenchLimits.Default());

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

    public static TcpBench Listening() => Listening(BenchLimits.Default());

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

    // --- What the user does ---------------------------------------------------------------------

    /// <summary>Begins to connect, without waiting; takes the SYN off the wire.</summary>
    public void StartConnect()
    {
        Socket = new Socket(Net);
        Socket.Bind(new IPEndPoint(IPAddress.Any, OurPort));
        Socket.Blocking = false;
        try
        {
            Socket.Connect(PeerPoint);
        }
        catch (SocketException exception)
        {
            Assert.AreEqual((int)SocketError.WouldBlock, exception.ErrorCode);
        }

        Socket.Blocking = true;
        Sock = Net.Tcp.Table.FindConnection(
            Frames.OurIp, OurPort, Frames.PeerIp, PeerSourcePort);
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
        Listener = Socket;
        InjectSyn(TcpHeader.Syn);
        TakeSegment();
        OurIss = TcpHeader.SeqNumber(Frame, TcpAt);
        Inject(0, null, 0, TcpHeader.Ack);
        Socket = Listener.Accept();
        Sock = Net.Tcp.Table.FindConnection(
            Frames.OurIp, OurPort, Frames.PeerIp, PeerSourcePort);
    }

    /// <summary>Sends text; it must all be taken.</summary>
    public void Send(string text)
    {
        Send(Frames.Bytes(text));
    }

    /// <summary>Sends bytes of <see cref="Text"/>; they must all be taken. Without the text itself:
    /// as characters it would not fit beside a wide bench on a device.</summary>
    public void SendText(int at, int count)
    {
        byte[] data = new byte[count];
        for (int i = 0; i < count; i++)
        {
            data[i] = (byte)Sign(at + i);
        }

        Send(data);
    }

    /// <summary>Part of an endless text, so that a byte at the wrong place shows.</summary>
    public static string Text(int at, int count)
    {
        char[] text = new char[count];
        for (int i = 0; i < count; i++)
        {
            text[i] = Sign(at + i);
        }

        return new string(text);
    }

    private static char Sign(int at) => (char)('!' + (at % 89));

    private void Send(byte[] data)
    {
        Assert.AreEqual(data.Length, Socket.Send(data), "bytes taken");
        Bench.Poll();
    }

    public void Advance(int ms)
    {
        Bench.Advance(ms);
    }

    /// <summary>Closes the handle.</summary>
    public void Close()
    {
        Socket.Close();
        Bench.Poll();
    }

    /// <summary>A call on the socket must end in this error.</summary>
    public static void ExpectError(SocketError expected, Action action)
    {
        int seen = (int)SocketError.Success;
        try
        {
            action();
        }
        catch (SocketException exception)
        {
            seen = exception.ErrorCode;
        }

        Assert.AreEqual((int)expected, seen, "socket error");
    }

    /// <summary>The connection still carries bytes both ways. Nothing is in flight before or after.
    /// </summary>
    public void ExpectAlive(int theirSeq, int ourSeq)
    {
        ExpectState(TcpState.Established);
        Inject(theirSeq, "yes?", ourSeq, TcpHeader.Ack | TcpHeader.Psh);
        ExpectRead("yes?");
        Bench.Wire.ClearSent();                 // its ACK came at once or not
        Send("yes!");
        Expect(ourSeq, "yes!", TcpHeader.Ack | TcpHeader.Psh);
        Inject(theirSeq + 4, null, ourSeq + 4, TcpHeader.Ack);
        ExpectSilence();
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
}
