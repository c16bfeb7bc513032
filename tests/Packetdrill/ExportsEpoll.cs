using System;
using System.Runtime.InteropServices;

namespace NanoStack.Packetdrill;

/// <content>epoll, and what moves a socket's bytes through a pipe.</content>
internal static unsafe partial class Exports
{
    [UnmanagedCallersOnly]
    private static int EpollCreate(void* user, int size)
    {
        lock (_adapter.Gate)
        {
            return size > 0 ? _adapter.OpenEpoll().Number : Libc.Fail(Libc.EInval);
        }
    }

    [UnmanagedCallersOnly]
    private static int EpollControl(
        void* user, int epoll, int operation, int fd, EpollEvent* wanted)
    {
        lock (_adapter.Gate)
        {
            EpollSet set = _adapter.FindEpoll(epoll);
            Descriptor descriptor = _adapter.Find(fd);
            return set == null || descriptor == null ? Libc.Fail(Libc.EBadF)
                : Answer(set.Control(
                    operation, descriptor, wanted == null ? 0 : wanted->Events,
                    wanted == null ? 0 : wanted->Data));
        }
    }

    [UnmanagedCallersOnly]
    private static int EpollWait(
        void* user, int epoll, EpollEvent* events, int countMax, int timeoutMs)
    {
        lock (_adapter.Gate)
        {
            EpollSet set = _adapter.FindEpoll(epoll);
            if (set == null || countMax <= 0)
            {
                return Libc.Fail(set == null ? Libc.EBadF : Libc.EInval);
            }

            long deadline = _adapter.DeadlineUsecs(timeoutMs);
            bool hasWaited = false;
            while (true)
            {
                int ready = set.Take(events, countMax);
                if (ready > 0 || timeoutMs == 0 || !_adapter.WaitForChange(deadline))
                {
                    if (hasWaited)
                    {
                        _adapter.BeginReturn();
                    }

                    return ready;
                }

                hasWaited = true;
            }
        }
    }

    /// <summary>A pipe of the host: its two ends are real descriptors.</summary>
    [UnmanagedCallersOnly]
    private static int Pipe(void* user, int* ends) => Libc.Pipe(ends);

    /// <summary>From a socket into the host's pipe, or out of it into a socket.</summary>
    [UnmanagedCallersOnly]
    private static nint Splice(
        void* user, int source, long* sourceAt, int target, long* targetAt, nint count, uint flags)
    {
        lock (_adapter.Gate)
        {
            Descriptor from = _adapter.Find(source);
            Descriptor to = _adapter.Find(target);
            byte[] data = new byte[count < FilePartBytes ? count : FilePartBytes];
            if (from != null)
            {
                int got = Calls.Receive(_adapter, from, data, data.Length, 0);
                return got < 0 ? Libc.Fail(got) : Libc.Write(target, data, got);
            }

            int read = to == null ? -1 : Libc.ReadAt(source, data, data.Length, -1);
            if (read <= 0)
            {
                return to == null ? Libc.Fail(Libc.EInval) : read;
            }

            int sent = Calls.Send(_adapter, to, data.AsSpan(0, read).ToArray(), 0);
            return sent < 0 ? Libc.Fail(sent) : sent;
        }
    }
}
