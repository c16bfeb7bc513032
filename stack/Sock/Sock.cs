using NanoStack.Kernel;
using NanoStack.Skb;

namespace NanoStack.Core;

/// <summary><c>struct sock</c>: what every socket is, whatever it speaks: a lock, a backlog, errors
/// and two places to wait.</summary>
/// <remarks>
/// From: <c>TcpData</c>, <c>TcpListen</c>, <c>TcpAck.Ack</c>, by way of <see cref="DataReady"/> and
/// <see cref="WriteSpace"/>. To: whoever sleeps in <c>InetSocket.ReceiveMsg</c>, <c>InetSocket.SendMsg</c>.
/// The namespace is Core, as Linux's net/core/sock.c: one called Sock would hide the class.
/// A user who works on a socket owns it (<see cref="Lock"/>). Input that arrives meanwhile waits in
/// the backlog and is processed by <see cref="Release"/>. The spinlock guards ownership and backlog
/// only, for a few lines.
/// </remarks>
internal abstract class Sock
{
    /// <summary><see cref="ShutdownMask"/>: the user will read no more.</summary>
    public const int ShutdownReceive = 1;

    /// <summary><see cref="ShutdownMask"/>: the user will write no more.</summary>
    public const int ShutdownSend = 2;

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

    /// <summary>Deadline of a blocking read, in ms; -1 waits for ever.</summary>
    public int ReceiveTimeoutMs;

    /// <summary>Deadline of a blocking write or connect, in ms; -1 waits for ever.</summary>
    public int SendTimeoutMs;

    private readonly SpinLock _lock;
    private readonly ExclusiveWait _lockWait;
    private readonly SkBuffHead _backlog = new SkBuffHead();
    private bool _isOwned;
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
    public bool IsOwned => _isOwned;

    /// <summary><c>lock_sock</c>: the caller owns the socket until <see cref="Release"/>; it may have
    /// to wait for another thread's few steps.</summary>
    public void Lock()
    {
        if (TakeOrAwait(1))
        {
            return;
        }

        do
        {
            _lockWait.Wait(LockWaitMs);
        }
        while (!TakeOrAwait(0));
    }

    /// <summary><c>bh_lock_sock</c> and <c>sock_owned_by_user</c> in one: owns the socket if nobody
    /// does.</summary>
    public bool TryLock()
    {
        using (_lock.Hold(LockSite.SockLock))
        {
            if (_isOwned)
            {
                return false;
            }

            _isOwned = true;
            return true;
        }
    }

    /// <summary><c>sk_add_backlog</c>: owns the socket, or leaves the packet for its owner.</summary>
    /// <returns>True: the caller owns the socket and processes the packet itself. False: the packet is
    /// in the backlog, or dropped and counted when that is full.</returns>
    public bool LockOrBacklog(SkBuff skb)
    {
        bool isFull;
        using (_lock.Hold(LockSite.SockBacklog))
        {
            if (!_isOwned)
            {
                _isOwned = true;
                return true;
            }

            isFull = _backlog.Count >= Context.Limits.SockBacklogCount;
            if (!isFull)
            {
                skb.HandOver(SkbHolder.Corridor, SkbHolder.Backlog);
                _backlog.Append(skb);
            }
        }

        if (isFull)
        {
            Context.Mib.Inc(Mib.TcpBacklogDrop);
            skb.Free();
        }

        return false;
    }

    /// <summary><c>release_sock</c>: processes what arrived meanwhile, then lets the socket go.</summary>
    public void Release(int nowMs)
    {
        Context.Trace.Enter(TraceRoom.ReleaseSock, 0);
        Bug.On(!_isOwned);
        SkBuff skb = NextOfBacklogOrDisown();
        while (skb != null)                             // bound: the frame pool
        {
            skb.HandOver(SkbHolder.Backlog, SkbHolder.Corridor);
            BacklogReceive(skb, nowMs);
            skb = NextOfBacklogOrDisown();
        }

        if (_waiterCount > 0)
        {
            _lockWait.Wake();                           // one of them; its release wakes the next
        }

        Context.Trace.Leave(TraceRoom.ReleaseSock);
    }

    /// <summary><c>sk_backlog_rcv</c>: a packet that waited. The socket is owned; the packet is the
    /// receiver's.</summary>
    protected abstract void BacklogReceive(SkBuff skb, int nowMs);

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
        using (_lock.Hold(LockSite.SockLock))
        {
            if (_isOwned)
            {
                _waiterCount += newWaiters;
                return false;
            }

            _isOwned = true;
            _waiterCount -= 1 - newWaiters;
            return true;
        }
    }

    private SkBuff NextOfBacklogOrDisown()
    {
        using (_lock.Hold(LockSite.SockRelease))
        {
            SkBuff skb = _backlog.Dequeue();
            if (skb == null)
            {
                _isOwned = false;
            }

            return skb;
        }
    }
}
