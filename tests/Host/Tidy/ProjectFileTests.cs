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

    /// <summary>The project system sets what a project then changes, and reads it in its targets: in any
    /// other order the settings are lost without a word.</summary>
    [TestMethod]
    public void NanoProjects_ImportTheProjectSystemInItsOrder()
    {
        string[] order =
        {
            "Device.targets", "NFProjectSystem.Default.props", "NFProjectSystem.props", ".projitems",
            "NFProjectSystem.CSharp.targets",
        };
        foreach (string project in NanoProjects())
        {
            List<string> imports = Load(project).Descendants()
                .Where(item => item.Name.LocalName == "Import")
                .Select(item => order.FirstOrDefault(
                    name => ((string)item.Attribute("Project")).EndsWith(name)))
                .Distinct().ToList();
            CollectionAssert.AreEqual(order, imports, project);
        }
    }

    [TestMethod]
    public void NanoProjects_HaveWhatNanoFrameworksOwnHave()
    {
        string solution = File.ReadAllText(Repo.At("nanoStack.sln"));
        foreach (string project in NanoProjects())
        {
            string one = project + ": ";
            CollectionAssert.AreEqual(
                new[] { "{11A8DD76-328B-46DF-9F39-F559912D0360};{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}" },
                Values(project, "ProjectTypeGuids"), project);
            CollectionAssert.AreEqual(
                new[] { "v1.0" }, Values(project, "TargetFrameworkVersion"), project);
            Assert.IsTrue(solution.Contains(Values(project, "ProjectGuid").Single()), one + "its guid");
            Assert.AreEqual(1, Values(project, "ProjectConfigurationsDeclaredAsItems").Count, project);
            CollectionAssert.Contains(Items(project, "None"), "packages.config", project);
            CollectionAssert.Contains(Items(project, "Reference"), "mscorlib", project);
            Assert.IsTrue(
                Load(Path.GetDirectoryName(project) + "/packages.config").Descendants("package")
                    .All(item => (string)item.Attribute("targetFramework") == "netnano1.0"),
                one + "target framework of its packages");
        }
    }

    /// <summary>The runner of unit tests reads the version of every assembly that it deploys, and fails
    /// where there is none; the interpreter compares it too.</summary>
    [TestMethod]
    public void NanoProjects_HaveAnAssemblyVersion()
    {
        foreach (string project in NanoProjects())
        {
            string info = FoldersOf(project)
                .Select(folder => Repo.At(folder + "/Properties/AssemblyInfo.cs"))
                .FirstOrDefault(File.Exists);
            Assert.IsNotNull(info, project + " and its lists have no AssemblyInfo.cs");
            StringAssert.Matches(
                File.ReadAllText(info), new Regex(@"AssemblyVersion\(""\d+\.\d+\.\d+\.\d+""\)"), project);
        }
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

    internal static List<string> NanoProjects()
    {
        return Repo.SourceFolders.Where(folder => Directory.Exists(Repo.At(folder)))
            .SelectMany(folder => Repo.FilesBelow(folder, "*.nfproj")).ToList();
    }

    internal static XDocument Load(string path) => XDocument.Load(Repo.At(path));

    internal static List<string> Values(string project, string element)
    {
        return Load(project).Descendants().Where(item => item.Name.LocalName == element)
            .Select(item => item.Value).ToList();
    }

    /// <summary>A project's own folder and those of the lists that it imports.</summary>
    private static IEnumerable<string> FoldersOf(string project)
    {
        string folder = Path.GetDirectoryName(project);
        return Load(project).Descendants().Where(item => item.Name.LocalName == "Import")
            .Select(item => ((string)item.Attribute("Project")).Replace('\\', '/'))
            .Where(import => import.EndsWith(".projitems"))
            .Select(import => Path.GetDirectoryName(folder + "/" + import)).Prepend(folder);
    }

    /// <summary>What the items of a kind include.</summary>
    internal static List<string> Items(string project, string kind)
    {
        return Load(project).Descendants().Where(item => item.Name.LocalName == kind)
            .Select(item => (string)item.Attribute("Include")).ToList();
    }
}
