using NanoStack.Hal.Emac;

namespace NanoStack.Hal.Phys;

/// <summary>KSZ8001, 8021, 8031, 8041, 8051, 8061, 8081, 8091: one register or another says what
/// was agreed on, and LinkMD finds a broken cable.</summary>
/// <remarks>
/// Identifiers and modes as in espressif/esp-eth-drivers, ksz80xx/src/esp_eth_phy_ksz80xx.c; LinkMD
/// as in Linux, drivers/net/phy/micrel.c (ksz886x_cable_test), which has it for the 8081: it is
/// offered for that model only. The bit of the KSZ8081RNA: ESPHome's ethernet component.
/// </remarks>
internal sealed class Ksz80x1 : PhyDevice
{
    // 0022:14xx to 17xx: the model is bits 9:4 of the second word.
    private const uint VendorMask = 0xFFFFFC00;
    private const uint Vendor = 0x00221400;
    private const int ModelShift = 4;
    private const int ModelMask = 0x3F;
    private const int Model8041 = 0x11;
    private const int Model8041Rl = 0x13;
    private const int Model8021 = 0x15;
    private const int Model8081 = 0x16;
    private const int Model8061 = 0x17;
    private const int Model8001 = 0x21;

    private const int LinkMd = 0x1D;
    private const int LinkMdRun = 0x8000;
    private const int LinkMdShift = 13;
    private const int LinkMdOpen = 1;
    private const int LinkMdShort = 2;
    private const int LinkMdFailed = 3;
    private const int LinkMdTimeMask = 0x01FF;

    private const int Control1 = 0x1E;      // mode in bits 2:0
    private const int Control2 = 0x1F;      // mode in bits 4:2 of the older ones
    private const int Control2Clock50 = 0x0080;
    private const int OldModeShift = 2;
    private const int ModeMask = 7;

    private readonly bool _isClockIn;

    /// <param name="isClockIn">True for a KSZ8081RNA that is fed with 50 MHz.</param>
    public Ksz80x1(
        Mdio mdio, int address, uint id, PhyPin pin, EmacStats stats, bool isClockIn)
        : base(mdio, address, id, pin, stats)
    {
        _isClockIn = isClockIn;
    }

    public override string Name
    {
        get
        {
            switch (ModelOf(Id))
            {
                case Model8001: return "KSZ8001";
                case Model8021: return "KSZ8021";
                case Model8041:
                case Model8041Rl: return "KSZ8041";
                case Model8061: return "KSZ8061";
                default: return "KSZ8081";              // 8051 and 8091 have the same identifier
            }
        }
    }

    public override PhyKind Kind => PhyKind.Ksz80x1;

    public override bool CanTestCable => ModelOf(Id) == Model8081;

    public static bool Is(uint id)
    {
        int model = ModelOf(id);
        return (id & VendorMask) == Vendor
            && (model == Model8041 || model == Model8041Rl || model == Model8021
                || model == Model8081 || model == Model8061 || model == Model8001);
    }

    private protected override void Configure()
    {
        if (_isClockIn)
        {
            // Without it the chip takes its 50 MHz for 25. No other bit: a read may be silent.
            int control = Read(Control2);
            Write(Control2, (control == PhyRegisters.Silence ? 0 : control) | Control2Clock50);
        }

        base.Configure();
    }

    private protected override bool Resolve()
    {
        int model = ModelOf(Id);
        bool isOld = model == Model8001 || model == Model8041 || model == Model8041Rl;
        return AgreeOnCode(
            isOld ? (Read(Control2) >> OldModeShift) & ModeMask : Read(Control1) & ModeMask);
    }

    private protected override void StartTest()
    {
        Write(PhyRegisters.Control, 0);     // negotiation would see its own pulses as a link
        Write(LinkMd, LinkMdRun);
    }

    private protected override bool IsTestDone()
    {
        int result = Read(LinkMd);
        if (result == PhyRegisters.Silence || (result & LinkMdRun) != 0)
        {
            return false;
        }

        int meters = (result & LinkMdTimeMask) * 2 / 5;     // 0.4 m each
        switch ((result >> LinkMdShift) & 3)
        {
            case LinkMdOpen:
                Find(CableFault.Open, meters);
                break;
            case LinkMdShort:
                Find(CableFault.Short, meters);
                break;
            case LinkMdFailed:
                Find(CableFault.TestFailed, -1);
                break;
            default:
                Find(CableFault.None, -1);
                break;
        }

        return true;
    }

    private static int ModelOf(uint id) => (int)(id >> ModelShift) & ModelMask;
}
