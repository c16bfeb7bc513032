using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Boards;
using NanoStack.Hal.Emac;
using NanoStack.Hal.Host.Model;
using NanoStack.Hal.Phys;

namespace NanoStack.Tests.Host.Hal;

/// <summary>Each PHY through the registers of the modelled chip: every mode, every way a link goes
/// and comes, and frames after each of them.</summary>
[TestClass]
public sealed class PhyProfileTests
{
    private static readonly int[] Partners = { 0x0021, 0x0061, 0x00E1, 0x45E1 };

    [TestMethod]
    public void Link_OfEachPhyInEachMode_CarriesFrames()
    {
        foreach (PhyProfile profile in PhyProfile.All)
        {
            for (int mode = 0; mode < Partners.Length; mode++)
            {
                HalBench bench = Up(profile, Partners[mode], true);
                Assert.AreEqual(profile.Name, bench.Device.Phy.Name);
                bool isSingle = profile.IsSinglePair;
                Expects(bench, mode >= 2 && !isSingle, (mode & 1) != 0 && !isSingle);
            }
        }
    }

    [TestMethod]
    public void Link_OfEachPhy_GoesAndComesBackWithAnotherMode()
    {
        foreach (PhyProfile profile in PhyProfile.All)
        {
            if (profile.IsSinglePair)
            {
                continue;                   // its link always stands
            }

            HalBench bench = Up(profile, 0x45E1, true);
            bench.Wire.IsConnected = false;
            bench.Run(600);
            Assert.IsFalse(bench.Device.HasCarrier, profile.Name);
            bench.Model.Phy.PartnerAbilities = 0x0021;
            bench.Wire.IsConnected = true;
            bench.RunUntilUp();
            Expects(bench, false, false);
            Assert.AreEqual(2, bench.Get(EmacStats.LinkUps), profile.Name);
        }
    }

    [TestMethod]
    public void Link_OfEachPhyToAFixedPartner_TakesItsSpeedAndHalfDuplex()
    {
        foreach (PhyProfile profile in PhyProfile.All)
        {
            for (int i = 0; i < 2; i++)
            {
                HalBench bench = Up(profile, i == 0 ? 0x0041 | 0x0020 : 0x0101, false);
                Expects(bench, i == 1 && !profile.IsSinglePair, false);
                Assert.IsFalse(bench.Device.Phy.PartnerNegotiates);
            }
        }
    }

    [TestMethod]
    public void Link_OfEachPhyThatIsForced_HasThatMode()
    {
        foreach (PhyProfile profile in PhyProfile.All)
        {
            for (int mode = 0; mode < 4 && !profile.IsSinglePair; mode++)
            {
                HalBench bench = Up(profile, 0x45E1, false);
                bench.Device.Phy.Force((mode & 2) != 0, (mode & 1) != 0);
                bench.Run(2000);
                Expects(bench, (mode & 2) != 0, (mode & 1) != 0);
                bench.Model.Phy.PartnerNegotiates = true;
                bench.Device.Phy.Negotiate();
                bench.Run(2000);
                Expects(bench, true, true);
            }
        }
    }

    [TestMethod]
    public void Link_ForcedToASpeedThePartnerLacks_DoesNotCome()
    {
        HalBench bench = Up(PhyProfile.Of(0x0007C0F1), 0x0061, true);
        bench.Device.Phy.Force(true, true);
        bench.Run(2000);
        Assert.IsFalse(bench.Device.HasCarrier);
        bench.Device.Phy.Negotiate();
        bench.Run(2000);
        Expects(bench, false, true);
    }

    [TestMethod]
    public void Reset_OfEachPhyThatFallsSilent_BringsItBack()
    {
        foreach (PhyProfile profile in PhyProfile.All)
        {
            HalBench bench = Up(profile, 0x45E1, true);
            bench.Model.Phy.SilentReads = 3;
            bench.Run(2000);
            Assert.AreEqual(2, bench.Model.Phy.HoldCount, profile.Name);
            Expects(bench, !profile.IsSinglePair, !profile.IsSinglePair);
        }
    }

    [TestMethod]
    public void Scan_OfAPhyThatAlsoAnswersAtZero_FindsItsOwnAddress()
    {
        HalBench bench = new HalBench(new Board { PhyResetPin = 16 }, null);
        bench.Model.Phy.Id = 0x02430C54;
        bench.Model.Phy.AnswersAtZero = true;
        bench.Start();
        Assert.AreEqual(1, bench.Device.Phy.Address);
    }

    [TestMethod]
    public void Cable_OfALan8742_IsInTheReport()
    {
        HalBench bench = New(PhyProfile.Of(0x0007C130));
        bench.Model.Phy.CableCode = 7;
        bench.Start();
        bench.RunUntilUp();
        Assert.AreEqual(
            "LAN8742 at address 1: 100 Mb/s full duplex, cable about 38 m.",
            PhyReport.Link(bench.Device.Phy));
    }

    [TestMethod]
    public void TestCable_OfAKsz8081_EndsTheLinkFindsTheFaultAndGoesOn()
    {
        HalBench bench = Up(PhyProfile.Of(0x00221560), 0x45E1, true);
        bench.Model.Phy.LinkMdResult = 0x4000 | 50;
        Assert.IsTrue(bench.Device.Phy.TestCable());
        bench.Run(2000);
        Assert.AreEqual(CableFault.Short, bench.Device.Phy.Fault);
        Assert.AreEqual(20, bench.Device.Phy.FaultMeters);
        Assert.AreEqual(1, bench.Get(EmacStats.LinkDowns));
        Expects(bench, true, true);
    }

    [TestMethod]
    public void Plca_OfALan867x_SurvivesTheResetOfItsPhy()
    {
        HalBench bench = Up(PhyProfile.Of(0x0007C164), 0, true);
        Assert.IsNull(((Lan867x)bench.Device.Phy).UsePlca(0, 6));
        bench.Run(1000);
        Assert.AreEqual(0x8000, bench.Model.Phy.Mmd[0xCA01]);
        Assert.AreEqual(0x0600, bench.Model.Phy.Mmd[0xCA02]);
        bench.Model.Phy.SilentReads = 3;
        bench.Run(2000);
        Assert.AreEqual(0x8000, bench.Model.Phy.Mmd[0xCA01]);
        Expects(bench, false, false);
    }

    [TestMethod]
    public void Clock_OfAKsz8081RnaThatIsFed_IsSetAgainAfterEachReset()
    {
        Board board = new Board { PhyAddress = 1, PhyResetPin = 16, Phy = PhyKind.Ksz8081Rna };
        HalBench bench = new HalBench(board, null);
        bench.Model.Phy.Id = 0x00221560;
        bench.Start();
        bench.RunUntilUp();
        Assert.IsTrue(bench.Model.Phy.IsClockIn);
        bench.Model.Phy.SilentReads = 3;
        bench.Run(2000);
        Assert.IsTrue(bench.Model.Phy.IsClockIn);
        Expects(bench, true, true);
    }

    private static HalBench New(PhyProfile profile)
    {
        HalBench bench = new HalBench(new Board { PhyAddress = 1, PhyResetPin = 16 }, null);
        bench.Model.Phy.Profile = profile;
        return bench;
    }

    private static HalBench Up(PhyProfile profile, int partner, bool negotiates)
    {
        HalBench bench = New(profile);
        bench.Model.Phy.PartnerAbilities = partner;
        bench.Model.Phy.PartnerNegotiates = negotiates;
        bench.Start();
        bench.RunUntilUp();
        return bench;
    }

    private static void Expects(HalBench bench, bool is100, bool isFullDuplex)
    {
        string name = bench.Model.Phy.Profile.Name;
        Assert.IsTrue(bench.Device.HasCarrier, name);
        Assert.AreEqual(is100, bench.Device.Phy.Is100, name);
        Assert.AreEqual(isFullDuplex, bench.Device.Phy.IsFullDuplex, name);
        bench.ExpectTraffic();
    }
}
