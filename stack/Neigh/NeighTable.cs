using NanoStack.Device;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Neigh;

/// <summary><c>arp_tbl</c>: the fixed table of neighbours: look up, create, evict, update.</summary>
/// <remarks>
/// From: <c>IpOutput.FinishOutput2</c>, <see cref="ArpInput"/>. To: <see cref="Neighbour.ConnectedOutput"/>.
/// Its lock guards every field of every neighbour. Nothing is sent and nobody is told while it is
/// held: methods here decide, the caller acts.
/// </remarks>
internal sealed class NeighTable
{
    // What EventSend says the caller is to do with its packet.
    public const int AnswerSend = 0;
    public const int AnswerParked = 1;
    public const int AnswerParkedAndAsk = 2;
    public const int AnswerRefuse = 3;

    public readonly NetContext Context;
    public readonly ArpOutput Arp;

    private readonly SpinLock _lock;
    private readonly Neighbour[] _entries;

    public NeighTable(NetContext context, SkBuffPool pool)
    {
        Context = context;
        _lock = context.NewLock();
        Arp = new ArpOutput(context, pool);
        _entries = new Neighbour[context.Limits.NeighCount];
        for (int i = 0; i < _entries.Length; i++)
        {
            _entries[i] = new Neighbour(this);
        }
    }

    public SpinLock Lock => _lock;

    public int Count => _entries.Length;

    /// <summary>Entry <paramref name="index"/> of the table; its state may be None.</summary>
    public Neighbour At(int index) => _entries[index];

    /// <summary><c>ip_neigh_for_gw</c>: the neighbour a packet goes to, found or made.</summary>
    public Neighbour ForGateway(NetDevice device, uint nextHop, int nowMs)
    {
        Context.Trace.Enter(TraceRoom.IpNeighForGw, 0);
        SkBuff evicted;
        Neighbour neighbour;
        using (_lock.Hold(LockSite.NeighLookup))
        {
            neighbour = Find(device, nextHop);
            if (neighbour != null)
            {
                return neighbour;
            }

            neighbour = OldestLocked();
            evicted = Evict(neighbour);
            neighbour.Init(device, nextHop, nowMs);
        }

        FreeChain(evicted);
        return neighbour;
    }

    /// <summary>The neighbour with this address, or null; any thread.</summary>
    public Neighbour Lookup(NetDevice device, uint address)
    {
        using (_lock.Hold(LockSite.NeighLookup))
        {
            return Find(device, address);
        }
    }

    /// <summary><c>neigh_event_send</c>: a packet wants to go to a neighbour that is not surely
    /// reachable.</summary>
    /// <returns>One of the Answer constants; with a Parked one the packet belongs to the queue.</returns>
    public int EventSend(Neighbour neighbour, SkBuff skb)
    {
        int nowMs = skb.StampMs;
        int answer;
        SkBuff oldest = null;
        using (_lock.Hold(LockSite.NeighOutput))
        {
            answer = DecideLocked(neighbour, nowMs);
            if (answer == AnswerParked || answer == AnswerParkedAndAsk)
            {
                oldest = neighbour.Park(skb, Context.Limits.NeighParkCount);
            }
        }

        if (answer == AnswerParked || answer == AnswerParkedAndAsk)
        {
            Context.Mib.Inc(Mib.NeighParked);
        }

        FreeChain(oldest);
        return answer;
    }

    /// <summary>Upper layers saw progress: the neighbour is there (RFC 4861, 7.3.1).</summary>
    public void Confirm(Neighbour neighbour, int nowMs)
    {
        using (_lock.Hold(LockSite.NeighConfirm))
        {
            if (neighbour.IsValid)
            {
                neighbour.State = NudState.Reachable;
                neighbour.ConfirmedMs = nowMs;
                neighbour.ProbeCount = 0;
            }
        }

        Context.Mib.Inc(Mib.NeighConfirmed);
    }

    /// <summary><c>dst_negative_advice</c>: a connection through this next hop gets no answer, so the
    /// neighbour is asked again when it is next used (RFC 9293, 3.8.3, R1).</summary>
    public void Doubt(NetDevice device, uint nextHop)
    {
        using (_lock.Hold(LockSite.NeighConfirm))
        {
            Neighbour neighbour = Find(device, nextHop);
            if (neighbour != null && neighbour.State == NudState.Reachable)
            {
                neighbour.State = NudState.Stale;
            }
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
        using (_lock.Hold(LockSite.NeighUpdate))
        {
            neighbour = Find(device, address);
            if (neighbour == null && isCreated)
            {
                neighbour = OldestLocked();
                evicted = Evict(neighbour);
                neighbour.Init(device, address, nowMs);
            }

            if (neighbour != null)
            {
                UpdateLocked(neighbour, data, at, isAnswer, nowMs);
            }
        }

        FreeChain(evicted);
        return neighbour;
    }

    /// <summary>Sends what waited for this neighbour. Bound: the parked packets.</summary>
    public void FlushParked(Neighbour neighbour, int nowMs)
    {
        while (true)
        {
            SkBuff skb;
            using (_lock.Hold(LockSite.NeighUpdate))
            {
                skb = neighbour.IsValid ? neighbour.Unpark() : null;
            }

            if (skb == null)
            {
                return;
            }

            skb.StampMs = nowMs;
            neighbour.ConnectedOutput(skb);
        }
    }

    /// <summary>Takes out what a socket has parked: its ring is about to serve somebody else.</summary>
    public void PurgeOwner(object owner)
    {
        SkBuff purged = null;
        using (_lock.Hold(LockSite.NeighUpdate))
        {
            for (int i = 0; i < _entries.Length; i++)
            {
                Neighbour neighbour = _entries[i];
                for (int left = neighbour.ParkedCount; left > 0; left--)
                {
                    SkBuff skb = neighbour.Unpark();
                    if (skb.Owner == owner)
                    {
                        skb.Next = purged;
                        purged = skb;
                    }
                    else
                    {
                        neighbour.Park(skb, int.MaxValue);
                    }
                }
            }
        }

        FreeChain(purged);
    }

    /// <summary><c>neigh_carrier_down</c>: forgets everybody behind a link that went away.</summary>
    public void Flush(NetDevice device)
    {
        for (int i = 0; i < _entries.Length; i++)
        {
            SkBuff parked = null;
            using (_lock.Hold(LockSite.NeighUpdate))
            {
                if (_entries[i].Device == device)
                {
                    parked = Evict(_entries[i]);
                }
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

    private static int DecideLocked(Neighbour neighbour, int nowMs)
    {
        neighbour.UsedMs = nowMs;
        switch (neighbour.State)
        {
            case NudState.Incomplete:
                return AnswerParked;

            case NudState.Failed:
                if (!Clock.Reached(nowMs, neighbour.TimerMs))
                {
                    return AnswerRefuse;
                }

                return StartResolution(neighbour, nowMs);

            case NudState.None:
                return StartResolution(neighbour, nowMs);

            case NudState.Reachable:        // its time was over, or Output would not have asked
            case NudState.Stale:
                neighbour.State = NudState.Delay;
                neighbour.TimerMs = nowMs + Limits.NeighDelayMs;
                return AnswerSend;

            default:                        // Delay, Probe: good enough to send to
                return AnswerSend;
        }
    }

    private static int StartResolution(Neighbour neighbour, int nowMs)
    {
        neighbour.State = NudState.Incomplete;
        neighbour.ProbeCount = 1;
        neighbour.TimerMs = nowMs + Limits.NeighRetransMs;
        if (!Clock.Reached(nowMs, neighbour.SolicitedMs + Limits.NeighRetransMs))
        {
            return AnswerParked;            // asked less than a second ago: the timer asks again
        }

        neighbour.SolicitedMs = nowMs;
        return AnswerParkedAndAsk;
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

    /// <summary>The slot to use next: a free one, else the one unused longest; a failed one before a
    /// good one, so that an unresolvable neighbour starves nobody.</summary>
    private Neighbour OldestLocked()
    {
        Neighbour oldest = _entries[0];
        for (int i = 1; i < _entries.Length; i++)
        {
            Neighbour neighbour = _entries[i];
            if (RankOf(neighbour) < RankOf(oldest)
                || (RankOf(neighbour) == RankOf(oldest)
                    && Clock.Before(neighbour.UsedMs, oldest.UsedMs)))
            {
                oldest = neighbour;
            }
        }

        return oldest;
    }

    private static int RankOf(Neighbour neighbour)
    {
        if (neighbour.Device == null)
        {
            return 0;
        }

        if (neighbour.State == NudState.Failed || neighbour.State == NudState.None)
        {
            return 1;
        }

        return 2;
    }

    private SkBuff Evict(Neighbour neighbour)
    {
        if (neighbour.Device != null)
        {
            Context.Mib.Inc(Mib.NeighEvicted);
        }

        SkBuff parked = UnparkAll(neighbour);
        neighbour.Device = null;
        neighbour.Address = 0;
        neighbour.State = NudState.None;
        return parked;
    }
}
