using System;
using System.Collections.Generic;
using System.Linq;

namespace NanoStack.Tests.Host.Conformance;

/// <summary>What came of an attack when its tests ran over a TAP interface of Linux (tests/Tap).</summary>
/// <remarks>Where none can be had they did not run; then the page keeps what it says.</remarks>
internal sealed class TapColumn
{
    public const string Pass = "pass";
    public const string NotSeen = "not seen";

    private const int KeyField = 1;
    private const int ColumnField = 5;
    private const int FieldCount = 8;               // of a line that has the column

    private readonly TestResults _results;
    private readonly Dictionary<string, string> _kept = new Dictionary<string, string>();

    /// <param name="results">Of tests/Tap.</param>
    /// <param name="page">What docs/conformance.md says now.</param>
    public TapColumn(TestResults results, string page)
    {
        _results = results;
        foreach (string[] fields in page.Split('\n').Select(line => line.Split('|')))
        {
            if (fields.Length == FieldCount)
            {
                _kept[fields[KeyField].Trim()] = fields[ColumnField].Trim();
            }
        }
    }

    /// <summary>"pass", "fail" or "not seen".</summary>
    public string Of(string key, IEnumerable<TaggedTest> tests)
    {
        if (_results.Count == 0)
        {
            return _kept.TryGetValue(key, out string kept) ? kept : NotSeen;
        }

        List<bool?> results = tests.Select(test => _results.Of(test.FullName)).ToList();
        return results.Contains(false) ? "fail" : results.Contains(true) ? Pass : NotSeen;
    }
}
