using NanoStack.Device;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Neigh;

/// <summary><c>arp_tbl</c>: the fixed table of neighbours: look up, create, evict, update.</summary>
/// <remarks>
/// From: <c>IpOutput.FinishOutput2</c>, <see cref="ArpInput"/>. To: <see cref="NeighGc"/>.
/// Its lock guards every field of every neighbour; it is the section that Linux holds as
/// rcu_read_lock_bh.
/// Nothing is sent and nobody is told while it is held: methods here decide, the caller acts.
/// It guards managed state alone and masks nothing.
/// </remarks>
internal sealed class NeighTable
{
    /// <summary>Answer of <c>IpOutput.FinishOutput2</c>: done, but the packet waits for ARP.</summary>
    public const int Parked = 1;

    public readonly NetContext Context;
    public readonly ArpOutput Arp;
    public readonly ArpQueue Queue;

    /// <summary>Guards every field of every neighbour; a field, so that its end is a store.</summary>
    public readonly SpinLock Lock;

    private readonly SkBuffPool _pool;
    private readonly Neighbour[] _entries;
    private SkBuff _dropped;                // a chain; the table's lock

    public NeighTable(NetContext context, SkBuffPool pool)
    {
        Context = context;
        _pool = pool;
        Lock = context.NewLock();
        Arp = new ArpOutput(context, pool, this);
        Queue = new ArpQueue(this);
        _entries = new Neighbour[context.Limits.NeighCount];
        for (int i = 0; i < _entries.Length; i++)
        {
            _entries[i] = new Neighbour(this);
        }
    }

    public int Count => _entries.Length;

    /// <summary>Entry <paramref name="index"/> of the table; its state may be None.</summary>
    public Neighbour At(int index) => _entries[index];

    /// <summary><c>ip_neigh_for_gw</c>: the neighbour a packet goes to, found or made. Table lock held.</summary>
    /// <param name="isOurs">True for a socket's packet, false for an answer to somebody.</param>
    /// <returns>The entry, or null and counted: an answer finds no room among those our sockets use.</returns>
    public Neighbour ForGateway(NetDevice device, uint nextHop, bool isOurs, int nowMs)
    {
        Context.Trace.Enter(TraceRoom.IpNeighForGw, 0);
        Neighbour neighbour = Find(device, nextHop);
        if (neighbour == null)
        {
            neighbour = NeighGc.VictimLocked(_entries, isOurs);
            if (neighbour == null)
            {
                Context.Mib.Inc(Mib.NeighTableFull);
                return null;
            }

            DropLocked(EvictLocked(neighbour));
            neighbour.Init(device, nextHop, nowMs);
        }

        neighbour.IsOurs |= isOurs;
        return neighbour;
    }

    /// <summary>Packets that waited in vain, for <see cref="FreeChain"/> once the table's lock is let go; or
    /// null. Table lock held.</summary>
    public SkBuff TakeDropped()
    {
        SkBuff chain = _dropped;
        _dropped = null;
        return chain;
    }

    /// <summary>An exception ended who was to free them: the sweep brings them home.</summary>
    public void ForgetDropped()
    {
        _dropped = null;
    }

    /// <summary>Lets a packet wait for its neighbour; who waited longest makes room. Table lock held.</summary>
    public void Park(Neighbour neighbour, SkBuff skb)
    {
        Context.Mib.Inc(Mib.NeighParked);
        DropLocked(MayPark(skb) ? neighbour.Park(skb, Context.Limits.NeighParkCount) : skb);
    }

    /// <summary>The neighbour with this address, or null; any thread.</summary>
    public Neighbour Lookup(NetDevice device, uint address)
    {
        Lock.Hold(LockSite.NeighLookup);
        try
        {
            return Find(device, address);
        }
        finally
        {
            Lock.Holder = SpinLock.Free;
        }
    }

    /// <summary><c>dst_negative_advice</c>: a connection through this next hop gets no answer, so the
    /// neighbour is asked again when it is next used (RFC 9293, 3.8.3, R1).</summary>
    public void Doubt(NetDevice device, uint nextHop)
    {
        Lock.Hold(LockSite.NeighConfirm);
        try
        {
            Neighbour neighbour = Find(device, nextHop);
            if (neighbour != null && neighbour.State == NudState.Reachable)
            {
                neighbour.State = NudState.Stale;
            }
        }
        finally
        {
            Lock.Holder = SpinLock.Free;
        }
    }

    /// <summary><c>neigh_update</c>: an ARP packet told a link address.</summary>
    /// <param name="data">Where the link address lies, at <paramref name="at"/>.</param>
    /// <param name="isAnswer">True for a reply to us: the neighbour is reachable. False: somebody
    /// spoke of itself, so it is known, not confirmed.</param>
    /// <param name="isCreated">True when an entry may be made for it: it asked for us.</param>
    /// <returns>The entry whose parked packets may go now, or null.</returns>
    public Neighbour Update(
        NetDevice device, uint address, byte[] data, int at, bool isAnswer, bool isCreated,
        int nowMs)
    {
        SkBuff evicted = null;
        Neighbour neighbour;
        Lock.Hold(LockSite.NeighUpdate);
        try
        {
            neighbour = Find(device, address);
            if (neighbour == null && isCreated)
            {
                neighbour = NeighGc.VictimLocked(_entries, false);
                if (neighbour == null)
                {
                    Context.Mib.Inc(Mib.NeighTableFull);
                    return null;
                }

                evicted = EvictLocked(neighbour);
                neighbour.Init(device, address, nowMs);
            }

            if (neighbour != null)
            {
                UpdateLocked(neighbour, data, at, isAnswer, nowMs);
            }
        }
        finally
        {
            Lock.Holder = SpinLock.Free;
        }

        FreeChain(evicted);
        return neighbour;
    }

    /// <summary><c>neigh_carrier_down</c>: forgets everybody behind a link that went away.</summary>
    public void Flush(NetDevice device)
    {
        for (int i = 0; i < _entries.Length; i++)
        {
            SkBuff parked = null;
            Lock.Hold(LockSite.NeighUpdate);
            try
            {
                if (_entries[i].Device == device)
                {
                    parked = ClearLocked(_entries[i]);
                }
            }
            finally
            {
                Lock.Holder = SpinLock.Free;
            }

            FreeChain(parked);
        }
    }

    /// <summary>Takes all parked packets of a neighbour, as a chain for <see cref="FreeChain"/>.
    /// Table lock held.</summary>
    public static SkBuff UnparkAll(Neighbour neighbour)
    {
        SkBuff chain = null;
        SkBuff skb = neighbour.Unpark();
        while (skb != null)
        {
            skb.Next = chain;
            chain = skb;
            skb = neighbour.Unpark();
        }

        return chain;
    }

    /// <summary>Frees packets that waited in vain; no lock held.</summary>
    public void FreeChain(SkBuff chain)
    {
        while (chain != null)
        {
            SkBuff next = chain.Next;
            chain.Next = null;
            chain.Free();
            Context.Mib.Inc(Mib.NeighParkDropped);
            chain = next;
        }
    }

    private static void UpdateLocked(
        Neighbour neighbour, byte[] data, int at, bool isAnswer, int nowMs)
    {
        bool isSame = neighbour.IsValid
            && EthHeader.AddressesEqual(data, at, neighbour.HardwareAddress, 0);
        neighbour.SetHardwareAddress(data, at);
        if (isAnswer)
        {
            neighbour.State = NudState.Reachable;
            neighbour.ConfirmedMs = nowMs;
            neighbour.ProbeCount = 0;
        }
        else if (!isSame)
        {
            neighbour.State = NudState.Stale;       // known, and to be proven when it is used
            neighbour.ProbeCount = 0;
        }
    }

    private Neighbour Find(NetDevice device, uint address)
    {
        for (int i = 0; i < _entries.Length; i++)
        {
            Neighbour neighbour = _entries[i];
            if (neighbour.Address == address && neighbour.Device == device)
            {
                return neighbour;
            }
        }

        return null;
    }

    /// <summary>A packet of the receive pool waits only while half of the pool stays free: without it
    /// nobody would hear the answer, and four pings from addresses that do not exist would make us
    /// deaf.</summary>
    private bool MayPark(SkBuff skb)
    {
        return skb.Kind != SkBuffPool.KindFrame
            || _pool.FreeCount(SkBuffPool.KindFrame) * 2
                >= _pool.TotalCount(SkBuffPool.KindFrame);
    }

    /// <summary>Puts packets in front of those that are to be freed.</summary>
    private void DropLocked(SkBuff chain)
    {
        while (chain != null)
        {
            SkBuff next = chain.Next;
            chain.Next = _dropped;
            _dropped = chain;
            chain = next;
        }
    }

    private SkBuff EvictLocked(Neighbour neighbour)
    {
        if (neighbour.Device != null)
        {
            Context.Mib.Inc(Mib.NeighEvicted);
        }

        return ClearLocked(neighbour);
    }

    private static SkBuff ClearLocked(Neighbour neighbour)
    {
        SkBuff parked = UnparkAll(neighbour);
        neighbour.Device = null;
        neighbour.Address = 0;
        neighbour.State = NudState.None;
        return parked;
    }
}
