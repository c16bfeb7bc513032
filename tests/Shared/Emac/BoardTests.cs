#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Boards;
using NanoStack.Hal.Bus;
using NanoStack.Hal.Emac;

namespace NanoStack.Tests.Emac;

/// <summary>What a board may not be: one sentence that says what to change.</summary>
[TestClass]
public sealed class BoardTests
{
    [TestMethod]
    public void Validate_OfTheBoardsWeShip_FindsNothing()
    {
        Assert.IsNull(new Wt32Eth01().Validate());
        Assert.IsNull(new OlimexEsp32Poe().Validate());
        Assert.IsNull(new OlimexEsp32Poe(true).Validate());
        Assert.IsNull(new Board().Validate());
    }

    [TestMethod]
    public void Validate_WithPsramAndItsClockOnGpio17_SaysToUseGpio0()
    {
        Board board = new Board { HasPsram = true, RmiiClock = RmiiClock.OutOnGpio17 };
        Says(board, "InOnGpio0");
    }

    [TestMethod]
    public void Validate_WithAPinOfTheData_NamesIt()
    {
        Says(new Board { MdcPin = 21 }, "MdcPin is 21");
        Says(new Board { MdioPin = 27 }, "RMII data");
    }

    [TestMethod]
    public void Validate_WithAPinOfTheFlash_NamesIt()
    {
        Says(new Board { PhyResetPin = 6 }, "flash");
    }

    [TestMethod]
    public void Validate_WithAnInputOnlyPin_SaysSo()
    {
        Says(new Board { MdcPin = 35 }, "input");
    }

    [TestMethod]
    public void Validate_WithAPinThatDoesNotExist_SaysSo()
    {
        Says(new Board { MdcPin = 40 }, "does not have");
        Says(new Board { PhyResetPin = -2 }, "does not have");
    }

    [TestMethod]
    public void Validate_WithTheClockPinAsReset_SaysSo()
    {
        Says(new Board { PhyResetPin = 0 }, "RMII clock");
        Says(new Board { PhyResetPin = 17, RmiiClock = RmiiClock.OutOnGpio17 }, "RMII clock");
        Says(new Board { PhyResetPin = 16, RmiiClock = RmiiClock.OutOnGpio16 }, "RMII clock");
    }

    [TestMethod]
    public void Validate_WithAPinOfThePsram_SaysSo()
    {
        Says(new Board { HasPsram = true, PhyResetPin = 16 }, "PSRAM");
    }

    [TestMethod]
    public void Validate_WithTheSerialPort_SaysSo()
    {
        Says(new Board { MdioPin = 3 }, "serial");
    }

    [TestMethod]
    public void Validate_WithOnePinTwice_SaysSo()
    {
        Says(new Board { MdcPin = 18 }, "share");
    }

    [TestMethod]
    public void Validate_WithAnAddressOutOfRange_SaysSo()
    {
        Says(new Board { PhyAddress = 32 }, "0 to 31");
    }

    [TestMethod]
    public void Validate_WithAPulseOfNoLength_SaysSo()
    {
        Says(new Board { PhyHoldMs = 0 }, "PhyHoldMs");
    }

    [TestMethod]
    public void Warning_OfGpio12_TellsOfTheFlashVoltage()
    {
        Assert.IsTrue(new OlimexEsp32Poe().Warning().IndexOf("flash voltage") > 0);
    }

    [TestMethod]
    public void Warning_OfARunningOscillatorOnTheStrap_IsGiven()
    {
        Assert.IsTrue(new Board().Warning().IndexOf("boot strap") > 0);
        Assert.IsNull(new Wt32Eth01().Warning());
    }

    [TestMethod]
    public void Warning_OfTheApllBesideRadio_NamesTheErratum()
    {
        Board board = new OlimexEsp32Poe { UsesRadio = true };
        Assert.IsTrue(board.Warning().IndexOf("CLK-3.22") > 0);
    }

    [TestMethod]
    public void NewOptions_CarryTheFactsOfTheBoard()
    {
        EmacOptions options = new Wt32Eth01().NewOptions();
        Assert.AreEqual(1, options.PhyAddress);
        Assert.AreEqual(16, options.PhyPin);
        Assert.IsNull(options.Validate());
        Assert.AreEqual(18816, options.ArenaBytes);     // 18 KiB and 384 bytes
        options.UseSmallRings();
        Assert.AreEqual(9408, options.ArenaBytes);
    }

    [TestMethod]
    public void OptionsValidate_OfWrongSizes_SaysWhatIsRight()
    {
        Assert.IsNotNull(new EmacOptions { TxSlotCount = 3 }.Validate());
        Assert.IsNotNull(new EmacOptions { RxSlotCount = 2 }.Validate());
        Assert.IsNotNull(new EmacOptions { BufferBytes = 1522 }.Validate());
        Assert.IsNotNull(new EmacOptions { BurstBeats = 16 }.Validate());
        Assert.IsNotNull(new EmacOptions { HardwareAddress = new byte[] { 1 } }.Validate());
        Assert.IsNotNull(
            new EmacOptions { HardwareAddress = new byte[] { 1, 0, 0, 0, 0, 0 } }.Validate());
    }

    private static void Says(Board board, string word)
    {
        string wrong = board.Validate();
        Assert.IsNotNull(wrong);
        Assert.IsTrue(wrong.IndexOf(word) >= 0, wrong);
    }
}
