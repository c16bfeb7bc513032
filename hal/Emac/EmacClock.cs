using NanoStack.Hal.Bus;

namespace NanoStack.Hal.Emac;

/// <summary>The wrapper's clock registers: RMII, and who makes its 50 MHz (docs/hardware.md,
/// 1.4).</summary>
/// <remarks>Pads and APLL are the native Open's; this is the part inside the EMAC.</remarks>
internal sealed class EmacClock
{
    private const uint PhyInterfaceMask = 7 << 13;
    private const uint PhyInterfaceRmii = 4 << 13;
    private const uint ExternalClock = 1 << 0;          // CLK_CTRL ext_en
    private const uint InternalClock = 1 << 1;          // CLK_CTRL int_en
    private const uint SelectExternal = 1 << 24;        // OSCCLK_CONF clk_sel
    private const uint OutputDividers = 0xFF;           // CLKOUT_CONF div_num, h_div_num

    private readonly EmacBus _bus;

    public EmacClock(EmacBus bus)
    {
        _bus = bus;
    }

    public void Select(RmiiClock clock)
    {
        bool isInput = clock == RmiiClock.InOnGpio0;
        Change(EmacRegisters.PhyInfConf, PhyInterfaceMask, PhyInterfaceRmii);
        Change(
            EmacRegisters.ClkCtrl,
            ExternalClock | InternalClock,
            isInput ? ExternalClock : InternalClock);
        Change(EmacRegisters.OscClkConf, SelectExternal, isInput ? SelectExternal : 0);
        if (!isInput)
        {
            Change(EmacRegisters.ClkOutConf, OutputDividers, 0);
        }
    }

    private void Change(uint register, uint mask, uint value)
    {
        _bus.Write32(register, (_bus.Read32(register) & ~mask) | value);
    }
}
