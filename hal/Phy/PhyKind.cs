namespace NanoStack.Hal.Phys;

/// <summary>Which PHY a board carries, as far as it makes a difference to us.</summary>
public enum PhyKind
{
    /// <summary>Ask the PHY: its identifier says what it is.</summary>
    Unknown = 0,

    /// <summary>Clause 22 and nothing else: IP101, RTL8201, SR8201, KSZ80xx, DP83848.</summary>
    Generic = 1,

    /// <summary>LAN8710A, LAN8720A and the 874x: a register says speed and duplex.</summary>
    Lan8720 = 2,
}
