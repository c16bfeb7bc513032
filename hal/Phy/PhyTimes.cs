namespace NanoStack.Hal.Phys;

/// <summary>How long a PHY wants to be reset and then left alone, where its driver in ESP-IDF says
/// so (docs/hardware.md, 5.3).</summary>
internal static class PhyTimes
{
    /// <summary>Milliseconds the pin holds the PHY, at least; LAN87xx: 0.15 ms.</summary>
    public static int HoldMsMin(PhyKind kind)
    {
        return kind == PhyKind.Ip101 || kind == PhyKind.Rtl8201 ? 10 : 1;
    }

    /// <summary>Milliseconds until the first word, at least.</summary>
    public static int SettleMsMin(PhyKind kind)
    {
        switch (kind)
        {
            case PhyKind.Ip101: return 10;
            case PhyKind.Rtl8201: return 150;
            default: return 0;
        }
    }
}
