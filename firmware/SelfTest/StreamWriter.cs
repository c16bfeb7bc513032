using System;
using System.Threading;
using NanoStack.Sockets;

namespace NanoStack.SelfTest;

/// <summary>The near end of several connections in one thread: writes a record on each in turn.</summary>
/// <remarks>A call to Send that ended with an exception may have given the connection something: then the
/// connection is asked, once the peer has acknowledged all of it.</remarks>
internal sealed class StreamWriter
{
    private const int StillMs = 2;

    private readonly Socket[] _sockets;
    private readonly int[] _at;
    private readonly bool[] _isUnsure;      // of that number: a call ended with an exception
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
        _at = new int[socketCount];
        _isUnsure = new bool[socketCount];
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
            int left = _streamBytes - _at[i];
            if (_isUnsure[i])
            {
                isDone = false;
                Ask(i);
            }
            else if (left > 0)
            {
                isDone = false;
                int length = left < _buffer.Length ? left : _buffer.Length;
                Pattern.Fill(_buffer, length, _at[i]);
                _isUnsure[i] = true;
                int taken = _sockets[i].Send(_buffer, length, SocketFlags.None);
                _at[i] += taken;
                _isUnsure[i] = false;
            }
        }

        return isDone;
    }

    /// <summary>How many bytes arrived is how many were taken, when none is on its way. Both numbers move
    /// while an acknowledgement is processed, so they have to stand still.</summary>
    private void Ask(int index)
    {
        Socket socket = _sockets[index];
        long acked = socket.AcknowledgedBytes;
        Thread.Sleep(StillMs);
        if (socket.UnacknowledgedBytes == 0 && socket.AcknowledgedBytes == acked)
        {
            _at[index] = (int)acked;
            _isUnsure[index] = false;
        }
    }
}
