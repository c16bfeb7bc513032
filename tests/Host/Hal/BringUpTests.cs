using System;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Boards;
using NanoStack.Hal.Bus;
using NanoStack.Hal.Emac;
using NanoStack.Tests.BoardFacts;

namespace NanoStack.Tests.Host.Hal;

/// <summary>A board starts, or says in one sentence why it cannot.</summary>
[TestClass]
public sealed class BringUpTests
{
    [TestMethod]
    public void Start_OfAWt32_ComesUpAndCarriesFrames()
    {
        HalBench bench = HalBench.Up();
        Assert.AreEqual("LAN8720", bench.Device.Phy.Name);
        Assert.AreEqual(0x0007C0F1u, bench.Device.Phy.Id);
        Assert.IsTrue(bench.Device.Phy.Is100);
        Assert.IsTrue(bench.Device.Phy.IsFullDuplex);
        Assert.AreEqual(1, bench.Get(EmacStats.LinkUps));
        bench.ExpectTraffic();
    }

    [TestMethod]
    public void Start_OfAnOlimex_DrivesItsOwnClock()
    {
        HalBench bench = new HalBench(new OlimexEsp32Poe(), null);
        bench.Start();
        bench.RunUntilUp();
        bench.ExpectTraffic();
    }

    [TestMethod]
    public void Start_OfAWroverOlimex_UsesGpio0()
    {
        HalBench bench = new HalBench(new OlimexEsp32Poe(true), null);
        bench.Start();
        bench.RunUntilUp();
        bench.ExpectTraffic();
    }

    [TestMethod]
    public void Start_Always_TakesThePhyThroughItsReset()
    {
        HalBench bench = HalBench.Up();
        Assert.AreEqual(1, bench.Model.Phy.HoldCount);
        Assert.IsFalse(bench.Model.Phy.IsHeld);
        Assert.AreEqual(1, bench.Model.Phy.SoftResetCount);
        Assert.AreEqual(0x0DE1, bench.Model.Phy.Advertised, "a reset puts the straps back");
    }

    [TestMethod]
    public void Start_Always_ProgramsTheFactoryAddress()
    {
        HalBench bench = HalBench.Up();
        CollectionAssert.AreEqual(bench.Model.FactoryAddress, bench.Device.HardwareAddress);
        Assert.AreEqual(0x80000302u, bench.Model.Read32(0x3FF6A040));
        Assert.AreEqual(0x01286F24u, bench.Model.Read32(0x3FF6A044));
    }

    [TestMethod]
    public void Start_WithAnAddressOfOnesOwn_ProgramsThat()
    {
        EmacOptions options = new Wt32Eth01().NewOptions();
        options.HardwareAddress = new byte[] { 2, 1, 2, 3, 4, 5 };
        HalBench bench = new HalBench(new Wt32Eth01(), options);
        bench.Start();
        bench.RunUntilUp();
        Assert.AreEqual(0x80000504u, bench.Model.Read32(0x3FF6A040));
        bench.ExpectTraffic();
    }

    [TestMethod]
    public void Start_WhenLinkIsUp_HasTheGoldenRegisters()
    {
        HalBench bench = HalBench.Up();
        Assert.AreEqual(0x06022080u, bench.Model.Read32(0x3FF69000));
        Assert.AreEqual(0x02002006u, bench.Model.Read32(0x3FF69018));
        Assert.AreEqual(0x0000C80Cu, bench.Model.Read32(0x3FF6A000));
        Assert.AreEqual(0x000180C0u, bench.Model.Read32(0x3FF6901C));
        Assert.AreEqual(0u, bench.Model.Read32(0x3FF6A004));
    }

    [TestMethod]
    public void Start_WithoutTheClock_SaysNoRefClk()
    {
        HalBench bench = new HalBench();
        bench.Model.RefClockPresent = false;
        Fails(bench, "no REF_CLK");
        Assert.AreEqual(1, bench.Get(EmacStats.NoRefClock));
    }

    /// <summary>A warm reset leaves the pin as it was, and the oscillator is the MAC's clock: pin first,
    /// then SWR (docs/hardware.md, 3.1).</summary>
    [TestMethod]
    public void Start_WithTheOscillatorOff_TurnsItOnBeforeItResetsTheMac()
    {
        HalBench bench = new HalBench();
        bench.Bus.SetPin(bench.Board.PhyResetPin, false);
        bench.Start();
        bench.RunUntilUp();
        bench.ExpectTraffic();
    }

    [TestMethod]
    public void Start_WithTheClockOfAnotherBoard_SaysNoRefClk()
    {
        HalBench bench = new HalBench(new OlimexEsp32Poe(), null);
        bench.Model.BoardClock = RmiiClock.InOnGpio0;
        Fails(bench, "no REF_CLK");
    }

    [TestMethod]
    public void Start_WithTheWrongResetPin_SaysNoRefClk()
    {
        // The pin of the board was never released, so the oscillator stays off (arduino-esp32
        // 3817).
        HalBench bench = new HalBench();
        bench.Model.Phy.Pin = 5;
        bench.Bus.SetPin(5, false);
        Fails(bench, "no REF_CLK");
    }

    [TestMethod]
    public void Start_WithAPulseTooShortForThePhy_FindsNone()
    {
        HalBench bench = new HalBench();
        bench.Model.PhyMakesClock = false;
        bench.Model.Phy.HoldMsMin = 1000;
        Fails(bench, "No PHY answers");
    }

    [TestMethod]
    public void Start_WithThePhyAtAnotherAddress_SaysWhere()
    {
        HalBench bench = new HalBench();
        bench.Model.Phy.Address = 5;
        Fails(bench, "one does at 5");
    }

    [TestMethod]
    public void Start_WithAnAddressToFind_FindsIt()
    {
        HalBench bench = new HalBench(new Board { PhyResetPin = 16 }, null);
        bench.Model.Phy.Address = 31;
        bench.Start();
        Assert.AreEqual(31, bench.Device.Phy.Address);
        bench.RunUntilUp();
        bench.ExpectTraffic();
    }

    [TestMethod]
    public void Start_WithThePhyAtZero_FindsItLast()
    {
        HalBench bench = new HalBench(new Board(), null);
        bench.Model.Phy.Address = 0;
        bench.Start();
        Assert.AreEqual(0, bench.Device.Phy.Address);
    }

    [TestMethod]
    public void Start_WithNoPhy_SaysWhatToCheck()
    {
        HalBench bench = new HalBench(new Board(), null);
        bench.Model.PhyMakesClock = false;
        bench.Model.Phy.IsPresent = false;
        Fails(bench, "MDC and MDIO");
    }

    [TestMethod]
    public void Start_WithAnUnknownPhy_UsesClause22()
    {
        HalBench bench = new HalBench();
        bench.Model.Phy.Id = 0x12345670;
        bench.Start();
        bench.RunUntilUp();
        Assert.AreEqual("generic", bench.Device.Phy.Name);
        Assert.IsTrue(bench.Device.Phy.Is100);
        bench.ExpectTraffic();
    }

    [TestMethod]
    public void Start_WithoutMemory_SaysHowManyBytes()
    {
        HalBench bench = new HalBench();
        bench.Model.Faults.OpenAnswer = EmacBus.OpenNoMemory;
        Fails(bench, "18816");
    }

    [TestMethod]
    public void Start_WithTheInterruptTaken_NamesTheOtherDriver()
    {
        HalBench bench = new HalBench();
        bench.Model.Faults.OpenAnswer = EmacBus.OpenNoInterrupt;
        Fails(bench, "ESP32 Ethernet");
    }

    [TestMethod]
    public void Start_WithTheApllTaken_SaysSo()
    {
        HalBench bench = new HalBench();
        bench.Model.Faults.OpenAnswer = EmacBus.OpenNoClock;
        Fails(bench, "APLL");
    }

    [TestMethod]
    public void Start_WithAnAnswerNobodyKnows_SaysWhatToFlash()
    {
        HalBench bench = new HalBench();
        bench.Model.Faults.OpenAnswer = -99;
        Fails(bench, "flash the firmware");
    }

    [TestMethod]
    public void NewDevice_OfAWrongBoard_IsRefused()
    {
        HalBench bench = new HalBench();
        Board board = new Board { MdcPin = 21 };
        Assert.ThrowsExactly<ArgumentException>(() => board.NewDevice(bench.Bus));
    }

    [TestMethod]
    public void NewDevice_WithWrongRings_IsRefused()
    {
        HalBench bench = new HalBench();
        EmacOptions options = new EmacOptions { TxSlotCount = 5 };
        Assert.ThrowsExactly<ArgumentException>(() => new EmacDevice(bench.Bus, options));
    }

    [TestMethod]
    public void ReceiveRoom_OfTheDefaultRings_LeavesTwoSlots()
    {
        Assert.AreEqual(6 * 1460, new HalBench().Device.ReceiveRoomBytes);
    }

    [TestMethod]
    [DataRow(21, 18, RmiiClock.InOnGpio0)]
    [DataRow(23, 34, RmiiClock.InOnGpio0)]
    [DataRow(23, 23, RmiiClock.InOnGpio0)]
    [DataRow(17, 18, RmiiClock.OutOnGpio17)]
    [DataRow(23, 18, (RmiiClock)7)]
    public void Start_WithOptionsChangedByHand_SaysWhatTheFirmwareRefuses(
        int mdcPin, int mdioPin, RmiiClock clock)
    {
        EmacOptions options = new Wt32Eth01().NewOptions();
        options.MdcPin = mdcPin;
        options.MdioPin = mdioPin;
        options.Clock = clock;
        Fails(new HalBench(new Wt32Eth01(), options), "MdcPin " + mdcPin);
    }

    [TestMethod]
    [DataRow(-2)]
    [DataRow(32)]
    public void NewDevice_WithAnAddressNoPhyHas_IsRefusedInOneSentence(int address)
    {
        string wrong = new EmacOptions { PhyAddress = address }.Validate();
        StringAssert.Contains(wrong, "PhyAddress is " + address);
        Sentence.Is(wrong);
    }

    private static void Fails(HalBench bench, string word)
    {
        InvalidOperationException failure =
            Assert.ThrowsExactly<InvalidOperationException>(bench.Start);
        StringAssert.Contains(failure.Message, word);
        Sentence.Is(failure.Message);
    }
}
