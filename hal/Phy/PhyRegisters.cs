namespace NanoStack.Hal.Phys;

/// <summary>The registers every PHY has (IEEE 802.3, clause 22; docs/hardware.md, 5.2).</summary>
internal static class PhyRegisters
{
    public const int Control = 0;
    public const int Status = 1;
    public const int Id1 = 2;
    public const int Id2 = 3;
    public const int Advertise = 4;
    public const int Partner = 5;
    public const int Expansion = 6;
    public const int MmdControl = 0x0D;
    public const int MmdData = 0x0E;

    // Control (BMCR)
    public const int ControlReset = 0x8000;
    public const int ControlSpeed100 = 0x2000;
    public const int ControlNegotiate = 0x1000;
    public const int ControlRestart = 0x0200;
    public const int ControlFullDuplex = 0x0100;

    // Status (BMSR)
    public const int StatusNegotiated = 0x0020;

    /// <summary>Latched low: after a loss it reads 0 once, whatever the link is now.</summary>
    public const int StatusLink = 0x0004;

    /// <summary>Expansion (ANER): the partner can negotiate.</summary>
    public const int ExpansionPartner = 0x0001;

    // Advertise and Partner (ANAR, ANLPAR)
    public const int Half10 = 0x0020;
    public const int Full10 = 0x0040;
    public const int Half100 = 0x0080;
    public const int Full100 = 0x0100;
    public const int Pause = 0x0400;
    public const int AsymmetricPause = 0x0800;

    /// <summary>Selector 802.3, all four modes, and a pause towards us only.</summary>
    public const int AdvertiseAll =
        0x0001 | Half10 | Full10 | Half100 | Full100 | Pause | AsymmetricPause;

    /// <summary>What the bus reads when nobody answers: the pull-up.</summary>
    public const int Silence = 0xFFFF;
}
