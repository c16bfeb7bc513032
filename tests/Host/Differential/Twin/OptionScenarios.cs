#if ON_KERNEL
using System.Net;
using System.Net.Sockets;
#else
using NanoStack.Sockets;
#endif
using System;

#if ON_KERNEL
namespace NanoStack.Tests.Host.Differential.OnKernel;
#else
namespace NanoStack.Tests.Host.Differential.OnNano;
#endif

/// <summary>Options: what is set is read back, and what cannot be is refused.</summary>
internal static class OptionScenarios
{
    public static void NoDelay(Script s)
    {
        Socket a = Ends.New();
        s.Get("default", () => a.NoDelay);
        s.Do("set", () => a.NoDelay = true);
        s.Get("property", () => a.NoDelay);
        Option(s, a, SocketOptionLevel.Tcp, SocketOptionName.NoDelay);
        s.Do("clear", () => a.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.NoDelay, 0));
        s.Get("property", () => a.NoDelay);
        s.Do("set true", () => a.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.NoDelay, true));
        Option(s, a, SocketOptionLevel.Tcp, SocketOptionName.NoDelay);
        a.Close();
    }

    public static void KeepAlive(Script s)
    {
        Socket a = Ends.New();
        Option(s, a, SocketOptionLevel.Socket, SocketOptionName.KeepAlive);
        s.Do("set", () => a.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true));
        Option(s, a, SocketOptionLevel.Socket, SocketOptionName.KeepAlive);
        DefaultOption(s, a, SocketOptionName.TcpKeepAliveTime, "tcp_keepalive_time", "7200");
        DefaultOption(s, a, SocketOptionName.TcpKeepAliveInterval, "tcp_keepalive_intvl", "75");
        DefaultOption(s, a, SocketOptionName.TcpKeepAliveRetryCount, "tcp_keepalive_probes", "9");
        foreach (SocketOptionName name in new[]
        {
            SocketOptionName.TcpKeepAliveTime, SocketOptionName.TcpKeepAliveInterval,
            SocketOptionName.TcpKeepAliveRetryCount,
        })
        {
            s.Do("set " + (int)name, () => a.SetSocketOption(SocketOptionLevel.Tcp, name, 17));
            Option(s, a, SocketOptionLevel.Tcp, name);
            foreach (int value in new[] { 0, -1, 1000000 })
            {
                s.Differs(
                    Why.OptionRange, "set " + value, "ArgumentOutOfRangeException of value",
                    "error InvalidArgument", () => a.SetSocketOption(SocketOptionLevel.Tcp, name, value));
            }

            Option(s, a, SocketOptionLevel.Tcp, name);
        }

        a.Close();
    }

    public static void Linger(Script s)
    {
        Socket a = Ends.New();
        s.Get("default", () => a.LingerState.Enabled);
        s.Get("default time", () => a.LingerState.LingerTime);
        s.Do("set", () => a.LingerState = new LingerOption(true, 12));
        s.Get("enabled", () => a.LingerState.Enabled);
        s.Get("time", () => a.LingerState.LingerTime);
        s.Do("disable", () => a.LingerState = new LingerOption(false, 5));
        s.Get("enabled", () => a.LingerState.Enabled);
        foreach (int seconds in new[] { -1, 65536 })
        {
            s.Differs(
                Why.OptionRange, "time " + seconds, "ArgumentOutOfRangeException of value",
                "ArgumentException of optionValue", () => a.LingerState = new LingerOption(true, seconds));
        }

        a.Close();
    }

    public static void Ttl(Script s)
    {
        Socket a = Ends.New();
        if (s.IsUsual("ip_default_ttl", "64"))
        {
            s.Get("default", () => a.Ttl);
        }

        s.Do("set", () => a.Ttl = 7);
        s.Get("property", () => a.Ttl);
        Option(s, a, SocketOptionLevel.IP, SocketOptionName.IpTimeToLive);
        s.Do("negative", () => a.Ttl = -1);
        s.Do("too much", () => a.Ttl = 256);
        s.Differs(
            Why.OptionRange, "option too much", "ArgumentOutOfRangeException of value", "error InvalidArgument",
            () => a.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.IpTimeToLive, 256));
        s.Differs(
            Why.OptionRange, "zero", "ArgumentOutOfRangeException of value", "error InvalidArgument",
            () => a.Ttl = 0);
        s.Get("property", () => a.Ttl);
        a.Close();
    }

    public static void TypeOfService(Script s)
    {
        Socket a = Ends.New();
        Option(s, a, SocketOptionLevel.IP, SocketOptionName.TypeOfService);
        s.Do("set", () => a.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.TypeOfService, 0x10));
        Option(s, a, SocketOptionLevel.IP, SocketOptionName.TypeOfService);
        a.Close();
    }

    public static void Timeouts(Script s)
    {
        Socket a = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        s.Get("receive default", () => a.ReceiveTimeout);
        s.Get("send default", () => a.SendTimeout);
        s.Do("set", () => a.ReceiveTimeout = 1500);
        s.Get("receive", () => a.ReceiveTimeout);
        Option(s, a, SocketOptionLevel.Socket, SocketOptionName.ReceiveTimeout);
        s.Do("set send", () => a.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.SendTimeout, 2500));
        s.Get("send", () => a.SendTimeout);
        s.Do("for ever", () => a.ReceiveTimeout = 0);
        s.Get("receive", () => a.ReceiveTimeout);
        s.Do("for ever too", () => a.SendTimeout = -1);
        s.Get("send", () => a.SendTimeout);
        s.Do("negative", () => a.ReceiveTimeout = -2);
        s.Do("negative send", () => a.SendTimeout = -2);
        a.Close();
    }

    public static void ErrorOption(Script s)
    {
        Socket a = Ends.New();
        Option(s, a, SocketOptionLevel.Socket, SocketOptionName.Error);
        a.Close();
    }

    public static void ReuseAddress(Script s)
    {
        Socket a = Ends.New();
        s.Do("set", () => a.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true));
        Option(s, a, SocketOptionLevel.Socket, SocketOptionName.ReuseAddress);
        a.Close();
    }

    public static void Blocking(Script s)
    {
        Socket a = Ends.New();
        s.Get("default", () => a.Blocking);
        s.Do("clear", () => a.Blocking = false);
        s.Get("property", () => a.Blocking);
        s.Do("set", () => a.Blocking = true);
        s.Get("property", () => a.Blocking);
        a.Close();
    }

    private static void DefaultOption(Script s, Socket socket, SocketOptionName name, string setting, string usual)
    {
        if (s.IsUsual(setting, usual))
        {
            Option(s, socket, SocketOptionLevel.Tcp, name);
        }
    }

    private static void Option(Script s, Socket socket, SocketOptionLevel level, SocketOptionName name)
    {
        s.Get(level + " " + (int)name, () => socket.GetSocketOption(level, name));
    }
}
