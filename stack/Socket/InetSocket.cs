using System;
using NanoStack.Ip;
using NanoStack.Kernel;
using NanoStack.Tcp;

namespace NanoStack.Sockets;

/// <summary><c>inet_stream_ops</c>: bind, connect, accept, send and receive of an Internet socket; where
/// a blocking call waits, always with a deadline.</summary>
/// <remarks>
/// From: <see cref="SysSocket"/>, and woken from <see cref="Core.Sock.DataReady"/>. To: <see cref="TcpSend.SendMsg"/>, <see cref="TcpRecv.ReceiveMsg"/>,
/// <see cref="TcpConnect.Connect"/>, <see cref="TcpClose"/>,
/// <see cref="TcpRoom.Alloc"/>.
/// Every call has its handle along and compares it when it owns the socket (<see cref="TcpSock.LockAs"/>):
/// one that was closed meanwhile, and may serve somebody else, is not touched. A call that waits
/// holds nothing; whoever closes the socket under it ends it, as System.Net does. An exception that
/// ends a call while it owns the socket is left there by a store (<see cref="Core.Sock.Trouble"/>).
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
    /// <returns>The handle of a socket, or <see cref="Errno.TooManyFiles"/>.</returns>
    public int Create(int nowMs)
    {
        TcpSock sock = _tcp.Room.Alloc(null, nowMs);
        if (sock == null)
        {
            _context.Mib.Inc(Mib.TcpNoSockets);
            return Errno.TooManyFiles;
        }

        return sock.Handle;
    }

    /// <summary><c>inet_bind</c></summary>
    public int Bind(TcpSock sock, int handle, uint address, int port, int nowMs)
    {
        if (address != 0 && !_route.IsLocal(address))
        {
            return Errno.AddressNotAvailable;
        }

        if (!sock.LockAs(handle, nowMs))
        {
            return Errno.BadFile;
        }

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

        bool isTaken = port != 0
            ? _tcp.Table.TakePort(sock, address, port) : _tcp.Ports.Take(sock, address, 0, 0);
        if (!isTaken)
        {
            return Errno.AddressInUse;
        }

        sock.BoundAddress = address;
        sock.BoundPort = sock.LocalPort;
        return 0;
    }

    /// <summary><c>inet_listen</c></summary>
    public int Listen(TcpSock sock, int handle, int backlog, int nowMs)
    {
        if (!sock.LockAs(handle, nowMs))
        {
            return Errno.BadFile;
        }

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

        if (sock.LocalPort == 0 && !_tcp.Ports.Take(sock, sock.LocalAddress, 0, 0))     // autobind
        {
            return Errno.AddressNotAvailable;
        }

        int most = _context.Limits.TcpConnectionCount;
        sock.Backlog = backlog < 1 ? 1 : backlog < most ? backlog : most;
        if (sock.State == TcpState.Closed)
        {
            sock.SetState(TcpState.Listen);
        }

        return 0;
    }

    /// <summary><c>inet_csk_accept</c>: the oldest connection, or the first that comes within the
    /// deadline.</summary>
    /// <returns>Its handle; <see cref="Errno.Invalid"/>: the socket does not listen;
    /// <see cref="Errno.Interrupted"/>: it was closed meanwhile; or another <see cref="Errno"/>.</returns>
    public int Accept(TcpSock listener, int handle, bool isBlocking)
    {
        int nowMs = _context.Clock.NowMs();
        int timeoutMs = listener.ReceiveTimeoutMs;
        int deadlineMs = nowMs + timeoutMs;
        int closed = Errno.BadFile;
        while (true)
        {
            int turn = listener.ReadWait.Turn;
            if (!listener.LockAs(handle, nowMs))
            {
                return closed;
            }

            bool isListening = listener.State == TcpState.Listen;
            TcpSock child = null;
            try
            {
                child = isListening ? TcpListen.Dequeue(listener) : null;
                listener.Release(nowMs);
            }
            catch (Exception e)
            {
                listener.Trouble = e;
                _context.IsHurt = true;
                if (child == null || !(e is OutOfMemoryException))
                {
                    throw;
                }
            }

            if (child != null)
            {
                return child.Handle;            // no call since it is ours
            }

            int error = !isListening ? Errno.Invalid : !isBlocking ? Errno.Again
                : SleepOn(listener.ReadWait, turn, timeoutMs, deadlineMs);
            if (error < 0)
            {
                return error;
            }

            closed = Errno.Interrupted;
            nowMs = _context.Clock.NowMs();
        }
    }

    /// <summary><c>inet_stream_connect</c>: SYN, then the answer within a deadline. When time is over the
    /// attempt is given up. An attempt that failed leaves the socket as it was before.</summary>
    /// <returns>0, <see cref="Errno.InProgress"/>, <see cref="Errno.Invalid"/>: the socket listens;
    /// <see cref="Errno.NotSocket"/>: it was closed meanwhile; or another <see cref="Errno"/>.</returns>
    public int Connect(TcpSock sock, int handle, uint address, int port, int timeoutMs)
    {
        int nowMs = _context.Clock.NowMs();
        if (!sock.LockAs(handle, nowMs))
        {
            return Errno.BadFile;
        }

        bool isIdle = sock.State == TcpState.Closed;
        int error;
        try
        {
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
                error = WaitForConnect(sock, handle, timeoutMs, nowMs + timeoutMs);
            }
            catch (OutOfMemoryException)
            {
                error = GiveUpConnect(sock, handle);
                if (error != 0)
                {
                    throw;                      // the user is told, and may connect again
                }
            }
        }

        if (isIdle && error != 0 && error != Errno.InProgress)
        {
            Disconnect(sock, handle);
        }

        return error;
    }

    private int WaitForConnect(TcpSock sock, int handle, int timeoutMs, int deadlineMs)
    {
        while (true)
        {
            int nowMs = _context.Clock.NowMs();
            int turn = sock.WriteWait.Turn;
            if (!sock.LockAs(handle, nowMs))
            {
                return Errno.NotSocket;
            }

            bool isPending = sock.State == TcpState.SynSent || sock.State == TcpState.SynReceived;
            int error;
            try
            {
                error = isPending ? 0 : sock.TakeError();
                error = error == 0 && sock.State == TcpState.Closed ? Errno.ConnAborted : error;
                sock.Release(nowMs);
            }
            catch (Exception e)
            {
                sock.Trouble = e;
                _context.IsHurt = true;
                throw;
            }

            if (!isPending)
            {
                return error;
            }

            if (SleepOn(sock.WriteWait, turn, timeoutMs, deadlineMs) < 0)
            {
                return GiveUpConnect(sock, handle);
            }
        }
    }

    /// <summary><c>tcp_disconnect</c> of an attempt that failed: nothing of it is left. Without this a
    /// read would say end of stream.</summary>
    private void Disconnect(TcpSock sock, int handle)
    {
        int nowMs = _context.Clock.NowMs();
        if (!sock.LockAs(handle, nowMs))
        {
            return;
        }

        try
        {
            if (sock.State == TcpState.Closed)
            {
                sock.ShutdownMask = 0;
                sock.RemoteAddress = 0;
                sock.RemotePort = 0;
                sock.LocalAddress = sock.BoundAddress;
                sock.LocalPort = sock.BoundPort;
            }

            sock.Release(nowMs);
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
    private int GiveUpConnect(TcpSock sock, int handle)
    {
        int nowMs = _context.Clock.NowMs();
        if (!sock.LockAs(handle, nowMs))
        {
            return Errno.NotSocket;
        }

        try
        {
            int error = Errno.TimedOut;
            if (sock.State == TcpState.SynSent || sock.State == TcpState.SynReceived)
            {
                error = sock.ErrSoft != 0 ? sock.ErrSoft : Errno.TimedOut;
                _tcp.Close.GiveUpConnect(sock, nowMs);
            }
            else if (TcpStates.IsSynchronized(sock.State))
            {
                error = 0;
            }

            sock.Release(nowMs);
            return error;
        }
        catch (Exception e)
        {
            sock.Due = TcpSock.DueGiveUp;
            sock.Trouble = e;
            _context.IsHurt = true;
            throw;
        }
    }

    /// <summary><c>inet_sendmsg</c>: all bytes, waiting for room as often as needed.</summary>
    /// <returns>Bytes taken; fewer than <paramref name="count"/> only when time was over or an error
    /// came in between. <see cref="Errno.ConnAborted"/>: the socket was closed meanwhile. Or another
    /// <see cref="Errno"/>.</returns>
    public int SendMsg(TcpSock sock, int handle, byte[] data, int at, int count, int flags)
    {
        _context.Trace.Enter(TraceRoom.InetSendMsg, count);
        int nowMs = _context.Clock.NowMs();
        int timeoutMs = sock.SendTimeoutMs;
        int deadlineMs = nowMs + timeoutMs;
        int closed = Errno.BadFile;
        int sent = 0;
        while (true)
        {
            int turn = sock.WriteWait.Turn;
            int result = _tcp.Send.SendMsg(
                sock, handle, data, at + sent, count - sent, flags, nowMs);
            if (result == Errno.BadFile)
            {
                return closed;
            }

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
                : SleepOn(sock.WriteWait, turn, timeoutMs, deadlineMs);
            if (error < 0)
            {
                return sent > 0 ? sent : error;
            }

            closed = Errno.ConnAborted;
            nowMs = _context.Clock.NowMs();
        }
    }

    /// <summary><c>inet_recvmsg</c>: what is there, or the first that comes within the deadline.</summary>
    /// <returns>Bytes read, 0 at the end of the stream. <see cref="Errno.ConnAborted"/>: the socket was
    /// closed meanwhile. Or another <see cref="Errno"/>.</returns>
    public int ReceiveMsg(TcpSock sock, int handle, byte[] data, int at, int count, int flags)
    {
        int nowMs = _context.Clock.NowMs();
        int timeoutMs = sock.ReceiveTimeoutMs;
        int deadlineMs = nowMs + timeoutMs;
        int closed = Errno.BadFile;
        while (true)
        {
            int turn = sock.ReadWait.Turn;
            int result = _tcp.Recv.ReceiveMsg(sock, handle, data, at, count, flags, nowMs);
            if (result != Errno.Again)
            {
                return result == Errno.BadFile ? closed : result;
            }

            int error = (flags & MsgFlags.DontWait) != 0 ? Errno.Again
                : SleepOn(sock.ReadWait, turn, timeoutMs, deadlineMs);
            if (error < 0)
            {
                return error;
            }

            closed = Errno.ConnAborted;
            nowMs = _context.Clock.NowMs();
        }
    }

    /// <summary><c>inet_shutdown</c></summary>
    /// <returns>0; <see cref="Errno.Shutdown"/>: the connection has ended;
    /// <see cref="Errno.NotConnected"/>: there was none.</returns>
    public int Shutdown(TcpSock sock, int handle, int mask, int nowMs)
    {
        if (!sock.LockAs(handle, nowMs))
        {
            return Errno.BadFile;
        }

        try
        {
            int error = 0;
            if (sock.State == TcpState.Closed || sock.State == TcpState.Listen)
            {
                error = sock.RemotePort != 0 ? Errno.Shutdown : Errno.NotConnected;
            }
            else
            {
                if ((mask & Core.Sock.ShutdownReceive) != 0)
                {
                    sock.ShutdownMask |= Core.Sock.ShutdownReceive;
                }

                if ((mask & Core.Sock.ShutdownSend) != 0)
                {
                    _tcp.Close.ShutdownSend(sock, nowMs);
                }

                sock.StateChange();
            }

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

    /// <summary><c>inet_release</c>: closes, once; with linger it waits for the last ACK. Other threads in
    /// calls on it end.</summary>
    public int Release(TcpSock sock, int handle)
    {
        int nowMs = _context.Clock.NowMs();
        if (!sock.LockAs(handle, nowMs))
        {
            return Errno.BadFile;
        }

        int lingerMs = sock.IsLinger ? sock.LingerMs : 0;
        int orphan;
        try
        {
            sock.Due = TcpSock.DueClose;                // from here it is closed, by whomever
            _tcp.Close.Close(sock, nowMs);
            orphan = sock.Handle;
            sock.StateChange();
            sock.Release(nowMs);
        }
        catch (Exception e)
        {
            sock.Trouble = e;
            _context.IsHurt = true;
            throw;
        }

        int deadlineMs = nowMs + lingerMs;
        int turn = sock.WriteWait.Turn;
        while (lingerMs > 0 && IsClosing(sock, orphan)
            && SleepOn(sock.WriteWait, turn, lingerMs, deadlineMs) == 0)
        {
            turn = sock.WriteWait.Turn;
        }

        return 0;
    }

    /// <summary><c>tcp_poll</c></summary>
    /// <returns>1: ready, or closed meanwhile, so no call would wait. 0: time was over. Or an
    /// <see cref="Errno"/>.</returns>
    public int Poll(TcpSock sock, int handle, int mode, int timeoutMs)
    {
        int nowMs = _context.Clock.NowMs();
        int deadlineMs = nowMs + timeoutMs;
        int closed = Errno.BadFile;
        WaitQueue queue = mode == PollRead ? sock.ReadWait : sock.WriteWait;
        while (true)
        {
            int turn = queue.Turn;
            int ready = Look(sock, handle, mode, nowMs);
            if (ready != 0)
            {
                return ready > 0 ? ready : closed;
            }

            if (timeoutMs == 0 || SleepOn(queue, turn, timeoutMs, deadlineMs) < 0)
            {
                return 0;
            }

            closed = 1;
            nowMs = _context.Clock.NowMs();
        }
    }

    /// <summary>Ready, as its owner sees it. Who asks again and again whether there is something to read,
    /// and there is not, need not own the socket for that: then one number says no.</summary>
    private int Look(TcpSock sock, int handle, int mode, int nowMs)
    {
        if (mode != PollWrite && !IsReady(sock, mode))
        {
            return sock.Handle == handle ? 0 : Errno.BadFile;
        }

        if (!sock.LockAs(handle, nowMs))
        {
            return Errno.BadFile;
        }

        try
        {
            bool isReady = IsReady(sock, mode);
            sock.Release(nowMs);
            return isReady ? 1 : 0;
        }
        catch (Exception e)
        {
            sock.Trouble = e;
            _context.IsHurt = true;
            throw;
        }
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
            || (TcpStates.CanSend(sock.State) && sock.IsWritable);
    }

    /// <summary>True while close still has something to send or to hear.</summary>
    /// <param name="handle">What it is known by since it has no user.</param>
    private bool IsClosing(TcpSock sock, int handle)
    {
        int nowMs = _context.Clock.NowMs();
        if (!sock.LockAs(handle, nowMs))
        {
            return false;
        }

        try
        {
            bool isClosing = sock.State == TcpState.FinWait1 || sock.State == TcpState.Closing
                || sock.State == TcpState.LastAck;
            sock.Release(nowMs);
            return isClosing;
        }
        catch (Exception e)
        {
            sock.Trouble = e;
            _context.IsHurt = true;
            throw;
        }
    }

    /// <summary><c>sk_wait_event</c>: sleeps until woken or the deadline.</summary>
    /// <param name="turn">The queue's, before the caller looked.</param>
    /// <returns>0: look again. <see cref="Errno.TimedOut"/>: time is over.</returns>
    private int SleepOn(WaitQueue queue, int turn, int timeoutMs, int deadlineMs)
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

        queue.Wait(turn, sleepMs);
        return 0;
    }
}
