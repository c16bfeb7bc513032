using NanoStack.Hal.Bus;
using NanoStack.Hal.Phys;

namespace NanoStack.Boards;

/// <summary>Wireless-Tag WT32-ETH01: LAN8720A, an oscillator drives GPIO0, GPIO16 switches
/// it.</summary>
/// <remarks>
/// Pins as in nf-interpreter, targets/ESP32/defconfig/ESP32_WT32_ETH01_defconfig. With GPIO17 as
/// clock output it links up and loses packets (egnor/wt32-eth01, issue 16).
/// </remarks>
public sealed class Wt32Eth01 : Board
{
    public Wt32Eth01()
    {
        Name = "WT32-ETH01";
        Phy = PhyKind.Lan8720;
        PhyAddress = 1;
        PhyResetPin = 16;
        MdcPin = 23;
        MdioPin = 18;
        RmiiClock = RmiiClock.InOnGpio0;
        HasOscillator = true;
    }
}
