using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace NanoStack.Tests.Host.Conformance;

/// <summary>Which rules and attacks a test says it proves, from the beginning of its summary.</summary>
/// <remarks>
/// <c>Rule 57 (RFC 5961, 3.2): ...</c>, <c>Rules 45-48, 50 and 52: ...</c>, <c>Attack T16: ...</c>; and
/// attacks in a rule's brackets: <c>Rule 7 (RFC 9293, 3.2; attacks T5 to T9, T13): ...</c>.
/// </remarks>
internal static class TestTags
{
    private const string Joint = @"(?:-|, | to | and )";

    // A summary, nothing but comments and attributes up to [TestMethod], and the method's name.
    private static readonly Regex Test = new Regex(
        @"<summary>(?<summary>(?:(?!</?summary>).)*)</summary>(?:\s|///[^\n]*|\[[^\]\n]*\])*?"
        + @"\[(?:TestMethod|DataTestMethod)\b(?:(?!<summary>).)*?\bpublic\s+(?:async\s+)?\w+\s+"
        + @"(?<name>\w+)\s*\(",
        RegexOptions.Singleline);

    private static readonly Regex Class = new Regex(
        @"^(?:public|internal)\s[^\n]*\bclass\s+(?<name>\w+)", RegexOptions.Multiline);

    private static readonly Regex Namespace = new Regex(
        @"^namespace\s+(?<name>[\w.]+)", RegexOptions.Multiline);

    private static readonly Regex RuleTag = new Regex(
        @"^Rules? (?<list>\d+(?:" + Joint + @"\d+)*)(?<brackets> \([^)]*\))?");

    private static readonly Regex AttackTag = new Regex(
        @"[Aa]ttacks? (?<list>[A-Z]\d+(?:" + Joint + @"[A-Z]\d+)*)");

    /// <summary>The tagged tests of a file.</summary>
    public static List<TaggedTest> Read(SourceFile file)
    {
        List<TaggedTest> tests = new List<TaggedTest>();
        foreach (Match match in Test.Matches(file.Text))
        {
            string summary = Plain(match.Groups["summary"].Value);
            List<string> keys = Keys(summary);
            if (keys.Count > 0)
            {
                string className = Class.Matches(file.Text)
                    .Where(type => type.Index < match.Index)
                    .Select(type => type.Groups["name"].Value).LastOrDefault("");
                string space = Namespace.Match(file.Text).Groups["name"].Value;
                tests.Add(new TaggedTest(space, className, match.Groups["name"].Value, keys));
            }
        }

        return tests;
    }

    /// <summary>Keys at the beginning of a summary: "57", "T16".</summary>
    public static List<string> Keys(string summary)
    {
        List<string> keys = new List<string>();
        Match rule = RuleTag.Match(summary);
        if (rule.Success)
        {
            keys.AddRange(Expand(rule.Groups["list"].Value));
        }

        string attackText = rule.Success ? rule.Groups["brackets"].Value : summary;
        Match attack = AttackTag.Match(attackText);
        if (attack.Success && (rule.Success || attack.Index == 0))
        {
            keys.AddRange(Expand(attack.Groups["list"].Value));
        }

        return keys;
    }

    // "45-48, 50 and 52" and "T5 to T9, T13" as single keys.
    private static IEnumerable<string> Expand(string list)
    {
        foreach (string part in Regex.Split(list, ", | and "))
        {
            string[] ends = Regex.Split(part, "-| to ");
            string letter = char.IsLetter(part[0]) ? part.Substring(0, 1) : "";
            int first = int.Parse(ends[0].Substring(letter.Length));
            int last = int.Parse(ends[ends.Length - 1].Substring(letter.Length));
            for (int number = first; number <= last; number++)
            {
                yield return letter + number;
            }
        }
    }

    private static string Plain(string summary)
    {
        return Regex.Replace(summary, @"\s*\n\s*///\s*", " ").Trim();
    }
}

/// <summary>A test and the keys of what it says it proves.</summary>
internal sealed record TaggedTest(
    string Namespace, string Class, string Method, IReadOnlyList<string> Keys)
{
    /// <summary>As the table names it.</summary>
    public string Name => Class + "." + Method;

    /// <summary>As a .trx file names it.</summary>
    public string FullName => Namespace + "." + Class + "." + Method;
}
