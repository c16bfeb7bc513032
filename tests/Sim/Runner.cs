using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;

namespace NanoStack.Sim;

/// <summary>Runs worlds until a number of connections or a time is reached, or one is violated.</summary>
internal sealed class Runner
{
    private const int LinesShown = 120;
    private const double SecondsBetweenWords = 60;

    private readonly TextWriter _out;
    private readonly object _gate = new object();
    private long _nextSeed;
    private long _connections;
    private int _violations;
    private bool _isStopping;
    private double _nextWordSeconds = SecondsBetweenWords;

    public Runner(TextWriter output)
    {
        _out = output;
    }

    /// <summary>Seeds to run; 0 for no limit.</summary>
    public long SeedCount;

    public double SecondsMax;
    public long ConnectionsMax;
    public int ThreadCount = 1;

    /// <summary>Counts the bytes allocated inside the stacks.</summary>
    public bool ChecksAllocation = true;

    /// <summary>Ends after the first violation.</summary>
    public bool StopsAtFirst = true;

    public WorldStats Stats { get; } = new WorldStats();

    public int Violations => _violations;

    /// <summary>Runs worlds from a seed on.</summary>
    /// <returns>True when nothing was violated.</returns>
    public bool Run(ulong firstSeed)
    {
        _nextSeed = (long)firstSeed;
        Stopwatch watch = Stopwatch.StartNew();
        Thread[] threads = new Thread[ThreadCount - 1];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(() => RunWorlds(firstSeed, watch));
            threads[i].Start();
        }

        RunWorlds(firstSeed, watch);
        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        double seconds = watch.Elapsed.TotalSeconds;
        _out.WriteLine(
            "sim: seeds " + firstSeed + " to " + (_nextSeed - 1) + ": " + Stats.Connections
            + " connections (" + Stats.Whole + " ends saw all and closed, " + Stats.Failed
            + " failed with a reason, " + Stats.Strangers + " accepted after their opener was gone), "
            + Stats.Frames + " frames, " + (Stats.Bytes >> 20) + " MiB, "
            + (Stats.VirtualMs / 1000) + " s of their time in " + seconds.ToString("F1") + " s: "
            + (Stats.Connections / seconds).ToString("F0") + " connections a second, "
            + _violations + " violations");
        return _violations == 0;
    }

    /// <summary>Runs one world with all checks; on a violation runs it again with its log.</summary>
    public bool RunOne(ulong seed, FrameStore store, WorldStats stats, bool checksAllocation)
    {
        string message = Try(seed, store, stats, new SimLog(), checksAllocation);
        if (message == null)
        {
            return true;
        }

        lock (_gate)
        {
            _violations++;
            _out.WriteLine("sim: seed " + seed + ": " + message);
            SimLog log = new SimLog { IsOn = true };
            string again = Try(seed, store, new WorldStats(), log, false);
            int skipped = Math.Max(0, log.Count - LinesShown);
            foreach (string line in log.Lines.Take(3).Concat(log.Lines.Skip(skipped)))
            {
                _out.WriteLine("  " + line);
            }

            _out.WriteLine("sim: seed " + seed + ", again: " + (again ?? "nothing"));
            _out.WriteLine("sim: to see it: ./ci sim --seed " + seed);
        }

        return false;
    }

    /// <summary>Writes the whole log of one world.</summary>
    public bool Show(ulong seed, bool isWhole)
    {
        SimLog log = new SimLog { IsOn = true };
        string message = Try(seed, new FrameStore(), Stats, log, false);
        int skipped = isWhole ? 0 : Math.Max(0, log.Count - LinesShown);
        foreach (string line in log.Lines.Skip(skipped))
        {
            _out.WriteLine(line);
        }

        _out.WriteLine("sim: seed " + seed + ": " + (message ?? "no violation"));
        return message == null;
    }

    private static string Try(
        ulong seed, FrameStore store, WorldStats stats, SimLog log, bool checksAllocation)
    {
        try
        {
            new World(seed, store, stats, log, checksAllocation).Run();
            stats.Worlds++;
            return null;
        }
        catch (Violation violation)
        {
            return violation.Message;
        }
        catch (Exception exception)
        {
            return exception.ToString();
        }
    }

    private void RunWorlds(ulong firstSeed, Stopwatch watch)
    {
        FrameStore store = new FrameStore();
        WorldStats stats = new WorldStats();
        WarmUp(store);
        while (!IsEnough(firstSeed, watch))
        {
            ulong seed = (ulong)(Interlocked.Increment(ref _nextSeed) - 1);
            long before = stats.Connections;
            bool isGood = RunOne(seed, store, stats, ChecksAllocation);
            Interlocked.Add(ref _connections, stats.Connections - before);
            _isStopping |= !isGood && StopsAtFirst;
            TellProgress(seed, watch);
        }

        lock (_gate)
        {
            Stats.Add(stats);
        }
    }

    private void TellProgress(ulong seed, Stopwatch watch)
    {
        lock (_gate)
        {
            if (watch.Elapsed.TotalSeconds < _nextWordSeconds)
            {
                return;
            }

            _nextWordSeconds += SecondsBetweenWords;
            _out.WriteLine(
                "sim: seed " + seed + ", " + Interlocked.Read(ref _connections)
                + " connections, " + _violations + " violations");
        }
    }

    /// <summary>What the runtime makes once is made before anything is counted.</summary>
    private static void WarmUp(FrameStore store)
    {
        foreach (Type type in typeof(Net).Assembly.GetTypes())
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        }

        Try(0, store, new WorldStats(), new SimLog(), false);
    }

    private bool IsEnough(ulong firstSeed, Stopwatch watch)
    {
        return _isStopping
            || (SeedCount > 0 && (ulong)Interlocked.Read(ref _nextSeed)
                >= firstSeed + (ulong)SeedCount)
            || (ConnectionsMax > 0 && Interlocked.Read(ref _connections) >= ConnectionsMax)
            || (SecondsMax > 0 && watch.Elapsed.TotalSeconds >= SecondsMax);
    }
}
