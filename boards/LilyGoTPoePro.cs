using NanoStack.Hal.Bus;
using NanoStack.Hal.Phys;

namespace NanoStack.Boards;

/// <summary>LilyGO T-POE-Pro: LAN8720A, the ESP32 drives the clock on GPIO0.</summary>
/// <remarks>Pins as in Xinyuan-LilyGO/LilyGO-T-ETH-Series, examples/ETHOTA/utilities.h
/// (LILYGO_T_ETH_POE_PRO). That it has PSRAM is from memory: unverified.</remarks>
public sealed class LilyGoTPoePro : Board
{
    public LilyGoTPoePro()
    {
        Name = "LilyGO T-POE-Pro";
        Phy = PhyKind.Lan8720;
        PhyAddress = 0;
        PhyResetPin = 5;
        MdcPin = 23;
        MdioPin = 18;
        HasPsram = true;
        RmiiClock = RmiiClock.OutOnGpio0;
    }
}
