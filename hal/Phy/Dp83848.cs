using NanoStack.Hal.Emac;

namespace NanoStack.Hal.Phys;

/// <summary>DP83848 and TLK110: the PHY status register says what was agreed on.</summary>
/// <remarks>
/// As in espressif/esp-eth-drivers, dp83848/src/esp_eth_phy_dp83848.c. The TLK110 has its status
/// bits at the same place (esp-idf v3, tlk110_phy.h); its identifier is from memory: unverified.
/// </remarks>
internal sealed class Dp83848 : PhyDevice
{
    // 2000:5C9x and 2000:A21x
    private const uint IdMask = 0xFFFFFFF0;
    private const uint Id83848 = 0x20005C90;
    private const uint Id110 = 0x2000A210;

    private const int PhyStatus = 0x10;
    private const int PhyStatusIs10 = 0x0002;
    private const int PhyStatusFull = 0x0004;

    public Dp83848(Mdio mdio, int address, uint id, PhyPin pin, EmacStats stats)
        : base(mdio, address, id, pin, stats)
    {
    }

    public override string Name => (Id & IdMask) == Id110 ? "TLK110" : "DP83848";

    public override PhyKind Kind => PhyKind.Dp83848;

    public static bool Is(uint id) => (id & IdMask) == Id83848 || (id & IdMask) == Id110;

    private protected override bool Resolve()
    {
        int status = Read(PhyStatus);
        return status != PhyRegisters.Silence
            && Agree((status & PhyStatusIs10) == 0, (status & PhyStatusFull) != 0);
    }
}
