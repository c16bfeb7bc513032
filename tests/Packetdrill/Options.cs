using System;
using NanoStack.Kernel;
using NanoStack.Tcp;

namespace NanoStack.Packetdrill;

/// <summary>getsockopt and setsockopt: Linux's numbers on the fields of a socket.</summary>
internal static unsafe class Options
{
    private const int MsPerSecond = 1000;

    /// <summary>SOCK_MIN_SNDBUF</summary>
    private const int SendBufferBytesMin = 4608;

    public static int Set(
        Adapter adapter, Descriptor descriptor, int level, int name, byte* value, int length)
    {
        TcpSock sock = descriptor.Sock;
        if (value == null)
        {
            return -Libc.EFault;
        }

        if (length < 4 && (level != Libc.SolIp || length != 1))
        {
            return -Libc.EInval;
        }

        int number = length == 1 ? *value : *(int*)value;
        switch (level)
        {
            case Libc.SolSocket: return SetSocket(adapter, sock, name, number, value, length);
            case Libc.SolTcp: return SetTcp(adapter, descriptor, name, number);
            case Libc.SolIp: return SetIp(sock, name, number);
            default: return -Libc.ENoProtoOpt;
        }
    }

    public static int Get(
        Adapter adapter, Descriptor descriptor, int level, int name, byte* value, int* length)
    {
        TcpSock sock = descriptor.Sock;
        if (level == Libc.SolTcp && name == Libc.TcpInfo)
        {
            sock.Lock();
            TcpInfoLayout.Fill(value, *length, sock, adapter.NowMs);
            sock.Release(adapter.NowMs);
            return 0;
        }

        if (level == Libc.SolTcp && name == Libc.TcpCongestionInfo)
        {
            *length = 0;                        // NewReno has none, as in Linux
            return 0;
        }

        if (level == Libc.SolSocket && name == Libc.SoMemInfo)
        {
            GetMemory(sock, (int*)value, *length / 4);
            return 0;
        }

        if (level == Libc.SolSocket && name == Libc.SoLinger)
        {
            ((int*)value)[0] = sock.IsLinger ? 1 : 0;
            ((int*)value)[1] = sock.LingerMs / MsPerSecond;
            *length = 8;
            return 0;
        }

        int number = level == Libc.SolSocket ? GetSocket(sock, name)
            : level == Libc.SolTcp ? GetTcp(descriptor, name)
            : name == Libc.IpTtl ? sock.Ttl : name == Libc.IpTos ? sock.Tos : int.MinValue;
        if (number == int.MinValue)
        {
            return -Libc.ENoProtoOpt;
        }

        *(int*)value = number;
        *length = 4;
        return 0;
    }

    private static int SetSocket(
        Adapter adapter, TcpSock sock, int name, int number, byte* value, int length)
    {
        switch (name)
        {
            case Libc.SoReuseAddr:
            case Libc.SoReusePort:
            case Libc.SoRcvBuf:         // the ring is as large as the profile makes it
                return 0;

            case Libc.SoOobInline:      // the stack has urgent data in line, and no other way
                return number != 0 ? 0 : -Libc.EOpNotSupp;

            case Libc.SoSndBuf:         // Linux takes twice the number, and no less than this
                sock.SendBufferBytes = Math.Max(number * 2, SendBufferBytesMin);
                return 0;

            case Libc.SoKeepAlive:
                sock.IsKeepalive = number != 0;
                adapter.Net.Tcp.Keepalive.Arm(sock, adapter.NowMs);
                return 0;

            case Libc.SoLinger:
                if (length < 8)
                {
                    return -Libc.EInval;
                }

                sock.IsLinger = number != 0;
                sock.LingerMs = ((int*)value)[1] * MsPerSecond;
                return 0;

            case Libc.SoRcvTimeo:
                sock.ReceiveTimeoutMs = TimeoutMs(value, length);
                return 0;

            case Libc.SoSndTimeo:
                sock.SendTimeoutMs = TimeoutMs(value, length);
                return 0;

            default:
                return -Libc.ENoProtoOpt;
        }
    }

    private static int SetTcp(Adapter adapter, Descriptor descriptor, int name, int number)
    {
        TcpSock sock = descriptor.Sock;
        switch (name)
        {
            case Libc.TcpNoDelay:
                adapter.Net.Tcp.Send.SetNoDelay(sock, number != 0, adapter.NowMs);
                return 0;

            case Libc.TcpCork:
                sock.IsCorked = number != 0;
                adapter.Net.Tcp.Output.SendCheck(sock, adapter.NowMs);
                return 0;

            case Libc.TcpMaxSeg:
                sock.UserMss = number;
                return number < 88 || number > 32767 ? -Libc.EInval : 0;

            case Libc.TcpUserTimeout:
                sock.UserTimeoutMs = number;
                return number < 0 ? -Libc.EInval : 0;

            case Libc.TcpNotSentLowat:
                descriptor.NotSentLowWater = number;    // 0: as the set-up says; -1: no limit
                sock.NotSentLowWater = number != 0 ? number : adapter.NotSentLowWater;
                return 0;

            case Libc.TcpQuickAck:
                sock.QuickAckLeft = number != 0 ? Limits.TcpQuickAckSegments : 0;
                return 0;

            case Libc.TcpFastOpenConnect:
                return -Libc.EOpNotSupp;                // as Linux where Fast Open is switched off

            case Libc.TcpInq:
                descriptor.HasInq = number != 0;
                return number < 0 || number > 1 ? -Libc.EInval : 0;

            case Libc.TcpKeepIdle:
                sock.KeepaliveIdleMs = number * MsPerSecond;
                adapter.Net.Tcp.Keepalive.Arm(sock, adapter.NowMs);
                return number < 1 || number > 32767 ? -Libc.EInval : 0;

            case Libc.TcpKeepIntvl:
                sock.KeepaliveIntervalMs = number * MsPerSecond;
                return number < 1 || number > 32767 ? -Libc.EInval : 0;

            case Libc.TcpKeepCnt:
                sock.KeepaliveProbeMax = number;
                return number < 1 || number > 127 ? -Libc.EInval : 0;

            default:
                return -Libc.ENoProtoOpt;
        }
    }

    private static int SetIp(TcpSock sock, int name, int number)
    {
        switch (name)
        {
            case Libc.IpTos:
                sock.Tos = number & 0xFF;
                return 0;

            case Libc.IpTtl:
                sock.Ttl = number;
                return number < 1 || number > 255 ? -Libc.EInval : 0;

            default:
                return -Libc.ENoProtoOpt;
        }
    }

    private static int GetSocket(TcpSock sock, int name)
    {
        switch (name)
        {
            case Libc.SoError: return -sock.TakeError();
            case Libc.SoKeepAlive: return sock.IsKeepalive ? 1 : 0;
            case Libc.SoReuseAddr: return 1;
            case Libc.SoOobInline: return 1;
            case Libc.SoSndBuf: return sock.SendBufferBytes;
            case Libc.SoRcvBuf: return sock.ReceiveRing == null ? 0 : sock.ReceiveRing.Length;
            default: return int.MinValue;
        }
    }

    /// <summary><c>sk_get_meminfo</c>: receive and send buffers, and the bytes in them.</summary>
    private static void GetMemory(TcpSock sock, int* to, int count)
    {
        for (int i = 0; i < count; i++)
        {
            to[i] = i == 0 ? (sock.ReceiveRing == null ? 0 : sock.ReadableBytes)
                : i == 1 ? GetSocket(sock, Libc.SoRcvBuf)
                : i == 3 ? GetSocket(sock, Libc.SoSndBuf)
                : i == 5 ? sock.UnackedBytes : 0;
        }
    }

    private static int GetTcp(Descriptor descriptor, int name)
    {
        TcpSock sock = descriptor.Sock;
        switch (name)
        {
            case Libc.TcpNoDelay: return sock.IsNoDelay ? 1 : 0;
            case Libc.TcpCork: return sock.IsCorked ? 1 : 0;
            case Libc.TcpMaxSeg: return sock.UserMss != 0
                && (sock.State == TcpState.Closed || sock.State == TcpState.Listen)
                ? sock.UserMss : sock.MssCache;
            case Libc.TcpKeepIdle: return sock.KeepaliveIdleMs / MsPerSecond;
            case Libc.TcpKeepIntvl: return sock.KeepaliveIntervalMs / MsPerSecond;
            case Libc.TcpKeepCnt: return sock.KeepaliveProbeMax;
            case Libc.TcpUserTimeout: return sock.UserTimeoutMs;
            case Libc.TcpNotSentLowat: return descriptor.NotSentLowWater;
            case Libc.TcpInq: return descriptor.HasInq ? 1 : 0;
            case Libc.TcpQuickAck: return sock.QuickAckLeft > 0 ? 1 : 0;
            default: return int.MinValue;
        }
    }

    /// <summary>A struct timeval; zero waits for ever.</summary>
    private static int TimeoutMs(byte* value, int length)
    {
        if (length < 16)
        {
            return -1;
        }

        long ms = (((long*)value)[0] * MsPerSecond) + (((long*)value)[1] / 1000);
        return ms == 0 ? -1 : (int)ms;
    }
}
