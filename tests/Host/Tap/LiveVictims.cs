using System;
using System.Threading.Tasks;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Sockets;
using KernelSocket = System.Net.Sockets.Socket;

namespace NanoStack.Tests.Host.Tap;

/// <summary>A server of ours and a client of the kernel, who go on talking while somebody else sends
/// what he likes.</summary>
internal sealed class LiveVictims : IDisposable
{
    public const int MessageBytes = 100;

    public readonly TapPair Pair;

    private readonly TapBench _bench;
    private readonly int _patienceMs;
    private readonly Socket _listener;
    private readonly Task _server;
    private readonly Task _client;
    private volatile bool _isStopping;
    private volatile int _talkCount;

    public LiveVictims(TapBench bench)
        : this(bench, TapBench.CallMsMax)
    {
    }

    /// <param name="patienceMs">How long one of them waits for the other.</param>
    public LiveVictims(TapBench bench, int patienceMs)
    {
        _bench = bench;
        _patienceMs = patienceMs;
        _listener = bench.NewListener(TapPair.Port);
        Pair = Connect();
        _server = Streams.Start(() => Echo(Pair.Ours));
        _client = Streams.Start(Talk);
    }

    /// <summary>Waits until so many more messages have gone there and back.</summary>
    public void ExpectTalk(int count)
    {
        int end = _talkCount + count;
        TapBench.WaitFor(
            () => _talkCount >= end || _client.IsCompleted, "an echo under attack", _patienceMs);
        if (_client.IsCompleted)
        {
            _client.GetAwaiter().GetResult();
        }
    }

    /// <summary>A new client is served like the first, and both go home.</summary>
    public void ExpectServed()
    {
        using (TapPair fresh = Connect())
        {
            Task server = Streams.Start(() => Echo(fresh.Ours));
            Exchange(fresh.Theirs, 0);
            fresh.Theirs.Shutdown(System.Net.Sockets.SocketShutdown.Send);
            Assert.AreEqual(0, Streams.ReadToEnd(fresh.Theirs).Length);
            server.GetAwaiter().GetResult();
        }

        _isStopping = true;
        _client.GetAwaiter().GetResult();
        _server.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _isStopping = true;
        Pair.Dispose();
        _listener.Dispose();
    }

    private TapPair Connect()
    {
        KernelSocket theirs = _bench.Kernel.NewSocket();
        theirs.Connect(TapBench.BoardPoint(TapPair.Port));
        Socket ours = _listener.Accept();
        ours.ReceiveTimeout = _patienceMs;
        theirs.ReceiveTimeout = _patienceMs;
        return TapPair.Of(ours, theirs);
    }

    private void Talk()
    {
        for (int i = 0; !_isStopping; i++)
        {
            Exchange(Pair.Theirs, i);
            _talkCount++;
        }

        Pair.Theirs.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        Assert.AreEqual(0, Streams.ReadToEnd(Pair.Theirs).Length);
    }

    /// <summary>A message there and back.</summary>
    private static void Exchange(KernelSocket socket, int seed)
    {
        byte[] message = Streams.Pattern(seed, MessageBytes);
        byte[] answer = new byte[MessageBytes];
        socket.Send(message);
        int count = 0;
        while (count < MessageBytes)
        {
            int part = socket.Receive(
                answer, count, MessageBytes - count, System.Net.Sockets.SocketFlags.None);
            Assert.AreNotEqual(0, part, "the echo is over");
            count += part;
        }

        Streams.ExpectSame(message, answer);
    }

    private static void Echo(Socket socket)
    {
        byte[] buffer = new byte[MessageBytes];
        int count = socket.Receive(buffer);
        while (count > 0)
        {
            socket.Send(buffer, 0, count, SocketFlags.None);
            count = socket.Receive(buffer);
        }

        socket.Close();
    }
}
