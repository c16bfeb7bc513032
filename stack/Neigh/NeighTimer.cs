using NanoStack.Kernel;
using NanoStack.Skb;

namespace NanoStack.Neigh;

/// <summary><c>neigh_timer_handler</c>: asks again, doubts, and gives up.</summary>
/// <remarks>From: <c>Net.Poll</c>. To: <see cref="ArpOutput.Solicit"/>, or the error handler.</remarks>
internal sealed class NeighTimer
{
    // What one look at an entry says is to be done, once the lock is let go.
    private const int DoNothing = 0;
    private const int DoAsk = 1;
    private const int DoFail = 2;

    private readonly NeighTable _table;
    private NeighErrorHandler _errors;

    public NeighTimer(NeighTable table)
    {
        _table = table;
    }

    /// <summary>Who is told when a neighbour does not answer.</summary>
    public void SetErrorHandler(NeighErrorHandler errors)
    {
        _errors = errors;
    }

    /// <summary>Looks at every entry once. Bound: the table.</summary>
    /// <remarks>Under one lock until there is something to do, which is done without it.</remarks>
    /// <returns>When it wants to be called again, in ms.</returns>
    public int Run(int nowMs)
    {
        int nextMs = nowMs + Limits.PollIntervalMsMax;
        int at = 0;
        while (at < _table.Count)
        {
            Neighbour neighbour = null;
            SkBuff dropped = null;
            uint address = 0;
            int todo = DoNothing;
            _table.Lock.Hold(LockSite.NeighTimer);
            try
            {
                while (at < _table.Count && todo == DoNothing)
                {
                    neighbour = _table.At(at);
                    todo = LookLocked(neighbour, nowMs);
                    nextMs = IsTimed(neighbour)
                        ? Clock.Earlier(nextMs, neighbour.TimerMs) : nextMs;
                    at++;
                }

                address = neighbour.Address;    // a sender may take the entry once it has failed
                if (todo == DoFail)
                {
                    dropped = NeighTable.UnparkAll(neighbour);
                }
            }
            finally
            {
                _table.Lock.Holder = SpinLock.Free;
            }

            _table.FreeChain(dropped);
            if (todo == DoAsk)
            {
                _table.Arp.Solicit(neighbour, address, nowMs);
            }
            else if (todo == DoFail)
            {
                Fail(address, nowMs);
            }
        }

        return nextMs;
    }

    /// <summary>In these states the next look has its time.</summary>
    private static bool IsTimed(Neighbour neighbour)
    {
        return neighbour.State == NudState.Incomplete || neighbour.State == NudState.Delay
            || neighbour.State == NudState.Probe;
    }

    /// <summary>In these states time changes nothing.</summary>
    private static bool IsResting(Neighbour neighbour)
    {
        return neighbour.State == NudState.None || neighbour.State == NudState.Stale;
    }

    private static int LookLocked(Neighbour neighbour, int nowMs)
    {
        if (neighbour.IsOurs && Clock.Reached(nowMs, neighbour.UsedMs + Limits.NeighReachableMs))
        {
            neighbour.IsOurs = false;               // unused: it may make room for others
        }

        if (neighbour.State == NudState.Reachable)
        {
            if (Clock.Reached(nowMs, neighbour.ConfirmedMs + Limits.NeighReachableMs))
            {
                neighbour.State = NudState.Stale;
            }

            return DoNothing;
        }

        if (IsResting(neighbour) || !Clock.Reached(nowMs, neighbour.TimerMs))
        {
            return DoNothing;
        }

        if (neighbour.State == NudState.Failed)
        {
            neighbour.State = NudState.None;        // kept, it would refuse again after 24 days
            return DoNothing;
        }

        if (neighbour.State == NudState.Delay)
        {
            neighbour.State = NudState.Probe;
            neighbour.ProbeCount = 0;
        }

        int probesMax = neighbour.State == NudState.Incomplete
            ? Limits.NeighMulticastProbes : Limits.NeighUnicastProbes;
        if (neighbour.ProbeCount >= probesMax)
        {
            if (neighbour.State == NudState.Probe)
            {
                // Polled in vain: deleted (RFC 1122, 2.3.2.1). Who sends next asks everybody: the
                // address may have another host by now, and refusing would make the outage longer.
                neighbour.State = NudState.None;
                return DoNothing;
            }

            neighbour.State = NudState.Failed;
            neighbour.TimerMs = nowMs + Limits.NeighFailedMs;
            return DoFail;
        }

        neighbour.ProbeCount++;
        neighbour.TimerMs = nowMs + Limits.NeighRetransMs;
        return DoAsk;
    }

    private void Fail(uint address, int nowMs)
    {
        _table.Context.Mib.Inc(Mib.NeighFailed);
        if (_errors != null)
        {
            _errors.HostUnreachable(address, nowMs);
        }
    }
}
