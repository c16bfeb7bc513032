using System.Threading;
using NanoStack.Sockets;
using NanoStack.Telemetry;

namespace NanoStack.SelfTest;

/// <summary>The telemetry application itself, with its collector on the same stack.</summary>
internal sealed class RecordTests
{
    private const int RecordCount = 40;
    private const int RecordBytes = 60;
    private const int WarmUpCount = 20;
    private const int LookCount = 10;
    private const int LookMs = 10;

    private readonly LoopbackBench _bench;
    private readonly TelemetryLog _log;
    private readonly Heap _heap;
    private readonly byte[] _buffer = new byte[256];

    public RecordTests(LoopbackBench bench, TelemetryLog log, Heap heap)
    {
        _bench = bench;
        _log = log;
        _heap = heap;
    }

    /// <summary>The client in this thread, the collector in one of its own, as on two machines.</summary>
    public void Telemetry()
    {
        using (Socket listener = _bench.Listen())
        {
            Collector collector = new Collector(_bench, listener);
            Thread thread = new Thread(collector.Run);
            thread.Start();
            TelemetryOptions options = new TelemetryOptions
            {
                Collector = _bench.Server,
                IntervalMs = 5,
                ConnectTimeoutMs = _bench.DeadlineMs,
                AckTimeoutMs = _bench.DeadlineMs,
                FailureCountMax = 1,
            };
            TelemetryClient client = new TelemetryClient(
                _bench.Net, _bench.Clock, _bench.Entropy, options, new TriangleSource(),
                new QuietLog());
            bool isDone = client.Run(RecordCount);
            bool hasEnded = thread.Join(_bench.DeadlineMs);

            Check.True(isDone, "all records acknowledged: " + client.Summary());
            Check.True(hasEnded, "the collector to see the end of the stream");
            Check.True(collector.Wrong == null, "records in order: " + collector.Wrong);
            Check.Equal(RecordCount, collector.RecordCount, "records");
            _log.Line(client.Summary());
        }
    }

    /// <summary>A device's heap has the same free bytes after many records as after a few. What is made
    /// and thrown away it cannot tell: asking for the free bytes collects. tests/Host/Alloc can.</summary>
    public void KeepNothing()
    {
        if (_heap.FreeBytes() == 0)
        {
            throw new SkipTestException("a PC's heap does not tell; tests/Host measures there");
        }

        using (Socket listener = _bench.Listen())
        using (Socket client = _bench.NewSocket())
        {
            client.NoDelay = true;
            client.Connect(_bench.Server);
            using (Socket server = _bench.Accept(listener))
            {
                Exchange(client, server, WarmUpCount);
                int before = FreeAtRest(int.MaxValue);
                Exchange(client, server, RecordCount);
                Check.Equal(before, FreeAtRest(before), "free bytes");
            }
        }
    }

    /// <summary>Free bytes while no thread polls. One that does is somewhere between the rooms, and the
    /// frames of its calls lie in the same heap: they are in use, not lost.</summary>
    /// <param name="wanted">Looks once more where it is less: a thread that has just ended gives its
    /// memory back a moment later.</param>
    private int FreeAtRest(int wanted)
    {
        _bench.Stop();
        int free = _heap.FreeBytes();
        for (int i = 0; i < LookCount && free < wanted; i++)
        {
            Thread.Sleep(LookMs);
            int now = _heap.FreeBytes();
            free = now > free ? now : free;
        }

        _bench.Restart();
        return free;
    }

    private void Exchange(Socket client, Socket server, int count)
    {
        for (int i = 0; i < count; i++)
        {
            client.Send(_buffer, RecordBytes, SocketFlags.None);
            _bench.ReceiveAll(server, _buffer, RecordBytes);
        }
    }

    /// <summary>The client's own words are not for this report.</summary>
    private sealed class QuietLog : TelemetryLog
    {
        public override void Line(string text)
        {
        }
    }
}
