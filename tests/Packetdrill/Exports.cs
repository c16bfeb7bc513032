using System;
using System.Runtime.InteropServices;
using System.Threading;
using NanoStack.Core;
using NanoStack.Kernel;
using NanoStack.Tcp;
using NanoStack.Wire;

namespace NanoStack.Packetdrill;

/// <summary>The table of 33 pointers that packetdrill fills its calls from; each takes the gate, calls
/// the stack, and fails as the C library does.</summary>
internal static unsafe partial class Exports
{
    private static Adapter _adapter;

    [UnmanagedCallersOnly(EntryPoint = "packetdrill_interface_init")]
    public static void Init(byte* flags, void** table)
    {
        Libc.EndPreload();
        _adapter = new Adapter(flags == null ? "" : Marshal.PtrToStringAnsi((IntPtr)flags));
        table[0] = null;
        table[1] = (delegate* unmanaged<void*, void>)&Free;
        table[2] = (delegate* unmanaged<void*, int, int, int, int>)&Socket;
        table[3] = (delegate* unmanaged<void*, int, byte*, uint, int>)&Bind;
        table[4] = (delegate* unmanaged<void*, int, int, int>)&Listen;
        table[5] = (delegate* unmanaged<void*, int, byte*, uint*, int>)&Accept;
        table[6] = (delegate* unmanaged<void*, int, byte*, uint, int>)&Connect;
        table[7] = (delegate* unmanaged<void*, int, byte*, nint, nint>)&Read;
        table[8] = (delegate* unmanaged<void*, int, IoVector*, int, nint>)&ReadVector;
        table[9] = (delegate* unmanaged<void*, int, byte*, nint, int, nint>)&Receive;
        table[10] = (delegate* unmanaged<void*, int, byte*, nint, int, byte*, uint*, nint>)&ReceiveFrom;
        table[11] = (delegate* unmanaged<void*, int, MessageHeader*, int, nint>)&ReceiveMessage;
        table[12] = (delegate* unmanaged<void*, int, byte*, nint, nint>)&Write;
        table[13] = (delegate* unmanaged<void*, int, IoVector*, int, nint>)&WriteVector;
        table[14] = (delegate* unmanaged<void*, int, byte*, nint, int, nint>)&Send;
        table[15] = (delegate* unmanaged<void*, int, byte*, nint, int, byte*, uint, nint>)&SendTo;
        table[16] = (delegate* unmanaged<void*, int, MessageHeader*, int, nint>)&SendMessage;
        table[17] = (delegate* unmanaged<void*, int, int, nint, int>)&Fcntl;
        table[18] = (delegate* unmanaged<void*, int, ulong, int*, int>)&Ioctl;
        table[19] = (delegate* unmanaged<void*, int, int>)&Close;
        table[20] = (delegate* unmanaged<void*, int, int, int>)&Shutdown;
        table[21] = (delegate* unmanaged<void*, int, int, int, byte*, int*, int>)&GetOption;
        table[22] = (delegate* unmanaged<void*, int, int, int, byte*, int, int>)&SetOption;
        table[23] = (delegate* unmanaged<void*, PollItem*, ulong, int, int>)&Poll;
        table[24] = (delegate* unmanaged<void*, byte*, nint, int>)&NetdevSend;
        table[25] = (delegate* unmanaged<void*, byte*, nint*, long*, int>)&NetdevReceive;
        table[26] = (delegate* unmanaged<void*, uint, int>)&Sleep;
        table[27] = (delegate* unmanaged<void*, long*, void*, int>)&GetTimeOfDay;
        table[28] = (delegate* unmanaged<void*, int, int>)&EpollCreate;
        table[29] = (delegate* unmanaged<void*, int, int, int, EpollEvent*, int>)&EpollControl;
        table[30] = (delegate* unmanaged<void*, int, EpollEvent*, int, int, int>)&EpollWait;
        table[31] = (delegate* unmanaged<void*, int*, int>)&Pipe;
        table[32] = (delegate* unmanaged<void*, int, long*, int, long*, nint, uint, nint>)&Splice;
    }

    [UnmanagedCallersOnly]
    private static void Free(void* user)
    {
        _adapter = null;
    }

    [UnmanagedCallersOnly]
    private static int Socket(void* user, int domain, int type, int protocol)
    {
        lock (_adapter.Gate)
        {
            if (domain != 2)
            {
                return Libc.Fail(Libc.EAfNoSupport);
            }

            if ((type & 0xFF) != 1 || (protocol != 0 && protocol != Libc.SolTcp))
            {
                return Libc.Fail(Libc.EProtoNoSupport);
            }

            Descriptor descriptor = _adapter.Open();
            if (descriptor == null)
            {
                return Libc.Fail(Errno.TooManyFiles);
            }

            descriptor.IsNonBlocking = (type & Libc.NonBlock) != 0;
            return descriptor.Number;
        }
    }

    [UnmanagedCallersOnly]
    private static int Bind(void* user, int fd, byte* address, uint length)
    {
        lock (_adapter.Gate)
        {
            Descriptor descriptor = _adapter.Find(fd);
            if (descriptor == null)
            {
                return Libc.Fail(Libc.EBadF);
            }

            _adapter.Adopt(AddressOf(address));
            return Answer(_adapter.Net.Sys.Bind(
                descriptor.Handle, AddressOf(address), PortOf(address)));
        }
    }

    [UnmanagedCallersOnly]
    private static int Listen(void* user, int fd, int backlog)
    {
        lock (_adapter.Gate)
        {
            Descriptor descriptor = _adapter.Find(fd);
            return descriptor == null ? Libc.Fail(Libc.EBadF)
                : Answer(_adapter.Net.Sys.Listen(descriptor.Handle, backlog));
        }
    }

    [UnmanagedCallersOnly]
    private static int Accept(void* user, int fd, byte* address, uint* length)
    {
        lock (_adapter.Gate)
        {
            Descriptor descriptor = _adapter.Find(fd);
            if (descriptor == null)
            {
                return Libc.Fail(Libc.EBadF);
            }

            int handle = Calls.Accept(_adapter, descriptor);
            if (handle < 0)
            {
                return Libc.Fail(handle);
            }

            Descriptor child = _adapter.Add(handle);
            if (address != null && *length >= 16)
            {
                new Span<byte>(address, 16).Clear();
                *(ushort*)address = 2;
                address[2] = (byte)(child.Sock.RemotePort >> 8);
                address[3] = (byte)child.Sock.RemotePort;
                for (int i = 0; i < 4; i++)
                {
                    address[4 + i] = (byte)(child.Sock.RemoteAddress >> (24 - (8 * i)));
                }

                *length = 16;
            }

            return child.Number;
        }
    }

    [UnmanagedCallersOnly]
    private static int Connect(void* user, int fd, byte* address, uint length)
    {
        lock (_adapter.Gate)
        {
            Descriptor descriptor = _adapter.Find(fd);
            return descriptor == null ? Libc.Fail(Libc.EBadF)
                : Answer(Calls.Connect(
                    _adapter, descriptor, AddressOf(address), PortOf(address)));
        }
    }

    [UnmanagedCallersOnly]
    private static int Fcntl(void* user, int fd, int command, nint argument)
    {
        lock (_adapter.Gate)
        {
            Descriptor descriptor = _adapter.Find(fd);
            if (descriptor == null)
            {
                return Libc.Fail(Libc.EBadF);
            }

            if (command == Libc.FcntlSetFlags)
            {
                descriptor.StatusFlags = (int)argument;
                descriptor.IsNonBlocking = ((int)argument & Libc.NonBlock) != 0;
                return 0;
            }

            return command == Libc.FcntlGetFlags
                ? descriptor.StatusFlags : Libc.Fail(Libc.EInval);
        }
    }

    [UnmanagedCallersOnly]
    private static int Ioctl(void* user, int fd, ulong request, int* answer)
    {
        lock (_adapter.Gate)
        {
            Descriptor descriptor = _adapter.Find(fd);
            if (descriptor == null)
            {
                return Libc.Fail(Libc.EBadF);
            }

            TcpSock sock = descriptor.Sock;
            bool isListener = sock.State == TcpState.Listen;
            switch (request)
            {
                case Libc.IoctlInq:
                    *answer = sock.ReceiveRing == null ? 0 : sock.ReadableBytes;
                    return isListener ? Libc.Fail(Libc.EInval) : 0;

                case Libc.IoctlOutq:
                    *answer = sock.UnackedBytes;
                    return isListener ? Libc.Fail(Libc.EInval) : 0;

                case Libc.IoctlOutqNsd:
                    *answer = Seq.Distance(sock.SndNxt, sock.WriteSeq);
                    return isListener ? Libc.Fail(Libc.EInval) : 0;

                case Libc.IoctlAtMark:
                    *answer = TcpRecv.ToUrgentMark(sock) == 0 ? 1 : 0;
                    return isListener ? Libc.Fail(Libc.EInval) : 0;

                default:
                    return Libc.Fail(Libc.EInval);
            }
        }
    }

    [UnmanagedCallersOnly]
    private static int Close(void* user, int fd)
    {
        lock (_adapter.Gate)
        {
            Descriptor descriptor = _adapter.Find(fd);
            if (descriptor == null)
            {
                return _adapter.CloseEpoll(fd) ? 0 : Libc.Close(fd);    // a pipe's end, a file
            }

            int result = Calls.Close(_adapter, descriptor);
            _adapter.Remove(descriptor);
            return Answer(result);
        }
    }

    [UnmanagedCallersOnly]
    private static int Shutdown(void* user, int fd, int how)
    {
        lock (_adapter.Gate)
        {
            Descriptor descriptor = _adapter.Find(fd);
            if (descriptor == null || how < 0 || how > 2)
            {
                return Libc.Fail(descriptor == null ? Libc.EBadF : Libc.EInval);
            }

            int mask = how == 0 ? Sock.ShutdownReceive : how == 1 ? Sock.ShutdownSend
                : Sock.ShutdownReceive | Sock.ShutdownSend;
            int result = _adapter.Net.Sys.Shutdown(descriptor.Handle, mask);
            result = result == Errno.Shutdown ? Errno.NotConnected : result;    // as Linux says
            _adapter.Poll();
            return Answer(result);
        }
    }

    [UnmanagedCallersOnly]
    private static int GetOption(
        void* user, int fd, int level, int name, byte* value, int* length)
    {
        lock (_adapter.Gate)
        {
            Descriptor descriptor = _adapter.Find(fd);
            return descriptor == null ? Libc.Fail(Libc.EBadF)
                : Answer(Options.Get(_adapter, descriptor, level, name, value, length));
        }
    }

    [UnmanagedCallersOnly]
    private static int SetOption(
        void* user, int fd, int level, int name, byte* value, int length)
    {
        lock (_adapter.Gate)
        {
            Descriptor descriptor = _adapter.Find(fd);
            if (descriptor == null)
            {
                return Libc.Fail(Libc.EBadF);
            }

            int result = Options.Set(_adapter, descriptor, level, name, value, length);
            _adapter.Poll();
            return Answer(result);
        }
    }

    [UnmanagedCallersOnly]
    private static int Poll(void* user, PollItem* items, ulong count, int timeoutMs)
    {
        lock (_adapter.Gate)
        {
            long deadline = _adapter.DeadlineUsecs(timeoutMs);
            bool hasWaited = false;
            while (true)
            {
                int ready = Look(items, (int)count);
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

    [UnmanagedCallersOnly]
    private static int NetdevSend(void* user, byte* datagram, nint count)
    {
        lock (_adapter.Gate)
        {
            _adapter.NetdevSend(new ReadOnlySpan<byte>(datagram, (int)count));
            return 0;
        }
    }

    [UnmanagedCallersOnly]
    private static int NetdevReceive(void* user, byte* buffer, nint* count, long* usecs)
    {
        lock (_adapter.Gate)
        {
            ScriptDevice.Datagram datagram = _adapter.NetdevReceive();
            if (datagram == null)
            {
                *count = 0;
                return 0;
            }

            datagram.Bytes.CopyTo(new Span<byte>(buffer, (int)*count));
            *count = datagram.Bytes.Length;
            *usecs = datagram.Usecs;
            return 0;
        }
    }

    [UnmanagedCallersOnly]
    private static int Sleep(void* user, uint usecs)
    {
        lock (_adapter.Gate)
        {
            _adapter.Sleep(usecs);
            return 0;
        }
    }

    [UnmanagedCallersOnly]
    private static int GetTimeOfDay(void* user, long* time, void* zone)
    {
        lock (_adapter.Gate)
        {
            long usecs = _adapter.GetTime();
            time[0] = usecs / 1_000_000;
            time[1] = usecs % 1_000_000;
            return 0;
        }
    }

    private static int Look(PollItem* items, int count)
    {
        int ready = 0;
        for (int i = 0; i < count; i++)
        {
            Descriptor descriptor = _adapter.Find(items[i].Fd);
            short always = Libc.PollErr | Libc.PollHup | Libc.PollNval;
            short events = descriptor == null ? Libc.PollNval : Calls.Ready(descriptor.Sock);
            items[i].Returned = (short)(events & (items[i].Events | always));
            ready += items[i].Returned != 0 ? 1 : 0;
        }

        return ready;
    }

    private static int Answer(int result) => result < 0 ? Libc.Fail(result) : result;

    private static int PortOf(byte* address) => (address[2] << 8) | address[3];

    private static uint AddressOf(byte* address)
    {
        return ((uint)address[4] << 24) | ((uint)address[5] << 16)
            | ((uint)address[6] << 8) | address[7];
    }
}
