using NanoStack.Hal.Bus;
using NanoStack.Hal.Phys;

namespace NanoStack.Boards;

/// <summary>LilyGO T-ETH-Lite with an ESP32: RTL8201F, GPIO0 is driven by the board, GPIO12
/// switches the PHY's power.</summary>
/// <remarks>
/// Pins as in Xinyuan-LilyGO/LilyGO-T-ETH-Series, examples/ETHOTA/utilities.h
/// (LILYGO_T_ETH_LITE_ESP32). GPIO12 is a strap. The T-ETH-Lite S3 has a W5500 and is no board of
/// ours.
/// </remarks>
public sealed class LilyGoTEthLite : Board
{
    public LilyGoTEthLite()
    {
        Name = "LilyGO T-ETH-Lite";
        Phy = PhyKind.Rtl8201;
        PhyAddress = 0;
        PhyResetPin = 12;
        PhySettleMs = 150;
        MdcPin = 23;
        MdioPin = 18;
        HasPsram = true;
        RmiiClock = RmiiClock.InOnGpio0;
        HasOscillator = true;
    }
}
