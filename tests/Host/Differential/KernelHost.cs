using System;
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
