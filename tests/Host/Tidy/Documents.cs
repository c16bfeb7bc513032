using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace NanoStack.Tests.Host.Tidy;

/// <summary>Documents that a source, a script or a page refers to: are they there, and have they that
/// section?</summary>
internal sealed class Documents
{
    // A path that ends in .md; not the end of a longer one, nor of one that a script makes.
    private static readonly Regex Page = new Regex(@"(?<![\w./$-])(?:[\w-]+/)*[\w-]+\.md\b");

    // "docs/hardware.md, 1.2 and 3.1"
    private static readonly Regex Section = new Regex(
        @"(?<page>(?:[\w-]+/)*[\w-]+\.md)\)?,? (?<numbers>\d+(?:\.\d+)?(?:(?:, | and | to )\d+(?:\.\d+)?)*)");

    private static readonly Regex Heading = new Regex(
        @"^#+ (\d+(?:\.\d+)?)\.? ", RegexOptions.Multiline);

    // A document cited by a name in capitals: "NAME, 3.1", "NAME 3.1", "NAME, section 3". Shorter ones
    // are RFC, IEEE, ICMP.
    private static readonly Regex Capitals = new Regex(
        @"\b[A-Z]{5,}(?:, \d+(?:\.\d+)*| \d+\.\d+|,? (?:section|chapter)s? \d+)\b");

    private readonly string _root;

    public Documents(string root)
    {
        _root = root;
    }

    public List<Finding> Check(SourceFile file)
    {
        List<Finding> findings = new List<Finding>();
        foreach (Match page in Page.Matches(file.Text))
        {
            if (Find(file.Path, page.Value) == null)
            {
                findings.Add(new Finding(
                    "document", file.Path, page.Value + " is not in the repository"));
            }
        }

        string words = Words(file);
        foreach (Match cited in Section.Matches(words))
        {
            string path = Find(file.Path, cited.Groups["page"].Value);
            List<string> known = path == null ? null : Headings(path);
            findings.AddRange(Regex.Matches(cited.Groups["numbers"].Value, @"\d+(?:\.\d+)?")
                .Where(number => known != null && !known.Contains(number.Value))
                .Select(number => new Finding(
                    "section", file.Path, path + " has no section " + number.Value)));
        }

        findings.AddRange(Capitals.Matches(words).Select(cited => new Finding(
            "document", file.Path, "\"" + cited.Value + "\" names no page of docs/")));
        return findings;
    }

    /// <summary>The text of a page, or a source's comments, without what a line break puts between
    /// words.</summary>
    public static string Words(SourceFile file)
    {
        bool isPage = file.Path.EndsWith(".md", StringComparison.Ordinal);
        StringBuilder words = new StringBuilder();
        bool isBlock = false;
        foreach (string line in file.Text.Split('\n').Select(line => line.Trim()))
        {
            bool isComment = isPage || isBlock || line.StartsWith("//") || line.StartsWith("/*")
                || (line.StartsWith('#') && !IsSource(file.Path));
            int tail = line.IndexOf("//", StringComparison.Ordinal);
            tail = tail < 0 ? line.IndexOf("/*", StringComparison.Ordinal) : tail;
            string text = isComment ? line : tail >= 0 ? line.Substring(tail) : "";
            isBlock = !isPage && (isBlock || line.Contains("/*")) && !line.Contains("*/");
            words.Append(isPage ? text : text.TrimStart('/', '*', '#', ' '));
            words.Append(isComment && text.Length > 0 ? ' ' : '\n');
        }

        return Regex.Replace(words.ToString(), "</?[a-z][^<>\n]*>", "");
    }

    // C and C#: a line that begins with # is no comment there.
    private static bool IsSource(string path)
    {
        return Regex.IsMatch(path, @"\.(cs|c|h|cpp)$");
    }

    // From the root, from docs/, or from where the file lies; null when it is nowhere.
    private string Find(string from, string page)
    {
        return new[] { "", "docs", Path.GetDirectoryName(from) }
            .Select(folder => Path.Combine(folder, page).Replace('\\', '/'))
            .FirstOrDefault(path => File.Exists(Path.Combine(_root, path)));
    }

    private List<string> Headings(string page)
    {
        return Heading.Matches(File.ReadAllText(Path.Combine(_root, page)))
            .Select(match => match.Groups[1].Value).ToList();
    }
}
