using System;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Tcp;

/// <summary><c>tcp_sendmsg</c>: takes the user's bytes into the send ring and decides when to push.</summary>
/// <remarks>
/// From: <c>InetSocket.SendMsg</c>, <c>InetOptions.Set</c>. To: <see cref="TcpOutput.PushPendingFrames"/>,
/// <see cref="TcpOutput.PushOne"/>.
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
        bool isWritable = sock.IsWritable;
        while (isWritable && copied < count)            // bound: each turn takes a byte or ends
        {
            int goal = _tcp.Segment.SizeGoal(sock);
            int room = sock.SendRoom;
            SkBuff skb = room == 0 ? null : TailFor(sock, goal);
            if (skb == null)
            {
                break;                                  // no empty segment stays in the queue
            }

            int part = count - copied;
            part = part < room ? part : room;
            int toGoal = goal - skb.FragLength;
            part = toGoal > 0 && toGoal < part ? toGoal : part;
            TcpRing.Put(sock.SendRing, sock.WriteSeq, data, at + copied, part);
            if (skb.FragLength == 0)
            {
                sock.WriteQueue.Append(skb);
            }

            skb.FragLength += part;                     // no call to WriteSeq: all or nothing
            skb.SeqEnd += (uint)part;
            sock.WriteSeq += (uint)part;
            copied += part;
            if (copied < count && skb.FragLength >= goal)
            {
                PushWhileCopying(sock, skb, nowMs);
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

        if ((flags & MsgFlags.EndOfRecord) != 0 && copied == count && !sock.WriteQueue.IsEmpty)
        {
            sock.WriteQueue.Last.Marks |= SkbMark.EndOfRecord;
        }

        Push(sock, flags, nowMs);
        return copied;
    }

    /// <summary><c>sk_stream_memory_free</c>: would a byte be taken now? It needs room in the ring, and
    /// a segment to be part of.</summary>
    public bool HasRoom(TcpSock sock)
    {
        SkBuff tail = sock.WriteQueue.Last;
        bool canAppend = tail != null && (tail.Marks & SkbMark.EndOfRecord) == 0;
        return sock.IsWritable && (canAppend || !_tcp.Segment.IsLastDescriptor(sock));
    }

    /// <summary><c>tcp_push</c>: the user's bytes are in; marks PSH and lets go what may go.</summary>
    public void Push(TcpSock sock, int flags, int nowMs)
    {
        SkBuff tail = sock.WriteQueue.Last;
        if (tail == null)
        {
            return;
        }

        bool isMore = (flags & MsgFlags.More) != 0;
        if (!isMore || IsForcedPush(sock))
        {
            MarkPush(sock, tail);
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

    /// <summary><c>tcp_write_queue_tail</c>: the segment that takes the next byte: the last unsent
    /// one unless it is full or ends a record, else a new one, else (no descriptor left) the last
    /// again, which may then span several segments. Null: a limit of the user is reached.</summary>
    private SkBuff TailFor(TcpSock sock, int goal)
    {
        SkBuff tail = sock.WriteQueue.Last;
        bool canAppend = tail != null && (tail.Marks & SkbMark.EndOfRecord) == 0;
        if (canAppend && tail.FragLength < goal)
        {
            return tail;
        }

        if (!sock.IsWritable)
        {
            return null;                                // a limit holds within one write, too
        }

        SkBuff skb = _tcp.Segment.NewDescriptor(sock);
        if (skb == null)
        {
            return canAppend ? tail : null;
        }

        skb.SeqStart = sock.WriteSeq;
        skb.SeqEnd = sock.WriteSeq;
        skb.TcpFlags = TcpHeader.Ack;
        skb.SetFrag(sock.SendRing, TcpRing.IndexOf(sock.SendRing, sock.WriteSeq), 0);
        return skb;                                     // in the queue once it has bytes
    }

    /// <summary>A full segment while there is more to copy: half a window is pushed in one go, a first
    /// segment alone goes at once, so that the line is busy while we copy.</summary>
    private void PushWhileCopying(TcpSock sock, SkBuff skb, int nowMs)
    {
        if (IsForcedPush(sock))
        {
            MarkPush(sock, skb);
            _tcp.Output.PushPendingFrames(sock, false, nowMs);
        }
        else if (sock.WriteQueue.First == skb)
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
    private static void MarkPush(TcpSock sock, SkBuff skb)
    {
        skb.TcpFlags |= TcpHeader.Psh;
        sock.PushedSeq = sock.WriteSeq;
    }
}
