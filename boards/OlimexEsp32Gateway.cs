using NanoStack.Hal.Bus;
using NanoStack.Hal.Phys;

namespace NanoStack.Boards;

/// <summary>Olimex ESP32-GATEWAY, revision E, F and later: LAN8710A, the ESP32 drives the
/// clock.</summary>
/// <remarks>Pins as in arduino-esp32, variants/esp32-gateway. Earlier revisions are wired
/// differently.</remarks>
public sealed class OlimexEsp32Gateway : Board
{
    public OlimexEsp32Gateway()
    {
        Name = "Olimex ESP32-GATEWAY";
        Phy = PhyKind.Lan8720;
        PhyAddress = 0;
        PhyResetPin = 5;
        MdcPin = 23;
        MdioPin = 18;
        RmiiClock = RmiiClock.OutOnGpio17;
    }
}
