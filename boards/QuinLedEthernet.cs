using NanoStack.Hal.Bus;
using NanoStack.Hal.Phys;

namespace NanoStack.Boards;

/// <summary>QuinLED-ESP32-Ethernet: LAN8720A, the ESP32 drives the clock.</summary>
/// <remarks>Pins as in WLED, wled00/network.cpp; TwilightLord's shield has the same.</remarks>
public sealed class QuinLedEthernet : Board
{
    public QuinLedEthernet()
    {
        Name = "QuinLED-ESP32-Ethernet";
        Phy = PhyKind.Lan8720;
        PhyAddress = 0;
        PhyResetPin = 5;
        MdcPin = 23;
        MdioPin = 18;
        RmiiClock = RmiiClock.OutOnGpio17;
    }
}
