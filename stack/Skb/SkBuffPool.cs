using NanoStack.Kernel;

namespace NanoStack.Skb;

/// <summary>All packets of one stack: made at start, taken and given back, never more.</summary>
/// <remarks>
/// Two kinds, so that memory goes where bytes are: headers for what goes down (128 bytes), frames
/// for what comes up (a whole frame). The lock guards the two free lists.
/// </remarks>
public sealed class SkBuffPool
{
    internal const int KindHeader = 0;
    internal const int KindFrame = 1;
    internal const int KindCount = 2;

    private readonly SpinLock _lock;
    private readonly Mib _mib;
    private readonly SkBuff[][] _all = new SkBuff[KindCount][];
    private readonly SkBuff[][] _free = new SkBuff[KindCount][];
    private readonly int[] _freeCounts = new int[KindCount];

    internal SkBuffPool(NetContext context)
    {
        Limits limits = context.Limits;
        _lock = context.NewLock();
        _mib = context.Mib;
        Fill(KindHeader, limits.SkbHeaderCount, Limits.SkbHeaderBytes);
        Fill(KindFrame, limits.SkbFrameCount, limits.SkbFrameBytes);
    }

    /// <summary><c>alloc_skb</c> for what goes down: a header area with headroom for all headers.</summary>
    /// <returns>The packet, or null: none is free, counted.</returns>
    public SkBuff AllocHeader() => AllocHeader(Limits.HeaderRoomBytes);

    /// <summary>The same with less headroom, for a packet without transport header that carries
    /// bytes of its own (an ICMP error with its quotation).</summary>
    /// <returns>The packet, or null: none is free, counted.</returns>
    internal SkBuff AllocHeader(int headroomBytes)
    {
        SkBuff skb = Alloc(KindHeader);
        if (skb != null)
        {
            skb.Reserve(headroomBytes);
        }

        return skb;
    }

    /// <summary><c>netdev_alloc_skb</c>: room for a whole frame that comes up.</summary>
    /// <returns>The packet, or null: none is free, counted.</returns>
    public SkBuff AllocFrame() => Alloc(KindFrame);

    /// <summary>How many of a kind are free: all of them when nothing is under way.</summary>
    internal int FreeCount(int kind) => _freeCounts[kind];

    /// <summary>How many of a kind there are.</summary>
    internal int TotalCount(int kind) => _free[kind].Length;

    /// <summary>True when every packet is back.</summary>
    internal bool IsHome
    {
        get
        {
            for (int kind = 0; kind < KindCount; kind++)
            {
                if (_freeCounts[kind] != _free[kind].Length)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Called by <see cref="SkBuff.Free"/> when the last holder lets go.</summary>
    internal void Return(SkBuff skb)
    {
        Bug.On(skb.Next != null);
        _lock.Hold(LockSite.SkbFree);
        try
        {
            int kind = skb.Kind;
            skb.Holder = SkbHolder.Pool;
            _free[kind][_freeCounts[kind]++] = skb;
        }
        finally
        {
            _lock.Holder = SpinLock.Free;
        }
    }

    /// <summary>First half of bringing home what nobody holds: of no packet it is known who holds it.
    /// Whoever keeps packets then says so again of each. Nobody else may use the pool meanwhile:
    /// every socket is the caller's.</summary>
    internal void BeginSweep()
    {
        for (int kind = 0; kind < KindCount; kind++)
        {
            SkBuff[] all = _all[kind];
            for (int i = 0; i < all.Length; i++)
            {
                all[i].Holder = SkbHolder.Pool;
            }
        }
    }

    /// <summary>Second half: what nobody has spoken for is free.</summary>
    /// <returns>Packets that were lost and are back.</returns>
    internal int EndSweep()
    {
        int before = FreeCount();
        for (int kind = 0; kind < KindCount; kind++)
        {
            SkBuff[] all = _all[kind];
            SkBuff[] free = _free[kind];
            int count = 0;
            for (int i = 0; i < all.Length; i++)
            {
                if (all[i].Holder == SkbHolder.Pool)
                {
                    all[i].Abandon();
                    free[count++] = all[i];
                }
            }

            _freeCounts[kind] = count;
        }

        return FreeCount() - before;
    }

    private int FreeCount()
    {
        return _freeCounts[KindHeader] + _freeCounts[KindFrame];
    }

    private SkBuff Alloc(int kind)
    {
        SkBuff skb = null;
        _lock.Hold(LockSite.SkbAlloc);
        try
        {
            int left = _freeCounts[kind];
            if (left > 0)
            {
                _freeCounts[kind] = left - 1;
                skb = _free[kind][left - 1];
            }
        }
        finally
        {
            _lock.Holder = SpinLock.Free;
        }

        if (skb == null)
        {
            _mib.Inc(Mib.SkbAllocFailures);
            return null;
        }

        Bug.On(skb.Holder != SkbHolder.Pool);
        skb.Init();
        return skb;
    }

    private void Fill(int kind, int count, int sizeBytes)
    {
        _all[kind] = new SkBuff[count];
        _free[kind] = new SkBuff[count];
        _freeCounts[kind] = count;
        for (int i = 0; i < count; i++)
        {
            _all[kind][i] = new SkBuff(this, kind, new byte[sizeBytes]);
            _free[kind][i] = _all[kind][i];
        }
    }
}
