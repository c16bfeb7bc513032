using System;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Flash;

/// <summary>One run of a flash script.</summary>
internal sealed record FlashResult(string Script, int ExitCode, string Output, string Error)
{
    public string[] Lines => Output.Replace("\r", "").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The last thing it printed.</summary>
    public string LastLine => Lines.LastOrDefault();

    /// <summary>It ended with this message, in one line, its holes filled in order.</summary>
    public void ExpectMessage(string key, params string[] values)
    {
        string text = FlashBench.Messages(Script)[key];
        foreach (string value in values)
        {
            int at = text.IndexOf('%');
            text = text.Substring(0, at) + value + text.Substring(at + 1);
        }

        Assert.AreEqual("flash: " + text, Error.Trim(), Output);
        Assert.AreEqual(1, ExitCode);
    }

    public void ExpectSuccess()
    {
        Assert.AreEqual("", Error, Output);
        Assert.AreEqual(0, ExitCode, Output);
    }
}
