using System;
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

    /// <summary><c>tcp_transmit_skb</c> of a row of the queue: its first segment.</summary>
    /// <returns>As <see cref="TransmitSkb"/>.</returns>
    public int TransmitRow(TcpSock sock, int row, int nowMs)
    {
        int marks = sock.SegMarks[row];
        int length = TcpRtxQueue.LengthOf(sock, row);
        int flags = TcpHeader.Ack;
        if (length > sock.MssCache)
        {
            length = sock.MssCache;                 // it was larger when it was sent first
        }
        else if ((marks & (SkbMark.Psh | SkbMark.Fin | SkbMark.Syn)) != 0)
        {
            flags = FlagsOf(sock, marks);
        }

        return TransmitSkb(sock, TcpRtxQueue.StartOf(sock, row), length, flags, nowMs);
    }

    /// <summary><c>tcp_transmit_skb</c>: takes a header packet, points it at the bytes in the send ring and
    /// sends it down.</summary>
    /// <param name="length">Bytes of the send ring from <paramref name="seq"/> on.</param>
    /// <returns>0 or an <see cref="Errno"/>. <see cref="Errno.NoBufs"/> and
    /// <see cref="Errno.NoMemory"/>: it did not leave, try again.</returns>
    public int TransmitSkb(TcpSock sock, uint seq, int length, int flags, int nowMs)
    {
        _context.Trace.Enter(TraceRoom.TcpTransmitSkb, length);
        int error = _ip.CheckDst(sock, IpHeader.ProtocolTcp);
        if (error > 0)
        {
            BuildTemplate(sock);
            sock.HasHeader = true;                      // last: all of it or none
        }
        else if (error < 0)
        {
            return Unreachable(sock, error);
        }

        SkBuff skb = _pool.AllocHeader();
        if (skb == null)
        {
            _context.Mib.Inc(Mib.TcpOutNoBufs);
            return Errno.NoMemory;
        }

        skb.StampMs = nowMs;
        skb.Owner = sock;
        if (length > 0)
        {
            skb.SetFrag(sock.SendRing, TcpRing.IndexOf(sock.SendRing, seq), length);
        }
        else
        {
            skb.IsControl = (flags & (TcpHeader.Syn | TcpHeader.Fin)) == 0;
        }

        BuildHeader(sock, skb, seq, flags, nowMs);
        _context.Mib.Inc(Mib.TcpOutSegs);
        if ((flags & TcpHeader.Ack) != 0)
        {
            _tcp.AckOutput.EventAckSent(sock);
        }

        error = _ip.QueueXmit(sock, skb);
        if (error == Errno.NoBufs)
        {
            _context.Mib.Inc(Mib.TcpOutNoBufs);
        }
        else if (error == Errno.NetUnreach || error == Errno.HostUnreach)
        {
            return Unreachable(sock, error);
        }

        return error;
    }

    private int Unreachable(TcpSock sock, int error)
    {
        _context.Mib.Inc(Mib.TcpOutNoRoute);
        sock.ErrSoft = error;
        return error;
    }

    /// <summary>TCP's part of the headers that are copied in front of every segment.</summary>
    private static void BuildTemplate(TcpSock sock)
    {
        TcpHeader.Write(
            sock.Header, IpTemplate.TransportAt, sock.LocalPort, sock.RemotePort, 0, 0,
            TcpHeader.LengthMin, 0, 0, 0);
        TcpOptions.WriteTimestamps(
            sock.Header, IpTemplate.TransportAt + TcpHeader.LengthMin, 0, 0);
    }

    /// <summary>A SYN carries no ACK before the peer's SYN is here.</summary>
    private static int FlagsOf(TcpSock sock, int marks)
    {
        int flags = (marks & SkbMark.Psh) != 0 ? TcpHeader.Psh : 0;
        flags |= (marks & SkbMark.Fin) != 0 ? TcpHeader.Fin : 0;
        flags |= (marks & SkbMark.Syn) != 0 ? TcpHeader.Syn : 0;
        return sock.State == TcpState.SynSent ? flags : flags | TcpHeader.Ack;
    }

    /// <summary>Copies the connection's headers in front of the segment and patches what changed.</summary>
    private void BuildHeader(TcpSock sock, SkBuff skb, uint seq, int flags, int nowMs)
    {
        bool isSyn = (flags & TcpHeader.Syn) != 0;
        int options = sock.HasTimestamps && !isSyn ? TcpOptions.TimestampsRoom : 0;
        int length = TcpHeader.LengthMin + options;
        int sackCount = 0;
        if (isSyn)
        {
            length += TcpOptions.SynLength(
                OffersWindowScale(sock), OffersTimestamps(sock), OffersSack(sock));
        }
        else if (sock.GapCount > 0 && skb.FragLength == 0 && (flags & TcpHeader.Rst) == 0)
        {
            sackCount = TcpOptions.SackCount(sock);     // with data they would take payload away
            length += TcpOptions.SackLength(sackCount);
        }

        int at = skb.Push(length);
        skb.TransportAt = at;
        Array.Copy(
            sock.Header, 0, skb.Head, at - IpTemplate.TransportAt,
            IpTemplate.TransportAt + TcpHeader.LengthMin + options);
        if (sock.HasUrgentOut)
        {
            flags |= WriteUrgent(sock, skb.Head, at, seq);
        }

        int window = (flags & TcpHeader.Rst) != 0       // nobody reads it: 0, as Linux
            ? 0 : _tcp.AckOutput.SelectWindow(sock, isSyn);
        uint ack = (flags & TcpHeader.Ack) != 0 ? sock.RcvNxt : 0;
        uint seed = sock.PseudoSum + (uint)(length + skb.FragLength);
        seed = (seed & 0xFFFF) + (seed >> 16);
        TcpHeader.Patch(skb.Head, at, seq, ack, length, flags, window, seed);
        skb.Summed = IpSummed.Partial;                  // who copies it to the wire adds the rest
        skb.CsumStart = at;
        skb.CsumOffset = TcpHeader.ChecksumAt;
        if (isSyn || options + sackCount > 0)
        {
            WriteOptions(sock, skb, at + TcpHeader.LengthMin, isSyn, sackCount, nowMs);
        }
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

    private void WriteOptions(
        TcpSock sock, SkBuff segment, int at, bool isSyn, int sackCount, int nowMs)
    {
        if (isSyn)
        {
            sock.AdvertisedMss = _tcp.AdvertisedMssOf(sock);
            TcpOptions.WriteSyn(
                segment.Head, at, sock.AdvertisedMss, OffersWindowScale(sock),
                sock.RcvWindowScale, OffersTimestamps(sock), OffersSack(sock),
                sock.NextTimestamp(nowMs), sock.TsRecent);
            return;
        }

        if (sock.HasTimestamps)
        {
            TcpOptions.PatchTimestamps(
                segment.Head, at, sock.NextTimestamp(nowMs), sock.TsRecent);
            at += TcpOptions.TimestampsRoom;
        }

        if (sackCount > 0)
        {
            TcpOptions.WriteSack(segment.Head, at, sock, sackCount);
        }
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
    /// data, counted from the segment's start, when it is ahead.</summary>
    /// <returns>The flag URG, or 0.</returns>
    private static int WriteUrgent(TcpSock sock, byte[] head, int at, uint seq)
    {
        if (!Seq.After(sock.UrgentOutSeq, sock.SndUna))
        {
            sock.HasUrgentOut = false;
            return 0;
        }

        int distance = Seq.Distance(seq, sock.UrgentOutSeq);
        if (distance <= 0)
        {
            return 0;
        }

        TcpHeader.SetUrgent(head, at, distance < 0xFFFF ? distance : 0xFFFF);
        return TcpHeader.Urg;
    }
}
