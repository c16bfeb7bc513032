using System;
using NanoStack.Kernel;
using NanoStack.Wire;

namespace NanoStack.Tcp;

/// <summary><c>tcp_recvmsg</c>: bytes out of the receive ring, and the window that opens by it.</summary>
/// <remarks>From: <c>InetSocket.ReceiveMsg</c>. To: <see cref="TcpAckOutput.SendAck"/>.</remarks>
internal sealed class TcpRecv
{
    private readonly TcpProtocol _tcp;
    private readonly NetContext _context;

    public TcpRecv(TcpProtocol tcp, NetContext context)
    {
        _tcp = tcp;
        _context = context;
    }

    /// <summary><c>tcp_recvmsg</c></summary>
    /// <param name="handle">The caller's.</param>
    /// <returns>Bytes read; 0 at the end of the stream; <see cref="Errno.Again"/> when nothing is there
    /// now; <see cref="Errno.BadFile"/> when the handle is closed; or another <see cref="Errno"/>.</returns>
    public int ReceiveMsg(
        TcpSock sock, int handle, byte[] data, int at, int count, int flags, int nowMs)
    {
        if (!sock.LockAs(handle, nowMs))
        {
            return Errno.BadFile;
        }

        uint first = sock.CopiedSeq;
        int error = sock.Err;
        try
        {
            int result = ReceiveMsgLocked(sock, data, at, count, flags, nowMs);
            sock.Release(nowMs);
            return result;
        }
        catch (Exception e)
        {
            int taken = (int)(sock.CopiedSeq - first);  // no calls here: they may throw again
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

            return taken;                               // they are read; the poll tells the peer
        }
    }

    private int ReceiveMsgLocked(
        TcpSock sock, byte[] data, int at, int count, int flags, int nowMs)
    {
        int readable = sock.ReceiveRing == null ? 0 : sock.ReadableBytes;
        if (readable == 0)
        {
            return NothingToRead(sock);
        }

        int part = count < readable ? count : readable;
        int toMark = ToUrgentMark(sock);
        if (toMark > 0 && part > toMark)
        {
            part = toMark;                          // what is urgent begins a read of its own
        }

        TcpRing.Take(sock.ReceiveRing, sock.CopiedSeq, data, at, part);
        if ((flags & MsgFlags.Peek) == 0)
        {
            sock.CopiedSeq += (uint)part;
            if (sock.HasUrgentIn && !Seq.After(sock.UrgentInSeq, sock.CopiedSeq))
            {
                sock.HasUrgentIn = false;
            }

            CleanupReceiveBuffer(sock, nowMs);
            if (sock.State == TcpState.Closed && sock.ReadableBytes == 0)
            {
                _tcp.Table.DetachRings(sock);       // the last of a connection that is over
            }
        }

        return part;
    }

    /// <summary>Bytes to be read before the urgent byte, the last that the pointer covers; 0: it is
    /// the next (<c>sockatmark</c>); -1: nothing urgent is to come.</summary>
    public static int ToUrgentMark(TcpSock sock)
    {
        return sock.HasUrgentIn ? Seq.Distance(sock.CopiedSeq, sock.UrgentInSeq) - 1 : -1;
    }

    /// <summary>End of stream, an error, not connected, or not yet; in Linux's order.</summary>
    private static int NothingToRead(TcpSock sock)
    {
        if (sock.HasFin)
        {
            return 0;                               // SOCK_DONE: all is here, whatever came after
        }

        int error = sock.TakeError();
        if (error != 0)
        {
            return error;
        }

        if ((sock.ShutdownMask & Core.Sock.ShutdownReceive) != 0)
        {
            return 0;
        }

        if (sock.State == TcpState.Closed || sock.State == TcpState.Listen)
        {
            return Errno.NotConnected;
        }

        return Errno.Again;
    }

    /// <summary><c>tcp_cleanup_rbuf</c>: tells the peer when reading opened the window by two segments
    /// or half the ring (RFC 9293, 3.8.6.2.2), and to at least twice what it knows: a window that
    /// is wide enough needs no ACK of its own.</summary>
    private void CleanupReceiveBuffer(TcpSock sock, int nowMs)
    {
        if (!TcpStates.CanReceive(sock.State))
        {
            return;
        }

        int current = sock.ReceiveWindow;
        int free = TcpAckOutput.OfferableWindow(sock);
        int half = sock.ReceiveRing.Length >> 1;
        int step = sock.RcvMss << 1;
        step = step < half ? step : half;
        if (free - current >= step && free >= current << 1)
        {
            _tcp.AckOutput.SendAck(sock, nowMs);
        }
    }
}
