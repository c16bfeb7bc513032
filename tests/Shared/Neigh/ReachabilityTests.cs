#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Neigh;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Neigh;

/// <summary>How long a neighbour is believed (Linux's NUD states; RFC 1122, 2.3.2.1; RFC 4861,
/// 7.3).</summary>
[TestClass]
public sealed class ReachabilityTests
{
    /// <summary>Rule 172 (RFC 1122, 2.3.2.1): what is known gets old.</summary>
    [TestMethod]
    public void Reachable_NotConfirmedForThirtySeconds_IsStale()
    {
        NeighBench bench = new NeighBench();
        bench.Resolve(Frames.PeerIp);
        bench.Bench.Advance(Limits.NeighReachableMs - 1);
        bench.ExpectState(Frames.PeerIp, NudState.Reachable);
        bench.Bench.Advance(1);
        bench.ExpectState(Frames.PeerIp, NudState.Stale);
        bench.ExpectSilence();
    }

    [TestMethod]
    public void Stale_Used_SendsAtOnceAndAsksByUnicastFiveSecondsLater()
    {
        NeighBench bench = new NeighBench();
        GrowStale(bench);

        bench.Send(Frames.PeerIp, 9);
        bench.ExpectPacket(9, BenchWire.PeerAddress);
        bench.ExpectState(Frames.PeerIp, NudState.Delay);
        bench.Bench.Advance(Limits.NeighDelayMs - 1);
        bench.ExpectSilence();

        bench.Bench.Advance(1);
        bench.ExpectProbe(Frames.PeerIp, BenchWire.PeerAddress);
        bench.ExpectState(Frames.PeerIp, NudState.Probe);
        bench.Send(Frames.PeerIp, 10);
        bench.ExpectPacket(10, BenchWire.PeerAddress);
        bench.ExpectNoLeaks();
    }

    [TestMethod]
    public void Probe_Answered_IsReachable()
    {
        NeighBench bench = new NeighBench();
        BeProbed(bench);

        bench.Answer(Frames.PeerIp, BenchWire.PeerAddress);

        bench.ExpectState(Frames.PeerIp, NudState.Reachable);
        bench.Bench.Advance(5000);
        bench.ExpectSilence();
    }

    /// <summary>RFC 1122, 2.3.2.1 (2): whom three polls do not find is deleted. Perhaps its address has
    /// another host by now, so who sends next asks everybody, and is not refused.</summary>
    [TestMethod]
    public void Probe_UnansweredThreeTimes_IsForgottenAndEverybodyAsked()
    {
        NeighBench bench = new NeighBench();
        BeProbed(bench);
        bench.Bench.Advance(1000);
        bench.ExpectProbe(Frames.PeerIp, BenchWire.PeerAddress);
        bench.Bench.Advance(1000);
        bench.ExpectProbe(Frames.PeerIp, BenchWire.PeerAddress);
        bench.Bench.Advance(1000);

        bench.ExpectSilence();
        bench.ExpectState(Frames.PeerIp, NudState.None);
        Assert.AreEqual(0, bench.Count(Mib.NeighFailed));
        Assert.AreEqual(NeighTable.Parked, bench.Send(Frames.PeerIp, 3));
        bench.ExpectRequest(Frames.PeerIp);
        bench.Answer(Frames.PeerIp, NeighBench.OtherAddress);
        bench.ExpectPacket(3, NeighBench.OtherAddress);
        bench.ExpectNoLeaks();
    }

    /// <summary><c>sock_confirm_neigh</c>: as long as TCP makes progress nobody is asked.</summary>
    [TestMethod]
    public void Connection_MakingProgress_NeedsNoProbes()
    {
        TcpBench bench = TcpBench.Established();
        bench.Bench.Wire.KeepsArp = true;
        bench.Bench.Wire.PeerAnswersArp = false;
        int asked = bench.Bench.Count(Mib.ArpOutRequests);
        for (int i = 0; i < 30; i++)
        {
            bench.Send("a");
            bench.ExpectData(i, "a");
            bench.InjectAck(i + 1);
            bench.Bench.Advance(6000);
            bench.ExpectSilence();
        }

        Assert.AreEqual(asked, bench.Bench.Count(Mib.ArpOutRequests));
        Assert.IsTrue(bench.Bench.Count(Mib.NeighConfirmed) >= 29);
        bench.ExpectNoLeaks();
    }

    /// <summary>Progress says nothing of a neighbour whose address is unknown.</summary>
    [TestMethod]
    public void Confirm_WhileIncomplete_ChangesNothing()
    {
        NeighBench bench = new NeighBench();
        bench.Send(Frames.PeerIp, 1);

        bench.Bench.Net.Tcp.Table.At(0).ConfirmsNeighbour = true;
        bench.Send(Frames.PeerIp, 2);

        bench.ExpectState(Frames.PeerIp, NudState.Incomplete);
        Assert.AreEqual(0, bench.Count(Mib.NeighConfirmed));
    }

    /// <summary>The answer, or another address, came between the decision to ask and the question: nobody
    /// is asked, and no address more often than once a second (RFC 1122, 2.3.2.1).</summary>
    [TestMethod]
    public void Solicit_OfAnEntryThatNeedsItNoMore_AsksNobody()
    {
        NeighBench bench = new NeighBench();
        bench.Resolve(Frames.PeerIp);
        Neighbour known = bench.Table.Lookup(bench.Wire, Frames.PeerIp);
        bench.Send(NeighBench.NobodyIp, 1);
        bench.Wire.ClearSent();
        Neighbour asked = bench.Table.Lookup(bench.Wire, NeighBench.NobodyIp);
        int before = bench.Count(Mib.ArpOutRequests);
        int nowMs = bench.Bench.Clock.NowMs();

        bench.Table.Arp.Solicit(known, Frames.PeerIp, nowMs);
        bench.Table.Arp.Solicit(asked, Frames.PeerIp, nowMs);

        bench.ExpectSilence();
        Assert.AreEqual(before, bench.Count(Mib.ArpOutRequests));
        bench.ExpectNoLeaks(1);
    }

    /// <summary>A reply to everybody tells an address but confirms nobody (Linux: arp_process).</summary>
    [TestMethod]
    public void Reply_ByBroadcast_SendsWhatWaitedButIsStale()
    {
        NeighBench bench = new NeighBench();
        bench.Send(Frames.PeerIp, 1);
        bench.Wire.ClearSent();

        bench.ArpToAll(
            ArpHeader.OperationReply, NeighBench.OtherAddress, Frames.PeerIp, Frames.OurIp);

        bench.ExpectPacket(1, NeighBench.OtherAddress);
        bench.ExpectState(Frames.PeerIp, NudState.Stale);
    }

    [TestMethod]
    public void Doubt_OfAReachableNeighbour_AsksWhenItIsUsed()
    {
        NeighBench bench = new NeighBench();
        bench.Resolve(Frames.PeerIp);

        bench.Table.Doubt(bench.Wire, Frames.PeerIp);
        bench.ExpectState(Frames.PeerIp, NudState.Stale);
        bench.Table.Doubt(bench.Wire, NeighBench.NobodyIp);
        bench.ExpectUnknown(NeighBench.NobodyIp);

        bench.Send(Frames.PeerIp, 4);
        bench.ExpectPacket(4, BenchWire.PeerAddress);
        bench.Bench.Advance(Limits.NeighDelayMs);
        bench.ExpectProbe(Frames.PeerIp, BenchWire.PeerAddress);
    }

    [TestMethod]
    public void Reachable_WhileTheClockWraps_IsStaleAfterThirtySeconds()
    {
        NeighBench bench = new NeighBench(Limits.Default(), int.MaxValue - 12000);
        bench.Resolve(Frames.PeerIp);
        bench.Bench.Advance(Limits.NeighReachableMs - 1);
        Assert.IsTrue(bench.Bench.Clock.NowMs() < 0, "it wrapped");
        bench.ExpectState(Frames.PeerIp, NudState.Reachable);
        bench.Send(Frames.PeerIp, 3);
        bench.ExpectPacket(3, BenchWire.PeerAddress);
        bench.Bench.Advance(1);
        bench.ExpectState(Frames.PeerIp, NudState.Stale);
    }

    private static void GrowStale(NeighBench bench)
    {
        bench.Resolve(Frames.PeerIp);
        bench.Bench.Advance(Limits.NeighReachableMs);
        bench.ExpectState(Frames.PeerIp, NudState.Stale);
    }

    private static void BeProbed(NeighBench bench)
    {
        GrowStale(bench);
        bench.Send(Frames.PeerIp, 2);
        bench.ExpectPacket(2, BenchWire.PeerAddress);
        bench.Bench.Advance(Limits.NeighDelayMs);
        bench.ExpectProbe(Frames.PeerIp, BenchWire.PeerAddress);
    }
}
