using System.IO;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.NanoClr;

namespace NanoStack.Tests.Host.NanoClr;

/// <summary>The lane that compiles device projects against the real mscorlib, on projects of its
/// own.</summary>
[TestClass]
public sealed class CompileLaneTests
{
    private string _root;

    [TestInitialize]
    public void Start()
    {
        _root = Directory.CreateTempSubdirectory("compile").FullName;
        Write(
            "tests/NanoClr/Declarations/nanoFramework.Test.cs",
            "namespace N { public static class Chip { public static extern int Read(); } }");
    }

    [TestCleanup]
    public void Stop()
    {
        Directory.Delete(_root, true);
    }

    [TestMethod]
    public void Project_OfTheDevice_IsCompiledAgainstMscorlibAndDeclarations()
    {
        Project("public class A { public long B() { return N.Chip.Read(); } }");

        string text = Run(CoreLibrary.Path, out Counts counts);

        StringAssert.Contains(text, "passed compile nanoFramework.Test (declared)");
        StringAssert.Contains(text, "passed compile One");
        Assert.AreEqual("2 passed, 0 failed, 0 skipped", counts.Text);
    }

    [TestMethod]
    [DataRow("int? b;", "Nullable")]
    [DataRow("void B() { System.Environment.Exit(1); }", "Environment")]
    [DataRow("int B() { return N.Chip.Write(); }", "Write")]
    [DataRow("record C(int D);", "One.cs")]
    [DataRow("string B = \"\"\"a\"\"\";", "CS8936")]
    public void Project_ThatUsesWhatTheDeviceLacks_Fails(string member, string said)
    {
        Project("public class A { " + member + " }");

        string text = Run(CoreLibrary.Path, out Counts counts);

        StringAssert.Contains(text, "failed compile One");
        StringAssert.Contains(text, said);
        Assert.AreEqual("1 passed, 1 failed, 0 skipped", counts.Text);
    }

    [TestMethod]
    public void CoreLibrary_NotRestored_IsSkippedWithItsPath()
    {
        Project("public class A { }");

        string text = Run(Path.Combine(_root, "mscorlib.dll"), out Counts counts);

        StringAssert.Contains(text, "skipped: no " + Path.Combine(_root, "mscorlib.dll"));
        Assert.AreEqual("0 passed, 0 failed, 1 skipped", counts.Text);
    }

    [TestMethod]
    public void CoreLibrary_IsOfTheVersionThatTheProjectsName()
    {
        string version = "1.17.11";

        StringAssert.Contains(CoreLibrary.Path, "/" + version + "/");
        StringAssert.Contains(
            File.ReadAllText(Repo.At("stack/packages.config")),
            "nanoFramework.CoreLibrary\" version=\"" + version + "\"");
        Assert.IsTrue(CoreLibrary.IsThere, CoreLibrary.Path);
    }

    private string Run(string coreLibrary, out Counts counts)
    {
        StringWriter text = new StringWriter();
        CompileLane lane = new CompileLane(_root, Path.Combine(_root, "out"), coreLibrary, text);
        lane.Run();
        counts = lane.Counts;
        return text.ToString();
    }

    private void Project(string source)
    {
        Write("One.cs", source);
        Write(
            "One.nfproj",
            "<Project><PropertyGroup><AssemblyName>One</AssemblyName><OutputType>Library</OutputType>"
                + "</PropertyGroup><ItemGroup><Compile Include=\"One.cs\" />"
                + "<Reference Include=\"nanoFramework.Test\" /><Reference Include=\"mscorlib\" />"
                + "</ItemGroup></Project>");
    }

    private void Write(string name, string text)
    {
        string path = Path.Combine(_root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path));
        File.WriteAllText(path, text);
    }
}
