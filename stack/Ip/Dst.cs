using NanoStack.Device;

namespace NanoStack.Ip;

/// <summary><c>struct dst_entry</c>: one cached answer of the route table.</summary>
/// <remarks>Each socket has one, and so has the reply path; none is ever made for a packet.</remarks>
internal sealed class Dst
{
    /// <summary>Where packets leave; null when there is no answer.</summary>
    public NetDevice Device;

    /// <summary>The neighbour's address: the gateway, or the destination itself when on link.</summary>
    public uint NextHop;

    /// <summary>The address packets leave with.</summary>
    public uint Source;

    /// <summary>Longest IP packet that a router let through (RFC 1191); 0 while none complained.</summary>
    public int PathMtu;

    /// <summary>The table's generation when this was asked: another one means ask again.</summary>
    public int Generation;

    /// <summary><c>dst_mtu</c>: longest IP packet of this path, in bytes: what the device can send now,
    /// or less when a router said so. No copy: the device's may change at any time.</summary>
    public int Mtu
    {
        get
        {
            NetDevice device = Device;
            int mtu = device == null ? 0 : device.Mtu;
            return PathMtu != 0 && PathMtu < mtu ? PathMtu : mtu;
        }
    }

    /// <summary>Forgets the answer.</summary>
    public void Clear()
    {
        Device = null;
        NextHop = 0;
        Source = 0;
        PathMtu = 0;
        Generation = 0;
    }
}
