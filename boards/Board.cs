using System;
using NanoStack.Hal.Bus;
using NanoStack.Hal.Emac;
using NanoStack.Hal.Phys;

namespace NanoStack.Boards;

/// <summary>The facts of a board: what a driver cannot find out by itself.</summary>
/// <remarks>
/// To: <see cref="EmacDevice"/>. A board of your own is a class of twenty lines, or this class with
/// its fields set. <see cref="Validate"/> stands in for the compiler: a wrong pin is a sentence
/// before the start and not a board that half works (HARDWARE, 3.7).
/// </remarks>
public class Board
{
    public string Name = "a board of your own";

    public PhyKind Phy = PhyKind.Unknown;

    /// <summary>0 to 31, or -1 to look for it.</summary>
    public int PhyAddress = -1;

    public int MdcPin = 23;
    public int MdioPin = 18;
    public RmiiClock RmiiClock = RmiiClock.InOnGpio0;

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

        bool isOnPsram = RmiiClock == RmiiClock.OutOnGpio16 || RmiiClock == RmiiClock.OutOnGpio17;
        if (HasPsram && isOnPsram)
        {
            return "GPIO16 and GPIO17 belong to the PSRAM: choose InOnGpio0 or OutOnGpio0.";
        }

        string wrong = ValidatePin("MdcPin", MdcPin);
        wrong = wrong == null ? ValidatePin("MdioPin", MdioPin) : wrong;
        if (wrong == null && PhyResetPin != -1)
        {
            wrong = ValidatePin("PhyResetPin", PhyResetPin);
        }

        if (wrong != null)
        {
            return wrong;
        }

        if (MdcPin == MdioPin || MdcPin == PhyResetPin || MdioPin == PhyResetPin)
        {
            return "MdcPin, MdioPin and PhyResetPin share a GPIO: each needs its own.";
        }

        return PhyHoldMs < 1 || PhySettleMs < 0
            ? "PhyHoldMs is at least 1 and PhySettleMs at least 0."
            : null;
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

        return PhyResetPin == -1 ? null : BoardPins.StrapWarning(PhyResetPin);
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

    private string ValidatePin(string name, int pin)
    {
        string owner = BoardPins.OwnerOf(pin, RmiiClock, HasPsram);
        return owner == null
            ? null
            : name + " is " + pin + ", which " + owner + ": choose another GPIO.";
    }
}
