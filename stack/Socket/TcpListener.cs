using System;

namespace NanoStack.Sockets;

/// <summary>Waits for TCP connections; names and semantics of System.Net.Sockets.TcpListener.</summary>
public class TcpListener
{
    /// <summary>Connections that may wait to be accepted when Start is not told otherwise; the stack
    /// lowers it to its number of connections.</summary>
    private const int BacklogDefault = int.MaxValue;

    private readonly Net _net;
    private readonly IPEndPoint _point;
    private Socket _socket;

    /// <summary>A listener of the default stack.</summary>
    /// <param name="localaddr">An own address, or <see cref="IPAddress.Any"/>.</param>
    /// <param name="port">1 to 65535; 0 lets the stack choose.</param>
    public TcpListener(IPAddress localaddr, int port)
        : this(Net.DefaultOrThrow(), localaddr, port)
    {
    }

    /// <summary>A listener of a stack.</summary>
    public TcpListener(Net net, IPAddress localaddr, int port)
    {
        if (net == null)
        {
            throw new ArgumentNullException("net");
        }

        if (localaddr == null)
        {
            throw new ArgumentNullException("localaddr");
        }

        _net = net;
        _point = new IPEndPoint(localaddr, port);
    }

    /// <summary>The listening socket; null before Start.</summary>
    public Socket Server => _socket;

    /// <summary>Where it listens; the chosen port after Start.</summary>
    public EndPoint LocalEndpoint
    {
        get
        {
            Socket socket = _socket;
            return socket == null ? _point : socket.LocalEndPoint;
        }
    }

    /// <summary>Begins to listen.</summary>
    /// <exception cref="SocketException">AddressAlreadyInUse, AddressNotAvailable,
    /// TooManyOpenSockets.</exception>
    public void Start()
    {
        Start(BacklogDefault);
    }

    /// <summary>Begins to listen.</summary>
    /// <param name="backlog">Connections that may wait to be accepted.</param>
    public void Start(int backlog)
    {
        if (_socket != null)
        {
            return;
        }

        Socket socket = new Socket(_net);
        try
        {
            socket.Bind(_point);
            socket.Listen(backlog);
        }
        catch (SocketException)
        {
            socket.Close();
            throw;
        }

        _socket = socket;
    }

    /// <summary>Ends listening; connections that nobody accepted are reset. Who waits for one in another
    /// thread gets SocketException (Interrupted).</summary>
    public void Stop()
    {
        Socket socket = _socket;
        _socket = null;
        if (socket != null)
        {
            socket.Close();
        }
    }

    /// <summary>True when a connection waits to be accepted.</summary>
    public bool Pending()
    {
        return Started().Poll(0, SelectMode.SelectRead);
    }

    /// <inheritdoc cref="Socket.Accept"/>
    public Socket AcceptSocket()
    {
        return Started().Accept();
    }

    /// <inheritdoc cref="Socket.Accept"/>
    public TcpClient AcceptTcpClient()
    {
        return new TcpClient(Started().Accept());
    }

    private Socket Started()
    {
        Socket socket = _socket;
        if (socket == null)
        {
            throw new InvalidOperationException("The listener is not started; call Start first.");
        }

        return socket;
    }
}
