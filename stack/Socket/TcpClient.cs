using System;

namespace NanoStack.Sockets;

/// <summary>A TCP connection for a client; names and semantics of System.Net.Sockets.TcpClient.</summary>
public class TcpClient : IDisposable
{
    private readonly Socket _socket;
    private NetworkStream _stream;
    private bool _isClosed;

    /// <summary>A client of the default stack, not yet connected.</summary>
    public TcpClient()
        : this(Net.DefaultOrThrow())
    {
    }

    /// <summary>A client of a stack, not yet connected.</summary>
    public TcpClient(Net net)
        : this(new Socket(net))
    {
    }

    internal TcpClient(Socket socket)
    {
        _socket = socket;
    }

    /// <summary>The socket behind it, for everything that has no short way here.</summary>
    public Socket Client => _socket;

    /// <summary>True while the connection stands, as far as this end knows.</summary>
    public bool Connected => _socket.Connected;

    /// <summary>Bytes that can be read without waiting.</summary>
    public int Available => _socket.Available;

    /// <inheritdoc cref="Socket.NoDelay"/>
    public bool NoDelay
    {
        get => _socket.NoDelay;
        set => _socket.NoDelay = value;
    }

    /// <inheritdoc cref="Socket.ReceiveTimeout"/>
    public int ReceiveTimeout
    {
        get => _socket.ReceiveTimeout;
        set => _socket.ReceiveTimeout = value;
    }

    /// <inheritdoc cref="Socket.SendTimeout"/>
    public int SendTimeout
    {
        get => _socket.SendTimeout;
        set => _socket.SendTimeout = value;
    }

    /// <inheritdoc cref="Socket.LingerState"/>
    public LingerOption LingerState
    {
        get => _socket.LingerState;
        set => _socket.LingerState = value;
    }

    /// <inheritdoc cref="Socket.Connect(EndPoint)"/>
    public void Connect(IPEndPoint remoteEP)
    {
        _socket.Connect(remoteEP);
    }

    /// <inheritdoc cref="Socket.Connect(EndPoint)"/>
    public void Connect(IPAddress address, int port)
    {
        _socket.Connect(new IPEndPoint(address, port));
    }

    /// <summary>Connects to an address in text; there is no name resolution yet.</summary>
    /// <exception cref="ArgumentNullException">hostname is null.</exception>
    /// <exception cref="FormatException">hostname is no IPv4 address.</exception>
    public void Connect(string hostname, int port)
    {
        if (hostname == null)
        {
            throw new ArgumentNullException("hostname");
        }

        _socket.Connect(new IPEndPoint(IPAddress.Parse(hostname), port));
    }

    /// <summary>The stream to read from and write to; the same one each time. Closing it closes the
    /// connection.</summary>
    /// <exception cref="InvalidOperationException">Not connected.</exception>
    /// <exception cref="ObjectDisposedException">The client was closed.</exception>
    public NetworkStream GetStream()
    {
        if (_isClosed)
        {
            throw new ObjectDisposedException("TcpClient");
        }

        if (_stream == null && !Connected)
        {
            throw new InvalidOperationException("The client is not connected; call Connect first.");
        }

        if (_stream == null)
        {
            _stream = new NetworkStream(_socket, true);
        }

        return _stream;
    }

    /// <summary>Closes the stream and the socket; what was written is still sent. Twice is fine.</summary>
    public void Close()
    {
        Dispose();
    }

    /// <summary>The same as <see cref="Close"/>.</summary>
    public void Dispose()
    {
        _isClosed = true;
        if (_stream != null)
        {
            _stream.Dispose();
        }

        _socket.Close();
    }
}
