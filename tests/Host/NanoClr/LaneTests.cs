using System;
using System.IO;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.NanoClr;

namespace NanoStack.Tests.Host.NanoClr;

/// <summary><c>./ci nanoclr</c>, with tools that pretend: what it counts, and that it sees what
/// fails.</summary>
[TestClass]
public sealed class LaneTests
{
    [TestMethod]
    public void Lane_WithoutTools_SaysInOneLineWhatIsMissing()
    {
        StringWriter text = new StringWriter();
        Toolchain tools = Toolchain.Find(_ => null, Path.GetTempPath());
        DeviceLane lane = new DeviceLane(Repo.Root, Path.GetTempPath(), tools, text);

        lane.Run();

        string line = text.ToString().TrimEnd();
        Assert.IsFalse(line.Contains('\n'), line);
        foreach (string word in new[]
        {
            "skipped", "nanoclr", "NANOCLR", "NANOCLR_MDP", "NANOCLR_LIB", "docs/building.md",
        })
        {
            StringAssert.Contains(line, word);
        }

        Assert.AreEqual("0 passed, 0 failed, 1 skipped", lane.Counts.Text);
    }

    [TestMethod]
    public void Variable_ThatNamesNoProgram_IsNamed()
    {
        Toolchain tools = Toolchain.Find(
            name => name == Toolchain.RunnerVariable ? "/no/such/runner --fast" : null, Repo.Root);

        CollectionAssert.Contains(
            tools.Missing, "no /no/such/runner --fast, which NANOCLR names");
    }

    [TestMethod]
    [DataRow("nanoclr", "nanoclr")]
    [DataRow("  dotnet  tool.dll ", "dotnet|tool.dll")]
    [DataRow("\"C:\\my tools\\nanoclr.exe\" --heap 96", "C:\\my tools\\nanoclr.exe|--heap|96")]
    [DataRow("", "")]
    [DataRow(null, "")]
    public void Command_IsSplitAtBlanksOutsideQuotes(string command, string words)
    {
        Assert.AreEqual(words, string.Join("|", Tool.Words(command)));
    }

    /// <summary>What a program of device tests needs is there, and no second program.</summary>
    [TestMethod]
    public void Projects_OfThisRepository_AreReadWithTheirLists()
    {
        DeviceProject[] projects = DeviceProject.ReadAll(Repo.Root).ToArray();

        DeviceProject app = projects.Single(item => item.Name == "NanoStack.TestApp.Tcp");
        CollectionAssert.AreEqual(
            new[]
            {
                "NanoStack", "NanoStack.Hal.Native", "NanoStack.Hal", "NanoStack.Boards",
                "NFUnitTest.Tcp",
            },
            app.AllProjects.Select(item => item.Name).ToArray());
        CollectionAssert.AreEquivalent(
            new[] { "mscorlib", "nanoFramework.Runtime.Native", "nanoFramework.TestFramework" },
            app.AllLibraries.Keys);
        Assert.IsTrue(app.HasMain);
        DeviceProject tests = projects.Single(item => item.Name == "NFUnitTest.Tcp");
        Assert.AreEqual("NFUnitTest", tests.AssemblyName);
        Assert.IsTrue(tests.Sources.Any(path => path.EndsWith("NagleTests.cs")), "wildcards");
        Assert.IsTrue(
            projects.SelectMany(item => item.Sources).All(File.Exists), "every source exists");
    }

    [TestMethod]
    public void Lane_WithTools_BuildsRunsAndReports()
    {
        using FakeInstallation fake = New();

        string text = fake.Run(out Counts counts);

        Assert.AreEqual("6 passed, 0 failed, 1 skipped", counts.Text, text);
        StringAssert.Contains(text, "passed build NFUnitTest");
        StringAssert.Contains(text, "passed run NFUnitTest: 1 passed, 0 failed, 0 skipped");
        StringAssert.Contains(text, "passed run NanoStack.SelfTest: 1 passed, 0 failed, 0 skipped");
        StringAssert.Contains(text, "passed heap of 96 KB");
        StringAssert.Contains(text, "skipped short heaps: NANOCLR_HEAP_OPTION");
        StringAssert.Contains(text, " | 123 |");
    }

    [TestMethod]
    public void Image_IsTheFilesFilledUpToWords_TheProgramLast()
    {
        using FakeInstallation fake = New();

        fake.Run(out _);

        byte[] image = File.ReadAllBytes(Path.Combine(fake.Output, "deploy/NanoStack.SelfTest.bin"));
        byte[] last = File.ReadAllBytes(
            Path.Combine(fake.Output, "NanoStack.SelfTest/NanoStack.SelfTest.pe"));
        int lastAt = image.Length - ((last.Length + 3) / 4 * 4);
        Assert.AreEqual(0, image.Length % 4);
        CollectionAssert.AreEqual(last, image[lastAt..(lastAt + last.Length)]);
        CollectionAssert.AreEqual(new byte[] { 0x63, 0x6F, 0x72, 0x65 }, image[..4]);
    }

    [TestMethod]
    public void SelfTest_WithAFailedLine_IsCountedAndShown()
    {
        using FakeInstallation fake = New();
        fake.SetRunner(
            "memory free at start: 80000", "passed A", "failed B: why", "1 passed, 1 failed, 0 skipped");

        string text = fake.Run(out Counts counts);

        Assert.AreEqual(1, counts.Failed, text);
        StringAssert.Contains(text, "failed run NanoStack.SelfTest");
        StringAssert.Contains(text, "  failed B: why");
    }

    [TestMethod]
    [DataRow("passed A", DisplayName = "no sum")]
    [DataRow("2 passed, 0 failed, 0 skipped", DisplayName = "a sum without its lines")]
    public void SelfTest_WithoutItsEnd_Fails(string line)
    {
        using FakeInstallation fake = New();
        fake.SetRunner(line);

        string text = fake.Run(out Counts counts);

        Assert.AreEqual(1, counts.Failed, text);
        StringAssert.Contains(text, "failed run NanoStack.SelfTest: it did not come to its end");
    }

    [TestMethod]
    public void Heap_LargerThan96Kilobytes_IsSkippedNotPassed()
    {
        using FakeInstallation fake = New();
        fake.SetRunner("memory free at start: 9000000", "passed A", "1 passed, 0 failed, 0 skipped");

        string text = fake.Run(out Counts counts);

        Assert.AreEqual("5 passed, 0 failed, 2 skipped", counts.Text, text);
        StringAssert.Contains(text, "skipped heap of 96 KB");
    }

    [TestMethod]
    public void ShortHeap_ThatTheSelfTestReports_Passes()
    {
        using FakeInstallation fake = New();
        fake.HeapOption = "--heap BYTES";
        fake.SetRunners(
            new[] { "memory free at start: 80000", "passed A", "1 passed, 0 failed, 0 skipped" },
            new[]
            {
                "failed Memory_AtStart_HoldsTheStackAndItsTests: memory is short: 5 bytes are free",
                "0 passed, 1 failed, 0 skipped",
            });

        string text = fake.Run(out Counts counts);

        Assert.AreEqual("9 passed, 0 failed, 0 skipped", counts.Text, text);
        StringAssert.Contains(text, "passed heap of 64 KB is said to be short");
    }

    [TestMethod]
    [DataRow("memory free at start: 5", "", DisplayName = "no word")]
    [DataRow("failed B: why", "0 passed, 1 failed, 0 skipped", DisplayName = "other words")]
    public void ShortHeap_ThatTheSelfTestDoesNotReport_Fails(string line, string sum)
    {
        using FakeInstallation fake = New();
        fake.HeapOption = "--heap BYTES";
        fake.SetRunners(
            new[] { "memory free at start: 80000", "passed A", "1 passed, 0 failed, 0 skipped" },
            new[] { line, sum });

        string text = fake.Run(out Counts counts);

        Assert.AreEqual("6 passed, 3 failed, 0 skipped", counts.Text, text);
        StringAssert.Contains(text, "failed heap of 72 KB is said to be short");
    }

    [TestMethod]
    public void Source_ThatDoesNotCompile_FailsItsProjectAndThoseThatNeedIt()
    {
        using FakeInstallation fake = New();
        fake.SetSource("Stack", "public class Stack { Missing _field; }");

        string text = fake.Run(out Counts counts);

        Assert.AreEqual("0 passed, 3 failed, 0 skipped", counts.Text, text);
        StringAssert.Contains(text, "failed build Stack");
        StringAssert.Contains(text, "CS0246");
        StringAssert.Contains(text, "failed build NFUnitTest: needs Stack");
    }

    /// <summary>The real one ends with 0 after this error.</summary>
    [TestMethod]
    public void Processor_ThatSaysAnErrorAndEndsWell_Fails()
    {
        using FakeInstallation fake = New();
        fake.SetProcessor("echo 'Exception minimizing assembly.'");

        string text = fake.Run(out Counts counts);

        Assert.AreEqual("0 passed, 3 failed, 0 skipped", counts.Text, text);
        StringAssert.Contains(text, "the metadata processor: Exception minimizing");
    }

    private static FakeInstallation New()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("The tools that pretend are shell scripts.");
        }

        return new FakeInstallation();
    }
}
