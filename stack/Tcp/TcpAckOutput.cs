using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Tcp;

/// <summary>Segments of a connection that carry no data: ACK, delayed ACK, SYN, FIN, RST, probes; and
/// the window they advertise.</summary>
/// <remarks>To: <see cref="TcpTransmit.TransmitSkb"/>. Caller holds the sock.</remarks>
internal sealed class TcpAckOutput
{
    private const int WindowFieldMax = 0xFFFF;

    private readonly TcpProtocol _tcp;
    private readonly NetContext _context;

    public TcpAckOutput(TcpProtocol tcp, NetContext context)
    {
        _tcp = tcp;
        _context = context;
    }

    /// <summary><c>tcp_send_ack</c>: at once. When there is no packet or slot for it, the delayed-ACK
    /// timer tries again.</summary>
    public void SendAck(TcpSock sock, int nowMs)
    {
        if (sock.State == TcpState.Closed || sock.State == TcpState.Listen)
        {
            return;
        }

        if (SendControl(sock, TcpHeader.Ack, AcceptableSeq(sock), nowMs) < 0)
        {
            ArmDelayedAck(sock, Limits.TcpDelayedAckMsMax, nowMs);
        }
    }

    /// <summary><c>__tcp_ack_snd_check</c>: data came in order; ACK now or later
    /// (RFC 9293, 3.8.6.3: every second full segment, never later than half a second).</summary>
    /// <remarks>Now is the end of this poll: one ACK for all segments that wait in the device's ring
    /// (RFC 9293, 3.10.7.4, MUST-58, MUST-59), or none when data goes back first.</remarks>
    public void AckSndCheck(TcpSock sock, int nowMs)
    {
        int unacked = Seq.Distance(sock.RcvWup, sock.RcvNxt);
        if (unacked > sock.RcvMss || sock.QuickAckLeft > 0 || sock.GapCount > 0 || sock.HasFin)
        {
            sock.DelayedAckArmed = true;
            sock.DelayedAckMs = nowMs;
        }
        else if (unacked > 0)
        {
            _context.Mib.Inc(Mib.TcpDelayedAcks);
            ArmDelayedAck(sock, DelayMs(sock), nowMs);
        }
    }

    /// <summary><c>tcp_send_challenge_ack</c>: something in the window that should not be there; at most
    /// one per socket and interval, so that no storm and no side channel arises (RFC 5961, 7).</summary>
    public void SendChallengeAck(TcpSock sock, int nowMs)
    {
        uint quietMs = (uint)(nowMs - sock.LastChallengeMs);    // unsigned: right after 24 days too
        if (sock.HasChallenged && quietMs < Limits.TcpChallengeAckMs)
        {
            _context.Mib.Inc(Mib.TcpChallengeAckSkipped);
            return;
        }

        sock.HasChallenged = true;
        sock.LastChallengeMs = nowMs;
        _context.Mib.Inc(Mib.TcpChallengeAck);
        SendAck(sock, nowMs);
    }

    /// <summary><c>tcp_send_fin</c>: FIN rides on the last unsent segment, or goes alone. The state
    /// changes with it.</summary>
    public void SendFin(TcpSock sock, TcpState next, int nowMs)
    {
        Bug.On(!TcpStates.IsLegal(sock.State, next));
        int tail = TcpRtxQueue.HasUnsent(sock)
            ? sock.SegCount - 1 : TcpRtxQueue.Append(sock, 0);
        sock.WriteSeq++;                                // no call in between: all or nothing
        sock.SegMarks[tail] |= SkbMark.Fin;
        sock.SegEnd[tail] = sock.WriteSeq;
        sock.State = next;
        _tcp.Output.PushPendingFrames(sock, false, nowMs);
    }

    /// <summary><c>tcp_send_active_reset</c>: the connection is given up (RFC 9293, 3.10.5).</summary>
    public void SendActiveReset(TcpSock sock, int nowMs)
    {
        _context.Mib.Inc(Mib.TcpOutRsts);
        SendControl(sock, TcpHeader.Rst | TcpHeader.Ack, AcceptableSeq(sock), nowMs);
    }

    /// <summary>RST for a number that the peer acknowledged and we never sent (RFC 9293, 3.10.7.3):
    /// it carries that number and no ACK.</summary>
    public void SendReset(TcpSock sock, uint seq, int nowMs)
    {
        _context.Mib.Inc(Mib.TcpOutRsts);
        SendControl(sock, TcpHeader.Rst, seq, nowMs);
    }

    /// <summary><c>tcp_write_wakeup</c>: something the peer must answer: what fits into its window, or
    /// a segment one to the left of it (RFC 9293, 3.8.6.1).</summary>
    /// <returns>0 or an <see cref="Errno"/>.</returns>
    public int SendProbe(TcpSock sock, int nowMs)
    {
        int row = sock.SegSent;
        int room = TcpRtxQueue.HasUnsent(sock)
            ? Seq.Distance(TcpRtxQueue.StartOf(sock, row), sock.SndUna + (uint)sock.SndWnd) : 0;
        if (room <= 0)
        {
            return SendControl(sock, TcpHeader.Ack, sock.SndUna - 1, nowMs);
        }

        int mss = _tcp.Segment.CurrentMss(sock);
        int length = room < mss ? room : mss;
        if (length < TcpRtxQueue.LengthOf(sock, row))
        {
            row = TcpRtxQueue.Split(sock, row, length);
            Bug.On(row < 0);                            // an unsent row can always be split
        }

        sock.SegMarks[row] |= SkbMark.Psh;
        int error = _tcp.Transmit.TransmitRow(sock, row, nowMs);
        if (!Errno.IsShortage(error))
        {
            _tcp.Output.EventNewDataSent(sock, nowMs);
        }

        return error;
    }

    /// <summary>A keep-alive probe: a segment without data one to the left of the window
    /// (RFC 9293, 3.8.4).</summary>
    public void SendKeepalive(TcpSock sock, int nowMs)
    {
        _context.Mib.Inc(Mib.TcpKeepaliveProbes);
        SendControl(sock, TcpHeader.Ack, sock.SndUna - 1, nowMs);
    }

    /// <summary><c>__tcp_select_window</c>, <c>tcp_select_window</c>: the window field of the
    /// segment being built. Never moves the right edge back (SHLD-14), never opens by less than a
    /// segment or half the ring (silly windows, MUST-39).</summary>
    public int SelectWindow(TcpSock sock, bool isSyn)
    {
        int free = OfferableWindow(sock);
        int current = sock.ReceiveWindow;
        int half = sock.ReceiveRing == null ? 0 : sock.ReceiveRing.Length >> 1;
        int step = sock.RcvMss < half ? sock.RcvMss : half;
        int window = free - current >= step ? free : current;

        int shift = isSyn ? 0 : sock.RcvWindowScale;
        int field = window >> shift;
        if (field << shift < current && (field + 1) << shift <= free + (1 << shift) - 1)
        {
            field++;                                    // rounding must not move the edge back
        }                                               // (RFC 7323, 2.4), nor beyond the ring

        field = field < WindowFieldMax ? field : WindowFieldMax;    // a SYN's is not scaled
        NoteWindow(sock, field << shift);
        return field;
    }

    /// <summary>Something with ACK left: nothing is owed any more.</summary>
    public void EventAckSent(TcpSock sock)
    {
        sock.RcvWup = sock.RcvNxt;
        sock.DelayedAckArmed = false;
        if (sock.QuickAckLeft > 0)
        {
            sock.QuickAckLeft--;
        }
    }

    /// <summary>Bytes we could take beyond RCV.NXT: what the receive ring has free, bounded by the
    /// device's own ring and by what the window field can say. With a scaled window a unit less one
    /// byte is kept back: a window rounded up, lest its edge move back, still fits.</summary>
    public static int OfferableWindow(TcpSock sock)
    {
        if (sock.ReceiveRing == null)
        {
            return 0;
        }

        int rounding = (1 << sock.RcvWindowScale) - 1;
        int room = sock.ReceiveRing.Length - rounding - sock.ReadableBytes;
        room = room > 0 ? room : 0;
        int deviceRoom = sock.Dst.Device == null ? room : sock.Dst.Device.ReceiveRoomBytes;
        room = room < deviceRoom ? room : deviceRoom;
        int fieldMax = WindowFieldMax << sock.RcvWindowScale;
        return room < fieldMax ? room : fieldMax;
    }

    private void NoteWindow(TcpSock sock, int newWindow)
    {
        int oldWindow = Seq.Distance(sock.RcvWup, sock.RcvAdv);     // as the last ACK told it
        if (sock.State == TcpState.SynSent)
        {
            sock.RcvAdv = sock.RcvNxt + (uint)newWindow;
            return;
        }

        if (newWindow == 0 && oldWindow > 0)
        {
            _context.Mib.Inc(Mib.TcpToZeroWindowAdv);
        }
        else if (newWindow > 0 && oldWindow == 0)
        {
            _context.Mib.Inc(Mib.TcpFromZeroWindowAdv);
        }

        sock.RcvAdv = Seq.Later(sock.RcvAdv, sock.RcvNxt + (uint)newWindow);
    }

    /// <summary><c>tcp_acceptable_seq</c>: SND.NXT; or, when the peer took its window back, the edge
    /// of that window: what lies beyond it the peer must drop (RFC 9293, 3.8.6, MUST-34). An edge
    /// that the scaling rounded down was not taken back.</summary>
    private static uint AcceptableSeq(TcpSock sock)
    {
        uint edge = sock.SndUna + (uint)sock.SndWnd;
        bool isTakenBack = Seq.Distance(edge, sock.SndNxt) >= 1 << sock.SndWindowScale
            && sock.State != TcpState.SynReceived;      // our SYN needs no window
        return isTakenBack ? edge : sock.SndNxt;
    }

    private int SendControl(TcpSock sock, int flags, uint seq, int nowMs)
    {
        return _tcp.Transmit.TransmitSkb(sock, seq, 0, flags, nowMs);
    }

    private static void ArmDelayedAck(TcpSock sock, int delayMs, int nowMs)
    {
        if (!sock.DelayedAckArmed)
        {
            sock.DelayedAckArmed = true;
            sock.DelayedAckMs = nowMs + delayMs;
        }
    }

    /// <summary>As long as the peer's segments are apart, between 40 and 200 ms.</summary>
    private static int DelayMs(TcpSock sock)
    {
        int srttMs = sock.Srtt8 >> 3;
        if (srttMs < Limits.TcpDelayedAckMsMin)
        {
            return Limits.TcpDelayedAckMsMin;
        }

        return srttMs < Limits.TcpDelayedAckMsMax ? srttMs : Limits.TcpDelayedAckMsMax;
    }
}
