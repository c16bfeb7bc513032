using System;
using NanoStack.Core;
using NanoStack.Device;
using NanoStack.Kernel;
using NanoStack.Sockets;
using NanoStack.Tcp;
using NanoStack.Tests.Bench;
using NanoStack.Tests.Host.Hal;

namespace NanoStack.Tests.Host.Inject;

/// <summary>A modelled board, whose memory runs out, and a peer, whose does not; in one thread.</summary>
/// <remarks>
/// <see cref="Near"/> and <see cref="Far"/> are a connection that lives as long as the bench: what each
/// side wrote must arrive at the other, to the byte, whatever happened. A call of the board's user
/// that throws has taken nothing, and is made again, as the user would.
/// </remarks>
internal sealed class InjectBench : BoardPair
{
    private const int TurnsMax = 400;
    private const int CallsMax = 5;

    /// <summary>Steps of one act and its questions; more means that somebody waits for ever.</summary>
    private const int StepsMax = 20000;

    /// <summary>Time in which everything that began must have come to its end, in ms.</summary>
    private const int EndMs = 4000;

    private readonly byte[] _buffer = new byte[4096];
    private int _steps;
    private int _handles;
    private int _connections;
    private byte _nextUp;
    private byte _nextDown;

    public InjectBench()
        : base(NewLimits())
    {
        Advance(3000);
        BoardListener = Listener(Board);
        PeerListener = Listener(Peer);
        Near = new Socket(Board) { NoDelay = true };
        Near.Connect(new IPEndPoint(PeerAddress, Port));
        Far = Until(() => PeerListener.Accept());
        Echo(Near, Far);
        Advance(EndMs);
        _handles = Board.Sockets.Count;
        _connections = Board.Tcp.Table.FreeConnectionCount;
    }

    public Socket BoardListener { get; set; }

    public Socket PeerListener { get; }

    public Socket Near { get; }

    public Socket Far { get; }

    /// <summary>An act begins.</summary>
    public void Begin()
    {
        _steps = 0;
    }

    /// <summary>A call of the board's user, made again when memory ran out in it.</summary>
    public void Call(Action call)
    {
        for (int i = 0; i < CallsMax; i++)
        {
            try
            {
                InjectPoints.IsOn = true;
                call();
                return;
            }
            catch (OutOfMemoryException)
            {
            }
            finally
            {
                InjectPoints.IsOn = false;
            }
        }

        throw new InjectFailure("memory never comes back");
    }

    /// <summary>Both stacks do what there is to do now, until neither sends anything more.</summary>
    public void Settle()
    {
        for (int i = 0; i < TurnsMax; i++)
        {
            int before = Sent();
            int nowMs = Clock.NowMs();
            int nextMs = FakeClock.Earlier(PollBoard(nowMs), PollPeer(nowMs));
            if (nextMs - nowMs > 0 && Sent() == before)
            {
                return;
            }
        }

        throw new InjectFailure("the stacks always want to be polled again");
    }

    /// <summary>Lets time pass, deadline by deadline.</summary>
    public void Advance(int ms)
    {
        while (ms > 0)
        {
            ms -= Step(ms);
        }

        Settle();
    }

    /// <summary>Bytes that the peer has not yet, one more than the last each.</summary>
    public byte[] NextUp(int count)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
        {
            bytes[i] = _nextUp++;
        }

        return bytes;
    }

    /// <summary>The same on the way to the board.</summary>
    public byte[] NextDown(int count)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
        {
            bytes[i] = _nextDown++;
        }

        return bytes;
    }

    /// <summary>All of these bytes leave the board's user, in one or several calls.</summary>
    public void Send(Socket socket, byte[] bytes)
    {
        int sent = 0;
        while (sent < bytes.Length)
        {
            Call(() => sent += socket.Send(bytes, sent, bytes.Length - sent, SocketFlags.None));
        }
    }

    /// <summary>The peer reads exactly these bytes.</summary>
    public void ExpectAtPeer(Socket socket, byte[] bytes)
    {
        Expect(bytes, (buffer, count) => socket.Receive(buffer, count, SocketFlags.None));
    }

    /// <summary>The board's user reads exactly these bytes.</summary>
    public void ExpectAtBoard(Socket socket, byte[] bytes)
    {
        Expect(bytes, (buffer, count) =>
        {
            int read = 0;
            Call(() => read = socket.Receive(buffer, count, SocketFlags.None));
            return read;
        });
    }

    /// <summary>The old connection works, a new one can be made, and nothing is left behind.</summary>
    public void RequireWhole()
    {
        InjectPoints.Disarm();
        Echo(Near, Far);
        using (Socket near = new Socket(Board))
        {
            near.Connect(new IPEndPoint(PeerAddress, Port));
            using (Socket far = Until(() => PeerListener.Accept()))
            {
                byte[] word = { 1, 2, 3 };
                near.Send(word);
                ExpectAtPeer(far, word);
                near.Close();
            }
        }

        for (int ms = 0; ms < EndMs && !IsHome(); ms += 200)
        {
            Advance(200);
        }

        Require(Board.Pool.IsHome, "packets are missing");
        Require(Board.Sockets.Count == _handles, "handles: " + Board.Sockets.Count);
        Require(
            Board.Tcp.Table.FreeConnectionCount == _connections,
            "free connections: " + Board.Tcp.Table.FreeConnectionCount);
        Require(Board.Tcp.SynQueue.Count == 0, "half-open connections are left");
        for (int i = 0; i < Board.Tcp.Table.Count; i++)
        {
            TcpSock sock = Board.Tcp.Table.At(i);
            Require(!sock.IsOwned && sock.Due == TcpSock.DueNothing, "a socket is held");
            Require(
                sock.HasUser || sock.State == TcpState.Closed, "a connection is left: " + i
                    + " " + TcpStates.NameOf(sock.State));
        }

        Require(CountUsers() == _handles, "sockets without a handle");
    }

    public static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new InjectFailure(message);
        }
    }

    protected override int Step(int limitMs)
    {
        bool wasOn = InjectPoints.IsOn;
        try
        {
            Require(++_steps < StepsMax, "somebody waits for ever");
            Settle();
            int nowMs = Clock.NowMs();
            int nextMs = FakeClock.Earlier(PollBoard(nowMs), PollPeer(nowMs));
            int stepMs = nextMs - nowMs < 1 ? 1 : nextMs - nowMs;
            stepMs = stepMs < limitMs ? stepMs : limitMs;
            Clock.Advance(stepMs);
            return stepMs;
        }
        finally
        {
            InjectPoints.IsOn = wasOn;
        }
    }

    private static Limits NewLimits()
    {
        Limits limits = Limits.Default();
        limits.TcpTimeWaitMs = 1000;
        return limits;
    }

    private static Socket Listener(Net net)
    {
        Socket listener = new Socket(net);
        listener.Bind(new IPEndPoint(IPAddress.Any, Port));
        listener.Listen(3);
        return listener;
    }

    private int Sent() => Wire.FaultsFrom(BoardSide).Sent + Wire.FaultsFrom(PeerSide).Sent;

    private bool IsHome()
    {
        return Board.Pool.IsHome && Board.Tcp.Table.FreeConnectionCount == _connections
            && Board.Tcp.SynQueue.Count == 0 && CountUsers() == _handles;
    }

    private int CountUsers()
    {
        int count = 0;
        for (int i = 0; i < Board.Tcp.Table.Count; i++)
        {
            count += Board.Tcp.Table.At(i).HasUser ? 1 : 0;
        }

        return count;
    }

    /// <summary>As NetThread: an exception ends the turn, and nothing else.</summary>
    private int PollBoard(int nowMs)
    {
        try
        {
            InjectPoints.IsOn = true;
            return Board.Poll(nowMs);
        }
        catch (OutOfMemoryException)
        {
            return nowMs;
        }
        finally
        {
            InjectPoints.IsOn = false;
        }
    }

    private int PollPeer(int nowMs)
    {
        InjectPoints.IsOn = false;
        return Peer.Poll(nowMs);
    }

    private void Echo(Socket near, Socket far)
    {
        byte[] up = NextUp(20);
        Send(near, up);
        ExpectAtPeer(far, up);
        byte[] down = NextDown(20);
        far.Send(down);
        ExpectAtBoard(near, down);
    }

    private void Expect(byte[] bytes, Func<byte[], int, int> receive)
    {
        int read = 0;
        while (read < bytes.Length)
        {
            int count = receive(_buffer, bytes.Length - read);
            Require(count > 0, "the stream ends early");
            for (int i = 0; i < count; i++)
            {
                Require(_buffer[i] == bytes[read + i], "wrong bytes");
            }

            read += count;
        }
    }

    /// <summary>Accepts at the peer.</summary>
    private static Socket Until(Func<Socket> accept) => accept();
}
