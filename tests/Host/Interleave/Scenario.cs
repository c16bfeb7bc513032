using System;
using System.Collections.Generic;

namespace NanoStack.Tests.Host.Interleave;

/// <summary>A few threads with a few steps, built anew for every schedule.</summary>
internal abstract class Scenario
{
    public readonly List<ScenarioThread> Threads = new List<ScenarioThread>();

    /// <summary>Makes everything new and names the threads, always the same.</summary>
    public abstract void Build();

    /// <summary>Throws when the end of a run is not as it must be.</summary>
    public abstract void Check();

    protected void Add(string name, Action body)
    {
        Threads.Add(new ScenarioThread(name, false, body));
    }

    /// <summary>A thread that need not come to an end: the wire, the interrupt.</summary>
    protected void AddDaemon(string name, Action body)
    {
        Threads.Add(new ScenarioThread(name, true, body));
    }

    protected static void Require(bool isTrue, string what)
    {
        if (!isTrue)
        {
            throw new InvalidOperationException(what);
        }
    }
}

/// <summary>What one thread of a <see cref="Scenario"/> does.</summary>
internal sealed record ScenarioThread(string Name, bool IsDaemon, Action Body);
