namespace NanoStack.Hal.Phys;

/// <summary>Which PHY a board carries, as far as it makes a difference to us.</summary>
/// <remarks>A fact for checks and reports: the driver is chosen by the identifier that
/// answers.</remarks>
public enum PhyKind
{
    /// <summary>Ask the PHY: its identifier says what it is.</summary>
    Unknown = 0,

    /// <summary>Clause 22 and nothing else, whatever the identifier says.</summary>
    Generic = 1,

    /// <summary>LAN8710A, LAN8720A and the 874x.</summary>
    Lan8720 = 2,

    /// <summary>IP101G, GR, GRI.</summary>
    Ip101 = 3,

    /// <summary>RTL8201F, SR8201F.</summary>
    Rtl8201 = 4,

    /// <summary>DP83848, TLK110.</summary>
    Dp83848 = 5,

    /// <summary>KSZ8001 to KSZ8091.</summary>
    Ksz80x1 = 6,

    /// <summary>A KSZ8081RNA that is fed with 50 MHz instead of a 25 MHz crystal.</summary>
    Ksz8081Rna = 7,

    /// <summary>LAN8670, 8671, 8672: 10BASE-T1S.</summary>
    Lan867x = 8,

    /// <summary>JL1101.</summary>
    Jl1101 = 9,

    /// <summary>YT8512, YT8512B.</summary>
    Yt8512 = 10,
}
