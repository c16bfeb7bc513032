namespace NanoStack.Wire;

/// <summary>Which IPv4 addresses may stand where (RFC 1122, 3.2.1.3).</summary>
internal static class IpAddresses
{
    public const uint Any = 0;
    public const uint Broadcast = 0xFFFFFFFF;
    public const uint LoopbackNet = 0x7F000000;
    public const uint LoopbackMask = 0xFF000000;

    /// <summary>224.0.0.0/4</summary>
    public static bool IsMulticast(uint address) => (address & 0xF0000000) == 0xE0000000;

    /// <summary>127.0.0.0/8</summary>
    public static bool IsLoopback(uint address) => (address & LoopbackMask) == LoopbackNet;

    /// <summary>True for 0.0.0.0/8, "this host on this network".</summary>
    public static bool IsThisNet(uint address) => (address & 0xFF000000) == 0;

    /// <summary>240.0.0.0/4, the broadcast address included.</summary>
    public static bool IsReserved(uint address) => (address & 0xF0000000) == 0xF0000000;

    /// <summary>True when one host can have this address.</summary>
    public static bool IsUnicast(uint address)
    {
        return !IsMulticast(address) && !IsReserved(address) && !IsThisNet(address);
    }

    /// <summary>True when it may be a sender in ARP: a host, or 0 for a probe.</summary>
    public static bool CanBeArpSender(uint address)
    {
        return address == Any || (IsUnicast(address) && !IsLoopback(address));
    }

    /// <summary>True for the limited broadcast and a subnet's own (all host bits 1, or all 0).</summary>
    public static bool IsBroadcastOn(uint address, uint local, uint mask)
    {
        if (address == Broadcast)
        {
            return true;
        }

        if (mask >= 0xFFFFFFFE || ((address ^ local) & mask) != 0)
        {
            return false;                       // /31 and /32 have no broadcast (RFC 3021)
        }

        uint host = address & ~mask;
        return host == ~mask || host == 0;
    }
}
