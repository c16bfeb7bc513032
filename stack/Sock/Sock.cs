using System;
using NanoStack.Kernel;
using NanoStack.Skb;

namespace NanoStack.Core;

/// <summary><c>struct sock</c>: what every socket is, whatever it speaks: a lock, a backlog, errors
/// and two places to wait.</summary>
/// <remarks>
/// From: <c>TcpData</c>, <c>TcpListen</c>, <c>TcpAck.Ack</c>, by way of <see cref="DataReady"/> and
/// <see cref="WriteSpace"/>, <c>NetRecovery</c>. To: whoever sleeps in <c>InetSocket.ReceiveMsg</c>,
/// <c>InetSocket.SendMsg</c>; <c>TcpRepair</c>.
/// The namespace is Core, as Linux's net/core/sock.c: one called Sock would hide the class.
/// A user who works on a socket owns it (<see cref="Lock"/>). Input that arrives meanwhile waits in
/// the backlog and is processed by <see cref="Release"/>. The spinlock guards ownership and backlog
/// only, for a few lines.
/// A call that an exception ends leaves the exception in <see cref="Trouble"/>, which is a store and
/// so cannot fail. Then nobody owns the socket, whatever stands there: who takes it next puts it
/// right first (<see cref="Mend"/>).
/// </remarks>
internal abstract partial class Sock
{
    /// <summary><see cref="ShutdownMask"/>: the user will read no more.</summary>
    public const int ShutdownReceive = 1;

    /// <summary><see cref="ShutdownMask"/>: the user will write no more.</summary>
    public const int ShutdownSend = 2;

    // Who owns it. A polling thread that begins a turn owns nothing: what is still said to be its
    // own then is what its last turn left behind.
    private const int OwnerNone = 0;
    private const int OwnerUser = 1;
    public const int OwnerPoll = 2;

    /// <summary>How long one look at a lock that somebody else owns may sleep, in ms.</summary>
    private const int LockWaitMs = 1000;

    protected readonly NetContext Context;

    /// <summary>Readers and accepters sleep here.</summary>
    public readonly WaitQueue ReadWait;

    /// <summary>Writers and connecters sleep here.</summary>
    public readonly WaitQueue WriteWait;

    /// <summary><c>sk_err</c>: an <see cref="Errno"/> the next call reports, once.</summary>
    public int Err;

    /// <summary><c>sk_err_soft</c>: what went wrong on the way; told if the connection gives up.</summary>
    public int ErrSoft;

    /// <summary><c>sk_shutdown</c>: directions that are closed.</summary>
    public int ShutdownMask;

    /// <summary><c>SOCK_DEAD</c>: no user holds it any more (an orphan).</summary>
    public bool IsDead;

    /// <summary><c>sk_dst_pending_confirm</c>: progress was made, so the next packet confirms the
    /// neighbour it goes to.</summary>
    public bool ConfirmsNeighbour;

    /// <summary>What ended the call that owned the socket, before it could let go; null when all is
    /// well. Set by the owner; set <see cref="NetContext.IsHurt"/> with it, so that the polling thread
    /// looks.</summary>
    public Exception Trouble;

    /// <summary>Deadline of a blocking read, in ms; -1 waits for ever.</summary>
    public int ReceiveTimeoutMs;

    /// <summary>Deadline of a blocking write or connect, in ms; -1 waits for ever.</summary>
    public int SendTimeoutMs;

    private readonly SpinLock _lock;
    private readonly ExclusiveWait _lockWait;
    private readonly SkBuffHead _backlog = new SkBuffHead();

    /// <summary>Who owns it; set under the spinlock only. A field, because the polling thread's catch reads
    /// it, and a call could throw there.</summary>
    public int Owner;

    private bool _isHurt;                   // its owner has to mend it first
    private int _waiterCount;               // who sleeps in Lock; the spinlock

    protected Sock(NetContext context)
    {
        Context = context;
        _lock = context.NewLock();
        _lockWait = context.NewExclusiveWait();
        ReadWait = context.NewWaitQueue();
        WriteWait = context.NewWaitQueue();
    }

    /// <summary><c>sock_owned_by_user</c></summary>
    public bool IsOwned => Owner != OwnerNone;

    /// <summary>True for the polling thread's own: nobody else may be asking.</summary>
    public bool IsOwnedByPoll => Owner == OwnerPoll;

    /// <summary>True for the owner of a socket that an exception left half done.</summary>
    public bool IsHurt => _isHurt;

    /// <summary><c>lock_sock</c>: the caller owns the socket until <see cref="Release"/>; it may have
    /// to wait for another thread's few steps.</summary>
    public void Lock()
    {
        if (!TakeOrAwait(1))
        {
            AwaitLock();
        }

        if (!_isHurt)
        {
            return;
        }

        try
        {
            Mend();
        }
        catch (Exception e)
        {
            Trouble = e;                                // the next owner's
            Context.IsHurt = true;
            throw;
        }
    }

    /// <summary><c>bh_lock_sock</c> and <c>sock_owned_by_user</c> in one: the polling thread owns the
    /// socket if nobody does.</summary>
    public bool TryLock()
    {
        if (!Take(OwnerPoll))
        {
            return false;
        }

        if (_isHurt)
        {
            Mend();
        }

        return true;
    }

    /// <summary>The same for a call that already owns another socket, in whatever thread. What is hurt is
    /// the polling thread's.</summary>
    public bool TryLockAside()
    {
        return Trouble == null && Take(OwnerUser);
    }

    /// <summary>For the polling thread at the beginning of a turn, when it owns nothing: takes what
    /// nobody owns, and what its own last turn left owned. Nothing is mended yet.</summary>
    public bool TakeForRecovery() => Take(OwnerPoll);

    /// <summary>Puts right what an exception left half done; nothing when all is well. Caller owns the
    /// socket. A repair that an exception ends is done again.</summary>
    public void Mend()
    {
        Context.IsHurt = true;                          // packets may lie about: the poll looks
        Repair(Context.Clock.NowMs());
        _isHurt = false;
        Context.Mib.Inc(Mib.SockMended);
    }

    /// <summary><c>release_sock</c>: processes what arrived meanwhile, then lets the socket go.</summary>
    public void Release(int nowMs)
    {
        Context.Trace.Enter(TraceRoom.ReleaseSock, 0);
        Bug.On(Owner == OwnerNone);
        SkBuff skb = NextOfBacklogOrDisown();
        while (skb != null)                             // bound: the frame pool
        {
            skb.HandOver(SkbHolder.Backlog, SkbHolder.Corridor);
            BacklogReceive(skb, nowMs);
            skb = NextOfBacklogOrDisown();
        }

        Context.Trace.Leave(TraceRoom.ReleaseSock);
    }

    /// <summary><c>sk_backlog_rcv</c>: a packet that waited. The socket is owned; the packet is the
    /// receiver's.</summary>
    protected abstract void BacklogReceive(SkBuff skb, int nowMs);

    /// <summary>What <see cref="Mend"/> does for this kind of socket.</summary>
    protected virtual void Repair(int nowMs)
    {
    }

    /// <summary>Says again of every packet in the backlog that it is held there; for
    /// <see cref="SkBuffPool.EndSweep"/>. Caller owns the socket.</summary>
    protected void HoldBacklog()
    {
        _backlog.HoldAll(SkbHolder.Backlog);
    }

    /// <summary><c>sk_data_ready</c>: a reader has something to see.</summary>
    public void DataReady()
    {
        ReadWait.Wake();
    }

    /// <summary><c>sk_write_space</c>: a writer has room.</summary>
    public void WriteSpace()
    {
        WriteWait.Wake();
    }

    /// <summary><c>sk_state_change</c>: whoever waits looks again.</summary>
    public void StateChange()
    {
        ReadWait.Wake();
        WriteWait.Wake();
    }

    /// <summary><c>sk_error_report</c>: the error is told to whoever calls next, and wakes them.</summary>
    public void ReportError(int error)
    {
        Err = error;
        StateChange();
    }

    /// <summary><c>sock_error</c>: takes the error; 0 when there is none.</summary>
    public int TakeError()
    {
        int error = Err;
        Err = 0;
        return error;
    }

    /// <summary>As new, for its next user.</summary>
    protected void InitSock()
    {
        Bug.On(!_backlog.IsEmpty);
        Err = 0;
        ErrSoft = 0;
        ShutdownMask = 0;
        IsDead = false;
        ConfirmsNeighbour = false;
        ReceiveTimeoutMs = Context.Limits.SocketWaitMs;
        SendTimeoutMs = Context.Limits.SocketWaitMs;
    }

    /// <summary>Owns the socket, or is counted among the waiters under the same lock: an owner that
    /// lets go in between would not know of a waiter it must wake.</summary>
    /// <param name="newWaiters">1 for the first look; 0 for one who is counted already.</param>
    private bool TakeOrAwait(int newWaiters)
    {
        _lock.Hold(LockSite.SockLock);
        try
        {
            if (!TakeLocked(OwnerUser))
            {
                _waiterCount += newWaiters;
                return false;
            }

            _waiterCount -= 1 - newWaiters;
            return true;
        }
        finally
        {
            _lock.Holder = SpinLock.Free;
        }
    }

    /// <summary>Sleeps until the owner lets go. A waiter that an exception ends is none any more.</summary>
    private void AwaitLock()
    {
        try
        {
            do
            {
                _lockWait.Wait(LockWaitMs);
            }
            while (!TakeOrAwait(0));
        }
        catch (Exception)
        {
            _lock.Hold(LockSite.SockLock);
            _waiterCount--;
            _lock.Holder = SpinLock.Free;
            throw;
        }
    }

    private bool Take(int owner)
    {
        _lock.Hold(LockSite.SockLock);
        try
        {
            return TakeLocked(owner);
        }
        finally
        {
            _lock.Holder = SpinLock.Free;
        }
    }

    /// <summary>Owns the socket if nobody does. The spinlock is held.</summary>
    private bool TakeLocked(int owner)
    {
        if (Owner != OwnerNone && Trouble == null)
        {
            return false;
        }

        if (Trouble != null)
        {
            _isHurt = true;
            Context.CallTrouble = Trouble;
            Trouble = null;
        }

        Owner = owner;
        return true;
    }

    private SkBuff NextOfBacklogOrDisown()
    {
        _lock.Hold(LockSite.SockRelease);
        try
        {
            SkBuff skb = _backlog.Dequeue();
            if (skb == null)
            {
                if (_waiterCount > 0)
                {
                    _lockWait.Wake();                   // one of them; its release wakes the next
                }

                Owner = OwnerNone;                     // no call behind it may throw
            }

            return skb;
        }
        finally
        {
            _lock.Holder = SpinLock.Free;
        }
    }
}
