using System;
using NanoStack.Kernel;

namespace NanoStack.Tcp;

/// <summary>Who makes room when sockets or rings run out (<c>tcp_out_of_resources</c>): first what has
/// nothing left to deliver. What still has unacknowledged data never goes for a newcomer: then the
/// newcomer is refused, and the old one ends by its own limits.</summary>
/// <remarks>
/// From: <c>InetSocket.Create</c>, <see cref="TcpConnect"/>, <see cref="TcpListen"/>. To:
/// <see cref="TcpTimeWait.Add"/>, <see cref="TcpClose.Abort"/>, <see cref="TcpListen.Unlink"/>.
/// In this order: a connection that died in a listener's queue with nothing to read. An orphan
/// whose data is all acknowledged: with its FIN acknowledged, too (FIN-WAIT-2), it goes on in the
/// table of TIME-WAIT, else a RST ends it. A connection that the peer reset in a listener's queue
/// with data to read: what a reset connection received may be thrown away (RFC 9293, 3.10.7.4,
/// second). Of several the one that heard nothing for longest.
/// </remarks>
internal sealed class TcpRoom
{
    private const int RankDeadChild = 0;
    private const int RankOrphan = 1;
    private const int RankDeadChildWithData = 2;
    private const int RankNone = 3;

    private readonly TcpProtocol _tcp;
    private readonly NetContext _context;
    private readonly Mib _mib;

    public TcpRoom(TcpProtocol tcp, NetContext context)
    {
        _tcp = tcp;
        _context = context;
        _mib = context.Mib;
    }

    /// <summary><c>sk_alloc</c>: a free socket, made free if need be.</summary>
    /// <param name="listener">A listener that the caller holds, or null.</param>
    /// <returns>The socket, or null: every socket has a user or something to deliver.</returns>
    public TcpSock Alloc(TcpSock listener, int nowMs)
    {
        if (_context.Marks.HasAbandoned)
        {
            _tcp.Close.CloseAbandoned(nowMs);
        }

        TcpSock sock = _tcp.Table.Alloc(nowMs);
        return sock == null && Make(listener, false, nowMs) ? _tcp.Table.Alloc(nowMs) : sock;
    }

    /// <summary>Gives a socket its rings, taken from another one if need be. No other connection is held
    /// but this one, and perhaps its listener.</summary>
    /// <param name="listener">A listener that the caller holds, or null.</param>
    /// <returns>False: every connection has a user or something to deliver.</returns>
    public bool AttachRings(TcpSock sock, TcpSock listener, int nowMs)
    {
        return _tcp.Table.AttachRings(sock)
            || (Make(listener, true, nowMs) && _tcp.Table.AttachRings(sock));
    }

    /// <summary>True when <see cref="AttachRings"/> would find rings now.</summary>
    public bool HasRoom() => _tcp.Table.FreeConnectionCount > 0 || Find(true) != null;

    /// <summary>True when <see cref="MakeBacklogPlace"/> would find a place: a SYN may come in, and takes
    /// nothing yet.</summary>
    public bool HasDeadChild(TcpSock listener)
    {
        for (int i = 0; i < _tcp.Table.Count; i++)
        {
            TcpSock sock = _tcp.Table.At(i);
            if (sock.IsQueued && sock.State == TcpState.Closed
                && sock.LocalPort == listener.LocalPort)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The backlog is full: a place that a dead connection holds is given up, first of one with
    /// nothing to read. Caller holds the listener.</summary>
    /// <returns>False: all of them live.</returns>
    public bool MakeBacklogPlace(TcpSock listener, int nowMs)
    {
        TcpSock dead = null;
        TcpSock child = listener.AcceptFirst;
        while (child != null)                           // bound: the backlog
        {
            if (child.State == TcpState.Closed
                && (dead == null || (dead.SendRing != null && child.SendRing == null)))
            {
                dead = child;
            }

            child = child.AcceptNext;
        }

        if (dead == null || !dead.TryLockAside())
        {
            return false;
        }

        try
        {
            Forget(listener, dead);
            dead.Release(nowMs);
            return true;
        }
        catch (Exception e)
        {
            dead.Trouble = e;
            _context.IsHurt = true;
            throw;
        }
    }

    private bool Make(TcpSock listener, bool wantsRings, int nowMs)
    {
        TcpSock victim = Find(wantsRings);
        if (victim == null || !victim.TryLockAside())
        {
            return false;
        }

        try
        {
            int rank = RankOf(victim, wantsRings);      // it may have changed until it was ours
            bool isMade = rank != RankNone && Take(victim, rank, listener, nowMs);
            victim.Release(nowMs);
            return isMade;
        }
        catch (Exception e)
        {
            victim.Trouble = e;
            _context.IsHurt = true;
            throw;
        }
    }

    private bool Take(TcpSock victim, int rank, TcpSock listener, int nowMs)
    {
        if (rank != RankOrphan)
        {
            return TakeChild(victim, listener, nowMs);
        }

        _mib.Inc(Mib.TcpAbortOnMemory);
        if (victim.State == TcpState.FinWait2)
        {
            _tcp.TimeWait.Add(victim, true, nowMs);     // as its time-out would: no RST
            _tcp.Close.Done(victim);
        }
        else
        {
            _tcp.Close.Abort(victim, nowMs);
        }

        return true;
    }

    /// <summary>Out of the queue of its listener, which is held or can be.</summary>
    private bool TakeChild(TcpSock child, TcpSock held, int nowMs)
    {
        for (int i = 0; i < _tcp.Table.Count; i++)
        {
            TcpSock listener = _tcp.Table.At(i);
            if (listener.State != TcpState.Listen || (listener != held && !listener.TryLockAside()))
            {
                continue;
            }

            if (TakeFrom(listener, child, listener != held, nowMs))
            {
                return true;
            }
        }

        return false;                                   // somebody accepted it meanwhile
    }

    private bool TakeFrom(TcpSock listener, TcpSock child, bool isAside, int nowMs)
    {
        try
        {
            bool isFound = Forget(listener, child);
            if (isAside)
            {
                listener.Release(nowMs);
            }

            return isFound;
        }
        catch (Exception e)
        {
            if (isAside)
            {
                listener.Trouble = e;
                _context.IsHurt = true;
            }

            throw;
        }
    }

    private bool Forget(TcpSock listener, TcpSock child)
    {
        if (!TcpListen.Unlink(listener, child))
        {
            return false;
        }

        _mib.Inc(Mib.TcpAbortOnMemory);
        child.HasUser = false;
        child.IsDead = true;
        _tcp.Table.DetachRings(child);
        return true;
    }

    /// <summary>Who would go, or null. Bound: the table.</summary>
    private TcpSock Find(bool wantsRings)
    {
        TcpSock best = null;
        int bestRank = RankNone;
        for (int i = 0; i < _tcp.Table.Count; i++)
        {
            TcpSock sock = _tcp.Table.At(i);
            int rank = sock.IsOwned ? RankNone : RankOf(sock, wantsRings);
            if (rank < bestRank || (rank == bestRank && best != null
                && Clock.Before(sock.LastReceivedMs, best.LastReceivedMs)))
            {
                best = sock;
                bestRank = rank;
            }
        }

        return best;
    }

    private static int RankOf(TcpSock sock, bool wantsRings)
    {
        if (wantsRings && sock.SendRing == null)
        {
            return RankNone;
        }

        if (sock.State == TcpState.Closed)
        {
            return !sock.IsQueued ? RankNone
                : sock.SendRing == null ? RankDeadChild : RankDeadChildWithData;
        }

        bool isFinOut = sock.SndUna + 1 == sock.WriteSeq && TcpStates.IsSynchronized(sock.State);
        return sock.IsDead && sock.SendRing != null && (sock.State == TcpState.FinWait2 || isFinOut)
            ? RankOrphan : RankNone;
    }
}
