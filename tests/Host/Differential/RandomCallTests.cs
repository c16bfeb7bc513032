using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Differential;

/// <summary>Sequences of calls nobody thought of, on NanoStack and on the kernel.</summary>
[TestClass]
[DoNotParallelize]
public sealed class RandomCallTests
{
    private const int Seed = 20261123;
    private const int WalkCount = 1000;
    private const int CallCount = 60;
    private const int AttemptMax = 3;
    private const int NumberMax = 1 << 20;

    public TestContext TestContext { get; set; }

    [TestMethod]
    [Timeout(120000)]
    public void RandomCalls_OnNanoStackAndOnTheKernel_EndTheSame()
    {
        KernelHost.SkipWithout();
        TestContext?.WriteLine("seed " + Seed + ", " + WalkCount + " walks of " + CallCount + " calls");
        int lineCount = 0;
        for (int walk = 0; walk < WalkCount; walk++)
        {
            int[] calls = Calls(Seed + walk);
            string difference = CompareAgain(calls, ref lineCount);
            if (difference != null)
            {
                int[] few = Shrink(calls);
                Assert.Fail("seed " + (Seed + walk) + ", " + few.Length + " calls are enough:"
                    + (CompareAgain(few, ref lineCount) ?? difference));
            }
        }

        TestContext?.WriteLine(lineCount + " outcomes were the same");
        Assert.IsTrue(lineCount > WalkCount * CallCount, "the walks hardly called anything");
    }

    private static int[] Calls(int seed)
    {
        Random random = new Random(seed);
        return Enumerable.Range(0, CallCount).Select(_ => random.Next(NumberMax)).ToArray();
    }

    private static string Compare(int[] calls, ref int lineCount)
    {
        Script nano;
        Script kernel;
        string difference = TwinRun.Compare(
            s => OnNano.RandomCalls.Run(s, calls), s => OnKernel.RandomCalls.Run(s, calls), out nano, out kernel);
        lineCount += nano.Lines.Count;
        return difference;
    }

    /// <summary>Ours runs on a fake clock and is the same each time; the kernel may be late on a machine
    /// that is busy. So a difference is one that comes again.</summary>
    private static string CompareAgain(int[] calls, ref int lineCount)
    {
        string difference = null;
        for (int attempt = 0; attempt < AttemptMax; attempt++)
        {
            difference = Compare(calls, ref lineCount);
            if (difference == null)
            {
                return null;
            }
        }

        return difference;
    }

    /// <summary>Leaves out calls as long as the two still differ.</summary>
    private static int[] Shrink(int[] calls)
    {
        List<int> left = new List<int>(calls);
        int unused = 0;
        for (int size = left.Count / 2; size > 0; size /= 2)
        {
            for (int at = left.Count - size; at >= 0; at -= size)
            {
                List<int> without = new List<int>(left);
                without.RemoveRange(at, Math.Min(size, without.Count - at));
                if (CompareAgain(without.ToArray(), ref unused) != null)
                {
                    left = without;
                    at = Math.Min(at, left.Count);
                }
            }
        }

        return left.ToArray();
    }
}
