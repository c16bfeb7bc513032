using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace NanoStack.Tests.Host.Tidy;

/// <summary>What a reader of the sources may rely on, file by file.</summary>
internal static class TidyRules
{
    public const int FileLinesMax = 400;
    public const int MethodLinesMax = 70;
    public const int ColumnsMax = 100;

    // Put together, or this file would find itself.
    private static readonly Regex LeftOver = new Regex(@"\b(TO" + "DO|FIX" + @"ME)\b");
    private static readonly Regex Region = new Regex(@"^\s*#\s*(end)?region\b");
    private static readonly Regex This = new Regex(@"\bthis\s*\.");
    private static readonly Regex Time = new Regex(@"\b(DateTime|Thread|Stopwatch)\b");

    // Without the namespace it is a room's field: the timers of a socket.
    private static readonly Regex SystemTimer = new Regex(@"\bThreading\.Timer\b|\bnew Timer\(");

    // A sequence number: the word Seq, SndUna, RcvNxt, SeqNumber ... at the end of a name, which
    // may be a field or a call.
    private const string SeqName =
        @"(?:[\w\.]*\.)?\w*(?:Seq|SeqStart|SeqEnd|Una|Nxt|Number|\bseq|\buna|\bnxt)\b"
        + @"(?:\([^()]*\))?";

    private static readonly Regex SeqCompare = new Regex(
        SeqName + @"\s*(?:<=?|>=?)(?![<>=])\s*" + SeqName);

    private static readonly Regex TypeLine = new Regex(
        @"^\s*(?:(?:public|internal|private|protected|static|sealed|abstract|partial|readonly)\s+)*"
        + @"(?:class|struct|enum|interface|delegate)\s+\w+");

    // Folders of stack/ that wait for somebody: who sleeps there, and what on.
    private static readonly string[] TimedFolders = { "stack/Socket/", "stack/Services/" };

    public static List<Finding> Check(SourceFile file)
    {
        List<Finding> findings = new List<Finding>();
        CSharpText text = new CSharpText(file.Text);
        if (text.Lines.Length > FileLinesMax)
        {
            findings.Add(new Finding("file", file.Path, text.Lines.Length + " lines"));
        }

        for (int i = 0; i < text.Lines.Length; i++)
        {
            CheckLine(file.Path, text, i, findings);
        }

        foreach (Member member in text.Members().Where(item => item.LineCount > MethodLinesMax))
        {
            string what = member.LineCount + " lines: " + member.Header;
            findings.Add(new Finding("method", At(file.Path, member.FirstLine), what));
        }

        if (file.Path.StartsWith("stack/"))
        {
            CheckStack(file.Path, text, findings);
        }

        return findings;
    }

    private static void CheckLine(string path, CSharpText text, int i, List<Finding> findings)
    {
        string line = text.Lines[i];
        string code = i < text.Code.Length ? text.Code[i] : "";
        string place = At(path, i);
        int columns = Columns(line);
        if (columns > ColumnsMax)
        {
            findings.Add(new Finding("columns", place, columns + " columns"));
        }

        Match leftOver = LeftOver.Match(line);
        if (leftOver.Success)
        {
            findings.Add(new Finding("leftover", place, leftOver.Value + " belongs in BACKLOG.md"));
        }

        if (Region.IsMatch(code))
        {
            findings.Add(new Finding("region", place, "a region hides what should be a file"));
        }

        if (This.IsMatch(code))
        {
            findings.Add(new Finding("this", place, "this. says nothing"));
        }

        Match compare = SeqCompare.Match(code);
        if (compare.Success)
        {
            findings.Add(new Finding("seq", place, compare.Value + ": use Seq.Before or After"));
        }
    }

    // A documentation comment is as long as its words: tags are not read.
    private static int Columns(string line)
    {
        return line.TrimStart().StartsWith("///") ? Regex.Replace(line, "<[^<>]*>", "").Length
            : line.Length;
    }

    private static void CheckStack(string path, CSharpText text, List<Finding> findings)
    {
        bool isTimed = TimedFolders.Any(folder => path.StartsWith(folder));
        for (int i = 0; i < text.Lines.Length; i++)
        {
            bool readsTime = Time.IsMatch(text.Code[i]) || SystemTimer.IsMatch(text.Code[i]);
            if (readsTime && !isTimed)
            {
                string what = text.Lines[i].Trim() + ": time comes in as nowMs";
                findings.Add(new Finding("time", At(path, i), what));
            }

            if (TypeLine.IsMatch(text.Code[i]) && !HasSummary(text.Lines, i))
            {
                findings.Add(new Finding("summary", At(path, i), text.Lines[i].Trim()));
            }
        }
    }

    private static bool HasSummary(string[] lines, int at)
    {
        for (int i = at - 1; i >= 0; i--)
        {
            string line = lines[i].Trim();
            if (line.StartsWith("///") && line.Contains("<summary>"))
            {
                return true;
            }

            if (!line.StartsWith("///") && !line.StartsWith("["))
            {
                return false;
            }
        }

        return false;
    }

    private static string At(string path, int line) => path + ":" + (line + 1);
}
