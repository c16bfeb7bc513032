using System;
using System.IO;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Tap;

/// <summary>The cable itself: the kernel's own counters must say that the frames were there.</summary>
[TestClass]
public sealed class BenchCableTests
{
    private const int ReceivedColumn = 2;
    private const int SentColumn = 10;

    [TestMethod]
    public void Frames_BothWays_AreCountedByTheKernel()
    {
        byte[] frame = AttackFrames.Echo(new byte[10]);
        BenchCable.ToPeer(frame);
        int received = Statistic(ReceivedColumn);
        int sent = Statistic(SentColumn);

        BenchCable.ToPeer(frame);
        BenchCable.ToPeer(frame);
        BenchCable.ToUs(frame);

        Assert.AreEqual(received + 2, Statistic(ReceivedColumn), "from our end");
        Assert.AreEqual(sent + 1, Statistic(SentColumn), "from the peer's end");
    }

    /// <summary>Questions that any host would answer: are you there, and who has this address.</summary>
    [TestMethod]
    public void Kernel_Asked_SaysNothing()
    {
        byte[] echo = AttackFrames.Echo(new byte[10]);
        BenchCable.ToPeer(echo);
        int sent = Statistic(SentColumn);

        BenchCable.ToPeer(Frames.ToAll(echo));
        BenchCable.ToPeer(Frames.Arp(
            ArpHeader.OperationRequest, BenchWire.OurAddress, Frames.OurIp, Frames.PeerIp));

        Assert.AreEqual(sent, Statistic(SentColumn));
    }

    private static int Statistic(int column)
    {
        string line = File.ReadAllLines(BenchCable.StatisticsPath)
            .Single(text => text.Contains(BenchCable.InterfaceName + ":"));
        string[] fields = line.Replace(":", " ")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return int.Parse(fields[column]);
    }
}
