using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Hal.Host;
using NanoStack.Hal.Host.Pcap;

namespace NanoStack.Tests.Host.Hal;

/// <summary>Captures that Wireshark opens; clock and entropy of the PC.</summary>
[TestClass]
public sealed class CaptureTests
{
    [TestMethod]
    public void Pcapng_OfOneFrame_HasTheBytesOfTheDraft()
    {
        MemoryStream stream = new MemoryStream();
        using PcapngWriter writer = new PcapngWriter(stream, 0, "nano");
        byte[] frame = new byte[61];
        frame[60] = 0x99;
        writer.OnFrame(0, frame, 0, 61, 0x123456789A);
        byte[] file = stream.ToArray();

        Assert.AreEqual(0x0A0D0D0Au, Get(file, 0));
        Assert.AreEqual(28u, Get(file, 4));
        Assert.AreEqual(0x1A2B3C4Du, Get(file, 8));
        Assert.AreEqual(28u, Get(file, 24));
        Assert.AreEqual(1u, Get(file, 28));                 // interface description
        int at = 28 + (int)Get(file, 32);
        Assert.AreEqual(Get(file, 32), Get(file, at - 4));
        Assert.AreEqual(6u, Get(file, at));                 // enhanced packet
        int total = (int)Get(file, at + 4);
        Assert.AreEqual(28 + 64 + 12 + 4, total);
        Assert.AreEqual(0x12u, Get(file, at + 12));
        Assert.AreEqual(0x3456789Au, Get(file, at + 16));
        Assert.AreEqual(61u, Get(file, at + 20));
        Assert.AreEqual((byte)0x99, file[at + 28 + 60]);
        Assert.AreEqual(2u, Get(file, at + 28 + 64 + 4));   // outbound
        Assert.AreEqual((uint)total, Get(file, at + total - 4));
        Assert.AreEqual(file.Length, at + total);
    }

    [TestMethod]
    public void Pcapng_OfFrames_AllocatesNothing()
    {
        using PcapngWriter writer = new PcapngWriter(Stream.Null);
        byte[] frame = new byte[1514];
        writer.Write(frame, 0, 1514, 1, 1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            writer.Write(frame, 0, 1514, i, 0);
        }

        Assert.AreEqual(0L, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.AreEqual(101L, writer.FrameCount);
    }

    [TestMethod]
    public void Pcapng_OfARun_OpensInTshark()
    {
        if (!File.Exists("/usr/bin/tshark"))
        {
            Assert.Inconclusive("Skip: tshark is not installed.");
        }

        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".pcapng");
        try
        {
            HalBench bench = HalBench.Up();
            using (PcapngWriter writer = PcapngWriter.Create(path, 0))
            {
                bench.Wire.AddTap(writer);
                bench.Send();
                bench.Inject(bench.Frame(61));
            }

            string text = Tshark(path);
            string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.AreEqual(2, lines.Length, text);
            StringAssert.StartsWith(lines[0], "60\t0x0806\t24:6f:28:01:02:03\t0x00000002");
            StringAssert.StartsWith(lines[1], "61\t0x0806\t02:00:00:00:00:77\t0x00000001");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestMethod]
    public void HostEntropy_OfManyDraws_DoesNotRepeat()
    {
        HostEntropy entropy = new HostEntropy();
        HashSet<uint> seen = new HashSet<uint>();
        for (int i = 0; i < 1000; i++)
        {
            seen.Add(entropy.Next32());
        }

        Assert.IsTrue(seen.Count > 998);
    }

    [TestMethod]
    public void SeededEntropy_OfOneSeed_Repeats()
    {
        Assert.AreEqual(new SeededEntropy(4).Next32(), new SeededEntropy(4).Next32());
        Assert.AreNotEqual(new SeededEntropy(4).Next32(), new SeededEntropy(5).Next32());
    }

    [TestMethod]
    public void HostClock_AndItsStamps_GoForward()
    {
        HostClock clock = new HostClock();
        Assert.IsTrue(clock.NowMs() - clock.NowMs() <= 0);
        Assert.IsTrue(HostClock.UnixUs() > 1700000000000000L);
    }

    private static string Tshark(string path)
    {
        ProcessStartInfo start = new ProcessStartInfo(
            "/usr/bin/tshark",
            "-r " + path + " -T fields -e frame.len -e eth.type -e eth.src"
                + " -e frame.packet_flags")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start);
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text;
    }

    private static uint Get(byte[] file, int at)
    {
        return BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at, 4));
    }
}
