using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Mono.Cecil;

namespace NanoStack.Tests.Host.Tidy;

/// <summary>The sources keep to the style of CONTRIBUTING.md: what a compiler does not see.</summary>
[TestClass]
public sealed class TidyTests
{
    private const string AllowedPath = "tests/Host/Tidy/allowed.txt";
    private const string DeadPath = "tests/Host/Tidy/dead-counters.txt";
    private const string UntestedPath = "tests/Host/Tidy/untested-counters.txt";

    [TestMethod]
    public void Sources_AreTidy()
    {
        Allowed allowed = Allowed.Read(AllowedPath);
        List<Finding> findings = new List<Finding>();
        foreach (SourceFile file in Repo.Sources(Repo.SourceFolders))
        {
            findings.AddRange(TidyRules.Check(file));
        }

        foreach (SourceFile file in Repo.Sources("stack"))
        {
            findings.AddRange(Layers.CheckSource(file));
        }

        foreach (string list in Repo.SourceFolders.Where(item => Directory.Exists(Repo.At(item)))
            .SelectMany(item => Repo.FilesBelow(item, "*.projitems")))
        {
            string xml = File.ReadAllText(Repo.At(list));
            findings.AddRange(ProjectLists.Check(list, xml, ProjectLists.FilesOf(list)));
        }

        List<string> offences = allowed.Remaining(findings);
        Assert.AreEqual(0, offences.Count, Lines(offences));
        List<string> unused = allowed.Unused();
        Assert.AreEqual(0, unused.Count, AllowedPath + ", needed no more:" + Lines(unused));
    }

    [TestMethod]
    public void Assemblies_LookDownOnly()
    {
        List<Finding> findings = new List<Finding>();
        foreach (string name in Layers.DeviceAssemblies.Where(item => Repo.Assembly(item) != null))
        {
            string path = Repo.Assembly(name);
            using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(path);
            findings.AddRange(Layers.CheckReferences(assembly));
            if (name == "NanoStack")
            {
                findings.AddRange(Layers.CheckAssembly(assembly));
            }
        }

        Allowed allowed = Allowed.Read("tests/Host/Tidy/allowed-layers.txt");
        List<string> offences = allowed.Remaining(findings);
        Assert.AreEqual(0, offences.Count, Lines(offences));
    }

    /// <summary>A counter that nothing moves says something is fine that nobody looked at.</summary>
    [TestMethod]
    public void Counters_AreAllUsed()
    {
        CheckCounters(DeadPath, Counters.NotNamedIn("stack", "hal"));
    }

    /// <summary>Every drop has a counter, and every counter a test that makes it move.</summary>
    [TestMethod]
    public void Counters_AreAllTested()
    {
        CheckCounters(UntestedPath, Counters.NotNamedIn("tests"));
    }

    // With NANOSTACK_COUNTERS=shrink (./ci shrink) needless lines leave the list.
    private static void CheckCounters(string path, List<string> lacking)
    {
        if (Environment.GetEnvironmentVariable("NANOSTACK_COUNTERS") == "shrink")
        {
            Counters.Shrink(path, lacking);
        }

        List<string> offences = Counters.Compare(lacking, Counters.ReadList(path));
        Assert.AreEqual(0, offences.Count, path + " (./ci shrink):" + Lines(offences));
    }

    private static string Lines(List<string> lines) => "\n  " + string.Join("\n  ", lines);
}
