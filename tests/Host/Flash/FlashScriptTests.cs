using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Flash;

/// <summary>The texts of flash.sh and flash.ps1: alike, complete, and clean.</summary>
[TestClass]
public sealed class FlashScriptTests
{
    private static readonly string[] Scripts = { "flash.sh", "flash.ps1" };

    [TestMethod]
    public void Scripts_SayTheSameSentences()
    {
        CollectionAssert.AreEqual(
            FlashBench.Messages("flash.sh").ToArray(), FlashBench.Messages("flash.ps1").ToArray());
    }

    [TestMethod]
    public void Scripts_HaveTheSameOptions()
    {
        string[] usages = Scripts.Select(script => Regex.Match(
            FlashBench.Text(script).Replace(script, "flash"),
            "^Usage: flash .*?none failed\\.$",
            RegexOptions.Multiline | RegexOptions.Singleline).Value).ToArray();

        Assert.AreNotEqual("", usages[0]);
        Assert.AreEqual(usages[0], usages[1]);
    }

    [TestMethod]
    public void Messages_AreSentencesUsedAndTested()
    {
        string tests = File.ReadAllText(Repo.At("tests/Host/Flash/FlashMessageTests.cs"));
        foreach ((string key, string text) in FlashBench.Messages("flash.sh"))
        {
            StringAssert.Matches(FlashBench.Text("flash.sh"), new Regex(@"\bfail " + key + @"\b"));
            StringAssert.Matches(FlashBench.Text("flash.ps1"), new Regex("Stop-With '" + key + "'"));
            StringAssert.Matches(tests, new Regex(@"ExpectMessage\(""" + key + "\""));
            StringAssert.EndsWith(text, ".", key);
        }
    }

    [TestMethod]
    public void FlashSh_ForShellcheck_IsClean()
    {
        Shellcheck(Repo.At("firmware/flash.sh"));
    }

    /// <summary>Fails with what shellcheck finds; inconclusive where it is not installed.</summary>
    internal static void Shellcheck(string script)
    {
        if (!File.Exists("/usr/bin/shellcheck"))
        {
            Assert.Inconclusive("shellcheck is not installed");
        }

        ProcessStartInfo start = new ProcessStartInfo("/usr/bin/shellcheck", new[] { script })
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start);
        string findings = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.AreEqual(0, process.ExitCode, findings);
    }
}
