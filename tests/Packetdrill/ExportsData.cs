using System;
using System.Runtime.InteropServices;
using NanoStack.Tcp;

namespace NanoStack.Packetdrill;

/// <content>Reading and writing, one vector or many.</content>
internal static unsafe partial class Exports
{
    [UnmanagedCallersOnly]
    private static nint Read(void* user, int fd, byte* buffer, nint count)
    {
        return ReceiveInto(fd, buffer, count, 0);
    }

    [UnmanagedCallersOnly]
    private static nint ReadVector(void* user, int fd, IoVector* vectors, int count)
    {
        return ReceiveVectors(fd, vectors, count, 0);
    }

    [UnmanagedCallersOnly]
    private static nint Receive(void* user, int fd, byte* buffer, nint count, int flags)
    {
        return ReceiveInto(fd, buffer, count, flags);
    }

    [UnmanagedCallersOnly]
    private static nint ReceiveFrom(
        void* user, int fd, byte* buffer, nint count, int flags, byte* address, uint* length)
    {
        return ReceiveInto(fd, buffer, count, flags);
    }

    [UnmanagedCallersOnly]
    private static nint ReceiveMessage(void* user, int fd, MessageHeader* message, int flags)
    {
        nint result = ReceiveVectors(fd, message->Vectors, (int)message->VectorCount, flags);
        message->Flags = 0;
        lock (_adapter.Gate)
        {
            Descriptor descriptor = _adapter.Find(fd);
            if (result >= 0 && descriptor.HasInq
                && message->ControlLength >= sizeof(ControlMessage))
            {
                TellInq(descriptor.Sock, message);
            }
            else
            {
                message->ControlLength = 0;
            }
        }

        return result;
    }

    /// <summary><c>tcp_inq_hint</c>: bytes left to read; 1 when only the end of the stream is.</summary>
    private static void TellInq(TcpSock sock, MessageHeader* message)
    {
        int left = sock.ReceiveRing == null ? 0 : sock.ReadableBytes;
        ControlMessage* control = (ControlMessage*)message->Control;
        control->Length = ControlMessage.LengthOfInt;
        control->Level = Libc.SolTcp;
        control->Type = Libc.TcpInq;
        control->Value = left == 0 && sock.HasFin ? 1 : left;
        message->ControlLength = sizeof(ControlMessage);
    }

    [UnmanagedCallersOnly]
    private static nint Write(void* user, int fd, byte* buffer, nint count)
    {
        return SendFrom(fd, buffer, count, 0);
    }

    [UnmanagedCallersOnly]
    private static nint WriteVector(void* user, int fd, IoVector* vectors, int count)
    {
        return SendVectors(fd, vectors, count, 0);
    }

    [UnmanagedCallersOnly]
    private static nint Send(void* user, int fd, byte* buffer, nint count, int flags)
    {
        return SendFrom(fd, buffer, count, flags);
    }

    [UnmanagedCallersOnly]
    private static nint SendTo(
        void* user, int fd, byte* buffer, nint count, int flags, byte* address, uint length)
    {
        return SendFrom(fd, buffer, count, flags);
    }

    [UnmanagedCallersOnly]
    private static nint SendMessage(void* user, int fd, MessageHeader* message, int flags)
    {
        return SendVectors(fd, message->Vectors, (int)message->VectorCount, flags);
    }

    private static nint ReceiveInto(int fd, byte* buffer, nint count, int flags)
    {
        IoVector vector = new IoVector { Base = buffer, Length = count };
        return ReceiveVectors(fd, &vector, 1, flags);
    }

    private static nint ReceiveVectors(int fd, IoVector* vectors, int vectorCount, int flags)
    {
        lock (_adapter.Gate)
        {
            Descriptor descriptor = _adapter.Find(fd);
            if (descriptor == null)
            {
                return Libc.Fail(Libc.EBadF);
            }

            if (!AreValid(vectors, vectorCount))
            {
                return Libc.Fail(Libc.EFault);
            }

            byte[] data = new byte[TotalOf(vectors, vectorCount)];
            int got = Calls.Receive(_adapter, descriptor, data, data.Length, flags);
            if (got < 0)
            {
                return Libc.Fail(got);
            }

            int at = 0;
            for (int i = 0; i < vectorCount && at < got; i++)
            {
                int part = Math.Min((int)vectors[i].Length, got - at);
                data.AsSpan(at, part).CopyTo(new Span<byte>(vectors[i].Base, part));
                at += part;
            }

            return got;
        }
    }

    private static nint SendFrom(int fd, byte* buffer, nint count, int flags)
    {
        IoVector vector = new IoVector { Base = buffer, Length = count };
        return SendVectors(fd, &vector, 1, flags);
    }

    private static nint SendVectors(int fd, IoVector* vectors, int vectorCount, int flags)
    {
        lock (_adapter.Gate)
        {
            Descriptor descriptor = _adapter.Find(fd);
            if (descriptor == null)
            {
                return Libc.Fail(Libc.EBadF);
            }

            if (!AreValid(vectors, vectorCount))
            {
                return Libc.Fail(Libc.EFault);
            }

            byte[] data = new byte[TotalOf(vectors, vectorCount)];
            int at = 0;
            for (int i = 0; i < vectorCount; i++)
            {
                int part = (int)vectors[i].Length;
                new ReadOnlySpan<byte>(vectors[i].Base, part).CopyTo(data.AsSpan(at));
                at += part;
            }

            int sent = Calls.Send(_adapter, descriptor, data, flags);
            return sent < 0 ? Libc.Fail(sent) : sent;
        }
    }

    /// <summary>No null behind a length: scripts try that.</summary>
    private static bool AreValid(IoVector* vectors, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (vectors[i].Base == null && vectors[i].Length > 0)
            {
                return false;
            }
        }

        return true;
    }

    private static int TotalOf(IoVector* vectors, int count)
    {
        int total = 0;
        for (int i = 0; i < count; i++)
        {
            total += (int)vectors[i].Length;
        }

        return total;
    }
}
