#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Neigh;
using NanoStack.Skb;
using NanoStack.Tests.Bench;

namespace NanoStack.Tests.Neigh;

/// <summary>The table is small and everybody may ask: who gets a place, and who loses it.</summary>
[TestClass]
public sealed class NeighTableTests
{
    [TestMethod]
    public void Full_OneMore_TakesThePlaceOfTheOneUnusedLongest()
    {
        NeighBench bench = new NeighBench();
        Fill(bench, bench.Table.Count);
        bench.Send(NeighBench.NobodyIp, 1);             // the first is used again

        bench.Send(Frames.PeerIp, 1);

        bench.ExpectUnknown(NeighBench.NobodyIp + 1);
        bench.ExpectState(NeighBench.NobodyIp, NudState.Reachable);
        Assert.AreEqual(1, bench.Count(Mib.NeighEvicted));
        bench.ExpectNoLeaks(1);
    }

    /// <summary>An address that does not answer loses its place first.</summary>
    [TestMethod]
    public void Full_OneHasFailed_ItMakesRoom()
    {
        NeighBench bench = new NeighBench();
        Fill(bench, bench.Table.Count - 1);
        bench.Send(Frames.PeerIp, 1);
        bench.Bench.Advance(3000);
        bench.ExpectState(Frames.PeerIp, NudState.Failed);

        bench.Send(Frames.GatewayIp, 1);

        bench.ExpectUnknown(Frames.PeerIp);
        bench.ExpectState(NeighBench.NobodyIp, NudState.Reachable);
    }

    /// <summary>An unresolvable neighbour starves nobody: while many are asked for in vain, one that
    /// answers is resolved and used.</summary>
    [TestMethod]
    public void Full_OfAddressesNobodyHas_OthersAreStillResolved()
    {
        NeighBench bench = new NeighBench();
        for (int i = 0; i < bench.Table.Count * 3; i++)
        {
            Assert.AreEqual(NeighTable.Parked, bench.Send(NeighBench.NobodyIp + (uint)i, 1));
        }

        bench.Bench.Clock.Advance(1);
        bench.Resolve(Frames.GatewayIp);
        for (int i = 0; i < bench.Table.Count - 1; i++)
        {
            bench.Send(NeighBench.NobodyIp + 100 + (uint)i, 1);
        }

        bench.Wire.ClearSent();
        bench.Send(Frames.GatewayIp, 2);
        bench.ExpectPacket(2, BenchWire.PeerAddress);
        bench.Bench.Advance(3000);
        bench.ExpectNoLeaks();
    }

    /// <summary>Who asks for us never takes the place of whom we send to: it is answered, and
    /// forgotten.</summary>
    [TestMethod]
    public void Full_OfOurs_AStrangerAsks_IsAnsweredAndNotRemembered()
    {
        NeighBench bench = new NeighBench();
        Fill(bench, bench.Table.Count);

        bench.AskForUs(NeighBench.OtherIp, NeighBench.OtherAddress);

        bench.ExpectReply(NeighBench.OtherIp, NeighBench.OtherAddress);
        bench.ExpectUnknown(NeighBench.OtherIp);
        Assert.AreEqual(1, bench.Count(Mib.NeighTableFull));
        Assert.AreEqual(0, bench.Count(Mib.NeighEvicted));
        Assert.AreEqual(Errno.NoBufs, bench.Send(NeighBench.OtherIp, 1, false));
        Assert.AreEqual(2, bench.Count(Mib.NeighTableFull));
        bench.ExpectNoLeaks();
    }

    /// <summary>What our sockets have not used for long makes room for whoever comes.</summary>
    [TestMethod]
    public void Full_OfOursUnused_AStrangerAsks_IsRemembered()
    {
        NeighBench bench = new NeighBench();
        Fill(bench, bench.Table.Count);
        bench.Bench.Advance(Limits.NeighReachableMs);

        bench.AskForUs(NeighBench.OtherIp, NeighBench.OtherAddress);

        bench.ExpectState(NeighBench.OtherIp, NudState.Stale);
    }

    /// <summary>Strangers push out strangers, and never us.</summary>
    [TestMethod]
    public void Flood_OfQuestions_LeavesOurNeighbours()
    {
        NeighBench bench = new NeighBench();
        bench.Resolve(Frames.GatewayIp);
        bench.Send(Frames.PeerIp, 1);
        for (int i = 0; i < 60; i++)
        {
            bench.AskForUs(NeighBench.NobodyIp + (uint)i, NeighBench.OtherAddress);
        }

        bench.ExpectState(Frames.GatewayIp, NudState.Reachable);
        bench.ExpectState(Frames.PeerIp, NudState.Incomplete);
        bench.ExpectState(NeighBench.NobodyIp + 59, NudState.Stale);
        bench.ExpectNoLeaks(1);
    }

    [TestMethod]
    public void PurgeOwner_TakesOutTheOwnersPacketsOnly()
    {
        Limits limits = Limits.Default();
        limits.NeighParkCount = 3;
        limits.SkbHeaderCount = 32;
        NeighBench bench = new NeighBench(limits);
        object owner = new object();
        Park(bench, 1, null);
        Park(bench, 2, owner);
        Park(bench, 3, null);

        bench.Table.Queue.PurgeOwner(owner);

        bench.ExpectNoLeaks(2);
        bench.Wire.ClearSent();
        bench.Answer(Frames.PeerIp, BenchWire.PeerAddress);
        bench.ExpectPacket(1, BenchWire.PeerAddress);
        bench.ExpectPacket(3, BenchWire.PeerAddress);
        bench.ExpectSilence();
        bench.ExpectNoLeaks();
    }

    private static void Park(NeighBench bench, byte mark, object owner)
    {
        SkBuff skb = bench.Packet(mark);
        skb.Owner = owner;
        bench.Send(Frames.PeerIp, skb, true);
    }

    private static void Fill(NeighBench bench, int count)
    {
        Fill(bench, count, NeighBench.NobodyIp);
    }

    private static void Fill(NeighBench bench, int count, uint first)
    {
        for (int i = 0; i < count; i++)
        {
            bench.Resolve(first + (uint)i);
            bench.Bench.Clock.Advance(1);
        }
    }
}
