using NanoStack.Hal.Emac;

namespace NanoStack.Hal.Phys;

/// <summary>IP101G, IP101GR, IP101GRI: a register of page 16 says what was agreed on.</summary>
/// <remarks>As in espressif/esp-eth-drivers, ip101/src/esp_eth_phy_ip101.c.</remarks>
internal sealed class Ip101 : PhyDevice
{
    // 0243:0C5x
    private const uint IdMask = 0xFFFFFFF0;
    private const uint IdIp101 = 0x02430C50;

    private const int PageSelect = 0x14;
    private const int StatusPage = 16;
    private const int SpecificStatus = 0x1E;
    private const int ModeMask = 7;

    public Ip101(Mdio mdio, int address, uint id, PhyPin pin, EmacStats stats)
        : base(mdio, address, id, pin, stats)
    {
    }

    public override string Name => "IP101G";

    public override PhyKind Kind => PhyKind.Ip101;

    public static bool Is(uint id) => (id & IdMask) == IdIp101;

    private protected override bool Resolve()
    {
        Write(PageSelect, StatusPage);
        return AgreeOnCode(Read(SpecificStatus) & ModeMask);
    }
}
