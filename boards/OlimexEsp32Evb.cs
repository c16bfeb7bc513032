using NanoStack.Hal.Bus;
using NanoStack.Hal.Phys;

namespace NanoStack.Boards;

/// <summary>Olimex ESP32-EVB, revision B and later: LAN8710A, an oscillator drives GPIO0.</summary>
/// <remarks>
/// Unverified: address and pins as a comment in nf-interpreter has them, the clock from memory;
/// arduino-esp32, variants/esp32-evb says nothing of Ethernet. No pin resets the PHY.
/// </remarks>
public sealed class OlimexEsp32Evb : Board
{
    public OlimexEsp32Evb()
    {
        Name = "Olimex ESP32-EVB";
        Phy = PhyKind.Lan8720;
        PhyAddress = 0;
        MdcPin = 23;
        MdioPin = 18;
        RmiiClock = RmiiClock.InOnGpio0;
        HasOscillator = true;
    }
}
