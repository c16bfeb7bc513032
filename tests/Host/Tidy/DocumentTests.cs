using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Tidy;

/// <summary>Whatever names a document of ours names one that a reader finds.</summary>
[TestClass]
public sealed class DocumentTests
{
    // Put together, or this file would find itself.
    private const string Gone = "docs/go" + "ne.m" + "d";
    private const string Hardware = "docs/hardware" + ".m" + "d";

    private static readonly string[] Patterns =
    {
        "*.cs", "*.c", "*.h", "*.cpp", "*.md", "*.sh", "*.ps1", "*.cmake", "*.txt", "*.csproj",
        "*.nfproj", "*.projitems", "*.props", "*.targets",
    };

    [TestMethod]
    public void References_LeadToDocumentsAndSectionsThatExist()
    {
        Documents documents = new Documents(Repo.Root);
        List<string> files = Files().ToList();

        List<string> findings = files
            .SelectMany(path => documents.Check(new SourceFile(path, File.ReadAllText(Repo.At(path)))))
            .Select(finding => finding.ToString()).ToList();

        Assert.IsTrue(files.Count > 500, files.Count + " files");
        Assert.AreEqual(0, findings.Count, string.Join("\n", findings));
    }

    [TestMethod]
    [DataRow("// see " + Gone)]
    [DataRow("string text = \"see " + Gone + "\";")]
    [DataRow("/// <summary>A ring (GADG" + "ET, 3.7).</summary>")]
    [DataRow("/// <summary>A ring (GADG" + "ET,\n    /// 3).</summary>")]
    [DataRow("int a; // GADG" + "ET 1.2")]
    [DataRow("/* of GADG" + "ET, section 5. */")]
    [DataRow("// GADG" + "ET chapters 3 to 5")]
    [DataRow("/// <summary>A ring (<c>GADG" + "ET</c>, 10).</summary>")]
    public void Reference_ToADocumentThatIsNotThere_IsFound(string text)
    {
        Expect("document", text);
    }

    [TestMethod]
    [DataRow("// " + Hardware + ", 99")]
    [DataRow("// (" + Hardware + ", 3.1 and 3.99)")]
    [DataRow("/// <summary>A ring (" + Hardware + ",\n    /// 2.9).</summary>")]
    [DataRow("/* " + Hardware + ", 1.2,\n * 1.77 */")]
    public void Reference_ToASectionThatIsNotThere_IsFound(string text)
    {
        Expect("section", text);
    }

    [TestMethod]
    [DataRow("// " + Hardware + ", 1.2, 3.1 and 4; 99 more")]
    [DataRow("// (" + Hardware + ", 3.7, pitfall 15)")]
    [DataRow("// IEEE 802.3, clause 22; RFC 9293, 3.4; MISSED 27:17; POPL 2014; TIME_WAIT, 2 MSL")]
    [DataRow("Check(NULLS, 0, GADG" + "ET, 1.5);")]
    [DataRow("// README.m" + "d, CONTRIBUTING.m" + "d")]
    public void Reference_ThatLeadsSomewhere_IsFine(string text)
    {
        List<Finding> findings = Check("stack/Tcp/Room.cs", text);

        Assert.AreEqual(0, findings.Count, string.Join("\n", findings));
    }

    [TestMethod]
    public void Pages_AreReadWhole_AndScriptsInTheirComments()
    {
        Assert.AreEqual(1, Check("docs/a.m" + "d", "As GADG" + "ET,\n3.1 says.").Count);
        Assert.AreEqual(1, Check("ci", "# As GADG" + "ET, 3.1 says").Count);
        Assert.AreEqual(0, Check("ci", "echo GADG" + "ET, 3.1").Count);
        Assert.AreEqual(0, Check("ci", "cat \"$folder/go" + "ne.m" + "d\"").Count);
    }

    private static void Expect(string rule, string text)
    {
        List<Finding> findings = Check("stack/Tcp/Room.cs", text);

        Assert.AreEqual(1, findings.Count, string.Join("\n", findings));
        Assert.AreEqual(rule, findings[0].Rule);
    }

    private static List<Finding> Check(string path, string text)
    {
        return new Documents(Repo.Root).Check(new SourceFile(path, text));
    }

    private static IEnumerable<string> Files()
    {
        return Repo.SourceFolders.Append("docs")
            .SelectMany(folder => Patterns.SelectMany(pattern => Repo.FilesBelow(folder, pattern)))
            .Concat(Patterns.SelectMany(pattern => Directory.EnumerateFiles(Repo.Root, pattern))
                .Select(path => Path.GetFileName(path)))
            .Append("ci").Distinct(StringComparer.Ordinal);
    }
}
