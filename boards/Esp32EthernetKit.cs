using NanoStack.Hal.Bus;
using NanoStack.Hal.Phys;

namespace NanoStack.Boards;

/// <summary>Espressif ESP32-Ethernet-Kit 1.2: IP101GRI, which drives GPIO0.</summary>
/// <remarks>Pins as in nf-interpreter,
/// targets/ESP32/defconfig/ESP32_ETHERNET_KIT_1.2_defconfig.</remarks>
public sealed class Esp32EthernetKit : Board
{
    public Esp32EthernetKit()
    {
        Name = "ESP32-Ethernet-Kit 1.2";
        Phy = PhyKind.Ip101;
        PhyAddress = 1;
        PhyResetPin = 5;
        MdcPin = 23;
        MdioPin = 18;
        HasPsram = true;
        RmiiClock = RmiiClock.InOnGpio0;
        HasOscillator = true;
    }
}
