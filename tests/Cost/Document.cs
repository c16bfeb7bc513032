using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace NanoStack.Cost;

/// <summary>docs/cost.md: the tables, written and compared.</summary>
internal static class Document
{
    private const string Begin = "<!-- begin: written by ./ci cost --update -->";
    private const string End = "<!-- end -->";

    /// <summary>A room that costs fewer instructions than this may grow by as many.</summary>
    private const long SlackInstructions = 20;

    public static int Write(string path, SortedDictionary<string, Tally> tallies)
    {
        string text = File.ReadAllText(path);
        int from = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int to = text.IndexOf(End, StringComparison.Ordinal);
        File.WriteAllText(
            path, text.Substring(0, from) + "\n\n" + Tables(tallies) + text.Substring(to));
        return 0;
    }

    /// <summary>Says what became dearer by more than a tenth, and what the table has not.</summary>
    public static int Compare(string path, SortedDictionary<string, Tally> tallies)
    {
        Dictionary<string, long> known = Known(File.ReadAllLines(path));
        int passed = 0;
        int failed = 0;
        foreach ((string name, Tally tally) in tallies)
        {
            Console.Out.WriteLine(
                "cost " + name + ": " + tally.Instructions + " instructions, " + tally.Calls
                + " calls, " + tally.LockScopes + " lock scopes, " + tally.Allocations
                + " allocations");
            foreach ((string room, long instructions) in Lines(tally))
            {
                known.TryGetValue(name + " " + room, out long before);
                if (instructions <= before + Math.Max(before / 10, SlackInstructions))
                {
                    passed++;
                    continue;
                }

                failed++;
                Console.Out.WriteLine(
                    "cost " + name + ": " + room + " costs " + instructions + " instructions, "
                    + path + " says " + before + "; ./ci cost --update writes it");
            }
        }

        Console.Out.WriteLine("cost: " + passed + " passed, " + failed + " failed");
        return failed == 0 ? 0 : 1;
    }

    private static IEnumerable<(string Room, long Instructions)> Lines(Tally tally)
    {
        yield return ("all", tally.Instructions);
        foreach (Tally.Room room in tally.Rooms)
        {
            yield return (Short(room.Name), room.Instructions);
        }
    }

    private static string Short(string room) => room.Substring(room.LastIndexOf('.') + 1);

    private static string Tables(SortedDictionary<string, Tally> tallies)
    {
        StringBuilder text = new StringBuilder();
        text.Append("| scenario | IL instructions | calls | lock scopes | allocations |\n");
        text.Append("|---|---|---|---|---|\n");
        foreach ((string name, Tally tally) in tallies)
        {
            text.Append(
                "| " + name + " | " + tally.Instructions + " | " + tally.Calls + " | "
                + tally.LockScopes + " | " + tally.Allocations + " |\n");
        }

        foreach ((string name, Tally tally) in tallies)
        {
            text.Append("\n## " + name + "\n\n| room | IL instructions | calls |\n|---|---|---|\n");
            text.Append("| all | " + tally.Instructions + " | " + tally.Calls + " |\n");
            foreach (Tally.Room room in tally.Rooms.OrderByDescending(room => room.Instructions))
            {
                text.Append(
                    "| " + Short(room.Name) + " | " + room.Instructions + " | " + room.Calls
                    + " |\n");
            }
        }

        return text.Append('\n').ToString();
    }

    /// <summary>The instructions of every room as the document has them.</summary>
    private static Dictionary<string, long> Known(string[] lines)
    {
        Dictionary<string, long> known = new Dictionary<string, long>(StringComparer.Ordinal);
        string scenario = null;
        foreach (string line in lines)
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                scenario = line.Substring(3);
            }

            string[] cells = line.Split('|', StringSplitOptions.TrimEntries);
            if (scenario != null && cells.Length == 5
                && long.TryParse(cells[2], out long instructions))
            {
                known[scenario + " " + cells[1]] = instructions;
            }
        }

        return known;
    }
}
