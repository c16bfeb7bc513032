using NanoStack.Ip;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Tcp;

/// <summary>Passive open: LISTEN, SYN-RECEIVED and the accept queue (RFC 9293, 3.10.7.2;
/// Linux: <c>tcp_conn_request</c>, <c>tcp_check_req</c>).</summary>
/// <remarks>
/// From: <see cref="TcpInput.Receive"/>, <see cref="TcpRoom"/>. To: <see cref="TcpSynQueue.Take"/>,
/// <see cref="TcpRoom.Alloc"/>, <see cref="TcpCookies.Fill"/>, <see cref="TcpReply.SendAck(TcpRequest, int)"/>,
/// <see cref="Core.Sock.DataReady"/> of the listener. The polling thread only, but for accept.
/// A SYN costs one entry of a fixed table; rings are given out when the handshake is complete.
/// </remarks>
internal sealed class TcpListen
{
    private readonly TcpProtocol _tcp;
    private readonly NetContext _context;
    private readonly Mib _mib;
    private readonly TcpOptions _options = new TcpOptions();
    private readonly TcpRequest _stateless = new TcpRequest();      // of a SYN cookie; in no table

    public TcpListen(TcpProtocol tcp, NetContext context)
    {
        _tcp = tcp;
        _context = context;
        _mib = context.Mib;
    }

    /// <summary>The peer's MSS: 536 when it named none or zero (RFC 9293, MUST-15), and never so small
    /// that headers outweigh data (CVE-2019-11479).</summary>
    public static int FloorMss(int mss)
    {
        if (mss == 0)
        {
            return Limits.TcpMssDefault;
        }

        return mss > Limits.TcpMssMin ? mss : Limits.TcpMssMin;
    }

    /// <summary>A segment that belongs to no connection: for a half-open entry or a listener?</summary>
    /// <returns>False: neither; the caller answers with RST.</returns>
    public bool SegmentArrives(
        SkBuff skb, uint local, int localPort, uint remote, int remotePort, int nowMs)
    {
        TcpRequest request = _tcp.SynQueue.Find(local, localPort, remote, remotePort);
        if (request != null)
        {
            RequestSegment(request, skb, nowMs);
            return true;
        }

        TcpSock listener = _tcp.Table.FindListener(local, localPort);
        if (listener == null)
        {
            return false;
        }

        return ListenSegment(listener, skb, local, remote, remotePort, nowMs);
    }

    /// <summary>Takes the oldest complete connection of a listener; caller holds the listener.</summary>
    /// <returns>The connection, or null.</returns>
    public static TcpSock Dequeue(TcpSock listener)
    {
        TcpSock child = listener.AcceptFirst;
        if (child != null)
        {
            listener.AcceptFirst = child.AcceptNext;
            listener.AcceptCount--;
            child.AcceptNext = null;
            child.IsQueued = false;
        }

        return child;
    }

    /// <summary>Takes a connection out of the middle of a listener's queue; caller holds the
    /// listener.</summary>
    /// <returns>False: it is not there.</returns>
    public static bool Unlink(TcpSock listener, TcpSock child)
    {
        TcpSock before = null;
        TcpSock at = listener.AcceptFirst;
        while (at != null && at != child)               // bound: the backlog
        {
            before = at;
            at = at.AcceptNext;
        }

        if (at == null)
        {
            return false;
        }

        if (before == null)
        {
            listener.AcceptFirst = child.AcceptNext;
        }
        else
        {
            before.AcceptNext = child.AcceptNext;
        }

        listener.AcceptCount--;
        child.AcceptNext = null;
        child.IsQueued = false;
        return true;
    }

    /// <summary>LISTEN: RST is ignored, ACK answered with RST, SYN makes an entry, the rest is dropped
    /// (RFC 9293, 3.10.7.2).</summary>
    private bool ListenSegment(
        TcpSock listener, SkBuff skb, uint local, uint remote, int remotePort, int nowMs)
    {
        int flags = skb.TcpFlags;
        if ((flags & TcpHeader.Rst) != 0)
        {
            _mib.Inc(Mib.TcpInBadRst);
            return true;
        }

        if ((flags & TcpHeader.Ack) != 0)
        {
            return CookieSegment(listener, skb, local, remote, remotePort, nowMs);
        }

        if ((flags & TcpHeader.Syn) == 0)
        {
            _mib.Inc(Mib.TcpInNoAckFlag);
            return true;
        }

        if ((flags & TcpHeader.Fin) != 0)
        {
            _mib.Inc(Mib.TcpInSynFin);
            return true;
        }

        if (listener.AcceptCount >= listener.Backlog && !_tcp.Room.HasDeadChild(listener))
        {
            _mib.Inc(Mib.TcpListenOverflows);
            _mib.Inc(Mib.TcpListenDrops);
            return true;
        }

        NewRequest(listener, skb, local, remote, remotePort, nowMs);
        return true;
    }

    /// <summary><c>cookie_v4_check</c>: an ACK to a listener completes a handshake that only its number
    /// remembers, or is answered with RST, seq = SEG.ACK.</summary>
    private bool CookieSegment(
        TcpSock listener, SkBuff skb, uint local, uint remote, int remotePort, int nowMs)
    {
        TcpRequest request = _stateless;
        request.Listener = listener;
        request.LocalAddress = local;
        request.LocalPort = listener.LocalPort;
        request.RemoteAddress = remote;
        request.RemotePort = remotePort;
        if ((skb.TcpFlags & TcpHeader.Syn) != 0 || !_tcp.Cookies.Check(request, skb, nowMs))
        {
            return false;
        }

        request.AdvertisedMss = _tcp.AdvertisedMssFor(remote, listener.UserMss);
        request.Window = OfferedWindow();
        Complete(request, skb, nowMs);
        return true;
    }

    /// <summary><c>tcp_conn_request</c>: an entry, the oldest making room when the table is full, and
    /// a SYN-ACK.</summary>
    private void NewRequest(
        TcpSock listener, SkBuff skb, uint local, uint remote, int remotePort, int nowMs)
    {
        if (!_options.Parse(skb.Head, skb.TransportAt))
        {
            _mib.Inc(Mib.TcpInBadOption);
        }

        TcpRequest request = _tcp.SynQueue.Take(listener);
        bool isStateless = request == null;
        if (isStateless && !_tcp.Room.HasRoom())
        {
            _mib.Inc(Mib.TcpListenDrops);               // a cookie promises and is never sent again
            return;
        }

        request = isStateless ? _stateless : request;
        request.Listener = listener;
        request.LocalAddress = local;
        request.LocalPort = listener.LocalPort;
        request.RemoteAddress = remote;
        request.RemotePort = remotePort;
        request.Irs = skb.SeqStart;
        request.Iss = _tcp.TimeWait.TakeReuseSequence(
            _tcp.Secrets.NextSequence(local, listener.LocalPort, remote, remotePort, nowMs));
        request.PeerMss = FloorMss(_options.Mss);
        request.HasWindowScale = _options.HasWindowScale && _context.Limits.TcpWindowScaling;
        request.SndWindowScale = request.HasWindowScale ? _options.WindowScale : 0;
        request.HasTimestamps = _options.HasTimestamps && _context.Limits.TcpTimestamps;
        request.HasSack = _options.HasSackPermitted && _context.Limits.TcpSack;
        request.TsRecent = request.HasTimestamps ? _options.TsValue : 0;
        request.TsOffset = _tcp.Secrets.TimestampOffset(
            local, listener.LocalPort, remote, remotePort);
        request.Window = OfferedWindow();
        request.RetransmitCount = 0;
        request.TimeoutMs = Limits.TcpRtoMsInitial;
        request.SynAckCount = 0;
        request.StartMs = nowMs;
        request.AnsweredMs = nowMs - Limits.TcpChallengeAckMs;
        if (isStateless)
        {
            _tcp.Cookies.Fill(request, nowMs);
        }

        request.IsUsed = !isStateless;

        _tcp.SynQueue.SendSynAck(request, nowMs);
    }

    /// <summary>The window of a SYN-ACK, which is never scaled (RFC 7323, 2.2).</summary>
    private int OfferedWindow()
    {
        int ring = _context.Limits.TcpReceiveRingBytes;
        return ring < 0xFFFF ? ring : 0xFFFF;
    }

    /// <summary><c>tcp_check_req</c>: SYN-RECEIVED (RFC 9293, 3.10.7.4 for that state).</summary>
    private void RequestSegment(TcpRequest request, SkBuff skb, int nowMs)
    {
        int flags = skb.TcpFlags;
        if (!_options.Parse(skb.Head, skb.TransportAt))
        {
            _mib.Inc(Mib.TcpInBadOption);
        }

        if ((flags & (TcpHeader.Syn | TcpHeader.Rst)) == TcpHeader.Syn
            && skb.SeqStart == request.Irs)
        {
            _tcp.SynQueue.SendSynAck(request, nowMs);   // the peer did not see our SYN-ACK
            return;
        }

        uint next = request.Irs + 1;
        bool isInWindow = !Seq.Before(skb.SeqStart, next)
            && Seq.Before(skb.SeqStart, next + (uint)request.Window);
        bool isReset = (flags & TcpHeader.Rst) != 0;
        if (request.HasTimestamps && !_options.HasTimestamps && !isReset)
        {
            _mib.Inc(Mib.TcpInMissingTimestamp);        // RFC 7323, 3.2: as its connection
            return;
        }

        if (!isInWindow || (!isReset && IsPawsOld(request, nowMs)))
        {
            _mib.Inc(Mib.TcpInBadSeq);
            if (!isReset)
            {
                AnswerStray(request, skb, nowMs);
            }

            return;
        }

        if (isReset)
        {
            ResetRequest(request, skb, skb.SeqStart == next, nowMs);
            return;
        }

        if ((flags & TcpHeader.Syn) != 0)
        {
            AnswerStray(request, skb, nowMs);           // challenge: RFC 5961, 4
            return;
        }

        if ((flags & TcpHeader.Ack) == 0)
        {
            _mib.Inc(Mib.TcpInNoAckFlag);
            return;
        }

        if (TcpHeader.AckNumber(skb.Head, skb.TransportAt) != request.Iss + 1)
        {
            _mib.Inc(Mib.TcpInBadAck);
            _tcp.Reply.SendReset(skb, nowMs);
            return;
        }

        Complete(request, skb, nowMs);
    }

    private void ResetRequest(TcpRequest request, SkBuff skb, bool isExact, int nowMs)
    {
        if (!isExact)
        {
            _mib.Inc(Mib.TcpInBadRst);
            AnswerStray(request, skb, nowMs);           // RFC 5961, 3.2
            return;
        }

        _mib.Inc(Mib.TcpAttemptFails);
        TcpSynQueue.Free(request);                      // back to LISTEN
    }

    /// <summary><c>tcp_oow_rate_limited</c>: says what we expect; to a SYN and without data at most one
    /// per interval, so that no ACK is answered by an ACK for ever.</summary>
    private void AnswerStray(TcpRequest request, SkBuff skb, int nowMs)
    {
        if ((skb.HeadLength == 0 || (skb.TcpFlags & TcpHeader.Syn) != 0)
            && !Clock.Reached(nowMs, request.AnsweredMs + Limits.TcpChallengeAckMs))
        {
            _mib.Inc(Mib.TcpChallengeAckSkipped);
            return;
        }

        request.AnsweredMs = nowMs;
        _tcp.Reply.SendAck(request, nowMs);
    }

    /// <summary>PAWS, asked as the connection would ask it: what completes the handshake must not be
    /// dropped afterwards. A RST is not asked (RFC 7323, 5.2).</summary>
    private bool IsPawsOld(TcpRequest request, int nowMs)
    {
        return request.HasTimestamps
            && _options.IsPawsOld(request.TsRecent, request.StartMs, nowMs);
    }

    /// <summary><c>tcp_v4_syn_recv_sock</c>: the handshake is complete; the entry becomes a connection
    /// if there is one free, else the peer's next segment tries again.</summary>
    private void Complete(TcpRequest request, SkBuff skb, int nowMs)
    {
        TcpSock listener = request.Listener;
        if (!listener.TryLock())
        {
            _mib.Inc(Mib.TcpListenDrops);               // its user is at it: the peer tries again
            return;
        }

        TcpSock child = null;
        if (listener.State == TcpState.Listen && listener.LocalPort == request.LocalPort
            && HasPlace(listener, nowMs))
        {
            child = NewChild(request, nowMs);
        }

        if (child == null)
        {
            _mib.Inc(Mib.TcpListenOverflows);
            listener.Release(nowMs);
            return;
        }

        Bug.On(!child.TryLock());                       // before a user can accept it
        Append(listener, child);
        child.Due = TcpSock.DueNothing;                 // no call since it is in the queue
        request.IsUsed = false;
        request.Listener = null;
        listener.Release(nowMs);

        skb.Get();                                      // SegmentArrives takes one holder
        _tcp.Input.SegmentArrives(child, skb, nowMs);
        child.Release(nowMs);
        listener.DataReady();
    }

    /// <summary><c>sk_acceptq_is_full</c>, or a place that a dead connection held. Caller holds the
    /// listener.</summary>
    private bool HasPlace(TcpSock listener, int nowMs)
    {
        return listener.AcceptCount < listener.Backlog
            || _tcp.Room.MakeBacklogPlace(listener, nowMs);
    }

    private TcpSock NewChild(TcpRequest request, int nowMs)
    {
        TcpSock child = _tcp.Room.Alloc(request.Listener, nowMs);
        if (child == null)
        {
            return null;
        }

        child.Due = TcpSock.DueForget;                  // unless it gets into the queue
        if (!_tcp.Room.AttachRings(child, request.Listener, nowMs))
        {
            child.Due = TcpSock.DueNothing;
            child.HasUser = false;
            return null;
        }

        TcpSock listener = request.Listener;
        child.LocalAddress = request.LocalAddress;
        child.LocalPort = request.LocalPort;
        child.RemoteAddress = request.RemoteAddress;
        child.RemotePort = request.RemotePort;
        child.Ttl = listener.Ttl;
        child.Tos = listener.Tos;
        child.Iss = request.Iss;
        TcpConnect.InitSendSequence(child);
        child.SndUna = request.Iss + 1;
        child.SndNxt = request.Iss + 1;
        child.WriteSeq = request.Iss + 1;
        TcpConnect.InitReceiveSequence(child, request.Irs);
        child.RcvAdv = child.RcvNxt + (uint)request.Window;
        child.PeerMss = request.PeerMss;
        child.UserMss = listener.UserMss;
        child.AdvertisedMss = request.AdvertisedMss;
        child.HasWindowScale = request.HasWindowScale;
        child.SndWindowScale = request.SndWindowScale;
        child.RcvWindowScale = request.HasWindowScale ? _tcp.WindowScaleOffer : 0;
        child.HasTimestamps = request.HasTimestamps;
        child.HasSack = request.HasSack;
        child.TsOffset = request.TsOffset;
        child.TsRecent = request.TsRecent;
        child.TsRecentMs = nowMs;
        InheritOptions(child, listener);
        _tcp.Route.Lookup(child.RemoteAddress, child.Dst);
        child.RetransmitCount = request.SynAckCount > 1 ? request.SynAckCount - 1 : 0;
        child.SndWl1 = request.Irs;
        child.SndWl2 = request.Iss;
        child.SetState(TcpState.Established);
        _tcp.Connect.FinishConnect(child, nowMs);
        MeasureHandshake(child, request, nowMs);
        _mib.Inc(Mib.TcpPassiveOpens);
        return child;
    }

    /// <summary><c>tcp_synack_rtt_meas</c>: the RTT of a SYN-ACK that left once, or by the time stamp
    /// that the ACK echoes (Karn; RFC 6298, 3). Without a sample the RTO is the cautious one
    /// (RFC 6298, 5.7; Linux: <c>tcp_init_metrics</c>).</summary>
    private void MeasureHandshake(TcpSock child, TcpRequest request, int nowMs)
    {
        if (request.SynAckCount == 1)
        {
            TcpRtt.Sample(child, nowMs - request.SentMs);
        }
        else if (request.HasTimestamps && TcpAck.HasEcho(_options, child.TsOffset, nowMs))
        {
            TcpRtt.Sample(child, TcpAck.EchoAgeMs(_options, child.TsOffset, nowMs));
        }
        else
        {
            child.RtoMs = Limits.TcpRtoMsAfterSynLoss;
        }
    }

    private static void InheritOptions(TcpSock child, TcpSock listener)
    {
        child.IsNoDelay = listener.IsNoDelay;
        child.IsKeepalive = listener.IsKeepalive;
        child.KeepaliveIdleMs = listener.KeepaliveIdleMs;
        child.KeepaliveIntervalMs = listener.KeepaliveIntervalMs;
        child.KeepaliveProbeMax = listener.KeepaliveProbeMax;
        child.UserTimeoutMs = listener.UserTimeoutMs;
        child.SendBufferBytes = listener.SendBufferBytes;
        child.NotSentLowWater = listener.NotSentLowWater;
        child.IsLinger = listener.IsLinger;
        child.LingerMs = listener.LingerMs;
    }

    private static void Append(TcpSock listener, TcpSock child)
    {
        child.AcceptNext = null;
        child.IsQueued = true;
        listener.AcceptCount++;
        if (listener.AcceptFirst == null)
        {
            listener.AcceptFirst = child;
            return;
        }

        TcpSock last = listener.AcceptFirst;
        while (last.AcceptNext != null)                 // bound: the backlog
        {
            last = last.AcceptNext;
        }

        last.AcceptNext = child;
    }
}
