#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Hal.Emac;
using NanoStack.Hal.Phys;

namespace NanoStack.Tests.Phys;

/// <summary>A link that comes, bounces, goes, and what is said of it.</summary>
[TestClass]
public sealed class PhyLinkTests
{
    private const uint Generic = 0x12345670;
    private const int All = 0x45E1;

    [TestMethod]
    public void Link_ThatStands_IsToldOnce()
    {
        PhyBench bench = PhyBench.Begun(Generic);
        bench.PlugIn(All);
        bench.Run(2000);
        bench.ExpectLink(true, true);
        Assert.AreEqual(1, bench.Changes);
        Assert.AreEqual(0, bench.Phy.Flaps);
    }

    [TestMethod]
    public void Link_ThatBouncesAsAPlugDoes_IsOneEvent()
    {
        PhyBench bench = PhyBench.Begun(Generic);
        for (int i = 0; i < 20; i++)
        {
            bench.PlugIn(All);
            bench.Run(60);
            bench.Pull();
            bench.Run(7);
        }

        Assert.AreEqual(0, bench.Changes);
        bench.PlugIn(All);
        bench.Run(500);
        Assert.AreEqual(1, bench.Changes);
        Assert.IsTrue(bench.Phy.Flaps > 0);
        bench.ExpectLink(true, true);
    }

    [TestMethod]
    public void Link_WhenItGoes_IsToldAtTheNextLook()
    {
        PhyBench bench = PhyBench.Begun(Generic);
        bench.PlugIn(All);
        bench.Run(500);
        bench.Pull();
        bench.Run(PhyDevice.LinkPollMs + 1);
        Assert.IsFalse(bench.Phy.HasLink);
        Assert.AreEqual(2, bench.Changes);
        Assert.AreEqual(-1, bench.Phy.CableMeters);
    }

    [TestMethod]
    public void Loss_ThatIsOverBeforeAnyoneLooked_IsToldAndThenTheReturn()
    {
        PhyBench bench = PhyBench.Begun(Generic);
        bench.PlugIn(All);
        bench.Run(500);
        bench.Bus.WasLost = true;           // latched low, the link itself is back
        bench.Run(2000);
        Assert.AreEqual(3, bench.Changes);
        bench.ExpectLink(true, true);
    }

    [TestMethod]
    public void Link_WithAnotherPartnerAfterwards_HasItsMode()
    {
        PhyBench bench = PhyBench.Begun(Generic);
        bench.PlugIn(All);
        bench.Run(500);
        bench.Pull();
        bench.PlugIn(0x0021);
        bench.Bus.WasLost = true;
        bench.Run(2000);
        bench.ExpectLink(false, false);
        Assert.IsFalse(bench.Phy.CanPause);
    }

    [TestMethod]
    public void Link_OfAPartnerThatDoesNotNegotiate_IsHalfDuplexAndSaysWhy()
    {
        PhyBench bench = PhyBench.Begun(Generic);
        bench.PlugInSilent(0x0080);
        bench.Run(1000);
        bench.ExpectLink(true, false);
        Assert.IsFalse(bench.Phy.PartnerNegotiates);
        Assert.IsTrue(PhyReport.Partner(bench.Phy).IndexOf("does not negotiate") > 0);
    }

    [TestMethod]
    public void Link_ThatNeverEndsNegotiating_BeginsAgain()
    {
        PhyBench bench = PhyBench.Begun(Generic);
        bench.PlugIn(All);
        bench.Bus.Registers[1] = 0x7809;    // a link, and negotiation goes on
        bench.Run(PhyDevice.NegotiateMsMax + 500);
        Assert.IsFalse(bench.Phy.HasLink);
        Assert.AreEqual(1, bench.Stats.Get(EmacStats.PhyRenegotiations));
    }

    [TestMethod]
    public void Link_WithNothingInCommon_DoesNotCome()
    {
        PhyBench bench = PhyBench.Begun(Generic);
        bench.PlugIn(0x0001);
        bench.Run(2000);
        Assert.IsFalse(bench.Phy.HasLink);
    }

    [TestMethod]
    public void Force_OfEachMode_NegotiatesNoMore()
    {
        for (int mode = 0; mode < 4; mode++)
        {
            bool is100 = (mode & 2) != 0;
            bool isFull = (mode & 1) != 0;
            PhyBench bench = PhyBench.Begun(Generic);
            bench.Phy.Force(is100, isFull);
            bench.PlugInSilent(0);
            bench.Bus.Registers[1] = 0x7809;                // negotiation never ends: there is none
            bench.Run(1500);
            bench.ExpectLink(is100, isFull);
            Assert.AreEqual((is100 ? 0x2000 : 0) | (isFull ? 0x0100 : 0), bench.LastWritten(0));
            Assert.IsFalse(bench.Phy.IsNegotiating);
            Assert.IsFalse(bench.Phy.CanPause);
        }
    }

    [TestMethod]
    public void Force_OnALinkThatStands_EndsItAndBeginsAnother()
    {
        PhyBench bench = PhyBench.Begun(Generic);
        bench.PlugIn(All);
        bench.Run(500);
        bench.Phy.Force(false, true);
        bench.Run(2000);
        Assert.AreEqual(3, bench.Changes);
        bench.ExpectLink(false, true);
        bench.Phy.Negotiate();
        bench.Run(2000);
        bench.ExpectLink(true, true);
        Assert.AreEqual(0x3300, bench.LastWritten(0));
        Assert.AreEqual(0x0DE1, bench.LastWritten(4));
    }

    [TestMethod]
    public void Silence_OfOneWord_IsForgiven()
    {
        PhyBench bench = PhyBench.Begun(Generic);
        bench.PlugIn(All);
        bench.Run(500);
        bench.Bus.Silences = PhyDevice.SilencesMax - 1;
        bench.Run(2000);
        Assert.AreEqual(1, bench.Changes);
        Assert.AreEqual(0, bench.Stats.Get(EmacStats.PhyResets));
    }

    [TestMethod]
    public void Silence_ThatLasts_ResetsThePhyByItsPin()
    {
        PhyBench bench = new PhyBench(Generic, PhyKind.Unknown, PhyBench.ResetPin);
        bench.Phy.Begin(bench.NowMs);
        bench.PlugIn(All);
        bench.Run(500);
        bench.Bus.Silences = PhyDevice.SilencesMax;
        for (int i = 0; i < PhyDevice.LinkPollMs + 25 && bench.Bus.PinCount == 0; i++)
        {
            bench.Run(1);
        }

        Assert.IsFalse(bench.Phy.HasLink);
        Assert.AreEqual(PhyBench.ResetPin, bench.Bus.Pin);
        Assert.IsFalse(bench.Bus.IsPinHigh);
        bench.Run(20);
        Assert.IsTrue(bench.Bus.IsPinHigh);
        bench.Run(1000);
        bench.ExpectLink(true, true);
        Assert.AreEqual(2, bench.Bus.PinCount);
    }

    [TestMethod]
    public void Reset_WithThePin_HoldsAndSettlesAsLongAsTheBoardSays()
    {
        PhyBench bench = new PhyBench(Generic, PhyKind.Unknown, PhyBench.ResetPin);
        bench.Bus.IsResetStuck = true;
        bench.Phy.Begin(bench.NowMs);
        bench.Run(PhyDevice.ResetMsMax + 1);
        Assert.AreEqual(1, bench.Bus.PinCount);
        bench.Run(9);
        Assert.IsFalse(bench.Bus.IsPinHigh);
        bench.Run(1);
        Assert.IsTrue(bench.Bus.IsPinHigh);
        int writes = bench.Bus.WriteCount;
        bench.Run(49);
        Assert.AreEqual(writes, bench.Bus.WriteCount, "it was not left alone");
        bench.Run(2);
        Assert.AreEqual(writes + 1, bench.Bus.WriteCount);
    }

    [TestMethod]
    public void Report_OfALink_NamesModePartnerAndAddress()
    {
        PhyBench bench = PhyBench.Begun(0x0007C0F1);
        Assert.AreEqual("LAN8720 at address 1: no link.", PhyReport.Link(bench.Phy));
        Assert.AreEqual("No partner.", PhyReport.Partner(bench.Phy));
        bench.Bus.Registers[0x1F] = 6 << 2;
        bench.PlugIn(All);
        bench.Run(500);
        Assert.AreEqual(
            "LAN8720 at address 1: 100 Mb/s full duplex.", PhyReport.Link(bench.Phy));
        Assert.AreEqual(
            "The partner can 100 full 100 half 10 full 10 half pause.",
            PhyReport.Partner(bench.Phy));
    }

    [TestMethod]
    public void Report_OfAFixedLink_SaysThatNobodyWasAsked()
    {
        PhyBench bench = PhyBench.Begun(Generic);
        bench.Phy.Force(true, false);
        bench.PlugIn(All);
        bench.Run(1000);
        Assert.IsTrue(PhyReport.Partner(bench.Phy).IndexOf("not asked") > 0);
    }
}
