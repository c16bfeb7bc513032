using System;
using NanoStack.Kernel;
using NanoStack.Tcp;

namespace NanoStack.Sockets;

/// <summary>The system calls: handle to socket, arguments checked once, the clock read once.</summary>
/// <remarks>
/// From: <see cref="Socket"/>. To: <see cref="SocketTable.Lookup"/>, <see cref="InetSocket"/>.
/// Answers are numbers: a count, a handle, 0, or an <see cref="Errno"/>; only <see cref="Socket"/> throws.
/// </remarks>
internal sealed class SysSocket
{
    private readonly NetContext _context;
    private readonly SocketTable _table;
    private readonly InetSocket _inet;

    public SysSocket(NetContext context, SocketTable table, InetSocket inet)
    {
        _context = context;
        _table = table;
        _inet = inet;
    }

    /// <summary><c>__sys_socket</c></summary>
    /// <returns>A handle, or <see cref="Errno.TooManyFiles"/>.</returns>
    public int Create()
    {
        TcpSock sock = _inet.Create(_context.Clock.NowMs());
        if (sock == null)
        {
            return Errno.TooManyFiles;
        }

        try
        {
            return _table.Install(sock);
        }
        catch (Exception)
        {
            sock.HasUser = false;                       // a store: free again
            throw;
        }
    }

    /// <summary><c>__sys_bind</c></summary>
    public int Bind(int handle, uint address, int port)
    {
        TcpSock sock = _table.Lookup(handle);
        return sock == null ? Errno.NotSocket
            : _inet.Bind(sock, address, port, _context.Clock.NowMs());
    }

    /// <summary><c>__sys_listen</c></summary>
    public int Listen(int handle, int backlog)
    {
        TcpSock sock = _table.Lookup(handle);
        return sock == null ? Errno.NotSocket
            : _inet.Listen(sock, backlog, _context.Clock.NowMs());
    }

    /// <summary><c>__sys_accept4</c></summary>
    /// <returns>The handle of the connection, or an <see cref="Errno"/>.</returns>
    public int Accept(int handle, bool isBlocking)
    {
        TcpSock sock = _table.Lookup(handle);
        if (sock == null)
        {
            return Errno.NotSocket;
        }

        int accepted = Errno.Again;
        while (accepted < 0)        // another thread may take what woke us; bound: the deadline
        {
            int error = _inet.WaitForAccept(sock, isBlocking);
            if (error < 0)
            {
                return error;
            }

            accepted = _inet.Accept(sock, _table, _context.Clock.NowMs());
        }

        return accepted;
    }

    /// <summary><c>__sys_connect</c></summary>
    /// <param name="timeoutMs">How long to wait for the answer; -1 for ever, 0 not at all.</param>
    public int Connect(int handle, uint address, int port, int timeoutMs)
    {
        TcpSock sock = _table.Lookup(handle);
        return sock == null ? Errno.NotSocket : _inet.Connect(sock, address, port, timeoutMs);
    }

    /// <summary><c>__sys_sendto</c></summary>
    /// <returns>Bytes taken, or an <see cref="Errno"/>.</returns>
    public int SendTo(int handle, byte[] data, int at, int count, int flags)
    {
        _context.Trace.Enter(TraceRoom.SysSendTo, count);
        TcpSock sock = _table.Lookup(handle);
        return sock == null ? Errno.NotSocket : SockSendMsg(sock, data, at, count, flags);
    }

    /// <summary><c>sock_sendmsg</c></summary>
    private int SockSendMsg(TcpSock sock, byte[] data, int at, int count, int flags)
    {
        _context.Trace.Enter(TraceRoom.SockSendMsg, count);
        return _inet.SendMsg(sock, data, at, count, flags);
    }

    /// <summary><c>__sys_recvfrom</c></summary>
    /// <returns>Bytes read, 0 at the end of the stream, or an <see cref="Errno"/>.</returns>
    public int ReceiveFrom(int handle, byte[] data, int at, int count, int flags)
    {
        TcpSock sock = _table.Lookup(handle);
        return sock == null ? Errno.NotSocket : _inet.ReceiveMsg(sock, data, at, count, flags);
    }

    /// <summary><c>__sys_shutdown</c></summary>
    /// <param name="mask">Of <see cref="Core.Sock.ShutdownReceive"/> and
    /// <see cref="Core.Sock.ShutdownSend"/>.</param>
    public int Shutdown(int handle, int mask)
    {
        TcpSock sock = _table.Lookup(handle);
        return sock == null ? Errno.NotSocket
            : _inet.Shutdown(sock, mask, _context.Clock.NowMs());
    }

    /// <summary><c>close</c>: the handle is free at once; what was written is still sent.</summary>
    public int Close(int handle)
    {
        try
        {
            TcpSock sock = _table.Remove(handle);
            return sock == null ? Errno.NotSocket : _inet.Release(sock);
        }
        catch (Exception)
        {
            _context.IsHurt = true;                     // the polling thread closes it, if due
            throw;
        }
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

    /// <summary>The socket of a handle, for options and states; null when it is closed.</summary>
    public TcpSock Find(int handle) => _table.Lookup(handle);

    /// <summary><c>poll</c>: waits until the socket is ready.</summary>
    /// <returns>1 when ready, 0 when time was over, or an <see cref="Errno"/>.</returns>
    public int Poll(int handle, int mode, int timeoutMs)
    {
        TcpSock sock = _table.Lookup(handle);
        return sock == null ? Errno.NotSocket : _inet.Poll(sock, mode, timeoutMs);
    }
}
