using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Tidy;

/// <summary>The .nfproj files, which no PC build reads: what would only show on a machine with
/// nanoFramework's project system.</summary>
[TestClass]
public sealed class ProjectFileTests
{
    [TestMethod]
    public void HintPaths_AgreeWithPackagesConfig()
    {
        foreach (string project in NanoProjects())
        {
            string folder = Path.GetDirectoryName(project);
            Dictionary<string, string> packages = Load(Path.Combine(folder, "packages.config"))
                .Descendants("package").ToDictionary(
                    item => (string)item.Attribute("id"),
                    item => (string)item.Attribute("version"));
            HashSet<string> used = new HashSet<string>();
            foreach (string hint in Values(project, "HintPath"))
            {
                string path = Path.GetRelativePath(
                    Repo.Root, Path.GetFullPath(Repo.At(folder + "/" + hint.Replace('\\', '/'))));
                Match match = Regex.Match(
                    path.Replace('\\', '/'), @"^packages/([A-Za-z0-9\.]+?)\.(\d+\.\d+\.\d+)/lib/");
                Assert.IsTrue(match.Success, project + ": " + hint);
                Assert.AreEqual(packages[match.Groups[1].Value], match.Groups[2].Value, project);
                used.Add(match.Groups[1].Value);
            }

            CollectionAssert.AreEquivalent(packages.Keys.ToArray(), used.ToArray(), project);
        }
    }

    [TestMethod]
    public void PackageVersions_AreTheSameEverywhere()
    {
        List<string> versions = NanoProjects()
            .SelectMany(project => Load(Path.GetDirectoryName(project) + "/packages.config")
                .Descendants("package"))
            .Select(item => (string)item.Attribute("id") + " " + (string)item.Attribute("version"))
            .Distinct().ToList();

        List<string> names = versions.Select(item => item.Split(' ')[0]).ToList();
        CollectionAssert.AllItemsAreUnique(names);
    }

    [TestMethod]
    public void NanoProjects_ShareTheirListWithThePcProject()
    {
        foreach (string project in NanoProjects())
        {
            string text = File.ReadAllText(Repo.At(project));
            Assert.IsTrue(text.Contains(@"Device.targets"), project);
            Assert.IsTrue(text.Contains(".projitems"), project);
            Assert.IsFalse(text.Contains("NETTRACE"), project + ": the call ladder is the PC's");
            CollectionAssert.AreEqual(new[] { "10.0" }, Values(project, "LangVersion"), project);

            string pc = Path.ChangeExtension(project, ".csproj");
            if (File.Exists(Repo.At(pc)))
            {
                string list = Regex.Match(text, @"[\w\.]+\.projitems").Value;
                Assert.IsTrue(File.ReadAllText(Repo.At(pc)).Contains(list), pc);
            }
        }
    }

    [TestMethod]
    public void NanoProjects_ReferencesExist()
    {
        foreach (string project in NanoProjects())
        {
            foreach (XElement reference in Load(project).Descendants()
                .Where(item => item.Name.LocalName == "ProjectReference"))
            {
                string include = ((string)reference.Attribute("Include")).Replace('\\', '/');
                string path = Path.Combine(Repo.At(Path.GetDirectoryName(project)), include);
                Assert.IsTrue(File.Exists(path), project + ": " + include);
            }
        }
    }

    [TestMethod]
    public void TestProject_IsCalledWhatTheLauncherLoads()
    {
        const string Project = "tests/NFUnitTest/NFUnitTest.nfproj";

        CollectionAssert.AreEqual(new[] { "NFUnitTest" }, Values(Project, "AssemblyName"));
        Assert.IsTrue(File.Exists(Repo.At("tests/NFUnitTest/nano.runsettings")));
    }

    [TestMethod]
    public void NuGetConfig_NamesNoFeed()
    {
        string text = File.ReadAllText(Repo.At("nuget.config"));

        Assert.IsFalse(text.Contains("packageSources"));
        Assert.IsTrue(text.Contains("repositoryPath"));
    }

    [TestMethod]
    public void Solution_HoldsEveryProject()
    {
        string solution = File.ReadAllText(Repo.At("nanoStack.sln")).Replace('\\', '/');
        List<string> listed = Regex.Matches(solution, "\"([^\"]+\\.(?:cs|nf)proj)\"")
            .Select(match => match.Groups[1].Value).ToList();
        List<string> onDisk = Repo.SourceFolders.Where(folder => Directory.Exists(Repo.At(folder)))
            .SelectMany(folder => Repo.FilesBelow(folder, "*proj"))
            .Where(path => path.EndsWith(".csproj") || path.EndsWith(".nfproj"))
            .Where(path => !path.StartsWith("tests/Packetdrill/"))  // wants the native compiler
            .ToList();

        CollectionAssert.IsSubsetOf(onDisk, listed);
    }

    private static List<string> NanoProjects()
    {
        return Repo.SourceFolders.Where(folder => Directory.Exists(Repo.At(folder)))
            .SelectMany(folder => Repo.FilesBelow(folder, "*.nfproj")).ToList();
    }

    private static XDocument Load(string path) => XDocument.Load(Repo.At(path));

    private static List<string> Values(string project, string element)
    {
        return Load(project).Descendants().Where(item => item.Name.LocalName == element)
            .Select(item => item.Value).ToList();
    }
}
