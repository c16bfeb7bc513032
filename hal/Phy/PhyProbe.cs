using NanoStack.Hal.Emac;

namespace NanoStack.Hal.Phys;

/// <summary>Finds the PHY of a board by its identifier (docs/hardware.md, 5.1).</summary>
internal sealed class PhyProbe
{
    private const int AddressCount = 32;

    // A PHY may be silent for a word or two, or for the half second that clause 22 allows its
    // reset: a warm start of the chip does not wait for it, and not every board has a pin.
    private const int AskCountMax = 60;
    private const int PauseMs = 10;

    private readonly Mdio _mdio;

    public PhyProbe(Mdio mdio)
    {
        _mdio = mdio;
    }

    /// <summary>Identifier of the PHY that <see cref="Find"/> or <see cref="Scan"/> found last.</summary>
    public uint FoundId { get; private set; }

    /// <summary>The first address that answers, or -1.</summary>
    public int Scan() => Find(-1);

    /// <summary>Asks one address, or all of them by turns, until somebody answers. Waits up to 0.6 s, which
    /// only a start may do.</summary>
    /// <param name="address">0 to 31, or -1 for all.</param>
    /// <returns>The address that answers, or -1.</returns>
    public int Find(int address)
    {
        for (int i = 0; i < AskCountMax; i++)
        {
            int found = address < 0 ? ScanOnce() : Answers(address) ? address : -1;
            if (found >= 0)
            {
                return found;
            }

            _mdio.Pause(PauseMs);
        }

        return -1;
    }

    /// <remarks>0 is asked last: some PHYs answer there too, as to a broadcast (docs/hardware.md,
    /// 3.7, pitfall 15).</remarks>
    private int ScanOnce()
    {
        for (int i = 1; i <= AddressCount; i++)
        {
            if (Answers(i % AddressCount))
            {
                return i % AddressCount;
            }
        }

        return -1;
    }

    private bool Answers(int address)
    {
        FoundId = ReadId(address);
        return FoundId != 0;
    }

    /// <summary>Identifier words 1 and 2 as one number; 0 when nobody answers.</summary>
    /// <remarks>Half an answer is none: a LAN8720 may be silent for one word, and what it says next
    /// must not become another chip. A first word of 0 is an answer (YT8512), two of them are a bus
    /// held low.</remarks>
    public uint ReadId(int address)
    {
        int id1 = _mdio.Read(address, PhyRegisters.Id1);
        if (id1 == PhyRegisters.Silence)
        {
            return 0;
        }

        int id2 = _mdio.Read(address, PhyRegisters.Id2);
        return id2 == PhyRegisters.Silence ? 0 : ((uint)id1 << 16) | (uint)id2;
    }

    /// <summary>The driver of the PHY at an address that answered.</summary>
    /// <remarks>The PHY knows better than the board's facts: boards change between
    /// revisions.</remarks>
    public PhyDevice Make(PhyKind kind, int address, uint id, PhyPin pin, EmacStats stats)
    {
        if (kind == PhyKind.Generic)
        {
            return new PhyDevice(_mdio, address, id, pin, stats);
        }

        if (Lan8720.Is(id))
        {
            return new Lan8720(_mdio, address, id, pin, stats);
        }

        if (Ip101.Is(id))
        {
            return new Ip101(_mdio, address, id, pin, stats);
        }

        if (Rtl8201.Is(id))
        {
            return new Rtl8201(_mdio, address, id, pin, stats);
        }

        if (Dp83848.Is(id))
        {
            return new Dp83848(_mdio, address, id, pin, stats);
        }

        if (Ksz80x1.Is(id))
        {
            bool isClockIn = kind == PhyKind.Ksz8081Rna;
            return new Ksz80x1(_mdio, address, id, pin, stats, isClockIn);
        }

        if (Yt8512.Is(id))
        {
            return new Yt8512(_mdio, address, id, pin, stats);
        }

        return Lan867x.Is(id)
            ? new Lan867x(_mdio, address, id, pin, stats)
            : new PhyDevice(_mdio, address, id, pin, stats);
    }
}
