using NanoStack.Ip;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Tcp;

/// <summary><c>tcp_v4_connect</c>: active open, and what arrives in SYN-SENT and SYN-RECEIVED
/// (RFC 9293, 3.10.7.3; simultaneous open: 3.5).</summary>
/// <remarks>From: <c>InetSocket.Connect</c>, <see cref="TcpInput"/>, <see cref="TcpTimer.WriteSpace"/>.
/// Caller holds the sock.</remarks>
internal sealed class TcpConnect
{
    private readonly TcpProtocol _tcp;
    private readonly NetContext _context;
    private readonly Route _route;

    public TcpConnect(TcpProtocol tcp, NetContext context, Route route)
    {
        _tcp = tcp;
        _context = context;
        _route = route;
    }

    /// <summary>Sends the SYN.</summary>
    /// <returns><see cref="Errno.InProgress"/>: the answer comes later; or what stands in the way.</returns>
    public int Connect(TcpSock sock, uint address, int port, int nowMs)
    {
        Bug.On(sock.State != TcpState.Closed);
        sock.LocalAddress = sock.BoundAddress;          // the last one's may be ours no longer
        sock.LocalPort = sock.BoundPort;
        if (!IpAddresses.IsUnicast(address) || _route.IsBroadcast(address))
        {
            return Errno.NetUnreach;                    // MUST-46
        }

        sock.Dst.Clear();                               // the last attempt's path is not this one's
        int error = _route.Lookup(address, sock.Dst);
        if (error < 0)
        {
            _context.Mib.Inc(Mib.IpOutNoRoutes);
            return error;
        }

        uint source = sock.LocalAddress != 0 ? sock.LocalAddress : sock.Dst.Source;
        if (source == 0)
        {
            return Errno.NetDown;                       // the device has no address yet
        }

        if (!sock.Dst.Device.IsSource(source))
        {
            return Errno.AddressNotAvailable;           // bound to what is ours no longer, or to
        }                                               // 127.0.0.1 for a peer on the wire

        if (!sock.Dst.Device.HasCarrier)
        {
            return Errno.NetDown;
        }

        error = TakePort(sock, source, address, port);
        if (error < 0)
        {
            return error;
        }

        if (sock.SendRing == null && !_tcp.Room.AttachRings(sock, null, nowMs))
        {
            _context.Mib.Inc(Mib.TcpNoSockets);
            return Errno.NoBufs;
        }

        sock.LocalAddress = source;
        sock.RemoteAddress = address;
        sock.RemotePort = port;
        return SendSyn(sock, nowMs);
    }

    /// <summary><c>tcp_rcv_synsent_state_process</c></summary>
    public void SynSentSegmentArrives(TcpSock sock, SkBuff skb, int nowMs)
    {
        int flags = skb.TcpFlags;
        bool hasAck = (flags & TcpHeader.Ack) != 0;
        if (hasAck && !IsAckOfSyn(sock, skb))
        {
            _context.Mib.Inc(Mib.TcpInBadAck);
            if ((flags & TcpHeader.Rst) == 0)
            {
                uint ack = TcpHeader.AckNumber(skb.Head, skb.TransportAt);
                _tcp.AckOutput.SendReset(sock, ack, nowMs);
                SendSynAgainSoon(sock, nowMs);
            }

            return;
        }

        if ((flags & TcpHeader.Rst) != 0)
        {
            if (hasAck)
            {
                _tcp.Close.Fail(sock, Errno.ConnRefused);
            }
            else
            {
                _context.Mib.Inc(Mib.TcpInBadRst);      // blind: RFC 9293, 3.10.7.3, second
            }

            return;
        }

        bool isSynFin = (flags & TcpHeader.Fin) != 0 && !hasAck;
        if ((flags & TcpHeader.Syn) == 0 || isSynFin)
        {
            _context.Mib.Inc((flags & TcpHeader.Syn) != 0 ? Mib.TcpInSynFin : Mib.TcpInNoAckFlag);
            return;
        }

        TakeSyn(sock, skb, nowMs);
        if (hasAck)
        {
            Establish(sock, skb, nowMs);
        }
        else
        {
            AnswerSimultaneousSyn(sock, skb, nowMs);
        }
    }

    /// <summary>The peer's SYN-ACK of a simultaneous open: its SYN is known, so what counts is its ACK, as
    /// of any other segment (RFC 9293, 3.5, figure 8; Linux: <c>tcp_validate_incoming</c>). It is
    /// answered: our own SYN-ACK may be lost.</summary>
    public void SynAckArrives(TcpSock sock, SkBuff skb, int nowMs)
    {
        const int Deciding = TcpHeader.Syn | TcpHeader.Ack | TcpHeader.Rst;
        if ((skb.TcpFlags & Deciding) == (TcpHeader.Syn | TcpHeader.Ack)
            && skb.SeqStart == sock.Irs && sock.RcvNxt == sock.Irs + 1 && IsAckOfSyn(sock, skb))
        {
            StripSyn(skb);
            sock.DelayedAckArmed = true;                // at the end of this poll, or with data
            sock.DelayedAckMs = nowMs;
        }
    }

    /// <summary>SYN-RECEIVED of a simultaneous open: the ACK that completes it (RFC 9293, 3.10.7.4,
    /// fifth).</summary>
    /// <returns>False: it acknowledges something else; answered with RST.</returns>
    public bool SynReceivedAck(TcpSock sock, SkBuff skb, int nowMs)
    {
        if (!IsAckOfSyn(sock, skb))
        {
            _context.Mib.Inc(Mib.TcpInBadAck);
            uint ack = TcpHeader.AckNumber(skb.Head, skb.TransportAt);
            _tcp.AckOutput.SendReset(sock, ack, nowMs);
            return false;
        }

        _tcp.Ack.SetWindow(
            sock, TcpAck.WindowOf(sock, skb), skb.SeqStart,
            TcpHeader.AckNumber(skb.Head, skb.TransportAt));
        sock.SetState(TcpState.Established);
        _tcp.Ack.AckSyn(sock, sock.Iss + 1, nowMs);
        FinishConnect(sock, nowMs);
        return true;
    }

    /// <summary><c>tcp_finish_connect</c>: both SYNs are there; sizes are known.</summary>
    public void FinishConnect(TcpSock sock, int nowMs)
    {
        _tcp.Segment.SyncMss(sock);
        sock.RcvMss = sock.MssCache < sock.AdvertisedMss ? sock.MssCache : sock.AdvertisedMss;
        sock.LastReceivedMs = nowMs;
        sock.LastDataReceivedMs = nowMs;
        sock.LastSentMs = nowMs;
        _tcp.Cong.Init(sock);
        if (sock.RetransmitCount > 0)
        {
            sock.Cwnd = 1;                              // RFC 5681, 3.1: after a lost SYN
            sock.RetransmitCount = 0;
        }

        _tcp.Keepalive.Arm(sock, nowMs);
        sock.StateChange();
    }

    private static bool IsAckOfSyn(TcpSock sock, SkBuff skb)
    {
        uint ack = TcpHeader.AckNumber(skb.Head, skb.TransportAt);
        return Seq.After(ack, sock.Iss) && !Seq.After(ack, sock.SndNxt);
    }

    /// <summary>An ephemeral port (RFC 6056, 3.3.4) unless the user bound one.</summary>
    private int TakePort(TcpSock sock, uint source, uint address, int port)
    {
        if (sock.LocalPort != 0)
        {
            bool isUsed = _tcp.Table.FindConnection(source, sock.LocalPort, address, port) != null
                || _tcp.TimeWait.IsUsed(source, sock.LocalPort, address, port);
            return isUsed ? Errno.AddressInUse : 0;
        }

        return _tcp.Ports.Take(sock, source, address, port) ? 0 : Errno.AddressNotAvailable;
    }

    /// <summary><c>tcp_connect</c></summary>
    private int SendSyn(TcpSock sock, int nowMs)
    {
        TcpSecrets secrets = _tcp.Secrets;
        sock.InitConnection(nowMs);
        sock.ShutdownMask = 0;                          // an earlier attempt may have failed
        sock.ErrSoft = 0;
        sock.Iss = secrets.NextSequence(
            sock.LocalAddress, sock.LocalPort, sock.RemoteAddress, sock.RemotePort, nowMs);
        sock.TsOffset = secrets.TimestampOffset(
            sock.LocalAddress, sock.LocalPort, sock.RemoteAddress, sock.RemotePort);
        InitSendSequence(sock);
        sock.AdvertisedMss = _tcp.AdvertisedMssOf(sock);
        sock.RcvWindowScale = _tcp.WindowScaleOffer;
        sock.SetState(TcpState.SynSent);
        _context.Mib.Inc(Mib.TcpActiveOpens);

        sock.WriteSeq = sock.Iss + 1;
        int syn = TcpRtxQueue.Append(sock, SkbMark.Syn);
        _tcp.Output.EventNewDataSent(sock, nowMs);

        int error = _tcp.Transmit.TransmitRow(sock, syn, nowMs);
        if (error == Errno.NetUnreach || error == Errno.HostUnreach || error == Errno.NetDown
            || error == Errno.Access || error == Errno.AddressNotAvailable)
        {
            _tcp.Close.Fail(sock, 0);
            return error;
        }

        sock.IsThrottled = Errno.IsShortage(error);
        return Errno.InProgress;
    }

    /// <summary>The transmit ring drained, and the SYN may have found it full: then it goes now, for the
    /// first time, and not at the time-out.</summary>
    public void WriteSpace(TcpSock sock, int nowMs)
    {
        if (sock.State != TcpState.SynSent || sock.LostOut > 0 || sock.SegSent == 0)
        {
            return;                                     // after a time-out it goes as a lost one
        }

        int error = _tcp.Transmit.TransmitRow(sock, 0, nowMs);
        sock.IsThrottled = Errno.IsShortage(error);
        if (!sock.IsThrottled)
        {
            sock.SegSentMs[0] = nowMs;
            _tcp.Timer.ArmRetransmit(sock, nowMs);      // not before: its time-out would never come
        }
    }

    /// <summary>The other side still had a connection of before our restart, and our reset ended it: the
    /// way is free, the time-out need not pass (RFC 9293, 3.5.1). Once only: a forger gets one SYN.</summary>
    private static void SendSynAgainSoon(TcpSock sock, int nowMs)
    {
        if (sock.RetransmitCount == 0 && sock.RtxTimer == TcpSock.TimerRetransmit)
        {
            sock.RtxTimerMs = nowMs + Limits.TcpSynAgainMs;
        }
    }

    /// <summary>Everything that begins at ISS.</summary>
    public static void InitSendSequence(TcpSock sock)
    {
        sock.SndUna = sock.Iss;
        sock.SndNxt = sock.Iss;
        sock.WriteSeq = sock.Iss;
        sock.SndSml = sock.Iss;
        sock.PushedSeq = sock.Iss;
        sock.HighSeq = sock.Iss;
    }

    /// <summary>Everything that begins at IRS, and the options both sides agreed on.</summary>
    public static void InitReceiveSequence(TcpSock sock, uint irs)
    {
        sock.Irs = irs;
        sock.RcvNxt = irs + 1;
        sock.RcvWup = irs + 1;
        sock.RcvAdv = irs + 1;
        sock.CopiedSeq = irs + 1;
    }

    private void TakeSyn(TcpSock sock, SkBuff skb, int nowMs)
    {
        TcpOptions options = sock.Options;
        int window = sock.ReceiveWindow;                // our SYN offered it: it may not shrink now
        InitReceiveSequence(sock, skb.SeqStart);
        sock.RcvAdv = sock.RcvNxt + (uint)window;

        sock.PeerMss = TcpListen.FloorMss(options.Mss);
        sock.HasWindowScale = options.HasWindowScale && _context.Limits.TcpWindowScaling;
        sock.SndWindowScale = sock.HasWindowScale ? options.WindowScale : 0;
        sock.RcvWindowScale = sock.HasWindowScale ? sock.RcvWindowScale : 0;
        sock.HasTimestamps = options.HasTimestamps && _context.Limits.TcpTimestamps;
        sock.HasSack = options.HasSackPermitted && _context.Limits.TcpSack;
        if (sock.HasTimestamps)
        {
            sock.TsRecent = options.TsValue;
            sock.TsRecentMs = nowMs;
        }
    }

    /// <summary>SYN-ACK: the connection is there; queued data may ride on the ACK.</summary>
    private void Establish(TcpSock sock, SkBuff skb, int nowMs)
    {
        uint ack = TcpHeader.AckNumber(skb.Head, skb.TransportAt);
        int window = TcpHeader.Window(skb.Head, skb.TransportAt);   // not scaled: RFC 7323, 2.2
        _tcp.Ack.SetWindow(sock, window, skb.SeqStart, ack);
        sock.SetState(TcpState.Established);
        sock.SndWndMax = window;
        _tcp.Ack.AckSyn(sock, ack, nowMs);
        FinishConnect(sock, nowMs);
        CountSynData(skb);
        if ((skb.TcpFlags & TcpHeader.Fin) != 0 && skb.HeadLength == 0)
        {
            StripSyn(skb);
            _tcp.Data.Receive(sock, skb, nowMs);        // RFC 9293, 3.10.7.3: on at the sixth step
            _tcp.Output.SendCheck(sock, nowMs);
            return;
        }

        if (!TcpRtxQueue.HasUnsent(sock) || sock.State != TcpState.Established)
        {
            _tcp.AckOutput.SendAck(sock, nowMs);
            return;
        }

        int before = sock.PacketsOut;
        _tcp.Output.SendCheck(sock, nowMs);
        if (sock.PacketsOut == before)
        {
            _tcp.AckOutput.SendAck(sock, nowMs);
        }
    }

    /// <summary>What follows a SYN that was taken begins one number later.</summary>
    private static void StripSyn(SkBuff skb)
    {
        skb.TcpFlags &= ~TcpHeader.Syn;
        skb.SeqStart++;
    }

    /// <summary>Data on a SYN-ACK, and a FIN behind it, is left to be sent again: it is not acknowledged
    /// (RFC 9293, 3.10.7.3 allows both).</summary>
    private void CountSynData(SkBuff skb)
    {
        if (skb.HeadLength > 0)
        {
            _context.Mib.Inc(Mib.TcpRcvQDrop);
        }
    }

    /// <summary>SYN without ACK: both opened at once. Our SYN becomes a SYN-ACK.</summary>
    private void AnswerSimultaneousSyn(TcpSock sock, SkBuff skb, int nowMs)
    {
        int window = TcpHeader.Window(skb.Head, skb.TransportAt);   // not scaled: RFC 7323, 2.2
        _tcp.Ack.SetWindow(sock, window, skb.SeqStart, sock.SndUna);  // a FIN may go before the ACK
        sock.SetState(TcpState.SynReceived);
        Bug.On(sock.SegSent == 0);
        sock.SegMarks[0] |= SkbMark.EverRetransmitted;  // its ACK may mean the first one (Karn)
        _tcp.Transmit.TransmitRow(sock, 0, nowMs);
    }
}
