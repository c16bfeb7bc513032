using System;
using System.IO;

namespace NanoStack.Sockets;

/// <summary>Reads and writes a socket with the verbs of a stream; names and semantics of
/// System.Net.Sockets.NetworkStream.</summary>
/// <remarks>It is no System.IO.Stream: that class comes in a package of its own, which the stack does
/// without.</remarks>
public class NetworkStream : IDisposable
{
    private readonly Socket _socket;
    private readonly bool _ownsSocket;
    private bool _isDisposed;

    /// <summary>A stream on a connected socket, which stays open when the stream is closed.</summary>
    /// <exception cref="ArgumentNullException">socket is null.</exception>
    /// <exception cref="IOException">socket is not connected, or non-blocking.</exception>
    public NetworkStream(Socket socket)
        : this(socket, false)
    {
    }

    /// <summary>A stream on a connected socket.</summary>
    /// <param name="ownsSocket">True: closing the stream closes the socket.</param>
    /// <exception cref="ArgumentNullException">socket is null.</exception>
    /// <exception cref="IOException">socket is not connected, or non-blocking.</exception>
    public NetworkStream(Socket socket, bool ownsSocket)
    {
        if (socket == null)
        {
            throw new ArgumentNullException("socket");
        }

        if (!socket.Blocking)
        {
            throw new IOException("A stream needs a blocking socket; set Blocking.");
        }

        if (!socket.Connected)
        {
            throw new IOException("A stream needs a connected socket; connect it first.");
        }

        _socket = socket;
        _ownsSocket = ownsSocket;
    }

    /// <summary>The socket below.</summary>
    public Socket Socket => _socket;

    /// <summary>True when Read would not wait.</summary>
    public bool DataAvailable => Opened().Available > 0;

    /// <summary>True until the stream is closed.</summary>
    public bool CanRead => !_isDisposed;

    /// <summary>True until the stream is closed.</summary>
    public bool CanWrite => !_isDisposed;

    /// <summary>Always false.</summary>
    public bool CanSeek => false;

    /// <inheritdoc cref="Socket.ReceiveTimeout"/>
    public int ReadTimeout
    {
        get => StreamTimeoutOf(Opened().ReceiveTimeout);
        set => Opened().ReceiveTimeout = CheckTimeout(value);
    }

    /// <inheritdoc cref="Socket.SendTimeout"/>
    public int WriteTimeout
    {
        get => StreamTimeoutOf(Opened().SendTimeout);
        set => Opened().SendTimeout = CheckTimeout(value);
    }

    /// <summary>Reads what is there, or the first bytes that come in time.</summary>
    /// <returns>Bytes read; 0 at the end of the stream.</returns>
    /// <exception cref="ArgumentNullException">buffer is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">offset or count reach outside it.</exception>
    /// <exception cref="IOException">The socket's call failed; InnerException says why.</exception>
    /// <exception cref="ObjectDisposedException">The stream was closed.</exception>
    public int Read(byte[] buffer, int offset, int count)
    {
        CheckRange(buffer, offset, count);
        Socket socket = Opened();
        try
        {
            return socket.Receive(buffer, offset, count, SocketFlags.None);
        }
        catch (SocketException exception)
        {
            throw new IOException("Reading failed: " + exception.Message, exception);
        }
        catch (ObjectDisposedException exception)
        {
            throw new IOException("Reading failed: the socket was closed.", exception);
        }
    }

    /// <summary>Writes all bytes.</summary>
    /// <exception cref="ArgumentNullException">buffer is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">offset or count reach outside it.</exception>
    /// <exception cref="IOException">The socket's call failed, or only a part could be written in time;
    /// InnerException says why.</exception>
    /// <exception cref="ObjectDisposedException">The stream was closed.</exception>
    public void Write(byte[] buffer, int offset, int count)
    {
        CheckRange(buffer, offset, count);
        Socket socket = Opened();
        try
        {
            if (socket.Send(buffer, offset, count, SocketFlags.None) < count)
            {
                int error = socket.GetSocketOption(
                    SocketOptionLevel.Socket, SocketOptionName.Error);  // what ended it
                throw new SocketException(
                    error == 0 ? SocketError.TimedOut : (SocketError)error);
            }
        }
        catch (SocketException exception)
        {
            throw new IOException("Writing failed: " + exception.Message, exception);
        }
        catch (ObjectDisposedException exception)
        {
            throw new IOException("Writing failed: the socket was closed.", exception);
        }
    }

    /// <summary>Nothing is held back here.</summary>
    public void Flush()
    {
    }

    /// <summary>Closes the stream, and the socket if the stream owns it. Twice is fine.</summary>
    public void Close()
    {
        Dispose();
    }

    /// <summary>Closes the stream, and the socket with a time-out if the stream owns it.</summary>
    /// <param name="timeout">As of <see cref="Socket.Close(int)"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Below -1; the stream stays open.</exception>
    public void Close(int timeout)
    {
        if (timeout < -1)
        {
            throw new ArgumentOutOfRangeException("timeout", "Milliseconds; -1 is Close().");
        }

        if (!_isDisposed && _ownsSocket)
        {
            _socket.Close(timeout);
        }

        _isDisposed = true;
    }

    /// <summary>The same as <see cref="Close()"/>.</summary>
    public void Dispose()
    {
        Close(-1);
    }

    private static void CheckRange(byte[] buffer, int offset, int count)
    {
        if (buffer == null)
        {
            throw new ArgumentNullException("buffer");
        }

        if (offset < 0)
        {
            throw new ArgumentOutOfRangeException("offset", "0 or more.");
        }

        if (count < 0 || count > buffer.Length - offset)
        {
            throw new ArgumentOutOfRangeException("count", "0 to what lies behind offset.");
        }
    }

    /// <summary>A stream's word for ever is -1, a socket's is 0.</summary>
    private static int StreamTimeoutOf(int timeoutMs) => timeoutMs == 0 ? -1 : timeoutMs;

    private static int CheckTimeout(int timeoutMs)
    {
        if (timeoutMs <= 0 && timeoutMs != -1)
        {
            throw new ArgumentOutOfRangeException("value", "Milliseconds above 0; -1 for ever.");
        }

        return timeoutMs;
    }

    private Socket Opened()
    {
        if (_isDisposed)
        {
            throw new ObjectDisposedException("NetworkStream");
        }

        return _socket;
    }
}
