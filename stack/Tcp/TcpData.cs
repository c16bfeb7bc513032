using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Tcp;

/// <summary><c>tcp_data_queue</c>: bytes into the receive ring at their place, in order or not; the
/// fixed gap table; FIN.</summary>
/// <remarks>
/// From: <see cref="TcpInput"/>. To: <see cref="Core.Sock.DataReady"/>,
/// <see cref="TcpAckOutput.AckSndCheck"/>. Caller holds the sock.
/// A byte lies at its sequence number modulo the ring, so filling a hole copies nothing twice. The
/// table holds runs beyond RCV.NXT, sorted and apart; the work for one segment is bounded by it.
/// </remarks>
internal sealed class TcpData
{
    private readonly TcpProtocol _tcp;
    private readonly Mib _mib;

    public TcpData(TcpProtocol tcp, NetContext context)
    {
        _tcp = tcp;
        _mib = context.Mib;
    }

    /// <summary>Seventh and eighth steps of RFC 9293, 3.10.7.4: text, then FIN.</summary>
    public void Receive(TcpSock sock, SkBuff skb, int nowMs)
    {
        if (skb.SeqEnd == skb.SeqStart)
        {
            return;                                     // a pure ACK asks for no answer
        }

        if (!TcpStates.CanReceive(sock.State))
        {
            if (Seq.After(skb.SeqEnd, sock.RcvNxt) || sock.State == TcpState.TimeWait)
            {
                _mib.Inc(Mib.TcpRcvQDrop);              // behind the peer's FIN
            }

            SayWhatIsMissing(sock, skb.HeadLength == 0, nowMs);
            return;
        }

        bool isUnwanted = sock.State != TcpState.Established
            && (sock.ShutdownMask & Core.Sock.ShutdownReceive) != 0;
        uint dataEnd = skb.SeqStart + (uint)skb.HeadLength;     // a FIN may follow old bytes
        if (isUnwanted && skb.HeadLength > 0 && Seq.After(dataEnd, sock.RcvNxt))
        {
            _mib.Inc(Mib.TcpInAfterClose);              // nobody will read it: RFC 9293, 3.6.1
            _tcp.Close.AbortOnData(sock, nowMs);
            return;
        }

        uint oldNext = sock.RcvNxt;
        bool isRepeatedFin = skb.HeadLength == 0 && sock.HasFinAhead;
        NoteSegmentSize(sock, skb.HeadLength);
        if (!Seq.After(skb.SeqStart, sock.RcvNxt))
        {
            InOrder(sock, skb);
        }
        else
        {
            OutOfOrder(sock, skb);
        }

        if (sock.RcvNxt == oldNext)
        {
            SayWhatIsMissing(sock, isRepeatedFin, nowMs);
            return;
        }

        _mib.Inc(Mib.TcpRcvCoalesce);
        sock.LastDataReceivedMs = nowMs;
        sock.ConfirmsNeighbour = true;
        if (sock.HasFin)
        {
            _tcp.Close.FinArrived(sock, nowMs);
        }
        else
        {
            _tcp.AckOutput.AckSndCheck(sock, nowMs);
        }

        sock.DataReady();
    }

    /// <summary>Duplicate or ahead: an ACK for each, or the sender could not count them; of FINs that
    /// bring nothing new at most one per interval.</summary>
    private void SayWhatIsMissing(TcpSock sock, bool isRepeatedFin, int nowMs)
    {
        if (isRepeatedFin)
        {
            _tcp.AckOutput.SendChallengeAck(sock, nowMs);
        }
        else
        {
            _tcp.AckOutput.SendAck(sock, nowMs);
        }
    }

    /// <summary>The segment begins at or before RCV.NXT: what is new of it is taken.</summary>
    private void InOrder(TcpSock sock, SkBuff skb)
    {
        uint end = skb.SeqStart + (uint)skb.HeadLength;
        uint limit = Limit(sock);
        bool isCut = Seq.After(end, limit);
        uint taken = isCut ? limit : end;
        if (isCut)
        {
            _mib.Inc(Mib.TcpRcvQDrop);
        }

        if (Seq.After(taken, sock.RcvNxt))
        {
            Store(sock, skb, sock.RcvNxt, taken);
            sock.RcvNxt = taken;
        }

        if ((skb.TcpFlags & TcpHeader.Fin) != 0 && !isCut && sock.RcvNxt == end)
        {
            TakeFin(sock, end);                         // before runs that it ends the stream for
            return;
        }

        AbsorbGaps(sock);
        if (sock.HasFinAhead)
        {
            TakeFin(sock, sock.FinAheadSeq);
        }
    }

    /// <summary><c>tcp_data_queue_ofo</c>: bytes to their place, the run into the table.</summary>
    private void OutOfOrder(TcpSock sock, SkBuff skb)
    {
        uint start = skb.SeqStart;
        uint end = start + (uint)skb.HeadLength;
        uint limit = Limit(sock);
        bool isCut = Seq.After(end, limit);
        end = isCut ? limit : end;
        if (Seq.After(end, start))
        {
            Store(sock, skb, start, end);               // before the table says that they are there
            if (!AddGap(sock, start, end))
            {
                _mib.Inc(Mib.TcpOfoDrop);
                return;
            }

            sock.NewestGapSeq = start;
        }

        if ((skb.TcpFlags & TcpHeader.Fin) != 0 && !isCut)
        {
            sock.HasFinAhead = true;                    // counted when everything before it is here
            sock.FinAheadSeq = end;
        }
    }

    /// <summary>What RCV.NXT has reached leaves the table, when an exception ended that.</summary>
    public void Repair(TcpSock sock)
    {
        if (sock.HasFin)
        {
            sock.GapCount = 0;
            return;
        }

        AbsorbGaps(sock);
        if (sock.HasFinAhead)
        {
            TakeFin(sock, sock.FinAheadSeq);
        }
    }

    /// <summary>The first byte that does not fit: the window we advertised, and never beyond what the
    /// ring holds.</summary>
    private static uint Limit(TcpSock sock)
    {
        uint ringEnd = sock.CopiedSeq + (uint)sock.ReceiveRing.Length;
        return Seq.Earlier(sock.RcvAdv, ringEnd);
    }

    private static void Store(TcpSock sock, SkBuff skb, uint from, uint to)
    {
        int at = skb.DataAt + Seq.Distance(skb.SeqStart, from);
        TcpRing.Put(sock.ReceiveRing, from, skb.Head, at, Seq.Distance(from, to));
    }

    /// <summary><c>tcp_ofo_queue</c>: runs that RCV.NXT has reached are in order now.</summary>
    private static void AbsorbGaps(TcpSock sock)
    {
        int absorbed = 0;
        while (absorbed < sock.GapCount && !Seq.After(sock.GapStart[absorbed], sock.RcvNxt))
        {
            sock.RcvNxt = Seq.Later(sock.RcvNxt, sock.GapEnd[absorbed]);
            absorbed++;
        }

        RemoveGaps(sock, 0, absorbed);
        if (sock.HasFinAhead)
        {
            sock.RcvNxt = Seq.Earlier(sock.RcvNxt, sock.FinAheadSeq);
        }
    }

    /// <summary>Puts a run into the table, joined with those it touches.</summary>
    /// <returns>False when it would need a slot and there is none.</returns>
    private bool AddGap(TcpSock sock, uint start, uint end)
    {
        int at = 0;
        while (at < sock.GapCount && Seq.Before(sock.GapEnd[at], start))
        {
            at++;
        }

        int last = at;                                  // [at, last) are touched by the run
        while (last < sock.GapCount && !Seq.After(sock.GapStart[last], end))
        {
            start = Seq.Earlier(start, sock.GapStart[last]);
            end = Seq.Later(end, sock.GapEnd[last]);
            last++;
        }

        if (last > at)
        {
            _mib.Inc(Mib.TcpOfoMerge);
            sock.GapStart[at] = start;
            sock.GapEnd[at] = end;
            RemoveGaps(sock, at + 1, last - at - 1);
            return true;
        }

        if (sock.GapCount == sock.GapStart.Length)
        {
            return false;
        }

        _mib.Inc(Mib.TcpOfoQueue);
        for (int i = sock.GapCount; i > at; i--)        // no call from here: all or nothing
        {
            sock.GapStart[i] = sock.GapStart[i - 1];
            sock.GapEnd[i] = sock.GapEnd[i - 1];
        }

        sock.GapStart[at] = start;
        sock.GapEnd[at] = end;
        sock.GapCount++;
        return true;
    }

    private static void RemoveGaps(TcpSock sock, int at, int count)
    {
        if (count <= 0)
        {
            return;
        }

        for (int i = at + count; i < sock.GapCount; i++)
        {
            sock.GapStart[i - count] = sock.GapStart[i];
            sock.GapEnd[i - count] = sock.GapEnd[i];
        }

        sock.GapCount -= count;
    }

    /// <summary>The FIN takes its number when every byte before it is here; once. Runs from behind it
    /// are no part of the stream (<c>tcp_fin</c>).</summary>
    private void TakeFin(TcpSock sock, uint finSeq)
    {
        if (sock.RcvNxt == finSeq && !sock.HasFin)
        {
            sock.HasFin = true;
            sock.HasFinAhead = false;
            sock.RcvNxt++;
            sock.RcvAdv = Seq.Later(sock.RcvAdv, sock.RcvNxt);
            _mib.Add(Mib.TcpOfoDrop, sock.GapCount);
            sock.GapCount = 0;
        }
    }

    /// <summary><c>tcp_measure_rcv_mss</c>: what the peer's full segments are like.</summary>
    private static void NoteSegmentSize(TcpSock sock, int length)
    {
        if (length > sock.RcvMss && length <= sock.AdvertisedMss)
        {
            sock.RcvMss = length;
        }
    }
}
