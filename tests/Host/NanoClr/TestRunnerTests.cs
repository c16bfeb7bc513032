using System;
using System.Collections.Generic;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.TestApp;

namespace NanoStack.Tests.Host.NanoClr;

/// <summary>The runner of the device tests: a line for each, and the right sum.</summary>
[TestClass]
public sealed class TestRunnerTests
{
    [TestMethod]
    public void Class_WithEveryOutcome_PrintsALineForEach()
    {
        ListRunner runner = new ListRunner();

        runner.RunClass(typeof(Samples));

        string name = typeof(Samples).FullName;
        CollectionAssert.AreEquivalent(
            new[]
            {
                "passed " + name + ".Good",
                "failed " + name + ".Bad: InvalidOperationException: broken",
                "skipped " + name + ".Elsewhere: no room",
            },
            runner.Lines);
        Assert.AreEqual("1 passed, 1 failed, 1 skipped", runner.Summary());
    }

    [TestMethod]
    public void Assembly_WithClassesThatAreNoTests_RunsTheOthersOnly()
    {
        ListRunner runner = new ListRunner();

        runner.RunAll(typeof(TestRunner).Assembly);

        Assert.AreEqual("0 passed, 0 failed, 0 skipped", runner.Summary());
    }

    private sealed class ListRunner : TestRunner
    {
        public List<string> Lines { get; } = new List<string>();

        protected override void Line(string text) => Lines.Add(text);
    }

    /// <summary>Called as nanoFramework's is; the runner knows attributes by their names.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class TestMethodAttribute : Attribute
    {
    }

    private sealed class SkipTestException : Exception
    {
        public SkipTestException(string message)
            : base(message)
        {
        }
    }

    private sealed class Samples
    {
        [TestMethodAttribute]
        public static void Good()
        {
        }

        [TestMethodAttribute]
        public static void Bad()
        {
            throw new InvalidOperationException("broken");
        }

        [TestMethodAttribute]
        public static void Elsewhere()
        {
            throw new SkipTestException("no room");
        }

        public static void NoTest()
        {
            throw new InvalidOperationException("never called");
        }
    }
}
