#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Boards;
using NanoStack.Hal.Bus;
using NanoStack.Hal.Emac;
using NanoStack.Hal.Phys;

namespace NanoStack.Tests.BoardFacts;

/// <summary>What a board may not be: one sentence that says what to change.</summary>
[TestClass]
public sealed class BoardTests
{
    [TestMethod]
    public void Validate_OfABoardWithNoFacts_FindsNothing()
    {
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
    public void Validate_WithOnePinTwice_NamesBoth()
    {
        Says(new Board { MdcPin = 18 }, "MdcPin and MdioPin share");
        Says(new Board { PhyResetPin = 23 }, "MdcPin and PhyResetPin share");
        Says(new Board { PhyResetPin = 18 }, "MdioPin and PhyResetPin share");
    }

    [TestMethod]
    public void Validate_WithPinsOfThePsramForMdio_SaysSo()
    {
        Says(new Wesp32 { HasPsram = true }, "MdcPin is 16, which belongs to the PSRAM");
    }

    [TestMethod]
    public void Validate_WithEachInputOnlyPin_SaysSo()
    {
        for (int pin = 34; pin <= 39; pin++)
        {
            Says(new Board { MdcPin = pin }, "can only be an input");
            Says(new Board { PhyResetPin = pin }, "can only be an input");
        }
    }

    [TestMethod]
    public void Validate_WithEachDataPin_SaysSo()
    {
        int[] pins = { 19, 21, 22, 25, 26, 27 };
        for (int i = 0; i < pins.Length; i++)
        {
            Says(new Board { MdioPin = pins[i] }, "carries RMII data");
        }
    }

    [TestMethod]
    public void Validate_WithMdioOnTheStrapOfTheFlashVoltage_SaysThatItWouldNotStart()
    {
        Says(new Board { MdioPin = 12 }, "strap of the flash voltage");
    }

    [TestMethod]
    public void Validate_WithAnAddressOutOfRange_SaysSo()
    {
        Says(new Board { PhyAddress = 32 }, "0 to 31");
        Says(new Board { PhyAddress = -2 }, "-1 to look for it");
    }

    [TestMethod]
    public void Validate_WithAPulseOfNoLength_SaysSo()
    {
        Says(new Board { PhyHoldMs = 0 }, "PhyHoldMs");
        Says(new Board { PhySettleMs = -1 }, "PhySettleMs");
    }

    [TestMethod]
    public void Validate_WithMicroseconds_SaysThatTheyAreMilliseconds()
    {
        Says(new Board { PhyHoldMs = 10000 }, "milliseconds");
    }

    [TestMethod]
    public void Validate_WithAResetTooShortForThePhy_SaysHowLong()
    {
        Says(new Esp32EthernetKit { PhyHoldMs = 1 }, "wants 10 ms of reset");
        Says(new LilyGoTEthLite { PhySettleMs = 50 }, "wants 150 ms after its reset");
    }

    [TestMethod]
    public void Validate_WithNoPinToReset_AsksForNoDelay()
    {
        Assert.IsNull(new Wesp32 { PhySettleMs = 0 }.Validate());
    }

    [TestMethod]
    public void Validate_WithTwoClocks_SaysToFeedOneIn()
    {
        Says(new Wt32Eth01 { RmiiClock = RmiiClock.OutOnGpio0 }, "choose InOnGpio0");
        Says(new Wt32Eth01 { RmiiClock = RmiiClock.OutOnGpio17 }, "choose InOnGpio0");
    }

    [TestMethod]
    public void Validate_WithNumbersThatMeanNothing_SaysSo()
    {
        Says(new Board { RmiiClock = (RmiiClock)4 }, "RmiiClock is 4");
        Says(new Board { Phy = (PhyKind)99 }, "Phy is 99");
    }

    [TestMethod]
    public void Warning_OfStraps_NamesPinAndConsequence()
    {
        Board board = new Board { RmiiClock = RmiiClock.OutOnGpio17 };
        board.PhyResetPin = 0;
        Warns(board, "PhyResetPin is GPIO0, the boot strap");
        board.PhyResetPin = 2;
        Warns(board, "low or open to flash");
        board.PhyResetPin = 15;
        Warns(board, "silences the boot log");
        board.PhyResetPin = -1;
        Assert.IsNull(board.Warning());
        board.MdcPin = 12;
        Warns(board, "MdcPin is GPIO12");
        board.MdcPin = 23;
        board.MdioPin = 2;
        Warns(board, "MdioPin is GPIO2");
        board.MdioPin = 0;
        Assert.IsNull(board.Warning());     // its pull-up is what the boot strap wants
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

    private static void Warns(Board board, string word)
    {
        Assert.IsNull(board.Validate());
        string warning = board.Warning();
        Assert.IsNotNull(warning);
        Assert.IsTrue(warning.IndexOf(word) >= 0, warning);
        Sentence.Is(warning);
    }

    private static void Says(Board board, string word)
    {
        string wrong = board.Validate();
        Assert.IsNotNull(wrong);
        Assert.IsTrue(wrong.IndexOf(word) >= 0, wrong);
        Sentence.Is(wrong);
    }
}
