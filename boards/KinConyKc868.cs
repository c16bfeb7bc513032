using NanoStack.Hal.Bus;
using NanoStack.Hal.Phys;

namespace NanoStack.Boards;

/// <summary>KinCony KC868 with an ESP32 (A8, A16, AM, E8T ...): LAN8720A, the ESP32 drives the
/// clock.</summary>
/// <remarks>
/// Pins as in the pages of esphome-devices for these boards. No pin resets the PHY; GPIO5, which
/// other boards use for that, is the I2C clock here. The KC868-Server's ESP32 has no Ethernet.
/// </remarks>
public sealed class KinConyKc868 : Board
{
    public KinConyKc868()
    {
        Name = "KinCony KC868";
        Phy = PhyKind.Lan8720;
        PhyAddress = 0;
        MdcPin = 23;
        MdioPin = 18;
        RmiiClock = RmiiClock.OutOnGpio17;
    }
}
