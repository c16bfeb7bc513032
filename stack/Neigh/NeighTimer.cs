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
    /// <returns>When it wants to be called again, in ms.</returns>
    public int Run(int nowMs)
    {
        int nextMs = nowMs + Limits.PollIntervalMsMax;
        for (int i = 0; i < _table.Count; i++)
        {
            Neighbour neighbour = _table.At(i);
            if (neighbour.State == NudState.None || neighbour.State == NudState.Stale
                || neighbour.State == NudState.Failed)
            {
                continue;
            }

            SkBuff dropped = null;
            int todo;
            using (_table.Lock.Hold(LockSite.NeighTimer))
            {
                todo = LookLocked(neighbour, nowMs);
                if (todo == DoFail)
                {
                    dropped = NeighTable.UnparkAll(neighbour);
                }
            }

            _table.FreeChain(dropped);
            if (todo == DoAsk)
            {
                _table.Arp.Solicit(neighbour, nowMs);
            }
            else if (todo == DoFail)
            {
                Fail(neighbour, nowMs);
            }

            if (neighbour.State == NudState.Incomplete || neighbour.State == NudState.Delay
                || neighbour.State == NudState.Probe)
            {
                nextMs = Clock.Earlier(nextMs, neighbour.TimerMs);
            }
        }

        return nextMs;
    }

    private static int LookLocked(Neighbour neighbour, int nowMs)
    {
        if (neighbour.State == NudState.Reachable)
        {
            if (Clock.Reached(nowMs, neighbour.ConfirmedMs + Limits.NeighReachableMs))
            {
                neighbour.State = NudState.Stale;
            }

            return DoNothing;
        }

        if (!Clock.Reached(nowMs, neighbour.TimerMs))
        {
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
            neighbour.State = NudState.Failed;
            neighbour.TimerMs = nowMs + Limits.NeighFailedMs;
            return DoFail;
        }

        neighbour.ProbeCount++;
        neighbour.SolicitedMs = nowMs;
        neighbour.TimerMs = nowMs + Limits.NeighRetransMs;
        return DoAsk;
    }

    private void Fail(Neighbour neighbour, int nowMs)
    {
        _table.Context.Mib.Inc(Mib.NeighFailed);
        if (_errors != null)
        {
            _errors.HostUnreachable(neighbour.Address, nowMs);
        }
    }
}
