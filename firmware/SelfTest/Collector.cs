using System;
using NanoStack.Sockets;

namespace NanoStack.SelfTest;

/// <summary>The other end of the telemetry application: takes a connection, reads lines, checks that their
/// numbers follow each other.</summary>
internal sealed class Collector
{
    private const int SeqAt = 4;            // behind "seq="

    private readonly LoopbackBench _bench;
    private readonly Socket _listener;
    private readonly byte[] _buffer = new byte[128];
    private int _lineLength;
    private int _seq;
    private bool _isInSeq;

    public Collector(LoopbackBench bench, Socket listener)
    {
        _bench = bench;
        _listener = listener;
    }

    /// <summary>Whole lines read.</summary>
    public int RecordCount { get; private set; }

    /// <summary>What was not as it should be; null when all was.</summary>
    public string Wrong { get; private set; }

    /// <summary>Until the client closes.</summary>
    public void Run()
    {
        try
        {
            using (Socket socket = _bench.Accept(_listener))
            {
                int count = socket.Receive(_buffer);
                while (count > 0)
                {
                    Read(count);
                    count = socket.Receive(_buffer);
                }
            }
        }
        catch (Exception exception)
        {
            Wrong = exception.Message;      // told by the thread that waits for this one
        }
    }

    private void Read(int count)
    {
        for (int i = 0; i < count; i++)
        {
            byte value = _buffer[i];
            if (value == (byte)'\n')
            {
                EndLine();
                continue;
            }

            if (_lineLength >= SeqAt)
            {
                _isInSeq = value != (byte)' ' && (_isInSeq || _lineLength == SeqAt);
                _seq = _isInSeq ? (_seq * 10) + value - '0' : _seq;
            }

            _lineLength++;
        }
    }

    private void EndLine()
    {
        RecordCount++;
        if (_seq != RecordCount && Wrong == null)
        {
            Wrong = "record " + _seq.ToString() + " came as number " + RecordCount.ToString();
        }

        _lineLength = 0;
        _seq = 0;
        _isInSeq = false;
    }
}
