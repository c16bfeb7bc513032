using NanoStack.Hal.Emac;

namespace NanoStack.Hal.Phys;

/// <summary>RTL8201F, SR8201F and JL1101: the control register itself says what was agreed
/// on.</summary>
/// <remarks>
/// As in espressif/esp-eth-drivers, rtl8201/src/esp_eth_phy_rtl8201.c and
/// jl1101/src/esp_eth_phy_jl1101.c, which do the same. The page is chosen each time: a boot loader
/// may have left another one.
/// </remarks>
internal sealed class Rtl8201 : PhyDevice
{
    // 001C:C81x and 937C:402x
    private const uint IdMask = 0xFFFFFFF0;
    private const uint Id8201 = 0x001CC810;
    private const uint Id1101 = 0x937C4020;

    private const int PageSelect = 0x1F;

    public Rtl8201(Mdio mdio, int address, uint id, PhyPin pin, EmacStats stats)
        : base(mdio, address, id, pin, stats)
    {
    }

    public override string Name => Is8201 ? "RTL8201F" : "JL1101";

    public override PhyKind Kind => Is8201 ? PhyKind.Rtl8201 : PhyKind.Jl1101;

    private bool Is8201 => (Id & IdMask) == Id8201;

    public static bool Is(uint id) => (id & IdMask) == Id8201 || (id & IdMask) == Id1101;

    private protected override bool Resolve()
    {
        Write(PageSelect, 0);
        int control = Read(PhyRegisters.Control);
        return control != PhyRegisters.Silence
            && Agree(
                (control & PhyRegisters.ControlSpeed100) != 0,
                (control & PhyRegisters.ControlFullDuplex) != 0);
    }
}
