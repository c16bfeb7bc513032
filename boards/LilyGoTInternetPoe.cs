using NanoStack.Hal.Bus;
using NanoStack.Hal.Phys;

namespace NanoStack.Boards;

/// <summary>LilyGO T-Internet-POE: LAN8720A, the ESP32 drives the clock.</summary>
/// <remarks>Pins as in Xinyuan-LilyGO/LilyGO-T-ETH-Series, examples/ETHOTA/utilities.h
/// (LILYGO_T_ETH_POE), and nf-interpreter, ESP32_LILYGO_defconfig.</remarks>
public sealed class LilyGoTInternetPoe : Board
{
    public LilyGoTInternetPoe()
    {
        Name = "LilyGO T-Internet-POE";
        Phy = PhyKind.Lan8720;
        PhyAddress = 0;
        PhyResetPin = 5;
        MdcPin = 23;
        MdioPin = 18;
        RmiiClock = RmiiClock.OutOnGpio17;
    }
}
