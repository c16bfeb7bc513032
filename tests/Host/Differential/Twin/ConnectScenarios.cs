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

/// <summary>Connecting, and what a socket says before, during and after it.</summary>
internal static class ConnectScenarios
{
    public static void NewSocket(Script s)
    {
        Socket a = Ends.New();
        Ends.Look(s, "a", a);
        s.Get("local", () => a.LocalEndPoint);
        s.Get("remote", () => a.RemoteEndPoint);
        s.Get("blocking", () => a.Blocking);
        s.Differs(
            Why.SendUnconnected, "send", "error NotConnected", "error Shutdown", () => a.Send(Ends.Bytes(1)));
        s.Get("receive", () => Ends.Read(a));
        s.Do("shutdown", () => a.Shutdown(SocketShutdown.Both));
        s.Get("accept", () => a.Accept());
        Ends.Look(s, "a", a);
        a.Close();
    }

    public static void Refused(Script s)
    {
        Socket a = Ends.New();
        s.Do("connect", () => a.Connect(Ends.Loopback(s.ClosedPort)));
        Ends.Look(s, "a", a);
        s.Differs(
            Why.SendUnconnected, "send", "error NotConnected", "error Shutdown", () => a.Send(Ends.Bytes(1)));
        s.Get("receive", () => Ends.Read(a));
        s.Get("local", () => a.LocalEndPoint);
        s.Get("error", () => a.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error));
        s.Get("remote", () => a.RemoteEndPoint);
        a.Close();
    }

    public static void ShutdownUnconnected(Script s)
    {
        Socket a = Ends.New();
        s.Do("shutdown", () => a.Shutdown(SocketShutdown.Both));
        s.Differs(Why.ShutdownUnconnected, "receive", "error NotConnected", "0", () => Ends.Read(a));
        a.Close();
    }

    public static void BindAfterRefused(Script s)
    {
        Socket a = Ends.New();
        s.Do("connect", () => a.Connect(Ends.Loopback(s.ClosedPort)));
        s.Get("local", () => a.LocalEndPoint);
        s.Differs(
            Why.AfterRefused, "bind", "done", "error InvalidArgument", () => a.Bind(Ends.Loopback(0)));
        a.Close();
    }

    public static void ReceiveAfterRefusedOnceNonBlocking(Script s)
    {
        Socket a = Ends.NonBlocking();
        a.Blocking = true;
        s.Do("connect", () => a.Connect(Ends.Loopback(s.ClosedPort)));
        s.Differs(Why.AfterRefused, "receive", "error NotConnected", "0", () => Ends.Read(a));
        a.Close();
    }

    public static void AgainAfterRefused(Script s)
    {
        Socket listener = Ends.Listening();
        Socket a = Ends.New();
        s.Do("connect to nobody", () => a.Connect(Ends.Loopback(s.ClosedPort)));
        s.Do("connect to somebody", () => a.Connect(listener.LocalEndPoint));
        a.Close();
        listener.Close();
    }

    public static void Connected(Script s)
    {
        Socket listener = Ends.Listening();
        Socket a = Ends.New();
        s.Get("listener's local", () => listener.LocalEndPoint);
        s.Get("listener's remote", () => listener.RemoteEndPoint);
        s.Do("connect", () => a.Connect(listener.LocalEndPoint));
        Ends.Look(s, "listener", listener);
        Socket b = listener.Accept();
        s.Get("a local", () => a.LocalEndPoint);
        s.Get("a remote", () => a.RemoteEndPoint);
        s.Get("b local", () => b.LocalEndPoint);
        s.Get("b remote", () => b.RemoteEndPoint);
        s.Get("b blocking", () => b.Blocking);
        Ends.Look(s, "a", a);
        Ends.Look(s, "b", b);
        Ends.Look(s, "listener", listener);
        a.Close();
        b.Close();
        listener.Close();
    }

    public static void Twice(Script s)
    {
        Ends ends = Ends.Connected();
        s.Do("again", () => ends.Client.Connect(ends.Client.RemoteEndPoint));
        s.Do("from the server", () => ends.Server.Connect(ends.Server.RemoteEndPoint));
        s.Do("bind", () => ends.Client.Bind(Ends.Loopback(0)));
        s.Do("listen", () => ends.Client.Listen(1));
Ends.LookDiffers(
            s, "client", ends.Client, Why.ConnectedIsNow,
            "read False, write True, error False, available 0, connected True",
            "read False, write True, error False, available 0, connected False");
        Ends.Look(s, "server", ends.Server);
        ends.Client.Close();
        ends.Server.Close();
    }

    public static void AgainAfterAReset(Script s)
    {
        Ends ends = Ends.Connected();
        ends.Server.LingerState = new LingerOption(true, 0);
        ends.Server.Close();
        s.Await("error", () => ends.Client.Poll(0, SelectMode.SelectError));
        s.Get("receive", () => Ends.Read(ends.Client));
        s.Differs(
            Why.Reconnect, "connect", "error ConnectionRefused", "InvalidOperationException",
            () => ends.Client.Connect(Ends.Loopback(s.ClosedPort)));
        ends.Client.Close();
    }

    public static void NonBlocking(Script s)
    {
        Socket listener = Ends.Listening();
        Socket a = Ends.NonBlocking();
        s.Do("connect", () => a.Connect(listener.LocalEndPoint));
        s.Await("write", () => a.Poll(0, SelectMode.SelectWrite));
        s.Get("error", () => a.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error));
        s.Get("remote", () => a.RemoteEndPoint);
        s.Do("connect again", () => a.Connect(listener.LocalEndPoint));
        s.Get("send", () => a.Send(Ends.Bytes(3)));
        Ends.Look(s, "a", a);
        a.Close();
        listener.Close();
    }

    public static void NonBlockingRefused(Script s)
    {
        Socket a = Ends.NonBlocking();
        s.Do("connect", () => a.Connect(Ends.Loopback(s.ClosedPort)));
        s.Await("write", () => a.Poll(0, SelectMode.SelectWrite));
        s.Await("error", () => a.Poll(0, SelectMode.SelectError));
        s.Await("read", () => a.Poll(0, SelectMode.SelectRead));
        s.Get("pending", () => a.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error));
        s.Get("pending after that", () => a.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error));
        Ends.LookDiffers(
            s, "a", a, Why.ConnectedIsNow,
            "read True, write True, error False, available 0, connected False",
            "read True, write True, error False, available 0, connected True");
        a.Close();
    }

    public static void NonBlockingRefusedThenSend(Script s)
    {
        Socket a = Ends.NonBlocking();
        s.Do("connect", () => a.Connect(Ends.Loopback(s.ClosedPort)));
        s.Await("write", () => a.Poll(0, SelectMode.SelectError));
        s.Get("send", () => a.Send(Ends.Bytes(1)));
        s.Get("send again", () => a.Send(Ends.Bytes(1)));
        s.Get("receive", () => Ends.Read(a));
        a.Close();
    }

    public static void FromAChosenPort(Script s)
    {
        Socket listener = Ends.Listening();
        Socket a = Ends.New();
        s.Do("bind", () => a.Bind(new IPEndPoint(IPAddress.Any, 0)));
        s.Get("bound to any port", () => Ends.PortOf(a) != 0);
        int port = Ends.PortOf(a);
        s.Do("connect", () => a.Connect(listener.LocalEndPoint));
        s.Get("port stayed", () => Ends.PortOf(a) == port);
        s.Get("local", () => a.LocalEndPoint);
        Socket b = listener.Accept();
        s.Get("seen by the server", () => b.RemoteEndPoint.Equals(a.LocalEndPoint));
        a.Close();
        b.Close();
        listener.Close();
    }

    public static void ToPortZero(Script s)
    {
        Socket a = Ends.New();
        s.Differs(
            Why.ConnectToPortZero, "connect", "ArgumentOutOfRangeException of remoteEP",
            "error ConnectionRefused", () => a.Connect(Ends.Loopback(0)));
        a.Close();
    }

    public static void ToBroadcast(Script s)
    {
        Socket a = Ends.New();
        s.Do("connect", () => a.Connect(new IPEndPoint(IPAddress.Broadcast, 9)));
        a.Close();
    }

    public static void ToAny(Script s)
    {
        Socket listener = Ends.Listening();
        Socket a = Ends.New();
        s.Differs(
            Why.ConnectToAny, "connect", "error NetworkUnreachable", "done",
            () => a.Connect(new IPEndPoint(IPAddress.Any, Ends.PortOf(listener))));
        a.Close();
        listener.Close();
    }

    public static void ToItself(Script s)
    {
        Socket a = Ends.New();
        s.Do("bind", () => a.Bind(Ends.Loopback(0)));
        s.Do("connect", () => a.Connect(a.LocalEndPoint));
        Ends.Look(s, "a", a);
        s.Get("send", () => a.Send(Ends.Bytes(3)));
        s.Get("receive", () => Ends.Read(a));
        a.Close();
    }

    public static void OnAListener(Script s)
    {
        Socket other = Ends.Listening();
        Socket listener = Ends.Listening();
        s.Do("connect", () => listener.Connect(other.LocalEndPoint));
        s.Differs(
            Why.SendUnconnected, "send", "error NotConnected", "error Shutdown",
            () => listener.Send(Ends.Bytes(1)));
        s.Get("receive", () => Ends.Read(listener));
        s.Differs(
            Why.ShutdownListener, "shutdown", "error NotConnected", "done",
            () => listener.Shutdown(SocketShutdown.Receive));
        listener.Close();
        other.Close();
    }
}
