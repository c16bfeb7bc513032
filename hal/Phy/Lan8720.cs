using NanoStack.Hal.Emac;

namespace NanoStack.Hal.Phys;

/// <summary>LAN8710A, LAN8720A, LAN8740A, 8741A, 8742A: a register says what was agreed
/// on.</summary>
internal sealed class Lan8720 : PhyDevice
{
    // 0007:C0Fx, C11x, C12x, C13x; the last digit is the revision (HARDWARE, 5.3).
    private const uint IdMask = 0xFFFFFFF0;
    private const uint Id8720 = 0x0007C0F0;
    private const uint Id8740 = 0x0007C110;
    private const uint Id8741 = 0x0007C120;
    private const uint Id8742 = 0x0007C130;

    // Register 31: special control and status.
    private const int SpecialStatus = 0x1F;
    private const int ModeShift = 2;
    private const int ModeMask = 7;
    private const int Mode10Half = 1;
    private const int Mode100Half = 2;
    private const int Mode10Full = 5;
    private const int Mode100Full = 6;

    public Lan8720(Mdio mdio, int address, uint id, PhyPin pin, EmacStats stats)
        : base(mdio, address, id, pin, stats)
    {
    }

    public override string Name => "LAN8720";

    public static bool Is(uint id)
    {
        uint model = id & IdMask;
        return model == Id8720 || model == Id8740 || model == Id8741 || model == Id8742;
    }

    private protected override bool Resolve()
    {
        int mode = (Read(SpecialStatus) >> ModeShift) & ModeMask;
        switch (mode)
        {
            case Mode10Half: return Agree(false, false);
            case Mode100Half: return Agree(true, false);
            case Mode10Full: return Agree(false, true);
            case Mode100Full: return Agree(true, true);
            default: return base.Resolve();             // it reads 0xFFFF just after a change
        }
    }
}
