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

/// <summary>TcpClient, TcpListener and NetworkStream.</summary>
internal static class ClientScenarios
{
    public static void Echo(Script s)
    {
        TcpListener listener = new TcpListener(IPAddress.Loopback, 0);
        s.Get("endpoint before", () => listener.LocalEndpoint);
        s.Get("pending before", () => listener.Pending());
        s.Get("accept before", () => listener.AcceptTcpClient());
        s.Do("start", () => listener.Start());
        s.Do("start again", () => listener.Start());
        s.Get("pending", () => listener.Pending());
        TcpClient client = new TcpClient();
        s.Get("connected before", () => client.Connected);
        s.Get("stream before", () => client.GetStream());
        s.Do("connect", () => client.Connect((IPEndPoint)listener.LocalEndpoint));
        s.Get("connected", () => client.Connected);
        s.Await("pending", () => listener.Pending());
        TcpClient server = listener.AcceptTcpClient();
        s.Get("pending after", () => listener.Pending());
        NetworkStream stream = client.GetStream();
        s.Get("the same stream", () => ReferenceEquals(stream, client.GetStream()));
        s.Get("can read", () => stream.CanRead);
        s.Get("can write", () => stream.CanWrite);
        s.Get("can seek", () => stream.CanSeek);
        s.Get("data", () => stream.DataAvailable);
        s.Do("write", () => stream.Write(Ends.Bytes(5), 1, 3));
        s.Do("flush", () => stream.Flush());
        s.Await("available", () => server.Available);
        byte[] buffer = new byte[8];
        s.Get("read", () => server.GetStream().Read(buffer, 2, 6));
        s.Get("buffer", () => buffer);
        s.Do("close the stream", () => stream.Close());
        s.Get("connected then", () => client.Connected);
        s.Get("can read then", () => stream.CanRead);
        s.Get("can write then", () => stream.CanWrite);
        s.Get("read then", () => stream.Read(buffer, 0, 1));
        s.Do("write then", () => stream.Write(buffer, 0, 1));
        s.Get("data then", () => stream.DataAvailable);
        s.Do("flush then", () => stream.Flush());
        s.Get("read the end", () => server.GetStream().Read(buffer, 0, 8));
        s.Do("close", () => client.Close());
        s.Do("close again", () => client.Close());
        s.Get("connected in the end", () => client.Connected);
        s.Get("stream in the end", () => client.GetStream());
        server.Dispose();
        s.Do("stop", () => listener.Stop());
        s.Do("stop again", () => listener.Stop());
        s.Get("pending in the end", () => listener.Pending());
        s.Get("accept in the end", () => listener.AcceptSocket());
    }

    public static void StartAfterStop(Script s)
    {
        TcpListener listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        s.Do("stop", () => listener.Stop());
        s.Do("start", () => listener.Start(3));
        TcpClient client = new TcpClient();
        s.Do("connect", () => client.Connect(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndpoint).Port));
        s.Await("pending", () => listener.Pending());
        Socket server = listener.AcceptSocket();
        s.Get("accepted", () => server.Connected);
        server.Close();
        client.Close();
        listener.Stop();
    }

    public static void StartOnAPortInUse(Script s)
    {
        Socket other = Ends.Listening();
        TcpListener listener = new TcpListener(IPAddress.Loopback, Ends.PortOf(other));
        s.Do("start", () => listener.Start());
        s.Get("pending", () => listener.Pending());
        other.Close();
        s.Do("start again", () => listener.Start());
        listener.Stop();
    }

    public static void WrongArguments(Script s)
    {
        s.Get("port -1", () => new TcpListener(IPAddress.Any, -1));
        s.Get("no address", () => new TcpListener((IPAddress)null, 80));
        TcpClient client = new TcpClient();
        s.Do("connect to nothing", () => client.Connect((IPEndPoint)null));
        s.Do("connect to port -1", () => client.Connect(IPAddress.Loopback, -1));
        s.Do("connect to port 65536", () => client.Connect(IPAddress.Loopback, 65536));
        s.Do("connect to no address", () => client.Connect((IPAddress)null, 80));
        s.Do("connect to no name", () => client.Connect((string)null, 80));
        s.Get("stream on nothing", () => new NetworkStream(null));
        s.Get("stream unconnected", () => new NetworkStream(client.Client));
        client.Close();
        s.Do("connect closed", () => client.Connect(IPAddress.Loopback, s.ClosedPort));
    }

    public static void ConnectByText(Script s)
    {
        Socket listener = Ends.Listening();
        TcpClient client = new TcpClient();
        s.Do("connect", () => client.Connect("127.0.0.1", Ends.PortOf(listener)));
        s.Get("port", () => ((IPEndPoint)client.Client.RemoteEndPoint).Port == Ends.PortOf(listener));
        client.Close();
        listener.Close();
    }

    public static void Refused(Script s)
    {
        TcpClient client = new TcpClient();
        s.Do("connect", () => client.Connect(IPAddress.Loopback, s.ClosedPort));
        s.Get("connected", () => client.Connected);
        s.Get("stream", () => client.GetStream());
        client.Close();
    }

    public static void Options(Script s)
    {
        TcpClient client = new TcpClient();
        s.Get("no delay", () => client.NoDelay);
        s.Do("set", () => client.NoDelay = true);
        s.Get("no delay", () => client.NoDelay);
        s.Do("timeout", () => client.ReceiveTimeout = 300);
        s.Get("timeout", () => client.ReceiveTimeout);
        s.Do("send timeout", () => client.SendTimeout = 400);
        s.Get("send timeout", () => client.SendTimeout);
        s.Do("linger", () => client.LingerState = new LingerOption(true, 3));
        s.Get("linger", () => client.LingerState.LingerTime);
        s.Get("available", () => client.Available);
        client.Close();
    }

    public static void StreamArguments(Script s)
    {
        Ends ends = Ends.Connected();
        NetworkStream stream = new NetworkStream(ends.Client);
        byte[] data = new byte[10];
        s.Get("read null", () => stream.Read(null, 0, 1));
        s.Get("read offset -1", () => stream.Read(data, -1, 1));
        s.Get("read offset 11", () => stream.Read(data, 11, 0));
        s.Get("read count -1", () => stream.Read(data, 0, -1));
        s.Get("read count 11", () => stream.Read(data, 0, 11));
        s.Do("write null", () => stream.Write(null, 0, 1));
        s.Do("write offset -1", () => stream.Write(data, -1, 1));
        s.Do("write count 11", () => stream.Write(data, 0, 11));
        s.Do("write nothing", () => stream.Write(data, 0, 0));
        s.Do("timeout 0", () => stream.ReadTimeout = 0);
        s.Do("timeout -2", () => stream.ReadTimeout = -2);
        s.Do("timeout -1", () => stream.ReadTimeout = -1);
        s.Get("timeout", () => stream.ReadTimeout);
        s.Do("write timeout 50", () => stream.WriteTimeout = 50);
        s.Get("write timeout", () => stream.WriteTimeout);
        ends.Client.Close();
        ends.Server.Close();
    }

    public static void StreamThatDoesNotOwn(Script s)
    {
        Ends ends = Ends.Connected();
        NetworkStream stream = new NetworkStream(ends.Client);
        s.Do("dispose", () => stream.Dispose());
        s.Get("socket is open", () => ends.Client.Send(Ends.Bytes(1)));
        s.Get("read", () => stream.Read(new byte[1], 0, 1));
        ends.Client.Close();
        ends.Server.Close();
    }

    public static void StreamThatOwns(Script s)
    {
        Ends ends = Ends.Connected();
        NetworkStream stream = new NetworkStream(ends.Client, true);
        s.Do("dispose", () => stream.Dispose());
        s.Get("socket is closed", () => ends.Client.Send(Ends.Bytes(1)));
        s.Do("dispose again", () => stream.Dispose());
        s.Await("server sees the end", () => ends.Server.Poll(0, SelectMode.SelectRead));
        s.Get("read", () => Ends.Read(ends.Server));
        ends.Server.Close();
    }

    public static void StreamOnANonBlockingSocket(Script s)
    {
        Ends ends = Ends.Connected();
        ends.Client.Blocking = false;
        s.Get("stream", () => new NetworkStream(ends.Client));
        ends.Client.Close();
        ends.Server.Close();
    }

    public static void StreamErrors(Script s)
    {
        Ends ends = Ends.Connected();
        NetworkStream stream = new NetworkStream(ends.Server);
        stream.ReadTimeout = 30;
        s.Get("nothing in time", () => stream.Read(new byte[1], 0, 1));
        ends.Client.LingerState = new LingerOption(true, 0);
        ends.Client.Close();
        s.Await("error", () => ends.Server.Poll(0, SelectMode.SelectError));
        s.Get("read after the reset", () => stream.Read(new byte[1], 0, 1));
        s.Get("read again", () => stream.Read(new byte[1], 0, 1));
        s.Do("write", () => stream.Write(new byte[1], 0, 1));
        ends.Server.Close();
        s.Get("read closed", () => stream.Read(new byte[1], 0, 1));
        s.Do("write closed", () => stream.Write(new byte[1], 0, 1));
    }
}
