using System.IO;
using System.Linq;
using System.Xml.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Sockets;

namespace NanoStack.Tests.Host.Tap;

/// <summary>What nmap's OS detection makes of us: sequence numbers, IP identifiers and time stamps
/// as a stranger sees them.</summary>
[TestClass]
[TestCategory(TapEnvironment.Category)]
public sealed class ScanTests
{
    private const int IndexMin = 250;

    /// <summary>nmap estimates the scatter from six answers. Of 32 random bits it makes 260, give or
    /// take ten; a generator that can be guessed stays below 200 however often it is asked.</summary>
    private const int ScanCountMax = 3;

    private const int ClosedPort = 5001;

    public TestContext TestContext { get; set; }

    [TestMethod]
    public void SequenceNumbers_AreUnpredictable()
    {
        RequireNmap();
        using TapBench bench = new TapBench(TestContext.TestName);
        using (Socket listener = bench.NewListener(TapPair.Port))
        {
            int best = 0;
            for (int i = 0; i < ScanCountMax && best < IndexMin; i++)
            {
                XElement sequence = Scan(bench).Descendants("tcpsequence").Single();
                TestContext.WriteLine(sequence.ToString());
                best = System.Math.Max(best, (int)sequence.Attribute("index"));
            }

            Assert.IsTrue(best >= IndexMin, "sequence predictability index " + best);
        }

        bench.ExpectSound();
    }

    /// <summary>A datagram that is never fragmented needs no identifier (RFC 6864, 4.1), so there is
    /// nothing to count our traffic by; and nmap's six connections see six clocks, which have no
    /// frequency, so nobody learns when we were started (RFC 7323, 7.1).</summary>
    [TestMethod]
    public void IdentifiersAndTimestamps_TellNothing()
    {
        RequireNmap();
        using TapBench bench = new TapBench(TestContext.TestName);
        using (Socket listener = bench.NewListener(TapPair.Port))
        {
            XDocument scan = Scan(bench);
            Assert.AreEqual(
                "All zeros", (string)scan.Descendants("ipidsequence").Single().Attribute("class"));
            XElement stamps = scan.Descendants("tcptssequence").Single();
            TestContext.WriteLine(stamps.ToString());
            Assert.IsFalse(
                ((string)stamps.Attribute("class")).EndsWith("HZ", System.StringComparison.Ordinal),
                "one clock: " + stamps);
        }

        bench.ExpectSound();
    }

    private static void RequireNmap()
    {
        TapEnvironment.RequireOrSkip();
        if (!TapEnvironment.HasProgram("nmap"))
        {
            Assert.Inconclusive("nmap is not installed.");
        }
    }

    private XDocument Scan(TapBench bench)
    {
        string path = Path.ChangeExtension(bench.CapturePath, ".xml");
        bench.Kernel.Execute(
            "nmap", "-n", "-Pn", "-O", "-v", "--max-os-tries", "1", "-p",
            TapPair.Port + "," + ClosedPort, "-oX", path, TapBench.BoardIp);
        return XDocument.Load(path);
    }
}
