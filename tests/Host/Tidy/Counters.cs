using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using NanoStack.Kernel;

namespace NanoStack.Tests.Host.Tidy;

/// <summary>Which counters of <see cref="Mib"/> are named where.</summary>
internal static class Counters
{
    private static readonly Regex Use = new Regex(@"\bMib\.(\w+)");

    public static List<string> All()
    {
        return typeof(Mib).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(item => item.IsLiteral && item.Name != nameof(Mib.Count))
            .Select(item => item.Name).ToList();
    }

    /// <summary>Counters that no source of these folders names; where they are declared and named
    /// for reports does not count.</summary>
    public static List<string> NotNamedIn(params string[] folders)
    {
        HashSet<string> named = new HashSet<string>();
        foreach (SourceFile file in Repo.Sources(folders))
        {
            string name = Path.GetFileName(file.Path);
            if (name != "Mib.cs" && name != "MibNames.cs")
            {
                named.UnionWith(NamesIn(file.Text));
            }
        }

        return All().Where(counter => !named.Contains(counter)).ToList();
    }

    public static IEnumerable<string> NamesIn(string text)
    {
        return string.Join("\n", new CSharpText(text).Code).Split('\n')
            .SelectMany(line => Use.Matches(line).Select(match => match.Groups[1].Value));
    }

    /// <summary>Compares with a list that may only shrink: what is new, and what must go.</summary>
    public static List<string> Compare(IEnumerable<string> lacking, IEnumerable<string> listed)
    {
        List<string> lines = lacking.Except(listed).Select(name => "lacking: " + name).ToList();
        lines.AddRange(listed.Except(lacking).Select(name => "needless, take it out: " + name));
        return lines;
    }

    public static List<string> ReadList(string path)
    {
        return File.ReadAllLines(Repo.At(path))
            .Where(line => line.Length > 0 && line[0] != '#').ToList();
    }

    /// <summary>Takes out of a list what is needless; nothing is ever added.</summary>
    public static void Shrink(string path, List<string> lacking)
    {
        string[] lines = File.ReadAllLines(Repo.At(path));
        IEnumerable<string> kept = lines
            .Where(line => line.Length == 0 || line[0] == '#' || lacking.Contains(line));
        File.WriteAllText(Repo.At(path), string.Join("\n", kept) + "\n");
    }
}
