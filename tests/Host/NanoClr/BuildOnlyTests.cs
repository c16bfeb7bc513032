using System;
using System.IO;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.NanoClr;

namespace NanoStack.Tests.Host.NanoClr;

/// <summary>The lane as <c>./ci pack</c> calls it, and projects that only an ESP32 can run.</summary>
[TestClass]
public sealed class BuildOnlyTests
{
    [TestMethod]
    public void Build_WithoutAnInterpreter_ConvertsAndRunsNothing()
    {
        using FakeInstallation fake = New();

        string text = fake.Run(out Counts counts, isBuildOnly: true);

        Assert.AreEqual("3 passed, 0 failed, 0 skipped", counts.Text, text);
        Assert.IsFalse(text.Contains("run "), text);
        Assert.IsTrue(File.Exists(Path.Combine(fake.Output, "Stack/Stack.pe")));
    }

    [TestMethod]
    public void Run_WithoutAnInterpreter_IsSkipped()
    {
        Toolchain tools = Toolchain.Find(_ => null, Path.GetTempPath());

        Assert.AreEqual(3, tools.Missing.Count);
        Assert.AreEqual(2, tools.MissingToBuild.Count);
        Assert.IsFalse(string.Join(" ", tools.MissingToBuild).Contains("NANOCLR)"));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Project_OfTheChip_WithoutItsLibrary_IsSkippedByName(bool isBuildOnly)
    {
        using FakeInstallation fake = New();
        fake.AddChipProject();

        string text = fake.Run(out Counts counts, isBuildOnly);

        StringAssert.Contains(text, "skipped build Chip: no nanoFramework.Hardware.Esp32 with its .pe");
        Assert.AreEqual(0, counts.Failed, text);
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
