using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Tcp;

/// <summary><c>tcp_ack</c>: what an acknowledgement does: window, queue, RTT, congestion, timers.</summary>
/// <remarks>From: <see cref="TcpInput"/>. To: <see cref="TcpLoss.OnAck"/>,
/// <see cref="TcpRtxQueue.RemoveFirst"/>,
/// <see cref="TcpChrono.Note"/>, <see cref="Core.Sock.WriteSpace"/>. Caller holds the sock.</remarks>
internal sealed class TcpAck
{
    private readonly TcpProtocol _tcp;
    private readonly Mib _mib;

    public TcpAck(TcpProtocol tcp, NetContext context)
    {
        _tcp = tcp;
        _mib = context.Mib;
    }

    /// <summary><c>tcp_ack</c> (RFC 9293, 3.10.7.4, fifth; RFC 5961, 5.2).</summary>
    /// <returns>False when the segment must be dropped: the number was never sent, or is from too long
    /// ago.</returns>
    public bool Ack(TcpSock sock, SkBuff skb, int nowMs)
    {
        uint ack = TcpHeader.AckNumber(skb.Head, skb.TransportAt);
        if (Seq.After(ack, sock.SndNxt)
            || Seq.Before(ack, sock.SndUna - (uint)sock.SndWndMax))
        {
            _mib.Inc(Mib.TcpInBadAck);
            _tcp.AckOutput.SendChallengeAck(sock, nowMs);
            return false;
        }

        sock.ProbeCount = 0;                            // whatever it says, the peer is there
        if (Seq.Before(ack, sock.SndUna))
        {
            _mib.Inc(Mib.TcpInOldAck);
            return true;                                // its data may still be new
        }

        if (skb.SeqEnd == skb.SeqStart)
        {
            _mib.Inc(Mib.TcpPureAcks);
        }

        uint oldUna = sock.SndUna;
        bool isWindowUpdate = UpdateWindow(sock, skb, ack);
        int ackedSegments = CleanRtxQueue(sock, ack, nowMs);
        bool isDuplicate = ack == oldUna && !isWindowUpdate && skb.SeqEnd == skb.SeqStart
            && sock.PacketsOut > 0;
        if (isDuplicate || ackedSegments > 0 || ack != oldUna)
        {
            _tcp.Loss.OnAck(sock, ackedSegments, isDuplicate, nowMs);
        }

        if (ack != oldUna)
        {
            Progress(sock, nowMs);
        }
        else if (sock.SndWnd == 0 && sock.RetransmitCount > 0 && !sock.IsDead)
        {
            // It took its window back and is alive: what we send again are its probes (MUST-34).
            sock.RetransmitCount = 1;
        }

        if (sock.PacketsOut == 0)
        {
            _tcp.Timer.AckProbe(sock);
            _tcp.Timer.CheckProbe(sock, nowMs);
        }

        return true;
    }

    /// <summary>The ACK of our SYN: it leaves the queue, and gives the first RTT sample.</summary>
    public void AckSyn(TcpSock sock, uint ack, int nowMs)
    {
        CleanRtxQueue(sock, ack, nowMs);
        _tcp.Timer.StopRetransmit(sock);
        sock.Backoff = 0;
        sock.CaState = TcpSock.CaOpen;
        sock.Ssthresh = int.MaxValue;
        sock.HighSeq = ack;
        sock.ConfirmsNeighbour = true;
        if (sock.Srtt8 == 0)
        {
            sock.RtoMs = Limits.TcpRtoMsAfterSynLoss;   // RFC 6298, 5.7; tcp_init_metrics
        }
    }

    /// <summary><c>tcp_ack_update_window</c>: only from a segment that is newer than the one the window
    /// came from last (SND.WL1, SND.WL2), or that acknowledges more: it was sent after that one,
    /// though it repeats older bytes (<c>tcp_may_update_window</c>).</summary>
    /// <returns>True when the window changed.</returns>
    private bool UpdateWindow(TcpSock sock, SkBuff skb, uint ack)
    {
        int window = WindowOf(sock, skb);
        bool isNewer = Seq.After(ack, sock.SndUna) || Seq.After(skb.SeqStart, sock.SndWl1)
            || (skb.SeqStart == sock.SndWl1 && !Seq.Before(ack, sock.SndWl2));
        bool isChange = false;
        if (isNewer)
        {
            isChange = window != sock.SndWnd;
            SetWindow(sock, window, skb.SeqStart, ack);
        }

        return isChange;
    }

    /// <summary>The window that a segment offers, in bytes; that of a SYN is never scaled (RFC 7323,
    /// 2.2).</summary>
    public static int WindowOf(TcpSock sock, SkBuff skb)
    {
        bool isSyn = TcpHeader.Has(skb.Head, skb.TransportAt, TcpHeader.Syn);
        int window = TcpHeader.Window(skb.Head, skb.TransportAt);
        return isSyn ? window : window << sock.SndWindowScale;
    }

    /// <summary>Takes over a window (RFC 9293, 3.10.7.4). The largest ever bounds the segments, so
    /// they grow with it.</summary>
    public void SetWindow(TcpSock sock, int window, uint seq, uint ack)
    {
        sock.SndWnd = window;
        sock.SndWl1 = seq;
        sock.SndWl2 = ack;
        if (window > sock.SndWndMax)
        {
            sock.SndWndMax = window;
            _tcp.Segment.SyncMss(sock);
        }
    }

    /// <summary><c>tcp_clean_rtx_queue</c>: takes out what is acknowledged, moves SND.UNA, and takes one
    /// RTT sample of a segment that was never sent again (Karn; RFC 6298, 3).</summary>
    /// <returns>Segments taken out.</returns>
    private int CleanRtxQueue(TcpSock sock, uint ack, int nowMs)
    {
        int outBefore = sock.PacketsOut;
        int acked = 0;
        int sentMs = 0;
        int marks = 0;
        while (acked < sock.SegSent && !Seq.After(sock.SegEnd[acked], ack))
        {
            marks |= sock.SegMarks[acked];
            sentMs = sock.SegSentMs[acked];
            acked++;
        }

        int bytes = Seq.Distance(sock.SndUna, ack);
        bytes -= (marks & SkbMark.Syn) != 0 ? 1 : 0;
        bytes -= (marks & SkbMark.Fin) != 0 ? 1 : 0;
        uint headStart = TcpRtxQueue.StartOf(sock, acked);
        TcpRtxQueue.RemoveFirst(sock, acked, ack);
        sock.BytesAcked += bytes;                       // no call in between: counted once
        if (sock.SegSent > 0 && Seq.After(ack, headStart))
        {
            HeadAcked(sock, headStart, ack);
        }

        int packets = outBefore - sock.PacketsOut;
        sock.Delivered += packets;
        bool hasSample = (marks & SkbMark.EverRetransmitted) == 0;
        TakeRttSample(sock, acked, hasSample, sentMs, nowMs);
        return packets;
    }

    /// <summary><c>tcp_tso_acked</c>: a part of the first row is acknowledged; of several segments those that
    /// this makes up.</summary>
    private static void HeadAcked(TcpSock sock, uint start, uint ack)
    {
        int packets = sock.SegPackets[0];
        if (packets > 1)
        {
            int whole = Seq.Distance(start, sock.SegEnd[0]);
            int left = Seq.Distance(ack, sock.SegEnd[0]);
            TcpRtxQueue.SetPackets(sock, 0, ((left * packets) + whole - 1) / whole);
        }

        TcpRetransmit.PartAcked(sock);
    }

    /// <summary><c>tcp_ack_update_rtt</c>: from the segment's send time, or from the echoed time stamp
    /// when it was sent twice (RFC 7323, 4.1).</summary>
    private void TakeRttSample(TcpSock sock, int acked, bool hasSample, int sentMs, int nowMs)
    {
        if (acked == 0)
        {
            return;
        }

        if (!hasSample)
        {
            if (!sock.HasTimestamps || !HasEcho(sock.Options, sock.TsOffset, nowMs))
            {
                return;
            }

            sentMs = nowMs - EchoAgeMs(sock.Options, sock.TsOffset, nowMs);
        }

        _mib.Inc(Mib.TcpRttSamples);
        TcpRtt.Sample(sock, nowMs - sentMs);
        sock.Backoff = 0;                               // not before: Karn (RFC 6298, 5)
    }

    /// <summary>The segment echoes a time stamp that we can have sent.</summary>
    public static bool HasEcho(TcpOptions options, uint tsOffset, int nowMs)
    {
        int ageMs = EchoAgeMs(options, tsOffset, nowMs);
        return options.HasTimestamps && options.TsEcho != 0
            && ageMs >= 0 && ageMs <= Limits.TcpRtoMsMax;
    }

    /// <summary>How long ago the echoed time stamp left, in ms (RFC 7323, 4.1).</summary>
    public static int EchoAgeMs(TcpOptions options, uint tsOffset, int nowMs)
    {
        return nowMs - (int)(options.TsEcho - tsOffset);
    }

    /// <summary>New data was acknowledged: the timer begins anew or stops (RFC 6298, 5.2, 5.3), the
    /// neighbour is confirmed, and the writer has room.</summary>
    private void Progress(TcpSock sock, int nowMs)
    {
        sock.RetransmitCount = 0;
        sock.ErrSoft = 0;
        sock.ConfirmsNeighbour = true;
        sock.IsParked = false;
        if (sock.PacketsOut == 0)
        {
            _tcp.Timer.StopRetransmit(sock);
        }
        else
        {
            _tcp.Timer.ArmRetransmit(sock, nowMs);
        }

        TcpChrono.Note(sock, nowMs);
        sock.WriteSpace();
    }
}
