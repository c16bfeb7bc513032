using NanoStack.Hal.Emac;

namespace NanoStack.Hal.Phys;

/// <summary>YT8512 and YT8512B: the specific status register says what was agreed on.</summary>
/// <remarks>
/// Identifiers and bits as in coolsnowwolf/lede, motorcomm_phy.h. Its first identifier word is 0,
/// which is why a probe must not take that for silence. The vendor's LED and sleep registers are
/// left as they are.
/// </remarks>
internal sealed class Yt8512 : PhyDevice
{
    private const uint Id8512 = 0x00000118;
    private const uint Id8512B = 0x00000128;

    private const int SpecificStatus = 0x11;
    private const int SpeedShift = 14;
    private const int Speed100 = 1;
    private const int Duplex = 0x2000;

    public Yt8512(Mdio mdio, int address, uint id, PhyPin pin, EmacStats stats)
        : base(mdio, address, id, pin, stats)
    {
    }

    public override string Name => "YT8512";

    public override PhyKind Kind => PhyKind.Yt8512;

    public static bool Is(uint id) => id == Id8512 || id == Id8512B;

    private protected override bool Resolve()
    {
        int status = Read(SpecificStatus);
        return status != PhyRegisters.Silence
            && Agree(status >> SpeedShift == Speed100, (status & Duplex) != 0);
    }
}
