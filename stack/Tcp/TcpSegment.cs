using NanoStack.Ip;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Tcp;

/// <summary>How much goes into one segment: MSS, window and path; and how a segment is split.</summary>
internal sealed class TcpSegment
{
    /// <summary>Two for data, so that one can be split, and one for FIN.</summary>
    private const int QueueCountMin = 3;

    private readonly SkBuffPool _pool;
    private readonly Limits _limits;
    private readonly Route _route;

    public TcpSegment(NetContext context, SkBuffPool pool, Route route)
    {
        _route = route;
        _pool = pool;
        _limits = context.Limits;
        Bug.On(_limits.TcpWriteQueueCount < QueueCountMin);
    }

    /// <summary><c>tcp_current_mss</c>: the payload of one segment, looked at before anything is cut:
    /// the route or the device's MTU may have changed, in either direction.</summary>
    public int CurrentMss(TcpSock sock)
    {
        if (!_route.IsCurrent(sock.Dst))
        {
            _route.Lookup(sock.RemoteAddress, sock.Dst);
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

    /// <summary>A descriptor for this socket's queues, within its share of the pool: no socket can
    /// starve another, and the last of the share is kept for SYN and FIN.</summary>
    /// <returns>The descriptor, or null: the share is used up.</returns>
    public SkBuff NewDescriptor(TcpSock sock)
    {
        SkBuff skb = IsLastDescriptor(sock) ? null : _pool.AllocDescriptor();
        if (skb != null)
        {
            skb.HandOver(SkbHolder.Corridor, SkbHolder.WriteQueue);
        }

        return skb;                                     // null: an exception lost one a while
    }

    /// <summary>True when the next descriptor of the share would be the one kept for SYN and
    /// FIN.</summary>
    public bool IsLastDescriptor(TcpSock sock)
    {
        return sock.WriteQueue.Count + sock.RtxQueue.Count >= _limits.TcpWriteQueueCount - 1;
    }

    /// <summary>The last descriptor of the share: a connection has one SYN and one FIN, never at the
    /// same time, so it is always there.</summary>
    public SkBuff NewFinDescriptor(TcpSock sock)
    {
        Bug.On(sock.WriteQueue.Count + sock.RtxQueue.Count >= _limits.TcpWriteQueueCount);
        SkBuff skb = _pool.AllocDescriptor();
        Bug.On(skb == null);                            // the pool is the sum of all shares
        skb.HandOver(SkbHolder.Corridor, SkbHolder.WriteQueue);
        return skb;
    }

    /// <summary><c>tcp_fragment</c>: leaves <paramref name="length"/> bytes in the first packet of the
    /// write queue and puts the rest behind it.</summary>
    /// <remarks>Without a descriptor the rest goes to the front of the next packet: its bytes lie right
    /// before that one's in the ring. Only a packet that is alone in the queue can't be split then,
    /// and the acknowledgement of those in flight gives a descriptor back.</remarks>
    /// <returns>False when there is no descriptor for the rest.</returns>
    public bool Fragment(TcpSock sock, SkBuff skb, int length)
    {
        Bug.On(length <= 0 || length >= skb.FragLength);
        SkBuff rest = NewDescriptor(sock);
        if (rest == null)
        {
            return MoveToNext(skb, length);
        }

        int ringMask = skb.Frag.Length - 1;
        rest.SetFrag(skb.Frag, (skb.FragAt + length) & ringMask, skb.FragLength - length);
        rest.SeqStart = skb.SeqStart + (uint)length;
        rest.SeqEnd = skb.SeqEnd;
        rest.TcpFlags = skb.TcpFlags;
        rest.Marks = skb.Marks;
        sock.WriteQueue.InsertAfter(skb, rest);
        skb.FragLength = length;                        // no call since: both or none
        skb.SeqEnd = rest.SeqStart;
        skb.TcpFlags &= ~(TcpHeader.Fin | TcpHeader.Psh);
        skb.Marks &= ~SkbMark.EndOfRecord;
        return true;
    }

    /// <summary><c>tcp_shift_skb_data</c>, the other way round: all but the first bytes move on.</summary>
    private static bool MoveToNext(SkBuff skb, int length)
    {
        SkBuff next = skb.Next;
        if (next == null)
        {
            return false;
        }

        int moved = skb.FragLength - length;
        int at = (skb.FragAt + length) & (skb.Frag.Length - 1);
        next.SetFrag(skb.Frag, at, next.FragLength + moved);    // a lone FIN had none
        next.SeqStart -= (uint)moved;
        skb.FragLength = length;
        skb.SeqEnd = next.SeqStart;
        skb.TcpFlags &= ~TcpHeader.Psh;
        return true;
    }

    /// <summary><c>tcp_trim_head</c>: the front of a sent packet was acknowledged.</summary>
    public static void TrimHead(SkBuff skb, uint acked)
    {
        if ((skb.TcpFlags & TcpHeader.Syn) != 0)
        {
            skb.TcpFlags &= ~TcpHeader.Syn;             // a SYN carries no data here
            skb.SeqStart++;
        }

        int length = Seq.Distance(skb.SeqStart, acked);
        if (length <= 0)
        {
            return;
        }

        Bug.On(length > skb.FragLength);
        skb.FragAt = (skb.FragAt + length) & (skb.Frag.Length - 1);
        skb.FragLength -= length;
        skb.SeqStart = acked;
    }

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
