using System.Collections.Generic;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Tidy;

/// <summary>The tidy rules must see each offence, and nothing where there is none.</summary>
[TestClass]
public sealed class TidySelfTests
{
    private const string Forty = "a234567890a234567890a234567890a234567890";

    [TestMethod]
    [DataRow("columns", Forty + Forty + Forty)]
    [DataRow("columns", "/// " + Forty + Forty + Forty)]
    [DataRow("leftover", "// TO" + "DO: later")]
    [DataRow("leftover", "// FIX" + "ME")]
    [DataRow("region", "#region Fields")]
    [DataRow("this", "int Run() => this.Count;")]
    [DataRow("seq", "if (skb.SeqEnd < sock.SndUna)")]
    [DataRow("seq", "return TcpHeader.SeqNumber(head, at) >= RcvNxt;")]
    [DataRow("seq", "while (seq > end.SeqStart)")]
    [DataRow("time", "int a = DateTime.Now;")]
    [DataRow("time", "Thread.Sleep(1);")]
    [DataRow("time", "System.Threading.Timer timer = null;")]
    [DataRow("time", "object timer = new Timer(Run, null, 1, 1);")]
    [DataRow("summary", "internal sealed class Room")]
    [DataRow("summary", "public enum Color")]
    public void Check_BadLine_IsFound(string rule, string line)
    {
        List<Finding> findings = Check("stack/Tcp/Room.cs", line);

        Assert.IsTrue(findings.Any(item => item.Rule == rule), rule);
    }

    [TestMethod]
    [DataRow("// before() and not seq < una; this. Thread")]
    [DataRow("string text = \"Thread this. seq < una\";")]
    [DataRow("if (Seq.Before(skb.SeqEnd, sock.SndUna))")]
    [DataRow("if (Seq.Distance(SndUna, SndNxt) > limitBytes)")]
    [DataRow("private readonly TcpTimer _timer;")]
    [DataRow("sock.Timer.Reset(nowMs);")]
    [DataRow("char quote = '\"'; int a = 1; // Thread \"")]
    [DataRow("uint mask = seq >> 16;")]
    [DataRow("return this[1];")]
    [DataRow("/// <see cref=\"" + Forty + Forty + "\"/>" + Forty)]
    [DataRow("/// <summary>A room.</summary>\ninternal sealed class Room")]
    [DataRow("/// <summary>A room.</summary>\n/// <remarks>Thread</remarks>\n[Flags]\nenum Room")]
    public void Check_GoodLine_IsNotFound(string text)
    {
        List<Finding> findings = Check("stack/Tcp/Room.cs", text);

        Assert.AreEqual(0, findings.Count, string.Join("\n", findings));
    }

    [TestMethod]
    public void Check_TimeInSocketFolder_IsFine()
    {
        Assert.AreEqual(0, Check("stack/Socket/Socket.cs", "Thread.Sleep(1);").Count);
        Assert.AreEqual(1, Check("stack/Kernel/Room.cs", "Thread.Sleep(1);").Count);
    }

    [TestMethod]
    public void Check_LongFile_IsFound()
    {
        string text = string.Join("\n", Enumerable.Repeat("int a;", 400)) + "\n";
        Assert.AreEqual(0, Check("hal/Room.cs", text).Count);

        text += "int a;\n";
        Assert.AreEqual("file", Check("hal/Room.cs", text).Single().Rule);
    }

    [TestMethod]
    public void Check_LongMethod_IsFoundByItsFirstLine()
    {
        string body = string.Join("\n", Enumerable.Repeat("        Run(\"{\"); // }", 67));
        string head = "namespace A;\n\nclass B\n{\n    int C(int a)\n    {\n";
        string text = head + body + "\n    }\n}\n";
        Assert.AreEqual(0, Check("hal/B.cs", text).Count);

        text = text.Replace("    {\n", "    {\n        if (a) { Run(); }\n");
        Finding finding = Check("hal/B.cs", text).Single();
        Assert.AreEqual("method", finding.Rule);
        Assert.AreEqual("hal/B.cs:5", finding.Place);
    }

    [TestMethod]
    public void Check_LongTable_IsNoMethod()
    {
        string rows = string.Join("\n", Enumerable.Repeat("        1,", 100));
        string text = "class B\n{\n    int[] A = new int[]\n    {\n" + rows + "\n    };\n}\n";

        Assert.AreEqual(0, Check("hal/B.cs", text).Count);
    }

    [TestMethod]
    [DataRow("NanoStack.Tcp", "NanoStack.Ip", true)]
    [DataRow("NanoStack.Ip", "NanoStack.Tcp", false)]
    [DataRow("NanoStack.Tcp", "NanoStack.Udp", false)]
    [DataRow("NanoStack.Sockets", "NanoStack.Udp", true)]
    [DataRow("NanoStack.Kernel", "NanoStack.Wire", false)]
    [DataRow("NanoStack.Skb", "NanoStack.Core", false)]
    [DataRow("NanoStack.Device", "NanoStack.Core", true)]
    [DataRow("NanoStack.Kernel", "NanoStack", false)]
    [DataRow("NanoStack", "NanoStack.Tcp", true)]
    [DataRow("NanoStack.Kernel", "System.Threading", true)]
    public void Layers_LookDownOnly(string from, string to, bool isAllowed)
    {
        Assert.AreEqual(isAllowed, Layers.MayName(from, to));
    }

    [TestMethod]
    public void Layers_UsingAndNamespaceOfASource()
    {
        SourceFile good = new SourceFile(
            "stack/Sock/Sock.cs", "using NanoStack.Skb;\n\nnamespace NanoStack.Core;\n");
        SourceFile bad = new SourceFile(
            "stack/Ip/IpOutput.cs", "using NanoStack.Tcp;\n\nnamespace NanoStack.Neigh;\n");

        Assert.AreEqual(0, Layers.CheckSource(good).Count);
        CollectionAssert.AreEqual(
            new[] { "namespace", "layer" },
            Layers.CheckSource(bad).Select(item => item.Rule).ToArray());
    }

    [TestMethod]
    public void ProjectLists_DifferencesAreFound()
    {
        const string Xml = "<Project><ItemGroup>"
            + "<Compile Include=\"$(MSBuildThisFileDirectory)A.cs\" />"
            + "<Compile Include=\"$(MSBuildThisFileDirectory)B\\C.cs\" />"
            + "<Compile Include=\"$(MSBuildThisFileDirectory)A.cs\" /></ItemGroup></Project>";

        string[] rules = ProjectLists
            .Check("stack/X.projitems", Xml, new[] { "stack/A.cs", "stack/D.cs" })
            .Select(item => item.Rule).ToArray();

        CollectionAssert.AreEqual(new[] { "unlisted", "missing", "twice" }, rules);
        Assert.AreEqual(
            "wildcard",
            ProjectLists.Check("a/X.projitems", Xml.Replace("A.cs", "**/*.cs"), new string[0])
                .Single().Rule);
    }

    [TestMethod]
    public void Counters_ListMayOnlyShrink()
    {
        List<string> lines = Counters.Compare(new[] { "A", "B" }, new[] { "B", "C" });

        CollectionAssert.AreEqual(new[] { "lacking: A", "needless, take it out: C" }, lines);
        CollectionAssert.AreEqual(
            new[] { "TxBusy" },
            Counters.NamesIn("mib.Inc(Mib.TxBusy); // Mib.RxShort\n").ToArray());
    }

    private static List<Finding> Check(string path, string text)
    {
        return TidyRules.Check(new SourceFile(path, text));
    }
}
