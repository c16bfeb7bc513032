using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Tidy;

/// <summary>The packages: one version, one list of them, and what each needs.</summary>
[TestClass]
public sealed class PackageFileTests
{
    private static readonly string Version = Regex.Match(
        File.ReadAllText(Repo.At("Directory.Build.props")), "<Version>(.*)</Version>").Groups[1].Value;

    [TestMethod]
    public void Version_IsSemanticAndTheAssembliesHaveIt()
    {
        StringAssert.Matches(Version, new Regex(@"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$"));
        foreach (SourceFile info in Repo.Sources("stack", "hal", "boards", "firmware")
            .Where(file => file.Path.EndsWith("/AssemblyInfo.cs")))
        {
            // The native part's is frozen with its table of methods.
            string wanted = info.Path.StartsWith("hal/Native/")
                ? "1.0.0.0" : Version.Split('-')[0] + ".0";
            StringAssert.Contains(info.Text, "AssemblyVersion(\"" + wanted + "\")", info.Path);
        }
    }

    [TestMethod]
    [DataRow("README.md")]
    [DataRow("docs/packages.md")]
    public void Packages_StandInTheTableOfAPage(string page)
    {
        string text = File.ReadAllText(Repo.At(page));
        List<string> names = Packages().Select(Path.GetFileNameWithoutExtension).ToList();

        Assert.AreEqual(5, names.Count);
        foreach (string name in names)
        {
            StringAssert.Matches(text, new Regex(@"^\| `?" + Regex.Escape(name) + "`? \\|", RegexOptions.Multiline));
        }
    }

    /// <summary>A package that needs another project needs its package; one that is none would be lost.</summary>
    [TestMethod]
    public void Packages_NeedOnlyPackages()
    {
        List<string> names = Packages().Select(Path.GetFileName).ToList();
        foreach (string project in Packages())
        {
            foreach (string needed in ProjectFileTests.Items(project, "ProjectReference"))
            {
                CollectionAssert.Contains(names, Path.GetFileName(needed.Replace('\\', '/')), project);
            }

            Assert.AreEqual(1, ProjectFileTests.Values(project, "Description").Count, project);
        }
    }

    /// <summary>What the lane packs is what can be packed.</summary>
    [TestMethod]
    public void Lane_PacksEachOfThem()
    {
        string ci = File.ReadAllText(Repo.At("ci"));
        foreach (string project in Packages())
        {
            StringAssert.Contains(ci, Path.ChangeExtension(project, null));
        }
    }

    private static List<string> Packages()
    {
        return new[] { "stack", "hal", "boards", "firmware" }
            .SelectMany(folder => Repo.FilesBelow(folder, "*.csproj"))
            .Where(path => File.ReadAllText(Repo.At(path)).Contains("<IsPackable>true<")).ToList();
    }
}
