using System.Threading;
using NanoStack.Device;
using NanoStack.Kernel;
using NanoStack.Services;
using NanoStack.Sockets;

namespace NanoStack.SelfTest;

/// <summary>A stack on the loopback device, with the thread that polls it.</summary>
internal sealed class LoopbackBench
{
    public const int Port = 9000;

    private const int LookMs = 2;

    private readonly NetDevice _device;
    private NetThread _thread;

    public LoopbackBench(Limits limits, Clock clock, NetDevice device, int deadlineMs)
    {
        _device = device;
        DeadlineMs = deadlineMs;
        Limits = limits;
        Clock = clock;
        Entropy = new SelfTestEntropy();
        Net = new Net(limits, clock, Entropy);
        _thread = new NetThread(Net, clock, device);
        Net.AddDevice(device);
        Net.SetAddress(device, IPAddress.Loopback, IPAddress.Parse("255.0.0.0"), null);
        Net.Seal();
    }

    public int DeadlineMs { get; }

    public Limits Limits { get; }

    public Clock Clock { get; }

    public Entropy Entropy { get; }

    public Net Net { get; }

    public IPEndPoint Server { get; } = new IPEndPoint(IPAddress.Loopback, Port);

    public void Start()
    {
        _thread.Start();
    }

    public void Stop()
    {
        _thread.Stop();
    }

    /// <summary>Begins again after <see cref="Stop"/>, with a thread like the one that ended.</summary>
    public void Restart()
    {
        _thread = new NetThread(Net, Clock, _device);
        _thread.Start();
    }

    /// <summary>A socket whose calls end within the deadline.</summary>
    public Socket NewSocket()
    {
        Socket socket = new Socket(Net);
        socket.ConnectTimeout = DeadlineMs;
        socket.ReceiveTimeout = DeadlineMs;
        socket.SendTimeout = DeadlineMs;
        return socket;
    }

    public Socket Listen()
    {
        Socket listener = NewSocket();
        listener.Bind(Server);
        listener.Listen(2);
        return listener;
    }

    public Socket Accept(Socket listener)
    {
        Socket socket = listener.Accept();
        socket.ReceiveTimeout = DeadlineMs;
        socket.SendTimeout = DeadlineMs;
        return socket;
    }

    /// <summary>Reads exactly so much.</summary>
    public void ReceiveAll(Socket socket, byte[] buffer, int length)
    {
        int at = 0;
        while (at < length)
        {
            int count = socket.Receive(buffer, at, length - at, SocketFlags.None);
            Check.True(count > 0, "more bytes before the end of the stream");
            at += count;
        }
    }

    /// <summary>Every packet in the pool, every connection free, every handle given back; what TCP does
    /// by itself after a close gets its time.</summary>
    public void ExpectNothingLeft()
    {
        int endMs = Clock.NowMs() + DeadlineMs;
        while (!IsHome && !Clock.Reached(Clock.NowMs(), endMs))
        {
            Thread.Sleep(LookMs);
        }

        Check.Equal(0, Net.Sockets.Count, "open sockets:");
        Check.Equal(
            Limits.TcpConnectionCount, Net.Tcp.Table.FreeConnectionCount, "free connections:");
        Check.True(Net.Pool.IsHome, "all packets back in the pool");
    }

    private bool IsHome => Net.Sockets.Count == 0 && Net.Pool.IsHome
        && Net.Tcp.Table.FreeConnectionCount == Limits.TcpConnectionCount;
}
