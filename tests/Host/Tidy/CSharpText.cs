using System.Collections.Generic;
using System.Text;
using System.Text.RegularExpressions;

namespace NanoStack.Tests.Host.Tidy;

/// <summary>A C# file as the tidy rules see it: with and without comments and literals.</summary>
/// <remarks>A reader of a few dozen lines, not a compiler: it knows what this project writes.</remarks>
internal sealed class CSharpText
{
    private static readonly Regex TypeHeader = new Regex(
        @"\b(class|struct|interface|enum|record|namespace)\b");

    // A comment, a verbatim string, a string, a character; it begins where the search begins.
    private static readonly Regex Literal = new Regex(
        @"\G(?://[^\n]*|/\*.*?\*/|\$?@\$?""(?:[^""]|"""")*""|\$?""(?:\\.|[^""\\\n])*"""
        + @"|'(?:\\.[^'\n]*|[^'\\\n])')",
        RegexOptions.Singleline);

    /// <summary>The lines as they stand in the file.</summary>
    public readonly string[] Lines;

    /// <summary>The same lines, with comments and the insides of literals blanked.</summary>
    public readonly string[] Code;

    public CSharpText(string text)
    {
        text = text.Replace("\r\n", "\n");
        Lines = text.TrimEnd('\n').Split('\n');
        Code = Blank(text).Split('\n');
    }

    /// <summary>Methods, properties and constructors with a body: first line and line count.</summary>
    public List<Member> Members()
    {
        List<Member> members = new List<Member>();
        Stack<bool> isType = new Stack<bool>();
        Stack<Member> open = new Stack<Member>();
        StringBuilder header = new StringBuilder();
        int headerLine = 0;
        for (int line = 0; line < Code.Length; line++)
        {
            foreach (char c in Code[line])
            {
                if (c == '{')
                {
                    string text = header.ToString().Trim();
                    bool opensType = TypeHeader.IsMatch(text);
                    bool isInType = isType.Count == 0 || isType.Peek();
                    bool isMember = isInType && !opensType && !text.EndsWith("=")
                        && !Regex.IsMatch(text, @"=\s*new\b");
                    open.Push(isMember ? new Member(text, headerLine, 0) : null);
                    isType.Push(opensType);
                    header.Clear();
                }
                else if (c == '}' && open.Count > 0)
                {
                    Member member = open.Pop();
                    isType.Pop();
                    if (member != null)
                    {
                        int count = line - member.FirstLine + 1;
                        members.Add(member with { LineCount = count });
                    }

                    header.Clear();
                }
                else if (c == ';')
                {
                    header.Clear();
                }
                else if (!char.IsWhiteSpace(c) || header.Length > 0)
                {
                    if (header.Length == 0)
                    {
                        headerLine = line;
                    }

                    header.Append(c);
                }
            }

            if (header.Length > 0)
            {
                header.Append(' ');
            }
        }

        return members;
    }

    // Comments become spaces; strings and characters keep their quotes and lose their insides.
    private static string Blank(string text)
    {
        StringBuilder code = new StringBuilder(text.Length);
        int at = 0;
        while (at < text.Length)
        {
            int end = LiteralEnd(text, at);
            if (end == at)
            {
                code.Append(text[at++]);
                continue;
            }

            bool isComment = text[at] == '/';
            for (int i = at; i < end; i++)
            {
                bool isQuote = !isComment && (i == at || i == end - 1);
                code.Append(text[i] == '\n' ? '\n' : isQuote ? '"' : ' ');
            }

            at = end;
        }

        return code.ToString();
    }

    // One past the comment or literal that begins at an offset; the offset itself when none does.
    private static int LiteralEnd(string text, int at)
    {
        Match match = Literal.Match(text, at);
        return match.Success && match.Index == at ? at + match.Length : at;
    }
}

/// <summary>A member with a body: its header's text, its first line (from 0) and its length.</summary>
internal sealed record Member(string Header, int FirstLine, int LineCount);
