using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading;

namespace NanoStack.Tests.Host.Interleave;

/// <summary>One run of a scenario under one schedule: its threads pass a baton from point to
/// point.</summary>
/// <remarks>Where the baton goes, <see cref="Explorer"/> says.</remarks>
internal sealed class Run
{
    /// <summary>More steps than any scenario that ends.</summary>
    private const int StepsMax = 20000;

    /// <summary>More yields than the product's own bound.</summary>
    private const int SpinsMax = 2000000;

    [ThreadStatic]
    private static List<Access> s_toucher;

    public readonly History History;
    public readonly List<StepThread> Threads = new List<StepThread>();

    private readonly Explorer _explorer;
    private readonly SemaphoreSlim _main = new SemaphoreSlim(0);
    private readonly ConditionalWeakTable<WaitHandle, object> _raised =
        new ConditionalWeakTable<WaitHandle, object>();

    private int _spins;

    public Run(Explorer explorer, int threadCount)
    {
        _explorer = explorer;
        History = new History(threadCount);
    }

    /// <summary>Where the step under way notes what it touches; null outside a run.</summary>
    public static List<Access> Toucher => s_toucher;

    public string Failure { get; private set; }

    /// <summary>Ended early because every way on was explored from elsewhere.</summary>
    public bool IsRedundant { get; private set; }

    public bool IsAborting { get; private set; }

    /// <summary>Runs the threads' bodies to their end, or to the first thing that is wrong.</summary>
    public void Execute()
    {
        _spins = 0;
        History.Clear();
        _raised.Clear();
        Failure = null;
        IsRedundant = false;
        IsAborting = false;
        StepThread first = Choose(null);
        if (first != null)
        {
            first.Baton.Release();
            _main.Wait();
        }

        IsAborting = true;
        foreach (StepThread thread in Threads)
        {
            if (!thread.IsFinished)
            {
                thread.Baton.Release();
                _main.Wait();
            }
        }
    }

    public void Fail(string why)
    {
        Failure ??= why;
    }

    /// <summary>The thread's next step begins here, when it is its turn.</summary>
    public void Point(StepThread thread, int label, Access access)
    {
        if (thread.IsSpinning && thread.Seen.Contains(access))
        {
            return;
        }

        thread.IsSpinning = false;
        Leave(thread, label, access, null);
    }

    /// <summary>The next step begins when a condition holds, which is part of the step.</summary>
    public void Await(StepThread thread, int label, Access access, Func<bool> condition)
    {
        thread.IsSpinning = false;
        Leave(thread, label, access, condition);
    }

    /// <summary>A spin: nothing new will be seen until somebody writes what was read.</summary>
    public void Yield(StepThread thread)
    {
        if (thread.IsSpinning)
        {
            if (++_spins > SpinsMax)
            {
                Fail(thread.Name + " spins for ever");
                throw new RunAbortedException();
            }

            return;
        }

        Close(thread);
        thread.Label = Labels.Yield;
        thread.Condition = null;
        thread.YieldedAt = History.Events.Count;
        thread.Pending.Clear();
        foreach (Access access in thread.Seen)
        {
            thread.Pending.Add(new Access(access.Of, access.At, false));
        }

        Pass(thread);
    }

    public void Raise(WaitHandle handle)
    {
        _raised.AddOrUpdate(handle, this);
    }

    public void Lower(WaitHandle handle)
    {
        _raised.Remove(handle);
    }

    public bool IsRaised(WaitHandle handle)
    {
        if (handle.WaitOne(0))
        {
            Raise(handle);                  // set before the run began
        }

        return _raised.TryGetValue(handle, out _);
    }

    /// <summary>An atomic operation changed nothing, so it was no more than a read.</summary>
    public static void Downgrade()
    {
        if (s_toucher != null && s_toucher.Count > 0)
        {
            Access access = s_toucher[0];
            s_toucher[0] = new Access(access.Of, access.At, false);
        }
    }

    /// <summary>It is this thread's turn: a new step.</summary>
    public void Resume(StepThread thread)
    {
        if (IsAborting)
        {
            throw new RunAbortedException();
        }

        StepEvent step = new StepEvent(thread.Number, thread.Label);
        step.Accesses.AddRange(thread.Pending);
        s_toucher = step.Accesses;
        History.Events.Add(step);
        thread.Condition = null;
        thread.YieldedAt = -1;
    }

    public void Finish(StepThread thread)
    {
        s_toucher = null;
        thread.IsFinished = true;
        StepThread next = null;
        if (!IsAborting && Failure == null)
        {
            Close(thread);
            next = Choose(thread);
        }

        if (next != null)
        {
            next.Baton.Release();
        }
        else
        {
            _main.Release();
        }
    }

    /// <summary>Threads that could make a step, as bits.</summary>
    public int Enabled()
    {
        int mask = 0;
        foreach (StepThread thread in Threads)
        {
            if (!thread.IsFinished && MayGoOn(thread))
            {
                mask |= 1 << thread.Number;
            }
        }

        for (int i = 0; mask == 0 && i < Threads.Count; i++)
        {
            if (!Threads[i].IsFinished && Threads[i].YieldedAt >= 0)
            {
                Threads[i].IsSpinning = true;   // it must find the end of its patience
                mask = 1 << i;
            }
        }

        return mask;
    }

    /// <summary>The steps in words: those that another thread's steps depend on.</summary>
    public string Describe()
    {
        StringBuilder text = new StringBuilder();
        foreach (StepEvent step in History.Events)
        {
            if (!History.Events.Exists(other => other.Thread != step.Thread
                && Access.Conflict(step.Accesses, other.Accesses)))
            {
                continue;
            }

            text.Append("  ").Append(Threads[step.Thread].Name).Append(": ")
                .Append(Labels.Names[step.Label]).Append('\n');
        }

        return text.ToString();
    }

    private bool MayGoOn(StepThread thread)
    {
        if (thread.YieldedAt >= 0)
        {
            return HasChanged(thread);
        }

        if (thread.Condition == null)
        {
            return true;
        }

        List<Access> before = s_toucher;
        if (thread.Pending.Count > 0 && thread.Pending[0].Of is not WaitHandle)
        {
            thread.Pending.Clear();
        }

        s_toucher = thread.Pending;
        bool may = thread.Condition();
        s_toucher = before;
        return may;
    }

    private bool HasChanged(StepThread thread)
    {
        for (int i = thread.YieldedAt; i < History.Events.Count; i++)
        {
            StepEvent step = History.Events[i];
            if (step.Thread != thread.Number && Access.Conflict(thread.Pending, step.Accesses))
            {
                return true;
            }
        }

        return false;
    }

    private void Leave(StepThread thread, int label, Access access, Func<bool> condition)
    {
        if (IsAborting)
        {
            throw new RunAbortedException();
        }

        Close(thread);
        thread.Label = label;
        thread.Condition = condition;
        thread.Pending.Clear();
        if (access.Of != null)
        {
            thread.Pending.Add(access);
        }

        Pass(thread);
    }

    private void Pass(StepThread thread)
    {
        s_toucher = null;
        StepThread next = Choose(thread);
        if (next != thread)
        {
            if (next != null)
            {
                next.Baton.Release();
            }
            else
            {
                _main.Release();
            }

            thread.Baton.Wait();
        }

        Resume(thread);
    }

    private void Close(StepThread thread)
    {
        StepEvent step = History.Events[History.Events.Count - 1];
        thread.Seen.Clear();
        thread.Seen.AddRange(step.Accesses);
        _explorer.Close(step);
    }

    private StepThread Choose(StepThread current)
    {
        if (IsAborting || Failure != null)
        {
            return null;
        }

        int enabled = Enabled();
        int chosen = _explorer.Choose(enabled, current == null ? -1 : current.Number);
        if (chosen == Explorer.NobodyNew)
        {
            IsRedundant = true;
            return null;
        }

        if (chosen == Explorer.Nobody)
        {
            FailIfStuck();
            return null;
        }

        if (History.Events.Count > StepsMax)
        {
            Fail("no end after " + StepsMax + " steps");
            return null;
        }

        return Threads[chosen];
    }

    private void FailIfStuck()
    {
        StringBuilder stuck = new StringBuilder();
        foreach (StepThread thread in Threads)
        {
            if (!thread.IsFinished && !thread.IsDaemon)
            {
                stuck.Append(stuck.Length == 0 ? "deadlock: " : ", ").Append(thread.Name)
                    .Append(' ').Append(Labels.Names[thread.Label]);
            }
        }

        if (stuck.Length > 0)
        {
            Fail(stuck.ToString());
        }
    }
}
