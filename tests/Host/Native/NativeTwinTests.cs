using System;
using System.Diagnostics;
using System.Linq;
using System.Reflection;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Hal.Native;

namespace NanoStack.Tests.Host.Native;

/// <summary>A million random calls of the C core and of its managed twin.</summary>
[TestClass]
public sealed class NativeTwinTests
{
    private const int Seed = 20260725;
    private const int CaseCount = 1000000;
    private const int LengthMax = 1536;

    public TestContext TestContext { get; set; }

    /// <summary>The library that is compared is the one the sanitizers watch, and they are
    /// awake.</summary>
    [TestMethod]
    [TestCategory(NativeLibraryFile.Category)]
    public void Sanitizers_AreInTheLibraryThatIsCompared()
    {
        NativeLibraryFile.RequireOrSkip();
        if (!NativeLibraryFile.HasAddressSanitizer)
        {
            Assert.Inconclusive("No address sanitizer in LD_PRELOAD: ./ci native puts it there.");
        }

        Assert.IsTrue(NativeLibraryFile.CallsAddressSanitizer, "the library does not ask it");
        Assert.IsTrue(NativeLibraryFile.CallsUndefinedSanitizer, "nor the one of behaviour");
        using Guarded guarded = new Guarded();
        for (int length = 1; length < 100; length++)
        {
            NativeCore.Bytes bytes = guarded.Take(new byte[length]);
            Assert.IsTrue(NativeCore.IsPoisoned(bytes, length), "the byte behind " + length);
            Assert.IsFalse(NativeCore.IsPoisoned(bytes, length - 1), "the last byte of " + length);
        }
    }

    [TestMethod]
    [TestCategory(NativeLibraryFile.Category)]
    public void EveryFunction_OnRandomInput_IsItsTwin()
    {
        using NativeBench bench = new NativeBench();
        Stopwatch watch = Stopwatch.StartNew();
        RandomCalls calls = new RandomCalls(bench, new Random(Seed));
        for (int i = 0; i < CaseCount; i++)
        {
            bench.Begin("seed " + Seed + ", case " + i);
            calls.Next(i);
        }

        calls.ExpectSame();
        string[] wanted = typeof(EmacNative).GetMethods(BindingFlags.Public | BindingFlags.NonPublic
                | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Select(method => method.Name).OrderBy(name => name, StringComparer.Ordinal).ToArray();
        CollectionAssert.AreEqual(wanted, calls.Counts.Keys.ToArray(), "a function is not called");
        TestContext.WriteLine(
            "{0} cases, {1} refused, seed {2}, {3} s, address sanitizer {4}",
            CaseCount, bench.RefusedCount, Seed, watch.Elapsed.TotalSeconds.ToString("F1"),
            NativeLibraryFile.HasAddressSanitizer ? "on" : "off");
        TestContext.WriteLine(
            string.Join(", ", calls.Counts.Select(count => count.Key + " " + count.Value)));
        Assert.AreEqual(CaseCount, calls.Counts.Values.Sum());
        Assert.IsTrue(calls.Counts.Values.Min() > 1000, "a function is called too seldom");
        Assert.IsTrue(bench.RefusedCount > CaseCount / 50, "too few bad arguments");
        Assert.IsTrue(bench.RefusedCount < CaseCount / 2, "too many bad arguments");
    }

    [TestMethod]
    [TestCategory(NativeLibraryFile.Category)]
    public void CopiesAndSums_AtEveryAlignmentAndLength_AreTheirTwins()
    {
        using NativeBench bench = new NativeBench();
        Random random = new Random(Seed);
        bench.Open(0, 23, 18, LengthMax + 8);
        for (int i = 0; i <= 16 * LengthMax; i++)
        {
            int arenaAt = i % 4;
            int at = i / 4 % 4;
            int count = i / 16;
            bench.Begin("arena " + arenaAt + ", array " + at + ", length " + count);
            byte[] data = new byte[at + count];         // not one byte more than it takes
            random.NextBytes(data);
            uint sum = (uint)random.NextInt64(1L << 32);
            bench.Sum(data, at, count, sum);
            bench.CopyIn(arenaAt, data, at, count, sum);
            bench.ExpectSameArena(LengthMax + 8);
            bench.CopyOut(arenaAt + 1, data, at, count, sum);
        }
    }
}
