using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;

namespace NanoStack.NanoClr;

/// <summary>A program with its first arguments, as an environment variable or the PATH names it.</summary>
internal sealed class Tool
{
    private readonly List<string> _words;

    private Tool(List<string> words)
    {
        _words = words;
    }

    /// <summary>A command as a person writes it: words, in double quotes where they hold blanks.</summary>
    /// <returns>Null when there is no such program.</returns>
    public static Tool Of(string command, string path)
    {
        List<string> words = Words(command);
        if (words.Count == 0)
        {
            return null;
        }

        string file = Locate(words[0], path);
        if (file == null)
        {
            return null;
        }

        words[0] = file;
        return new Tool(words);
    }

    public static List<string> Words(string command)
    {
        List<string> words = new List<string>();
        StringBuilder word = new StringBuilder();
        bool isQuoted = false;
        bool isWord = false;
        foreach (char c in command ?? "")
        {
            if (c == '"')
            {
                isQuoted = !isQuoted;
                isWord = true;
            }
            else if (c == ' ' && !isQuoted)
            {
                if (isWord)
                {
                    words.Add(word.ToString());
                }

                word.Clear();
                isWord = false;
            }
            else
            {
                word.Append(c);
                isWord = true;
            }
        }

        if (isWord)
        {
            words.Add(word.ToString());
        }

        return words;
    }

    /// <summary>Runs it, both streams as one text; a program that does not end in time is ended.</summary>
    public ToolRun Run(IEnumerable<string> arguments, TimeSpan limit)
    {
        ProcessStartInfo info = new ProcessStartInfo(_words[0])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (string word in _words.Skip(1).Concat(arguments))
        {
            info.ArgumentList.Add(word);
        }

        StringBuilder output = new StringBuilder();
        using Process process = new Process { StartInfo = info };
        process.OutputDataReceived += (sender, e) => Append(output, e.Data);
        process.ErrorDataReceived += (sender, e) => Append(output, e.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        bool hasEnded = process.WaitForExit((int)limit.TotalMilliseconds);
        if (hasEnded)
        {
            process.WaitForExit();          // until both streams are read to their ends
        }
        else
        {
            process.Kill(true);
        }

        lock (output)
        {
            return new ToolRun(hasEnded ? process.ExitCode : -1, hasEnded, output.ToString());
        }
    }

    private static void Append(StringBuilder output, string line)
    {
        if (line != null)
        {
            lock (output)
            {
                output.Append(line.TrimEnd('\r')).Append('\n');
            }
        }
    }

    /// <summary>A path as it is; a bare name is looked for on the PATH, on Windows with .exe too.</summary>
    private static string Locate(string name, string path)
    {
        string[] endings = OperatingSystem.IsWindows()
            ? new[] { "", ".exe", ".cmd" } : new[] { "", ".exe" };
        IEnumerable<string> folders = name.Contains('/') || name.Contains('\\')
            ? new[] { Directory.GetCurrentDirectory() }
            : (path ?? "").Split(Path.PathSeparator).Where(folder => folder.Length > 0);
        return folders.SelectMany(folder => endings.Select(end => Path.Combine(folder, name + end)))
            .FirstOrDefault(File.Exists);
    }
}

/// <summary>What came of running a program.</summary>
internal sealed record ToolRun(int ExitCode, bool HasEnded, string Output)
{
    public string[] Lines => Output.Split('\n');
}
