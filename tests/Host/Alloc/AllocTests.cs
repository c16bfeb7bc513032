using System;
using System.Runtime;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Device;
using NanoStack.Kernel;
using NanoStack.Sockets;
using NanoStack.Telemetry;
using NanoStack.Tests.Bench;
using NanoStack.Tests.Host.Corridor;
using NanoStack.Wire;

namespace NanoStack.Tests.Host.Alloc;

/// <summary>After Seal nothing allocates: 0 bytes for a record, an answered echo, a megabyte taken
/// in, on a modelled board with its driver and on the loopback device.</summary>
[TestClass]
public sealed class AllocTests
{
    private const int WarmUps = 200;
    private const int AttemptMax = 5;
    private const int Rounds = 1000;
    private const int RecordLength = 60;
    private const int BlockLength = 1024;
    private const int Megabyte = 1024 * 1024;

    /// <summary>Rule 184 (own): a record costs nothing.</summary>
    [TestMethod]
    public void Record_SentAndAcknowledged_OnTheModelledBoard()
    {
        using ModelPair pair = Connected();
        byte[] record = new byte[RecordLength];

        long bytes = Measure(() => OneRecord(pair, record), Rounds, out int done);

        Assert.AreEqual(0L, bytes, "bytes allocated by " + Rounds + " records");
        Assert.AreEqual(done * (long)RecordLength, pair.Sender.AcknowledgedBytes);
        pair.ExpectPoolsHome();
    }

    /// <summary>Rule 184 (own): an answered echo costs nothing.</summary>
    [TestMethod]
    public void Echo_Answered_OnTheModelledBoard()
    {
        using ModelPair pair = Connected();
        byte[] ping = Ping(pair);
        pair.Advance(100000);                       // the governor's shares are full
        int before = pair.Board.Mib.Get(Mib.IcmpOutEchoReps);

        long bytes = Measure(() => OneEcho(pair, ping), Rounds, out int done);

        Assert.AreEqual(0L, bytes, "bytes allocated by " + Rounds + " echoes");
        int answered = pair.Board.Mib.Get(Mib.IcmpOutEchoReps) - before;
        Assert.AreEqual(done, answered);
        pair.ExpectPoolsHome();
    }

    /// <summary>Rule 184 (own): a megabyte taken in costs nothing.</summary>
    [TestMethod]
    public void Megabyte_Received_OnTheModelledBoard()
    {
        using ModelPair pair = Connected();
        byte[] block = new byte[BlockLength];

        long bytes = Measure(
            () => OneBlock(pair, pair.Receiver, pair.Sender, block), Megabyte / BlockLength, out _);

        Assert.AreEqual(0L, bytes, "bytes allocated by a megabyte");
        pair.ExpectPoolsHome();
    }

    /// <summary>Rule 184 (own): nor does what is sent again.</summary>
    [TestMethod]
    public void Record_WithLostFrames_OnTheModelledBoard()
    {
        using ModelPair pair = Connected();
        byte[] record = new byte[RecordLength];
        pair.Wire.FaultsFrom(ModelPair.BoardSide).LossPermille = 100;
        pair.Wire.FaultsFrom(ModelPair.PeerSide).LossPermille = 100;

        long bytes = Measure(() => OneRecord(pair, record), Rounds, out _);

        Assert.AreEqual(0L, bytes, "bytes allocated by records that were sent again");
        Assert.IsTrue(pair.Sender.Retransmissions > 0, "nothing was lost");
    }

    [TestMethod]
    public void Record_SentAndAcknowledged_OnLoopback()
    {
        LoopbackPair pair = new LoopbackPair();
        byte[] record = new byte[RecordLength];

        long bytes = Measure(
            () => pair.Exchange(pair.Client, pair.Server, record), Rounds, out _);

        Assert.AreEqual(0L, bytes, "bytes allocated by " + Rounds + " records");
    }

    [TestMethod]
    public void Megabyte_Received_OnLoopback()
    {
        LoopbackPair pair = new LoopbackPair();
        byte[] block = new byte[BlockLength];

        long bytes = Measure(
            () => pair.Exchange(pair.Server, pair.Client, block), Megabyte / BlockLength, out _);

        Assert.AreEqual(0L, bytes, "bytes allocated by a megabyte");
    }

    [TestMethod]
    public void Telemetry_ARecordOnItsUsualWay_OnTheModelledBoard()
    {
        using ModelPair pair = new ModelPair(Limits.Default());
        Socket listener = new Socket(pair.Peer);
        listener.Bind(new IPEndPoint(IPAddress.Any, ModelPair.Port));
        listener.Listen(1);
        TelemetryOptions options = new TelemetryOptions
        {
            Collector = new IPEndPoint(pair.PeerAddress, ModelPair.Port),
            IntervalMs = 100,
        };
        MeteredSource source = new MeteredSource();
        TelemetryClient client = new TelemetryClient(
            pair.Board, pair.Clock, new FakeEntropy(5), options, source, new ConsoleLog());

        Assert.IsTrue(client.Run(60), client.Summary());    // they fit into the peer's window

        Assert.AreEqual(60, client.AcknowledgedCount);
        Assert.AreEqual(0L, source.Bytes, "bytes allocated between records 20 and 60");
    }

    /// <summary>Bytes this thread allocates in so many rounds, once it is warm. When the JIT or the
    /// collector was at work meanwhile, which may charge this thread, it is measured again: what
    /// the stack allocates it allocates each time.</summary>
    /// <param name="done">Rounds in all, the warm-up included.</param>
    private static long Measure(Action round, int count, out int done)
    {
        for (done = 0; done < WarmUps; done++)
        {
            round();
        }

        for (int attempt = 1; ; attempt++)
        {
            long compiled = JitInfo.GetCompiledMethodCount();
            int collected = GC.CollectionCount(0);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < count; i++)
            {
                round();
            }

            long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            done += count;
            bool isDisturbed = compiled != JitInfo.GetCompiledMethodCount()
                || collected != GC.CollectionCount(0);
            if (bytes == 0 || !isDisturbed || attempt == AttemptMax)
            {
                return bytes;
            }
        }
    }

    private static ModelPair Connected()
    {
        ModelPair pair = new ModelPair(Limits.Default());
        pair.Connect();
        return pair;
    }

    private static void OneRecord(ModelPair pair, byte[] record)
    {
        OneBlock(pair, pair.Sender, pair.Receiver, record);
    }

    /// <summary>Sent, read, and acknowledged.</summary>
    private static void OneBlock(ModelPair pair, Socket from, Socket to, byte[] block)
    {
        from.Send(block);
        int read = 0;
        while (read < block.Length)
        {
            read += to.Receive(block, 0, block.Length - read, SocketFlags.None);
        }

        while (from.UnacknowledgedBytes > 0)
        {
            pair.Advance(10);
        }
    }

    private static void OneEcho(ModelPair pair, byte[] ping)
    {
        pair.Wire.Send(ModelPair.PeerSide, ping, 0, ping.Length);
        pair.Advance(100);
    }

    /// <summary>An echo request as the peer's hardware would send it.</summary>
    private static byte[] Ping(ModelPair pair)
    {
        byte[] rest = new byte[60];
        byte[] frame = Frames.Icmp(
            pair.PeerAddress.Value, pair.BoardAddress.Value, IcmpHeader.TypeEcho, 0, rest);
        EthHeader.SetDestination(frame, 0, pair.Device.HardwareAddress);
        EthHeader.SetSource(frame, 0, pair.Peer.DeviceAt(0).HardwareAddress);
        return frame;
    }

    /// <summary>Looks at the allocations of the thread that asks for values.</summary>
    private sealed class MeteredSource : RecordSource
    {
        private long _warmBytes;
        private int _count;

        public long Bytes { get; private set; }

        public override int Tenths(int nowMs)
        {
            _count++;
            long bytes = GC.GetAllocatedBytesForCurrentThread();
            _warmBytes = _count <= 20 ? bytes : _warmBytes;
            Bytes = bytes - _warmBytes;
            return 200;
        }
    }

    /// <summary>Two ends of a connection on one stack.</summary>
    private sealed class LoopbackPair
    {
        private readonly FakeClock _clock = new FakeClock(1000);
        private readonly Net _net;

        public LoopbackPair()
        {
            StackPump pump = new StackPump();
            _net = new Net(
                Limits.Default(), _clock, new FakeEntropy(3), new InterruptMask(), pump);
            pump.Step = Step;
            LoopbackDevice device = new LoopbackDevice();
            _net.AddDevice(device);
            _net.SetAddress(device, IPAddress.Loopback, IPAddress.Parse("255.0.0.0"), null);
            _net.Seal();
            Socket listener = new Socket(_net);
            listener.Bind(new IPEndPoint(IPAddress.Any, 9));
            listener.Listen(1);
            Client = new Socket(_net) { NoDelay = true };
            Client.Connect(new IPEndPoint(IPAddress.Loopback, 9));
            Server = listener.Accept();
        }

        public Socket Client { get; }

        public Socket Server { get; }

        public void Exchange(Socket from, Socket to, byte[] block)
        {
            from.Send(block);
            int read = 0;
            while (read < block.Length)
            {
                read += to.Receive(block, 0, block.Length - read, SocketFlags.None);
            }

            while (from.UnacknowledgedBytes > 0)
            {
                Step(10);
            }
        }

        private int Step(int limitMs)
        {
            int nowMs = _clock.NowMs();
            int stepMs = _net.Poll(nowMs) - nowMs;
            stepMs = stepMs < 1 ? 1 : stepMs < limitMs ? stepMs : limitMs;
            _clock.Advance(stepMs);
            return stepMs;
        }
    }

    private sealed class StackPump : Pump
    {
        public Func<int, int> Step;

        public override int Run(int limitMs)
        {
            return Step(limitMs);
        }
    }
}
