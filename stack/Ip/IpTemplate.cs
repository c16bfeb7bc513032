using NanoStack.Kernel;
using NanoStack.Wire;

namespace NanoStack.Ip;

/// <summary>The headers of a connection, ready to be copied in front of a segment (Linux keeps the link
/// header as <c>hh_cache</c>): Ethernet and IPv4; the transport protocol fills in its own behind them.</summary>
/// <remarks>
/// From: <see cref="IpOutput.CheckDst"/>. Caller holds the sock. What differs from packet to packet is patched
/// into the copy: the neighbour's link address, total length, identification and checksum.
/// <code>
///  | Ethernet 14 | IPv4 20 | TCP 20 | time stamps 12 |
///  0             14        34       54               66
/// </code>
/// </remarks>
internal static class IpTemplate
{
    /// <summary>Where the transport header begins.</summary>
    public const int TransportAt = EthHeader.Length + IpHeader.LengthMin;

    /// <summary>Writes the two headers from what the sock knows, and the two sums that stay the same.</summary>
    public static void Build(InetSock sock, int protocol)
    {
        byte[] header = sock.Header;
        Dst dst = sock.Dst;
        EthHeader.SetSource(header, 0, dst.Device.HardwareAddress);
        EthHeader.SetType(header, 0, EthHeader.TypeIp);

        // ip_dont_fragment: DF, so that a router too narrow says so (RFC 1191); but at the floor
        // nothing shrinks any further, so there routers may cut (Linux: rt_mtu_locked).
        int fragment = dst.Mtu > Limits.PathMtuMin ? IpHeader.DontFragment : 0;
        IpHeader.Write(
            header, EthHeader.Length, sock.Tos, 0, 0, fragment, sock.Ttl, protocol,
            sock.LocalAddress, sock.RemoteAddress);
        sock.HeaderSum = IpHeader.SumOfTemplate(header, EthHeader.Length);
        sock.PseudoSum = InetChecksum.PseudoHeader(
            sock.LocalAddress, sock.RemoteAddress, protocol, 0);
    }
}
