using System;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Sockets;
using NanoStack.Tcp;
using NanoStack.Tests.Attack;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Host.Fuzz;

/// <summary>A stack under fire, and what must hold for every single frame: nothing throws, something
/// counts it, nothing is made.</summary>
internal sealed class FuzzBench
{
    private const int ClientPort = 7100;

    public readonly Net Net;
    public readonly FuzzWire Wire = new FuzzWire();
    public readonly FakeClock Clock = new FakeClock(1000);
    public readonly Socket Listener;

    /// <summary>The connection that is fuzzed, or null.</summary>
    public Socket Socket;
    public TcpSock Sock;
    public int PeerPort = TcpBench.PeerPort;

    private readonly byte[] _buffer = new byte[4096];
    private long _allocated;
    private int _dropped;
    private int _frames;

    public FuzzBench(Limits limits)
    {
        Net = new Net(limits, Clock, new FakeEntropy(9), new InterruptMask(), new FuzzPump(this));
        Net.AddDevice(Wire);
        Net.SetAddress(
            Wire, IPAddress.FromValue(Frames.OurIp), IPAddress.FromValue(Frames.Mask),
            IPAddress.FromValue(Frames.GatewayIp));
        Net.Seal();
        Listener = new Socket(Net);
        Listener.Bind(new IPEndPoint(IPAddress.Any, TcpBench.OurPort));
        Listener.Listen(2);
        Listener.Blocking = false;
        Advance(5000);
    }

    public FuzzBench()
        : this(Limits.Default())
    {
    }

    /// <summary>Frames that went in so far.</summary>
    public int FrameCount => _frames;

    /// <summary>One frame, and the promises about it.</summary>
    public void Fire(byte[] frame, int length, uint seed)
    {
        int before = Fates.Sum(Net.Mib);
        long made = GC.GetAllocatedBytesForCurrentThread();
        bool isTaken;
        try
        {
            isTaken = Wire.Deliver(frame, length, Clock.NowMs());
        }
        catch (Exception exception)
        {
            throw new AssertFailedException(Describe(frame, length, seed), exception);
        }

        made = GC.GetAllocatedBytesForCurrentThread() - made;
        _allocated += made;
        _frames++;
        _dropped += isTaken ? 0 : 1;
        if (isTaken && Fates.Sum(Net.Mib) <= before)
        {
            Assert.Fail("nothing counts it: " + Describe(frame, length, seed));
        }

        if ((_frames & 15) == 0)
        {
            Clock.Advance(10);
            Net.Poll(Clock.NowMs());
        }
    }

    /// <summary>What came before does not count: the runtime was still compiling.</summary>
    public void ForgetAllocations()
    {
        _allocated = 0;
    }

    public void Advance(int ms)
    {
        for (int leftMs = ms; leftMs > 0; leftMs -= 50)
        {
            Net.Poll(Clock.NowMs());
            Clock.Advance(50);
        }

        Net.Poll(Clock.NowMs());
    }

    // --- A connection ----------------------------------------------------------------------------

    /// <summary>The peer connects from <see cref="PeerPort"/>, and we accept.</summary>
    public void Connect()
    {
        DrainAccepted();
        Deliver(Segment(PeerPort, TcpBench.PeerIssDefault, 0, TcpHeader.Syn, null));
        byte[] answer = LastTo(PeerPort);
        Assert.IsNotNull(answer, "a SYN-ACK");
        uint iss = TcpHeader.SeqNumber(answer, TcpBench.TcpAt);
        Deliver(Segment(
            PeerPort, TcpBench.PeerIssDefault + 1, iss + 1, TcpHeader.Ack, null));
        Socket = Listener.Accept();
        Socket.Blocking = false;
        Sock = Net.Tcp.Table.FindConnection(
            Frames.OurIp, TcpBench.OurPort, Frames.PeerIp, PeerPort);
    }

    /// <summary>The user reads what is there, so that the window stays open.</summary>
    public void Read(Socket socket)
    {
        try
        {
            socket.Receive(_buffer);
        }
        catch (SocketException)
        {
        }
    }

    public void Send(Socket socket, int count)
    {
        try
        {
            socket.Send(_buffer, 0, count, SocketFlags.None);
        }
        catch (SocketException)
        {
        }
    }

    public static void Abort(Socket socket)
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    // --- The end ---------------------------------------------------------------------------------

    /// <summary>Everybody is still served, every packet is at home, and nothing was made.</summary>
    public void ExpectAlive()
    {
        if (Socket != null)
        {
            Abort(Socket);
        }

        DrainAccepted();
        Advance(Limits.IpFragTimeMs);       // halves of datagrams are given up
        Assert.AreEqual(0L, _allocated, "bytes allocated while frames came up");
        Assert.IsTrue(_dropped <= _frames / 4, _dropped + " frames found no packet");

        byte[] ping = AttackFrames.Echo(Frames.Bytes("alive?"));
        Deliver(ping);
        byte[] reply = Wire.Sent(0);
        Assert.IsNotNull(reply, "an echo reply");
        Assert.AreEqual(ping.Length, reply.Length, "an echo reply");
        Assert.AreEqual(0, IcmpHeader.Type(reply, AttackFrames.IcmpAt), "an echo reply");

        PeerPort = ClientPort;
        Connect();
        Deliver(Segment(
            PeerPort, TcpBench.PeerIssDefault + 1, Sock.SndNxt, TcpHeader.Ack | TcpHeader.Psh,
            Frames.Bytes("ping")));
        Assert.AreEqual(4, Socket.Receive(_buffer));
        Assert.AreEqual("ping", Frames.Text(_buffer, 0, 4));
        Abort(Socket);
        Advance(100);
        ExpectHome(SkBuffPool.KindFrame);
        ExpectHome(SkBuffPool.KindHeader);
    }

    public void Deliver(byte[] frame)
    {
        Assert.IsTrue(Wire.Deliver(frame, frame.Length, Clock.NowMs()), "a packet for it");
        Net.Poll(Clock.NowMs());
        Net.Poll(Clock.NowMs());
    }

    public static byte[] Segment(int port, uint seq, uint ack, int flags, byte[] data)
    {
        return Frames.Tcp(
            Frames.PeerIp, Frames.OurIp, port, TcpBench.OurPort, seq, ack, flags, 8192, 0, null,
            data);
    }

    /// <summary>Connections that strangers opened by chance are ended.</summary>
    public void DrainAccepted()
    {
        try
        {
            while (true)
            {
                Abort(Listener.Accept());
            }
        }
        catch (SocketException)
        {
        }
    }

    private void ExpectHome(int kind)
    {
        Assert.AreEqual(Net.Pool.TotalCount(kind), Net.Pool.FreeCount(kind), "packets " + kind);
    }

    private byte[] LastTo(int port)
    {
        for (int back = 0; back < 8; back++)
        {
            byte[] frame = Wire.Sent(back);
            if (frame != null && frame.Length >= TcpBench.TcpAt + TcpHeader.LengthMin
                && IpHeader.Protocol(frame, EthHeader.Length) == IpHeader.ProtocolTcp
                && TcpHeader.DestinationPort(frame, TcpBench.TcpAt) == port)
            {
                return frame;
            }
        }

        return null;
    }

    private string Describe(byte[] frame, int length, uint seed)
    {
        return $"seed 0x{seed:X8}, frame {_frames}: {Convert.ToHexString(frame, 0, length)}";
    }

    private sealed class FuzzPump : Pump
    {
        private readonly FuzzBench _bench;

        public FuzzPump(FuzzBench bench)
        {
            _bench = bench;
        }

        public override int Run(int limitMs)
        {
            _bench.Net.Poll(_bench.Clock.NowMs());
            _bench.Clock.Advance(1);
            return 1;
        }
    }
}
