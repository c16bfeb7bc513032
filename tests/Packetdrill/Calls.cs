using System;
using NanoStack.Core;
using NanoStack.Kernel;
using NanoStack.Sockets;
using NanoStack.Tcp;

namespace NanoStack.Packetdrill;

/// <summary>The socket calls of a script on the stack's own, blocking ones waiting in virtual time. The
/// gate is held; answers are counts or negative <see cref="Errno"/>s.</summary>
internal static class Calls
{
    public static int Accept(Adapter adapter, Descriptor descriptor)
    {
        long deadline = adapter.DeadlineUsecs(descriptor.Sock.ReceiveTimeoutMs);
        bool hasWaited = false;
        while (true)
        {
            int handle = adapter.Net.Sys.Accept(descriptor.Handle, false);
            if (handle != Errno.Again || descriptor.IsNonBlocking
                || !adapter.WaitForChange(deadline))
            {
                return Done(adapter, hasWaited, handle);
            }

            hasWaited = true;
        }
    }

    public static int Connect(Adapter adapter, Descriptor descriptor, uint address, int port)
    {
        TcpSock sock = descriptor.Sock;
        int error = adapter.Net.Sys.Connect(descriptor.Handle, address, port, 0);
        adapter.Poll();
        if (error != Errno.InProgress || descriptor.IsNonBlocking)
        {
            return error;
        }

        long deadline = adapter.DeadlineUsecs(sock.SendTimeoutMs);
        while (sock.State == TcpState.SynSent || sock.State == TcpState.SynReceived)
        {
            if (!adapter.WaitForChange(deadline))
            {
                return Done(adapter, true, Errno.InProgress);
            }
        }

        error = sock.TakeError();
        return Done(adapter, true, error);
    }

    public static int Send(Adapter adapter, Descriptor descriptor, byte[] data, int flags)
    {
        if ((flags & Libc.MsgFastOpen) != 0)
        {
            return -Libc.EOpNotSupp;
        }

        int known = (flags & (MsgFlags.OutOfBand | MsgFlags.More | MsgFlags.EndOfRecord))
            | MsgFlags.DontWait;
        bool isBlocking = !descriptor.IsNonBlocking && (flags & MsgFlags.DontWait) == 0;
        long deadline = adapter.DeadlineUsecs(descriptor.Sock.SendTimeoutMs);
        bool hasWaited = false;
        int sent = 0;
        while (true)
        {
            int result = adapter.Net.Sys.SendTo(
                descriptor.Handle, data, sent, data.Length - sent, known);
            sent += result > 0 ? result : 0;
            if (sent == data.Length || (result < 0 && result != Errno.Again) || !isBlocking
                || !adapter.WaitForChange(deadline))
            {
                return Done(adapter, hasWaited, sent > 0 || data.Length == 0 ? sent : result);
            }

            hasWaited = true;
        }
    }

    public static int Receive(
        Adapter adapter, Descriptor descriptor, byte[] buffer, int count, int flags)
    {
        bool isBlocking = !descriptor.IsNonBlocking && (flags & MsgFlags.DontWait) == 0;
        long deadline = adapter.DeadlineUsecs(descriptor.Sock.ReceiveTimeoutMs);
        bool hasWaited = false;
        while (true)
        {
            int result = adapter.Net.Sys.ReceiveFrom(
                descriptor.Handle, buffer, 0, count, (flags & MsgFlags.Peek) | MsgFlags.DontWait);
            if (result != Errno.Again || !isBlocking || !adapter.WaitForChange(deadline))
            {
                return Done(adapter, hasWaited, result);
            }

            hasWaited = true;
        }
    }

    /// <summary>Closes; a linger time passes in virtual time, which the stack's own wait would not see.
    /// </summary>
    public static int Close(Adapter adapter, Descriptor descriptor)
    {
        TcpSock sock = descriptor.Sock;
        bool isLingering = sock.IsLinger && sock.LingerMs > 0 && !descriptor.IsNonBlocking;
        long deadline = adapter.DeadlineUsecs(sock.LingerMs);
        sock.IsLinger &= sock.LingerMs == 0;
        int result = adapter.Net.Sys.Close(descriptor.Handle);
        int orphan = sock.Handle;
        bool hasWaited = false;
        while (isLingering && sock.Handle == orphan && IsClosing(sock.State)
            && adapter.WaitForChange(deadline))
        {
            hasWaited = true;
        }

        return Done(adapter, hasWaited, result);
    }

    private static bool IsClosing(TcpState state)
    {
        return state == TcpState.FinWait1 || state == TcpState.Closing || state == TcpState.LastAck;
    }

    /// <summary>Events of <c>poll</c> that are true now.</summary>
    public static short Ready(TcpSock sock)
    {
        short ready = 0;
        bool isReceiveShut = (sock.ShutdownMask & Sock.ShutdownReceive) != 0 || sock.HasFin;
        bool isBothShut = isReceiveShut && (sock.ShutdownMask & Sock.ShutdownSend) != 0;
        if (sock.State == TcpState.Listen)
        {
            return sock.AcceptFirst != null ? Libc.PollIn : (short)0;
        }

        if ((sock.ReceiveRing != null && sock.ReadableBytes > 0) || isReceiveShut)
        {
            ready |= Libc.PollIn;
        }

        ready |= sock.HasUrgentIn ? Libc.PollPri : (short)0;
        ready |= isReceiveShut ? Libc.PollRdHup : (short)0;
        ready |= isBothShut || sock.State == TcpState.Closed ? Libc.PollHup : (short)0;
        ready |= sock.Err != 0 ? Libc.PollErr : (short)0;
        bool canWrite = sock.State != TcpState.SynSent && sock.State != TcpState.SynReceived
            && (sock.IsWritable || (sock.ShutdownMask & Sock.ShutdownSend) != 0);
        return canWrite ? (short)(ready | Libc.PollOut) : ready;
    }

    private static int Done(Adapter adapter, bool hasWaited, int result)
    {
        if (hasWaited)
        {
            adapter.BeginReturn();
        }
        else
        {
            adapter.Poll();
        }

        return result;
    }
}
