using NanoStack.Kernel;
using NanoStack.Tcp;

namespace NanoStack.Sockets;

/// <summary>The system calls: handle to socket, arguments checked once, the clock read once.</summary>
/// <remarks>
/// From: <see cref="Socket"/>. To: <see cref="SocketTable.Lookup"/>, <see cref="InetSocket"/>,
/// <see cref="InetOptions"/>.
/// Answers are numbers: a count, a handle, 0, or an <see cref="Errno"/>; only <see cref="Socket"/> throws.
/// The handle goes along until the socket is owned: a socket is looked up without a lock.
/// </remarks>
internal sealed class SysSocket
{
    private readonly NetContext _context;
    private readonly SocketTable _table;
    private readonly InetSocket _inet;
    private readonly InetOptions _options;

    public SysSocket(
        NetContext context, SocketTable table, InetSocket inet, InetOptions options)
    {
        _context = context;
        _table = table;
        _inet = inet;
        _options = options;
    }

    /// <summary><c>__sys_socket</c></summary>
    /// <returns>A handle, or <see cref="Errno.TooManyFiles"/>.</returns>
    public int Create()
    {
        return _inet.Create(_context.Clock.NowMs());
    }

    /// <summary><c>__sys_bind</c></summary>
    public int Bind(int handle, uint address, int port)
    {
        TcpSock sock = _table.Lookup(handle);
        return sock == null ? Errno.BadFile
            : _inet.Bind(sock, handle, address, port, _context.Clock.NowMs());
    }

    /// <summary><c>__sys_listen</c></summary>
    public int Listen(int handle, int backlog)
    {
        TcpSock sock = _table.Lookup(handle);
        return sock == null ? Errno.BadFile
            : _inet.Listen(sock, handle, backlog, _context.Clock.NowMs());
    }

    /// <summary><c>__sys_accept4</c></summary>
    /// <returns>The handle of the connection, or an <see cref="Errno"/>.</returns>
    public int Accept(int handle, bool isBlocking)
    {
        TcpSock sock = _table.Lookup(handle);
        return sock == null ? Errno.BadFile : _inet.Accept(sock, handle, isBlocking);
    }

    /// <summary><c>__sys_connect</c></summary>
    /// <param name="timeoutMs">How long to wait for the answer; -1 for ever, 0 not at all.</param>
    public int Connect(int handle, uint address, int port, int timeoutMs)
    {
        TcpSock sock = _table.Lookup(handle);
        return sock == null ? Errno.BadFile
            : _inet.Connect(sock, handle, address, port, timeoutMs);
    }

    /// <summary><c>__sys_sendto</c></summary>
    /// <returns>Bytes taken, or an <see cref="Errno"/>.</returns>
    public int SendTo(int handle, byte[] data, int at, int count, int flags)
    {
        _context.Trace.Enter(TraceRoom.SysSendTo, count);
        TcpSock sock = _table.Lookup(handle);
        return sock == null ? Errno.BadFile
            : SockSendMsg(sock, handle, data, at, count, flags);
    }

    /// <summary><c>sock_sendmsg</c></summary>
    private int SockSendMsg(
        TcpSock sock, int handle, byte[] data, int at, int count, int flags)
    {
        _context.Trace.Enter(TraceRoom.SockSendMsg, count);
        return _inet.SendMsg(sock, handle, data, at, count, flags);
    }

    /// <summary><c>__sys_recvfrom</c></summary>
    /// <returns>Bytes read, 0 at the end of the stream, or an <see cref="Errno"/>.</returns>
    public int ReceiveFrom(int handle, byte[] data, int at, int count, int flags)
    {
        TcpSock sock = _table.Lookup(handle);
        return sock == null ? Errno.BadFile
            : _inet.ReceiveMsg(sock, handle, data, at, count, flags);
    }

    /// <summary><c>__sys_shutdown</c></summary>
    /// <param name="mask">Of <see cref="Core.Sock.ShutdownReceive"/> and
    /// <see cref="Core.Sock.ShutdownSend"/>.</param>
    /// <returns>0; <see cref="Errno.Shutdown"/> when the connection has ended,
    /// <see cref="Errno.NotConnected"/> when there was none.</returns>
    public int Shutdown(int handle, int mask)
    {
        TcpSock sock = _table.Lookup(handle);
        return sock == null ? Errno.BadFile
            : _inet.Shutdown(sock, handle, mask, _context.Clock.NowMs());
    }

    /// <summary><c>close</c>: the handle is free at once; what was written is still sent.</summary>
    /// <returns>0, or <see cref="Errno.BadFile"/>: it was closed already, by whomever.</returns>
    public int Close(int handle)
    {
        TcpSock sock = _table.Lookup(handle);
        return sock == null ? Errno.BadFile : _inet.Release(sock, handle);
    }

    /// <summary>The error that ended a connection was taken and could not be told.</summary>
    public void PutBackError(int handle, int error)
    {
        TcpSock sock = _table.Lookup(handle);
        if (sock != null && sock.State == TcpState.Closed && sock.Err == 0 && error != Errno.Again
            && error != Errno.NotConnected)
        {
            sock.Err = error;
        }
    }

    /// <summary>The socket of a handle; null when it is closed. For who runs alone.</summary>
    public TcpSock Find(int handle) => _table.Find(handle);

    /// <summary><c>poll</c>: waits until the socket is ready.</summary>
    /// <returns>1 when ready, 0 when time was over, or an <see cref="Errno"/>.</returns>
    public int Poll(int handle, int mode, int timeoutMs)
    {
        TcpSock sock = _table.Lookup(handle);
        return sock == null ? Errno.BadFile : _inet.Poll(sock, handle, mode, timeoutMs);
    }

    /// <summary><c>__sys_getsockopt</c></summary>
    /// <param name="option">Of <see cref="InetOption"/>.</param>
    /// <returns>Its value, 0 or more, or an <see cref="Errno"/>.</returns>
    public int GetOption(int handle, int option)
    {
        TcpSock sock = _table.Lookup(handle);
        return sock == null ? Errno.BadFile
            : _options.Get(sock, handle, option, _context.Clock.NowMs());
    }

    /// <summary><c>__sys_setsockopt</c></summary>
    /// <param name="option">Of <see cref="InetOption"/>.</param>
    /// <returns>0, or an <see cref="Errno"/>.</returns>
    public int SetOption(int handle, int option, int value)
    {
        TcpSock sock = _table.Lookup(handle);
        return sock == null ? Errno.BadFile
            : _options.Set(sock, handle, option, value, _context.Clock.NowMs());
    }

    /// <summary><c>TCP_INFO</c></summary>
    /// <returns>0, or an <see cref="Errno"/>.</returns>
    public int GetInfo(int handle, TcpInfo info)
    {
        TcpSock sock = _table.Lookup(handle);
        return sock == null ? Errno.BadFile
            : _options.GetInfo(sock, handle, info, _context.Clock.NowMs());
    }

    /// <summary><c>__sys_getsockname</c>, <c>__sys_getpeername</c></summary>
    /// <returns>The port, 0 when there is none, or an <see cref="Errno"/>.</returns>
    public int GetName(int handle, bool isPeer, out uint address)
    {
        address = 0;
        TcpSock sock = _table.Lookup(handle);
        return sock == null ? Errno.BadFile
            : _options.GetName(sock, handle, isPeer, out address, _context.Clock.NowMs());
    }

    /// <summary><c>tcpi_bytes_acked</c>: asked after every record, so without a lock. One number; and
    /// when the handle is still the socket's after the look, it was while we looked.</summary>
    /// <returns>The count, or an <see cref="Errno"/>.</returns>
    public long GetBytesAcked(int handle)
    {
        TcpSock sock = _table.Lookup(handle);
        long bytes = sock == null ? 0 : sock.BytesAcked;
        return sock == null || sock.Handle != handle ? Errno.BadFile : bytes;
    }
}
