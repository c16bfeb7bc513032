using NanoStack.Hal.Bus;
using NanoStack.Hal.Phys;

namespace NanoStack.Boards;

/// <summary>The blue LAN8720 module on a bare ESP32: its oscillator drives nINT/REFCLK, which goes
/// to GPIO0.</summary>
/// <remarks>
/// The address is 1 on most and 0 on some, so it is looked for. The module's oscillator runs at
/// reset and may start the boot loader: wire its enable pin to a GPIO and set PhyResetPin
/// (espressif/esp-idf, examples/ethernet/README).
/// </remarks>
public sealed class GenericLan8720 : Board
{
    public GenericLan8720()
    {
        Name = "LAN8720 module";
        Phy = PhyKind.Lan8720;
        MdcPin = 23;
        MdioPin = 18;
        RmiiClock = RmiiClock.InOnGpio0;
        HasOscillator = true;
    }
}
