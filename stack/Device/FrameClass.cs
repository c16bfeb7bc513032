using NanoStack.Kernel;
using NanoStack.Wire;

namespace NanoStack.Device;

/// <summary>What kind of frame stands at the door, told from its first bytes.</summary>
/// <remarks>
/// A device asks before it spends a copy or a buffer on the frame, so that a flood of one class can
/// be turned away at the price of a look (RxGovernor of hal/Emac).
/// </remarks>
public static class FrameClass
{
    /// <summary>Bytes of a frame that are looked at: Ethernet and ARP.</summary>
    public const int PeekBytes = EthHeader.Length + ArpHeader.Length;

    public const int Other = 0;

    /// <summary>ARP to our own station: the answers we wait for.</summary>
    public const int Arp = 1;

    public const int Tcp = 2;
    public const int Icmp = 3;
    public const int Udp = 4;

    /// <summary>Broadcast and multicast that is not ARP.</summary>
    public const int Group = 5;

    /// <summary>ARP to everybody about somebody else: all that a large or a noisy network says.</summary>
    public const int ArpGroup = 6;

    /// <summary>ARP to everybody about our address: who wants to talk to us.</summary>
    public const int ArpForUs = 7;

    /// <summary>Classes there are.</summary>
    public const int Count = 8;

    private const int IpBytes = EthHeader.Length + IpHeader.LengthMin;
    private const int ProtocolAt = EthHeader.Length + 9;

    /// <summary>The class of a frame for a station without an address.</summary>
    public static int Of(byte[] data, int at, int end) => Of(data, at, end, 0);

    /// <summary>The class of a frame of which [at, end) is at hand; at least the first
    /// <see cref="PeekBytes"/> bytes, or the whole frame if it is shorter.</summary>
    /// <param name="ourIp">Our address on this link; 0 while there is none.</param>
    public static int Of(byte[] data, int at, int end, uint ourIp)
    {
        if (!EthHeader.Fits(at, end))
        {
            return Other;
        }

        // To whom it is comes first: what is said to all must not use up what is said to us.
        int type = EthHeader.Type(data, at);
        bool isArp = type == EthHeader.TypeArp;
        if (EthHeader.IsGroup(data, at))
        {
            return isArp ? OfGroupArp(data, at + EthHeader.Length, end, ourIp) : Group;
        }

        if (isArp)
        {
            return Arp;
        }

        if (type != EthHeader.TypeIp || end - at < IpBytes)
        {
            return Other;
        }

        switch (data[at + ProtocolAt])
        {
            case IpHeader.ProtocolTcp: return Tcp;
            case IpHeader.ProtocolIcmp: return Icmp;
            case IpHeader.ProtocolUdp: return Udp;
            default: return Other;
        }
    }

    /// <summary>The counter of a class.</summary>
    internal static int CounterOf(int frameClass)
    {
        switch (frameClass)
        {
            case Arp: return Mib.RxClassArp;
            case Tcp: return Mib.RxClassTcp;
            case Icmp: return Mib.RxClassIcmp;
            case Udp: return Mib.RxClassUdp;
            case Group: return Mib.RxClassGroup;
            case ArpGroup: return Mib.RxClassArpGroup;
            case ArpForUs: return Mib.RxClassArpForUs;
            default: return Mib.RxClassOther;
        }
    }

    private static int OfGroupArp(byte[] data, int at, int end, uint ourIp)
    {
        return ourIp != 0 && ArpHeader.Fits(data, at, end) && ArpHeader.TargetIp(data, at) == ourIp
            ? ArpForUs : ArpGroup;
    }
}
