using NanoStack.Ip;
using NanoStack.Kernel;
using NanoStack.Wire;

namespace NanoStack.Tcp;

/// <summary>How much goes into one segment: MSS, window and path.</summary>
/// <remarks>Caller holds the sock.</remarks>
internal sealed class TcpSegment
{
    private readonly Route _route;

    public TcpSegment(Route route)
    {
        _route = route;
    }

    /// <summary><c>tcp_current_mss</c>: the payload of one segment, looked at before anything is cut:
    /// the route or the device's MTU may have changed, in either direction.</summary>
    public int CurrentMss(TcpSock sock)
    {
        if (!_route.IsCurrent(sock.Dst))
        {
            _route.Lookup(sock.RemoteAddress, sock.Dst);
            sock.HasHeader = false;
        }

        if (sock.Dst.Device != null && sock.Dst.Mtu != sock.MssMtu)
        {
            SyncMss(sock);
        }

        return sock.MssCache;
    }

    /// <summary><c>tcp_sync_mss</c>: effective send MSS from the path, the peer and the user
    /// (RFC 9293, 3.7.1, MUST-16), options taken off (RFC 6691).</summary>
    public void SyncMss(TcpSock sock)
    {
        sock.HasHeader = false;                         // DF and time stamps may be others
        int mtu = sock.Dst.Device == null ? IpHeader.LengthMin + TcpHeader.LengthMin
            + Limits.TcpMssDefault : sock.Dst.Mtu;
        sock.MssMtu = mtu;
        int mss = mtu - IpHeader.LengthMin - TcpHeader.LengthMin;
        mss = mss < sock.PeerMss ? mss : sock.PeerMss;
        if (sock.UserMss != 0 && sock.UserMss < mss)
        {
            mss = sock.UserMss;
        }

        mss = mss > Limits.TcpMssMin ? mss : Limits.TcpMssMin;
        if (sock.HasTimestamps)
        {
            mss -= TcpOptions.TimestampsRoom;
        }

        sock.MssCache = BoundToHalfWindow(sock, mss);
    }

    /// <summary><c>tcp_send_mss</c>: what one packet of the write queue should hold: a segment.</summary>
    public int SizeGoal(TcpSock sock) => CurrentMss(sock);

    /// <summary><c>tcp_advertise_mss</c>: the MSS we offer: what we can take in one datagram
    /// (RFC 9293, MUST-14, MUST-67).</summary>
    public static int AdvertisedMss(int mtu) => mtu - IpHeader.LengthMin - TcpHeader.LengthMin;

    /// <summary><c>tcp_bound_to_half_wnd</c>: never more than half of a small peer's window in one
    /// segment, or one segment would fill it and wait for a delayed ACK.</summary>
    private static int BoundToHalfWindow(TcpSock sock, int mss)
    {
        int windowMax = sock.SndWndMax;
        int cutoff = windowMax > Limits.TcpMssDefault ? windowMax >> 1 : windowMax;
        if (cutoff == 0 || mss <= cutoff)
        {
            return mss;
        }

        return cutoff > Limits.TcpMssMin ? cutoff : Limits.TcpMssMin;
    }
}
