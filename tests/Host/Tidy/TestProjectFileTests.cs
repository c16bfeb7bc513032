using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Tidy;

/// <summary>The NFUnitTest projects, which only nanoFramework's test adapter reads: as its own
/// repositories have them (System.Net, CoreLibrary, TestFramework), or it finds no test.</summary>
[TestClass]
public sealed class TestProjectFileTests
{
    [TestMethod]
    public void TestProjects_AreFour()
    {
        CollectionAssert.AreEquivalent(
            new[]
            {
                "tests/NFUnitTest/NFUnitTest.nfproj",
                "tests/NFUnitTest.First/NFUnitTest.First.nfproj",
                "tests/NFUnitTest.Rules/NFUnitTest.Rules.nfproj",
                "tests/NFUnitTest.Tcp/NFUnitTest.Tcp.nfproj",
            },
            TestProjects());
    }

    [TestMethod]
    public void TestProjects_AreCalledWhatTheLauncherLoads()
    {
        foreach (string project in TestProjects())
        {
            CollectionAssert.AreEqual(
                new[] { "NFUnitTest" }, ProjectFileTests.Values(project, "AssemblyName"), project);
        }
    }

    [TestMethod]
    [DataRow("OutputType", "Library")]
    [DataRow("IsCodedUITest", "False")]
    [DataRow("IsTestProject", "true")]
    [DataRow("TestProjectType", "UnitTest")]
    [DataRow("RunSettingsFilePath", @"$(MSBuildProjectDirectory)\nano.runsettings")]
    public void TestProjects_SayThatTheyAreTests(string name, string value)
    {
        foreach (string project in TestProjects())
        {
            CollectionAssert.AreEqual(
                new[] { value }, ProjectFileTests.Values(project, name), project);
        }
    }

    [TestMethod]
    [DataRow("ProjectCapability", "TestContainer")]
    [DataRow("None", "nano.runsettings")]
    [DataRow("Reference", "nanoFramework.TestFramework")]
    [DataRow("Reference", "nanoFramework.UnitTestLauncher")]
    public void TestProjects_HaveTheItemsOfOne(string kind, string include)
    {
        foreach (string project in TestProjects())
        {
            CollectionAssert.Contains(ProjectFileTests.Items(project, kind), include, project);
        }
    }

    /// <summary>The launcher is an executable of the framework's package.</summary>
    [TestMethod]
    public void TestProjects_TakeTheLauncherFromItsPackage()
    {
        foreach (string project in TestProjects())
        {
            Assert.AreEqual(
                1,
                ProjectFileTests.Values(project, "HintPath")
                    .Count(hint => hint.EndsWith(@"\lib\nanoFramework.UnitTestLauncher.exe")),
                project);
            XElement package = ProjectFileTests.Load(Path.GetDirectoryName(project) + "/packages.config")
                .Descendants("package")
                .Single(item => (string)item.Attribute("id") == "nanoFramework.TestFramework");
            Assert.AreEqual("true", (string)package.Attribute("developmentDependency"), project);
        }
    }

    /// <summary>Its test adapter opens every file that the project itself names, a wildcard too, and
    /// would end there: the sources stand in .projitems lists.</summary>
    [TestMethod]
    public void TestProjects_NameOnlyFilesThatExist()
    {
        foreach (string project in TestProjects())
        {
            foreach (string file in ProjectFileTests.Items(project, "Compile"))
            {
                string path = Path.GetDirectoryName(project) + "/" + file.Replace('\\', '/');
                Assert.IsTrue(File.Exists(Repo.At(path)), project + ": " + file);
            }
        }
    }

    /// <summary>One process: the assemblies share their name, and a board has one port.</summary>
    [TestMethod]
    [DataRow("MaxCpuCount", "1")]
    [DataRow("ResultsDirectory", @".\TestResults")]
    [DataRow("TargetFrameworkVersion", "net48")]
    [DataRow("TargetPlatform", "x64")]
    [DataRow("IsRealHardware", "False")]
    [DataRow("RealHardwarePort", "")]
    public void RunSettings_SayHowTestsRun(string name, string value)
    {
        foreach (string project in TestProjects())
        {
            string settings = Path.GetDirectoryName(project) + "/nano.runsettings";
            CollectionAssert.AreEqual(
                new[] { value }, ProjectFileTests.Values(settings, name), settings);
            Assert.AreEqual(1, ProjectFileTests.Values(settings, "nanoFrameworkAdapter").Count);
        }
    }

    private static List<string> TestProjects()
    {
        return ProjectFileTests.NanoProjects()
            .Where(project => Path.GetFileName(project).StartsWith("NFUnitTest")).ToList();
    }
}
