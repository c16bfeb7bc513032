using System;
using System.Collections.Generic;
using System.Threading;

namespace NanoStack.Tests.Host.Interleave;

/// <summary>A real thread that runs only while it has the baton.</summary>
internal sealed class StepThread
{
    public readonly int Number;
    public readonly string Name;
    public readonly bool IsDaemon;
    public readonly SemaphoreSlim Baton = new SemaphoreSlim(0);

    /// <summary>What its next step is known to touch before it has run.</summary>
    public readonly List<Access> Pending = new List<Access>();

    /// <summary>What its last step touched: a spin waits until that changes.</summary>
    public readonly List<Access> Seen = new List<Access>();

    public Run Run;
    public Action Body;
    public int Label;
    public Func<bool> Condition;            // null: may go on
    public int YieldedAt = -1;              // steps so far when it yielded; -1: it did not
    public bool IsSpinning;                 // nobody else can go on: it spins for itself
    public bool IsFinished;

    private readonly Thread _thread;
    private bool _isStopping;

    public StepThread(int number, string name, bool isDaemon)
    {
        Number = number;
        Name = name;
        IsDaemon = isDaemon;
        _thread = new Thread(Loop) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>As before its first step.</summary>
    public void Begin(Run run, Action body)
    {
        Run = run;
        Body = body;
        Label = Labels.Start;
        Condition = null;
        YieldedAt = -1;
        IsSpinning = false;
        IsFinished = false;
        Pending.Clear();
        Seen.Clear();
    }

    public void Stop()
    {
        _isStopping = true;
        Baton.Release();
        _thread.Join();
        Baton.Dispose();
    }

    private void Loop()
    {
        Steps.Current = this;
        while (true)
        {
            Baton.Wait();
            if (_isStopping)
            {
                return;
            }

            try
            {
                Run.Resume(this);
                Body();
            }
            catch (RunAbortedException)
            {
            }
            catch (Exception error)
            {
                Run.Fail(Name + ": " + error.GetType().Name + " " + error.Message);
            }

            Run.Finish(this);
        }
    }
}

/// <summary>Thrown at the next point of every thread when a run ends early.</summary>
internal sealed class RunAbortedException : Exception
{
}
