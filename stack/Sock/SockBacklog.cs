using NanoStack.Kernel;
using NanoStack.Skb;

namespace NanoStack.Core;

/// <summary>What comes for a socket while somebody owns it. The polling thread.</summary>
internal abstract partial class Sock
{
    // What became of a packet that came for a socket.
    private const int AnswerOurs = 0;
    private const int AnswerQueued = 1;
    private const int AnswerFull = 2;

    /// <summary>A full backlog gives its owner so many turns to let go before a packet is dropped: no
    /// socket holds every frame, and none loses data to a call that is just at work.</summary>
    private const int BacklogYieldsMax = 1000;

    /// <summary><c>sk_add_backlog</c>: owns the socket, or leaves the packet for its owner.</summary>
    /// <returns>True: the caller owns the socket and processes the packet itself. False: the packet is
    /// in the backlog, or dropped and counted when that is full.</returns>
    public bool LockOrBacklog(SkBuff skb)
    {
        int answer = TakeOrQueue(skb);
        for (int yields = 0; answer == AnswerFull && yields < BacklogYieldsMax; yields++)
        {
            SpinLock.Relax(yields);                     // a few steps, and the owner lets go
            answer = TakeOrQueue(skb);
        }

        if (answer == AnswerOurs)
        {
            if (_isHurt)
            {
                Mend();
            }

            return true;
        }

        if (answer == AnswerFull)
        {
            Context.Mib.Inc(Mib.TcpBacklogDrop);
            skb.Free();
        }

        return false;
    }

    private int TakeOrQueue(SkBuff skb)
    {
        _lock.Hold(LockSite.SockBacklog);
        try
        {
            if (TakeLocked(OwnerPoll))
            {
                return AnswerOurs;
            }

            if (!HasBacklogRoom(skb))
            {
                return AnswerFull;
            }

            skb.HandOver(SkbHolder.Corridor, SkbHolder.Backlog);
            _backlog.Append(skb);
            return AnswerQueued;
        }
        finally
        {
            _lock.Holder = SpinLock.Free;
        }
    }

    /// <summary>The last free packet of its kind stays out of every backlog: as long as a user holds
    /// a socket, the others hear what comes for them.</summary>
    private bool HasBacklogRoom(SkBuff skb)
    {
        return _backlog.Count < Context.Limits.SockBacklogCount && !skb.IsLastOfPool;
    }
}
