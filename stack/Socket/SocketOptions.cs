using System;
using NanoStack.Kernel;
using NanoStack.Tcp;

namespace NanoStack.Sockets;

/// <content>Options: as properties where System.Net has them, and by level and name.</content>
public partial class Socket
{
    private const int MsPerSecond = 1000;

    /// <summary>True sends short segments at once; false (default) lets one wait for an ACK (Nagle).</summary>
    public bool NoDelay
    {
        get => Find().IsNoDelay;
        set => SetNoDelay(value);
    }

    /// <summary>True holds short segments back until it is false again (TCP_CORK). Not in System.Net.</summary>
    public bool Cork
    {
        get => Find().IsCorked;
        set => SetCork(value);
    }

    /// <summary>True probes an idle peer (RFC 9293, 3.8.4).</summary>
    public bool KeepAlive
    {
        get => Find().IsKeepalive;
        set => SetKeepalive(value);
    }

    /// <summary>Milliseconds sent data may stay unacknowledged, or written data wait at a closed window,
    /// before the connection ends (RFC 5482; tcp(7)); 0 for the stack's own limit. Not in
    /// System.Net.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0.</exception>
    public int UserTimeout
    {
        get => Find().UserTimeoutMs;
        set => Find().UserTimeoutMs = CheckRange(value, 0, int.MaxValue);
    }

    /// <summary>Unsent bytes at which the socket takes no more (TCP_NOTSENT_LOWAT), so that what is
    /// written is fresh when it leaves; 0 for as many as the ring holds. Not in System.Net.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0.</exception>
    public int NotSentLowWater
    {
        get => Find().NotSentLowWater;
        set => Find().NotSentLowWater = CheckRange(value, 0, int.MaxValue);
    }

    /// <summary>Bytes the socket takes before the peer acknowledges them (SO_SNDBUF), rounded up to
    /// segments; the send ring's size is the most there is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int SendBufferSize
    {
        get
        {
            int bytes = Find().SendBufferBytes;
            int ringBytes = _net.Context.Limits.TcpSendRingBytes;
            return bytes > 0 && bytes < ringBytes ? bytes : ringBytes;
        }

        set => Find().SendBufferBytes = CheckRange(value, 1, int.MaxValue);
    }

    /// <summary>Time to live of our packets, 1 to 255.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 1 to 255.</exception>
    public int Ttl
    {
        get => Find().Ttl;
        set => Find().Ttl = CheckRange(value, 1, 255);
    }

    /// <summary>What Close does with unsent data.</summary>
    /// <exception cref="ArgumentNullException">The option is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Its time is outside 0 to 65535 seconds.</exception>
    public LingerOption LingerState
    {
        get
        {
            TcpSock sock = Find();
            return new LingerOption(sock.IsLinger, sock.LingerMs / MsPerSecond);
        }

        set
        {
            if (value == null)
            {
                throw new ArgumentNullException("value");
            }

            TcpSock sock = Find();
            sock.LingerMs = CheckRange(value.LingerTime, 0, 65535) * MsPerSecond;
            sock.IsLinger = value.Enabled;
        }
    }

    /// <summary>Sets an option.</summary>
    /// <exception cref="SocketException">ProtocolOption: not an option of this level.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the option's range.</exception>
    public void SetSocketOption(
        SocketOptionLevel optionLevel, SocketOptionName optionName, int optionValue)
    {
        TcpSock sock = Find();
        int name = (int)optionName;
        if (optionLevel == SocketOptionLevel.Socket)
        {
            SetSocketLevel(optionName, optionValue);
        }
        else if (optionLevel == SocketOptionLevel.IP && name == (int)SocketOptionName.IpTimeToLive)
        {
            sock.Ttl = CheckRange(optionValue, 1, 255);
        }
        else if (optionLevel == SocketOptionLevel.IP && name == (int)SocketOptionName.TypeOfService)
        {
            sock.Tos = CheckRange(optionValue, 0, 255);
        }
        else if (optionLevel == SocketOptionLevel.Tcp)
        {
            SetTcpLevel(sock, optionName, optionValue);
        }
        else
        {
            throw new SocketException(SocketError.ProtocolOption);
        }
    }

    /// <summary>Sets an option that is on or off.</summary>
    /// <exception cref="SocketException">ProtocolOption: not an option of this level.</exception>
    public void SetSocketOption(
        SocketOptionLevel optionLevel, SocketOptionName optionName, bool optionValue)
    {
        SetSocketOption(optionLevel, optionName, optionValue ? 1 : 0);
    }

    /// <summary>Reads an option.</summary>
    /// <returns>Its value as a number.</returns>
    /// <exception cref="SocketException">ProtocolOption: not an option of this level.</exception>
    public int GetSocketOption(SocketOptionLevel optionLevel, SocketOptionName optionName)
    {
        TcpSock sock = Find();
        switch (((int)optionLevel << 16) | (int)optionName)
        {
            case ((int)SocketOptionLevel.IP << 16) | (int)SocketOptionName.IpTimeToLive:
                return sock.Ttl;
            case ((int)SocketOptionLevel.IP << 16) | (int)SocketOptionName.TypeOfService:
                return sock.Tos;
            case ((int)SocketOptionLevel.Tcp << 16) | (int)SocketOptionName.NoDelay:
                return sock.IsNoDelay ? 1 : 0;
            case ((int)SocketOptionLevel.Tcp << 16) | (int)SocketOptionName.TcpKeepAliveTime:
                return sock.KeepaliveIdleMs / MsPerSecond;
            case ((int)SocketOptionLevel.Tcp << 16) | (int)SocketOptionName.TcpKeepAliveInterval:
                return sock.KeepaliveIntervalMs / MsPerSecond;
            case ((int)SocketOptionLevel.Tcp << 16) | (int)SocketOptionName.TcpKeepAliveRetryCount:
                return sock.KeepaliveProbeMax;
        }

        if (optionLevel != SocketOptionLevel.Socket)
        {
            throw new SocketException(SocketError.ProtocolOption);
        }

        switch (optionName)
        {
            case SocketOptionName.KeepAlive: return sock.IsKeepalive ? 1 : 0;
            case SocketOptionName.ReuseAddress: return 1;
            case SocketOptionName.SendBuffer: return SendBufferSize;
            case SocketOptionName.SendTimeout: return SendTimeout;
            case SocketOptionName.ReceiveTimeout: return ReceiveTimeout;
            case SocketOptionName.Error: return TakePendingError(sock);
            default: throw new SocketException(SocketError.ProtocolOption);
        }
    }

    private static int TakePendingError(TcpSock sock)
    {
        int error = sock.TakeError();
        return error == 0 ? 0 : (int)SocketErrors.Of(error);
    }

    private static int CheckRange(int value, int low, int high)
    {
        if (value < low || value > high)
        {
            throw new ArgumentOutOfRangeException(
                "value", low.ToString() + " to " + high.ToString() + ".");
        }

        return value;
    }

    private void SetSocketLevel(SocketOptionName name, int value)
    {
        switch (name)
        {
            case SocketOptionName.KeepAlive:
                SetKeepalive(value != 0);
                break;

            case SocketOptionName.ReuseAddress:
                break;

            case SocketOptionName.SendBuffer:
                SendBufferSize = value;
                break;

            case SocketOptionName.SendTimeout:
                SendTimeout = value;
                break;

            case SocketOptionName.ReceiveTimeout:
                ReceiveTimeout = value;
                break;

            default:
                throw new SocketException(SocketError.ProtocolOption);
        }
    }

    private void SetTcpLevel(TcpSock sock, SocketOptionName name, int value)
    {
        switch (name)
        {
            case SocketOptionName.NoDelay:
                SetNoDelay(value != 0);
                break;

            case SocketOptionName.TcpKeepAliveTime:
                sock.KeepaliveIdleMs = CheckRange(value, 1, 32767) * MsPerSecond;
                SetKeepalive(sock.IsKeepalive);
                break;

            case SocketOptionName.TcpKeepAliveInterval:
                sock.KeepaliveIntervalMs = CheckRange(value, 1, 32767) * MsPerSecond;
                break;

            case SocketOptionName.TcpKeepAliveRetryCount:
                sock.KeepaliveProbeMax = CheckRange(value, 1, 127);
                break;

            default:
                throw new SocketException(SocketError.ProtocolOption);
        }
    }

    private void SetNoDelay(bool isNoDelay)
    {
        TcpSock sock = Find();
        NetContext context = _net.Context;
        int nowMs = context.Clock.NowMs();
        sock.Lock();
        try
        {
            _net.Tcp.Send.SetNoDelay(sock, isNoDelay, nowMs);
            sock.Release(nowMs);
        }
        catch (Exception e)
        {
            sock.Trouble = e;
            context.IsHurt = true;
            throw;
        }
    }

    private void SetCork(bool isCorked)
    {
        TcpSock sock = Find();
        NetContext context = _net.Context;
        int nowMs = context.Clock.NowMs();
        sock.Lock();
        try
        {
            sock.IsCorked = isCorked;
            _net.Tcp.Output.SendCheck(sock, nowMs);
            sock.Release(nowMs);
        }
        catch (Exception e)
        {
            sock.Trouble = e;
            context.IsHurt = true;
            throw;
        }
    }

    private void SetKeepalive(bool isKeepalive)
    {
        TcpSock sock = Find();
        NetContext context = _net.Context;
        int nowMs = context.Clock.NowMs();
        sock.Lock();
        try
        {
            sock.IsKeepalive = isKeepalive;
            _net.Tcp.Keepalive.Arm(sock, nowMs);
            sock.Release(nowMs);
        }
        catch (Exception e)
        {
            sock.Trouble = e;
            context.IsHurt = true;
            throw;
        }
    }
}
