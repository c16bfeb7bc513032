using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Boards;
using NanoStack.Device;
using NanoStack.Hal.Emac;
using NanoStack.Kernel;

namespace NanoStack.Tests.Host.Hal;

/// <summary>Links that come and go, and every fault switch of the model: traffic goes on.</summary>
[TestClass]
public sealed class RecoveryTests
{
    [TestMethod]
    public void Link_WhenTheCableIsPulled_GoesAndComesBack()
    {
        HalBench bench = HalBench.Up();
        int changes = bench.Device.CarrierChanges;
        bench.Wire.IsConnected = false;
        bench.Run(600);
        Assert.IsFalse(bench.Device.HasCarrier);
        Assert.AreEqual(Errno.NetDown, bench.Send());
        Assert.AreEqual(0, bench.Device.TxFreeSlots);
        bench.Wire.IsConnected = true;
        bench.RunUntilUp();
        Assert.AreEqual(changes + 2, bench.Device.CarrierChanges);
        bench.ExpectTraffic();
    }

    [TestMethod]
    public void Link_ThatIsBackBeforeAnyoneLooked_StillCountsAsGone()
    {
        HalBench bench = HalBench.Up();
        int changes = bench.Device.CarrierChanges;
        bench.Model.Phy.LinkUp = false;
        bench.Model.Phy.LinkUp = true;
        bench.Run(1500);
        Assert.IsTrue(bench.Device.HasCarrier);
        Assert.AreEqual(changes + 2, bench.Device.CarrierChanges);
        bench.ExpectTraffic();
    }

    [TestMethod]
    public void Link_WithATenHalfPartner_IsProgrammedSo()
    {
        HalBench bench = new HalBench();
        bench.Model.Phy.PartnerAbilities = 0x0021;
        bench.Start();
        bench.RunUntilUp();
        Assert.IsFalse(bench.Device.Phy.Is100);
        Assert.IsFalse(bench.Device.Phy.IsFullDuplex);
        Assert.AreEqual(0x0000800Cu, bench.Model.Read32(0x3FF6A000));
        bench.ExpectTraffic();
    }

    [TestMethod]
    [DataRow(0x0021, false, false)]
    [DataRow(0x0061, false, true)]
    [DataRow(0x00E1, true, false)]
    [DataRow(0x01E1, true, true)]
    public void Link_OfEveryMode_IsResolvedByBothKindsOfPhy(int partner, bool is100, bool isFull)
    {
        for (int kind = 0; kind < 2; kind++)
        {
            HalBench bench = new HalBench();
            bench.Model.Phy.Id = kind == 0 ? 0x0007C0F1u : 0x001CC816u;
            bench.Model.Phy.PartnerAbilities = partner;
            bench.Start();
            bench.RunUntilUp();
            Assert.AreEqual(is100, bench.Device.Phy.Is100);
            Assert.AreEqual(isFull, bench.Device.Phy.IsFullDuplex);
            Assert.AreEqual(partner, bench.Device.Phy.PartnerAbilities);
            bench.ExpectTraffic();
        }
    }

    [TestMethod]
    public void Link_WithAnotherPartnerAfterwards_TakesItsSpeed()
    {
        HalBench bench = HalBench.Up();
        bench.Wire.IsConnected = false;
        bench.Model.Phy.PartnerAbilities = 0x0061;
        bench.Wire.IsConnected = true;
        bench.Run(1500);
        Assert.IsTrue(bench.Device.HasCarrier);
        Assert.IsFalse(bench.Device.Phy.Is100);
        bench.ExpectTraffic();
    }

    [TestMethod]
    public void Link_WithAPausingPartner_ObeysPauses()
    {
        HalBench bench = HalBench.Up();
        Assert.AreEqual(4u, bench.Model.Read32(0x3FF6A018));
    }

    [TestMethod]
    public void Link_ThatNegotiatesSlowly_ComesAllTheSame()
    {
        HalBench bench = new HalBench();
        bench.Model.Phy.AnPolls = 25;
        bench.Start();
        bench.RunUntilUp();
        bench.ExpectTraffic();
    }

    [TestMethod]
    public void Phy_WhoseResetHangs_IsResetAgain()
    {
        HalBench bench = new HalBench();
        bench.Model.Phy.IsResetStuck = true;
        bench.Start();
        bench.Run(2000);
        Assert.IsTrue(bench.Get(EmacStats.PhyResets) > 0);
        bench.Model.Phy.IsResetStuck = false;
        bench.RunUntilUp();
        bench.ExpectTraffic();
    }

    [TestMethod]
    public void Phy_WithoutAPin_IsResetByItsRegister()
    {
        HalBench bench = new HalBench(new Board { PhyAddress = 1 }, null);
        bench.Start();
        bench.RunUntilUp();
        bench.Model.Phy.SilentReads = 3;
        bench.Run(2000);
        Assert.AreEqual(0, bench.Model.Phy.HoldCount);
        Assert.AreEqual(2, bench.Model.Phy.SoftResetCount);
        bench.ExpectTraffic();
    }

    [TestMethod]
    public void Phy_ThatLosesPower_ComesBackWithIt()
    {
        HalBench bench = HalBench.Up();
        bench.Model.Phy.IsPresent = false;          // and the clock with it
        bench.Run(5000);
        Assert.IsFalse(bench.Device.HasCarrier);
        bench.Model.Phy.IsPresent = true;
        bench.RunUntilUp();
        bench.ExpectTraffic();
    }

    [TestMethod]
    public void Mdio_ThatIsSlow_IsWaitedFor()
    {
        HalBench bench = new HalBench();
        bench.Model.Faults.MdioBusyReads = 100;
        bench.Start();
        bench.RunUntilUp();
        Assert.AreEqual(0, bench.Get(EmacStats.MdioTimeouts));
        bench.ExpectTraffic();
    }

    [TestMethod]
    public void Interrupts_ThatAreLost_OnlyCostTime()
    {
        HalBench bench = HalBench.Up();
        bench.Model.Faults.LoseInterrupts = true;
        bench.Inject(bench.Frame());
        Assert.IsFalse(bench.Bus.Wait(0));
        bench.Run(1000);
        Assert.AreEqual(1, bench.Arp.Count);
        bench.Model.Faults.LoseInterrupts = false;
        bench.ExpectTraffic();
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(3)]
    [DataRow(4)]
    [DataRow(5)]
    [DataRow(6)]
    [DataRow(7)]
    public void BusError_OfEveryKind_ResetsAndKeepsTheCarrier(int code)
    {
        HalBench bench = HalBench.Up();
        int changes = bench.Device.CarrierChanges;
        bench.Model.Faults.NextBusError = code;
        bench.Inject(bench.Frame());
        bench.Send();
        bench.Run(50);
        Assert.AreEqual(1, bench.Get(EmacStats.FatalBusErrors));
        Assert.AreEqual(1, bench.Get(EmacStats.MacResets));
        Assert.AreEqual(changes, bench.Device.CarrierChanges);
        bench.ExpectTraffic();
    }

    [TestMethod]
    public void BusError_AfterABurst_LosesNoCountOfWhatWasMissed()
    {
        HalBench bench = HalBench.Up();
        for (int i = 0; i < 20; i++)
        {
            bench.Inject(bench.Frame());
        }

        bench.Model.Faults.NextBusError = 3;
        bench.Send();
        bench.Run(50);
        Assert.AreEqual(1, bench.Get(EmacStats.MacResets));
        Assert.AreEqual(12, bench.Get(EmacStats.RxMissed), "a reset clears MISSED");
        bench.ExpectTraffic();
    }

    [TestMethod]
    public void BusError_ThatStays_IsNoStormOfResets()
    {
        HalBench bench = new HalBench();
        bench.Model.ArenaAddress = 0x3F800000;      // PSRAM: the DMA cannot go there
        bench.Start();
        bench.Run(10000);
        Assert.IsTrue(bench.Get(EmacStats.MacResets) > 2);
        Assert.IsTrue(bench.Get(EmacStats.MacResets) < 30);
        Assert.AreEqual(0, bench.Model.Violations, bench.Model.LastViolation);
    }

    [TestMethod]
    public void TxWriteback_ThatIsLost_IsCuredByTheWatchdog()
    {
        HalBench bench = HalBench.Up();
        int changes = bench.Device.CarrierChanges;
        bench.Model.Faults.LoseNextTxWriteback = true;
        bench.Send();
        bench.Run(2500);
        Assert.AreEqual(1, bench.Get(EmacStats.TxWatchdogResets));
        Assert.AreEqual(1, bench.Get(EmacStats.TxDropped));
        Assert.AreEqual(changes, bench.Device.CarrierChanges);
        bench.ExpectTraffic();
    }

    [TestMethod]
    public void TxWatchdog_WithARingThatMoves_StaysQuiet()
    {
        HalBench bench = HalBench.Up();
        for (int i = 0; i < 100; i++)
        {
            bench.Model.Faults.HoldTx = true;
            bench.Send();
            bench.Run(900);
            bench.Model.Faults.HoldTx = false;
            bench.Model.RunTx();
            bench.Send();
        }

        Assert.AreEqual(0, bench.Get(EmacStats.TxKicks));
        Assert.AreEqual(0, bench.Get(EmacStats.MacResets));
    }

    [TestMethod]
    public void TxWatchdog_AfterALongIdleTime_DoesNotBite()
    {
        HalBench bench = HalBench.Up();
        bench.Model.Faults.HoldTx = true;
        bench.Clock.Now += 60000;
        bench.Send();
        bench.Run(500);
        Assert.AreEqual(0, bench.Get(EmacStats.TxKicks));
        bench.Model.Faults.HoldTx = false;
        bench.Model.RunTx();
        bench.ExpectTraffic();
    }

    [TestMethod]
    public void RxWriteback_ThatIsLost_CostsOneFrame()
    {
        HalBench bench = HalBench.Up();
        bench.Model.Faults.LoseNextRxWriteback = true;
        bench.Inject(bench.Frame(60, 1));
        bench.Inject(bench.Frame(60, 2));
        bench.Inject(bench.Frame(60, 3));
        bench.Run(5);
        Assert.AreEqual(2, bench.Arp.Count);
        Assert.AreEqual(1, bench.Get(EmacStats.RxLostWritebacks));
        for (int i = 0; i < 12; i++)
        {
            bench.ExpectTraffic();
            bench.Clock.Now += 100;
        }
    }

    [TestMethod]
    public void RxRing_AfterABurstTooLong_ResumesAndCounts()
    {
        HalBench bench = HalBench.Up();
        for (int i = 0; i < 20; i++)
        {
            bench.Inject(bench.Frame());
        }

        bench.Run(5);
        Assert.AreEqual(8, bench.Arp.Count);
        Assert.AreEqual(12, bench.Get(EmacStats.RxMissed));
        uint state = (bench.Model.Read32(0x3FF69014) >> 17) & 7;
        Assert.AreEqual(3u, state, "the DMA still waits for a poll demand");
        bench.Clock.Now += 100;
        bench.ExpectTraffic();
    }

    [TestMethod]
    public void Reset_DuringTraffic_LosesNoPacketOfThePool()
    {
        HalBench bench = HalBench.Up();
        for (int i = 0; i < 50; i++)
        {
            bench.Model.Faults.NextStatus = i % 5 == 0 ? 1u << 13 : 0;
            bench.Send();
            bench.Inject(bench.Frame());
            bench.Run(150);
        }

        Assert.AreEqual(10, bench.Get(EmacStats.FatalBusErrors));
        bench.ExpectTraffic();
    }

    [TestMethod]
    public void Starvation_OfPackets_LosesNoFrame()
    {
        HalBench bench = HalBench.Up();
        bench.Device.Governor.SetShare(FrameClass.Arp, 8);
        bench.Arp.IsHolding = true;
        for (int i = 0; i < 8; i++)
        {
            bench.Inject(bench.Frame());
        }

        bench.Run(50);
        Assert.AreEqual(4, bench.Arp.Count);
        Assert.AreEqual(0, bench.Poll(), "a frame that stays is no work done");
        Assert.AreEqual(bench.Clock.Now + 2, bench.Device.NextPollMs(bench.Clock.Now));
        bench.Arp.IsHolding = false;
        bench.Arp.Release();
        bench.Run(5);
        Assert.AreEqual(8, bench.Arp.Count);
        Assert.AreEqual(0, bench.Get(EmacStats.RxGoverned), "asking again costs no share");
        bench.Clock.Now += 100;
        bench.ExpectTraffic();
    }
}
