using System;
using System.CommandLine;

namespace NanoStack.Sim;

/// <summary>The command line: see docs/simulation.md.</summary>
internal static class Program
{
    /// <summary>Seeds that CI runs every time, from 1 on.</summary>
    private const int FixedSeedCount = 400;

    private const int FreshSecondsDefault = 25;

    public static int Main(string[] args)
    {
        Option<ulong?> seed = new Option<ulong?>("--seed")
        {
            Description = "Run this seed only and show how it ends.",
        };
        Option<bool> all = new Option<bool>("--all")
        {
            Description = "With --seed: show everything that happened.",
        };
        Option<double?> seconds = new Option<double?>("--seconds")
        {
            Description = "Run fresh seeds for so long.",
        };
        Option<long?> connections = new Option<long?>("--connections")
        {
            Description = "Run seeds from 1 on until so many connections were tried.",
        };
        Option<ulong?> from = new Option<ulong?>("--from")
        {
            Description = "First seed of --seconds and --connections.",
        };
        Option<int> threads = new Option<int>("--threads")
        {
            Description = "Worlds that run at a time.",
            DefaultValueFactory = _ => 1,
        };
        Option<bool> more = new Option<bool>("--keep-going")
        {
            Description = "Go on after a violation.",
        };
        RootCommand root = new RootCommand("Stacks on a simulated cable")
        {
            seed, all, seconds, connections, from, threads, more,
        };
        root.SetAction(parsed =>
        {
            if (parsed.GetValue(seed) is ulong one)
            {
                bool isFine = new Runner(Console.Out).Show(one, parsed.GetValue(all));
                Console.Out.WriteLine("sim: " + (isFine ? "1 passed, 0" : "0 passed, 1") + " failed");
                return isFine ? 0 : 1;
            }

            return Run(
                parsed.GetValue(seconds), parsed.GetValue(connections), parsed.GetValue(from),
                parsed.GetValue(threads), parsed.GetValue(more));
        });
        root.Subcommands.Add(NewMutantsCommand());
        root.Subcommands.Add(NewMutantCommand());
        return root.Parse(args).Invoke();
    }

    private static Command NewMutantsCommand()
    {
        Argument<string> word = new Argument<string>("word")
        {
            Description = "Only planted bugs whose name contains it.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Command command = new Command("mutants", "Show that planted bugs are found") { word };
        command.SetAction(parsed => MutantRunner.RunAll(parsed.GetValue(word)));
        return command;
    }

    private static Command NewMutantCommand()
    {
        Argument<int> index = new Argument<int>("index");
        Command command = new Command("mutant", "Run with one planted bug") { index };
        command.Hidden = true;
        command.SetAction(parsed => MutantRunner.RunOne(parsed.GetValue(index)));
        return command;
    }

    private static int Run(
        double? seconds, long? connections, ulong? from, int threads, bool keepsGoing)
    {
        ulong fresh = from ?? FreshSeed();
        if (seconds == null && connections == null)
        {
            Runner fixedSeeds = NewRunner(threads, keepsGoing);
            fixedSeeds.SeedCount = FixedSeedCount;
            bool isGood = fixedSeeds.Run(1);
            Runner freshSeeds = NewRunner(threads, keepsGoing);
            freshSeeds.SecondsMax = FreshSecondsDefault;
            isGood &= freshSeeds.Run(fresh);
            return Report(isGood, fixedSeeds, freshSeeds);
        }

        Runner runner = NewRunner(threads, keepsGoing);
        runner.SecondsMax = seconds ?? 0;
        runner.ConnectionsMax = connections ?? 0;
        bool isFine = runner.Run(connections != null ? from ?? 1 : fresh);
        return Report(isFine, runner);
    }

    private static Runner NewRunner(int threads, bool keepsGoing)
    {
        return new Runner(Console.Out) { ThreadCount = threads, StopsAtFirst = !keepsGoing };
    }

    private static int Report(bool isGood, params Runner[] runners)
    {
        long passed = 0;
        long failed = 0;
        foreach (Runner runner in runners)
        {
            passed += runner.Stats.Worlds;
            failed += runner.Violations;
        }

        Console.Out.WriteLine("sim: " + passed + " passed, " + failed + " failed");
        return isGood ? 0 : 1;
    }

    // Far from the fixed ones; printed, so that it can be run again.
    private static ulong FreshSeed()
    {
        return (ulong)(DateTime.UtcNow.Ticks / TimeSpan.TicksPerMillisecond) % 1000000000 * 1000;
    }
}
