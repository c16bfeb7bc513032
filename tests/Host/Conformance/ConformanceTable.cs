using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace NanoStack.Tests.Host.Conformance;

/// <summary>docs/conformance.md: rules and attacks beside the tests that prove them.</summary>
internal sealed class ConformanceTable
{
    public const string RulesPath = "tests/Host/Conformance/rules.txt";
    public const string AttacksPath = "tests/Host/Conformance/attacks.txt";
    public const string DocumentPath = "docs/conformance.md";

    private const string Pass = "pass";
    private const string Excepted = "excepted";

    private readonly List<Row> _rules;
    private readonly List<Row> _attacks;
    private readonly List<TaggedTest> _tests;
    private readonly TestResults _results;
    private readonly TapColumn _tap;

    public ConformanceTable(
        List<Row> rules, List<Row> attacks, List<TaggedTest> tests, TestResults results,
        TapColumn tap)
    {
        _rules = rules;
        _attacks = attacks;
        _tests = tests;
        _results = results;
        _tap = tap;
    }

    public int ProvenCount => _rules.Count(row => ResultOf(row) == Pass);

    public int ExceptedCount => _rules.Count(row => ResultOf(row) == Excepted);

    /// <summary>Rules and attacks with neither a passing test nor an exception, and attacks that did
    /// not pass over TAP.</summary>
    public List<string> Unproven()
    {
        IEnumerable<string> inMemory = _rules.Concat(_attacks)
            .Where(row => ResultOf(row) != Pass && !row.IsExcepted)
            .Select(row => row.Key + " (" + row.Text + ") " + ResultOf(row));
        IEnumerable<string> overTap = _attacks
            .Where(row => TapResultOf(row) != TapColumn.Pass && !row.IsExcepted)
            .Select(row => row.Key + " (" + row.Text + ") over TAP: " + TapResultOf(row));
        return inMemory.Concat(overTap).ToList();
    }

    /// <summary>Keys that tests name and no list has, and a name that is in a list twice.</summary>
    public List<string> Unknown()
    {
        List<Row> rows = _rules.Concat(_attacks).ToList();
        HashSet<string> known = rows.Select(row => row.Key).ToHashSet();
        List<string> unknown = _tests
            .SelectMany(test => test.Keys.Where(key => !known.Contains(key))
                .Select(key => test.Name + " names " + key))
            .ToList();
        unknown.AddRange(rows.GroupBy(row => row.Key).Where(group => group.Count() > 1)
            .Select(group => group.Key + " is listed twice"));
        return unknown;
    }

    public string Document()
    {
        StringBuilder text = new StringBuilder();
        int attacksPassed = _attacks.Count(row => ResultOf(row) == Pass);
        text.Append("# Conformance\n\n");
        text.Append(_rules.Count).Append(" rules: ").Append(ProvenCount).Append(" proven, ")
            .Append(ExceptedCount).Append(" excepted").Append(Rest(_rules)).Append(". ");
        text.Append(_attacks.Count).Append(" attacks: ").Append(attacksPassed)
            .Append(" answered as they should be").Append(Rest(_attacks)).Append(", ")
            .Append(_attacks.Count(row => TapResultOf(row) == TapColumn.Pass))
            .Append(" of them over TAP too.\n\n");
        text.Append("## 1. How this page is made\n\n");
        text.Append("Written by `./ci conformance --update` from the summaries of the tests, their results,\n")
            .Append("[rules.txt](../").Append(RulesPath).Append(") and [attacks.txt](../")
            .Append(AttacksPath).Append("); `./ci conformance` fails\n")
            .Append("when this page differs or a row has neither a passing test nor an exception. A test says\n")
            .Append("what it proves at the beginning of its summary: `Rule 57 (RFC 5961, 3.2): ...`,\n")
            .Append("`Attack T16: ...`. MUST and SHLD numbers are those of RFC 9293.\n\n");
        text.Append("## 2. Rules\n");
        Sections(text, 2, _rules, "| | rule | source | result | tests |\n|---|---|---|---|---|\n");
        text.Append("\n## 3. Attacks\n\n");
        text.Append("Over TAP the same tests run with a cable that goes through the Linux kernel: each frame in by\n")
            .Append("a packet socket and out of the TAP device, or the other way, the same byte by byte. `./ci tap`\n")
            .Append("runs them; where it cannot, that column stays as it is.\n");
        Sections(
            text, 3, _attacks,
            "| | what is sent | what must come of it | result | over TAP | tests |\n|---|---|---|---|---|---|\n");
        return text.ToString();
    }

    private void Sections(StringBuilder text, int chapter, List<Row> rows, string head)
    {
        string section = null;
        int number = 0;
        foreach (Row row in rows)
        {
            if (row.Section != section)
            {
                section = row.Section;
                number++;
                text.Append("\n### ").Append(chapter).Append('.').Append(number).Append(' ')
                    .Append(section).Append("\n\n").Append(head);
            }

            string tests = string.Join("<br>", TestsOf(row).Select(test => "`" + test.Name + "`"));
            string remark = row.Remark.Length == 0 ? ""
                : row.IsExcepted ? ": " + row.Remark : "<br>" + row.Remark;
            string rule = row.IsExcepted ? row.Text : row.Text + remark;
            string result = row.IsExcepted ? Excepted + remark : ResultOf(row);
            text.Append("| ").Append(row.Key).Append(" | ").Append(rule).Append(" | ")
                .Append(row.Source).Append(" | ").Append(result).Append(" | ");
            if (rows == _attacks)
            {
                text.Append(TapResultOf(row)).Append(" | ");
            }

            text.Append(tests).Append(" |\n");
        }
    }

    private string Rest(List<Row> rows)
    {
        int failed = rows.Count(row => ResultOf(row) == "fail");
        int untested = rows.Count(row => ResultOf(row) == "no test");
        return (failed > 0 ? ", " + failed + " failed" : "")
            + (untested > 0 ? ", " + untested + " without a test" : "");
    }

    private string ResultOf(Row row)
    {
        if (row.IsExcepted)
        {
            return Excepted;
        }

        List<bool?> results = TestsOf(row).Select(test => _results.Of(test.FullName)).ToList();
        return results.Contains(false) ? "fail" : results.Contains(true) ? Pass : "no test";
    }

    private string TapResultOf(Row row) => _tap.Of(row.Key, TestsOf(row));

    private IEnumerable<TaggedTest> TestsOf(Row row)
    {
        return _tests.Where(test => test.Keys.Contains(row.Key))
            .OrderBy(test => test.Class, System.StringComparer.Ordinal)
            .ThenBy(test => test.Method, System.StringComparer.Ordinal);
    }
}
