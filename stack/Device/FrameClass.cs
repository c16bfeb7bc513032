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
    /// <summary>Bytes of a frame that <see cref="Of"/> looks at: Ethernet and a plain IP header.</summary>
    public const int PeekBytes = 34;

    public const int Other = 0;
    public const int Arp = 1;
    public const int Tcp = 2;
    public const int Icmp = 3;
    public const int Udp = 4;

    /// <summary>Broadcast and multicast that is not ARP.</summary>
    public const int Group = 5;

    private const int ProtocolAt = EthHeader.Length + 9;

    /// <summary>The class of a frame of which [at, end) is at hand; at least the first
    /// <see cref="PeekBytes"/> bytes, or the whole frame if it is shorter.</summary>
    public static int Of(byte[] data, int at, int end)
    {
        if (!EthHeader.Fits(at, end))
        {
            return Other;
        }

        int type = EthHeader.Type(data, at);
        if (type == EthHeader.TypeArp)
        {
            return Arp;
        }

        if (EthHeader.IsGroup(data, at))
        {
            return Group;
        }

        if (type != EthHeader.TypeIp || end - at < PeekBytes)
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
            default: return Mib.RxClassOther;
        }
    }
}
