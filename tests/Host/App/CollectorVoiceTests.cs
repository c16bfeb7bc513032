using System.Collections.Generic;
using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Telemetry;

namespace NanoStack.Tests.Host.App;

/// <summary>What a collector says, and what of it is a complaint.</summary>
[TestClass]
public sealed class CollectorVoiceTests
{
    [TestMethod]
    [DataRow("error: disk full")]
    [DataRow("ERR unknown command")]
    [DataRow("-ERR unknown command")]
    [DataRow("{\"error\":\"no such table\"}")]
    [DataRow("record rejected")]
    [DataRow("400 Bad Request")]
    [DataRow("550 mailbox unavailable")]
    [DataRow("HTTP/1.1 500 Internal Server Error")]
    [DataRow("HTTP/1.1 301 Moved Permanently")]
    [DataRow("HTTP/2 404")]
    [DataRow("2 records, 1 error")]
    public void Line_OfAComplaint_IsKept(string line)
    {
        Log log = new Log();
        CollectorVoice voice = new CollectorVoice(log);

        Hear(voice, "hello\r\n" + line + "\r\nmore\n");

        Assert.AreEqual(line, voice.Complaint);
        CollectionAssert.Contains(log.Lines, "the collector says: " + line);
    }

    [TestMethod]
    [DataRow("ok")]
    [DataRow("HTTP/1.1 200 OK")]
    [DataRow("HTTP/1.0 204 No Content")]
    [DataRow("0 errors")]
    [DataRow("no error")]
    [DataRow("{\"error\":null}")]
    [DataRow("errors: 0")]
    [DataRow("stored 400")]
    [DataRow("399 bytes")]
    [DataRow("4000 bytes")]
    [DataRow("terror, badly")]
    [DataRow("seq=1 t=1234 temp=20.0")]
    public void Line_OfAnythingElse_IsShownAndNoComplaint(string line)
    {
        Log log = new Log();
        CollectorVoice voice = new CollectorVoice(log);

        Hear(voice, line + "\n");

        Assert.IsNull(voice.Complaint);
        CollectionAssert.AreEqual(new[] { "the collector says: " + line }, log.Lines);
    }

    [TestMethod]
    public void Line_InPiecesAndWithoutEnd_IsWholeAtTheConnectionsEnd()
    {
        Log log = new Log();
        CollectorVoice voice = new CollectorVoice(log);

        Hear(voice, "err");
        Hear(voice, "or: full");
        Assert.AreEqual(0, log.Lines.Count);
        voice.End();
        voice.End();

        CollectionAssert.AreEqual(new[] { "the collector says: error: full" }, log.Lines);
        Assert.AreEqual("error: full", voice.Complaint);
    }

    [TestMethod]
    public void Line_TooLong_IsCut()
    {
        Log log = new Log();
        CollectorVoice voice = new CollectorVoice(log);

        Hear(voice, new string('a', CollectorVoice.LineMax + 900) + "\n");

        Assert.AreEqual("the collector says: ".Length + CollectorVoice.LineMax, log.Lines[0].Length);
    }

    [TestMethod]
    public void Lines_OfATalker_AreNotAllShown_ButItsFirstComplaintIs()
    {
        Log log = new Log();
        CollectorVoice voice = new CollectorVoice(log);

        for (int i = 0; i < 1000; i++)
        {
            Hear(voice, "ping\n");
        }

        Assert.AreEqual(CollectorVoice.LinesMax + 1, log.Lines.Count);
        Hear(voice, "error: late\nerror: later\n");
        Assert.AreEqual("error: late", voice.Complaint);
        Assert.AreEqual(CollectorVoice.LinesMax + 2, log.Lines.Count);

        voice.Begin();
        Hear(voice, "ping\n");
        Assert.AreEqual(CollectorVoice.LinesMax + 3, log.Lines.Count, "another connection");
    }

    [TestMethod]
    public void Bytes_ThatAreNoText_AreDots()
    {
        Log log = new Log();
        CollectorVoice voice = new CollectorVoice(log);

        voice.Hear(new byte[] { 0, 27, 65, 255, 10 }, 5);

        CollectionAssert.AreEqual(new[] { "the collector says: ..A." }, log.Lines);
    }

    private static void Hear(CollectorVoice voice, string text)
    {
        byte[] data = Encoding.ASCII.GetBytes(text);
        voice.Hear(data, data.Length);
    }

    private sealed class Log : TelemetryLog
    {
        public readonly List<string> Lines = new List<string>();

        public override void Line(string text)
        {
            Lines.Add(text);
        }
    }
}
