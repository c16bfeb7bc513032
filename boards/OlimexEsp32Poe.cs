using NanoStack.Hal.Bus;
using NanoStack.Hal.Phys;

namespace NanoStack.Boards;

/// <summary>Olimex ESP32-POE: LAN8710A, the ESP32 drives the 50 MHz reference clock.</summary>
/// <remarks>
/// Pins as in nf-interpreter, targets/ESP32/defconfig/ESP32_OLIMEX_defconfig, and arduino-esp32,
/// variants/esp32-poe. The WROVER version has PSRAM on GPIO16 and GPIO17 and its clock on GPIO0
/// (ESP32_OLIMEX_WROVER_defconfig). GPIO12 switches the PHY's power and is a strap.
/// </remarks>
public class OlimexEsp32Poe : Board
{
    public OlimexEsp32Poe()
        : this(false)
    {
    }

    /// <param name="isWrover">True for the module with PSRAM.</param>
    public OlimexEsp32Poe(bool isWrover)
    {
        Name = isWrover ? "Olimex ESP32-POE (WROVER)" : "Olimex ESP32-POE";
        Phy = PhyKind.Lan8720;
        PhyAddress = 0;
        PhyResetPin = 12;
        MdcPin = 23;
        MdioPin = 18;
        HasPsram = isWrover;
        RmiiClock = isWrover ? RmiiClock.OutOnGpio0 : RmiiClock.OutOnGpio17;
    }
}
