using System;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Tcp;

/// <summary>Every way a connection ends: close, half-close, abort, RST, FIN from the peer, giving up
/// (RFC 9293, 3.6, 3.10.4, 3.10.5).</summary>
/// <remarks>Caller holds the sock, unless a method says otherwise.</remarks>
internal sealed class TcpClose
{
    private readonly TcpProtocol _tcp;
    private readonly NetContext _context;
    private readonly Mib _mib;

    public TcpClose(TcpProtocol tcp, NetContext context)
    {
        _context = context;
        _tcp = tcp;
        _mib = context.Mib;
    }

    /// <summary><c>tcp_close</c>: the user lets go. What was written is still sent and acknowledged,
    /// unless data lies unread (RFC 9293, 3.6.1: RST) or linger says at once.</summary>
    public void Close(TcpSock sock, int nowMs)
    {
        sock.ShutdownMask = Core.Sock.ShutdownReceive | Core.Sock.ShutdownSend;
        bool hasUnread = sock.ReceiveRing != null && sock.ReadableBytes > 0;
        if (sock.State == TcpState.Listen)
        {
            CloseListener(sock, nowMs);
        }
        else if (hasUnread && sock.State != TcpState.Closed && sock.State != TcpState.SynSent)
        {
            _mib.Inc(Mib.TcpAbortOnClose);
            Abort(sock, nowMs);
        }
        else if (sock.IsLinger && sock.LingerMs == 0 && sock.State != TcpState.Closed)
        {
            _mib.Inc(Mib.TcpAbortOnLinger);
            AbortLingering(sock, nowMs);
        }
        else
        {
            CloseSend(sock, nowMs);
        }

        Orphan(sock, nowMs);
    }

    /// <summary><c>tcp_shutdown</c>: no more data from us; the peer's still comes (RFC 9293, 3.6,
    /// half-close).</summary>
    public void ShutdownSend(TcpSock sock, int nowMs)
    {
        if ((sock.ShutdownMask & Core.Sock.ShutdownSend) == 0)
        {
            sock.ShutdownMask |= Core.Sock.ShutdownSend;
            CloseSend(sock, nowMs);
        }
    }

    /// <summary><c>tcp_disconnect</c>, ABORT (RFC 9293, 3.10.5): RST if the peer holds state.</summary>
    public void Abort(TcpSock sock, int nowMs)
    {
        if (sock.State == TcpState.SynReceived || TcpStates.IsSynchronized(sock.State))
        {
            _tcp.AckOutput.SendActiveReset(sock, nowMs);
        }

        Done(sock);
    }

    /// <summary><c>tcp_need_reset</c>: in CLOSING and LAST-ACK both sides have said all they had, and a
    /// RST would take from the peer what it has; unless our last bytes have not left (RFC 9293,
    /// 3.10.5).</summary>
    private void AbortLingering(TcpSock sock, int nowMs)
    {
        bool isLast = sock.State == TcpState.Closing || sock.State == TcpState.LastAck;
        if (isLast && sock.SndNxt == sock.WriteSeq)
        {
            Done(sock);
        }
        else
        {
            Abort(sock, nowMs);
        }
    }

    /// <summary>The user's deadline for connecting is over.</summary>
    public void GiveUpConnect(TcpSock sock, int nowMs)
    {
        if (sock.State == TcpState.SynReceived)
        {
            _tcp.AckOutput.SendActiveReset(sock, nowMs);
        }

        Fail(sock, 0);
    }

    /// <summary>A RST at RCV.NXT (RFC 9293, 3.10.7.4, second).</summary>
    public void Reset(TcpSock sock)
    {
        if (sock.State == TcpState.Established || sock.State == TcpState.CloseWait)
        {
            _mib.Inc(Mib.TcpEstabResets);
        }

        int error = sock.State == TcpState.SynReceived ? Errno.ConnRefused
            : sock.State == TcpState.CloseWait ? Errno.BrokenPipe : Errno.ConnReset;
        Fail(sock, error);
    }

    /// <summary>Data came for a connection that nobody reads any more: RST (RFC 9293, 3.6.1). A user who
    /// shut both directions and still holds the socket is told, as <c>tcp_reset</c> does.</summary>
    public void AbortOnData(TcpSock sock, int nowMs)
    {
        _mib.Inc(Mib.TcpAbortOnData);
        Abort(sock, nowMs);
        sock.ReportError(Errno.ConnReset);
    }

    /// <summary>The connection ends with an error that its user is told. An attempt that fails leaves
    /// no other end behind.</summary>
    public void Fail(TcpSock sock, int error)
    {
        if (sock.State == TcpState.SynSent || sock.State == TcpState.SynReceived)
        {
            _mib.Inc(Mib.TcpAttemptFails);
            sock.RemoteAddress = 0;
            sock.RemotePort = 0;
        }

        if (error != 0)
        {
            sock.Err = error;                           // first: it is told whatever comes between
        }

        Done(sock);
        if (error != 0)
        {
            sock.ReportError(error);
        }
    }

    /// <summary><c>tcp_fin</c>: the peer has no more data (RFC 9293, 3.10.7.4, eighth).</summary>
    public void FinArrived(TcpSock sock, int nowMs)
    {
        sock.ShutdownMask |= Core.Sock.ShutdownReceive;
        _tcp.AckOutput.SendAck(sock, nowMs);
        switch (sock.State)
        {
            case TcpState.SynReceived:
            case TcpState.Established:
                sock.SetState(TcpState.CloseWait);
                break;

            case TcpState.FinWait1:
                sock.SetState(TcpState.Closing);        // ours is not acknowledged yet
                break;

            case TcpState.FinWait2:
                EnterTimeWait(sock, nowMs);
                break;
        }

        sock.StateChange();
    }

    /// <summary>An ACK was taken in: did it acknowledge our FIN?</summary>
    /// <returns>False: the connection is over, nothing more to process.</returns>
    public bool AckArrived(TcpSock sock, int nowMs)
    {
        bool isFinAcked = sock.SndUna == sock.WriteSeq && sock.SegSent == 0;
        if (!isFinAcked)
        {
            return true;
        }

        switch (sock.State)
        {
            case TcpState.FinWait1:
                sock.SetState(TcpState.FinWait2);
                sock.StateChange();
                if (sock.IsDead)
                {
                    _tcp.Keepalive.ArmFinWait2(sock, nowMs);
                }

                return true;

            case TcpState.Closing:
                EnterTimeWait(sock, nowMs);
                return false;

            case TcpState.LastAck:
                Done(sock);
                sock.StateChange();
                return false;

            default:
                return true;
        }
    }

    /// <summary>Closes what its user forgot. One that is owned just now waits for the next turn. Holds
    /// one socket at a time.</summary>
    public void CloseAbandoned(int nowMs)
    {
        SocketMarks marks = _context.Marks;
        marks.HasAbandoned = false;                     // before the look: a mark since then stays
        for (int i = 0; i < _tcp.Table.Count; i++)
        {
            if (!marks.IsAbandoned[i])
            {
                continue;
            }

            TcpSock sock = _tcp.Table.At(i);
            if (!sock.TryLockAside())
            {
                marks.HasAbandoned = true;
                continue;
            }

            try
            {
                if (marks.IsAbandoned[i] && sock.HasUser)
                {
                    sock.Due = TcpSock.DueClose;
                    _mib.Inc(Mib.TcpAbandoned);
                    Close(sock, nowMs);
                }

                marks.IsAbandoned[i] = false;
                sock.Release(nowMs);
            }
            catch (Exception e)
            {
                sock.Trouble = e;
                _context.IsHurt = true;
                throw;
            }
        }
    }

    /// <summary><c>tcp_done</c>: the state is over: timers, queues, parked packets; and the rings too
    /// when nobody can read anything from them any more, be the socket still in a user's hands or
    /// in a listener's queue.</summary>
    public void Done(TcpSock sock)
    {
        sock.SetState(TcpState.Closed);
        sock.ShutdownMask = Core.Sock.ShutdownReceive | Core.Sock.ShutdownSend;
        _tcp.Timer.StopAll(sock);
        TcpRtxQueue.Purge(sock);
        sock.SndUna = sock.WriteSeq;
        sock.SndNxt = sock.WriteSeq;
        sock.GapCount = 0;
        _tcp.Neighbours.Queue.PurgeOwner(sock);
        if (!sock.HasUser || sock.ReadableBytes <= 0)
        {
            _tcp.Table.DetachRings(sock);
        }
    }

    /// <summary><c>tcp_close_state</c>: FIN if this state owes one.</summary>
    public void CloseSend(TcpSock sock, int nowMs)
    {
        switch (sock.State)
        {
            case TcpState.SynSent:
                Fail(sock, 0);
                break;

            case TcpState.SynReceived:
            case TcpState.Established:
                _tcp.AckOutput.SendFin(sock, TcpState.FinWait1, nowMs);
                break;

            case TcpState.CloseWait:
                _tcp.AckOutput.SendFin(sock, TcpState.LastAck, nowMs);
                break;
        }
    }

    /// <summary><c>sock_orphan</c>: no handle points here any more.</summary>
    private void Orphan(TcpSock sock, int nowMs)
    {
        sock.HasUser = false;
        sock.IsDead = true;
        sock.Due = TcpSock.DueNothing;
        sock.NewHandle();
        if (sock.State == TcpState.Closed)
        {
            _tcp.Table.DetachRings(sock);
        }
        else if (sock.State == TcpState.FinWait2)
        {
            _tcp.Keepalive.ArmFinWait2(sock, nowMs);
        }
    }

    /// <summary><c>inet_csk_listen_stop</c>: connections that nobody accepted are reset.</summary>
    private void CloseListener(TcpSock listener, int nowMs)
    {
        _tcp.SynQueue.Forget(listener);
        TcpSock child = listener.AcceptFirst;
        while (child != null)                           // bound: the backlog
        {
            child.Due = TcpSock.DueClose;
            TcpListen.Dequeue(listener);
            CloseChild(child, nowMs);
            child = listener.AcceptFirst;
        }

        Done(listener);
    }

    /// <summary>A connection that nobody accepted. If the polling thread is just at it, that closes it at
    /// its next turn.</summary>
    private void CloseChild(TcpSock child, int nowMs)
    {
        if (!child.TryLockAside())
        {
            _context.IsHurt = true;
            return;
        }

        try
        {
            if (child.State != TcpState.Closed)
            {
                Abort(child, nowMs);
            }

            Orphan(child, nowMs);
            child.Release(nowMs);
        }
        catch (Exception e)
        {
            child.Trouble = e;
            _context.IsHurt = true;
            throw;
        }
    }

    /// <summary><c>tcp_time_wait</c>: the two numbers that matter go to the table, the socket is free
    /// (RFC 9293, 3.6.1).</summary>
    private void EnterTimeWait(TcpSock sock, int nowMs)
    {
        _tcp.TimeWait.Add(sock, false, nowMs);
        Done(sock);
        sock.StateChange();
    }
}
