using System;
using System.Runtime.InteropServices;

namespace NanoStack.Packetdrill;

/// <content>Calls that packetdrill makes into the C library although a library is under test: for
/// tcp_info in a script's code blocks, and for sendfile. Preloaded (LD_PRELOAD) this library answers them
/// for its own descriptors and leaves all others to the C library.</content>
internal static unsafe partial class Exports
{
    /// <summary>One turn of sendfile.</summary>
    private const int FilePartBytes = 65536;

    [UnmanagedCallersOnly(EntryPoint = "getsockopt")]
    public static int HostGetOption(int fd, int level, int name, byte* value, int* length)
    {
        Adapter adapter = _adapter;
        if (adapter == null)
        {
            return Libc.GetOption(fd, level, name, value, length);
        }

        lock (adapter.Gate)
        {
            Descriptor descriptor = adapter.Find(fd);
            return descriptor == null ? Libc.GetOption(fd, level, name, value, length)
                : Answer(Options.Get(adapter, descriptor, level, name, value, length));
        }
    }

    /// <summary>The file is the host's; its bytes go out through the stack.</summary>
    [UnmanagedCallersOnly(EntryPoint = "sendfile")]
    public static nint HostSendFile(int target, int source, long* offset, nint count)
    {
        Adapter adapter = _adapter;
        Descriptor descriptor = adapter?.Find(target);
        if (descriptor == null)
        {
            return Libc.SendFile(target, source, offset, count);
        }

        byte[] part = new byte[count < FilePartBytes ? count : FilePartBytes];
        nint sent = 0;
        while (sent < count)
        {
            nint left = count - sent;
            int wanted = left < part.Length ? (int)left : part.Length;
            int got = Libc.ReadAt(source, part, wanted, offset == null ? -1 : *offset);
            if (got <= 0)
            {
                return got < 0 && sent == 0 ? got : sent;
            }

            int result;
            lock (adapter.Gate)
            {
                result = Calls.Send(
                    adapter, descriptor, part.AsSpan(0, got).ToArray(), left > got ? Libc.MsgMore : 0);
            }

            if (result < 0)
            {
                return sent > 0 ? sent : Libc.Fail(result);
            }

            sent += result;
            if (offset != null)
            {
                *offset += result;
            }

            if (result < got)
            {
                break;
            }
        }

        return sent;
    }
}
