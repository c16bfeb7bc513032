using System;
using System.CommandLine;
using System.IO;
using System.Runtime.Loader;
using System.Reflection;
using System.Collections.Generic;

namespace NanoStack.Cost;

/// <summary>Counts, and compares with the document.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        Option<bool> update = new Option<bool>("--update")
        {
            Description = "Write the document anew instead of comparing with it.",
        };
        Option<string> document = new Option<string>("--document")
        {
            Description = "The document; docs/cost.md.",
            DefaultValueFactory = _ => "docs/cost.md",
        };
        RootCommand root = new RootCommand("What a record costs the interpreter")
        {
            update, document,
        };
        root.SetAction(parsed =>
        {
            SortedDictionary<string, Tally> tallies = CountAll();
            return parsed.GetValue(update)
                ? Document.Write(parsed.GetValue(document), tallies)
                : Document.Compare(parsed.GetValue(document), tallies);
        });
        return root.Parse(args).Invoke();
    }

    private static SortedDictionary<string, Tally> CountAll()
    {
        string path = typeof(Net).Assembly.Location;
        byte[] woven = Weaver.Weave(path, out IReadOnlyList<Probe> probes);
        SortedDictionary<string, Tally> tallies =
            new SortedDictionary<string, Tally>(Comparer<string>.Create(Order));
        foreach (string name in Scenarios.Names)
        {
            WovenContext context = new WovenContext(woven);
            Assembly stack = context.LoadFromAssemblyName(typeof(Net).Assembly.GetName());
            Meter meter = new Meter(stack, probes);
            Tally tally = new Tally();
            Action begin = meter.Begin;
            Action end = () => meter.End(tally);
            Assembly program = context.LoadFromAssemblyPath(typeof(Program).Assembly.Location);
            program.GetType(typeof(Scenarios).FullName)
                .GetMethod(nameof(Scenarios.Run), BindingFlags.Public | BindingFlags.Static)
                .Invoke(null, new object[] { name, begin, end });
            tallies.Add(name, tally);
        }

        return tallies;
    }

    private static int Order(string a, string b)
    {
        return Array.IndexOf(Scenarios.Names, a) - Array.IndexOf(Scenarios.Names, b);
    }

    /// <summary>A second copy of this program, in which the stack counts.</summary>
    private sealed class WovenContext : AssemblyLoadContext
    {
        private readonly byte[] _stack;

        public WovenContext(byte[] stack)
        {
            _stack = stack;
        }

        protected override Assembly Load(AssemblyName name)
        {
            return name.Name == typeof(Net).Assembly.GetName().Name
                ? LoadFromStream(new MemoryStream(_stack)) : null;
        }
    }
}
