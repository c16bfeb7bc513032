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

    private readonly LoopbackBench _bench;
    private readonly TelemetryLog _log;
    private readonly byte[] _buffer = new byte[256];

    public RecordTests(LoopbackBench bench, TelemetryLog log)
    {
        _bench = bench;
        _log = log;
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
        if (FreeMemory.Bytes() == 0)
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
                int before = FreeMemory.Bytes();
                Exchange(client, server, RecordCount);
                Check.Equal(before, FreeMemory.Bytes(), "free bytes");
            }
        }
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
