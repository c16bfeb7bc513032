using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Flash;

/// <summary>Runs a script of the firmware folder among fake tools.</summary>
internal static class ScriptProcess
{
    private const int TimeoutMs = 60000;

    /// <summary>Runs the words in a folder; the fake tools find it in the variable FAKE.</summary>
    public static FlashResult Run(string script, IReadOnlyList<string> words, string folder, string path)
    {
        ProcessStartInfo start = new ProcessStartInfo(words[0], words.Skip(1))
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder,
        };
        start.Environment["PATH"] = path;
        start.Environment["FAKE"] = folder;
        start.Environment.Remove("IDF_PATH");
        using Process process = Process.Start(start);
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(TimeoutMs))
        {
            process.Kill(true);
            Assert.Fail(script + " did not end: " + string.Join(" ", words));
        }

        return new FlashResult(script, process.ExitCode, output.Result, error.Result);
    }
}
