using NanoStack.Device;
using NanoStack.Kernel;
using NanoStack.Skb;

namespace NanoStack.Neigh;

/// <summary><c>arp_queue</c>: sends what waited for a neighbour, and takes out what belongs to a
/// socket that ends.</summary>
/// <remarks>
/// From: <see cref="ArpInput"/>, <c>TcpClose.Done</c>. To:
/// <see cref="Neighbour.ConnectedOutput"/>, <see cref="NetDevice.QueueXmit"/>.
/// A parked packet points into its socket's ring, and it is sent without that socket's lock: so the
/// ring is given away only when the packet has left, as <c>synchronize_rcu</c> would wait for it.
/// </remarks>
internal sealed class ArpQueue
{
    private readonly NeighTable _table;
    private object _leavingOwner;       // of the packet between here and the device; table lock

    public ArpQueue(NeighTable table)
    {
        _table = table;
    }

    /// <summary>Sends what waited for this neighbour; the polling thread only. Bound: the parked
    /// packets.</summary>
    public void Flush(Neighbour neighbour, int nowMs)
    {
        SkBuff skb = TakeNext(neighbour, nowMs, out NetDevice device);
        while (skb != null)
        {
            if (device.QueueXmit(skb) < 0)
            {
                skb.Free();                 // TCP keeps the bytes and sends them again
            }

            skb = TakeNext(neighbour, nowMs, out device);
        }
    }

    /// <summary>Takes out what a socket has parked, and waits until what just leaves has left: its ring
    /// is about to serve somebody else.</summary>
    public void PurgeOwner(object owner)
    {
        SkBuff purged = null;
        _table.Lock.Hold(LockSite.NeighUpdate);
        try
        {
            for (int i = 0; i < _table.Count; i++)
            {
                purged = PurgeLocked(_table.At(i), owner, purged);
            }
        }
        finally
        {
            _table.Lock.Holder = SpinLock.Free;
        }

        _table.FreeChain(purged);
        int yields = 0;
        while (_leavingOwner == owner)
        {
            yields = SpinLock.Relax(yields);
        }
    }

    /// <summary>Sends what waits for somebody who is known, when an exception kept it from going.</summary>
    public void FlushKnown(int nowMs)
    {
        for (int i = 0; i < _table.Count; i++)
        {
            if (_table.At(i).ParkedCount > 0)
            {
                Flush(_table.At(i), nowMs);
            }
        }
    }

    /// <summary>An exception ended the polling thread's turn: nothing is leaving any more.</summary>
    public void ForgetLeaving()
    {
        _leavingOwner = null;
    }

    /// <summary>The next packet to send, its link header written, or null; the one before it has
    /// left.</summary>
    private SkBuff TakeNext(Neighbour neighbour, int nowMs, out NetDevice device)
    {
        _table.Lock.Hold(LockSite.NeighUpdate);
        try
        {
            device = neighbour.Device;
            SkBuff skb = neighbour.IsValid ? neighbour.Unpark() : null;
            if (skb != null)
            {
                skb.StampMs = nowMs;
                neighbour.UsedMs = nowMs;
                neighbour.ConnectedOutput(skb);
            }

            _leavingOwner = skb == null ? null : skb.Owner;
            return skb;
        }
        finally
        {
            _table.Lock.Holder = SpinLock.Free;
        }
    }

    /// <summary>Table lock held.</summary>
    /// <returns>The chain with the owner's packets in front.</returns>
    private static SkBuff PurgeLocked(Neighbour neighbour, object owner, SkBuff chain)
    {
        for (int left = neighbour.ParkedCount; left > 0; left--)
        {
            SkBuff skb = neighbour.Unpark();
            if (skb.Owner == owner)
            {
                skb.Next = chain;
                chain = skb;
            }
            else
            {
                neighbour.Park(skb, int.MaxValue);
            }
        }

        return chain;
    }
}
