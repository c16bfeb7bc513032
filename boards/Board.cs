using System;
using NanoStack.Hal.Bus;
using NanoStack.Hal.Emac;
using NanoStack.Hal.Phys;

namespace NanoStack.Boards;

/// <summary>The facts of a board: what a driver cannot find out by itself.</summary>
/// <remarks>
/// To: <see cref="EmacDevice"/>. A board of your own is a class of twenty lines, or this class with
/// its fields set (docs/adding-a-board.md). <see cref="Validate"/> stands in for the compiler: a wrong pin is a sentence
/// before the start and not a board that half works (docs/hardware.md, 3.7).
/// </remarks>
public class Board
{
    private const int TimeMsMax = 5000;

    public string Name = "a board of your own";

    public PhyKind Phy = PhyKind.Unknown;

    /// <summary>0 to 31, or -1 to look for it.</summary>
    public int PhyAddress = -1;

    public int MdcPin = 23;
    public int MdioPin = 18;
    public RmiiClock RmiiClock = RmiiClock.InOnGpio0;

    /// <summary>True when the board itself makes the 50 MHz and drives GPIO0: an oscillator, or a
    /// PHY with a crystal.</summary>
    public bool HasOscillator;

    /// <summary>GPIO of the PHY's reset, its power or its oscillator; -1 when there is
    /// none.</summary>
    public int PhyResetPin = -1;

    /// <summary>True when the PHY runs while that pin is high.</summary>
    public bool PhyRunsWhenHigh = true;

    /// <summary>How long the pin holds the PHY.</summary>
    public int PhyHoldMs = 10;

    /// <summary>From letting go to the first word with the PHY.</summary>
    public int PhySettleMs = 50;

    /// <summary>True for modules with PSRAM (WROVER): GPIO16 and GPIO17 belong to it.</summary>
    public bool HasPsram;

    /// <summary>True when the application uses Wi-Fi or Bluetooth beside Ethernet.</summary>
    public bool UsesRadio;

    /// <summary>What of these facts cannot work: one sentence that says what is wrong and what to
    /// change, or null when all is well.</summary>
    public string Validate()
    {
        if (PhyAddress < -1 || PhyAddress > 31)
        {
            return "PhyAddress is " + PhyAddress + ": 0 to 31, or -1 to look for it.";
        }

        string wrong = ValidateClock();
        wrong = wrong == null ? ValidatePin("MdcPin", MdcPin) : wrong;
        wrong = wrong == null ? ValidatePin("MdioPin", MdioPin) : wrong;
        if (wrong == null && PhyResetPin != -1)
        {
            wrong = ValidatePin("PhyResetPin", PhyResetPin);
        }

        wrong = wrong == null ? ValidateSharing() : wrong;
        return wrong == null ? ValidateTimes() : wrong;
    }

    /// <summary>What works but will bite one day: a sentence, or null.</summary>
    public string Warning()
    {
        if (UsesRadio && RmiiClock != RmiiClock.InOnGpio0)
        {
            return "The clock of the APLL is unsteady while the radio runs (erratum CLK-3.22):"
                + " use a board that feeds the clock in, or leave Wi-Fi off.";
        }

        if (RmiiClock == RmiiClock.InOnGpio0 && PhyResetPin == -1)
        {
            return "GPIO0 is the boot strap: a clock that runs at reset may start the boot loader;"
                + " an oscillator that a pin switches off does not.";
        }

        string warning = PhyResetPin == -1
            ? null : BoardPins.StrapWarning("PhyResetPin", PhyResetPin);
        warning = warning == null ? BoardPins.StrapWarning("MdcPin", MdcPin) : warning;
        return warning == null ? BoardPins.PullUpWarning("MdioPin", MdioPin) : warning;
    }

    /// <summary>Whether the PHY that answered is the one of these facts: a sentence, or
    /// null.</summary>
    public string WarningOf(PhyDevice phy)
    {
        PhyKind expected = Phy == PhyKind.Ksz8081Rna ? PhyKind.Ksz80x1 : Phy;
        if (expected == PhyKind.Unknown || expected == PhyKind.Generic || expected == phy.Kind)
        {
            return null;
        }

        return Name + " answers with another PHY (" + phy.Name + ", identifier 0x"
            + phy.Id.ToString("X8") + "): it is another revision or another board, so check the"
            + " clock mode and set Phy to Unknown.";
    }

    /// <summary>The device of this board on a bus: the chip's own, or a model.</summary>
    public EmacDevice NewDevice(EmacBus bus) => NewDevice(bus, NewOptions());

    /// <summary>The same with options of <see cref="NewOptions"/> that were changed.</summary>
    public EmacDevice NewDevice(EmacBus bus, EmacOptions options)
    {
        string wrong = Validate();
        if (wrong != null)
        {
            throw new ArgumentException(wrong);
        }

        return new EmacDevice(bus, options);
    }

    /// <summary>The facts as the driver wants them; the sizes of the rings may still be
    /// changed.</summary>
    public EmacOptions NewOptions()
    {
        return new EmacOptions
        {
            Clock = RmiiClock,
            MdcPin = MdcPin,
            MdioPin = MdioPin,
            Phy = Phy,
            PhyAddress = PhyAddress,
            PhyPin = PhyResetPin,
            PhyRunsWhenHigh = PhyRunsWhenHigh,
            PhyHoldMs = PhyHoldMs,
            PhySettleMs = PhySettleMs,
        };
    }

    private string ValidateClock()
    {
        if (RmiiClock < RmiiClock.InOnGpio0 || RmiiClock > RmiiClock.OutOnGpio17)
        {
            return "RmiiClock is " + (int)RmiiClock
                + ": choose InOnGpio0, OutOnGpio0, OutOnGpio16 or OutOnGpio17.";
        }

        if (Phy < PhyKind.Unknown || Phy > PhyKind.Yt8512)
        {
            return "Phy is " + (int)Phy + ": choose a PhyKind, or Unknown to ask the PHY.";
        }

        if (HasOscillator && RmiiClock != RmiiClock.InOnGpio0)
        {
            return "The board drives 50 MHz into GPIO0: choose InOnGpio0 as RmiiClock, or two"
                + " clocks fight.";
        }

        bool isOnPsram = RmiiClock == RmiiClock.OutOnGpio16 || RmiiClock == RmiiClock.OutOnGpio17;
        return HasPsram && isOnPsram
            ? "GPIO16 and GPIO17 belong to the PSRAM: choose InOnGpio0 or OutOnGpio0 as"
                + " RmiiClock."
            : null;
    }

    private string ValidatePin(string name, int pin)
    {
        string owner = BoardPins.OwnerOf(pin, RmiiClock, HasPsram);
        return owner == null
            ? null
            : name + " is " + pin + ", which " + owner + ": choose another GPIO.";
    }

    private string ValidateSharing()
    {
        string pair = MdcPin == MdioPin ? "MdcPin and MdioPin"
            : MdcPin == PhyResetPin ? "MdcPin and PhyResetPin"
            : MdioPin == PhyResetPin ? "MdioPin and PhyResetPin" : null;
        if (pair != null)
        {
            return pair + " share a GPIO: each needs its own.";
        }

        return MdioPin == BoardPins.FlashVoltage
            ? "MdioPin is 12, the strap of the flash voltage, and MDIO has a pull-up, so the chip"
                + " would not start: choose another GPIO."
            : null;
    }

    private string ValidateTimes()
    {
        if (PhyHoldMs < 1 || PhyHoldMs > TimeMsMax)
        {
            return "PhyHoldMs is " + PhyHoldMs + ": 1 to " + TimeMsMax + " milliseconds.";
        }

        if (PhySettleMs < 0 || PhySettleMs > TimeMsMax)
        {
            return "PhySettleMs is " + PhySettleMs + ": 0 to " + TimeMsMax + " milliseconds.";
        }

        if (PhyResetPin == -1)
        {
            return null;                    // nobody waits
        }

        if (PhyHoldMs < PhyTimes.HoldMsMin(Phy))
        {
            return "PhyHoldMs is " + PhyHoldMs + ": this PHY wants " + PhyTimes.HoldMsMin(Phy)
                + " ms of reset.";
        }

        return PhySettleMs < PhyTimes.SettleMsMin(Phy)
            ? "PhySettleMs is " + PhySettleMs + ": this PHY wants " + PhyTimes.SettleMsMin(Phy)
                + " ms after its reset."
            : null;
    }
}
