using NanoStack.Hal.Bus;

namespace NanoStack.Boards;

/// <summary>Which GPIOs of an ESP32 are free to be a board's (docs/hardware.md, 1.5 and 3.7).</summary>
internal static class BoardPins
{
    /// <summary>GPIO12 (MTDI): high at reset means 1.8 V for a flash that wants 3.3.</summary>
    public const int FlashVoltage = 12;

    private const int FirstInputOnly = 34;

    /// <summary>Why a pin cannot be an output of ours, or null when it can.</summary>
    public static string OwnerOf(int pin, RmiiClock clock, bool hasPsram)
    {
        switch (pin)
        {
            case 0:
                return clock == RmiiClock.InOnGpio0 || clock == RmiiClock.OutOnGpio0
                    ? "is the RMII clock" : null;
            case 1:
            case 3:
                return "is the serial port";
            case 6:
            case 7:
            case 8:
            case 9:
            case 10:
            case 11:
                return "belongs to the flash";
            case 16:
                return hasPsram ? "belongs to the PSRAM"
                    : clock == RmiiClock.OutOnGpio16 ? "is the RMII clock" : null;
            case 17:
                return hasPsram ? "belongs to the PSRAM"
                    : clock == RmiiClock.OutOnGpio17 ? "is the RMII clock" : null;
            case 19:
            case 21:
            case 22:
            case 25:
            case 26:
            case 27:
                return "carries RMII data";
            case 20:
            case 24:
            case 28:
            case 29:
            case 30:
            case 31:
                return "an ESP32 does not have";
            default:
                return pin < 0 || pin > 39 ? "an ESP32 does not have"
                    : pin >= FirstInputOnly ? "can only be an input" : null;
        }
    }

    /// <summary>What a pin that is read at reset decides, or null.</summary>
    public static string StrapWarning(string name, int pin)
    {
        switch (pin)
        {
            case 0:
                return name + " is GPIO0, the boot strap: low at reset starts the boot loader.";
            case FlashVoltage:
                return name + " is GPIO12, the strap of the flash voltage: low at reset, or the"
                    + " board does not start.";
            case 15:
                return name + " is GPIO15, a strap: low at reset silences the boot log.";
            default:
                return PullUpWarning(name, pin);
        }
    }

    /// <summary>The same for a pin that a resistor holds high at reset, which MDIO is.</summary>
    public static string PullUpWarning(string name, int pin)
    {
        switch (pin)
        {
            case 2:
                return name + " is GPIO2, a boot strap: it must be low or open to flash.";
            case 5:
                return name + " is GPIO5, a strap of SDIO timing: harmless without SDIO.";
            default:
                return null;
        }
    }
}
