using NanoStack.Hal.Bus;
using NanoStack.Hal.Emac;

namespace NanoStack.Hal.Phys;

/// <summary>The two-wire management interface between MAC and PHY (docs/hardware.md, 5.1).</summary>
/// <remarks>A word takes 34 microseconds at 1.9 MHz; every wait is bounded.</remarks>
internal sealed class Mdio
{
    private const uint Busy = 0x1;
    private const uint Write = 0x2;
    private const int RegisterShift = 6;                // CR (5:2) stays 0: 80 MHz / 42 = 1.9 MHz
    private const int AddressShift = 11;

    /// <summary>Looks at the busy bit: each is a native call of some microseconds, and a word takes
    /// 34; IDF gives up after 1 ms.</summary>
    private const int BusyPolls = 200;

    private readonly EmacBus _bus;
    private readonly EmacStats _stats;

    public Mdio(EmacBus bus, EmacStats stats)
    {
        _bus = bus;
        _stats = stats;
    }

    /// <summary>What to write to MIIADDR for a word with a PHY.</summary>
    public static uint Command(int address, int register, bool isWrite)
    {
        uint command = ((uint)address << AddressShift) | ((uint)register << RegisterShift) | Busy;
        return isWrite ? command | Write : command;
    }

    /// <summary>Reads a register. <see cref="PhyRegisters.Silence"/> when nobody answers, which a
    /// busy interface also amounts to.</summary>
    public int Read(int address, int register)
    {
        if (!WaitIdle())
        {
            return PhyRegisters.Silence;
        }

        _bus.Write32(EmacRegisters.MiiAddr, Command(address, register, false));
        return WaitIdle()
            ? (int)(_bus.Read32(EmacRegisters.MiiData) & 0xFFFF)
            : PhyRegisters.Silence;
    }

    /// <summary>Writes a register; done when the next word is begun.</summary>
    public void WriteRegister(int address, int register, int value)
    {
        if (WaitIdle())
        {
            _bus.Write32(EmacRegisters.MiiData, (uint)value);
            _bus.Write32(EmacRegisters.MiiAddr, Command(address, register, true));
        }
    }

    /// <summary>Waits between two words; at start only.</summary>
    public void Pause(int timeMs)
    {
        _stats.Inc(EmacStats.PhySilences);
        _bus.DelayMs(timeMs);
    }

    private bool WaitIdle()
    {
        for (int i = 0; i < BusyPolls; i++)
        {
            if ((_bus.Read32(EmacRegisters.MiiAddr) & Busy) == 0)
            {
                return true;
            }
        }

        _stats.Inc(EmacStats.MdioTimeouts);
        return false;
    }
}
