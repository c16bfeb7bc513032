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

/// <summary>The cable comes and goes: who we are is said again, who others are is asked again.</summary>
[TestClass]
public sealed class LinkTests
{
    /// <summary>Rule 175 (RFC 5227, 2.3): announced twice, two seconds apart.</summary>
    [TestMethod]
    public void LinkUp_AnnouncesTwiceTwoSecondsApart()
    {
        NeighBench bench = new NeighBench();
        int before = bench.Count(Mib.ArpOutAnnounces);
        Replug(bench);

        bench.ExpectAnnouncement();
        bench.Bench.Advance(Limits.ArpAnnounceMs - 1);
        bench.ExpectSilence();
        bench.Bench.Advance(1);
        bench.ExpectAnnouncement();
        bench.Bench.Advance(60000);
        bench.ExpectSilence();
        Assert.AreEqual(before + Limits.ArpAnnounceCount, bench.Count(Mib.ArpOutAnnounces));
        bench.ExpectNoLeaks();
    }

    [TestMethod]
    public void LinkDown_BetweenTwoAnnouncements_SaysNoMore()
    {
        NeighBench bench = new NeighBench();
        Replug(bench);
        bench.ExpectAnnouncement();
        bench.Wire.PullCable();
        bench.Bench.Advance(10000);
        bench.ExpectSilence();
    }

    [TestMethod]
    public void AddressChanged_IsAnnounced()
    {
        NeighBench bench = new NeighBench();
        bench.Bench.Net.SetAddress(
            bench.Wire, IPAddress.FromValue(0x0A000009), IPAddress.FromValue(Frames.Mask), null);
        bench.Bench.Poll();
        Assert.AreEqual(1, bench.Wire.SentCount);
        bench.Bench.Advance(Limits.ArpAnnounceMs);
        Assert.AreEqual(2, bench.Wire.SentCount);
    }

    /// <summary>On another network the same address is another host: Linux forgets the neighbours of a
    /// device whose last address goes. What waited for them goes too.</summary>
    [TestMethod]
    public void AddressChanged_ForgetsNeighboursAndWhatWaited()
    {
        NeighBench bench = new NeighBench();
        bench.Resolve(Frames.GatewayIp);
        bench.Send(Frames.PeerIp, 1);
        bench.Bench.Net.SetAddress(
            bench.Wire, IPAddress.FromValue(0x0A000102), IPAddress.FromValue(Frames.Mask),
            IPAddress.FromValue(0x0A0001FE));
        bench.ExpectUnknown(Frames.GatewayIp);
        bench.ExpectUnknown(Frames.PeerIp);
        Assert.AreEqual(1, bench.Count(Mib.NeighParkDropped));
        bench.ExpectNoLeaks();
    }

    /// <summary>A wider mask is another network.</summary>
    [TestMethod]
    public void MaskChanged_ForgetsNeighbours()
    {
        NeighBench bench = new NeighBench();
        bench.Resolve(Frames.GatewayIp);
        bench.Bench.Net.SetAddress(
            bench.Wire, IPAddress.FromValue(Frames.OurIp), IPAddress.FromValue(0xFFFF0000),
            IPAddress.FromValue(Frames.GatewayIp));
        bench.ExpectUnknown(Frames.GatewayIp);
    }

    /// <summary>Rule 172 (RFC 1122, 2.3.2.1): behind another cable are other stations.</summary>
    [TestMethod]
    public void LinkDown_ForgetsNeighboursAndWhatWaited()
    {
        NeighBench bench = new NeighBench();
        bench.Resolve(Frames.GatewayIp);
        bench.Send(Frames.PeerIp, 1);

        bench.Wire.PullCable();
        bench.Bench.Poll();

        bench.ExpectUnknown(Frames.GatewayIp);
        bench.ExpectUnknown(Frames.PeerIp);
        Assert.AreEqual(1, bench.Count(Mib.NeighParkDropped));
        Assert.AreEqual(0, bench.Count(Mib.NeighEvicted));
        bench.ExpectNoLeaks();
    }

    /// <summary>A cable that is back before anybody looked is a change all the same.</summary>
    [TestMethod]
    public void Cable_PulledAndBackBetweenTwoPolls_IsNoticed()
    {
        NeighBench bench = new NeighBench();
        bench.Resolve(Frames.GatewayIp);
        bench.Wire.PullCable();
        bench.Wire.PlugCable();
        bench.Bench.Poll();
        bench.ExpectUnknown(Frames.GatewayIp);
        bench.ExpectAnnouncement();
    }

    [TestMethod]
    public void Cable_PulledAndBack_NeighboursAreAskedAgain()
    {
        NeighBench bench = new NeighBench();
        bench.Resolve(Frames.PeerIp);
        Replug(bench);
        bench.ExpectAnnouncement();

        bench.Send(Frames.PeerIp, 4);
        bench.ExpectRequest(Frames.PeerIp);
        bench.Answer(Frames.PeerIp, NeighBench.OtherAddress);
        bench.ExpectPacket(4, NeighBench.OtherAddress);
        bench.ExpectNoLeaks();
    }

    [TestMethod]
    public void Send_WithoutCable_SaysSo()
    {
        NeighBench bench = new NeighBench();
        bench.Resolve(Frames.PeerIp);
        bench.Wire.PullCable();

        Assert.AreEqual(Errno.NetDown, bench.Send(Frames.PeerIp, 4));
        Assert.AreEqual(1, bench.Count(Mib.TxNoCarrier));
        bench.ExpectNoLeaks();
    }

    private static void Replug(NeighBench bench)
    {
        bench.Wire.PullCable();
        bench.Bench.Poll();
        bench.ExpectSilence();
        bench.Wire.PlugCable();
        bench.Bench.Poll();
    }
}
