using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Hal.Host.Pcap;
using NanoStack.VirtualBoard;

namespace NanoStack.Tests.Host.App;

/// <summary>How a run of the virtual board ends: asked to, with a full disk, with a collector that
/// complains.</summary>
[TestClass]
public sealed class RunEndTests
{
    private const string Full = "/dev/full";

    [TestMethod]
    public void Run_WithoutEnd_GoesOnUntilItIsStoppedAndSaysSo()
    {
        AppRun run = AppRun.Until("collector: seq=", 20, "--records", "0", "--interval", "10");

        Assert.AreEqual(0, run.ExitCode, run.Output + run.Error);
        int made = int.Parse(run.Value("records made"));
        Assert.IsTrue(made >= 20, run.Output);
        StringAssert.Contains(
            run.Output, "Stopped by the user: " + made + " records made, " + made
                + " acknowledged, 0 dropped.");
        Assert.AreEqual("", run.Error);
    }

    [TestMethod]
    public void Run_WithoutEndOrCollector_TriesUntilItIsStopped()
    {
        AppRun run = AppRun.Until(
            "Next attempt in", 5, "--records", "0", "--interval", "10", "--fault", "no-collector");

        run.ExpectError(1, "192.168.7.1:9000", "nc -lk 9000");
        StringAssert.Contains(run.Output, "Stopped by the user: ");
    }

    [TestMethod]
    public void Run_ThatIsStoppedBeforeTheLink_IsNoSuccess()
    {
        AppRun.Until("PHY reset", 1, "--records", "0", "--fault", "no-link")
            .ExpectError(1, "before there was a link");
    }

    [TestMethod]
    public void Run_ThatIsStoppedBeforeItBegan_Ends()
    {
        AppRun.Of(new CancellationToken(true), "--records", "0").ExpectError(1, "stopped");
    }

    [TestMethod]
    public void Run_WhoseCollectorComplains_ShowsItAndIsNoSuccess()
    {
        AppRun run = AppRun.Of("--fault", "error", "--records", "8", "--interval", "10");

        run.ExpectError(1, "the collector answered with an error", "could not be stored");
        StringAssert.Contains(run.Output, "the collector says: error:");
        Assert.AreEqual("8", run.Value("records acknowledged"));
    }

    [TestMethod]
    public void Run_WhoseRecordsWereNotAcknowledged_IsNoSuccessWhenStoppedEither()
    {
        AppRun.Until(
            "collector broke", 1, "--records", "0", "--interval", "200", "--fault", "silent")
            .ExpectError(1, "stopped", "records were acknowledged");
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void Trace_OfFewRecords_ShowsASend(int records)
    {
        AppRun run = AppRun.Of("--trace", "--records", records.ToString(), "--interval", "10");

        Assert.AreEqual(0, run.ExitCode, run.Output + run.Error);
        StringAssert.Contains(run.Output, "One send, room by room");
        StringAssert.Contains(run.Output, "dma tx poll demand");
        StringAssert.Contains(run.Output, "release_sock");
    }

    [TestMethod]
    [DataRow("--trace --records 4 --interval 10")]
    [DataRow("--trace --records 4 --interval 10 --board lan8720-module")]
    [DataRow("--trace --records 1 --fault no-collector")]
    [DataRow("--records 4 --interval 10 --fault error")]
    public void Output_FitsEightyColumns(string line)
    {
        AppRun run = AppRun.Of(line.Split(' '));

        foreach (string text in run.OutputLines)
        {
            Assert.IsTrue(text.Length <= 80, text.Length + ": " + text);
            Assert.AreEqual(text.TrimStart().Length == 0, text.Length == 0, "blanks and no more");
        }
    }

    [TestMethod]
    [DataRow("--records 3 --interval 10")]
    [DataRow("--records 0 --interval 10")]
    [DataRow("--help")]
    [DataRow("--version")]
    public void Output_ThatBreaks_EndsTheRunWithOneLine(string line)
    {
        for (int lines = 0; lines < 12; lines += 4)
        {
            StringWriter error = new StringWriter();
            using BrokenWriter output = new BrokenWriter(line.StartsWith("--r") ? lines : 0);

            Task<int> run = Task.Run(
                () => VirtualBoard.App.Run(line.Split(' '), output, error, CancellationToken.None));

            Assert.IsTrue(run.Wait(30000), "the run ends");
            Assert.AreEqual(1, run.Result);
            Assert.AreEqual(
                "virtual board: the output cannot be written: the disk is full" + Environment.NewLine,
                error.ToString());
        }
    }

    [TestMethod]
    public void Error_ThatCannotBeWritten_LeavesTheExitCode()
    {
        using BrokenWriter error = new BrokenWriter(0);

        int code = VirtualBoard.App.Run(
            new[] { "--bogus" }, new StringWriter(), error, CancellationToken.None);

        Assert.AreEqual(2, code);
    }

    [TestMethod]
    public void Capture_OnAFullDisk_SaysSoBeforeAnythingBegins()
    {
        if (!File.Exists(Full))
        {
            Assert.Inconclusive("there is no " + Full);
        }

        AppRun run = AppRun.Of("--pcap", Full);

        run.ExpectError(2, "--pcap", Full);
        Assert.AreEqual("", run.Output);
    }

    /// <summary>The disk fills up in the middle, at any byte: whoever sends a frame is not thrown
    /// at.</summary>
    [TestMethod]
    public void Capture_WhoseDiskFillsUp_EndsAndSaysSo()
    {
        for (int room = 200; room < 900; room += 23)
        {
            using SmallDisk disk = new SmallDisk(room);
            using Capture capture = new Capture("run.pcapng", new PcapngWriter(disk, 0));
            for (int i = 0; i < 10; i++)
            {
                capture.OnFrame(i & 1, new byte[100], 0, 100, i);
            }

            capture.Dispose();

            StringAssert.Contains(capture.Failure, "run.pcapng is not complete");
        }
    }

    [TestMethod]
    public void Capture_WhoseLastBytesDoNotFit_SaysSoAtTheEnd()
    {
        using SmallDisk disk = new SmallDisk(500);
        BufferedStream buffered = new BufferedStream(disk, 65536);
        using Capture capture = new Capture("run.pcapng", new PcapngWriter(buffered, 0));
        for (int i = 0; i < 10; i++)
        {
            capture.OnFrame(i & 1, new byte[100], 0, 100, i);
        }

        Assert.IsNull(capture.Failure);
        capture.Dispose();
        StringAssert.Contains(capture.Failure, "run.pcapng is not complete");
    }

    private static IOException DiskFull() => new IOException("the disk is full");

    /// <summary>Takes so many lines.</summary>
    private sealed class BrokenWriter : StringWriter
    {
        private int _linesLeft;

        public BrokenWriter(int lines)
        {
            _linesLeft = lines;
        }

        public override void Write(char value) => Take(0);

        public override void Write(string value) => Take(value.Count(c => c == '\n'));

        public override void Write(char[] buffer, int index, int count) => Take(0);

        public override void WriteLine() => Take(1);

        public override void WriteLine(string value) => Take(1);

        private void Take(int lines)
        {
            if (_linesLeft <= 0)
            {
                throw DiskFull();
            }

            _linesLeft -= lines;
        }
    }

    private sealed class SmallDisk : MemoryStream
    {
        private readonly int _room;

        public SmallDisk(int room)
        {
            _room = room;
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (Length + count > _room)
            {
                throw DiskFull();
            }

            base.Write(buffer, offset, count);
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Length + buffer.Length > _room)
            {
                throw DiskFull();
            }

            base.Write(buffer);
        }
    }
}
