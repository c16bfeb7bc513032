using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Interleave;

/// <summary>The explorer itself: what it leaves out makes no difference.</summary>
[TestClass]
public sealed class ExplorerTests
{
    private const int SeedCount = 60;
    private const int ScheduleMax = 2000;

    public TestContext TestContext { get; set; }

    [TestMethod]
    public void Explore_RandomPrograms_EndWhereAllSchedulesEnd()
    {
        long all = 0;
        long reduced = 0;
        int compared = 0;
        for (int seed = 1; seed <= SeedCount; seed++)
        {
            RandomScenario scenario = new RandomScenario(seed, 2 + (seed % 2), 2 - (seed % 2));
            Explorer every = new Explorer(scenario) { IsReducing = false };
            string[] expected = EndsOf(every, scenario);
            if (!every.IsComplete)
            {
                continue;
            }

            Explorer some = new Explorer(scenario);
            string[] got = EndsOf(some, scenario);
            CollectionAssert.AreEqual(
                expected, got, "seed " + seed + " " + scenario + ": " + string.Join("; ", got)
                + " instead of " + string.Join("; ", expected));
            compared++;
            all += every.ScheduleCount;
            reduced += some.ScheduleCount;
        }

        TestContext.WriteLine(
            "seeds 1 to {0}: {1} programs, {2} schedules, {3} of them needed", SeedCount, compared,
            all, reduced);
        Assert.IsTrue(compared * 4 > SeedCount * 3);
        Assert.IsTrue(reduced * 4 < all);
    }

    private static string[] EndsOf(Explorer explorer, RandomScenario scenario)
    {
        scenario.Ends.Clear();
        explorer.Failures = new HashSet<string>();
        explorer.Explore(ScheduleMax);
        return scenario.Ends.Concat(explorer.Failures).OrderBy(
            end => end, StringComparer.Ordinal).ToArray();
    }
}
