using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Flash;

/// <summary>firmware/flash.ps1 does and says what flash.sh does and says.</summary>
[TestClass]
public sealed class FlashPs1Tests
{
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
