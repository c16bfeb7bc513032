using System;
using System.Collections.Generic;
using System.Linq;

namespace NanoStack.Tests.Host.Interleave;

/// <summary>Runs a scenario under every schedule that could make a difference, depth first.</summary>
/// <remarks>
/// Two steps that touch nothing in common, or only read, come to the same in either order, so one
/// order is run. Which steps conflict is found while they run (Abdulla, Aronsson, Jonsson, Sagonas,
/// "Optimal dynamic partial order reduction", POPL 2014: source sets and sleep sets). There is no other bound: when it ends, every state that
/// any schedule can end in has been seen, and every deadlock.
/// </remarks>
internal sealed class Explorer
{
    /// <summary>Nobody can go on.</summary>
    public const int Nobody = -1;

    /// <summary>Whoever can go on leads where another branch has been.</summary>
    public const int NobodyNew = -2;

    private readonly Scenario _scenario;
    private readonly List<Node> _nodes = new List<Node>();
    private readonly List<int> _races = new List<int>();
    private readonly ObjectNumbers _objects = new ObjectNumbers();
    private Run _run;
    private int[] _forced;

    public Explorer(Scenario scenario)
    {
        _scenario = scenario;
    }

    /// <summary>False: every schedule, whether it makes a difference or not.</summary>
    public bool IsReducing { get; set; } = true;

    /// <summary>True when no schedule is left.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Where all that goes wrong is gathered; null: the first one ends it.</summary>
    public HashSet<string> Failures { get; set; }

    /// <summary>Schedules run to their end.</summary>
    public int ScheduleCount { get; private set; }

    /// <summary>Schedules left off where they led to what was seen.</summary>
    public int RedundantCount { get; private set; }

    public long StepCount { get; private set; }

    /// <summary>What went wrong; null when nothing did.</summary>
    public string Failure { get; private set; }

    /// <summary>Whose turn it was, step by step, when it went wrong.</summary>
    public int[] FailedSchedule { get; private set; }

    /// <summary>The same in words.</summary>
    public string FailedTrace { get; private set; }

    /// <summary>Runs all schedules, or those up to the first that fails.</summary>
    public void Explore(int scheduleMax)
    {
        Begin();
        do
        {
            RunOnce();
        }
        while ((Failure == null || Failures != null) && Advance() && ScheduleCount < scheduleMax);

        IsComplete = _nodes.Count == 0;
        if (Failure == null && !IsComplete)
        {
            Failure = "not all schedules in " + scheduleMax;
        }

        End();
    }

    /// <summary>Runs one schedule again.</summary>
    public void Replay(int[] schedule)
    {
        _forced = schedule;
        Begin();
        RunOnce();
        End();
    }

    /// <summary>Called by the run before each step.</summary>
    public int Choose(int enabled, int current)
    {
        int depth = _run.History.Events.Count;
        if (depth < _nodes.Count)
        {
            if (_nodes[depth].Enabled != enabled)
            {
                _run.Fail("the scenario is not a function of its schedule");
            }

            return _nodes[depth].Chosen;
        }

        if (IsReducing)
        {
            LookAtBlocked(enabled);
        }

        if (enabled == 0)
        {
            return Nobody;
        }

        Node node = NewNode(enabled);
        int candidates = enabled & ~node.Sleep;
        if (candidates == 0)
        {
            return NobodyNew;
        }

        bool isForced = _forced != null && depth < _forced.Length;
        bool canStay = current >= 0 && (candidates >> current & 1) != 0;
        node.Choose(
            isForced ? _forced[depth] : canStay ? current
                : System.Numerics.BitOperations.TrailingZeroCount(candidates));
        node.Backtrack |= IsReducing ? 0 : enabled;
        _nodes.Add(node);
        return node.Chosen;
    }

    /// <summary>Called by the run after each step.</summary>
    public void Close(StepEvent step)
    {
        History history = _run.History;
        step.Footprint = _objects.FootprintOf(step.Accesses);
        _nodes[history.Events.Count - 1].Footprints[step.Thread] = step.Footprint;
        if (IsReducing)
        {
            history.FindRaces(step.Thread, step.Accesses, _races);
            if (_races.Count > 0)
            {
                AddBacktracks(step.Thread, history.ClockWith(step.Thread, step.Accesses));
            }
        }

        history.Close();
    }

    private void Begin()
    {
        _scenario.Threads.Clear();
        _scenario.Build();
        _run = new Run(this, _scenario.Threads.Count);
        for (int i = 0; i < _scenario.Threads.Count; i++)
        {
            ScenarioThread thread = _scenario.Threads[i];
            _run.Threads.Add(new StepThread(i, thread.Name, thread.IsDaemon));
        }
    }

    private void End()
    {
        foreach (StepThread thread in _run.Threads)
        {
            thread.Stop();
        }
    }

    private void RunOnce()
    {
        _scenario.Threads.Clear();
        _scenario.Build();
        for (int i = 0; i < _run.Threads.Count; i++)
        {
            _run.Threads[i].Begin(_run, _scenario.Threads[i].Body);
        }

        _objects.Clear();
        _run.Execute();
        StepCount += _run.History.Events.Count;
        if (_run.IsRedundant)
        {
            RedundantCount++;
            return;
        }

        ScheduleCount++;
        Failure = _run.Failure ?? Check();
        if (Failure != null)
        {
            Failures?.Add(Failure);
            FailedSchedule = _run.History.Events.Select(step => step.Thread).ToArray();
            FailedTrace = _run.Describe();
        }
    }

    private string Check()
    {
        try
        {
            _scenario.Check();
            return null;
        }
        catch (Exception error)
        {
            return error.Message;
        }
    }

    /// <summary>To the last state where somebody else is still to be tried.</summary>
    private bool Advance()
    {
        while (_nodes.Count > 0)
        {
            Node node = _nodes[_nodes.Count - 1];
            int next = node.NextToTry();
            if (next >= 0)
            {
                node.Choose(next);
                return true;
            }

            _nodes.RemoveAt(_nodes.Count - 1);
        }

        return false;
    }

    private Node NewNode(int enabled)
    {
        int count = _run.Threads.Count;
        if (!IsReducing || _nodes.Count == 0)
        {
            return new Node(enabled, 0, count);
        }

        Node parent = _nodes[_nodes.Count - 1];
        StepEvent step = _run.History.Events[_nodes.Count - 1];
        int quiet = (parent.Sleep | parent.Done) & ~(1 << parent.Chosen);
        int sleep = 0;
        for (int i = 0; i < count; i++)
        {
            if ((quiet >> i & 1) != 0 && !parent.Footprints[i].Conflicts(step.Footprint))
            {
                sleep |= 1 << i;
            }
        }

        Node node = new Node(enabled, sleep, count);
        for (int i = 0; i < count; i++)
        {
            node.Footprints[i] = (sleep >> i & 1) != 0 ? parent.Footprints[i] : null;
        }

        return node;
    }

    /// <summary>Whoever waits for something could perhaps have gone on before it was undone.</summary>
    private void LookAtBlocked(int enabled)
    {
        foreach (StepThread thread in _run.Threads)
        {
            if (!thread.IsFinished && (enabled >> thread.Number & 1) == 0)
            {
                _run.History.FindRaces(thread.Number, thread.Pending, _races);
                if (_races.Count > 0)
                {
                    AddBacktracks(
                        thread.Number,
                        _run.History.ClockWith(thread.Number, thread.Pending));
                }
            }
        }
    }

    /// <summary>Each race could also end the other way round: somebody who begins that way must be
    /// tried before it.</summary>
    private void AddBacktracks(int thread, int[] clock)
    {
        foreach (int race in _races)
        {
            Node node = _nodes[race];
            int initials = Initials(race, thread, clock) & node.Enabled;
            if (initials == 0)
            {
                node.Backtrack |= node.Enabled;
            }
            else if ((initials & node.Backtrack) == 0)
            {
                node.Backtrack |= initials & -initials;
            }
        }
    }

    /// <summary>What happened since a step and does not need it, then the other step of the race:
    /// the threads that could be the first of these.</summary>
    private int Initials(int from, int thread, int[] clock)
    {
        List<StepEvent> events = _run.History.Events;
        List<int> rest = new List<int>();
        int seen = 0;
        int initials = 0;
        for (int i = from + 1; i < events.Count && events[i].Clock != null; i++)
        {
            if (_run.History.IsBefore(from, events[i].Clock))
            {
                continue;
            }

            int who = 1 << events[i].Thread;
            if ((seen & who) == 0 && !HasOneBefore(rest, events[i].Clock))
            {
                initials |= who;
            }

            seen |= who;
            rest.Add(i);
        }

        bool isFirst = (seen >> thread & 1) == 0 && !HasOneBefore(rest, clock);
        return isFirst ? initials | 1 << thread : initials;
    }

    private bool HasOneBefore(List<int> events, int[] clock)
    {
        foreach (int at in events)
        {
            if (_run.History.IsBefore(at, clock))
            {
                return true;
            }
        }

        return false;
    }
}
