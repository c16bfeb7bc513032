using NanoStack.Hal.Emac;

namespace NanoStack.Hal.Phys;

/// <summary>Finds the PHY of a board by its identifier (HARDWARE, 5.1).</summary>
internal sealed class PhyProbe
{
    private const int AddressCount = 32;
    private const int Passes = 3;

    private readonly Mdio _mdio;

    public PhyProbe(Mdio mdio)
    {
        _mdio = mdio;
    }

    /// <summary>The first address that answers, or -1.</summary>
    /// <remarks>0 is asked last: some PHYs answer there too, as to a broadcast (pitfall
    /// 15).</remarks>
    public int Scan()
    {
        for (int pass = 0; pass < Passes; pass++)
        {
            for (int i = 1; i <= AddressCount; i++)
            {
                int address = i % AddressCount;
                if (ReadId(address) != 0)
                {
                    return address;
                }
            }
        }

        return -1;
    }

    /// <summary>Identifier words 1 and 2 as one number; 0 when nobody answers.</summary>
    public uint ReadId(int address)
    {
        int id1 = _mdio.Read(address, PhyRegisters.Id1);
        if (id1 == 0 || id1 == PhyRegisters.Silence)
        {
            return 0;
        }

        return ((uint)id1 << 16) | (uint)_mdio.Read(address, PhyRegisters.Id2);
    }

    /// <summary>The driver of the PHY at an address that answered.</summary>
    public PhyDevice Make(PhyKind kind, int address, uint id, PhyPin pin, EmacStats stats)
    {
        // The PHY knows better than the board's facts: boards change between revisions.
        bool isLan8720 = Lan8720.Is(id) && kind != PhyKind.Generic;
        return isLan8720
            ? new Lan8720(_mdio, address, id, pin, stats)
            : new PhyDevice(_mdio, address, id, pin, stats);
    }
}
