namespace NanoStack.Ip;

/// <summary>One rule of the packet filter: what it matches and what becomes of it.</summary>
/// <remarks>A field that is left at its default matches everything. To allow only a collector: accept
/// its address, then drop the rest.</remarks>
public sealed class FilterRule
{
    /// <summary>True: for packets that come in. False: for packets that go out.</summary>
    public bool IsIn;

    /// <summary>True lets the packet pass, false drops it.</summary>
    public bool IsAccept;

    /// <summary>IP protocol number (6 TCP, 1 ICMP, 17 UDP); 0 for all.</summary>
    public int Protocol;

    /// <summary>The other side's network, host byte order (10.0.0.1 is 0x0A000001).</summary>
    public uint RemoteAddress;

    /// <summary>Bits of <see cref="RemoteAddress"/> that count; 0 for all addresses.</summary>
    public uint RemoteMask;

    /// <summary>Our port; 0 for all.</summary>
    public int LocalPort;

    /// <summary>The other side's port; 0 for all.</summary>
    public int RemotePort;

    /// <summary>Packets it decided about; wraps.</summary>
    public int HitCount;

    /// <summary>True when the rule is about this packet.</summary>
    internal bool Matches(bool isIn, int protocol, uint remote, int localPort, int remotePort)
    {
        return isIn == IsIn
            && (Protocol == 0 || Protocol == protocol)
            && ((remote ^ RemoteAddress) & RemoteMask) == 0
            && (LocalPort == 0 || LocalPort == localPort)
            && (RemotePort == 0 || RemotePort == remotePort);
    }
}
