using System;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Tcp;
using NanoStack.Wire;

namespace NanoStack.Sim;

/// <summary>What must be true of every socket and pool of a host whenever nobody is inside the stack.</summary>
internal sealed class SockChecker
{
    private readonly World _world;
    private readonly SimHost _host;
    private readonly int[] _handles;
    private readonly uint[] _edges;
    private readonly uint[] _acked;
    private readonly bool[] _hasEdge;

    public SockChecker(World world, SimHost host)
    {
        _world = world;
        _host = host;
        int count = host.Plan.Limits.SocketCount;
        _handles = new int[count];
        _edges = new uint[count];
        _acked = new uint[count];
        _hasEdge = new bool[count];
    }

    public void Check()
    {
        TcpTable table = _host.Net.Tcp.Table;
        int withRings = 0;
        for (int i = 0; i < table.Count; i++)
        {
            TcpSock sock = table.At(i);
            withRings += sock.SendRing != null ? 1 : 0;
            True(!sock.IsOwned, "a socket stays locked", sock);
            if (sock.State == TcpState.Closed || sock.State == TcpState.Listen)
            {
                CheckIdle(sock);
                _hasEdge[i] = false;
                continue;
            }

            TcpRetransmit.Verify(sock);
            CheckSend(sock);
            CheckTimers(sock);
            if (sock.State != TcpState.SynSent)
            {
                CheckReceive(sock);
                CheckEdge(i, sock);
            }
        }

        SkBuffPool pool = _host.Net.Pool;
        True(
            pool.FreeCount(SkBuffPool.KindFrame) == pool.TotalCount(SkBuffPool.KindFrame),
            "frame lost", null);
        int headers = pool.FreeCount(SkBuffPool.KindHeader) + ParkedCount();
        True(headers == pool.TotalCount(SkBuffPool.KindHeader), "header lost", null);
        True(
            table.FreeConnectionCount + withRings == _host.Plan.Limits.TcpConnectionCount,
            "rings lost", null);
    }

    /// <summary>After a poll nothing is overdue, and no timer is earlier than the next poll.</summary>
    public void CheckAfterPoll(int nextMs, int nowMs)
    {
        TcpTable table = _host.Net.Tcp.Table;
        for (int i = 0; i < table.Count; i++)
        {
            TcpSock sock = table.At(i);
            if (sock.RtxTimer != TcpSock.TimerNone)
            {
                CheckDeadline(sock, sock.RtxTimerMs, nextMs, nowMs, Limits.TcpRtoMsMax);
            }

            if (sock.DelayedAckArmed)
            {
                CheckDeadline(sock, sock.DelayedAckMs, nextMs, nowMs, 500);
            }

            if (sock.KeepaliveArmed)
            {
                CheckDeadline(
                    sock, sock.KeepaliveMs, nextMs, nowMs, Limits.TcpKeepaliveIdleMs);
            }
        }

        Check();
    }

    /// <summary>All is closed and over: everything is back where it came from.</summary>
    /// <returns>Null, or what is still there.</returns>
    public string FindRemains()
    {
        Net net = _host.Net;
        for (int i = 0; i < net.Tcp.Table.Count; i++)
        {
            TcpSock sock = net.Tcp.Table.At(i);
            if (!sock.IsFree)
            {
                return "socket " + i + " in " + TcpStates.NameOf(sock.State)
                    + (sock.HasUser ? ", has a user" : "");
            }
        }

        if (net.Tcp.TimeWait.Count != 0 || net.Tcp.SynQueue.Count != 0)
        {
            return "an entry of TIME_WAIT or of the SYN queue";
        }

        return net.Sockets.Count != 0 ? "a handle" : net.Pool.IsHome ? null : "a packet";
    }

    private static string Describe(TcpSock sock)
    {
        return sock == null ? "" : " [" + sock.LocalPort + ">" + sock.RemotePort + " "
            + TcpStates.NameOf(sock.State) + " una " + sock.SndUna + " nxt " + sock.SndNxt
            + " wseq " + sock.WriteSeq + " rnxt " + sock.RcvNxt + " radv " + sock.RcvAdv
            + " copied " + sock.CopiedSeq + " unsent "
            + (sock.SegCount - sock.SegSent) + " rtx " + sock.SegSent + " wnd " + sock.SndWnd
            + " cwnd " + sock.Cwnd + " ca "
            + sock.CaState + " timer " + sock.RtxTimer + (sock.IsThrottled ? " throttled" : "")
            + (sock.IsDead ? " dead" : "") + "]";
    }

    private void True(bool isTrue, string what, TcpSock sock)
    {
        if (!isTrue)
        {
            throw new Violation("host " + _host.Index + ": " + what + Describe(sock));
        }
    }

    private void CheckIdle(TcpSock sock)
    {
        True(sock.SegCount == 0, "closed with a queue", sock);
        True(sock.RtxTimer == TcpSock.TimerNone, "closed with a timer", sock);
        True(!sock.DelayedAckArmed && !sock.KeepaliveArmed, "closed with a timer", sock);
        True(sock.HasUser || sock.SendRing == null, "rings without user", sock);
    }

    private void CheckSend(TcpSock sock)
    {
        True(!Seq.After(sock.SndUna, sock.SndNxt), "SND.UNA after SND.NXT", sock);
        True(!Seq.After(sock.SndNxt, sock.WriteSeq), "SND.NXT after what was written", sock);
        True(sock.UnackedBytes <= sock.SendRing.Length + 1, "more unacked than the ring", sock);
        True(sock.SegSent <= sock.SegCount, "more sent than there is", sock);
        True(sock.SegCount <= sock.SegEnd.Length, "more rows than the table", sock);
        uint seq = sock.SndUna;
        int packets = 0;
        int lost = 0;
        int retransmitted = 0;
        for (int row = 0; row < sock.SegCount; row++)
        {
            True(row != sock.SegSent || seq == sock.SndNxt, "sent rows end before SND.NXT", sock);
            CheckRow(sock, row, seq);
            seq = sock.SegEnd[row];
            int count = row < sock.SegSent ? sock.SegPackets[row] : 0;
            int marks = sock.SegMarks[row];
            packets += count;
            lost += (marks & SkbMark.Lost) != 0 ? count : 0;
            retransmitted += (marks & SkbMark.Retransmitted) != 0 ? count : 0;
            True(count > 0 || row >= sock.SegSent, "a sent row of no segment", sock);
        }

        True(packets == sock.PacketsOut, "segments in flight", sock);
        True(lost == sock.LostOut && retransmitted == sock.RetransOut, "marks", sock);
        True(seq == sock.WriteSeq, "the table ends elsewhere", sock);
        True(sock.SegSent < sock.SegCount || sock.SndNxt == seq, "SND.NXT is elsewhere", sock);
        True(sock.Cwnd > 0 && sock.Ssthresh > 0, "no congestion window", sock);
    }

    private void CheckRow(TcpSock sock, int row, uint start)
    {
        bool isFin = (sock.SegMarks[row] & SkbMark.Fin) != 0;
        bool isSyn = (sock.SegMarks[row] & SkbMark.Syn) != 0;
        True(Seq.After(sock.SegEnd[row], start), "empty row", sock);
        True(TcpRtxQueue.LengthOf(sock, row) >= 0, "row of another length", sock);
        True(!isFin || row == sock.SegCount - 1, "a row behind FIN", sock);
        True(!isSyn || row == 0, "a row before SYN", sock);
        bool isBooked = (sock.SegMarks[row] & SkbMark.Books) == 0;
        True(row < sock.SegSent || isBooked, "an unsent row with marks", sock);
    }

    private void CheckReceive(TcpSock sock)
    {
        True(!Seq.After(sock.RcvNxt, sock.RcvAdv), "RCV.NXT after the right edge", sock);
        True(!Seq.After(sock.CopiedSeq, sock.RcvNxt), "read what did not come", sock);
        uint ringEnd = sock.CopiedSeq + (uint)sock.ReceiveRing.Length + (sock.HasFin ? 1u : 0u);
        True(!Seq.After(sock.RcvAdv, ringEnd), "window beyond the ring", sock);
        int unsaid = TcpAckOutput.OfferableWindow(sock) - sock.ReceiveWindow;
        bool isOpenUnsaid = unsaid >= sock.ReceiveRing.Length >> 1 && !sock.DelayedAckArmed
            && TcpStates.CanReceive(sock.State);
        True(!isOpenUnsaid, "the window opened and nobody said so", sock);
        uint last = sock.RcvNxt;
        for (int i = 0; i < sock.GapCount; i++)
        {
            True(Seq.After(sock.GapStart[i], last), "gaps not sorted and apart", sock);
            True(Seq.After(sock.GapEnd[i], sock.GapStart[i]), "empty gap", sock);
            last = sock.GapEnd[i];
        }

        True(!Seq.After(last, sock.RcvAdv), "gap beyond the window", sock);
    }

    private void CheckEdge(int index, TcpSock sock)
    {
        if (_hasEdge[index] && _handles[index] == sock.Handle)
        {
            True(!Seq.Before(sock.RcvAdv, _edges[index]), "right edge moved back", sock);
            True(!Seq.Before(sock.SndUna, _acked[index]), "SND.UNA moved back", sock);
            bool isProgress = sock.SndUna != _acked[index] && sock.SegSent > 0;
            int leftMs = sock.RtxTimerMs - _host.Clock.NowMs();
            True(!isProgress || leftMs >= Limits.TcpRtoMsMin, "timer not restarted", sock);
        }

        _acked[index] = sock.SndUna;
        _hasEdge[index] = true;
        _handles[index] = sock.Handle;
        _edges[index] = sock.RcvAdv;
    }

    private void CheckTimers(TcpSock sock)
    {
        if (sock.SegSent > 0)
        {
            True(sock.RtxTimer == TcpSock.TimerRetransmit, "unacked and no timer", sock);
        }
        else if (TcpRtxQueue.HasUnsent(sock))
        {
            bool isWaiting = sock.RtxTimer == TcpSock.TimerProbe;
            True(isWaiting, "unsent and no timer", sock);
        }
        else
        {
            True(sock.RtxTimer == TcpSock.TimerNone, "a timer for nothing", sock);
        }

        bool owesAck = sock.State != TcpState.SynSent && sock.State != TcpState.SynReceived
            && Seq.After(sock.RcvNxt, sock.RcvWup);
        True(!owesAck || sock.DelayedAckArmed, "an ACK is owed and no timer", sock);
        bool isLonely = sock.IsDead && sock.State == TcpState.FinWait2;
        True(!isLonely || sock.KeepaliveArmed, "FIN_WAIT_2 without an end", sock);
    }

    private void CheckDeadline(TcpSock sock, int atMs, int nextMs, int nowMs, int mostMs)
    {
        True(!Clock.Reached(nowMs, atMs), "overdue timer", sock);
        True(atMs - nowMs <= mostMs, "timer too far away", sock);
        True(!Clock.Before(atMs, nextMs), "poll later than a timer", sock);
    }

    private int ParkedCount()
    {
        int count = 0;
        for (int i = 0; i < _host.Net.Neighbours.Count; i++)
        {
            count += _host.Net.Neighbours.At(i).ParkedCount;
        }

        return count;
    }
}
