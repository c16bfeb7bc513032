using System;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Tcp;

/// <summary><c>tcp_sendmsg</c>: takes the user's bytes into the send ring and decides when to push.</summary>
/// <remarks>
/// From: <c>InetSocket.SendMsg</c>, <c>InetOptions.Set</c>. To: <see cref="TcpOutput.PushPendingFrames"/>,
/// <see cref="TcpOutput.PushOne"/>, <see cref="TcpRtxQueue.Append"/>.
/// </remarks>
internal sealed class TcpSend
{
    private readonly TcpProtocol _tcp;
    private readonly NetContext _context;

    public TcpSend(TcpProtocol tcp, NetContext context)
    {
        _tcp = tcp;
        _context = context;
    }

    /// <summary><c>tcp_sendmsg</c>: owns the socket for the time it takes.</summary>
    /// <param name="handle">The caller's.</param>
    /// <param name="flags">Of <see cref="MsgFlags"/>.</param>
    /// <returns>Bytes taken, 1 to <paramref name="count"/>, or 0 of 0; <see cref="Errno.Again"/> when there is no
    /// room now; <see cref="Errno.BadFile"/> when the handle is closed; or another <see cref="Errno"/>.</returns>
    public int SendMsg(
        TcpSock sock, int handle, byte[] data, int at, int count, int flags, int nowMs)
    {
        _context.Trace.Enter(TraceRoom.TcpSendMsg, count);
        _context.Trace.Enter(TraceRoom.LockSock, count);
        if (!sock.LockAs(handle, nowMs))
        {
            return Errno.BadFile;
        }

        uint first = sock.WriteSeq;
        int error = sock.Err;
        try
        {
            int result = SendMsgLocked(sock, data, at, count, flags, nowMs);
            sock.Release(nowMs);
            return result;
        }
        catch (Exception e)
        {
            int taken = (int)(sock.WriteSeq - first);   // no calls here: they may throw again
            if (sock.Err == 0)
            {
                sock.Err = error;                       // taken, and not told
            }

            sock.Trouble = e;
            _context.IsHurt = true;
            if (taken <= 0 || !(e is OutOfMemoryException))
            {
                throw;
            }

            return taken;                               // in the stream: the poll sends them
        }
    }

    /// <summary><c>tcp_sendmsg_locked</c>: copies what fits, segment by segment.</summary>
    private int SendMsgLocked(
        TcpSock sock, byte[] data, int at, int count, int flags, int nowMs)
    {
        _context.Trace.Enter(TraceRoom.TcpSendMsgLocked, count);
        int error = CheckState(sock, (flags & MsgFlags.Continued) != 0);
        if (error < 0 || count == 0)
        {
            return error;
        }

        int copied = 0;
        int goal = _tcp.Segment.SizeGoal(sock);
        bool isWritable = sock.IsWritable;
        while (isWritable && copied < count)            // bound: each turn takes a byte or ends
        {
            int room = sock.SendRoom;
            int row = room == 0 ? -1 : TailFor(sock, goal);
            if (row < 0)
            {
                break;                                  // no empty segment stays in the queue
            }

            int part = count - copied;
            part = part < room ? part : room;
            int toGoal = goal - (row < sock.SegCount ? TcpRtxQueue.LengthOf(sock, row) : 0);
            part = toGoal < part ? toGoal : part;
            TcpRing.Put(sock.SendRing, sock.WriteSeq, data, at + copied, part);
            if (row == sock.SegCount)
            {
                row = TcpRtxQueue.Append(sock, 0);
            }

            sock.WriteSeq += (uint)part;                // no call since: all or nothing
            sock.SegEnd[row] = sock.WriteSeq;
            copied += part;
            if (copied < count && part == toGoal)
            {
                PushWhileCopying(sock, row, nowMs);
            }
        }

        if (copied == 0)
        {
            _context.Mib.Inc(Mib.TcpMemoryPressure);
            return Errno.Again;
        }

        if ((flags & MsgFlags.OutOfBand) != 0 && copied == count)
        {
            sock.HasUrgentOut = true;                   // tcp_mark_urg: points behind the last byte
            sock.UrgentOutSeq = sock.WriteSeq;
        }

        if ((flags & MsgFlags.EndOfRecord) != 0 && copied == count && TcpRtxQueue.HasUnsent(sock))
        {
            sock.SegMarks[sock.SegCount - 1] |= SkbMark.EndOfRecord;
        }

        Push(sock, flags, nowMs);
        return copied;
    }

    /// <summary><c>tcp_push</c>: the user's bytes are in; marks PSH and lets go what may go.</summary>
    public void Push(TcpSock sock, int flags, int nowMs)
    {
        if (!TcpRtxQueue.HasUnsent(sock))
        {
            return;
        }

        bool isMore = (flags & MsgFlags.More) != 0;
        if (!isMore || IsForcedPush(sock))
        {
            MarkPush(sock, sock.SegCount - 1);
        }

        _tcp.Output.PushPendingFrames(sock, isMore || sock.IsCorked, nowMs);
    }

    /// <summary>TCP_NODELAY: what Nagle or a cork held back goes now, as in Linux. Caller holds the
    /// sock.</summary>
    public void SetNoDelay(TcpSock sock, bool isNoDelay, int nowMs)
    {
        sock.IsNoDelay = isNoDelay;
        if (isNoDelay)
        {
            _tcp.Output.PushPendingFrames(sock, false, nowMs);
        }
    }

    /// <summary>What stands in the way of sending at all.</summary>
    /// <param name="isContinued">The call has sent a part and will say so: an error is left for the
    /// next one (<c>sk_stream_error</c>).</param>
    private static int CheckState(TcpSock sock, bool isContinued)
    {
        int error = isContinued ? sock.Err : sock.TakeError();
        if (error < 0)
        {
            return error;
        }

        if ((sock.ShutdownMask & Core.Sock.ShutdownSend) != 0)
        {
            return Errno.BrokenPipe;
        }

        if (sock.State == TcpState.SynSent || sock.State == TcpState.SynReceived)
        {
            return sock.SendRing == null ? Errno.NotConnected : 0;
        }

        if (TcpStates.CanSend(sock.State))
        {
            return 0;
        }

        return sock.State == TcpState.Closed || sock.State == TcpState.Listen
            ? Errno.NotConnected : Errno.BrokenPipe;
    }

    /// <summary><c>tcp_write_queue_tail</c>: the row that takes the next byte: the last unsent one unless
    /// it is full or ends a record, else the one that comes when it has bytes. -1: a limit of the
    /// user is reached.</summary>
    private static int TailFor(TcpSock sock, int goal)
    {
        int last = sock.SegCount - 1;
        if (TcpRtxQueue.HasUnsent(sock) && (sock.SegMarks[last] & SkbMark.EndOfRecord) == 0
            && TcpRtxQueue.LengthOf(sock, last) < goal)
        {
            return last;
        }

        // A limit holds within one write, too.
        return sock.IsWritable ? sock.SegCount : -1;
    }

    /// <summary>A full segment while there is more to copy: half a window is pushed in one go, a first
    /// segment alone goes at once, so that the line is busy while we copy.</summary>
    private void PushWhileCopying(TcpSock sock, int row, int nowMs)
    {
        if (IsForcedPush(sock))
        {
            MarkPush(sock, row);
            _tcp.Output.PushPendingFrames(sock, false, nowMs);
        }
        else if (row == sock.SegSent)
        {
            _tcp.Output.PushOne(sock, nowMs);
        }
    }

    /// <summary><c>forced_push</c>: more than half of the largest window since the last PSH.</summary>
    private static bool IsForcedPush(TcpSock sock)
    {
        return Seq.Distance(sock.PushedSeq, sock.WriteSeq) > sock.SndWndMax >> 1;
    }

    /// <summary><c>tcp_mark_push</c></summary>
    private static void MarkPush(TcpSock sock, int row)
    {
        sock.SegMarks[row] |= SkbMark.Psh;
        sock.PushedSeq = sock.WriteSeq;
    }
}
