using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Differential;

/// <summary>The loopback of this machine.</summary>
internal sealed class KernelHost : IDisposable
{
    private readonly Socket _closed;

    public KernelHost()
    {
        _closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        ClosedPort = ((IPEndPoint)_closed.LocalEndPoint).Port;
    }

    /// <summary>A port that is taken, so that nobody listens there.</summary>
    public int ClosedPort { get; }

    /// <summary>Ends a test that has no reference on this machine, and says why.</summary>
    public static void SkipWithout()
    {
        string reason = ReasonToSkip();
        if (reason != null)
        {
            Assert.Inconclusive(reason);
        }
    }

    /// <summary>A setting of this machine's IPv4; "unknown" where there is none.</summary>
    public static string Setting(string name)
    {
        string path = Path.Combine("/proc/sys/net/ipv4", name);
        return File.Exists(path) ? File.ReadAllText(path).Trim() : "unknown";
    }

    private static string ReasonToSkip()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "the reference is Linux's TCP";
        }

        try
        {
            using Socket listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            listener.Listen(1);
            using Socket client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            client.Connect(listener.LocalEndPoint);
            return null;
        }
        catch (SocketException exception)
        {
            return "no loopback on this machine: " + exception.SocketErrorCode;
        }
    }

    public void Dispose()
    {
        _closed.Dispose();
    }
}
