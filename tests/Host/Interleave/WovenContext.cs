using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Runtime.Loader;

namespace NanoStack.Tests.Host.Interleave;

/// <summary>A second copy of these tests, bound to woven copies of stack, hal and the model; with a
/// planted bug in one of them, or without.</summary>
internal sealed class WovenContext : AssemblyLoadContext
{
    private static readonly string[] s_woven =
    {
        "NanoStack", "NanoStack.Hal", "NanoStack.Hal.Host",
    };

    private static readonly Dictionary<string, byte[]> s_plain = new Dictionary<string, byte[]>();
    private static readonly Lazy<WovenContext> s_product =
        new Lazy<WovenContext>(() => new WovenContext(null, null));

    private readonly string _mutantName;
    private readonly byte[] _mutant;
    private readonly MethodInfo _explore;
    private readonly string[] _labels;

    private WovenContext(string mutantName, byte[] mutant)
    {
        _mutantName = mutantName;
        _mutant = mutant == null ? null : Weaver.Weave(mutant, false);
        foreach (string name in s_woven)
        {
            Plain(name);
        }

        _labels = Labels.All();
        Assembly copy = LoadFromAssemblyPath(typeof(WovenContext).Assembly.Location);
        _explore = copy.GetType(typeof(WovenEntry).FullName).GetMethod(nameof(WovenEntry.Explore));
    }

    /// <summary>The product as it is built.</summary>
    public static WovenContext Product => s_product.Value;

    /// <summary>The product with a planted bug.</summary>
    public static WovenContext WithMutant(string assembly, byte[] bytes)
    {
        return new WovenContext(assembly, bytes);
    }

    /// <summary>Explores a scenario there.</summary>
    public Exploration Explore(Type scenario, int scheduleMax, int[] replay = null)
    {
        string[] answer = (string[])_explore.Invoke(
            null, new object[] { scenario.FullName, _labels, scheduleMax, replay });
        return new Exploration(answer);
    }

    protected override Assembly Load(AssemblyName name)
    {
        if (Array.IndexOf(s_woven, name.Name) >= 0)
        {
            byte[] bytes = name.Name == _mutantName ? _mutant : Plain(name.Name);
            return LoadFromStream(new MemoryStream(bytes));
        }

        string path = name.Name.StartsWith("NanoStack.", StringComparison.Ordinal)
            ? Repo.Assembly(name.Name) : null;
        return path == null ? null : LoadFromAssemblyPath(path);
    }

    private static byte[] Plain(string name)
    {
        lock (s_plain)
        {
            if (!s_plain.TryGetValue(name, out byte[] bytes))
            {
                bytes = Weaver.Weave(
                    File.ReadAllBytes(Repo.Assembly(name)), name == "NanoStack.Hal.Host");
                s_plain.Add(name, bytes);
            }

            return bytes;
        }
    }
}

/// <summary>Where a woven copy of these tests begins; only plain types cross the border.</summary>
public static class WovenEntry
{
    /// <summary>Explores or replays a scenario.</summary>
    /// <returns>As <see cref="Exploration"/> takes it.</returns>
    public static string[] Explore(string scenario, string[] labels, int scheduleMax, int[] replay)
    {
        Labels.Load(labels);
        Scenario subject = (Scenario)Activator.CreateInstance(
            typeof(WovenEntry).Assembly.GetType(scenario));
        Explorer explorer = new Explorer(subject);
        if (replay == null)
        {
            explorer.Explore(scheduleMax);
        }
        else
        {
            explorer.Replay(replay);
        }

        return new[]
        {
            explorer.Failure, string.Join(' ', explorer.FailedSchedule ?? Array.Empty<int>()),
            explorer.FailedTrace, explorer.ScheduleCount.ToString(),
            explorer.RedundantCount.ToString(), explorer.StepCount.ToString(),
        };
    }
}

/// <summary>What an exploration found.</summary>
internal sealed class Exploration
{
    /// <summary>What went wrong; null when nothing did.</summary>
    public readonly string Failure;

    /// <summary>The schedule that failed: whose turn it was, step by step.</summary>
    public readonly string Schedule;

    /// <summary>The same in words.</summary>
    public readonly string Trace;

    public readonly int ScheduleCount;
    public readonly int RedundantCount;
    public readonly long StepCount;

    public Exploration(string[] answer)
    {
        Failure = answer[0];
        Schedule = answer[1];
        Trace = answer[2];
        ScheduleCount = int.Parse(answer[3]);
        RedundantCount = int.Parse(answer[4]);
        StepCount = long.Parse(answer[5]);
    }

    public override string ToString()
    {
        string counts = ScheduleCount + " schedules, " + RedundantCount + " cut short, " + StepCount
            + " steps";
        return Failure == null ? counts
            : counts + "\n" + Failure + "\nschedule " + Schedule + "\n" + Trace;
    }
}
