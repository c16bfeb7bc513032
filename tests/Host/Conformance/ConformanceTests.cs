using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Conformance;

/// <summary>The table of rules against the tests, and the reader that makes it.</summary>
[TestClass]
public sealed class ConformanceTests
{
    private static readonly string[] Lines =
    {
        "# a comment", "== First", "1 | RFC 1, 2 | One thing. |",
        "2 | own | Another. | excepted: not yet", "== Second", "T1 | dropped | A lie. | a note",
    };

    [TestMethod]
    public void TestsName_OnlyRulesThatAreListed()
    {
        List<string> unknown = Table(new TestResults(), new TestResults()).Unknown();

        Assert.AreEqual(0, unknown.Count, string.Join("\n", unknown));
    }

    [TestMethod]
    public void Rules_AreNumberedFrom1To186()
    {
        string keys = string.Join(" ", Row.Read(ConformanceTable.RulesPath).Select(row => row.Key));

        Assert.AreEqual(string.Join(" ", Enumerable.Range(1, 186)), keys);
    }

    /// <summary>What ./ci conformance runs: with the results of the tests at hand.</summary>
    [TestMethod]
    [TestCategory("Conformance")]
    public void Document_IsThatOfTheTests()
    {
        string folder = Environment.GetEnvironmentVariable("NANOSTACK_TRX");
        if (string.IsNullOrEmpty(folder))
        {
            Assert.Inconclusive("it needs the results of the tests: ./ci conformance runs it");
        }

        string tapFolder = Repo.At(Environment.GetEnvironmentVariable("NANOSTACK_TRX_TAP"));
        TestResults overTap = Directory.Exists(tapFolder)
            ? TestResults.ReadFolder(tapFolder) : new TestResults();
        ConformanceTable table = Table(TestResults.ReadFolder(Repo.At(folder)), overTap);
        string made = Path.Combine(Repo.At(folder), "conformance.md");
        File.WriteAllText(made, table.Document());
        List<string> unproven = table.Unproven();
        File.WriteAllText(
            Path.Combine(Repo.At(folder), "conformance.count"),
            table.ProvenCount + " " + unproven.Count + " " + table.ExceptedCount + "\n");
        Assert.AreEqual(0, unproven.Count, "not proven:\n" + string.Join("\n", unproven));
    }

    [TestMethod]
    public void Summary_BeginsWithRulesOrAttacks()
    {
        Assert.AreEqual("57", KeysOf("Rule 57 (RFC 5961, 3.2): a RST."));
        Assert.AreEqual("45 46 47 48 50 52", KeysOf("Rules 45-48, 50 and 52 (RFC 9293, 3.4): all."));
        Assert.AreEqual("T16", KeysOf("Attack T16: SYN and FIN."));
        Assert.AreEqual("F1 F2 F3", KeysOf("Attacks F1 to F3: fragments."));
        Assert.AreEqual(
            "7 T5 T6 T13", KeysOf("Rule 7 (RFC 9293, 3.2; attacks T5 to T6, T13): lengths."));
        Assert.AreEqual("", KeysOf("A rule of 1 thumb, and attack T1 in passing."));
        Assert.AreEqual("11", KeysOf("Rule 11 (RFC 9293, 3.1): no attack T2 in the text counts."));
    }

    [TestMethod]
    public void Test_IsFoundWithItsClass()
    {
        const string text = "namespace A.B;\n\n/// <summary>Rule 9: of the class.</summary>\n"
            + "[TestClass]\npublic sealed class FirstTests\n{\n"
            + "    /// <summary>Rule 3 (RFC 1,\n    /// 2): two lines.</summary>\n    [TestMethod]\n"
            + "    public void Send_Twice_Counts()\n    {\n    }\n\n    /// <summary>Rule 4: no test.</summary>\n"
            + "    private void Help()\n    {\n    }\n\n    [TestMethod]\n    public void Bare()\n    {\n    }\n}\n";

        List<TaggedTest> tests = TestTags.Read(new SourceFile("a.cs", text));

        Assert.AreEqual(1, tests.Count);
        Assert.AreEqual("A.B.FirstTests.Send_Twice_Counts", tests[0].FullName);
        Assert.AreEqual("3", string.Join(" ", tests[0].Keys));
    }

    [TestMethod]
    public void Row_WithoutPassingTest_IsUnproven()
    {
        ConformanceTable table = Small(Results("Passed", "Failed"));

        Assert.AreEqual(1, table.ProvenCount);
        Assert.AreEqual(1, table.ExceptedCount);
        Assert.AreEqual("T1 (A lie.) fail", string.Join(";", table.Unproven()));
        Assert.AreEqual("T1 (A lie.) no test", string.Join(";", Small(Results("Passed", "NotExecuted")).Unproven()));
    }

    [TestMethod]
    public void Document_SaysResultsAndExceptions()
    {
        string document = Small(Results("Passed", "Passed")).Document();

        StringAssert.Contains(document, "2 rules: 1 proven, 1 excepted. 1 attacks: 1 answered");
        StringAssert.Contains(document, "as they should be, 1 of them over TAP too.");
        StringAssert.Contains(document, "\n## 2. Rules\n\n### 2.1 First\n");
        StringAssert.Contains(document, "\n### 3.1 Second\n");
        StringAssert.Contains(document, "| 1 | One thing. | RFC 1, 2 | pass | `C.One` |\n");
        StringAssert.Contains(document, "| 2 | Another. | own | excepted: not yet |  |\n");
        StringAssert.Contains(document, "| T1 | A lie.<br>a note | dropped | pass | pass | `C.Two` |\n");
    }

    [TestMethod]
    public void Attack_NotPassedOverTap_IsUnproven()
    {
        TestResults inMemory = Results("Passed", "Passed");

        Assert.AreEqual(
            "T1 (A lie.) over TAP: fail",
            string.Join(";", Small(inMemory, Results("Passed", "Failed"), "").Unproven()));
        Assert.AreEqual(
            "T1 (A lie.) over TAP: not seen",
            string.Join(";", Small(inMemory, Results("Passed", "NotExecuted"), "").Unproven()));
    }

    [TestMethod]
    public void TapColumn_WithoutResults_StaysAsThePageHasIt()
    {
        TestResults inMemory = Results("Passed", "Passed");
        string page = Small(inMemory).Document();

        Assert.AreEqual(page, Small(inMemory, new TestResults(), page).Document());
        Assert.AreEqual(
            "T1 (A lie.) over TAP: not seen",
            string.Join(";", Small(inMemory, new TestResults(), "").Unproven()));
    }

    private static string KeysOf(string summary) => string.Join(" ", TestTags.Keys(summary));

    private static ConformanceTable Table(TestResults results, TestResults overTap)
    {
        List<TaggedTest> tests = Repo.Sources("tests").Where(file => !IsSample(file))
            .SelectMany(TestTags.Read).ToList();
        return new ConformanceTable(
            Row.Read(ConformanceTable.RulesPath), Row.Read(ConformanceTable.AttacksPath), tests,
            results, new TapColumn(overTap, File.ReadAllText(Repo.At(ConformanceTable.DocumentPath))));
    }

    private static bool IsSample(SourceFile file)
    {
        return file.Path.EndsWith("/ConformanceTests.cs", StringComparison.Ordinal);
    }

    private static ConformanceTable Small(TestResults results)
    {
        return Small(results, Results("Passed", "Passed"), "");
    }

    private static ConformanceTable Small(TestResults results, TestResults overTap, string page)
    {
        List<Row> rows = Row.Parse(Lines);
        List<TaggedTest> tests = new List<TaggedTest>
        {
            new TaggedTest("N", "C", "One", new[] { "1" }),
            new TaggedTest("N", "C", "Two", new[] { "T1" }),
        };
        return new ConformanceTable(
            rows.Take(2).ToList(), rows.Skip(2).ToList(), tests, results,
            new TapColumn(overTap, page));
    }

    // A run of C.One and C.Two, the first with two rows of data.
    private static TestResults Results(string one, string two)
    {
        TestResults results = new TestResults();
        results.Add(XDocument.Parse(
            "<TestRun xmlns='x'><Results><UnitTestResult testId='1' outcome='" + one + "' />"
            + "<UnitTestResult testId='2' outcome='" + two + "' /></Results><TestDefinitions>"
            + "<UnitTest id='1'><TestMethod className='N.C' name='One (1)' /></UnitTest>"
            + "<UnitTest id='2'><TestMethod className='N.C' name='Two' /></UnitTest>"
            + "</TestDefinitions></TestRun>"));
        return results;
    }
}
