using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Flash;

/// <summary>firmware/flash.ps1 does and says what flash.sh does and says.</summary>
[TestClass]
public sealed class FlashPs1Tests
{
    private static readonly string[] Scripts = { "flash.sh", "flash.ps1" };

    /// <summary>PowerShell 7, or null where it is not on the PATH.</summary>
    public static string Pwsh { get; } = Environment.GetEnvironmentVariable("PATH")
        .Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "pwsh"))
        .FirstOrDefault(File.Exists);

    /// <summary>One test, so that a machine without PowerShell skips one line.</summary>
    [TestMethod]
    public void FlashPs1_InEveryTestOfFlashSh_DoesTheSame()
    {
        if (Pwsh == null)
        {
            Assert.Inconclusive("pwsh is not on the PATH");
        }

        List<string> failures = new List<string>();
        foreach (Type type in new[] { typeof(FlashTests), typeof(FlashMessageTests) })
        {
            foreach (MethodInfo method in type.GetMethods()
                .Where(method => method.IsDefined(typeof(TestMethodAttribute))))
            {
                object[][] rows = method.GetCustomAttributes<DataRowAttribute>()
                    .Select(row => row.Data).DefaultIfEmpty(Array.Empty<object>()).ToArray();
                failures.AddRange(rows.Select(row => Outcome(type, method, row))
                    .Where(outcome => outcome != null));
            }
        }

        Assert.AreEqual(0, failures.Count, string.Join("\n", failures));
    }

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

    /// <summary>Null when the test passed.</summary>
    private static string Outcome(Type type, MethodInfo method, object[] row)
    {
        FlashFixture fixture = (FlashFixture)Activator.CreateInstance(type);
        fixture.Script = "flash.ps1";
        try
        {
            fixture.Start();
            method.Invoke(fixture, row);
            return null;
        }
        catch (TargetInvocationException e)
        {
            return method.Name + "(" + string.Join(", ", row) + "): " + e.InnerException.Message;
        }
        finally
        {
            fixture.Stop();
        }
    }
}
