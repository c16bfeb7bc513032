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

/// <summary>Arguments that are wrong, and sockets that are closed.</summary>
internal static class ArgumentScenarios
{
    public static void NullsOnSockets(Script s)
    {
        Ends ends = Ends.Connected();
        s.Get("send", () => ends.Client.Send((byte[])null));
        s.Get("send part", () => ends.Client.Send(null, 0, 1, SocketFlags.None));
        s.Get("receive", () => ends.Client.Receive((byte[])null));
        s.Get("receive part", () => ends.Client.Receive(null, 0, 1, SocketFlags.None));
        s.Do("connect", () => ends.Client.Connect((EndPoint)null));
        s.Do("bind", () => ends.Client.Bind(null));
        End(ends);
    }

    public static void RangesOnSockets(Script s)
    {
        Ends ends = Ends.Connected();
        byte[] data = new byte[10];
        s.Get("send offset -1", () => ends.Client.Send(data, -1, 1, SocketFlags.None));
        s.Get("send offset 11", () => ends.Client.Send(data, 11, 0, SocketFlags.None));
        s.Get("send offset 10", () => ends.Client.Send(data, 10, 0, SocketFlags.None));
        s.Get("send size -1", () => ends.Client.Send(data, 0, -1, SocketFlags.None));
        s.Get("send size 11", () => ends.Client.Send(data, 0, 11, SocketFlags.None));
        s.Get("send overflow", () => ends.Client.Send(data, 1, int.MaxValue, SocketFlags.None));
        s.Get("receive offset -1", () => ends.Client.Receive(data, -1, 1, SocketFlags.None));
        s.Get("receive offset 11", () => ends.Client.Receive(data, 11, 0, SocketFlags.None));
        s.Get("receive size -1", () => ends.Client.Receive(data, 0, -1, SocketFlags.None));
        s.Get("receive overflow", () => ends.Client.Receive(data, 1, int.MaxValue, SocketFlags.None));
        End(ends);
    }

    public static void ArgumentsBeforeState(Script s)
    {
        Socket a = Ends.New();
        s.Get("send nothing unconnected", () => a.Receive(new byte[0]));
        s.Get("receive null unconnected", () => a.Receive((byte[])null));
        a.Close();
        s.Get("receive null closed", () => a.Receive((byte[])null));
        s.Do("connect null closed", () => a.Connect((EndPoint)null));
    }

    public static void EndPoints(Script s)
    {
        s.Get("port -1", () => new IPEndPoint(IPAddress.Any, -1));
        s.Get("port 65536", () => new IPEndPoint(IPAddress.Any, 65536));
        s.Get("no address", () => new IPEndPoint((IPAddress)null, 1));
        s.Get("text", () => new IPEndPoint(IPAddress.Loopback, 80).ToString());
        s.Get("equal", () => new IPEndPoint(IPAddress.Loopback, 80).Equals(new IPEndPoint(IPAddress.Loopback, 80)));
        s.Get("other port", () => new IPEndPoint(IPAddress.Loopback, 80).Equals(new IPEndPoint(IPAddress.Loopback, 81)));
        s.Get("operator", () => new IPEndPoint(IPAddress.Loopback, 80) == new IPEndPoint(IPAddress.Loopback, 80));
        s.Get("equal to null", () => new IPEndPoint(IPAddress.Loopback, 80).Equals(null));
        s.Get("hash", () => new IPEndPoint(IPAddress.Loopback, 80).GetHashCode()
            == new IPEndPoint(IPAddress.Parse("127.0.0.1"), 80).GetHashCode());
        s.Get("other kind", () => new IPEndPoint(IPAddress.Loopback, 80).Equals("127.0.0.1:80"));
    }

    public static void Addresses(Script s)
    {
        foreach (string text in new[]
        {
            "127.0.0.1", "0.0.0.0", "255.255.255.255", "1.2.3.256", "1.2.3.", "", "a.b.c.d", "1.2.3.4.5",
            " 1.2.3.4", "1.2.3.4 ", "-1.2.3.4", "1.2.3.4:80", "10.0.0.1",
        })
        {
            s.Get("parse '" + text + "'", () => IPAddress.Parse(text).ToString());
            s.Get("try", () =>
            {
                IPAddress address;
                return IPAddress.TryParse(text, out address) + " " + address;
            });
        }

        s.Get("parse null", () => IPAddress.Parse((string)null));
        s.Get("bytes", () => IPAddress.Loopback.GetAddressBytes());
        s.Get("from bytes", () => new IPAddress(new byte[] { 1, 2, 3, 4 }).ToString());
        s.Get("from 3 bytes", () => new IPAddress(new byte[3]));
        s.Get("from null", () => new IPAddress((byte[])null));
        s.Get("from number", () => new IPAddress(0x0100007FL).ToString());
        s.Get("from -1", () => new IPAddress(-1L));
        s.Get("from too much", () => new IPAddress(0x100000000L));
        s.Get("is loopback", () => IPAddress.IsLoopback(IPAddress.Parse("127.9.9.9")));
        s.Get("is not", () => IPAddress.IsLoopback(IPAddress.Any));
        s.Get("equal", () => IPAddress.Parse("127.0.0.1").Equals(IPAddress.Loopback));
        s.Get("equal to null", () => IPAddress.Loopback.Equals(null));
        s.Get("equal to text", () => IPAddress.Loopback.Equals("127.0.0.1"));
        s.Get("none is broadcast", () => IPAddress.None.Equals(IPAddress.Broadcast));
        s.Get("any is not none", () => IPAddress.Any == IPAddress.None);
        s.Get("null", () => (IPAddress)null == null);
        s.Get("address and null", () => IPAddress.Any == null);
        s.Get("null and address", () => null != IPAddress.Any);
        s.Differs(
            Why.AddressOperator, "==", "True", "False", () => IPAddress.Parse("127.0.0.1") == IPAddress.Loopback);
        s.Differs(
            Why.AddressOperator, "!=", "False", "True", () => IPAddress.Parse("127.0.0.1") != IPAddress.Loopback);
        s.Get("hash", () => IPAddress.Parse("127.0.0.1").GetHashCode() == IPAddress.Loopback.GetHashCode());
        s.Get("family", () => IPAddress.Any.AddressFamily);
        s.Get("none", () => IPAddress.None.ToString());
    }

    public static void AfterClose(Script s)
    {
        Ends ends = Ends.Connected();
        Socket a = ends.Client;
        a.Close();
        s.Get("send", () => a.Send(Ends.Bytes(1)));
        s.Get("send nothing", () => a.Send(new byte[0]));
        s.Get("receive", () => Ends.Read(a));
        s.Do("connect", () => a.Connect(Ends.Loopback(s.ClosedPort)));
        s.Do("bind", () => a.Bind(Ends.Loopback(0)));
        s.Do("listen", () => a.Listen(1));
        s.Get("accept", () => a.Accept());
        s.Do("shutdown", () => a.Shutdown(SocketShutdown.Both));
        s.Get("poll", () => a.Poll(0, SelectMode.SelectRead));
        s.Get("available", () => a.Available);
        s.Get("connected", () => a.Connected);
        s.Get("blocking", () => a.Blocking);
        s.Do("set blocking", () => a.Blocking = false);
        s.Get("local", () => a.LocalEndPoint);
        s.Get("remote", () => a.RemoteEndPoint);
        s.Get("no delay", () => a.NoDelay);
        s.Get("linger", () => a.LingerState);
        s.Get("ttl", () => a.Ttl);
        s.Get("timeout", () => a.ReceiveTimeout);
        s.Get("option", () => a.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error));
        s.Do("set option", () => a.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, 1));
        s.Do("close", () => a.Close());
        ends.Server.Close();
    }

    public static void PollModes(Script s)
    {
        Ends ends = Ends.Connected();
        s.Get("read", () => ends.Client.Poll(0, SelectMode.SelectRead));
        s.Get("write", () => ends.Client.Poll(0, SelectMode.SelectWrite));
        s.Get("write for ever", () => ends.Client.Poll(-1, SelectMode.SelectWrite));
        s.Get("read 1 us", () => ends.Client.Poll(1, SelectMode.SelectRead));
        s.Get("unknown", () => ends.Client.Poll(0, (SelectMode)7));
        s.Do("unknown shutdown", () => ends.Client.Shutdown((SocketShutdown)9));
        s.Differs(
            Why.UnknownOption, "unknown option", "error ProtocolOption", "error OperationNotSupported",
            () => ends.Client.GetSocketOption(SocketOptionLevel.Tcp, (SocketOptionName)9999));
        End(ends);
    }

    private static void End(Ends ends)
    {
        ends.Client.Close();
        ends.Server.Close();
    }
}
