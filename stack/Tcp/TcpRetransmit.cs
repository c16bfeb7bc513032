using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Tcp;

/// <summary>The retransmission queue: mark lost, send again, take out what was acknowledged.</summary>
/// <remarks>
/// To: <see cref="TcpTransmit.TransmitSkb"/>. Caller holds the sock.
/// PacketsOut, LostOut and RetransOut are the counts of the queue and of its marks; the methods
/// here are the only ones that set a mark, so they always add up (<see cref="Verify"/>).
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

    /// <summary><c>tcp_retransmit_skb</c>: sends a packet of the queue again, what is not yet
    /// acknowledged of it, one segment at most.</summary>
    /// <returns>0 or an <see cref="Errno"/>; with NoBufs or NoMemory nothing changed.</returns>
    public int RetransmitSkb(TcpSock sock, SkBuff skb, int nowMs)
    {
        if (Seq.Before(skb.SeqStart, sock.SndUna))
        {
            TcpSegment.TrimHead(skb, sock.SndUna);
        }

        _tcp.Segment.CurrentMss(sock);                  // it goes in pieces if the path is narrower

        int error = _tcp.Transmit.TransmitSkb(sock, skb, true, nowMs);
        if (Errno.IsShortage(error))
        {
            return error;
        }

        _context.Mib.Inc(Mib.TcpRetransSegs);
        sock.TotalRetrans++;
        if ((skb.Marks & SkbMark.Retransmitted) == 0)
        {
            skb.Marks |= SkbMark.Retransmitted;
            sock.RetransOut++;
        }

        skb.Marks |= SkbMark.EverRetransmitted;
        return error;
    }

    /// <summary><c>tcp_xmit_retransmit_queue</c>: sends what is marked lost and not yet sent again, as
    /// far as the congestion window lets. Bound: the queue.</summary>
    public void XmitRetransmitQueue(TcpSock sock, int nowMs)
    {
        SkBuff skb = sock.RtxQueue.First;
        while (skb != null && sock.PacketsInFlight < sock.Cwnd)
        {
            int lostOnly = skb.Marks & (SkbMark.Lost | SkbMark.Retransmitted | SkbMark.Sacked);
            int error = lostOnly == SkbMark.Lost ? RetransmitSkb(sock, skb, nowMs) : 0;
            if (error < 0)
            {
                sock.IsThrottled |= Errno.IsShortage(error);
                return;
            }

            skb = skb.Next;
        }
    }

    /// <summary><c>tcp_mark_skb_lost</c></summary>
    public static void MarkLost(TcpSock sock, SkBuff skb)
    {
        if ((skb.Marks & (SkbMark.Lost | SkbMark.Sacked)) == 0)
        {
            skb.Marks |= SkbMark.Lost;
            sock.LostOut++;
        }

        if ((skb.Marks & SkbMark.Retransmitted) != 0)
        {
            skb.Marks &= ~SkbMark.Retransmitted;        // that copy is taken for lost too
            sock.RetransOut--;
        }
    }

    /// <summary>A part of a packet was acknowledged. If it went again in pieces, because the segments
    /// became smaller, the next piece is due now and not after another time-out.</summary>
    public static void PartAcked(TcpSock sock, SkBuff skb)
    {
        int isPiece = SkbMark.Lost | SkbMark.Retransmitted;
        if ((skb.Marks & isPiece) == isPiece)
        {
            skb.Marks &= ~SkbMark.Retransmitted;
            sock.RetransOut--;
        }
    }

    /// <summary><c>tcp_enter_loss</c>'s marking: after a time-out everything is taken for lost.</summary>
    public static void MarkAllLost(TcpSock sock)
    {
        SkBuff skb = sock.RtxQueue.First;
        while (skb != null)
        {
            skb.Marks &= ~SkbMark.Sacked;               // the peer may have dropped it: RFC 2018, 8
            MarkLost(sock, skb);
            skb = skb.Next;
        }

        sock.SackedOut = 0;
    }

    /// <summary><c>tcp_clean_rtx_queue</c>'s removal of one packet from the front.</summary>
    public static void RemoveFirst(TcpSock sock)
    {
        SkBuff skb = sock.RtxQueue.Dequeue();
        sock.BytesAcked += skb.FragLength;              // no call in between: counted once
        sock.PacketsOut--;
        if ((skb.Marks & SkbMark.Lost) != 0)
        {
            sock.LostOut--;
        }

        if ((skb.Marks & SkbMark.Retransmitted) != 0)
        {
            sock.RetransOut--;
        }

        skb.HandOver(SkbHolder.WriteQueue, SkbHolder.Corridor);
        skb.Free();
    }

    /// <summary>Counts the queue and its marks anew, when an exception ended who was changing them.</summary>
    public static void Recount(TcpSock sock)
    {
        int count = 0;
        int lost = 0;
        int retransmitted = 0;
        for (SkBuff skb = sock.RtxQueue.First; skb != null; skb = skb.Next)
        {
            count++;
            lost += (skb.Marks & SkbMark.Lost) != 0 ? 1 : 0;
            retransmitted += (skb.Marks & SkbMark.Retransmitted) != 0 ? 1 : 0;
        }

        sock.PacketsOut = count;
        sock.LostOut = lost;
        sock.RetransOut = retransmitted;
        sock.SackedOut = 0;                             // a guess from duplicates: it grows again
    }

    /// <summary><c>tcp_verify_left_out</c>: the books balance.</summary>
    public static void Verify(TcpSock sock)
    {
        Bug.On(sock.PacketsOut != sock.RtxQueue.Count);
        Bug.On(sock.LostOut < 0 || sock.RetransOut < 0 || sock.SackedOut < 0);
        Bug.On(sock.SackedOut + sock.LostOut > sock.PacketsOut);
        Bug.On(sock.RetransOut > sock.PacketsOut);
    }
}
