using System;
using System.Threading;
using NanoStack.Kernel;
using NanoStack.Sockets;
using NanoStack.Telemetry;

namespace NanoStack.SelfTest;

/// <summary>Records while another thread of the application takes all memory there is.</summary>
/// <remarks>
/// The runtime throws OutOfMemoryException in whatever thread makes a call at that moment: the
/// sender's, the reader's, or the one that polls the stack. What an application can do about it in
/// its own code is what this test does: it asks the connection how far it came, and goes on there.
/// One fault of the interpreter is beyond both: a frame that was on top when its thread was
/// switched to goes on behind a call that found no memory, and that call was never made.
/// docs/building.md has how often that is.
/// </remarks>
internal sealed class PressureTests
{
    private const int ConnectionCount = 2;
    private const int RecordCount = 500;        // on each connection
    private const int RecordBytes = 60;
    private const int StreamBytes = RecordCount * RecordBytes;
    private const int LookMs = 50;

    private readonly LoopbackBench _bench;
    private readonly TelemetryLog _log;
    private readonly Heap _heap;
    private StreamWriter _writer;
    private StreamReader _reader;
    private MemoryHog _hog;
    private int _seenBytes;
    private int _endMs;
    private bool _isStopped;

    public PressureTests(LoopbackBench bench, TelemetryLog log, Heap heap)
    {
        _bench = bench;
        _log = log;
        _heap = heap;
    }

    /// <summary>Every byte of both connections arrives, once and in order; then all is given back,
    /// as after every test.</summary>
    public void Records()
    {
        if (_heap.FreeBytes() == 0)
        {
            throw new SkipTestException("a PC's heap does not run out; tests/Host throws there");
        }

        _writer = new StreamWriter(ConnectionCount, StreamBytes, RecordBytes);
        _reader = new StreamReader(ConnectionCount, StreamBytes);
        _hog = new MemoryHog();
        Socket listener = _bench.Listen();
        for (int i = 0; i < ConnectionCount; i++)
        {
            Socket client = _bench.NewSocket();
            client.NoDelay = true;
            client.Connect(_bench.Server);
            _writer.Add(client);
            _reader.Add(_bench.Accept(listener));
        }

        Exchange();
        listener.Close();                   // not where a check failed: the call may never end
        _writer.CloseAll();
        _reader.CloseAll();
    }

    private void Exchange()
    {
        Thread writing = new Thread(_writer.Run);
        Thread reading = new Thread(_reader.Run);
        Thread hogging = new Thread(_hog.Run);
        _isStopped = false;
        _seenBytes = 0;
        _endMs = _bench.Clock.NowMs() + _bench.DeadlineMs;
        reading.Start();
        writing.Start();
        hogging.Start();
        while (!_isStopped)
        {
            try
            {
                Watch();
            }
            catch (OutOfMemoryException)
            {
                // The next turn looks again; no call here, it would want memory too.
            }
        }

        Check.True(hogging.Join(_bench.DeadlineMs), "the thread that takes memory to end");
        bool hasEnded = writing.Join(_bench.DeadlineMs) && reading.Join(_bench.DeadlineMs);
        string where = " (" + _reader.ByteCount.ToString() + " bytes had arrived)";
        Check.True(_writer.Wrong == null, "no error of the sender" + where + ": " + _writer.Wrong);
        Check.True(_reader.Wrong == null, "no error of the reader" + where + ": " + _reader.Wrong);
        Check.True(hasEnded, "every call to end" + where);
        Check.Equal(ConnectionCount * StreamBytes, _reader.ByteCount, "bytes");
        _log.Line(
            "memory ran out " + _hog.RefusedCount.ToString()
            + " times in the thread that takes it, "
            + (_writer.RefusedCount + _reader.RefusedCount).ToString()
            + " times in those of the records");
    }

    /// <summary>Stops all when all arrived, something was wrong, or nothing came within the
    /// deadline.</summary>
    private void Watch()
    {
        Thread.Sleep(LookMs);
        int nowMs = _bench.Clock.NowMs();
        int count = _reader.ByteCount;
        if (count != _seenBytes)
        {
            _endMs = nowMs + _bench.DeadlineMs;
            _seenBytes = count;
        }

        if (count == ConnectionCount * StreamBytes || _reader.Wrong != null
            || _writer.Wrong != null || Clock.Reached(nowMs, _endMs))
        {
            _hog.Stop();
            _writer.Stop();
            _reader.Stop();
            _isStopped = true;
        }
    }
}
