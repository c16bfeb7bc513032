using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Tidy;

/// <summary>nanoStack.sln as somebody opens it who has not read a word: F5 builds and deploys the
/// telemetry application where the extension is, and the PC projects build where it is not.</summary>
[TestClass]
public sealed class SolutionFileTests
{
    private static readonly string Text = File.ReadAllText(Repo.At("nanoStack.sln")).Replace("\r\n", "\n");

    /// <summary>What Visual Studio starts as long as nobody chose: the first one in the file.</summary>
    [TestMethod]
    public void FirstProject_IsTheTelemetryOfTheDevice()
    {
        StringAssert.EndsWith(
            Regex.Match(Text, "^Project.* = \"[^\"]*\", \"([^\"]*)\"", RegexOptions.Multiline).Groups[1].Value,
            "NanoStack.Telemetry.nfproj");
    }

    [TestMethod]
    public void Configurations_AreTheTwoThatEverybodyKnows()
    {
        string section = Regex.Match(
            Text, "SolutionConfigurationPlatforms.*?EndGlobalSection", RegexOptions.Singleline).Value;

        CollectionAssert.AreEqual(
            new[] { "Debug", "Release" },
            Regex.Matches(section, @"\t(\w+)\|Any CPU =").Select(item => item.Groups[1].Value).ToArray());
    }

    [TestMethod]
    public void DeviceProjects_AreBuiltAndDeployedInBoth()
    {
        foreach (string project in ProjectFileTests.NanoProjects())
        {
            string guid = ProjectFileTests.Values(project, "ProjectGuid").Single();
            foreach (string configuration in new[] { "Debug", "Release" })
            {
                foreach (string kind in new[] { "ActiveCfg", "Build.0", "Deploy.0" })
                {
                    string line = guid + "." + configuration + "|Any CPU." + kind + " = " + configuration;
                    Assert.IsTrue(Text.Contains(line), project + ": " + line);
                }
            }
        }
    }

    [TestMethod]
    public void DeviceFilter_HoldsEveryDeviceProject()
    {
        string filter = File.ReadAllText(Repo.At("nanoStack.device.slnf")).Replace(@"\\", "/");

        CollectionAssert.AreEquivalent(
            ProjectFileTests.NanoProjects(),
            Regex.Matches(filter, "\"([^\"]+\\.nfproj)\"").Select(item => item.Groups[1].Value).ToArray());
    }

    [TestMethod]
    public void Lists_HaveASharedProjectInTheSolution()
    {
        List<string> lists = Repo.SourceFolders
            .SelectMany(folder => Repo.FilesBelow(folder, "*.projitems")).ToList();

        Assert.IsTrue(lists.Count >= 11);
        foreach (string list in lists)
        {
            string shared = Path.ChangeExtension(list, ".shproj");
            string guid = ProjectFileTests.Values(list, "SharedGUID").Single();
            CollectionAssert.AreEqual(
                new[] { guid }, ProjectFileTests.Values(shared, "ProjectGuid"), shared);
            StringAssert.Contains(
                Text, "\"" + shared.Replace('/', '\\') + "\", \"{" + guid.ToUpperInvariant() + "}\"");
            StringAssert.Contains(
                Text, list.Replace('/', '\\') + "*{" + guid + "}*SharedItemsImports = 13");
        }
    }
}
