using NanoStack.Kernel;
using NanoStack.Neigh;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Tcp;

/// <summary><c>tcp_write_xmit</c>: what may leave now, by window, congestion window and Nagle.</summary>
/// <remarks>
/// From: <see cref="TcpSend.Push"/>, <see cref="TcpTimer.WriteSpace"/>, <c>InetOptions.Set</c>, and ACKs
/// that made room. To: <see cref="TcpRtxQueue.Split"/>, <see cref="TcpTransmit.TransmitRow"/>,
/// <see cref="TcpChrono.Note"/>. Caller holds the sock in every method.
/// </remarks>
internal sealed class TcpOutput
{
    private readonly TcpProtocol _tcp;
    private readonly NetContext _context;

    public TcpOutput(TcpProtocol tcp, NetContext context)
    {
        _tcp = tcp;
        _context = context;
    }

    /// <summary><c>__tcp_push_pending_frames</c>: sends what may go; if nothing is in flight after
    /// that and something waits, the probe timer sees to it.</summary>
    /// <param name="isCorked">More is coming: only full segments leave.</param>
    public void PushPendingFrames(TcpSock sock, bool isCorked, int nowMs)
    {
        _context.Trace.Enter(TraceRoom.TcpPushPendingFrames, sock.UnackedBytes);
        if (sock.State == TcpState.Closed || !TcpRtxQueue.HasUnsent(sock))
        {
            return;
        }

        WriteXmit(sock, isCorked, false, nowMs);
        _tcp.Timer.CheckProbe(sock, nowMs);
        TcpChrono.Note(sock, nowMs);
    }

    /// <summary><c>tcp_push_one</c>: sends the first full segment while the user is still copying.</summary>
    public void PushOne(TcpSock sock, int nowMs)
    {
        _context.Trace.Enter(TraceRoom.TcpPushOne, sock.UnackedBytes);
        WriteXmit(sock, true, true, nowMs);
    }

    /// <summary><c>tcp_data_snd_check</c>: an ACK or a timer may have made room.</summary>
    public void SendCheck(TcpSock sock, int nowMs)
    {
        if (TcpRtxQueue.HasUnsent(sock) && IsSendingState(sock))
        {
            PushPendingFrames(sock, sock.IsCorked, nowMs);
        }
    }

    /// <summary><c>tcp_write_xmit</c>: the loop. Bound: the write queue.</summary>
    private void WriteXmit(TcpSock sock, bool isCorked, bool isPushOne, int nowMs)
    {
        if (!IsSendingState(sock))
        {
            return;
        }

        RestartAfterIdle(sock, nowMs);
        _tcp.Segment.CurrentMss(sock);
        while (sock.SegSent < sock.SegCount)
        {
            _context.Trace.Enter(
                TraceRoom.TcpWriteXmit, TcpRtxQueue.LengthOf(sock, sock.SegSent));
            if (!CwndTest(sock, sock.SegSent))
            {
                break;
            }

            int row = FitToSegment(sock);               // the table may have moved
            if (!SndWndTest(sock, row) || !NagleTest(sock, row, isCorked))
            {
                break;
            }

            if (sock.LastSentMs == nowMs && sock.PacketsOut > 0
                && sock.PacketsInFlight + 1 >= sock.Cwnd)
            {
                sock.SegMarks[row] |= SkbMark.Psh;      // the last of a burst: the receiver need
            }                                           // not wait

            int error = _tcp.Transmit.TransmitRow(sock, row, nowMs);
            if (Errno.IsShortage(error))
            {
                sock.IsThrottled = true;        // the ring's wake-up or the timer tries again
                break;
            }

            sock.IsParked = error == NeighTable.Parked;
            EventNewDataSent(sock, nowMs);
            TcpCong.Validate(sock);
            if (isPushOne)
            {
                break;
            }
        }
    }

    /// <summary><c>tcp_event_new_data_sent</c>: the first unsent row is one that was sent.</summary>
    public void EventNewDataSent(TcpSock sock, int nowMs)
    {
        int row = sock.SegSent;
        int length = TcpRtxQueue.LengthOf(sock, row);
        _context.Trace.Enter(TraceRoom.TcpEventNewDataSent, length);
        Bug.On(row >= sock.SegCount);
        bool wasIdle = sock.PacketsOut == 0;
        sock.SegSentMs[row] = nowMs;
        sock.SegSent = row + 1;
        sock.PacketsOut += sock.SegPackets[row];
        sock.SndNxt = Seq.Later(sock.SndNxt, sock.SegEnd[row]);
        sock.LastSentMs = nowMs;
        if (length > 0)
        {
            _context.Mib.Inc(Mib.TcpOrigDataSent);
        }

        if (length < sock.MssCache)
        {
            sock.SndSml = sock.SegEnd[row];     // Minshall: a short one is out
        }

        if (sock.NotSentLowWater > 0)
        {
            sock.WriteSpace();                  // fewer unsent bytes: the writer may go on
        }

        if (wasIdle)
        {
            _tcp.Timer.ArmRetransmit(sock, nowMs);      // RFC 6298, 5.1
        }
    }

    /// <summary><c>tcp_cwnd_test</c>: does the congestion window let one more out? A FIN may always go:
    /// it is the last there is.</summary>
    private static bool CwndTest(TcpSock sock, int row)
    {
        return sock.PacketsInFlight < sock.Cwnd
            || ((sock.SegMarks[row] & SkbMark.Fin) != 0
                && TcpRtxQueue.LengthOf(sock, row) <= sock.MssCache);
    }

    /// <summary><c>tcp_snd_wnd_test</c>: does it fit into the peer's window?</summary>
    public static bool SndWndTest(TcpSock sock, int row)
    {
        return !Seq.After(sock.SegEnd[row], sock.SndUna + (uint)sock.SndWnd);
    }

    /// <summary><c>tcp_nagle_test</c>, Minshall's variant: a short segment waits only while another
    /// short one is unacknowledged; FIN, urgent data and the end of a full ring never wait.</summary>
    private static bool NagleTest(TcpSock sock, int row, bool isCorked)
    {
        if (TcpRtxQueue.LengthOf(sock, row) >= sock.MssCache
            || (sock.SegMarks[row] & SkbMark.Fin) != 0 || IsUrgent(sock, row))
        {
            return true;
        }

        // Not the last: the bytes behind it do not make this one longer. A full ring: nor can what
        // finds no room (wait_for_space).
        if (row + 1 < sock.SegCount || sock.SendRoom == 0)
        {
            return true;
        }

        if (isCorked)
        {
            return false;
        }

        if (sock.PacketsOut == 0 || sock.IsNoDelay)
        {
            return true;
        }

        bool isShortOut = Seq.After(sock.SndSml, sock.SndUna)
            && !Seq.After(sock.SndSml, sock.SndNxt);
        return !isShortOut;
    }

    /// <summary><c>tso_fragment</c>: cuts a row that holds more than one segment.</summary>
    /// <returns>Where the first unsent row is now.</returns>
    private static int FitToSegment(TcpSock sock)
    {
        int row = sock.SegSent;
        if (TcpRtxQueue.LengthOf(sock, row) > sock.MssCache)
        {
            row = TcpRtxQueue.Split(sock, row, sock.MssCache);
            Bug.On(row < 0);                    // an unsent row can always be split
        }

        return row;
    }

    /// <summary><c>tcp_slow_start_after_idle_check</c>: after an idle time-out the path is unknown
    /// again (RFC 5681, 4.1).</summary>
    private static void RestartAfterIdle(TcpSock sock, int nowMs)
    {
        if (sock.PacketsOut == 0
            && nowMs - sock.LastSentMs > sock.RtoMs && sock.Cwnd > Limits.TcpInitialWindow)
        {
            sock.Cwnd = Limits.TcpInitialWindow;
            sock.CwndCount = 0;
        }
    }

    private static bool IsUrgent(TcpSock sock, int row)
    {
        return sock.HasUrgentOut && Seq.After(sock.UrgentOutSeq, TcpRtxQueue.StartOf(sock, row));
    }

    /// <summary>The states in which the write queue may be sent: also with our FIN in it.</summary>
    private static bool IsSendingState(TcpSock sock)
    {
        return sock.State >= TcpState.Established && sock.State != TcpState.FinWait2
            && sock.State != TcpState.TimeWait;
    }
}
