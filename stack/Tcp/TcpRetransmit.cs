using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Tcp;

/// <summary>The retransmission queue: mark lost, send again.</summary>
/// <remarks>
/// To: <see cref="TcpTransmit.TransmitRow"/>, <see cref="TcpRtxQueue.Split"/>. Caller holds the sock.
/// PacketsOut, LostOut and RetransOut are the segments of the sent rows and of their marks; only
/// the methods here and in TcpRtxQueue change a mark, so they always add up (<see cref="Verify"/>).
/// </remarks>
internal sealed class TcpRetransmit
{
    private readonly TcpProtocol _tcp;
    private readonly NetContext _context;

    public TcpRetransmit(TcpProtocol tcp, NetContext context)
    {
        _tcp = tcp;
        _context = context;
    }

    /// <summary><c>tcp_retransmit_skb</c>: sends a row again, what is not yet acknowledged of it, one
    /// segment at most; a row that holds more than one is split first.</summary>
    /// <returns>0 or an <see cref="Errno"/>; with NoBufs or NoMemory nothing changed.</returns>
    public int RetransmitSkb(TcpSock sock, int row, int nowMs)
    {
        _tcp.Segment.CurrentMss(sock);                  // it goes in pieces if the path is narrower
        row = FitToSegment(sock, row);
        int error = _tcp.Transmit.TransmitRow(sock, row, nowMs);
        if (Errno.IsShortage(error))
        {
            return error;
        }

        _context.Mib.Inc(Mib.TcpRetransSegs);
        sock.TotalRetrans++;
        int marks = sock.SegMarks[row];
        if ((marks & SkbMark.Retransmitted) == 0)
        {
            sock.RetransOut += sock.SegPackets[row];
        }

        sock.SegMarks[row] = (byte)(marks | SkbMark.Retransmitted | SkbMark.EverRetransmitted);
        sock.SegSentMs[row] = nowMs;
        return error;
    }

    /// <summary><c>tcp_xmit_retransmit_queue</c>: sends what is marked lost and not yet sent again, as
    /// far as the congestion window lets. Bound: the queue.</summary>
    public void XmitRetransmitQueue(TcpSock sock, int nowMs)
    {
        for (int row = 0; row < sock.SegSent && sock.PacketsInFlight < sock.Cwnd; row++)
        {
            int lostOnly = sock.SegMarks[row]
                & (SkbMark.Lost | SkbMark.Retransmitted | SkbMark.Sacked);
            int error = lostOnly == SkbMark.Lost ? RetransmitSkb(sock, row, nowMs) : 0;
            if (error < 0)
            {
                sock.IsThrottled |= Errno.IsShortage(error);
                return;
            }
        }
    }

    /// <summary><c>tcp_mark_skb_lost</c></summary>
    public static void MarkLost(TcpSock sock, int row)
    {
        int packets = sock.SegPackets[row];
        int marks = sock.SegMarks[row];
        if ((marks & (SkbMark.Lost | SkbMark.Sacked)) == 0)
        {
            marks |= SkbMark.Lost;
            sock.LostOut += packets;
        }

        if ((marks & SkbMark.Retransmitted) != 0)
        {
            marks &= ~SkbMark.Retransmitted;            // that copy is taken for lost too
            sock.RetransOut -= packets;
        }

        sock.SegMarks[row] = (byte)marks;
    }

    /// <summary>A part of the first row was acknowledged. If it goes again in pieces, because there was no
    /// row for the rest, the next piece is due now and not after another time-out.</summary>
    public static void PartAcked(TcpSock sock)
    {
        int isPiece = SkbMark.Lost | SkbMark.Retransmitted;
        if ((sock.SegMarks[0] & isPiece) == isPiece)
        {
            sock.SegMarks[0] &= SkbMark.Retransmitted ^ 0xFF;
            sock.RetransOut -= sock.SegPackets[0];
        }
    }

    /// <summary><c>tcp_enter_loss</c>'s marking: after a time-out everything is taken for lost.</summary>
    public static void MarkAllLost(TcpSock sock)
    {
        for (int row = 0; row < sock.SegSent; row++)
        {
            sock.SegMarks[row] &= SkbMark.Sacked ^ 0xFF;    // it may be dropped: RFC 2018, 8
            MarkLost(sock, row);
        }

        sock.SackedOut = 0;
    }

    /// <summary><c>tcp_fragment</c> before a retransmission: the row holds one segment of today's size
    /// afterwards; several small ones that became one row leave as one. Without a row for the
    /// rest it stays as it is, and its front alone is sent.</summary>
    /// <returns>Where the row is now.</returns>
    private int FitToSegment(TcpSock sock, int row)
    {
        if (TcpRtxQueue.LengthOf(sock, row) > sock.MssCache)
        {
            int at = TcpRtxQueue.Split(sock, row, sock.MssCache);
            if (at < 0)
            {
                _context.Mib.Inc(Mib.TcpSplitForgone);
                return row;
            }

            row = at;
        }

        if (sock.SegPackets[row] > 1)
        {
            TcpRtxQueue.SetPackets(sock, row, 1);
        }

        return row;
    }

    /// <summary>Counts the queue and its marks anew, when an exception ended who was changing them.</summary>
    public static void Recount(TcpSock sock)
    {
        int count = 0;
        int lost = 0;
        int retransmitted = 0;
        for (int row = 0; row < sock.SegSent; row++)
        {
            int packets = sock.SegPackets[row];
            packets = packets > 0 ? packets : TcpRtxQueue.PacketsOf(sock, row);
            sock.SegPackets[row] = (ushort)packets;
            count += packets;
            lost += (sock.SegMarks[row] & SkbMark.Lost) != 0 ? packets : 0;
            retransmitted += (sock.SegMarks[row] & SkbMark.Retransmitted) != 0 ? packets : 0;
        }

        sock.PacketsOut = count;
        sock.LostOut = lost;
        sock.RetransOut = retransmitted;
        sock.SackedOut = 0;                             // a guess from duplicates: it grows again
    }

    /// <summary><c>tcp_verify_left_out</c>: the books balance.</summary>
    public static void Verify(TcpSock sock)
    {
        Bug.On(sock.PacketsOut < sock.SegSent);
        Bug.On(sock.LostOut < 0 || sock.RetransOut < 0 || sock.SackedOut < 0);
        Bug.On(sock.SackedOut + sock.LostOut > sock.PacketsOut);
        Bug.On(sock.RetransOut > sock.PacketsOut);
    }
}
