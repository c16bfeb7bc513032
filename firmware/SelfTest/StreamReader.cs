using System;
using System.Threading;
using NanoStack.Sockets;

namespace NanoStack.SelfTest;

/// <summary>The far end of several connections in one thread: reads, and looks at every byte.</summary>
/// <remarks>Whatever call throws OutOfMemoryException is made again: the stack hands bytes over, or keeps
/// them.</remarks>
internal sealed class StreamReader
{
    private readonly Socket[] _sockets;
    private readonly int[] _at;
    private readonly int _streamBytes;
    private readonly byte[] _buffer = new byte[200];
    private int _count;
    private int _unseenIndex;
    private int _unseenLength;              // bytes in the buffer that nobody looked at yet
    private int _byteCount;
    private int _refusedCount;
    private Exception _failure;
    private bool _isStopping;

    /// <param name="streamBytes">What comes on each connection.</param>
    public StreamReader(int socketCount, int streamBytes)
    {
        _sockets = new Socket[socketCount];
        _at = new int[socketCount];
        _streamBytes = streamBytes;
    }

    /// <summary>Bytes read on all connections.</summary>
    public int ByteCount => _byteCount;

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

    /// <summary>Until all came, or something was wrong, or <see cref="Stop"/>. No handler makes a call: it
    /// would want memory too.</summary>
    public void Run()
    {
        bool isDone = false;
        while (!isDone && !_isStopping)
        {
            try
            {
                isDone = ReadAll();
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

    /// <returns>True when nothing more will come.</returns>
    private bool ReadAll()
    {
        Look();                             // what an exception left over
        int readBefore = _byteCount;
        for (int i = 0; i < _count; i++)
        {
            if (_sockets[i].Available > 0)
            {
                _unseenIndex = i;
                _unseenLength = _sockets[i].Receive(_buffer);
                Look();
            }
        }

        if (_byteCount == readBefore)
        {
            Thread.Sleep(1);
        }

        return _byteCount == _count * _streamBytes;
    }

    private void Look()
    {
        Pattern.Expect(_buffer, _unseenLength, _at[_unseenIndex]);
        _at[_unseenIndex] += _unseenLength;
        _byteCount += _unseenLength;
        _unseenLength = 0;
    }
}
