using System;
using NanoStack.Kernel;
using NanoStack.Sockets;
using NanoStack.Tcp;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Cost;

/// <summary>What is counted: a stack in the default profile and a peer that is not counted.</summary>
/// <remarks>Runs inside the woven copy of the stack. Each scenario first does once what it counts, so that
/// neither ARP nor the first RTT sample is in it.</remarks>
internal sealed class Scenarios
{
    /// <summary>Their names, in the order of the document.</summary>
    public static readonly string[] Names =
    {
        "record", "record-stamps", "receive", "bulk-out", "bulk-in", "idle-poll", "connect-close",
    };

    private const int OurPort = 5000;
    private const int PeerPort = 7000;
    private const int RecordBytes = 100;
    private const int SegmentBytes = 1448;
    private const int WarmUpTurns = 20;

    private readonly Action _begin;
    private readonly Action _end;
    private readonly FakeClock _clock = new FakeClock(1000);
    private readonly CostWire _wire = new CostWire();
    private readonly byte[] _buffer = new byte[2 * SegmentBytes];
    private readonly Net _net;
    private Socket _socket;
    private int _port = OurPort;
    private uint _ourSeq;
    private uint _theirSeq;
    private uint _ourStamp;
    private bool _hasStamps;

    private Scenarios(Action begin, Action end)
    {
        _begin = begin;
        _end = end;
        _net = new Net(
            Limits.Default(), _clock, new FakeEntropy(7), new InterruptMask(), new NoPump());
        _net.AddDevice(_wire);
        _net.SetAddress(
            _wire, IPAddress.FromValue(Frames.OurIp), IPAddress.FromValue(Frames.Mask),
            IPAddress.FromValue(Frames.GatewayIp));
        _net.Seal();
        for (int i = 0; i < 10; i++)
        {
            _clock.Advance(1000);
            Poll();
        }

        DropSent();
    }

    /// <summary>Runs one; the two calls surround what is counted.</summary>
    public static void Run(string name, Action begin, Action end)
    {
        Scenarios scenarios = new Scenarios(begin, end);
        scenarios._hasStamps = name == "record-stamps";
        scenarios.Connect(false);
        for (int i = 0; i < WarmUpTurns; i++)
        {
            scenarios.Act(name, false);
            scenarios._clock.Advance(10);
        }

        scenarios.Act(name, true);
    }

    private void Act(string name, bool isCounted)
    {
        switch (name)
        {
            case "record":
            case "record-stamps":
                SendAndAck(RecordBytes, isCounted);
                break;

            case "receive":
                ReceiveAndRead(RecordBytes, isCounted);
                break;

            case "bulk-out":
                SendAndAck(SegmentBytes, isCounted);
                break;

            case "bulk-in":
                ReceiveAndRead(SegmentBytes, isCounted);
                break;

            case "idle-poll":
                _clock.Advance(1000);
                Poll();
                Count(isCounted, Poll);
                break;

            case "connect-close":
                Close(false);
                Connect(isCounted);
                Close(isCounted);
                Connect(false);
                break;

            default:
                throw new ArgumentException("No scenario of that name: " + name);
        }
    }

    private void SendAndAck(int count, bool isCounted)
    {
        Count(isCounted, () => _socket.Send(_buffer, count, SocketFlags.None));
        Take();
        _ourSeq += (uint)count;
        Answer(TcpHeader.Ack, null, isCounted);
        DropSent();
    }

    /// <summary>One segment with its sequence in the stream, read at once; its ACK may come later.</summary>
    private void ReceiveAndRead(int count, bool isCounted)
    {
        byte[] data = new byte[count];
        Answer(TcpHeader.Ack | TcpHeader.Psh, data, isCounted);
        Count(isCounted, () => _socket.Receive(_buffer, count, SocketFlags.None));
        DropSent();
    }

    private void Connect(bool isCounted)
    {
        _port++;
        Count(isCounted, () =>
        {
            _socket = new Socket(_net);
            _socket.Bind(new IPEndPoint(IPAddress.Any, _port));
            _socket.Blocking = false;
            _socket.NoDelay = true;
            try
            {
                _socket.Connect(new IPEndPoint(IPAddress.FromValue(Frames.PeerIp), PeerPort));
            }
            catch (SocketException)
            {
            }
        });
        Poll();
        Take();
        _theirSeq = 0x10000000;
        byte[] options = new byte[TcpOptions.SynLength(true, _hasStamps, true)];
        TcpOptions.WriteSyn(options, 0, 1460, true, 7, _hasStamps, true, Stamp(), _ourStamp);
        Arrive(TcpHeader.Syn | TcpHeader.Ack, options, null, isCounted);
        _theirSeq++;
        Take();
    }

    /// <summary>Closed by us first, so that it ends in TIME_WAIT; that ends too, uncounted.</summary>
    private void Close(bool isCounted)
    {
        Count(isCounted, () => _socket.Close());
        Take();
        _ourSeq++;
        Answer(TcpHeader.Ack, null, isCounted);
        Answer(TcpHeader.Fin | TcpHeader.Ack, null, isCounted);
        for (int i = 0; i < 100; i++)
        {
            _clock.Advance(1000);
            Poll();
        }

        DropSent();
    }

    /// <summary>The peer says something on the connection.</summary>
    private void Answer(int flags, byte[] data, bool isCounted)
    {
        byte[] options = null;
        if (_hasStamps)
        {
            options = new byte[TcpOptions.TimestampsRoom];
            TcpOptions.WriteTimestamps(options, 0, Stamp(), _ourStamp);
        }

        Arrive(flags, options, data, isCounted);
        _theirSeq += data == null ? 0 : (uint)data.Length;
    }

    private void Arrive(int flags, byte[] options, byte[] data, bool isCounted)
    {
        _wire.Arrive(Frames.Tcp(
            Frames.PeerIp, Frames.OurIp, PeerPort, _port, _theirSeq, _ourSeq, flags, 64000, 0,
            options, data));
        Count(isCounted, Poll);
    }

    private uint Stamp() => 5000 + (uint)_clock.NowMs();

    /// <summary>Looks at what was sent last: its number and its time stamp. ARP is answered.</summary>
    private void Take()
    {
        while (_wire.SentCount > 0)
        {
            byte[] frame = _wire.TakeSent();
            if (EthHeader.Type(frame, 0) == EthHeader.TypeArp)
            {
                _wire.Arrive(Frames.ArpReplyTo(frame));
                Poll();
                continue;
            }

            int at = EthHeader.Length + IpHeader.LengthMin;
            int flags = TcpHeader.Flags(frame, at);
            _ourSeq = TcpHeader.SeqNumber(frame, at) + ((flags & TcpHeader.Syn) != 0 ? 1u : 0u);
            TcpOptions options = new TcpOptions();
            options.Parse(frame, at);
            _ourStamp = options.TsValue;
        }
    }

    private void DropSent()
    {
        while (_wire.SentCount > 0)
        {
            _wire.TakeSent();
        }
    }

    private void Poll()
    {
        _net.Poll(_clock.NowMs());
    }

    private void Count(bool isCounted, Action action)
    {
        if (isCounted)
        {
            _begin();
        }

        action();
        if (isCounted)
        {
            _end();
        }
    }

    /// <summary>Nothing here waits.</summary>
    private sealed class NoPump : Pump
    {
        public override int Run(int limitMs) => limitMs;
    }
}
