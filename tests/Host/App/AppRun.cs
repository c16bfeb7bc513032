using System.IO;
using System.Linq;
using System.Threading;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.App;

/// <summary>One run of the virtual board in this process: exit code and both streams.</summary>
internal sealed class AppRun
{
    private const int LongestMs = 60000;

    private AppRun(int exitCode, string output, string error)
    {
        ExitCode = exitCode;
        Output = output;
        Error = error;
    }

    public int ExitCode { get; }

    public string Output { get; }

    public string Error { get; }

    public string[] OutputLines => Lines(Output);

    public string[] ErrorLines => Lines(Error);

    public static AppRun Of(params string[] args) => Of(CancellationToken.None, args);

    public static AppRun Of(CancellationToken stop, params string[] args)
    {
        StringWriter output = new StringWriter();
        StringWriter error = new StringWriter();
        int exitCode = VirtualBoard.App.Run(args, output, error, stop);
        return new AppRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>A run that the user stops when a text has been printed so many times; how fast this
    /// machine is makes no difference.</summary>
    public static AppRun Until(string text, int count, params string[] args)
    {
        using CancellationTokenSource stop = new CancellationTokenSource(LongestMs);
        StoppingWriter output = new StoppingWriter(text, count, stop);
        StringWriter error = new StringWriter();
        int exitCode = VirtualBoard.App.Run(args, output, error, stop.Token);
        return new AppRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>The value beside a name in the summary.</summary>
    public string Value(string name)
    {
        string row = OutputLines.SingleOrDefault(
            line => line.StartsWith("| ") && line.Split('|')[1].Trim() == name);
        Assert.IsNotNull(row, "no row for " + name + " in:\n" + Output);
        return row.Split('|')[2].Trim();
    }

    /// <summary>One line on the error stream, with these words in it.</summary>
    public void ExpectError(int exitCode, params string[] words)
    {
        Assert.AreEqual(exitCode, ExitCode, Output + Error);
        Assert.AreEqual(1, ErrorLines.Length, Error);
        foreach (string word in words)
        {
            StringAssert.Contains(Error, word);
        }
    }

    private static string[] Lines(string text)
    {
        return text.Replace("\r\n", "\n").Split('\n').Where(line => line.Length > 0).ToArray();
    }

    private sealed class StoppingWriter : StringWriter
    {
        private readonly string _text;
        private readonly CancellationTokenSource _stop;
        private int _left;

        public StoppingWriter(string text, int count, CancellationTokenSource stop)
        {
            _text = text;
            _left = count;
            _stop = stop;
        }

        public override void WriteLine(string value)
        {
            base.WriteLine(value);
            if (value.Contains(_text) && --_left == 0)
            {
                _stop.CancelAsync();        // who prints is in the middle of something
            }
        }
    }
}
