using System;
using NanoStack.Kernel;
using NanoStack.Tcp;

namespace NanoStack.Sockets;

/// <summary><c>sk_setsockopt</c>, <c>do_tcp_setsockopt</c> and what reads: options and states of a socket,
/// each looked at and set by a caller that owns it.</summary>
/// <remarks>
/// From: <see cref="SysSocket"/>. To: <see cref="TcpSend.SetNoDelay"/>, <see cref="TcpOutput.SendCheck"/>,
/// <see cref="TcpKeepalive.Arm"/>. Values are checked before they come here.
/// </remarks>
internal sealed class InetOptions
{
    private const int MsPerSecond = 1000;

    private readonly TcpProtocol _tcp;
    private readonly NetContext _context;
    private readonly Limits _limits;

    public InetOptions(NetContext context, TcpProtocol tcp)
    {
        _tcp = tcp;
        _context = context;
        _limits = context.Limits;
    }

    /// <summary><c>getsockopt</c></summary>
    /// <param name="option">Of <see cref="InetOption"/>.</param>
    /// <returns>Its value, 0 or more, or an <see cref="Errno"/>.</returns>
    public int Get(TcpSock sock, int handle, int option, int nowMs)
    {
        if (!sock.LockAs(handle, nowMs))
        {
            return Errno.BadFile;
        }

        try
        {
            int value = option < InetOption.Error ? OptionOf(sock, option) : StateOf(sock, option);
            sock.Release(nowMs);
            return value;
        }
        catch (Exception e)
        {
            sock.Trouble = e;
            _context.IsHurt = true;
            throw;
        }
    }

    /// <summary><c>setsockopt</c></summary>
    /// <returns>0, or an <see cref="Errno"/>.</returns>
    public int Set(TcpSock sock, int handle, int option, int value, int nowMs)
    {
        if (!sock.LockAs(handle, nowMs))
        {
            return Errno.BadFile;
        }

        try
        {
            SetLocked(sock, option, value, nowMs);
            sock.Release(nowMs);
            return 0;
        }
        catch (Exception e)
        {
            sock.Trouble = e;
            _context.IsHurt = true;
            throw;
        }
    }

    /// <summary><c>tcp_get_info</c></summary>
    public int GetInfo(TcpSock sock, int handle, TcpInfo info, int nowMs)
    {
        if (!sock.LockAs(handle, nowMs))
        {
            return Errno.BadFile;
        }

        try
        {
            info.Fill(sock, nowMs);
            sock.Release(nowMs);
            return 0;
        }
        catch (Exception e)
        {
            sock.Trouble = e;
            _context.IsHurt = true;
            throw;
        }
    }

    /// <summary><c>inet_getname</c>: address and port belong together.</summary>
    /// <returns>The port, 0 when there is none, or an <see cref="Errno"/>.</returns>
    public int GetName(TcpSock sock, int handle, bool isPeer, out uint address, int nowMs)
    {
        address = 0;
        if (!sock.LockAs(handle, nowMs))
        {
            return Errno.BadFile;
        }

        try
        {
            address = isPeer ? sock.RemoteAddress : sock.LocalAddress;
            int port = isPeer ? sock.RemotePort : sock.LocalPort;
            sock.Release(nowMs);
            return port;
        }
        catch (Exception e)
        {
            sock.Trouble = e;
            _context.IsHurt = true;
            throw;
        }
    }

    private int OptionOf(TcpSock sock, int option)
    {
        switch (option)
        {
            case InetOption.ReceiveTimeoutMs: return TimeoutOf(sock.ReceiveTimeoutMs);
            case InetOption.SendTimeoutMs: return TimeoutOf(sock.SendTimeoutMs);
            case InetOption.NoDelay: return sock.IsNoDelay ? 1 : 0;
            case InetOption.Cork: return sock.IsCorked ? 1 : 0;
            case InetOption.Keepalive: return sock.IsKeepalive ? 1 : 0;
            case InetOption.KeepaliveIdleMs: return sock.KeepaliveIdleMs;
            case InetOption.KeepaliveIntervalMs: return sock.KeepaliveIntervalMs;
            case InetOption.KeepaliveProbes: return sock.KeepaliveProbeMax;
            case InetOption.UserTimeoutMs: return sock.UserTimeoutMs;
            case InetOption.NotSentLowWater: return sock.NotSentLowWater;
            case InetOption.SendBuffer:
                int bytes = sock.SendBufferBytes;
                return bytes > 0 && bytes < _limits.TcpSendRingBytes
                    ? bytes : _limits.TcpSendRingBytes;
            case InetOption.Ttl: return sock.Ttl;
            case InetOption.Tos: return sock.Tos;
            case InetOption.Linger:
                return ((sock.LingerMs / MsPerSecond) << 1) | (sock.IsLinger ? 1 : 0);
            default: return Errno.NoProtocolOption;
        }
    }

    private static int StateOf(TcpSock sock, int option)
    {
        switch (option)
        {
            case InetOption.Error: return -sock.TakeError();
            case InetOption.State: return (int)sock.State;
            case InetOption.Available:
                return sock.State == TcpState.Listen ? Errno.Invalid
                    : sock.ReceiveRing == null ? 0 : sock.ReadableBytes;
            case InetOption.IsAtMark: return TcpRecv.ToUrgentMark(sock) == 0 ? 1 : 0;
            case InetOption.UnackedBytes:
                return sock.State >= TcpState.Established ? sock.UnackedBytes : 0;
            case InetOption.Srtt8: return sock.Srtt8;
            case InetOption.TotalRetrans: return sock.TotalRetrans;
            default: return Errno.NoProtocolOption;
        }
    }

    private void SetLocked(TcpSock sock, int option, int value, int nowMs)
    {
        switch (option)
        {
            case InetOption.NoDelay:
                _tcp.Send.SetNoDelay(sock, value != 0, nowMs);
                break;

            case InetOption.Cork:
                sock.IsCorked = value != 0;
                _tcp.Output.SendCheck(sock, nowMs);
                break;

            case InetOption.Keepalive:
                sock.IsKeepalive = value != 0;
                _tcp.Keepalive.Arm(sock, nowMs);
                break;

            case InetOption.KeepaliveIdleMs:
                sock.KeepaliveIdleMs = value;
                _tcp.Keepalive.Arm(sock, nowMs);
                break;

            case InetOption.KeepaliveIntervalMs:
                sock.KeepaliveIntervalMs = value;
                break;

            case InetOption.KeepaliveProbes:
                sock.KeepaliveProbeMax = value;
                break;

            case InetOption.UserTimeoutMs:
                sock.UserTimeoutMs = value;
                break;

            case InetOption.NotSentLowWater:
                sock.NotSentLowWater = value;
                sock.WriteSpace();                      // there may be room for who waits
                break;

            case InetOption.SendBuffer:
                sock.SendBufferBytes = value;
                sock.WriteSpace();
                break;

            default:
                SetOther(sock, option, value);
                break;
        }
    }

    /// <summary>What changes nothing by itself.</summary>
    private static void SetOther(TcpSock sock, int option, int value)
    {
        switch (option)
        {
            case InetOption.Ttl:
                sock.Ttl = value;
                break;

            case InetOption.Tos:
                sock.Tos = value;
                break;

            default:
                SetWait(sock, option, value);
                break;
        }
    }

    /// <summary>How long calls on the socket wait.</summary>
    private static void SetWait(TcpSock sock, int option, int value)
    {
        switch (option)
        {
            case InetOption.ReceiveTimeoutMs:
                sock.ReceiveTimeoutMs = value == 0 ? -1 : value;
                break;

            case InetOption.SendTimeoutMs:
                sock.SendTimeoutMs = value == 0 ? -1 : value;
                break;

            case InetOption.Linger:
                sock.LingerMs = (value >> 1) * MsPerSecond;
                sock.IsLinger = (value & 1) != 0;
                break;

            case InetOption.LingerMs:
                sock.LingerMs = value;
                sock.IsLinger = true;
                break;

            default:
                Bug.On(true);                           // Socket sets what is listed here
                break;
        }
    }

    /// <summary>For ever is 0 to the user and -1 to a wait.</summary>
    private static int TimeoutOf(int timeoutMs) => timeoutMs == -1 ? 0 : timeoutMs;
}
