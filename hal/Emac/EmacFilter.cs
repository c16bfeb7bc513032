using System;
using NanoStack.Hal.Bus;
using NanoStack.Wire;

namespace NanoStack.Hal.Emac;

/// <summary><c>ndo_set_rx_mode</c>: which groups come in beside our own address and broadcast, a perfect
/// filter each (docs/hardware.md, 1.3 and 4: this EMAC has no hash table).</summary>
/// <remarks>
/// From: <see cref="EmacDevice.JoinGroup"/>, any thread, one at a time. To: the MAC, by the polling
/// thread: nobody else writes registers while it may reset them.
/// </remarks>
internal sealed class EmacFilter
{
    /// <summary>Pairs beside the one of our own address; the struct has 15, the manual tells of
    /// 7.</summary>
    public const int GroupCountMax = 7;

    private const int PairBytes = 8;
    private const uint AddressEnable = 0x80000000;      // ADDRn HIGH, AE
    private const uint PassAllGroups = 0x00000010;      // FRAMEFILTER, PAM

    private readonly EmacBus _bus;
    private readonly byte[] _groups = new byte[GroupCountMax * EthHeader.AddressLength];
    private int _used;                      // a bit for each group
    private int _written;                   // those the MAC knows
    private bool _isOpen;                   // all groups pass
    private bool _isChanged;

    public EmacFilter(EmacBus bus)
    {
        _bus = bus;
    }

    /// <summary>True when every group passes.</summary>
    public bool IsOpen
    {
        get => _isOpen;
        set
        {
            _isOpen = value;
            _isChanged = true;
        }
    }

    /// <summary>Lets a group in. False: all pairs are taken.</summary>
    public bool Join(byte[] group)
    {
        Check(group);
        int pair = Find(group);
        if (pair >= 0)
        {
            return true;
        }

        pair = 0;
        while ((_used & (1 << pair)) != 0)
        {
            if (++pair == GroupCountMax)
            {
                return false;
            }
        }

        Array.Copy(group, 0, _groups, At(pair), EthHeader.AddressLength);
        _used |= 1 << pair;
        _isChanged = true;                  // last: the polling thread may look at any moment
        return true;
    }

    /// <summary>Keeps a group out again. False: it was not in.</summary>
    public bool Leave(byte[] group)
    {
        Check(group);
        int pair = Find(group);
        if (pair < 0)
        {
            return false;
        }

        _used &= ~(1 << pair);
        _isChanged = true;
        return true;
    }

    /// <summary>The MAC was reset and knows nothing.</summary>
    public void WriteAll()
    {
        _written = 0;
        _isChanged = true;
        WriteChanges();
    }

    /// <summary>What changed since the last time.</summary>
    public void WriteChanges()
    {
        if (!_isChanged)
        {
            return;
        }

        _isChanged = false;                 // first: what changes from here on is written next time
        _bus.Write32(EmacRegisters.FrameFilter, _isOpen ? PassAllGroups : 0);
        int used = _used;
        for (int pair = 0; pair < GroupCountMax; pair++)
        {
            if (((used | _written) & (1 << pair)) != 0)
            {
                Write(pair, (used & (1 << pair)) != 0);
            }
        }

        _written = used;
    }

    private void Write(int pair, bool isUsed)
    {
        int at = At(pair);
        uint high = _groups[at + 4] | ((uint)_groups[at + 5] << 8);
        uint low = _groups[at] | ((uint)_groups[at + 1] << 8)
            | ((uint)_groups[at + 2] << 16) | ((uint)_groups[at + 3] << 24);
        uint offset = (uint)(pair * PairBytes);
        _bus.Write32(EmacRegisters.Addr1High + offset, isUsed ? AddressEnable | high : 0);
        _bus.Write32(EmacRegisters.Addr1Low + offset, isUsed ? low : 0);
    }

    private int Find(byte[] group)
    {
        for (int pair = 0; pair < GroupCountMax; pair++)
        {
            if ((_used & (1 << pair)) != 0 && EthHeader.DestinationIs(_groups, At(pair), group))
            {
                return pair;
            }
        }

        return -1;
    }

    private static void Check(byte[] group)
    {
        if (group == null)
        {
            throw new ArgumentNullException("group");
        }

        if (group.Length != EthHeader.AddressLength || !EthHeader.IsGroup(group, 0))
        {
            throw new ArgumentException(
                "A group is six bytes, the first of them odd: 01-00-5E for one of IPv4.");
        }
    }

    private static int At(int pair) => pair * EthHeader.AddressLength;
}
