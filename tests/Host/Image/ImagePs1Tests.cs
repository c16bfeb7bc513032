using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Tests.Host.Flash;

namespace NanoStack.Tests.Host.Image;

/// <summary>firmware/image/build.ps1 does and says what build.sh does and says.</summary>
[TestClass]
public sealed class ImagePs1Tests
{
    /// <summary>One test, so that a machine without PowerShell skips one line.</summary>
    [TestMethod]
    public void BuildPs1_InEveryTestOfBuildSh_DoesTheSame()
    {
        if (FlashPs1Tests.Pwsh == null)
        {
            Assert.Inconclusive("pwsh is not on the PATH");
        }

        List<string> failures = new List<string>();
        foreach (Type type in new[] { typeof(ImageTests), typeof(ImageMessageTests) })
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
        ImageFixture fixture = (ImageFixture)Activator.CreateInstance(type);
        fixture.Script = "build.ps1";
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
