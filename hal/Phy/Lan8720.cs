using NanoStack.Hal.Emac;

namespace NanoStack.Hal.Phys;

/// <summary>LAN8710A, LAN8720A, LAN8740A, 8741A, 8742A: a register says what was agreed
/// on.</summary>
/// <remarks>
/// Registers as in espressif/esp-eth-drivers, lan87xx/src/esp_eth_phy_lan87xx.c. How many metres a
/// step of the cable length is comes from memory of the data sheet: unverified.
/// </remarks>
internal sealed class Lan8720 : PhyDevice
{
    // 0007:C0Fx, C11x, C12x, C13x; the last digit is the revision (docs/hardware.md, 5.3).
    private const uint IdMask = 0xFFFFFFF0;
    private const uint Id8720 = 0x0007C0F0;
    private const uint Id8740 = 0x0007C110;
    private const uint Id8741 = 0x0007C120;
    private const uint Id8742 = 0x0007C130;

    // Register 28: cable length, of the 8740 and 8742, at 100 Mb/s.
    private const int CableLength = 0x1C;
    private const int CableShift = 12;
    private const int CableShortest = 3;

    // Register 31: special control and status.
    private const int SpecialStatus = 0x1F;
    private const int ModeShift = 2;
    private const int ModeMask = 7;

    public Lan8720(Mdio mdio, int address, uint id, PhyPin pin, EmacStats stats)
        : base(mdio, address, id, pin, stats)
    {
    }

    public override string Name
    {
        get
        {
            switch (Id & IdMask)
            {
                case Id8740: return "LAN8740";
                case Id8741: return "LAN8741";
                case Id8742: return "LAN8742";
                default: return "LAN8720";              // the LAN8710A has the same identifier
            }
        }
    }

    public override PhyKind Kind => PhyKind.Lan8720;

    public static bool Is(uint id)
    {
        uint model = id & IdMask;
        return model == Id8720 || model == Id8740 || model == Id8741 || model == Id8742;
    }

    // It reads 0xFFFF just after a change of speed, which is no mode.
    private protected override bool Resolve() =>
        AgreeOnCode((Read(SpecialStatus) >> ModeShift) & ModeMask);

    private protected override int ReadCableMeters()
    {
        uint model = Id & IdMask;
        int value = Is100 && (model == Id8740 || model == Id8742)
            ? Read(CableLength) : PhyRegisters.Silence;
        if (value == PhyRegisters.Silence)
        {
            return -1;
        }

        // 4 is 6 m, then 10.65 m a step.
        int step = value >> CableShift;
        return step <= CableShortest ? 0 : 6 + ((((step - 4) * 1065) + 50) / 100);
    }
}
