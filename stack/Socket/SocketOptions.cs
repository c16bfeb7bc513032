using System;

namespace NanoStack.Sockets;

/// <content>Options: as properties where System.Net has them, and by level and name.</content>
public partial class Socket
{
    private const int MsPerSecond = 1000;

    /// <summary>True sends short segments at once; false (default) lets one wait for an ACK (Nagle).</summary>
    public bool NoDelay
    {
        get => Get(InetOption.NoDelay) != 0;
        set => Set(InetOption.NoDelay, value ? 1 : 0);
    }

    /// <summary>True holds short segments back until it is false again (TCP_CORK). Not in System.Net.</summary>
    public bool Cork
    {
        get => Get(InetOption.Cork) != 0;
        set => Set(InetOption.Cork, value ? 1 : 0);
    }

    /// <summary>True probes an idle peer (RFC 9293, 3.8.4).</summary>
    public bool KeepAlive
    {
        get => Get(InetOption.Keepalive) != 0;
        set => Set(InetOption.Keepalive, value ? 1 : 0);
    }

    /// <summary>Milliseconds sent data may stay unacknowledged, or written data wait at a closed window,
    /// before the connection ends (RFC 5482; tcp(7)); 0 for the stack's own limit. Not in
    /// System.Net.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0.</exception>
    public int UserTimeout
    {
        get => Get(InetOption.UserTimeoutMs);
        set => Set(InetOption.UserTimeoutMs, CheckRange(value, 0, int.MaxValue));
    }

    /// <summary>Unsent bytes at which the socket takes no more (TCP_NOTSENT_LOWAT), so that what is
    /// written is fresh when it leaves; 0 for as many as the ring holds. Not in System.Net.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0.</exception>
    public int NotSentLowWater
    {
        get => Get(InetOption.NotSentLowWater);
        set => Set(InetOption.NotSentLowWater, CheckRange(value, 0, int.MaxValue));
    }

    /// <summary>Bytes the socket takes before the peer acknowledges them (SO_SNDBUF), rounded up to
    /// segments; the send ring's size is the most there is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int SendBufferSize
    {
        get => Get(InetOption.SendBuffer);
        set => Set(InetOption.SendBuffer, CheckRange(value, 1, int.MaxValue));
    }

    /// <summary>Time to live of our packets, 1 to 255.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 1 to 255.</exception>
    public int Ttl
    {
        get => Get(InetOption.Ttl);
        set => Set(InetOption.Ttl, CheckRange(value, 1, 255));
    }

    /// <summary>What Close does with unsent data.</summary>
    /// <exception cref="ArgumentNullException">The option is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Its time is outside 0 to 65535 seconds.</exception>
    public LingerOption LingerState
    {
        get
        {
            int linger = Get(InetOption.Linger);
            return new LingerOption((linger & 1) != 0, linger >> 1);
        }

        set
        {
            if (value == null)
            {
                throw new ArgumentNullException("value");
            }

            int seconds = CheckRange(value.LingerTime, 0, 65535);
            Set(InetOption.Linger, (seconds << 1) | (value.Enabled ? 1 : 0));
        }
    }

    /// <summary>Sets an option.</summary>
    /// <exception cref="SocketException">ProtocolOption: not an option of this level.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the option's range.</exception>
    public void SetSocketOption(
        SocketOptionLevel optionLevel, SocketOptionName optionName, int optionValue)
    {
        Handle();
        int name = (int)optionName;
        if (optionLevel == SocketOptionLevel.Socket)
        {
            SetSocketLevel(optionName, optionValue);
        }
        else if (optionLevel == SocketOptionLevel.IP && name == (int)SocketOptionName.IpTimeToLive)
        {
            Ttl = optionValue;
        }
        else if (optionLevel == SocketOptionLevel.IP && name == (int)SocketOptionName.TypeOfService)
        {
            Set(InetOption.Tos, CheckRange(optionValue, 0, 255));
        }
        else if (optionLevel == SocketOptionLevel.Tcp)
        {
            SetTcpLevel(optionName, optionValue);
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
        Handle();
        switch (((int)optionLevel << 16) | (int)optionName)
        {
            case ((int)SocketOptionLevel.IP << 16) | (int)SocketOptionName.IpTimeToLive:
                return Ttl;
            case ((int)SocketOptionLevel.IP << 16) | (int)SocketOptionName.TypeOfService:
                return Get(InetOption.Tos);
            case ((int)SocketOptionLevel.Tcp << 16) | (int)SocketOptionName.NoDelay:
                return Get(InetOption.NoDelay);
            case ((int)SocketOptionLevel.Tcp << 16) | (int)SocketOptionName.TcpKeepAliveTime:
                return Get(InetOption.KeepaliveIdleMs) / MsPerSecond;
            case ((int)SocketOptionLevel.Tcp << 16) | (int)SocketOptionName.TcpKeepAliveInterval:
                return Get(InetOption.KeepaliveIntervalMs) / MsPerSecond;
            case ((int)SocketOptionLevel.Tcp << 16) | (int)SocketOptionName.TcpKeepAliveRetryCount:
                return Get(InetOption.KeepaliveProbes);
        }

        if (optionLevel != SocketOptionLevel.Socket)
        {
            throw new SocketException(SocketError.ProtocolOption);
        }

        switch (optionName)
        {
            case SocketOptionName.KeepAlive: return Get(InetOption.Keepalive);
            case SocketOptionName.ReuseAddress: return 1;
            case SocketOptionName.SendBuffer: return SendBufferSize;
            case SocketOptionName.SendTimeout: return SendTimeout;
            case SocketOptionName.ReceiveTimeout: return ReceiveTimeout;
            case SocketOptionName.Error: return TakePendingError();
            default: throw new SocketException(SocketError.ProtocolOption);
        }
    }

    private int TakePendingError()
    {
        int error = Get(InetOption.Error);
        return error == 0 ? 0 : (int)SocketErrors.Of(-error);
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
                KeepAlive = value != 0;
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

    private void SetTcpLevel(SocketOptionName name, int value)
    {
        switch (name)
        {
            case SocketOptionName.NoDelay:
                NoDelay = value != 0;
                break;

            case SocketOptionName.TcpKeepAliveTime:
                Set(InetOption.KeepaliveIdleMs, CheckRange(value, 1, 32767) * MsPerSecond);
                break;

            case SocketOptionName.TcpKeepAliveInterval:
                Set(InetOption.KeepaliveIntervalMs, CheckRange(value, 1, 32767) * MsPerSecond);
                break;

            case SocketOptionName.TcpKeepAliveRetryCount:
                Set(InetOption.KeepaliveProbes, CheckRange(value, 1, 127));
                break;

            default:
                throw new SocketException(SocketError.ProtocolOption);
        }
    }
}
