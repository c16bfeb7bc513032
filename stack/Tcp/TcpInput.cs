using NanoStack.Ip;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Tcp;

/// <summary>A segment arrives: to whom it belongs, then RFC 9293, 3.10.7, step by numbered step.</summary>
/// <remarks>
/// From: <see cref="TcpProtocol.Receive"/>. To: <see cref="TcpSequence.IsAcceptable"/>,
/// <see cref="TcpAck.Ack"/>, <see cref="TcpData"/>, <see cref="TcpConnect"/>, <see cref="TcpListen"/>, <see cref="TcpTimeWait"/>.
/// </remarks>
internal sealed class TcpInput
{
    private readonly TcpProtocol _tcp;
    private readonly Mib _mib;
    private readonly Route _route;

    public TcpInput(TcpProtocol tcp, NetContext context, Route route)
    {
        _tcp = tcp;
        _mib = context.Mib;
        _route = route;
    }

    /// <summary><c>tcp_v4_rcv</c>: validates and finds the receiver. The packet is gone afterwards.</summary>
    public void Receive(SkBuff skb, int nowMs)
    {
        _mib.Inc(Mib.TcpInSegs);
        byte[] head = skb.Head;
        uint remote = IpHeader.Source(head, skb.NetworkAt);
        uint local = IpHeader.Destination(head, skb.NetworkAt);
        if (!Validate(skb, remote, local))
        {
            skb.Free();
            return;
        }

        int remotePort = TcpHeader.SourcePort(head, skb.TransportAt);
        int localPort = TcpHeader.DestinationPort(head, skb.TransportAt);
        TcpSock sock = _tcp.Table.FindConnection(local, localPort, remote, remotePort);
        if (sock != null)
        {
            if (!sock.LockOrBacklog(skb))
            {
                return;                                 // its owner processes it
            }

            bool isStill = TcpTable.IsConnection(sock, local, localPort, remote, remotePort);
            if (isStill)
            {
                SegmentArrives(sock, skb, nowMs);
            }

            sock.Release(nowMs);
            if (isStill)
            {
                return;
            }
        }

        if (!_tcp.TimeWait.SegmentArrives(skb, local, localPort, remote, remotePort, nowMs)
            && !_tcp.Listen.SegmentArrives(skb, local, localPort, remote, remotePort, nowMs))
        {
            _mib.Inc(Mib.TcpInNoSocket);
            _tcp.Reply.SendReset(skb, nowMs);           // CLOSED: RFC 9293, 3.10.7.1
        }

        skb.Free();
    }

    /// <summary>Processes a segment of a connection. Caller holds the sock; the packet is gone
    /// afterwards.</summary>
    public void SegmentArrives(TcpSock sock, SkBuff skb, int nowMs)
    {
        Process(sock, skb, nowMs);
        skb.Free();
    }

    /// <summary>Header, destination and checksum; then the sequence range into the packet.</summary>
    private bool Validate(SkBuff skb, uint source, uint destination)
    {
        byte[] head = skb.Head;
        int at = skb.DataAt;
        if (!TcpHeader.Fits(head, at, skb.TailAt))
        {
            _mib.Inc(Mib.TcpInErrs);
            return false;
        }

        if (!IpAddresses.IsUnicast(destination) || _route.IsBroadcast(destination))
        {
            _mib.Inc(Mib.TcpInNotUnicast);              // MUST-57
            return false;
        }

        if (!HasValidChecksum(skb, source, destination))
        {
            _mib.Inc(Mib.TcpInCsumErrors);
            _mib.Inc(Mib.TcpInErrs);
            return false;
        }

        skb.TransportAt = at;
        int flags = TcpHeader.Flags(head, at);
        int headerLength = TcpHeader.Length(head, at);
        skb.TcpFlags = flags;
        skb.SeqStart = TcpHeader.SeqNumber(head, at);
        skb.SeqEnd = skb.SeqStart + (uint)(skb.HeadLength - headerLength);
        skb.SeqEnd += (flags & TcpHeader.Syn) != 0 ? 1u : 0u;
        skb.SeqEnd += (flags & TcpHeader.Fin) != 0 ? 1u : 0u;
        skb.Pull(headerLength);                         // from here on data is the payload
        return true;
    }

    private static bool HasValidChecksum(SkBuff skb, uint source, uint destination)
    {
        if (skb.Summed == IpSummed.Unnecessary)
        {
            return true;
        }

        int length = skb.HeadLength;
        uint sum = skb.Summed == IpSummed.Complete
            ? skb.Csum : InetChecksum.Add(0, skb.Head, skb.DataAt, length);
        sum = InetChecksum.FoldWord(sum) + InetChecksum.PseudoHeader(
            source, destination, IpHeader.ProtocolTcp, length);
        return InetChecksum.IsValid(sum);
    }

    private void Process(TcpSock sock, SkBuff skb, int nowMs)
    {
        if (sock.State == TcpState.Closed || sock.State == TcpState.Listen)
        {
            return;                                     // it closed while the segment waited
        }

        if (!sock.Options.Parse(skb.Head, skb.TransportAt))
        {
            _mib.Inc(Mib.TcpInBadOption);
        }

        if (sock.State == TcpState.SynSent)
        {
            _tcp.Connect.SynSentSegmentArrives(sock, skb, nowMs);
            return;
        }

        if (sock.SndUna == sock.Iss)
        {
            _tcp.Connect.SynAckArrives(sock, skb, nowMs);
        }

        if (IsPredicted(sock, skb))
        {
            _mib.Inc(Mib.TcpInFastPath);
        }
        else if (!CheckSequence(sock, skb, nowMs)       // first
            || !CheckReset(sock, skb, nowMs)            // second
            || !CheckSyn(sock, skb, nowMs))             // third and fourth
        {
            return;
        }

        sock.LastReceivedMs = nowMs;
        if (!CheckAck(sock, skb, nowMs))                // fifth
        {
            return;
        }

        NoteTimestamp(sock, skb, nowMs);                // only now: its ACK may have been forged

        CheckUrgent(sock, skb);                         // sixth
        _tcp.Data.Receive(sock, skb, nowMs);            // seventh and eighth: text, FIN
        _tcp.Output.SendCheck(sock, nowMs);
    }

    /// <summary>Header prediction (Jacobson): the next segment of an established connection, nothing
    /// special in it, nothing out of order waiting.</summary>
    private static bool IsPredicted(TcpSock sock, SkBuff skb)
    {
        return sock.State == TcpState.Established
            && (skb.TcpFlags & ~TcpHeader.Psh) == TcpHeader.Ack
            && skb.SeqStart == sock.RcvNxt
            && sock.GapCount == 0
            && !Seq.After(skb.SeqEnd, sock.RcvAdv)
            && (!sock.HasTimestamps
                || (sock.Options.HasTimestamps
                    && !Seq.Before(sock.Options.TsValue, sock.TsRecent)));
    }

    /// <summary>First: is it in the window (RFC 9293, 3.4) and not older than what we saw (PAWS)?</summary>
    private bool CheckSequence(TcpSock sock, SkBuff skb, int nowMs)
    {
        bool isReset = (skb.TcpFlags & TcpHeader.Rst) != 0;
        if (sock.HasTimestamps && !CheckTimestamp(sock, isReset, nowMs))
        {
            SendDuplicateAck(sock, skb, nowMs);
            return false;
        }

        if (TcpSequence.IsAcceptable(sock, skb))
        {
            return true;
        }

        if (isReset)
        {
            _mib.Inc(Mib.TcpInBadRst);
            return false;
        }

        _mib.Inc(skb.SeqEnd == sock.RcvNxt - 1 || skb.SeqStart == sock.RcvNxt - 1
            ? Mib.TcpInWindowProbe : Mib.TcpInBadSeq);
        if ((skb.TcpFlags & TcpHeader.Syn) != 0)
        {
            _tcp.AckOutput.SendChallengeAck(sock, nowMs);
            return false;
        }

        OutsideWindow(sock, skb, nowMs);
        return false;
    }

    /// <summary>Not acceptable: answered with an ACK (RFC 9293, 3.10.7.4). At our window's edge
    /// its own ACK still counts in full, as in Linux's tcp_sequence: a peer that probes a closed
    /// window must not stop us (MUST-66), and one that has filled an open one says its ACKs from
    /// there. Two ends that filled each other's, and lost it, would for ever send what the other
    /// has. Its urgent pointer counts as well (MUST-66). Not in SYN-RECEIVED: our SYN is not
    /// acknowledged from outside.</summary>
    private void OutsideWindow(TcpSock sock, SkBuff skb, int nowMs)
    {
        if (skb.SeqStart == sock.RcvNxt + (uint)sock.ReceiveWindow
            && (skb.TcpFlags & TcpHeader.Ack) != 0 && TcpStates.IsSynchronized(sock.State))
        {
            sock.LastReceivedMs = nowMs;
            if (_tcp.Ack.Ack(sock, skb, nowMs) && _tcp.Close.AckArrived(sock, nowMs))
            {
                CheckUrgent(sock, skb);
                _tcp.Output.SendCheck(sock, nowMs);
            }
        }

        SendDuplicateAck(sock, skb, nowMs);
    }

    /// <summary><c>tcp_send_dupack</c>: says what we expect. For SYNs and segments without data, a bare
    /// FIN among them, at most one per interval, so that two confused ends never storm each other.
    /// </summary>
    private void SendDuplicateAck(TcpSock sock, SkBuff skb, int nowMs)
    {
        if ((skb.TcpFlags & TcpHeader.Rst) != 0)
        {
            return;
        }

        if (skb.HeadLength == 0 || (skb.TcpFlags & TcpHeader.Syn) != 0)
        {
            _tcp.AckOutput.SendChallengeAck(sock, nowMs);
            return;
        }

        _mib.Inc(Mib.TcpDelayedAckLost);
        sock.QuickAckLeft = Limits.TcpQuickAckSegments;
        _tcp.AckOutput.SendAck(sock, nowMs);
    }

    /// <summary>PAWS (RFC 7323, 5.3); a RST is never dropped for its time stamp (5.2).</summary>
    private bool CheckTimestamp(TcpSock sock, bool isReset, int nowMs)
    {
        if (isReset)
        {
            return true;
        }

        if (!sock.Options.HasTimestamps)
        {
            _mib.Inc(Mib.TcpInMissingTimestamp);        // RFC 7323, 3.2: drop
            return false;
        }

        if (sock.Options.IsPawsOld(sock.TsRecent, sock.TsRecentMs, nowMs))
        {
            _mib.Inc(Mib.TcpInPawsDrop);
            return false;
        }

        return true;
    }

    /// <summary>TS.Recent follows the segment at the left edge (RFC 7323, 4.3).</summary>
    private static void NoteTimestamp(TcpSock sock, SkBuff skb, int nowMs)
    {
        if (sock.HasTimestamps && sock.Options.HasTimestamps
            && !Seq.After(skb.SeqStart, sock.RcvWup)
            && !sock.Options.IsPawsOld(sock.TsRecent, sock.TsRecentMs, nowMs))
        {
            sock.TsRecent = sock.Options.TsValue;
            sock.TsRecentMs = nowMs;
        }
    }

    /// <summary>Second: RST closes only at RCV.NXT; elsewhere in the window it is challenged
    /// (RFC 5961, 3.2).</summary>
    private bool CheckReset(TcpSock sock, SkBuff skb, int nowMs)
    {
        if ((skb.TcpFlags & TcpHeader.Rst) == 0)
        {
            return true;
        }

        if (skb.SeqStart != sock.RcvNxt)
        {
            _mib.Inc(Mib.TcpInBadRst);
            _tcp.AckOutput.SendChallengeAck(sock, nowMs);
            return false;
        }

        _tcp.Close.Reset(sock);
        return false;
    }

    /// <summary>Fourth: a SYN in a synchronized state is challenged, whatever its number (RFC 5961,
    /// 4.2), and so is a SYN that comes again in SYN-RECEIVED.</summary>
    private bool CheckSyn(TcpSock sock, SkBuff skb, int nowMs)
    {
        if ((skb.TcpFlags & TcpHeader.Syn) == 0)
        {
            return true;
        }

        _tcp.AckOutput.SendChallengeAck(sock, nowMs);
        return false;
    }

    /// <summary>Fifth: no ACK, no business; then what the ACK means in this state.</summary>
    private bool CheckAck(TcpSock sock, SkBuff skb, int nowMs)
    {
        if ((skb.TcpFlags & TcpHeader.Ack) == 0)
        {
            _mib.Inc(Mib.TcpInNoAckFlag);
            return false;
        }

        if (sock.State == TcpState.SynReceived
            && !_tcp.Connect.SynReceivedAck(sock, skb, nowMs))
        {
            return false;
        }

        if (!_tcp.Ack.Ack(sock, skb, nowMs))
        {
            return false;
        }

        return _tcp.Close.AckArrived(sock, nowMs);
    }

    /// <summary>Sixth, <c>tcp_urg</c>: the pointer is noted and the user told (MUST-32); the data stays
    /// in the stream (RFC 6093, 3).</summary>
    private void CheckUrgent(TcpSock sock, SkBuff skb)
    {
        if ((skb.TcpFlags & TcpHeader.Urg) == 0)
        {
            return;
        }

        int pointer = TcpHeader.Urgent(skb.Head, skb.TransportAt);
        uint urgentSeq = skb.SeqStart + (uint)pointer;
        _mib.Inc(Mib.TcpInUrgent);
        if (pointer == 0 || !TcpStates.CanReceive(sock.State)
            || !Seq.After(urgentSeq, sock.CopiedSeq)
            || (sock.HasUrgentIn && !Seq.After(urgentSeq, sock.UrgentInSeq)))
        {
            return;                                     // never backward (URGENT/11)
        }

        sock.HasUrgentIn = true;
        sock.UrgentInSeq = urgentSeq;
        sock.StateChange();
    }
}
