using System;
using NanoStack.Core;
using NanoStack.Kernel;
using NanoStack.Tcp;

namespace NanoStack.Sockets;

/// <summary>A TCP socket; names and semantics of System.Net.Sockets.Socket, and the only place that
/// throws. A socket that was closed throws ObjectDisposedException, whatever is asked of it.</summary>
/// <remarks>
/// To: <see cref="SysSocket.SendTo"/> and its siblings.
/// A blocking call waits for ever, as in System.Net, unless a time-out was set, or
/// <see cref="Limits.SocketTimeoutMs"/> for all sockets.
/// </remarks>
public partial class Socket : IDisposable
{
    /// <summary>Wait for ever.</summary>
    private const int Infinite = -1;

    /// <summary>Instead of a handle.</summary>
    private const int Closed = -1;

    private readonly Net _net;
    private readonly SysSocket _sys;
    private readonly SocketOwner _owner;            // the collector's
    private int _handle;
    private bool _isBlocking = true;
    private int _connectTimeoutMs;

    /// <summary>A socket of the default stack (<see cref="Net.Default"/>), as in System.Net.</summary>
    /// <exception cref="InvalidOperationException">No stack was made the default.</exception>
    /// <exception cref="SocketException">TooManyOpenSockets: all are in use.</exception>
    public Socket(AddressFamily addressFamily, SocketType socketType, ProtocolType protocolType)
        : this(Net.DefaultOrThrow())
    {
        if (addressFamily != AddressFamily.InterNetwork || socketType != SocketType.Stream
            || protocolType != ProtocolType.Tcp)
        {
            Close();
            throw new SocketException(SocketError.OperationNotSupported);
        }
    }

    /// <summary>A TCP socket of a stack.</summary>
    /// <exception cref="ArgumentNullException">net is null.</exception>
    /// <exception cref="SocketException">TooManyOpenSockets: all are in use.</exception>
    public Socket(Net net)
        : this(net, Closed)
    {
        _owner.Handle = CreateHandle(net);      // last: no exception comes between it and its owner
        _handle = _owner.Handle;
    }

    /// <summary>An object that gets its handle from its maker.</summary>
    private Socket(Net net, int handle)
    {
        if (net == null)
        {
            throw new ArgumentNullException("net");
        }

        _net = net;
        _sys = net.Sys;
        _connectTimeoutMs = net.Context.Limits.SocketWaitMs;
        _handle = handle;
        _owner = new SocketOwner(net.Context.Marks, handle);
    }

    /// <summary>False: calls that would wait throw WouldBlock instead.</summary>
    public bool Blocking
    {
        get => _isBlocking;
        set
        {
            Handle();
            _isBlocking = value;
        }
    }

    /// <summary>Milliseconds Connect waits for an answer; 0 or -1 for as long as SYNs are sent (about two
    /// minutes). System.Net has no such thing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below -1.</exception>
    public int ConnectTimeout
    {
        get => _connectTimeoutMs == Infinite ? 0 : _connectTimeoutMs;
        set => _connectTimeoutMs = CheckTimeout(value);
    }

    /// <summary>Milliseconds a receive or accept waits; 0 or -1 for ever.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below -1.</exception>
    public int ReceiveTimeout
    {
        get => Get(InetOption.ReceiveTimeoutMs);
        set => Set(InetOption.ReceiveTimeoutMs, CheckTimeout(value));
    }

    /// <summary>Milliseconds a send waits for room; 0 or -1 for ever.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below -1.</exception>
    public int SendTimeout
    {
        get => Get(InetOption.SendTimeoutMs);
        set => Set(InetOption.SendTimeoutMs, CheckTimeout(value));
    }

    /// <summary>True while the connection stands, as far as this end knows.</summary>
    public bool Connected => _sys.GetOption(_handle, InetOption.State) >= (int)TcpState.Established;

    /// <summary>Bytes that can be read without waiting.</summary>
    /// <exception cref="SocketException">InvalidArgument: this socket listens.</exception>
    public int Available => Get(InetOption.Available);

    /// <summary><c>sockatmark</c>: true when the next byte is the urgent one. A read that begins before
    /// it ends before it (RFC 9293, MUST-33; RFC 6093, 3).</summary>
    public bool IsAtMark => Get(InetOption.IsAtMark) != 0;

    /// <summary>This end; null before Bind or Connect.</summary>
    public EndPoint LocalEndPoint => NameOf(false);

    /// <summary>The other end; null before Connect.</summary>
    public EndPoint RemoteEndPoint => NameOf(true);

    /// <summary>Takes an address and a port of this host.</summary>
    /// <exception cref="SocketException">AddressAlreadyInUse, AddressNotAvailable, or InvalidArgument when
    /// it is bound already.</exception>
    public void Bind(EndPoint localEP)
    {
        IPEndPoint point = PointOf(localEP, "localEP");
        Check(_sys.Bind(Handle(), point.Address.Value, point.Port));
    }

    /// <summary>Accepts connections from now on.</summary>
    /// <param name="backlog">Connections that may wait to be accepted; at least 1, at most
    /// <see cref="Limits.TcpConnectionCount"/>.</param>
    public void Listen(int backlog)
    {
        Check(_sys.Listen(Handle(), backlog));
    }

    /// <summary>The next connection; waits for one at most <see cref="ReceiveTimeout"/>. It is
    /// non-blocking when this socket is.</summary>
    /// <exception cref="SocketException">TimedOut, WouldBlock; Interrupted when another thread closed
    /// the socket.</exception>
    /// <exception cref="InvalidOperationException">This socket does not listen.</exception>
    public Socket Accept()
    {
        Socket accepted = new Socket(_net, Closed);     // room first: what is accepted has an owner
        accepted._isBlocking = _isBlocking;
        int handle = _sys.Accept(Handle(), _isBlocking);
        if (handle == Errno.Invalid)
        {
            throw new InvalidOperationException(
                "The socket does not listen; Bind and Listen first.");
        }

        if (handle < 0)
        {
            Check(handle);
        }

        accepted._owner.Handle = handle;
        accepted._handle = handle;
        return accepted;
    }

    /// <summary>Connects; waits for the answer at most <see cref="ConnectTimeout"/>.</summary>
    /// <exception cref="SocketException">ConnectionRefused, HostUnreachable, NetworkUnreachable,
    /// NetworkDown, TimedOut, NoBufferSpaceAvailable, IsConnected; on a non-blocking socket
    /// WouldBlock (the attempt has begun: poll for SelectWrite), then AlreadyInProgress; NotSocket
    /// when another thread closed the socket.</exception>
    /// <exception cref="InvalidOperationException">This socket listens.</exception>
    public void Connect(EndPoint remoteEP)
    {
        int handle = Handle();
        IPEndPoint point = PointOf(remoteEP, "remoteEP");
        if (point.Port == 0)
        {
            throw new ArgumentOutOfRangeException(
                "remoteEP", "The port to connect to is 1 to 65535.");
        }

        int timeoutMs = _isBlocking ? _connectTimeoutMs : 0;
        int result = _sys.Connect(handle, point.Address.Value, point.Port, timeoutMs);
        if (result == Errno.Invalid)
        {
            throw new InvalidOperationException("The socket listens; use another to connect.");
        }

        if (result < 0)
        {
            Check(result);
        }
    }

    /// <summary>Sends all of a buffer.</summary>
    /// <returns>Bytes taken by the stack.</returns>
    public int Send(byte[] buffer)
    {
        return Send(buffer, 0, buffer == null ? 0 : buffer.Length, SocketFlags.None);
    }

    /// <summary>Sends all of a buffer.</summary>
    /// <returns>Bytes taken by the stack.</returns>
    public int Send(byte[] buffer, SocketFlags socketFlags)
    {
        return Send(buffer, 0, buffer == null ? 0 : buffer.Length, socketFlags);
    }

    /// <summary>Sends the first bytes of a buffer.</summary>
    /// <returns>Bytes taken by the stack.</returns>
    public int Send(byte[] buffer, int size, SocketFlags socketFlags)
    {
        return Send(buffer, 0, size, socketFlags);
    }

    /// <summary>Sends bytes of a buffer, waiting for room at most <see cref="SendTimeout"/>. With a size
    /// of 0 it sends nothing and tells whether the connection stands.</summary>
    /// <returns>Bytes taken by the stack: all of them on a blocking socket, unless time was over or the
    /// connection ended; the next call says how.</returns>
    /// <exception cref="ArgumentNullException">buffer is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">offset or size reach outside the buffer.</exception>
    /// <exception cref="SocketException">NotConnected, Shutdown, ConnectionReset, TimedOut,
    /// WouldBlock; ConnectionAborted when another thread closed the socket.</exception>
    public int Send(byte[] buffer, int offset, int size, SocketFlags socketFlags)
    {
        _net.Context.Trace.Enter(TraceRoom.Send, size);
        int handle = Handle();
        CheckRange(buffer, offset, size);
        int result = _sys.SendTo(handle, buffer, offset, size, FlagsOf(socketFlags));
        if (result >= 0)
        {
            return result;                              // no call once the bytes are taken
        }

        try
        {
            return Check(result);
        }
        catch (OutOfMemoryException)
        {
            _sys.PutBackError(handle, result);          // else the next call says end of stream
            throw;
        }
    }

    /// <summary>Reads what is there, at most a buffer.</summary>
    /// <returns>Bytes read; 0 at the end of the stream.</returns>
    public int Receive(byte[] buffer)
    {
        return Receive(buffer, 0, buffer == null ? 0 : buffer.Length, SocketFlags.None);
    }

    /// <summary>Reads what is there, at most a buffer.</summary>
    /// <returns>Bytes read; 0 at the end of the stream.</returns>
    public int Receive(byte[] buffer, SocketFlags socketFlags)
    {
        return Receive(buffer, 0, buffer == null ? 0 : buffer.Length, socketFlags);
    }

    /// <summary>Reads what is there, at most <paramref name="size"/> bytes.</summary>
    /// <returns>Bytes read; 0 at the end of the stream.</returns>
    public int Receive(byte[] buffer, int size, SocketFlags socketFlags)
    {
        return Receive(buffer, 0, size, socketFlags);
    }

    /// <summary>Reads what is there, or the first bytes that come within
    /// <see cref="ReceiveTimeout"/>. With a size of 0 it waits for bytes and takes none.</summary>
    /// <returns>Bytes read; 0 at the end of the stream.</returns>
    /// <exception cref="ArgumentNullException">buffer is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">offset or size reach outside the buffer.</exception>
    /// <exception cref="SocketException">NotConnected, ConnectionReset, TimedOut, WouldBlock;
    /// ConnectionAborted when another thread closed the socket.</exception>
    public int Receive(byte[] buffer, int offset, int size, SocketFlags socketFlags)
    {
        int handle = Handle();
        CheckRange(buffer, offset, size);
        int result = _sys.ReceiveFrom(handle, buffer, offset, size, FlagsOf(socketFlags));
        if (result >= 0)
        {
            return result;                              // no call once the bytes are taken
        }

        try
        {
            return Check(result);
        }
        catch (OutOfMemoryException)
        {
            _sys.PutBackError(handle, result);          // else the next call says end of stream
            throw;
        }
    }

    /// <summary>Closes one direction, or both; the connection lives on in the other. It says nothing
    /// when the connection has ended, whoever ended it.</summary>
    /// <exception cref="SocketException">NotConnected: there never was a connection.</exception>
    public void Shutdown(SocketShutdown how)
    {
        int handle = Handle();
        if ((int)how < (int)SocketShutdown.Receive || (int)how > (int)SocketShutdown.Both)
        {
            throw new SocketException(SocketError.InvalidArgument);
        }

        int mask = how == SocketShutdown.Receive ? Sock.ShutdownReceive
            : how == SocketShutdown.Send ? Sock.ShutdownSend
            : Sock.ShutdownReceive | Sock.ShutdownSend;
        int result = _sys.Shutdown(handle, mask);
        Check(result == Errno.Shutdown ? 0 : result);
    }

    /// <summary>Waits until the socket is ready.</summary>
    /// <param name="microSeconds">How long, rounded up to milliseconds; -1 for ever.</param>
    /// <returns>False when time was over; true also when another thread closed the socket.</returns>
    public bool Poll(int microSeconds, SelectMode mode)
    {
        int roundedUp = microSeconds % 1000 > 0 ? 1 : 0;
        int timeoutMs = microSeconds < 0 ? Infinite : (microSeconds / 1000) + roundedUp;
        int kind = mode == SelectMode.SelectRead ? InetSocket.PollRead
            : mode == SelectMode.SelectWrite ? InetSocket.PollWrite : InetSocket.PollError;
        return Check(_sys.Poll(Handle(), kind, timeoutMs)) > 0;
    }

    /// <summary>Closes the socket; what was written is still sent. Twice is fine, from two threads too.
    /// Calls that wait on it in other threads end.</summary>
    public void Close()
    {
        int handle = _handle;
        if (handle >= 0)
        {
            _sys.Close(handle);                 // if it throws it may be called again
            _handle = Closed;
            _owner.Handle = Closed;
            GC.SuppressFinalize(_owner);
        }
    }

    /// <summary>Closes the socket and waits for the last ACK; it is sent for behind the call when time
    /// is over.</summary>
    /// <param name="timeout">Milliseconds; 0 resets the connection; -1 closes as
    /// <see cref="Close()"/> does.</param>
    /// <exception cref="ArgumentOutOfRangeException">Below -1; the socket stays open.</exception>
    public void Close(int timeout)
    {
        if (timeout < Infinite)
        {
            throw new ArgumentOutOfRangeException(
                "timeout", "Milliseconds; 0 resets the connection, -1 is Close().");
        }

        if (timeout != Infinite && _handle >= 0)
        {
            _sys.SetOption(_handle, InetOption.LingerMs, timeout);      // or it is closed just now
        }

        Close();
    }

    /// <summary>The same as <see cref="Close()"/>.</summary>
    public void Dispose()
    {
        Close();
    }
}
