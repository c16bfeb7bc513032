using System;
using NanoStack.Ip;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Tcp;

/// <summary><c>struct tcp_sock</c>: all that is known of one connection, or of one listener.</summary>
/// <remarks>
/// Fields keep the words of RFC 9293, 3.3.1, where it has them. The sock's lock guards all of them.
/// A byte of the stream lies in its ring at its sequence number modulo the ring's size, so no ring
/// has a head or tail of its own: SND.UNA, the write sequence, RCV.NXT and the copied sequence say
/// it.
/// </remarks>
internal sealed class TcpSock : InetSock
{
    // --- Timers of the RTO slot (Linux: icsk_pending) -------------------------------------------
    public const int TimerNone = 0;
    public const int TimerRetransmit = 1;
    public const int TimerProbe = 2;

    // --- Congestion states (Linux: TCP_CA_Open ...) ---------------------------------------------
    public const int CaOpen = 0;
    public const int CaDisorder = 1;
    public const int CaRecovery = 2;
    public const int CaLoss = 3;

    /// <summary>Room for the headers of a segment: Ethernet, IP, TCP, time stamps.</summary>
    private const int HeaderBytes = IpTemplate.TransportAt + TcpHeader.LengthMin
        + TcpOptions.TimestampsRoom;

    // --- What is due (see Due) ------------------------------------------------------------------
    public const int DueNothing = 0;

    /// <summary>Its user has let go of it.</summary>
    public const int DueClose = 1;

    /// <summary>It is being made from a half-open entry and nobody knows of it yet.</summary>
    public const int DueForget = 2;

    /// <summary>The attempt to connect is over.</summary>
    public const int DueGiveUp = 3;

    private readonly TcpProtocol _tcp;

    /// <summary>Handles of one socket are so far apart: more than sockets there can be.</summary>
    public const int HandleStep = 1024;

    public TcpState State;

    /// <summary>What its user knows it by: its place in the table, and in steps of
    /// <see cref="HandleStep"/> how often it was taken and let go. A call has it from before it owned
    /// the socket; when it is another one now, the socket is somebody else's.</summary>
    public int Handle;

    /// <summary>True while a user's handle points here; a socket is free when this is false and its
    /// state is Closed.</summary>
    public bool HasUser;

    /// <summary>What is done if an exception keeps its owner from it: one of the Due constants.</summary>
    public int Due;

    // --- Send sequence space --------------------------------------------------------------------
    public uint Iss;
    public uint SndUna;
    public uint SndNxt;
    public uint SndWl1;
    public uint SndWl2;

    /// <summary>SND.WND in bytes, scaled.</summary>
    public int SndWnd;

    /// <summary>MAX.SND.WND: the largest window the peer ever offered.</summary>
    public int SndWndMax;

    /// <summary><c>write_seq</c>: one past the last byte in the send ring.</summary>
    public uint WriteSeq;

    /// <summary><c>snd_sml</c>: end of the last short segment (Minshall).</summary>
    public uint SndSml;

    /// <summary><c>pushed_seq</c>: end of the last segment marked PSH.</summary>
    public uint PushedSeq;

    public byte[] SendRing;

    // Segments, as columns: see TcpRtxQueue. Row i ends at SegEnd[i] and begins where i - 1 ends.
    public readonly uint[] SegEnd;

    /// <summary>When a row was sent last, in ms.</summary>
    public readonly int[] SegSentMs;

    /// <summary>Marks of <see cref="SkbMark"/>.</summary>
    public readonly byte[] SegMarks;

    /// <summary><c>tcp_skb_pcount</c>: segments of a row.</summary>
    public readonly ushort[] SegPackets;

    /// <summary>Rows in use.</summary>
    public int SegCount;

    /// <summary>Of these, sent and not yet acknowledged; the others wait behind them.</summary>
    public int SegSent;

    // --- Receive sequence space -----------------------------------------------------------------
    public uint Irs;
    public uint RcvNxt;

    /// <summary>One past the right edge of the window we advertised: RCV.NXT + RCV.WND.</summary>
    public uint RcvAdv;

    /// <summary><c>rcv_wup</c>: RCV.NXT when we last sent an ACK.</summary>
    public uint RcvWup;

    /// <summary><c>copied_seq</c>: next byte for the reader.</summary>
    public uint CopiedSeq;

    public byte[] ReceiveRing;

    /// <summary>Out-of-order runs in the receive ring, in order, apart from each other.</summary>
    public readonly uint[] GapStart;
    public readonly uint[] GapEnd;
    public int GapCount;

    /// <summary>Where the newest out-of-order segment began: its run is the first SACK block.</summary>
    public uint NewestGapSeq;

    /// <summary>The peer's FIN is in order and counted in RCV.NXT.</summary>
    public bool HasFin;

    /// <summary>A FIN came out of order at this sequence number.</summary>
    public bool HasFinAhead;
    public uint FinAheadSeq;

    // --- Sizes and options ----------------------------------------------------------------------

    /// <summary><c>mss_cache</c>: payload of one segment now, options taken off.</summary>
    public int MssCache;

    /// <summary><c>icsk_pmtu_cookie</c>: the path's MTU that it was worked out from.</summary>
    public int MssMtu;

    /// <summary>The peer's MSS option, floored; 536 without one.</summary>
    public int PeerMss;

    /// <summary>MSS option we sent.</summary>
    public int AdvertisedMss;

    /// <summary><c>user_mss</c>: TCP_MAXSEG, 0 when unset.</summary>
    public int UserMss;

    /// <summary><c>rcv_mss</c>: the peer's segments as seen; decides about delayed ACKs.</summary>
    public int RcvMss;

    public bool HasWindowScale;
    public int SndWindowScale;
    public int RcvWindowScale;
    public bool HasTimestamps;

    /// <summary>Both sides said SACK permitted: ACKs carry blocks (RFC 2018).</summary>
    public bool HasSack;
    public uint TsOffset;

    /// <summary>Our clock as the peer was told it last.</summary>
    public int TsSentMs;

    public uint TsRecent;
    public int TsRecentMs;
    public readonly TcpOptions Options = new TcpOptions();

    // --- Congestion control and recovery --------------------------------------------------------
    public int CaState;

    /// <summary><c>snd_cwnd</c>: in segments, as Linux.</summary>
    public int Cwnd;

    /// <summary><c>snd_cwnd_cnt</c>: ACKed segments toward the next one in congestion avoidance.</summary>
    public int CwndCount;

    /// <summary><c>is_cwnd_limited</c>, <c>max_packets_out</c>: was the window used up, and how much of
    /// it was, in the flight that ends at <c>cwnd_usage_seq</c>.</summary>
    public bool IsCwndLimited;
    public int PacketsOutMax;
    public uint CwndUsageSeq;

    /// <summary><c>snd_ssthresh</c>: in segments.</summary>
    public int Ssthresh;

    /// <summary><c>high_seq</c>: SND.NXT when recovery began (RFC 6582's recover).</summary>
    public uint HighSeq;

    /// <summary>Segments in the retransmission queue.</summary>
    public int PacketsOut;

    /// <summary>Of these, said by duplicate ACKs (or SACK) to have left the network.</summary>
    public int SackedOut;

    /// <summary>Of these, taken for lost.</summary>
    public int LostOut;

    /// <summary>Of these, sent again and still in flight.</summary>
    public int RetransOut;

    /// <summary><c>total_retrans</c>: segments of this connection that were sent again.</summary>
    public int TotalRetrans;

    /// <summary><c>bytes_acked</c>: bytes of the user that the peer has acknowledged; survives the
    /// connection, so that whoever sent them can tell what arrived.</summary>
    public long BytesAcked;

    /// <summary>When segments were last sent while none was in flight (RFC 5681, 4.1).</summary>
    public int LastSentMs;

    // --- RTT (RFC 6298), see TcpRtt -------------------------------------------------------------

    /// <summary>SRTT times 8, in ms; 0 before the first sample.</summary>
    public int Srtt8;

    /// <summary>RTTVAR times 4, in ms.</summary>
    public int Rttvar4;

    /// <summary>The time-out without back-off, in ms.</summary>
    public int RtoMs;

    /// <summary>How often it was doubled.</summary>
    public int Backoff;

    // --- Timers ---------------------------------------------------------------------------------
    public int RtxTimer;
    public int RtxTimerMs;
    public bool DelayedAckArmed;
    public int DelayedAckMs;

    /// <summary>Keep-alive, and the end of FIN_WAIT_2 without a user.</summary>
    public bool KeepaliveArmed;
    public int KeepaliveMs;

    /// <summary>The link came back: what waits for the timer goes now.</summary>
    public bool IsLinkBack;

    /// <summary>Retransmissions without progress.</summary>
    public int RetransmitCount;

    /// <summary>Window or keep-alive probes without an answer.</summary>
    public int ProbeCount;

    /// <summary><c>retrans_stamp</c>: when the first of them was sent.</summary>
    public int RetransmitStartMs;

    /// <summary>When anything valid last came from the peer.</summary>
    public int LastReceivedMs;

    /// <summary><c>lrcvtime</c>: when data last came, or the connection was made.</summary>
    public int LastDataReceivedMs;

    public int QuickAckLeft;
    public bool HasChallenged;
    public int LastChallengeMs;

    /// <summary>The transmit ring was full: sending goes on when it drains.</summary>
    public bool IsThrottled;

    // --- Why it is late, see TcpChrono -----------------------------------------------------------
    public TcpLateReason LateReason;
    public int LateSinceMs;
    public readonly int[] LateMs = new int[TcpChrono.ReasonCount];

    /// <summary>A segment waits for ARP; until the next ACK.</summary>
    public bool IsParked;

    /// <summary><c>delivered</c>: segments that were acknowledged.</summary>
    public int Delivered;

    // --- What the user set ----------------------------------------------------------------------
    public bool IsNoDelay;
    public bool IsCorked;

    /// <summary><c>TCP_NOTSENT_LOWAT</c>: unsent bytes at which the socket takes no more; 0 for the
    /// ring's size.</summary>
    public int NotSentLowWater;

    /// <summary><c>sk_sndbuf</c>: bytes written and not acknowledged at which the socket takes no more;
    /// 0 for the ring's size.</summary>
    public int SendBufferBytes;
    public bool IsKeepalive;
    public int KeepaliveIdleMs;
    public int KeepaliveIntervalMs;
    public int KeepaliveProbeMax;
    public int UserTimeoutMs;
    public bool IsLinger;
    public int LingerMs;

    // --- Urgent data, read in line --------------------------------------------------------------
    public bool HasUrgentOut;
    public uint UrgentOutSeq;
    public bool HasUrgentIn;
    public uint UrgentInSeq;

    // --- Listener -------------------------------------------------------------------------------
    public int Backlog;
    public int AcceptCount;
    public TcpSock AcceptFirst;
    public TcpSock AcceptNext;

    /// <summary>It waits in the queue of a listener; the listener's lock.</summary>
    public bool IsQueued;

    public TcpSock(TcpProtocol tcp, NetContext context, int index)
        : base(context, HeaderBytes)
    {
        _tcp = tcp;
        Handle = index;
        context.Marks.Handles[index] = index;
        GapStart = new uint[context.Limits.TcpGapCount];
        GapEnd = new uint[context.Limits.TcpGapCount];
        int rows = context.Limits.TcpWriteQueueCount;
        Bug.On(rows < TcpRtxQueue.RowCountMin);
        SegEnd = new uint[rows];
        SegSentMs = new int[rows];
        SegMarks = new byte[rows];
        SegPackets = new ushort[rows];
        State = TcpState.Closed;
    }

    /// <summary>True when the object may serve a new connection.</summary>
    public bool IsFree => !HasUser && State == TcpState.Closed && SendRing == null && !IsOwned;

    /// <summary><c>tcp_packets_in_flight</c>: segments the network still has.</summary>
    public int PacketsInFlight => PacketsOut - SackedOut - LostOut + RetransOut;

    /// <summary>Bytes between SND.UNA and the end of what the user wrote.</summary>
    public int UnackedBytes => Seq.Distance(SndUna, WriteSeq);

    /// <summary>Bytes the send ring still takes.</summary>
    public int SendRoom
    {
        get
        {
            int room = SendRing == null ? 0 : SendRing.Length - UnackedBytes;
            return room > 0 ? room : 0;         // SYN and FIN count and take no room
        }
    }

    /// <summary><c>sk_stream_memory_free</c>: a write may begin: there is room, and not so much unsent
    /// that it would be stale when it leaves.</summary>
    public bool IsWritable
    {
        get
        {
            return SendRoom > 0
                && (SendBufferBytes <= 0 || UnackedBytes < SendBufferBytes)
                && (NotSentLowWater <= 0
                    || Seq.Distance(SndNxt, WriteSeq) < NotSentLowWater);
        }
    }

    /// <summary>In-order bytes a reader can have.</summary>
    public int ReadableBytes => Seq.Distance(CopiedSeq, RcvNxt) - (HasFin ? 1 : 0);

    /// <summary><c>tcp_receive_window</c>: what is left of the window we advertised.</summary>
    public int ReceiveWindow
    {
        get
        {
            int window = Seq.Distance(RcvNxt, RcvAdv);
            return window > 0 ? window : 0;
        }
    }

    /// <summary>The time stamp to send now (RFC 7323, 3.2). It never runs backward, though the polling
    /// thread and the user's read the clock before they own the socket: the peer's PAWS would drop
    /// the segment.</summary>
    public uint NextTimestamp(int nowMs)
    {
        if (Clock.Before(TsSentMs, nowMs))
        {
            TsSentMs = nowMs;
        }

        return (uint)TsSentMs + TsOffset;
    }

    /// <summary><c>lock_sock</c> for a call that knows a handle: the handle is compared when the socket is
    /// owned, so nothing that another thread closed and opened meanwhile is touched.</summary>
    /// <returns>False: the handle is closed, and the caller owns nothing.</returns>
    public bool LockAs(int handle, int nowMs)
    {
        Lock();
        if (Handle == handle)
        {
            return true;
        }

        try
        {
            Release(nowMs);
            return false;
        }
        catch (Exception e)
        {
            Trouble = e;
            Context.IsHurt = true;
            throw;
        }
    }

    /// <summary>Nobody's handle fits any more.</summary>
    public void NewHandle()
    {
        Handle = (Handle + HandleStep) & int.MaxValue;
        Context.Marks.Handles[Handle & (HandleStep - 1)] = Handle;
    }

    /// <summary>Moves to a state; an arrow that is not in RFC 9293's figure is a bug.</summary>
    public void SetState(TcpState state)
    {
        Bug.On(!TcpStates.IsLegal(State, state));
        State = state;
    }

    /// <summary>As new, for its next connection or listener.</summary>
    public void Init(int nowMs)
    {
        Bug.On(SegCount != 0);
        InitInetSock();
        NewHandle();
        Context.Marks.IsAbandoned[Handle & (HandleStep - 1)] = false;
        State = TcpState.Closed;
        Due = DueNothing;
        UserMss = 0;
        IsNoDelay = false;
        IsCorked = false;
        NotSentLowWater = 0;
        SendBufferBytes = 0;
        IsKeepalive = false;
        KeepaliveIdleMs = Limits.TcpKeepaliveIdleMs;
        KeepaliveIntervalMs = Limits.TcpKeepaliveIntervalMs;
        KeepaliveProbeMax = Limits.TcpKeepaliveProbes;
        UserTimeoutMs = 0;
        IsLinger = false;
        LingerMs = 0;
        Backlog = 0;
        AcceptCount = 0;
        AcceptFirst = null;
        AcceptNext = null;
        IsQueued = false;
        InitConnection(nowMs);
    }

    /// <summary><c>tcp_init_sock</c>: the state of one connection, none of what the user set.</summary>
    public void InitConnection(int nowMs)
    {
        HasHeader = false;
        SndUna = 0;
        SndNxt = 0;
        WriteSeq = 0;
        SndSml = 0;
        PushedSeq = 0;
        SndWnd = 0;
        SndWndMax = 0;
        Irs = 0;
        RcvNxt = 0;
        RcvAdv = 0;
        RcvWup = 0;
        CopiedSeq = 0;
        GapCount = 0;
        HasFin = false;
        HasFinAhead = false;
        PeerMss = Limits.TcpMssDefault;
        MssCache = Limits.TcpMssDefault;
        MssMtu = 0;
        RcvMss = Limits.TcpMssDefault;
        HasWindowScale = false;
        SndWindowScale = 0;
        RcvWindowScale = 0;
        HasTimestamps = false;
        HasSack = false;
        TsSentMs = nowMs;
        TsRecent = 0;
        TsRecentMs = nowMs;
        CaState = CaOpen;
        Cwnd = Limits.TcpInitialWindow;
        CwndCount = 0;
        IsCwndLimited = false;
        PacketsOutMax = 0;
        CwndUsageSeq = 0;
        Ssthresh = int.MaxValue;
        PacketsOut = 0;
        SackedOut = 0;
        LostOut = 0;
        RetransOut = 0;
        TotalRetrans = 0;
        BytesAcked = 0;
        LastSentMs = nowMs;
        Srtt8 = 0;
        Rttvar4 = 0;
        RtoMs = Limits.TcpRtoMsInitial;
        Backoff = 0;
        RtxTimer = TimerNone;
        DelayedAckArmed = false;
        KeepaliveArmed = false;
        IsLinkBack = false;
        RetransmitCount = 0;
        ProbeCount = 0;
        LastReceivedMs = nowMs;
        LastDataReceivedMs = nowMs;
        QuickAckLeft = Limits.TcpQuickAckSegments;
        Delivered = 0;
        TcpChrono.Init(this, nowMs);
        HasChallenged = false;
        IsThrottled = false;
        HasUrgentOut = false;
        HasUrgentIn = false;
    }

    /// <summary>Says again of each packet of its queues who holds it. Caller holds the sock.</summary>
    public void HoldPackets()
    {
        HoldBacklog();
    }

    protected override void Repair(int nowMs)
    {
        _tcp.Repair.Repair(this, nowMs);
    }

    /// <summary>Between the look-up and the backlog the socket may have begun another connection: the
    /// segment is asked once more whose it is.</summary>
    protected override void BacklogReceive(SkBuff skb, int nowMs)
    {
        byte[] head = skb.Head;
        bool isStill = TcpTable.IsConnection(
            this, IpHeader.Destination(head, skb.NetworkAt),
            TcpHeader.DestinationPort(head, skb.TransportAt),
            IpHeader.Source(head, skb.NetworkAt), TcpHeader.SourcePort(head, skb.TransportAt));
        if (isStill)
        {
            _tcp.Input.SegmentArrives(this, skb, nowMs);
            return;
        }

        Context.Mib.Inc(Mib.TcpBacklogDrop);
        skb.Free();
    }
}
