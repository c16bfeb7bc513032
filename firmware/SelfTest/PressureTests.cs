using System;
using System.Threading;
using NanoStack.Kernel;
using NanoStack.Sockets;
using NanoStack.Telemetry;

namespace NanoStack.SelfTest;

/// <summary>Records while another thread of the application takes all the memory there is.</summary>
/// <remarks>
/// The runtime throws OutOfMemoryException in whatever thread makes a call at that moment: here, in the
/// collector, or in the one that polls the stack. What an application can do about it in its own code
/// is what this test does: it asks the connection how far it came, and goes on from there.
/// </remarks>
internal sealed class PressureTests
{
    private const int ConnectionCount = 2;
    private const int RecordCount = 500;        // on each connection
    private const int RecordBytes = 60;
    private const int EndTryCount = 100;
    private const int StreamBytes = RecordCount * RecordBytes;

    private readonly LoopbackBench _bench;
    private readonly TelemetryLog _log;
    private readonly Heap _heap;
    private readonly Socket[] _clients = new Socket[ConnectionCount];
    private readonly byte[] _buffer = new byte[RecordBytes];
    private int _refusedCount;
    private int _seenBytes;
    private int _endMs;

    public PressureTests(LoopbackBench bench, TelemetryLog log, Heap heap)
    {
        _bench = bench;
        _log = log;
        _heap = heap;
    }

    /// <summary>Every byte of both connections arrives, once and in order; then all is given back, as
    /// after every test.</summary>
    public void Records()
    {
        if (_heap.FreeBytes() == 0)
        {
            throw new SkipTestException("a PC's heap does not run out; tests/Host throws there");
        }

        StreamReader reader = new StreamReader(ConnectionCount, StreamBytes);
        using (Socket listener = _bench.Listen())
        {
            for (int i = 0; i < ConnectionCount; i++)
            {
                _clients[i] = _bench.NewSocket();
                _clients[i].NoDelay = true;
                _clients[i].Connect(_bench.Server);
                reader.Add(_bench.Accept(listener));
            }

            try
            {
                Exchange(reader);
            }
            finally
            {
                CloseAll(reader);
            }
        }
    }

    private void Exchange(StreamReader reader)
    {
        _seenBytes = 0;
        _endMs = _bench.Clock.NowMs() + _bench.DeadlineMs;
        MemoryHog hog = new MemoryHog();
        Thread reading = new Thread(reader.Run);
        Thread hogging = new Thread(hog.Run);
        reading.Start();
        hogging.Start();
        bool isDone = false;
        bool isStopped = false;
        while (!isStopped)
        {
            try
            {
                isDone = isDone || SendSome(reader);
                if (isDone)
                {
                    hog.Stop();
                    reader.Stop();
                    isStopped = true;
                }
            }
            catch (OutOfMemoryException)
            {
                _refusedCount++;
            }
        }

        bool hasEnded = End(hogging) && End(reading);
        Check.True(hasEnded, "the threads of the test to end");
        Check.True(reader.Wrong == null, "every byte at its place: " + reader.Wrong);
        Check.Equal(ConnectionCount * StreamBytes, reader.ByteCount, "bytes");
        _log.Line(
            "memory ran out " + hog.RefusedCount.ToString() + " times in the thread that took it, "
            + (reader.RefusedCount + _refusedCount).ToString() + " times in the two of the records");
    }

    /// <summary>Waits for a thread while memory may still be short.</summary>
    private bool End(Thread thread)
    {
        for (int i = 0; i < EndTryCount; i++)
        {
            try
            {
                return thread.Join(_bench.DeadlineMs);
            }
            catch (OutOfMemoryException)
            {
                _refusedCount++;
            }
        }

        return false;
    }

    /// <summary>A record on each connection, as far as there is room.</summary>
    /// <remarks>Nothing is remembered but what the connection itself knows, so an exception at any call
    /// costs a turn and nothing else.</remarks>
    /// <returns>True when all arrived, or something was wrong, or nothing came within the
    /// deadline.</returns>
    private bool SendSome(StreamReader reader)
    {
        for (int i = 0; i < ConnectionCount; i++)
        {
            SendOne(_clients[i]);
        }

        int nowMs = _bench.Clock.NowMs();
        int count = reader.ByteCount;
        if (count != _seenBytes)
        {
            _endMs = nowMs + _bench.DeadlineMs;
            _seenBytes = count;
        }

        return count == ConnectionCount * StreamBytes || reader.Wrong != null
            || Clock.Reached(nowMs, _endMs);
    }

    private void SendOne(Socket client)
    {
        int at = TakenBytes(client);
        if (at == StreamBytes)
        {
            Thread.Sleep(1);
            return;
        }

        int length = StreamBytes - at < RecordBytes ? StreamBytes - at : RecordBytes;
        Pattern.Fill(_buffer, length, at);
        client.Send(_buffer, length, SocketFlags.None);
    }

    /// <summary>What the connection took so far, whether the peer has it or not: a call to Send that ended
    /// with an exception may have given it something.</summary>
    private static int TakenBytes(Socket client)
    {
        long before = -1;
        int inFlight = 0;
        while (before != client.AcknowledgedBytes)
        {
            before = client.AcknowledgedBytes;
            inFlight = client.UnacknowledgedBytes;
        }

        return (int)before + inFlight;
    }

    private void CloseAll(StreamReader reader)
    {
        for (int i = 0; i < ConnectionCount; i++)
        {
            _clients[i].Close();
        }

        reader.CloseAll();
    }
}
