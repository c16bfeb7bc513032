using NanoStack.Ip;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Tcp;

/// <summary><c>tcp_transmit_skb</c>: the header, the options, the checksum's state, then IP.</summary>
/// <remarks>
/// From: <see cref="TcpOutput"/>, <see cref="TcpAckOutput"/>, <see cref="TcpRetransmit"/>.
/// To: <see cref="IpOutput.QueueXmit"/>. Caller holds the sock.
/// </remarks>
internal sealed class TcpTransmit
{
    private readonly TcpProtocol _tcp;
    private readonly NetContext _context;
    private readonly SkBuffPool _pool;
    private readonly IpOutput _ip;

    public TcpTransmit(TcpProtocol tcp, NetContext context, SkBuffPool pool, IpOutput ip)
    {
        _tcp = tcp;
        _context = context;
        _pool = pool;
        _ip = ip;
    }

    /// <summary><c>tcp_transmit_skb</c></summary>
    /// <param name="skb">A packet of a queue (with <paramref name="isCloned"/>: it stays there and a
    /// clone travels), or one that is made for this and gone afterwards.</param>
    /// <returns>0 or an <see cref="Errno"/>. <see cref="Errno.NoBufs"/> and
    /// <see cref="Errno.NoMemory"/>: it did not leave, try again.</returns>
    public int TransmitSkb(TcpSock sock, SkBuff skb, bool isCloned, int nowMs)
    {
        _context.Trace.Enter(TraceRoom.TcpTransmitSkb, skb.FragLength);
        SkBuff segment = skb;
        if (isCloned)
        {
            segment = _pool.Clone(skb);
            if (segment == null)
            {
                _context.Mib.Inc(Mib.TcpOutNoBufs);
                return Errno.NoMemory;
            }

            FitToMss(sock, segment);
        }

        segment.StampMs = nowMs;
        segment.Owner = sock;
        BuildHeader(sock, segment, nowMs);
        _context.Mib.Inc(Mib.TcpOutSegs);
        if ((segment.TcpFlags & TcpHeader.Ack) != 0)
        {
            _tcp.AckOutput.EventAckSent(sock);
        }

        int error = _ip.QueueXmit(sock, segment);
        if (isCloned && !Errno.IsShortage(error))
        {
            skb.StampMs = nowMs;                    // RTT samples start here; what did not leave
        }                                           // must not move the time of what did
        if (error == Errno.NoBufs)
        {
            _context.Mib.Inc(Mib.TcpOutNoBufs);
        }
        else if (error == Errno.NetUnreach || error == Errno.HostUnreach)
        {
            _context.Mib.Inc(Mib.TcpOutNoRoute);
            sock.ErrSoft = error;
        }

        return error;
    }

    /// <summary>A retransmission of a packet that was larger when it was first sent goes in pieces:
    /// this one takes the first.</summary>
    private static void FitToMss(TcpSock sock, SkBuff segment)
    {
        if (segment.FragLength > sock.MssCache)
        {
            segment.FragLength = sock.MssCache;
            segment.SeqEnd = segment.SeqStart + (uint)sock.MssCache;
            segment.TcpFlags &= ~(TcpHeader.Fin | TcpHeader.Psh);
        }
    }

    private void BuildHeader(TcpSock sock, SkBuff segment, int nowMs)
    {
        bool isSyn = (segment.TcpFlags & TcpHeader.Syn) != 0;
        int sackCount = isSyn ? 0 : SackCount(sock, segment);
        int length = TcpHeader.LengthMin + OptionsLength(sock, isSyn, sackCount);
        int at = segment.Push(length);
        segment.TransportAt = at;

        int flags = segment.TcpFlags;
        int urgent = 0;
        if (sock.HasUrgentOut)
        {
            urgent = UrgentPointer(sock, segment);
            flags |= urgent != 0 ? TcpHeader.Urg : 0;
        }

        bool isReset = (flags & TcpHeader.Rst) != 0;    // it offers nothing (Linux)
        int window = isReset ? 0 : _tcp.AckOutput.SelectWindow(sock, isSyn);
        bool hasAck = (flags & TcpHeader.Ack) != 0;
        TcpHeader.Write(
            segment.Head, at, sock.LocalPort, sock.RemotePort, segment.SeqStart,
            hasAck ? sock.RcvNxt : 0, length, flags, window, urgent);
        WriteOptions(sock, segment, at + TcpHeader.LengthMin, isSyn, sackCount, nowMs);
        SeedChecksum(segment, sock.LocalAddress, sock.RemoteAddress);
    }

    /// <summary><c>__tcp_v4_send_check</c>: the field gets the pseudo-header's sum; whoever copies the
    /// segment to the wire adds the rest.</summary>
    public static void SeedChecksum(SkBuff segment, uint source, uint destination)
    {
        uint seed = InetChecksum.PseudoHeader(
            source, destination, IpHeader.ProtocolTcp, segment.Length);
        TcpHeader.SetChecksum(segment.Head, segment.DataAt, (int)seed);
        segment.Summed = IpSummed.Partial;
        segment.CsumStart = segment.DataAt;
        segment.CsumOffset = TcpHeader.ChecksumAt;
    }

    private int OptionsLength(TcpSock sock, bool isSyn, int sackCount)
    {
        if (isSyn)
        {
            return TcpOptions.SynLength(
                OffersWindowScale(sock), OffersTimestamps(sock), OffersSack(sock));
        }

        int timestamps = sock.HasTimestamps ? TcpOptions.TimestampsRoom : 0;
        return timestamps + TcpOptions.SackLength(sackCount);
    }

    private void WriteOptions(
        TcpSock sock, SkBuff segment, int at, bool isSyn, int sackCount, int nowMs)
    {
        uint tsValue = sock.NextTimestamp(nowMs);
        if (isSyn)
        {
            sock.AdvertisedMss = _tcp.AdvertisedMssOf(sock);
            TcpOptions.WriteSyn(
                segment.Head, at, sock.AdvertisedMss, OffersWindowScale(sock),
                sock.RcvWindowScale, OffersTimestamps(sock), OffersSack(sock), tsValue,
                sock.TsRecent);
            return;
        }

        if (sock.HasTimestamps)
        {
            TcpOptions.WriteTimestamps(segment.Head, at, tsValue, sock.TsRecent);
            at += TcpOptions.TimestampsRoom;
        }

        if (sackCount > 0)
        {
            TcpOptions.WriteSack(segment.Head, at, sock, sackCount);
        }
    }

    /// <summary>SACK blocks ride on ACKs without data: with data they would take payload away.</summary>
    private static int SackCount(TcpSock sock, SkBuff segment)
    {
        return segment.FragLength > 0 || (segment.TcpFlags & TcpHeader.Rst) != 0
            ? 0 : TcpOptions.SackCount(sock);
    }

    /// <summary>A first SYN offers; a SYN-ACK of a simultaneous open answers what was offered.</summary>
    private bool OffersWindowScale(TcpSock sock)
    {
        return sock.State == TcpState.SynSent
            ? _context.Limits.TcpWindowScaling : sock.HasWindowScale;
    }

    private bool OffersSack(TcpSock sock)
    {
        return sock.State == TcpState.SynSent ? _context.Limits.TcpSack : sock.HasSack;
    }

    private bool OffersTimestamps(TcpSock sock)
    {
        return sock.State == TcpState.SynSent ? _context.Limits.TcpTimestamps : sock.HasTimestamps;
    }

    /// <summary>The urgent pointer of this segment (RFC 9293, 3.8.5): the first byte behind the urgent
    /// data, counted from the segment's start; 0 when it is not ahead or too far.</summary>
    private static int UrgentPointer(TcpSock sock, SkBuff segment)
    {
        int distance = Seq.Distance(segment.SeqStart, sock.UrgentOutSeq);
        if (!Seq.After(sock.UrgentOutSeq, sock.SndUna))
        {
            sock.HasUrgentOut = false;
            return 0;
        }

        if (distance <= 0)
        {
            return 0;
        }

        return distance < 0xFFFF ? distance : 0xFFFF;
    }
}
