using System;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Device;
using NanoStack.Hal.Emac;
using NanoStack.Wire;

namespace NanoStack.Tests.Host.Hal;

/// <summary>What the MAC lets in: our address, broadcast, the groups we joined, each by a perfect filter of
/// its own.</summary>
[TestClass]
public sealed class FilterTests
{
    private static readonly byte[] Mdns = Group(0xFB);

    [TestMethod]
    public void Filter_ToBeginWith_TakesOurAddressAndBroadcast()
    {
        HalBench bench = Up();
        Inject(bench, bench.Device.HardwareAddress);
        Inject(bench, new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF });
        Assert.AreEqual(2, bench.Arp.Count);
        Inject(bench, new byte[] { 0x24, 0x6F, 0x28, 0x01, 0x02, 0x04 });
        Inject(bench, Mdns);
        Assert.AreEqual(2, bench.Arp.Count);
        Assert.AreEqual(2, bench.Model.FramesFiltered);
        Assert.AreEqual(2, bench.Get(EmacStats.RxFrames), "they cost us nothing");
    }

    [TestMethod]
    public void JoinGroup_OfOne_LetsThatOneInUntilItIsLeft()
    {
        HalBench bench = Up();
        Assert.IsTrue(bench.Device.JoinGroup(Mdns));
        bench.Poll();
        Inject(bench, Mdns);
        Inject(bench, Group(0xFC));
        Assert.AreEqual(1, bench.Arp.Count);
        Assert.IsTrue(bench.Device.LeaveGroup(Mdns));
        bench.Poll();
        Inject(bench, Mdns);
        Assert.AreEqual(1, bench.Arp.Count);
        Assert.IsFalse(bench.Device.LeaveGroup(Mdns));
        bench.ExpectTraffic();
    }

    [TestMethod]
    public void JoinGroup_OfEveryPair_LetsAllOfThemIn()
    {
        HalBench bench = Up();
        for (int i = 0; i < 7; i++)
        {
            Assert.IsTrue(bench.Device.JoinGroup(Group(i)));
            Assert.IsTrue(bench.Device.JoinGroup(Group(i)), "again is no other");
        }

        Assert.IsFalse(bench.Device.JoinGroup(Group(7)));
        bench.Poll();
        for (int i = 0; i < 7; i++)
        {
            Inject(bench, Group(i));
            Assert.AreEqual(i + 1, bench.Arp.Count);
        }

        Inject(bench, Group(7));
        Assert.AreEqual(7, bench.Arp.Count);
        bench.Device.LeaveGroup(Group(3));
        Assert.IsTrue(bench.Device.JoinGroup(Group(7)), "its pair is free");
        bench.Poll();
        Inject(bench, Group(3));
        Inject(bench, Group(7));
        Assert.AreEqual(8, bench.Arp.Count);
    }

    [TestMethod]
    public void EveryGroup_WhenWanted_ComesInAndGoesOutAgain()
    {
        HalBench bench = Up();
        bench.Device.IsEveryGroupIn = true;
        bench.Poll();
        Inject(bench, Group(42));
        Assert.AreEqual(1, bench.Arp.Count);
        Inject(bench, new byte[] { 0x24, 0x6F, 0x28, 0x01, 0x02, 0x04 });
        Assert.AreEqual(1, bench.Arp.Count, "another station is no group");
        bench.Device.IsEveryGroupIn = false;
        bench.Poll();
        Inject(bench, Group(42));
        Assert.AreEqual(1, bench.Arp.Count);
    }

    [TestMethod]
    public void JoinGroup_BeforeAResetOfTheMac_IsStillInAfterIt()
    {
        HalBench bench = Up();
        bench.Device.JoinGroup(Mdns);
        bench.Run(10);
        bench.Model.Faults.NextBusError = 3;
        bench.Send();
        bench.Run(50);
        Assert.AreEqual(1, bench.Get(EmacStats.MacResets));
        Inject(bench, Mdns);
        Assert.AreEqual(1, bench.Arp.Count);
    }

    [TestMethod]
    public void JoinGroup_BeforeTheStart_IsInAfterIt()
    {
        HalBench bench = new HalBench();
        bench.Device.JoinGroup(Mdns);
        bench.Start();
        bench.RunUntilUp();
        bench.Device.Governor.SetShare(FrameClass.ArpGroup, 100);
        Inject(bench, Mdns);
        Assert.AreEqual(1, bench.Arp.Count);
    }

    [TestMethod]
    public void JoinGroup_OfNoGroup_IsRefused()
    {
        EmacDevice device = new HalBench().Device;
        Assert.ThrowsExactly<ArgumentNullException>(() => device.JoinGroup(null));
        Assert.ThrowsExactly<ArgumentException>(() => device.JoinGroup(new byte[] { 1, 0, 0x5E }));
        Assert.ThrowsExactly<ArgumentException>(() => device.JoinGroup(new byte[6]));
        Assert.ThrowsExactly<ArgumentException>(() => device.LeaveGroup(new byte[6]));
    }

    private static HalBench Up()
    {
        HalBench bench = HalBench.Up();
        bench.Device.Governor.SetShare(FrameClass.ArpGroup, 100);
        return bench;
    }

    private static byte[] Group(int last) => new byte[] { 0x01, 0, 0x5E, 0, 0, (byte)last };

    private static void Inject(HalBench bench, byte[] destination)
    {
        byte[] frame = bench.Frame();
        EthHeader.SetDestination(frame, 0, destination);
        bench.Inject(frame);
        bench.Run(5);
    }
}
