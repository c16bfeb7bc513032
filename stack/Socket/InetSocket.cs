using System;
using NanoStack.Ip;
using NanoStack.Kernel;
using NanoStack.Tcp;

namespace NanoStack.Sockets;

/// <summary><c>inet_stream_ops</c>: bind, connect, accept, send and receive of an Internet socket; where
/// a blocking call waits, always with a deadline.</summary>
/// <remarks>
/// From: <see cref="SysSocket"/>, and woken from <see cref="Core.Sock.DataReady"/>. To: <see cref="TcpSend.SendMsg"/>, <see cref="TcpRecv.ReceiveMsg"/>,
/// <see cref="TcpConnect.Connect"/>, <see cref="TcpClose"/>.
/// An exception that ends a call while it owns the socket is left there by a store
/// (<see cref="Core.Sock.Trouble"/>) and goes on to the user.
/// A call that waits holds nothing. It remembers the socket's generation: if the socket was closed
/// meanwhile and serves somebody else, the call ends.
/// </remarks>
internal sealed class InetSocket
{
    public const int PollRead = 0;
    public const int PollWrite = 1;
    public const int PollError = 2;

    /// <summary>One sleep of a waiting call; it looks at its condition at least this often.</summary>
    private const int SleepMsMax = 1000;

    private readonly NetContext _context;
    private readonly TcpProtocol _tcp;
    private readonly Route _route;

    public InetSocket(NetContext context, TcpProtocol tcp, Route route)
    {
        _context = context;
        _tcp = tcp;
        _route = route;
    }

    /// <summary><c>inet_create</c></summary>
    /// <returns>A socket, or null: all are in use.</returns>
    public TcpSock Create(int nowMs)
    {
        TcpSock sock = _tcp.Close.Alloc(nowMs);
        if (sock == null)
        {
            _context.Mib.Inc(Mib.TcpNoSockets);
        }

        return sock;
    }

    /// <summary><c>inet_bind</c></summary>
    public int Bind(TcpSock sock, uint address, int port, int nowMs)
    {
        if (address != 0 && !_route.IsLocal(address))
        {
            return Errno.AddressNotAvailable;
        }

        sock.Lock();
        try
        {
            int error = BindLocked(sock, address, port);
            sock.Release(nowMs);
            return error;
        }
        catch (Exception e)
        {
            sock.Trouble = e;
            _context.IsHurt = true;
            throw;
        }
    }

    private int BindLocked(TcpSock sock, uint address, int port)
    {
        if (sock.State != TcpState.Closed || sock.LocalPort != 0)
        {
            return Errno.Invalid;
        }

        if (port != 0 && _tcp.Table.IsPortTaken(address, port, sock))
        {
            return Errno.AddressInUse;
        }

        int chosen = port != 0 ? port : _tcp.Ports.Choose(address, 0, 0);
        if (chosen == 0)
        {
            return Errno.AddressInUse;
        }

        sock.BoundAddress = address;
        sock.BoundPort = chosen;
        sock.LocalAddress = address;
        sock.LocalPort = chosen;
        return 0;
    }

    /// <summary><c>inet_listen</c></summary>
    public int Listen(TcpSock sock, int backlog, int nowMs)
    {
        sock.Lock();
        try
        {
            int error = ListenLocked(sock, backlog);
            sock.Release(nowMs);
            return error;
        }
        catch (Exception e)
        {
            sock.Trouble = e;
            _context.IsHurt = true;
            throw;
        }
    }

    private int ListenLocked(TcpSock sock, int backlog)
    {
        if (sock.State != TcpState.Closed && sock.State != TcpState.Listen)
        {
            return Errno.Invalid;
        }

        if (sock.LocalPort == 0)
        {
            int port = _tcp.Ports.Choose(sock.LocalAddress, 0, 0);      // autobind
            if (port == 0)
            {
                return Errno.AddressNotAvailable;
            }

            sock.LocalPort = port;
        }

        int most = _context.Limits.TcpConnectionCount;
        sock.Backlog = backlog < 1 ? 1 : backlog < most ? backlog : most;
        if (sock.State == TcpState.Closed)
        {
            sock.SetState(TcpState.Listen);
        }

        return 0;
    }

    /// <summary>Waits until a listener has a connection to accept.</summary>
    public int WaitForAccept(TcpSock sock, bool isBlocking)
    {
        int generation = sock.Generation;
        int deadlineMs = _context.Clock.NowMs() + sock.ReceiveTimeoutMs;
        while (true)
        {
            if (sock.State != TcpState.Listen || sock.Generation != generation)
            {
                return Errno.Invalid;
            }

            if (sock.AcceptFirst != null)
            {
                return 0;
            }

            int error = isBlocking
                ? SleepOn(sock.ReadWait, sock.ReceiveTimeoutMs, deadlineMs) : Errno.Again;
            if (error < 0)
            {
                return error;
            }
        }
    }

    /// <summary><c>inet_csk_accept</c>: gives the oldest connection of a listener a handle.</summary>
    /// <returns>The handle, or <see cref="Errno.Again"/>: somebody else took it.</returns>
    public int Accept(TcpSock sock, SocketTable table, int nowMs)
    {
        int handle = Errno.Again;
        sock.Lock();
        try
        {
            TcpSock child = sock.AcceptFirst;
            if (child != null && child.AcceptNext != null)
            {
                sock.ReadWait.Wake();           // two wake-ups in a row wake one sleeper only
            }

            if (child != null)
            {
                handle = table.Install(child);
                sock.AcceptFirst = child.AcceptNext;    // no call since the handle: both or none
                sock.AcceptCount--;
                child.AcceptNext = null;
            }

            sock.Release(nowMs);
            return handle;
        }
        catch (Exception e)
        {
            sock.Trouble = e;
            _context.IsHurt = true;
            if (handle < 0 || !(e is OutOfMemoryException))
            {
                throw;
            }

            return handle;                      // it is the user's: the rest the poll does
        }
    }

    /// <summary><c>inet_stream_connect</c>: SYN, then the answer within a deadline. When time is over the
    /// attempt is given up. An attempt that failed leaves the socket as it was before.</summary>
    public int Connect(TcpSock sock, uint address, int port, int timeoutMs)
    {
        int nowMs = _context.Clock.NowMs();
        int generation = sock.Generation;
        bool isIdle = false;
        int error;
        sock.Lock();
        try
        {
            isIdle = sock.State == TcpState.Closed;
            error = ConnectLocked(sock, address, port, nowMs);
            sock.Release(nowMs);
        }
        catch (Exception e)
        {
            if (isIdle)
            {
                sock.Due = TcpSock.DueGiveUp;   // it is over; the user may connect again
            }

            sock.Trouble = e;
            _context.IsHurt = true;
            throw;
        }

        if (error == Errno.InProgress && timeoutMs != 0)
        {
            try
            {
                error = WaitForConnect(sock, generation, timeoutMs, nowMs + timeoutMs);
            }
            catch (OutOfMemoryException)
            {
                error = GiveUpConnect(sock, generation);
                if (error != 0)
                {
                    throw;                      // the user is told, and may connect again
                }
            }
        }

        if (isIdle && error != 0 && error != Errno.InProgress)
        {
            Disconnect(sock, generation);
        }

        return error;
    }

    private int WaitForConnect(TcpSock sock, int generation, int timeoutMs, int deadlineMs)
    {
        while (sock.State == TcpState.SynSent || sock.State == TcpState.SynReceived)
        {
            if (SleepOn(sock.WriteWait, timeoutMs, deadlineMs) < 0)
            {
                return GiveUpConnect(sock, generation);
            }

            if (sock.Generation != generation)
            {
                return Errno.NotSocket;
            }
        }

        int error = sock.TakeError();
        return error != 0 ? error : sock.State == TcpState.Closed ? Errno.ConnAborted : 0;
    }

    /// <summary><c>tcp_disconnect</c> of an attempt that failed: nothing of it is left. Without this a
    /// read would say end of stream.</summary>
    private void Disconnect(TcpSock sock, int generation)
    {
        sock.Lock();
        try
        {
            if (sock.Generation == generation && sock.State == TcpState.Closed)
            {
                sock.ShutdownMask = 0;
                sock.RemoteAddress = 0;
                sock.RemotePort = 0;
                sock.LocalAddress = sock.BoundAddress;
                sock.LocalPort = sock.BoundPort;
            }

            sock.Release(_context.Clock.NowMs());
        }
        catch (Exception e)
        {
            sock.Trouble = e;
            _context.IsHurt = true;
            throw;
        }
    }

    private int ConnectLocked(TcpSock sock, uint address, int port, int nowMs)
    {
        switch (sock.State)
        {
            case TcpState.Closed:
                int error = sock.TakeError();
                return error != 0 ? error : _tcp.Connect.Connect(sock, address, port, nowMs);

            case TcpState.SynSent:
            case TcpState.SynReceived:
                return Errno.Already;

            case TcpState.Listen:
                return Errno.Invalid;

            default:
                return Errno.IsConnected;
        }
    }

    /// <returns>0 when the answer came after all, else what the user is told.</returns>
    private int GiveUpConnect(TcpSock sock, int generation)
    {
        sock.Lock();
        try
        {
            int error = Errno.TimedOut;
            int nowMs = _context.Clock.NowMs();
            if (sock.Generation == generation
                && (sock.State == TcpState.SynSent || sock.State == TcpState.SynReceived))
            {
                error = sock.ErrSoft != 0 ? sock.ErrSoft : Errno.TimedOut;
                _tcp.Close.GiveUpConnect(sock, nowMs);
            }
            else if (sock.Generation == generation && TcpStates.IsSynchronized(sock.State))
            {
                error = 0;
            }

            sock.Release(nowMs);
            return error;
        }
        catch (Exception e)
        {
            if (sock.Generation == generation)
            {
                sock.Due = TcpSock.DueGiveUp;
            }

            sock.Trouble = e;
            _context.IsHurt = true;
            throw;
        }
    }

    /// <summary><c>inet_sendmsg</c>: all bytes, waiting for room as often as needed.</summary>
    /// <returns>Bytes taken; fewer than <paramref name="count"/> only when time was over or an error
    /// came in between. Or an <see cref="Errno"/>.</returns>
    public int SendMsg(TcpSock sock, byte[] data, int at, int count, int flags)
    {
        _context.Trace.Enter(TraceRoom.InetSendMsg, count);
        int nowMs = _context.Clock.NowMs();
        int generation = sock.Generation;
        int deadlineMs = nowMs + sock.SendTimeoutMs;
        int sent = 0;
        while (true)
        {
            int result = _tcp.Send.SendMsg(sock, data, at + sent, count - sent, flags, nowMs);
            sent += result > 0 ? result : 0;
            flags |= sent > 0 ? MsgFlags.Continued : 0;
            if (result < 0 && result != Errno.Again)
            {
                return sent > 0 ? sent : result;
            }

            if (sent == count)
            {
                return sent;
            }

            int error = (flags & MsgFlags.DontWait) != 0 ? Errno.Again
                : SleepOn(sock.WriteWait, sock.SendTimeoutMs, deadlineMs);
            if (error < 0)
            {
                return sent > 0 ? sent : error;
            }

            if (sock.Generation != generation)
            {
                return Errno.NotSocket;
            }

            nowMs = _context.Clock.NowMs();
        }
    }

    /// <summary><c>inet_recvmsg</c>: what is there, or the first that comes within the deadline.</summary>
    public int ReceiveMsg(TcpSock sock, byte[] data, int at, int count, int flags)
    {
        int nowMs = _context.Clock.NowMs();
        int generation = sock.Generation;
        int deadlineMs = nowMs + sock.ReceiveTimeoutMs;
        while (true)
        {
            int result = _tcp.Recv.ReceiveMsg(sock, data, at, count, flags, nowMs);
            if (result != Errno.Again)
            {
                return result;
            }

            int error = (flags & MsgFlags.DontWait) != 0 ? Errno.Again
                : SleepOn(sock.ReadWait, sock.ReceiveTimeoutMs, deadlineMs);
            if (error < 0)
            {
                return error;
            }

            if (sock.Generation != generation)
            {
                return Errno.NotSocket;
            }

            nowMs = _context.Clock.NowMs();
        }
    }

    /// <summary><c>inet_shutdown</c></summary>
    public int Shutdown(TcpSock sock, int mask, int nowMs)
    {
        sock.Lock();
        try
        {
            int error = ShutdownLocked(sock, mask, nowMs);
            sock.Release(nowMs);
            return error;
        }
        catch (Exception e)
        {
            sock.Trouble = e;
            _context.IsHurt = true;
            throw;
        }
    }

    private int ShutdownLocked(TcpSock sock, int mask, int nowMs)
    {
        if (sock.State == TcpState.Closed || sock.State == TcpState.Listen)
        {
            return Errno.NotConnected;
        }

        if ((mask & Core.Sock.ShutdownReceive) != 0)
        {
            sock.ShutdownMask |= Core.Sock.ShutdownReceive;
        }

        if ((mask & Core.Sock.ShutdownSend) != 0)
        {
            _tcp.Close.ShutdownSend(sock, nowMs);
        }

        sock.StateChange();
        return 0;
    }

    /// <summary><c>inet_release</c>: closes; with linger it waits for the last ACK. Whoever throws out of
    /// here has closed: the polling thread does the rest (<see cref="TcpSock.Due"/>).</summary>
    public int Release(TcpSock sock)
    {
        int nowMs = _context.Clock.NowMs();
        int generation = sock.Generation;
        bool isLingering = sock.IsLinger && sock.LingerMs > 0;
        int lingerMs = sock.LingerMs;
        sock.Lock();
        try
        {
            if (sock.Due == TcpSock.DueClose)
            {
                _tcp.Close.Close(sock, nowMs);
            }

            sock.StateChange();                         // other threads in calls on it end
            sock.Release(nowMs);
        }
        catch (Exception e)
        {
            sock.Trouble = e;
            _context.IsHurt = true;
            throw;
        }

        int deadlineMs = nowMs + lingerMs;
        while (isLingering && sock.Generation == generation && IsClosing(sock)
            && SleepOn(sock.WriteWait, lingerMs, deadlineMs) == 0)
        {
        }

        return 0;
    }

    /// <summary><c>tcp_poll</c></summary>
    public int Poll(TcpSock sock, int mode, int timeoutMs)
    {
        int generation = sock.Generation;
        int deadlineMs = _context.Clock.NowMs() + timeoutMs;
        WaitQueue queue = mode == PollRead ? sock.ReadWait : sock.WriteWait;
        while (sock.Generation == generation)
        {
            if (IsReady(sock, mode))
            {
                return 1;
            }

            if (timeoutMs == 0 || SleepOn(queue, timeoutMs, deadlineMs) < 0)
            {
                return 0;
            }
        }

        return Errno.NotSocket;
    }

    private bool IsReady(TcpSock sock, int mode)
    {
        if (mode == PollError)
        {
            return sock.Err != 0 || sock.HasUrgentIn;
        }

        if (sock.State == TcpState.Closed)
        {
            return true;                                // EPOLLHUP: no call would wait
        }

        if (mode == PollRead)
        {
            return sock.State == TcpState.Listen
                ? sock.AcceptFirst != null
                : (sock.ReceiveRing != null && sock.ReadableBytes > 0) || sock.HasFin
                    || sock.Err != 0 || (sock.ShutdownMask & Core.Sock.ShutdownReceive) != 0;
        }

        return sock.Err != 0 || (sock.ShutdownMask & Core.Sock.ShutdownSend) != 0
            || (TcpStates.CanSend(sock.State) && _tcp.Send.HasRoom(sock));
    }

    /// <summary>True while close still has something to send or to hear.</summary>
    private static bool IsClosing(TcpSock sock)
    {
        return sock.State == TcpState.FinWait1 || sock.State == TcpState.Closing
            || sock.State == TcpState.LastAck;
    }

    /// <summary><c>sk_wait_event</c>: sleeps until woken or the deadline.</summary>
    /// <returns>0: look again. <see cref="Errno.TimedOut"/>: time is over.</returns>
    private int SleepOn(WaitQueue queue, int timeoutMs, int deadlineMs)
    {
        int sleepMs = SleepMsMax;
        if (timeoutMs >= 0)
        {
            int leftMs = deadlineMs - _context.Clock.NowMs();
            if (leftMs <= 0)
            {
                return Errno.TimedOut;
            }

            sleepMs = leftMs < sleepMs ? leftMs : sleepMs;
        }

        queue.Wait(sleepMs);
        return 0;
    }
}
