using System.Collections.Generic;

namespace NanoStack.Tests.Host.Interleave;

/// <summary>One step that was made.</summary>
internal sealed class StepEvent
{
    public readonly int Thread;
    public readonly int Label;
    public readonly List<Access> Accesses = new List<Access>();

    public Footprint Footprint;

    /// <summary>Steps of each thread that are before this one for certain: it read what they wrote,
    /// by however many hands.</summary>
    public int[] Clock;

    public StepEvent(int thread, int label)
    {
        Thread = thread;
        Label = label;
    }
}

/// <summary>The steps of a run, which of them depend on which, and so which could also have come the
/// other way round.</summary>
internal sealed class History
{
    public readonly List<StepEvent> Events = new List<StepEvent>();

    private readonly int _threadCount;
    private readonly int[][] _clocks;       // per thread: what is before its next step
    private readonly Dictionary<Access, Place> _places = new Dictionary<Access, Place>();

    public History(int threadCount)
    {
        _threadCount = threadCount;
        _clocks = new int[threadCount][];
        Clear();
    }

    public void Clear()
    {
        Events.Clear();
        _places.Clear();
        for (int i = 0; i < _threadCount; i++)
        {
            _clocks[i] = new int[_threadCount];
        }
    }

    /// <summary>Steps of other threads that conflict with these accesses of a thread and are not
    /// before its next step for certain.</summary>
    public void FindRaces(int thread, List<Access> accesses, List<int> races)
    {
        races.Clear();
        int[] clock = _clocks[thread];
        foreach (Access access in accesses)
        {
            if (access.Of == null || !_places.TryGetValue(access, out Place place))
            {
                continue;
            }

            for (int other = 0; other < _threadCount; other++)
            {
                int at = access.IsWrite && place.Reads[other] > place.Writes[other]
                    ? place.Reads[other] : place.Writes[other];
                if (other != thread && at > clock[other] && !races.Contains(at - 1))
                {
                    races.Add(at - 1);
                }
            }
        }
    }

    /// <summary>The last event is complete: it is after all that it conflicts with.</summary>
    public void Close()
    {
        StepEvent last = Events[Events.Count - 1];
        int[] clock = (int[])_clocks[last.Thread].Clone();
        foreach (Access access in last.Accesses)
        {
            if (access.Of != null && _places.TryGetValue(access, out Place place))
            {
                Join(clock, place.WriteClock);
                if (access.IsWrite)
                {
                    Join(clock, place.ReadClock);
                }
            }
        }

        clock[last.Thread] = Events.Count;
        last.Clock = clock;
        _clocks[last.Thread] = clock;
        foreach (Access access in last.Accesses)
        {
            if (access.Of != null)
            {
                Note(access, last.Thread, clock);
            }
        }
    }

    /// <summary>True when event <paramref name="first"/> is before these accesses' thread's next
    /// step for certain.</summary>
    public bool IsBefore(int first, int[] clock) => clock[Events[first].Thread] > first;

    /// <summary>The clock the next step of a thread would have with these accesses.</summary>
    public int[] ClockWith(int thread, List<Access> accesses)
    {
        int[] clock = (int[])_clocks[thread].Clone();
        foreach (Access access in accesses)
        {
            if (access.Of != null && _places.TryGetValue(access, out Place place))
            {
                Join(clock, place.WriteClock);
                if (access.IsWrite)
                {
                    Join(clock, place.ReadClock);
                }
            }
        }

        return clock;
    }

    private void Note(Access access, int thread, int[] clock)
    {
        if (!_places.TryGetValue(access, out Place place))
        {
            place = new Place(_threadCount);
            _places.Add(access, place);
        }

        if (access.IsWrite)
        {
            place.Writes[thread] = Events.Count;
            Join(place.WriteClock, clock);
        }
        else
        {
            place.Reads[thread] = Events.Count;
            Join(place.ReadClock, clock);
        }
    }

    private static void Join(int[] into, int[] from)
    {
        for (int i = 0; i < into.Length; i++)
        {
            into[i] = into[i] > from[i] ? into[i] : from[i];
        }
    }

    /// <summary>The last read and write of each thread, counted from 1, and what is before
    /// them.</summary>
    private sealed class Place
    {
        public readonly int[] Reads;
        public readonly int[] Writes;
        public readonly int[] ReadClock;
        public readonly int[] WriteClock;

        public Place(int threadCount)
        {
            Reads = new int[threadCount];
            Writes = new int[threadCount];
            ReadClock = new int[threadCount];
            WriteClock = new int[threadCount];
        }
    }
}
