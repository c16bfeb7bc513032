using System;
using System.Collections.Generic;
using System.IO;

namespace NanoStack.Tests.Host.Conformance;

/// <summary>A line of rules.txt or attacks.txt.</summary>
/// <remarks>A line is <c>key | source | text | remark</c>, <c>== title</c> begins a section.</remarks>
internal sealed class Row
{
    private const string ExceptedMark = "excepted:";
    private const string SectionMark = "== ";

    public readonly string Section;
    public readonly string Key;
    public readonly string Source;
    public readonly string Text;

    /// <summary>A note beside the proof, or why there need be none.</summary>
    public readonly string Remark;

    public readonly bool IsExcepted;

    private Row(string section, string[] fields)
    {
        Section = section;
        Key = fields[0].Trim();
        Source = fields[1].Trim();
        Text = fields[2].Trim();
        string remark = fields[3].Trim();
        IsExcepted = remark.StartsWith(ExceptedMark, StringComparison.Ordinal);
        Remark = IsExcepted ? remark.Substring(ExceptedMark.Length).Trim() : remark;
    }

    public static List<Row> Read(string path) => Parse(File.ReadAllLines(Repo.At(path)));

    public static List<Row> Parse(IEnumerable<string> lines)
    {
        List<Row> rows = new List<Row>();
        string section = "";
        foreach (string line in lines)
        {
            if (line.StartsWith(SectionMark, StringComparison.Ordinal))
            {
                section = line.Substring(SectionMark.Length).Trim();
            }
            else if (line.Length > 0 && line[0] != '#')
            {
                string[] fields = line.Split('|');
                if (fields.Length != 4 || fields[0].Trim().Length == 0)
                {
                    throw new FormatException("Not 'key | source | text | remark': " + line);
                }

                rows.Add(new Row(section, fields));
            }
        }

        return rows;
    }
}
