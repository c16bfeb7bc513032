using System;
using System.Threading;
using NanoStack.Sockets;

namespace NanoStack.SelfTest;

/// <summary>The near end of several connections in one thread: writes a record on each in turn.</summary>
/// <remarks>Nothing is remembered but what the connections themselves know, so an exception at any call
/// costs a turn and nothing else.</remarks>
internal sealed class StreamWriter
{
    private readonly Socket[] _sockets;
    private readonly int _streamBytes;
    private readonly byte[] _buffer;
    private int _count;
    private int _refusedCount;
    private Exception _failure;
    private bool _isStopping;

    /// <param name="streamBytes">What goes on each connection.</param>
    /// <param name="recordBytes">So many of them a call.</param>
    public StreamWriter(int socketCount, int streamBytes, int recordBytes)
    {
        _sockets = new Socket[socketCount];
        _streamBytes = streamBytes;
        _buffer = new byte[recordBytes];
    }

    /// <summary>Calls that found no memory.</summary>
    public int RefusedCount => _refusedCount;

    /// <summary>What was not as it should be; null when all was.</summary>
    public string Wrong => _failure == null ? null : _failure.Message;

    public void Add(Socket socket)
    {
        _sockets[_count] = socket;
        _count++;
    }

    public void Stop()
    {
        _isStopping = true;
    }

    public void CloseAll()
    {
        for (int i = 0; i < _count; i++)
        {
            _sockets[i].Close();
        }
    }

    /// <summary>Until all was taken, or something was wrong, or <see cref="Stop"/>. No handler makes a call:
    /// it would want memory too.</summary>
    public void Run()
    {
        bool isDone = false;
        while (!isDone && !_isStopping)
        {
            try
            {
                isDone = WriteAll();
            }
            catch (OutOfMemoryException)
            {
                _refusedCount++;
            }
            catch (Exception exception)
            {
                _failure = exception;
                isDone = true;
            }
        }
    }

    /// <returns>True when nothing is left to write.</returns>
    private bool WriteAll()
    {
        bool isDone = true;
        for (int i = 0; i < _count; i++)
        {
            int at = TakenBytes(_sockets[i]);
            int left = _streamBytes - at;
            if (left > 0)
            {
                isDone = false;
                int length = left < _buffer.Length ? left : _buffer.Length;
                Pattern.Fill(_buffer, length, at);
                _sockets[i].Send(_buffer, length, SocketFlags.None);
            }
        }

        return isDone;
    }

    /// <summary>What the connection took so far, whether the peer has it or not: a call to Send that ended
    /// with an exception may have given it something.</summary>
    private static int TakenBytes(Socket socket)
    {
        long before = -1;
        int inFlight = 0;
        while (before != socket.AcknowledgedBytes)
        {
            before = socket.AcknowledgedBytes;
            inFlight = socket.UnacknowledgedBytes;
        }

        return (int)before + inFlight;
    }
}
