#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Neigh;
using NanoStack.Sockets;
using NanoStack.Tests.Bench;

namespace NanoStack.Tests.Neigh;

/// <summary>From an address to a station: asking, waiting, giving up (RFC 826; RFC 1122, 2.3.2).</summary>
[TestClass]
public sealed class ResolutionTests
{
    /// <summary>Rule 174 (RFC 1122, 2.3.2.2): the packet waits for the answer.</summary>
    [TestMethod]
    public void Send_ToAnUnknownNeighbour_AsksAllAndParks()
    {
        NeighBench bench = new NeighBench();

        Assert.AreEqual(NeighTable.Parked, bench.Send(Frames.PeerIp, 7));

        bench.ExpectRequest(Frames.PeerIp);
        bench.ExpectSilence();
        bench.ExpectState(Frames.PeerIp, NudState.Incomplete);
        Assert.AreEqual(1, bench.Count(Mib.NeighParked));
        Assert.AreEqual(1, bench.Count(Mib.ArpOutRequests));
        bench.ExpectNoLeaks(1);
    }

    /// <summary>Rule 174 (RFC 1122, 2.3.2.2): what waited is sent when the answer is here.</summary>
    [TestMethod]
    public void Reply_ToOurQuestion_SendsWhatWaited()
    {
        NeighBench bench = new NeighBench();
        bench.Send(Frames.PeerIp, 7);
        bench.ExpectRequest(Frames.PeerIp);

        bench.Answer(Frames.PeerIp, NeighBench.OtherAddress);

        bench.ExpectPacket(7, NeighBench.OtherAddress);
        bench.ExpectState(Frames.PeerIp, NudState.Reachable);
        Assert.AreEqual(1, bench.Count(Mib.ArpInReplies));
        bench.Send(Frames.PeerIp, 8);
        bench.ExpectPacket(8, NeighBench.OtherAddress);
        bench.ExpectSilence();
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 174 (RFC 1122, 2.3.2.2): the latest packet is the one that is kept.</summary>
    [TestMethod]
    public void Send_MoreThanMayWait_DropsTheOldest()
    {
        NeighBench bench = new NeighBench();
        bench.Send(Frames.PeerIp, 1);
        bench.Send(Frames.PeerIp, 2);

        Assert.AreEqual(1, bench.Count(Mib.NeighParkDropped));
        bench.ExpectNoLeaks(1);

        bench.ExpectRequest(Frames.PeerIp);
        bench.Answer(Frames.PeerIp, BenchWire.PeerAddress);
        bench.ExpectPacket(2, BenchWire.PeerAddress);
        bench.ExpectSilence();
        bench.ExpectNoLeaks();
    }

    [TestMethod]
    public void Reply_WithTwoWaiting_SendsThemInOrder()
    {
        Limits limits = Limits.Default();
        limits.NeighParkCount = 2;
        limits.SkbHeaderCount = 20;
        NeighBench bench = new NeighBench(limits);
        bench.Send(Frames.PeerIp, 1);
        bench.Send(Frames.PeerIp, 2);
        bench.Send(Frames.PeerIp, 3);
        bench.ExpectRequest(Frames.PeerIp);

        bench.Answer(Frames.PeerIp, BenchWire.PeerAddress);

        bench.ExpectPacket(2, BenchWire.PeerAddress);
        bench.ExpectPacket(3, BenchWire.PeerAddress);
        bench.ExpectSilence();
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 173 (RFC 1122, 2.3.2.1): at most one request a second for an address.</summary>
    [TestMethod]
    public void Send_ManyTimesInASecond_AsksOnce()
    {
        NeighBench bench = new NeighBench();
        for (int i = 0; i < 10; i++)
        {
            bench.Send(Frames.PeerIp, (byte)i);
            bench.Bench.Advance(90);
        }

        bench.ExpectRequest(Frames.PeerIp);
        bench.ExpectSilence();
        bench.Bench.Advance(200);
        bench.ExpectRequest(Frames.PeerIp);
        bench.ExpectSilence();
    }

    /// <summary>Three requests a second apart, then the entry has failed and nothing waits.</summary>
    [TestMethod]
    public void NoAnswer_AfterThreeRequests_HasFailed()
    {
        NeighBench bench = new NeighBench();
        bench.Send(Frames.PeerIp, 1);
        bench.ExpectRequest(Frames.PeerIp);
        bench.Bench.Advance(999);
        bench.ExpectSilence();
        bench.Bench.Advance(1);
        bench.ExpectRequest(Frames.PeerIp);
        bench.Bench.Advance(1000);
        bench.ExpectRequest(Frames.PeerIp);
        bench.Bench.Advance(999);
        bench.ExpectState(Frames.PeerIp, NudState.Incomplete);
        bench.Bench.Advance(1);

        bench.ExpectSilence();
        bench.ExpectState(Frames.PeerIp, NudState.Failed);
        Assert.AreEqual(1, bench.Count(Mib.NeighFailed));
        Assert.AreEqual(1, bench.Count(Mib.NeighParkDropped));
        bench.ExpectNoLeaks();
    }

    [TestMethod]
    public void Failed_SentTo_RefusesAtOnceForAWhileThenAsksAgain()
    {
        NeighBench bench = new NeighBench();
        Fail(bench, Frames.PeerIp);

        Assert.AreEqual(Errno.HostUnreach, bench.Send(Frames.PeerIp, 2));
        bench.Bench.Advance(Limits.NeighFailedMs - 1);
        Assert.AreEqual(Errno.HostUnreach, bench.Send(Frames.PeerIp, 3));
        bench.ExpectSilence();

        bench.Bench.Advance(1);
        Assert.AreEqual(NeighTable.Parked, bench.Send(Frames.PeerIp, 4));
        bench.ExpectRequest(Frames.PeerIp);
        bench.ExpectNoLeaks(1);
    }

    /// <summary>A moment that passed 25 days ago lies ahead for a clock that wraps.</summary>
    [TestMethod]
    public void Failed_SentToAfterTwentyFiveDays_AsksAgain()
    {
        NeighBench bench = new NeighBench();
        Fail(bench, Frames.PeerIp);
        bench.Bench.Advance(Limits.NeighFailedMs);
        bench.SleepDays(25);

        Assert.AreEqual(NeighTable.Parked, bench.Send(Frames.PeerIp, 2));
        bench.ExpectRequest(Frames.PeerIp);
    }

    [TestMethod]
    public void Resolution_WhileTheClockWraps_TakesAsLong()
    {
        NeighBench bench = new NeighBench(Limits.Default(), int.MaxValue - 3500);
        int startMs = bench.Bench.Clock.NowMs();
        Fail(bench, Frames.PeerIp);

        Assert.AreEqual(3000, bench.Bench.Clock.NowMs() - startMs);
        Assert.IsTrue(bench.Bench.Clock.NowMs() < 0, "it wrapped");
        Assert.AreEqual(3, bench.Count(Mib.ArpOutRequests));
        bench.Bench.Advance(Limits.NeighFailedMs);
        bench.Resolve(Frames.PeerIp);
        bench.ExpectNoLeaks();
    }

    [TestMethod]
    public void Connect_ToAnAddressNobodyHas_SaysHostUnreachable()
    {
        NeighBench bench = new NeighBench();
        Socket socket = new Socket(bench.Bench.Net);
        int startMs = bench.Bench.Clock.NowMs();
        SocketError error = SocketError.Success;
        try
        {
            socket.Connect(new IPEndPoint(IPAddress.FromValue(NeighBench.NobodyIp), 7000));
        }
        catch (SocketException exception)
        {
            error = exception.SocketErrorCode;
        }

        Assert.AreEqual((int)SocketError.HostUnreachable, (int)error);
        int tookMs = bench.Bench.Clock.NowMs() - startMs;
        Assert.IsTrue(tookMs >= 3000 && tookMs <= 4000, tookMs.ToString());    // the pump's step
        bench.ExpectNoLeaks();
    }

    /// <summary>The transmit ring has no slot: the request is lost, counted, and made up for.</summary>
    [TestMethod]
    public void Send_RingFull_AsksASecondLater()
    {
        NeighBench bench = new NeighBench();
        bench.Wire.FreeSlots = 0;
        bench.Send(Frames.PeerIp, 1);
        Assert.AreEqual(1, bench.Count(Mib.ArpOutNoBufs));
        bench.ExpectSilence();

        bench.Wire.FreeSlots = 10;
        bench.Bench.Advance(1000);
        bench.ExpectRequest(Frames.PeerIp);
        bench.ExpectNoLeaks(1);
    }

    /// <summary>No packet for a question: counted, and asked a second later.</summary>
    [TestMethod]
    public void Send_PoolEmpty_AsksASecondLater()
    {
        NeighBench bench = new NeighBench();
        NanoStack.Skb.SkBuff mine = bench.Packet(1);
        NanoStack.Skb.SkBuff all = TakeAllHeaders(bench);
        Assert.AreEqual(NeighTable.Parked, bench.Send(Frames.PeerIp, mine, true));
        Assert.AreEqual(1, bench.Count(Mib.ArpOutNoBufs));

        bench.Table.FreeChain(all);
        bench.Bench.Advance(1000);
        bench.ExpectRequest(Frames.PeerIp);
        bench.ExpectNoLeaks(1);
    }

    private static NanoStack.Skb.SkBuff TakeAllHeaders(NeighBench bench)
    {
        NanoStack.Skb.SkBuff chain = null;
        NanoStack.Skb.SkBuff skb = bench.Bench.Net.Pool.AllocHeader();
        while (skb != null)
        {
            skb.Next = chain;
            chain = skb;
            skb = bench.Bench.Net.Pool.AllocHeader();
        }

        return chain;
    }

    private static void Fail(NeighBench bench, uint address)
    {
        bench.Send(address, 1);
        bench.Bench.Advance(3000);
        bench.ExpectState(address, NudState.Failed);
        bench.Wire.ClearSent();
    }
}
