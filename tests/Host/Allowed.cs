using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace NanoStack.Tests.Host;

/// <summary>A short list of exceptions to a gate's rules, each with its reason.</summary>
/// <remarks>A line is <c>rule place # reason</c>; the place may hold <c>*</c>.</remarks>
internal sealed class Allowed
{
    private readonly List<Entry> _entries = new List<Entry>();

    public static Allowed None { get; } = new Allowed(Array.Empty<string>());

    public Allowed(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            string text = line.Trim();
            if (text.Length == 0 || text[0] == '#')
            {
                continue;
            }

            Match match = Regex.Match(text, @"^(\S+)\s+(\S+)\s+#\s*(\S.*)$");
            if (!match.Success)
            {
                throw new FormatException("Not 'rule place # reason': " + text);
            }

            _entries.Add(new Entry(match.Groups[1].Value, match.Groups[2].Value));
        }
    }

    public static Allowed Read(string path) => new Allowed(File.ReadAllLines(Repo.At(path)));

    public bool Covers(Finding finding)
    {
        bool covers = false;
        foreach (Entry entry in _entries)
        {
            if (entry.Rule == finding.Rule && entry.Pattern.IsMatch(finding.Place))
            {
                entry.IsUsed = true;
                covers = true;
            }
        }

        return covers;
    }

    /// <summary>What is not covered, as lines for a test's message.</summary>
    public List<string> Remaining(IEnumerable<Finding> findings)
    {
        return findings.Where(finding => !Covers(finding)).Select(finding => finding.ToString())
            .Distinct().OrderBy(line => line, StringComparer.Ordinal).ToList();
    }

    /// <summary>Entries for one place that nothing needs any more: the list may only shrink.</summary>
    public List<string> Unused()
    {
        return _entries.Where(entry => !entry.IsUsed && !entry.Place.Contains('*'))
            .Select(entry => entry.Rule + " " + entry.Place).ToList();
    }

    private sealed class Entry
    {
        public readonly string Rule;
        public readonly string Place;
        public readonly Regex Pattern;
        public bool IsUsed;

        public Entry(string rule, string place)
        {
            Rule = rule;
            Place = place;
            Pattern = new Regex("^" + Regex.Escape(place).Replace(@"\*", ".*") + "$");
        }
    }
}

/// <summary>One offence: the rule, the place that breaks it, and what was seen there.</summary>
internal sealed record Finding(string Rule, string Place, string What)
{
    public override string ToString() => Place + ": " + Rule + ": " + What;
}
