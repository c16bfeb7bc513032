using NanoStack.Kernel;
using NanoStack.Skb;

namespace NanoStack.Tcp;

/// <summary>Retransmission, persist, delayed ACK, keep-alive, user time-out, FIN_WAIT_2: who fires and
/// what happens.</summary>
/// <remarks>
/// From: <c>Net.Poll</c>. To: <see cref="TcpRetransmit.RetransmitSkb"/>,
/// <see cref="TcpOutput.SendCheck"/>, <see cref="TcpAckOutput.SendAck"/>,
/// <see cref="TcpConnect.WriteSpace"/>, <see cref="TcpSynQueue.WriteSpace"/>,
/// <see cref="TcpKeepalive.Fire"/>, <see cref="TcpChrono.Note"/>. Times are moments in ms; a table
/// this small is looked through, not sorted. A socket that its user holds is looked at again a
/// moment later.
/// </remarks>
internal sealed class TcpTimer
{
    /// <summary>A user holds the socket: look again after this.</summary>
    private const int RetryMs = 1;

    private readonly TcpProtocol _tcp;
    private readonly NetContext _context;
    private readonly Mib _mib;
    private int _linkUpMs;

    public TcpTimer(TcpProtocol tcp, NetContext context)
    {
        _tcp = tcp;
        _context = context;
        _mib = context.Mib;
    }

    /// <summary>Fires what is due. Bound: the table, each timer once.</summary>
    /// <returns>When it wants to be called again, in ms.</returns>
    public int Run(int nowMs)
    {
        int nextMs = nowMs + Limits.PollIntervalMsMax;
        for (int i = 0; i < _tcp.Table.Count; i++)
        {
            TcpSock sock = _tcp.Table.At(i);
            if (sock.State == TcpState.Closed || sock.State == TcpState.Listen)
            {
                continue;
            }

            if (IsDue(sock, nowMs))
            {
                if (!sock.TryLock())
                {
                    nextMs = Clock.Earlier(nextMs, nowMs + RetryMs);
                    continue;
                }

                Fire(sock, nowMs);
                TcpChrono.Note(sock, nowMs);
                sock.Release(nowMs);
            }

            nextMs = Clock.Earlier(nextMs, NextOf(sock, nextMs));
        }

        return nextMs;
    }

    /// <summary><c>tcp_rearm_rto</c>: the retransmission timer begins anew (RFC 6298, 5.1, 5.3).</summary>
    public void ArmRetransmit(TcpSock sock, int nowMs)
    {
        sock.RtxTimer = TcpSock.TimerRetransmit;
        sock.RtxTimerMs = nowMs + TcpRtt.BackedOffMs(sock);
        if (sock.UserTimeoutMs > 0 && sock.RetransmitCount > 0)
        {
            sock.RtxTimerMs = Clock.Earlier(            // tcp_clamp_rto_to_user_timeout
                sock.RtxTimerMs, sock.RetransmitStartMs + sock.UserTimeoutMs);
        }
    }

    /// <summary>All is acknowledged (RFC 6298, 5.2).</summary>
    public void StopRetransmit(TcpSock sock)
    {
        if (sock.RtxTimer == TcpSock.TimerRetransmit)
        {
            sock.RtxTimer = TcpSock.TimerNone;
        }
    }

    /// <summary><c>tcp_check_probe_timer</c>: something waits and nothing is in flight whose ACK could
    /// open the window: ask (RFC 9293, 3.8.6.1, first after one RTO).</summary>
    public void CheckProbe(TcpSock sock, int nowMs)
    {
        bool isStuck = sock.PacketsOut == 0 && TcpRtxQueue.HasUnsent(sock)
            && sock.State >= TcpState.Established;
        if (isStuck && sock.RtxTimer == TcpSock.TimerNone)
        {
            sock.RetransmitStartMs = nowMs + TcpRtt.BackedOffMs(sock);     // icsk_probes_tstamp
            ArmProbe(sock, nowMs);
        }
        else if (!isStuck && sock.RtxTimer == TcpSock.TimerProbe)
        {
            sock.RtxTimer = TcpSock.TimerNone;
            sock.Backoff = 0;
        }
    }

    /// <summary><c>tcp_ack_probe</c>: the window opened for what waits: the probes' back-off ends before
    /// the data's own timer begins.</summary>
    public void AckProbe(TcpSock sock)
    {
        if (sock.RtxTimer == TcpSock.TimerProbe && TcpRtxQueue.HasUnsent(sock)
            && TcpOutput.SndWndTest(sock, sock.SegSent))
        {
            sock.RtxTimer = TcpSock.TimerNone;
            sock.Backoff = 0;
        }
    }

    public void StopAll(TcpSock sock)
    {
        sock.RtxTimer = TcpSock.TimerNone;
        sock.DelayedAckArmed = false;
        sock.KeepaliveArmed = false;
        sock.IsThrottled = false;
    }

    /// <summary>The transmit ring drained: whoever was stopped by it goes on.</summary>
    public void WriteSpace(int nowMs)
    {
        for (int i = 0; i < _tcp.Table.Count; i++)
        {
            TcpSock sock = _tcp.Table.At(i);
            if (!sock.IsThrottled || !sock.TryLock())
            {
                continue;
            }

            sock.IsThrottled = false;
            if (sock.LostOut > 0)
            {
                _tcp.Retransmit.XmitRetransmitQueue(sock, nowMs);
            }

            _tcp.Connect.WriteSpace(sock, nowMs);
            _tcp.Output.SendCheck(sock, nowMs);
            sock.Release(nowMs);
        }

        _tcp.SynQueue.WriteSpace(nowMs);
    }

    /// <summary>The link came back: what waits for its timer goes now, without the back-off that the
    /// cable's absence had built up. A mark, so that a socket whose user is at it does not miss it.
    /// </summary>
    public void LinkUp(int nowMs)
    {
        _linkUpMs = nowMs;
        for (int i = 0; i < _tcp.Table.Count; i++)
        {
            _tcp.Table.At(i).IsLinkBack = true;
        }
    }

    /// <summary>The link went: everybody who waits waits for it.</summary>
    public void LinkDown(int nowMs)
    {
        for (int i = 0; i < _tcp.Table.Count; i++)
        {
            TcpSock sock = _tcp.Table.At(i);
            if (sock.State >= TcpState.SynSent && sock.TryLock())
            {
                TcpChrono.Note(sock, nowMs);
                sock.Release(nowMs);
            }
        }
    }

    private static bool IsDue(TcpSock sock, int nowMs)
    {
        return sock.IsLinkBack
            || (sock.RtxTimer != TcpSock.TimerNone && Clock.Reached(nowMs, sock.RtxTimerMs))
            || (sock.DelayedAckArmed && Clock.Reached(nowMs, sock.DelayedAckMs))
            || (sock.KeepaliveArmed && Clock.Reached(nowMs, sock.KeepaliveMs));
    }

    private static int NextOf(TcpSock sock, int nextMs)
    {
        if (sock.RtxTimer != TcpSock.TimerNone)
        {
            nextMs = Clock.Earlier(nextMs, sock.RtxTimerMs);
        }

        if (sock.DelayedAckArmed)
        {
            nextMs = Clock.Earlier(nextMs, sock.DelayedAckMs);
        }

        if (sock.KeepaliveArmed)
        {
            nextMs = Clock.Earlier(nextMs, sock.KeepaliveMs);
        }

        return nextMs;
    }

    private void Fire(TcpSock sock, int nowMs)
    {
        if (sock.IsLinkBack)
        {
            GoOn(sock, nowMs);
        }

        if (sock.DelayedAckArmed && Clock.Reached(nowMs, sock.DelayedAckMs))
        {
            sock.DelayedAckArmed = false;
            _tcp.AckOutput.SendAck(sock, nowMs);
        }

        if (sock.RtxTimer != TcpSock.TimerNone && Clock.Reached(nowMs, sock.RtxTimerMs))
        {
            if (sock.RtxTimer == TcpSock.TimerProbe)
            {
                Probe(sock, nowMs);
            }
            else
            {
                Retransmit(sock, nowMs);
            }
        }

        if (sock.KeepaliveArmed && Clock.Reached(nowMs, sock.KeepaliveMs))
        {
            _tcp.Keepalive.Fire(sock, nowMs);
        }
    }

    /// <summary>The link is back: the back-off ends, and what left before goes now. What left since waits
    /// its time. What was sent in vain stays counted, and when it began: a link that comes and goes
    /// must not keep alive for ever what R2 would end.</summary>
    private void GoOn(TcpSock sock, int nowMs)
    {
        sock.IsLinkBack = false;
        sock.Backoff = 0;
        bool isSince = sock.SegSent > 0 && !Clock.Before(sock.SegSentMs[0], _linkUpMs);
        sock.RtxTimerMs = isSince
            ? Clock.Earlier(sock.RtxTimerMs, nowMs + TcpRtt.BackedOffMs(sock)) : nowMs;
    }

    /// <summary><c>tcp_retransmit_timer</c> (RFC 6298, 5.4 to 5.6).</summary>
    private void Retransmit(TcpSock sock, int nowMs)
    {
        Bug.On(sock.SegSent == 0);
        _mib.Inc(Mib.TcpTimeouts);
        if (sock.RetransmitCount == 0)
        {
            sock.RetransmitStartMs = sock.SegSentMs[0];
        }

        if (IsGivenUp(sock, nowMs))
        {
            GiveUp(sock, nowMs);
            return;
        }

        _tcp.Loss.EnterLoss(sock);
        if (sock.RetransmitCount == Limits.TcpRetriesSuspectRoute)
        {
            _tcp.Neighbours.Doubt(sock.Dst.Device, sock.Dst.NextHop);       // R1
        }

        int error = _tcp.Retransmit.RetransmitSkb(sock, 0, nowMs);
        if (Errno.IsShortage(error))
        {
            if (IsTimeOver(sock, nowMs))
            {
                GiveUp(sock, nowMs);                    // for so long there was no room
                return;
            }

            sock.IsThrottled = true;                    // our own shortage is no loss on the path:
            sock.RtxTimerMs = nowMs + Limits.TcpRtoMsMin;   // try soon, do not back off
            return;
        }

        if (sock.State == TcpState.SynSent || sock.State == TcpState.SynReceived)
        {
            _mib.Inc(Mib.TcpSynRetrans);
        }

        sock.RetransmitCount++;
        sock.Backoff++;
        ArmRetransmit(sock, nowMs);
    }

    /// <summary><c>tcp_probe_timer</c>: a window that stays shut is asked for ever as long as the peer
    /// answers (RFC 9293, MUST-37).</summary>
    private void Probe(TcpSock sock, int nowMs)
    {
        if (sock.PacketsOut > 0 || !TcpRtxQueue.HasUnsent(sock))
        {
            sock.RtxTimer = TcpSock.TimerNone;
            return;
        }

        // For a user the answered ones do not count; an orphan does not wait for ever (Linux).
        int retries = RetriesOf(sock);
        bool isOver = sock.IsDead ? IsSpanOver(sock, sock.RetransmitStartMs, nowMs)
            : sock.ProbeCount >= retries && IsSpanOver(sock, sock.LastReceivedMs, nowMs);
        bool isTooLong = sock.UserTimeoutMs > 0         // answered or not (RFC 5482; Linux)
            && Clock.Reached(nowMs, sock.RetransmitStartMs + sock.UserTimeoutMs);
        if (isOver || isTooLong)
        {
            GiveUp(sock, nowMs);
            return;
        }

        _mib.Inc(Mib.TcpZeroWindowProbes);
        sock.RtxTimer = TcpSock.TimerNone;
        int error = _tcp.AckOutput.SendProbe(sock, nowMs);
        bool isOurs = Errno.IsShortage(error);
        if (!isOurs)
        {
            sock.ProbeCount++;
        }

        if (sock.RtxTimer == TcpSock.TimerNone && sock.State != TcpState.Closed)
        {
            sock.Backoff += isOurs ? 0 : 1;
            ArmProbe(sock, nowMs);
        }
    }

    /// <summary><c>tcp_reset_xmit_timer</c> of ICSK_TIME_PROBE0, not beyond the user's time-out
    /// (<c>tcp_clamp_probe0_to_user_timeout</c>).</summary>
    private static void ArmProbe(TcpSock sock, int nowMs)
    {
        sock.RtxTimer = TcpSock.TimerProbe;
        sock.RtxTimerMs = nowMs + TcpRtt.BackedOffMs(sock);
        if (sock.UserTimeoutMs > 0)
        {
            sock.RtxTimerMs = Clock.Earlier(
                sock.RtxTimerMs, sock.RetransmitStartMs + sock.UserTimeoutMs);
        }
    }

    /// <summary><c>tcp_write_timeout</c>: R2 (RFC 9293, 3.8.3), or the user's own limit: as often as it
    /// says, and for as long as so many back-offs take.</summary>
    private bool IsGivenUp(TcpSock sock, int nowMs)
    {
        bool isOften = sock.UserTimeoutMs > 0
            ? sock.RetransmitCount > 0 : sock.RetransmitCount >= RetriesOf(sock);
        return isOften && IsTimeOver(sock, nowMs);
    }

    private bool IsTimeOver(TcpSock sock, int nowMs)
    {
        return sock.UserTimeoutMs > 0
            ? Clock.Reached(nowMs, sock.RetransmitStartMs + sock.UserTimeoutMs)
            : IsSpanOver(sock, sock.RetransmitStartMs, nowMs);
    }

    /// <summary><c>retransmits_timed_out</c>: so much time is over as the retries take without a link that
    /// came back in between; the first may have gone at once (RFC 9293, 3.5.1).</summary>
    private bool IsSpanOver(TcpSock sock, int sinceMs, int nowMs)
    {
        int spanMs = TcpRtt.SpanMs(sock.RtoMs, RetriesOf(sock)) - sock.RtoMs;
        return Clock.Reached(nowMs, sinceMs + spanMs);
    }

    private int RetriesOf(TcpSock sock)
    {
        Limits limits = _context.Limits;
        return sock.State == TcpState.SynSent || sock.State == TcpState.SynReceived
            ? limits.TcpSynRetries
            : sock.IsDead ? limits.TcpOrphanRetries : limits.TcpRetries;
    }

    /// <summary><c>tcp_write_err</c>: tells the user what went wrong on the way, if anything was heard,
    /// else that time is over.</summary>
    private void GiveUp(TcpSock sock, int nowMs)
    {
        _mib.Inc(sock.UserTimeoutMs > 0 ? Mib.TcpAbortOnUserTimeout : Mib.TcpAbortOnTimeout);
        int error = sock.ErrSoft != 0 ? sock.ErrSoft : Errno.TimedOut;
        if (TcpStates.IsSynchronized(sock.State))
        {
            _tcp.AckOutput.SendActiveReset(sock, nowMs);
        }

        _tcp.Close.Fail(sock, error);
    }
}
