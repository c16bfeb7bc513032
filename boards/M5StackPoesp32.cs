using NanoStack.Hal.Bus;
using NanoStack.Hal.Phys;

namespace NanoStack.Boards;

/// <summary>M5Stack PoESP32 (U138): IP101G, which drives GPIO0.</summary>
/// <remarks>Pins as in the public ESPHome templates for this unit; the ESP32_ETHERNET_KIT_1.2
/// firmware of nf-interpreter has the same.</remarks>
public sealed class M5StackPoesp32 : Board
{
    public M5StackPoesp32()
    {
        Name = "M5Stack PoESP32";
        Phy = PhyKind.Ip101;
        PhyAddress = 1;
        PhyResetPin = 5;
        MdcPin = 23;
        MdioPin = 18;
        RmiiClock = RmiiClock.InOnGpio0;
        HasOscillator = true;
    }
}
