using NanoStack.Hal.Bus;
using NanoStack.Hal.Phys;

namespace NanoStack.Boards;

/// <summary>Silicognition wESP32: RTL8201FI since revision 7, LAN8720A before; the board drives
/// GPIO0.</summary>
/// <remarks>Revision 7 as in arduino-esp32, variants/wesp32, and nf-interpreter,
/// ESP32_WESP32_defconfig; older ones as in WLED, wled00/network.cpp. MDC and MDIO are not where
/// others have them.</remarks>
public sealed class Wesp32 : Board
{
    public Wesp32()
        : this(false)
    {
    }

    /// <param name="isBeforeRevision7">True for revisions 1 to 6.</param>
    public Wesp32(bool isBeforeRevision7)
    {
        Name = isBeforeRevision7 ? "wESP32 (before revision 7)" : "wESP32";
        Phy = isBeforeRevision7 ? PhyKind.Lan8720 : PhyKind.Rtl8201;
        PhyAddress = 0;
        MdcPin = 16;
        MdioPin = 17;
        RmiiClock = RmiiClock.InOnGpio0;
        HasOscillator = true;
    }
}
