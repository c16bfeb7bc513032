using System;

namespace NanoStack.Sockets;

/// <summary>Reads and writes a socket with the verbs of a stream; names as
/// System.Net.Sockets.NetworkStream.</summary>
/// <remarks>It is no System.IO.Stream: that class comes in a package of its own, which the stack does
/// without.</remarks>
public class NetworkStream : IDisposable
{
    private readonly Socket _socket;

    /// <summary>A stream on a connected socket.</summary>
    /// <exception cref="ArgumentNullException">socket is null.</exception>
    public NetworkStream(Socket socket)
    {
        if (socket == null)
        {
            throw new ArgumentNullException("socket");
        }

        _socket = socket;
    }

    /// <summary>True when Read would not wait.</summary>
    public bool DataAvailable => _socket.Available > 0;

    public bool CanRead => true;

    public bool CanWrite => true;

    /// <inheritdoc cref="Socket.Receive(byte[], int, int, SocketFlags)"/>
    public int Read(byte[] buffer, int offset, int count)
    {
        return _socket.Receive(buffer, offset, count, SocketFlags.None);
    }

    /// <summary>Writes all bytes.</summary>
    /// <exception cref="SocketException">TimedOut when only a part could be written in time; otherwise as
    /// <see cref="Socket.Send(byte[], int, int, SocketFlags)"/>.</exception>
    public void Write(byte[] buffer, int offset, int count)
    {
        int sent = _socket.Send(buffer, offset, count, SocketFlags.None);
        if (sent < count)
        {
            int error = _socket.GetSocketOption(
                SocketOptionLevel.Socket, SocketOptionName.Error);  // what ended it, if not time
            throw new SocketException(error == 0 ? SocketError.TimedOut : (SocketError)error);
        }
    }

    /// <summary>Nothing is held back here.</summary>
    public void Flush()
    {
    }

    /// <inheritdoc cref="Socket.Close()"/>
    public void Close()
    {
        _socket.Close();
    }

    /// <inheritdoc cref="Socket.Close()"/>
    public void Dispose()
    {
        _socket.Close();
    }
}
