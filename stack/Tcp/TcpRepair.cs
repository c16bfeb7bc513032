using NanoStack.Kernel;
using NanoStack.Wire;

namespace NanoStack.Tcp;

/// <summary>A connection whose owner an exception has ended, put right.</summary>
/// <remarks>
/// From: <see cref="Core.Sock.Mend"/>. Caller holds the sock.
/// Between two calls nothing can be thrown, so what must change together (a byte's place in the
/// ring, its segment and WriteSeq; a FIN and its state) changes between two calls. What is left can
/// be done again or counted anew, and that is what happens here: twice is as good as once. Should
/// the queues not hold the stream all the same, the connection ends with a RST: no wrong byte is
/// ever sent.
/// </remarks>
internal sealed class TcpRepair
{
    private readonly TcpProtocol _tcp;
    private readonly Mib _mib;

    public TcpRepair(TcpProtocol tcp, NetContext context)
    {
        _tcp = tcp;
        _mib = context.Mib;
    }

    /// <summary>Everything that a call or a segment may have left half done.</summary>
    public void Repair(TcpSock sock, int nowMs)
    {
        if (sock.Due == TcpSock.DueGiveUp && sock.State != TcpState.Closed)
        {
            _tcp.Close.Abort(sock, nowMs);              // its user was told and may connect again
        }
        else if (sock.Due == TcpSock.DueForget)
        {
            Forget(sock);
            return;
        }

        if (TcpStates.IsSynchronized(sock.State))
        {
            RepairConnection(sock, nowMs);
        }
        else if (sock.State == TcpState.SynSent || sock.State == TcpState.SynReceived)
        {
            RepairQueue(sock, nowMs);
        }

        if (sock.Due == TcpSock.DueClose)
        {
            _tcp.Close.Close(sock, nowMs);
        }

        sock.Due = TcpSock.DueNothing;

        if (sock.State == TcpState.Closed && IsHalfClosed(sock))
        {
            _tcp.Close.Done(sock);
        }

        sock.StateChange();                             // a wake-up may be missing
    }

    /// <summary>The half-open entry is still there: the SYN-ACK goes again, and the peer's answer makes
    /// another.</summary>
    private void Forget(TcpSock sock)
    {
        sock.HasUser = false;
        _tcp.Close.Done(sock);
        sock.Due = TcpSock.DueNothing;
    }

    /// <summary>What <see cref="TcpClose.Done"/> still owes.</summary>
    private static bool IsHalfClosed(TcpSock sock)
    {
        return sock.SegCount != 0
            || (!sock.HasUser && sock.SendRing != null);
    }

    private void RepairConnection(TcpSock sock, int nowMs)
    {
        if (!RepairQueue(sock, nowMs))
        {
            return;
        }

        if (sock.ReceiveRing != null)
        {
            _tcp.Data.Repair(sock);
        }

        if (sock.HasFin && (TcpStates.CanReceive(sock.State)))
        {
            _tcp.Close.FinArrived(sock, nowMs);
        }

        if (!_tcp.Close.AckArrived(sock, nowMs) || sock.State == TcpState.Closed)
        {
            return;
        }

        if ((sock.ShutdownMask & Core.Sock.ShutdownSend) != 0 && sock.Due != TcpSock.DueClose)
        {
            _tcp.Close.CloseSend(sock, nowMs);          // nothing when the FIN is in the queue
        }

        if (sock.IsDead && sock.State == TcpState.FinWait2)
        {
            _tcp.Keepalive.ArmFinWait2(sock, nowMs);
        }
        else if (!sock.KeepaliveArmed)
        {
            _tcp.Keepalive.Arm(sock, nowMs);
        }

        sock.DelayedAckArmed = true;                    // one more does no harm, one less may
        sock.DelayedAckMs = nowMs;
        _tcp.Output.SendCheck(sock, nowMs);
    }

    /// <summary>The queues, their counts and their timer.</summary>
    /// <returns>False: they do not hold the stream; the connection was reset.</returns>
    private bool RepairQueue(TcpSock sock, int nowMs)
    {
        TcpRetransmit.Recount(sock);
        if (!IsWhole(sock))
        {
            _mib.Inc(Mib.TcpAbortOnTear);
            _tcp.Close.Abort(sock, nowMs);
            sock.ReportError(Errno.ConnAborted);
            return false;
        }

        if (sock.SegSent > 0)
        {
            sock.SndNxt = Seq.Later(sock.SndNxt, sock.SegEnd[sock.SegSent - 1]);
        }

        if (sock.SegSent == 0)
        {
            _tcp.Timer.StopRetransmit(sock);
        }
        else if (sock.RtxTimer != TcpSock.TimerRetransmit)
        {
            _tcp.Timer.ArmRetransmit(sock, nowMs);
        }

        return true;
    }

    /// <summary>The rows lie end to end, from what is acknowledged to what was written.</summary>
    private static bool IsWhole(TcpSock sock)
    {
        if (sock.SegSent > sock.SegCount)
        {
            return false;
        }

        uint next = sock.SndUna;
        for (int row = 0; row < sock.SegCount; row++)
        {
            if (!Seq.After(sock.SegEnd[row], next) || TcpRtxQueue.LengthOf(sock, row) < 0)
            {
                return false;
            }

            next = sock.SegEnd[row];
        }

        return next == sock.WriteSeq;
    }
}
