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

/// <summary>Sockets as scenarios begin with them.</summary>
internal sealed class Ends
{
    /// <summary>Far above what a loopback takes; a call that waits in vain ends the test, not the
    /// day.</summary>
    private const int PatienceMs = 10000;

    public Socket Listener;
    public Socket Client;
    public Socket Server;

    /// <summary>A TCP socket that does not wait for ever.</summary>
    public static Socket New()
    {
        return new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            ReceiveTimeout = PatienceMs,
            SendTimeout = PatienceMs,
        };
    }

    public static Socket NonBlocking()
    {
        Socket socket = New();
        socket.Blocking = false;
        return socket;
    }

    /// <summary>A listener on a port of the stack's choice.</summary>
    public static Socket Listening()
    {
        Socket listener = New();
        listener.Bind(Loopback(0));
        listener.Listen(8);
        return listener;
    }

    /// <summary>A connection, both ends in hand; the listener is closed.</summary>
    public static Ends Connected()
    {
        Ends ends = new Ends { Listener = Listening(), Client = New() };
        ends.Client.Connect(ends.Listener.LocalEndPoint);
        ends.Server = ends.Listener.Accept();
        ends.Listener.Close();
        ends.Server.ReceiveTimeout = PatienceMs;
        ends.Server.SendTimeout = PatienceMs;
        ends.Client.NoDelay = true;
        ends.Server.NoDelay = true;
        return ends;
    }

    public static IPEndPoint Loopback(int port) => new IPEndPoint(IPAddress.Loopback, port);

    public static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint).Port;

    /// <summary>Bytes 1, 2, 3 ...</summary>
    public static byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
        {
            bytes[i] = (byte)(i + 1);
        }

        return bytes;
    }

    /// <summary>What one Receive gives, as bytes.</summary>
    public static object Read(Socket socket, int size, SocketFlags flags)
    {
        byte[] buffer = new byte[size];
        int count = socket.Receive(buffer, 0, size, flags);
        byte[] read = new byte[count];
        Array.Copy(buffer, read, count);
        return count == 0 ? (object)0 : read;
    }

    public static object Read(Socket socket) => Read(socket, 64, SocketFlags.None);

    /// <summary>All that can be seen of a socket without changing it.</summary>
    public static void Look(Script s, string name, Socket socket)
    {
        Outcome outcome = new Outcome();
        s.Await(name, () => View(outcome, socket));
    }

    /// <summary>The same where the two differ, for a reason.</summary>
    public static void LookDiffers(Script s, string name, Socket socket, Why why, string nano, string kernel)
    {
        Outcome outcome = new Outcome();
        s.Differs(why, name, nano, kernel, () => View(outcome, socket));
    }

    public static string View(Outcome outcome, Socket socket)
    {
        return "read " + outcome.Of(() => socket.Poll(0, SelectMode.SelectRead))
            + ", write " + outcome.Of(() => socket.Poll(0, SelectMode.SelectWrite))
            + ", error " + outcome.Of(() => socket.Poll(0, SelectMode.SelectError))
            + ", available " + outcome.Of(() => socket.Available)
            + ", connected " + outcome.Of(() => socket.Connected);
    }

    public void Look(Script s)
    {
        Look(s, "client", Client);
        Look(s, "server", Server);
    }

    /// <summary>Waits until so many bytes can be read.</summary>
    public static void AwaitBytes(Script s, string name, Socket socket, int count)
    {
        s.Await(name + " has " + count, () => socket.Available == count);
    }
}
