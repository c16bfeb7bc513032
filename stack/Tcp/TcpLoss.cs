using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Tcp;

/// <summary>Loss detection and recovery without SACK: duplicate ACKs, fast retransmit (RFC 5681),
/// NewReno (RFC 6582), limited transmit (RFC 3042), and what a time-out does.</summary>
/// <remarks>
/// A duplicate ACK says that one segment left the network: it counts as SackedOut, as in Linux's
/// tcp_add_reno_sack. That lowers what is in flight, so new data may leave: limited transmit before
/// the third, and the window inflation of RFC 5681 after it, with no case of their own.
/// </remarks>
internal sealed class TcpLoss
{
    private readonly TcpProtocol _tcp;
    private readonly Mib _mib;

    public TcpLoss(TcpProtocol tcp, NetContext context)
    {
        _tcp = tcp;
        _mib = context.Mib;
    }

    /// <summary><c>tcp_fastretrans_alert</c>: an ACK was processed.</summary>
    /// <param name="ackedSegments">Segments it took out of the queue.</param>
    /// <param name="isDuplicate">RFC 5681, section 2: no data, no window change, same number.</param>
    public void OnAck(TcpSock sock, int ackedSegments, bool isDuplicate, int nowMs)
    {
        bool isAdvance = ackedSegments > 0;
        if (isAdvance)
        {
            RemoveRenoSacks(sock, ackedSegments);
        }
        else if (isDuplicate)
        {
            AddRenoSack(sock);
        }

        if (sock.CaState >= TcpSock.CaRecovery && IsRecovered(sock))
        {
            ackedSegments = sock.CaState == TcpSock.CaRecovery ? 0 : ackedSegments;
            EndRecovery(sock);                          // the ACK that deflates does not grow too
        }

        switch (sock.CaState)
        {
            case TcpSock.CaRecovery:
                if (isAdvance)
                {
                    _mib.Inc(Mib.TcpPartialAcks);       // RFC 6582, 3.2, step 5: the next hole
                    RetransmitHead(sock, nowMs);
                }

                break;

            case TcpSock.CaLoss:
                if (isAdvance)
                {
                    _tcp.Cong.OnAck(sock, ackedSegments, nowMs);
                }

                break;

            default:
                InOrder(sock, ackedSegments, isDuplicate, nowMs);
                break;
        }

        if (sock.LostOut > 0)
        {
            _tcp.Retransmit.XmitRetransmitQueue(sock, nowMs);
        }

        TcpRetransmit.Verify(sock);
    }

    /// <summary><c>tcp_enter_loss</c>: the retransmission timer expired (RFC 5681, 3.1; RFC 6298,
    /// 5.4): once per loss the threshold falls, the window is one segment.</summary>
    public void EnterLoss(TcpSock sock)
    {
        bool isNewLoss = sock.CaState != TcpSock.CaLoss || sock.RetransmitCount == 0;
        if (isNewLoss)
        {
            sock.Ssthresh = _tcp.Cong.SsthreshAfterLoss(sock);
        }

        sock.CaState = TcpSock.CaLoss;
        sock.Cwnd = 1;
        sock.CwndCount = 0;
        sock.HighSeq = sock.SndNxt;
        TcpRetransmit.MarkAllLost(sock);
    }

    /// <summary><c>tcp_simple_retransmit</c>: the path became narrower: what was sent in larger segments
    /// was dropped and goes again. No congestion, so the window stays (RFC 1191, 6.5).</summary>
    public void SimpleRetransmit(TcpSock sock, int nowMs)
    {
        sock.SackedOut = 0;                             // a guess that the marks below replace
        for (int row = 0; row < sock.SegSent; row++)
        {
            if (TcpRtxQueue.LengthOf(sock, row) > sock.MssCache)
            {
                TcpRetransmit.MarkLost(sock, row);
            }
        }

        if (sock.LostOut > 0 && sock.CaState != TcpSock.CaLoss)
        {
            sock.HighSeq = sock.SndNxt;
            sock.CaState = TcpSock.CaLoss;
        }

        _tcp.Retransmit.XmitRetransmitQueue(sock, nowMs);
        TcpRetransmit.Verify(sock);
    }

    private void InOrder(TcpSock sock, int ackedSegments, bool isDuplicate, int nowMs)
    {
        if (isDuplicate)
        {
            if (sock.SackedOut >= Limits.TcpDupAckThreshold)
            {
                EnterRecovery(sock, nowMs);
                return;
            }

            sock.CaState = TcpSock.CaDisorder;
            _mib.Inc(Mib.TcpLimitedTransmit);
            return;
        }

        if (ackedSegments > 0)
        {
            sock.CaState = sock.SackedOut > 0 ? TcpSock.CaDisorder : TcpSock.CaOpen;
            _tcp.Cong.OnAck(sock, ackedSegments, nowMs);
        }
    }

    /// <summary><c>tcp_enter_recovery</c>: the third duplicate (RFC 5681, 3.2, steps 2 and 3). The
    /// three that left are in SackedOut, so the window itself is the threshold.</summary>
    private void EnterRecovery(TcpSock sock, int nowMs)
    {
        _mib.Inc(Mib.TcpFastRetrans);
        sock.Ssthresh = _tcp.Cong.SsthreshAfterLoss(sock);
        sock.Cwnd = sock.Ssthresh;
        sock.CwndCount = 0;
        sock.HighSeq = sock.SndNxt;
        sock.CaState = TcpSock.CaRecovery;
        RetransmitHead(sock, nowMs);
    }

    /// <summary>Everything that was out when recovery began is acknowledged (RFC 6582, 3.2, step 4), and
    /// a byte more: at the very edge, duplicate ACKs of our own copies may still come and must not
    /// start another recovery (RFC 6582, 4).</summary>
    private static bool IsRecovered(TcpSock sock) => Seq.After(sock.SndUna, sock.HighSeq);

    private static void EndRecovery(TcpSock sock)
    {
        if (sock.CaState == TcpSock.CaRecovery)
        {
            sock.Cwnd = sock.Ssthresh;
        }

        sock.CaState = TcpSock.CaOpen;
        sock.SackedOut = 0;
    }

    /// <summary>The first hole goes again at once: what the window says counts for everything behind
    /// it only (RFC 5681, 3.2, step 3; Linux: fast_rexmit).</summary>
    private void RetransmitHead(TcpSock sock, int nowMs)
    {
        int isOnItsWay = SkbMark.Lost | SkbMark.Retransmitted;
        if (sock.SegSent == 0 || (sock.SegMarks[0] & isOnItsWay) == isOnItsWay)
        {
            return;
        }

        TcpRetransmit.MarkLost(sock, 0);
        LimitRenoSacked(sock);
        int error = _tcp.Retransmit.RetransmitSkb(sock, 0, nowMs);
        sock.IsThrottled |= Errno.IsShortage(error);
    }

    /// <summary><c>tcp_add_reno_sack</c></summary>
    private static void AddRenoSack(TcpSock sock)
    {
        sock.SackedOut++;
        LimitRenoSacked(sock);
    }

    /// <summary><c>tcp_remove_reno_sacks</c>: one of the acknowledged filled the hole, the others are
    /// among those that duplicate ACKs had counted.</summary>
    private static void RemoveRenoSacks(TcpSock sock, int ackedSegments)
    {
        int counted = ackedSegments - 1;
        sock.SackedOut = counted >= sock.SackedOut ? 0 : sock.SackedOut - counted;
        LimitRenoSacked(sock);
    }

    /// <summary><c>tcp_limit_reno_sacked</c>: at least the lost ones have not left.</summary>
    private static void LimitRenoSacked(TcpSock sock)
    {
        int holes = sock.LostOut > 1 ? sock.LostOut : 1;
        holes = holes < sock.PacketsOut ? holes : sock.PacketsOut;
        if (sock.SackedOut + holes > sock.PacketsOut)
        {
            sock.SackedOut = sock.PacketsOut - holes;
        }
    }
}
