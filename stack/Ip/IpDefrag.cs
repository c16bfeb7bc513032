using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Ip;

/// <summary><c>ip_defrag</c>: collects fragments until their datagram is whole, for a limited time
/// (RFC 791, 3.2; RFC 1122, 3.3.2).</summary>
/// <remarks>
/// From: <see cref="IpInput"/>, <c>Net.Poll</c>. To: <see cref="IcmpOutput.SendError"/>.
/// Segments seldom come in pieces (most hosts set DF), so few datagrams at a time will do. A new
/// one takes the place of the oldest: halves that never become whole hold no more than so many
/// packets, and keep nobody out. The polling thread only.
/// </remarks>
internal sealed class IpDefrag
{
    private readonly Mib _mib;
    private readonly SkBuffPool _pool;
    private readonly IcmpOutput _icmp;
    private readonly IpFragQueue[] _queues;
    private bool _isForgetDue;              // set by any thread

    public IpDefrag(NetContext context, SkBuffPool pool, IcmpOutput icmp)
    {
        _mib = context.Mib;
        _pool = pool;
        _icmp = icmp;
        _queues = new IpFragQueue[context.Limits.IpFragQueueCount];
        for (int i = 0; i < _queues.Length; i++)
        {
            _queues[i] = new IpFragQueue(context.Limits.SkbFrameBytes);
        }
    }

    /// <summary><c>ip_defrag</c>: takes a fragment, data at its IP header; it is gone
    /// afterwards.</summary>
    /// <returns>The datagram that it made whole, or null: more is to come, or it was dropped and
    /// counted.</returns>
    public SkBuff Collect(SkBuff fragment, int nowMs)
    {
        _mib.Inc(Mib.IpReasmReqds);
        IpFragQueue queue = Find(fragment);
        if (queue == null)
        {
            queue = Begin(fragment, nowMs);
        }

        int dropReason = queue == null ? Mib.IpReasmFails : queue.Take(fragment);
        fragment.Free();
        if (dropReason >= 0)
        {
            _mib.Inc(dropReason);
            if (queue != null && dropReason != Mib.IpReasmDuplicates)
            {
                queue.TakeOut().Free();
            }

            return null;
        }

        if (!queue.IsWhole)
        {
            return null;
        }

        _mib.Inc(Mib.IpReasmOKs);
        return queue.TakeWhole();
    }

    /// <summary>Our address is another: what was collected is for a host that is none any more, and will
    /// not become whole. Any thread; the next <see cref="RunTimers"/> does it.</summary>
    public void Forget()
    {
        _isForgetDue = true;
    }

    /// <summary><c>ip_expire</c>: gives up what did not become whole in time, and says so to a sender
    /// whose first fragment is there (RFC 792).</summary>
    /// <returns>When it wants to be called again, in ms.</returns>
    public int RunTimers(int nowMs)
    {
        int nextMs = nowMs + Limits.PollIntervalMsMax;
        bool isForgotten = _isForgetDue;
        if (isForgotten)
        {
            _isForgetDue = false;           // first: a change from here on is seen next time
        }

        for (int i = 0; i < _queues.Length; i++)
        {
            IpFragQueue queue = _queues[i];
            if (queue.Skb == null)
            {
                continue;
            }

            if (isForgotten)
            {
                _mib.Inc(Mib.IpReasmFails);
                queue.TakeOut().Free();
                continue;
            }

            int endMs = queue.BeganMs + Limits.IpFragTimeMs;
            if (!Clock.Reached(nowMs, endMs))
            {
                nextMs = Clock.Earlier(nextMs, endMs);
                continue;
            }

            _mib.Inc(Mib.IpReasmTimeout);
            bool hasFirst = queue.HasFirst;
            SkBuff skb = queue.TakeOut();
            if (hasFirst)
            {
                _icmp.SendError(
                    skb, IcmpHeader.TypeTimeExceeded, IcmpHeader.CodeReassemblyTime, nowMs);
            }

            skb.Free();
        }

        return nextMs;
    }

    /// <summary>An exception ended the polling thread's turn, perhaps in the middle of a fragment: what
    /// is half collected is given up, its packets are nobody's.</summary>
    public void Abandon()
    {
        for (int i = 0; i < _queues.Length; i++)
        {
            if (_queues[i].TakeOut() != null)
            {
                _mib.Inc(Mib.IpReasmFails);
            }
        }
    }

    /// <summary>Says again of each packet that collects fragments who holds it.</summary>
    public void HoldAll()
    {
        for (int i = 0; i < _queues.Length; i++)
        {
            SkBuff skb = _queues[i].Skb;
            if (skb != null)
            {
                skb.Holder = SkbHolder.Corridor;
            }
        }
    }

    private IpFragQueue Find(SkBuff fragment)
    {
        for (int i = 0; i < _queues.Length; i++)
        {
            if (_queues[i].IsFor(fragment.Head, fragment.DataAt))
            {
                return _queues[i];
            }
        }

        return null;
    }

    /// <summary>A queue for the datagram that a fragment is the first to come of.</summary>
    /// <returns>Null when there is no queue, or no packet to collect in.</returns>
    private IpFragQueue Begin(SkBuff fragment, int nowMs)
    {
        IpFragQueue queue = FindFreeOrOldest();
        if (queue == null)
        {
            return null;
        }

        if (queue.Skb != null)
        {
            _mib.Inc(Mib.IpReasmEvicted);
            queue.TakeOut().Free();
        }

        SkBuff empty = _pool.AllocFrame();
        if (empty == null)
        {
            return null;
        }

        queue.Begin(empty, fragment, nowMs);
        return queue;
    }

    private IpFragQueue FindFreeOrOldest()
    {
        IpFragQueue oldest = null;
        for (int i = 0; i < _queues.Length; i++)
        {
            IpFragQueue queue = _queues[i];
            if (queue.Skb == null)
            {
                return queue;
            }

            if (oldest == null || !Clock.Reached(queue.BeganMs, oldest.BeganMs))
            {
                oldest = queue;
            }
        }

        return oldest;
    }
}
