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

/// <summary>Binding, listening and accepting.</summary>
internal static class ListenScenarios
{
    public static void BindTwice(Script s)
    {
        Socket a = Ends.New();
        s.Do("bind", () => a.Bind(Ends.Loopback(0)));
        s.Get("local", () => a.LocalEndPoint);
        s.Get("remote", () => a.RemoteEndPoint);
        s.Do("bind again", () => a.Bind(Ends.Loopback(0)));
        Ends.Look(s, "a", a);
        a.Close();
    }

    public static void BindToAPortInUse(Script s)
    {
        Socket listener = Ends.Listening();
        Socket a = Ends.New();
        s.Do("bind to a listener's", () => a.Bind(listener.LocalEndPoint));
        s.Do("bind to any of that port", () => a.Bind(new IPEndPoint(IPAddress.Any, Ends.PortOf(listener))));
        listener.Close();
        s.Do("bind once it is closed", () => a.Bind(Ends.Loopback(0)));
        a.Close();
    }

    public static void BindAgainAfterTheListenerClosed(Script s)
    {
        Socket listener = Ends.Listening();
        IPEndPoint point = (IPEndPoint)listener.LocalEndPoint;
        listener.Close();
        Socket a = Ends.New();
        s.Do("bind", () => a.Bind(point));
        s.Do("listen", () => a.Listen(1));
        a.Close();
    }

    public static void BindAgainWhileAConnectionLives(Script s)
    {
        Ends ends = Ends.Connected();
        Socket a = Ends.New();
        s.Do("bind", () => a.Bind(ends.Server.LocalEndPoint));
        s.Do("listen", () => a.Listen(1));
        a.Close();
        ends.Client.Close();
        ends.Server.Close();
    }

    public static void BindTwoToOnePort(Script s)
    {
        Socket a = Ends.New();
        Socket b = Ends.New();
        a.Bind(Ends.Loopback(0));
        s.Differs(
            Why.BoundTwice, "bind the second", "error AddressAlreadyInUse", "done",
            () => b.Bind(a.LocalEndPoint));
        s.Do("listen on the first", () => a.Listen(1));
        s.Differs(
            Why.BoundTwice, "listen on the second", "done", "error AddressAlreadyInUse", () => b.Listen(1));
        a.Close();
        b.Close();
    }

    public static void BindToAStrangersAddress(Script s)
    {
        if (!s.IsUsual("ip_nonlocal_bind", "0"))
        {
            return;
        }

        Socket a = Ends.New();
        s.Do("bind", () => a.Bind(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 0)));
        s.Get("local", () => a.LocalEndPoint);
        s.Do("bind elsewhere", () => a.Bind(Ends.Loopback(0)));
        a.Close();
    }

    public static void BindToAny(Script s)
    {
        Socket a = Ends.New();
        s.Do("bind", () => a.Bind(new IPEndPoint(IPAddress.Any, 0)));
        s.Get("address", () => ((IPEndPoint)a.LocalEndPoint).Address.ToString());
        s.Do("listen", () => a.Listen(1));
        Socket c = Ends.New();
        s.Do("connect", () => c.Connect(Ends.Loopback(Ends.PortOf(a))));
        Socket b = a.Accept();
        s.Get("address of the accepted", () => ((IPEndPoint)b.LocalEndPoint).Address.ToString());
        a.Close();
        b.Close();
        c.Close();
    }

    public static void ListenWithoutBind(Script s)
    {
        Socket a = Ends.New();
        s.Do("listen", () => a.Listen(1));
        s.Differs(Why.ListenUnbound, "port", "True", "NullReferenceException", () => Ends.PortOf(a) != 0);
        s.Do("listen again", () => a.Listen(5));
        s.Do("bind", () => a.Bind(Ends.Loopback(0)));
        Ends.Look(s, "a", a);
        a.Close();
    }

    public static void BacklogOfZeroOrLess(Script s)
    {
        Socket a = Ends.New();
        a.Bind(Ends.Loopback(0));
        s.Do("listen 0", () => a.Listen(0));
        s.Do("listen -1", () => a.Listen(-1));
        s.Do("listen a lot", () => a.Listen(int.MaxValue));
        Socket c = Ends.New();
        s.Do("connect", () => c.Connect(a.LocalEndPoint));
        c.Close();
        a.Close();
    }

    public static void AcceptWithoutListen(Script s)
    {
        Socket a = Ends.New();
        s.Get("accept unbound", () => a.Accept());
        a.Bind(Ends.Loopback(0));
        s.Get("accept bound", () => a.Accept());
        Ends both = Ends.Connected();
        s.Get("accept connected", () => both.Client.Accept());
        a.Close();
        both.Client.Close();
        both.Server.Close();
    }

    public static void AcceptNonBlocking(Script s)
    {
        Socket listener = Ends.Listening();
        listener.Blocking = false;
        s.Get("accept", () => listener.Accept());
        Socket c = Ends.New();
        c.Connect(listener.LocalEndPoint);
        s.Await("read", () => listener.Poll(0, SelectMode.SelectRead));
        Socket b = listener.Accept();
        s.Get("blocking of the accepted", () => b.Blocking);
        s.Get("accept again", () => listener.Accept());
        b.Close();
        c.Close();
        listener.Close();
    }

    public static void AcceptAfterThePeerSentAndClosed(Script s)
    {
        Socket listener = Ends.Listening();
        Socket c = Ends.New();
        c.Connect(listener.LocalEndPoint);
        s.Get("send", () => c.Send(Ends.Bytes(4)));
        c.Close();
        Socket b = listener.Accept();
        Ends.AwaitBytes(s, "b", b, 4);
        s.Get("receive", () => Ends.Read(b));
        s.Get("end", () => Ends.Read(b));
        Ends.Look(s, "b", b);
        b.Close();
        listener.Close();
    }

    public static void AcceptAfterThePeerReset(Script s)
    {
        Socket listener = Ends.Listening();
        Socket c = Ends.New();
        c.Connect(listener.LocalEndPoint);
        s.Await("pending", () => listener.Poll(0, SelectMode.SelectRead));
        c.LingerState = new LingerOption(true, 0);
        c.Close();
        Socket b = listener.Accept();
        s.Get("remote", () => b.RemoteEndPoint != null);
        s.Await("read", () => b.Poll(0, SelectMode.SelectRead));
        s.Get("receive", () => Ends.Read(b));
        b.Close();
        listener.Close();
    }

    public static void TwoWaitInOrder(Script s)
    {
        Socket listener = Ends.Listening();
        Socket first = Ends.New();
        Socket second = Ends.New();
        first.Connect(listener.LocalEndPoint);
        second.Connect(listener.LocalEndPoint);
        Socket a = listener.Accept();
        Socket b = listener.Accept();
        s.Get("first", () => a.RemoteEndPoint.Equals(first.LocalEndPoint));
        s.Get("second", () => b.RemoteEndPoint.Equals(second.LocalEndPoint));
        Ends.Look(s, "listener", listener);
        a.Close();
        b.Close();
        first.Close();
        second.Close();
        listener.Close();
    }

    public static void CloseWithWaitingConnections(Script s)
    {
        Socket listener = Ends.Listening();
        Socket c = Ends.New();
        c.Connect(listener.LocalEndPoint);
        s.Await("pending", () => listener.Poll(0, SelectMode.SelectRead));
        listener.Close();
        s.Await("read", () => c.Poll(0, SelectMode.SelectRead));
        s.Get("receive", () => Ends.Read(c));
        s.Get("receive again", () => Ends.Read(c));
        c.Close();
    }

    public static void ConnectAfterTheListenerClosed(Script s)
    {
        Ends ends = Ends.Connected();
        Socket c = Ends.New();
        s.Do("connect", () => c.Connect(ends.Server.LocalEndPoint));
        c.Close();
        ends.Client.Close();
        ends.Server.Close();
    }

    public static void AcceptedInheritsOptions(Script s)
    {
        Socket listener = Ends.Listening();
        listener.NoDelay = true;
        listener.LingerState = new LingerOption(true, 7);
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        listener.ReceiveTimeout = 1234;
        listener.Ttl = 33;
        Socket c = Ends.New();
        c.Connect(listener.LocalEndPoint);
        Socket b = listener.Accept();
        s.Get("no delay", () => b.NoDelay);
        s.Get("linger", () => b.LingerState.Enabled);
        s.Get("linger time", () => b.LingerState.LingerTime);
        s.Get("keep alive", () => b.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
        s.Get("ttl", () => b.Ttl);
        b.LingerState = new LingerOption(false, 0);
        b.Close();
        c.Close();
        listener.Close();
    }
}
