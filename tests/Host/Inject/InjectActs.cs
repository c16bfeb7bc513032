using System;
using System.Collections.Generic;
using NanoStack.Sockets;
using NanoStack.Tests.Host.Hal;

namespace NanoStack.Tests.Host.Inject;

/// <summary>What the board does while memory runs out: each act a way through the stack.</summary>
internal static class InjectActs
{
    private static readonly Dictionary<string, Action<InjectBench, int>> s_acts =
        new Dictionary<string, Action<InjectBench, int>>
        {
            { "send", Send },
            { "send much", SendMuch },
            { "closed window", ClosedWindow },
            { "receive", Receive },
            { "connect", Connect },
            { "accept", Accept },
            { "close", Close },
            { "peer closes", PeerCloses },
            { "peer resets", PeerResets },
            { "close unread", CloseUnread },
            { "listener closes", ListenerCloses },
            { "resolve", Resolve },
            { "retransmit", Retransmit },
            { "out of order", OutOfOrder },
            { "timers", Timers },
            { "options", Options },
        };

    public static IEnumerable<string> Names => s_acts.Keys;

    /// <summary>Plays an act with memory running out at its <paramref name="point"/>th point.</summary>
    public static void Play(InjectBench bench, string act, int point)
    {
        s_acts[act](bench, point);
        InjectPoints.Disarm();
    }

    /// <summary>A record leaves and is acknowledged.</summary>
    private static void Send(InjectBench bench, int point)
    {
        byte[] record = bench.NextUp(100);
        InjectPoints.Arm(point);
        bench.Send(bench.Near, record);
        bench.Settle();
        bench.ExpectAtPeer(bench.Far, record);
        bench.Settle();
    }

    /// <summary>More than the ring holds, in several segments.</summary>
    private static void SendMuch(InjectBench bench, int point)
    {
        byte[] bytes = bench.NextUp(3500);
        InjectPoints.Arm(point);
        int sent = 0;
        int read = 0;
        bench.Near.Blocking = false;
        while (read < bytes.Length)
        {
            int at = sent;
            int taken = 0;
            bench.Call(() => taken = SendNow(bench.Near, bytes, at));
            sent += taken;
            bench.Settle();
            int part = sent - read;
            byte[] expected = new byte[part];
            Array.Copy(bytes, read, expected, 0, part);
            bench.ExpectAtPeer(bench.Far, expected);
            read += part;
            bench.Settle();
        }

        bench.Near.Blocking = true;
    }

    /// <summary>The peer does not read: its window closes, is asked for, and opens.</summary>
    private static void ClosedWindow(InjectBench bench, int point)
    {
        byte[] bytes = bench.NextUp(3000);
        bench.Near.Blocking = false;
        int sent = SendNow(bench.Near, bytes, 0);
        bench.Settle();
        sent += SendNow(bench.Near, bytes, sent);
        bench.Settle();
        bench.Near.Blocking = true;
        byte[] first = new byte[sent];
        Array.Copy(bytes, first, sent);
        byte[] second = new byte[bytes.Length - sent];
        Array.Copy(bytes, sent, second, 0, second.Length);
        InjectPoints.Arm(point);
        bench.Advance(700);
        bench.ExpectAtPeer(bench.Far, first);
        bench.Send(bench.Near, second);
        bench.ExpectAtPeer(bench.Far, second);
    }

    private static int SendNow(Socket socket, byte[] bytes, int at)
    {
        try
        {
            return socket.Send(bytes, at, bytes.Length - at, SocketFlags.None);
        }
        catch (SocketException)
        {
            return 0;                               // there is no room now
        }
    }

    private static void Receive(InjectBench bench, int point)
    {
        byte[] record = bench.NextDown(100);
        bench.Far.Send(record);
        InjectPoints.Arm(point);
        bench.ExpectAtBoard(bench.Near, record);
        bench.Advance(50);                          // a delayed ACK
    }

    private static void Connect(InjectBench bench, int point)
    {
        Socket near = null;
        InjectPoints.Arm(point);
        bench.Call(() => near = new Socket(bench.Board));
        bench.Call(() => near.Connect(new IPEndPoint(bench.PeerAddress, BoardPair.Port)));
        InjectPoints.Disarm();
        bench.Call(near.Close);
        CloseAllAtPeer(bench);
    }

    private static void Accept(InjectBench bench, int point)
    {
        Socket far = new Socket(bench.Peer) { Blocking = false };
        Begin(far, bench);
        Socket near = null;
        InjectPoints.Arm(point);
        bench.Call(() => near = bench.BoardListener.Accept());
        InjectPoints.Disarm();
        bench.Call(near.Close);
        far.Close();
    }

    private static void Close(InjectBench bench, int point)
    {
        (Socket near, Socket far) = Open(bench);
        byte[] last = { 7, 8, 9 };
        bench.Send(near, last);
        InjectPoints.Arm(point);
        bench.Call(() => near.Shutdown(SocketShutdown.Send));
        bench.Settle();
        bench.Call(near.Close);
        bench.Settle();
        bench.ExpectAtPeer(far, last);
        InjectBench.Require(far.Receive(last) == 0, "no end of stream");
        far.Close();
        bench.Settle();
    }

    private static void PeerCloses(InjectBench bench, int point)
    {
        (Socket near, Socket far) = Open(bench);
        byte[] last = { 7, 8, 9 };
        far.Send(last);
        far.Close();
        InjectPoints.Arm(point);
        bench.ExpectAtBoard(near, last);
        int end = -1;
        bench.Call(() => end = near.Receive(last));
        InjectBench.Require(end == 0, "no end of stream");
        bench.Call(near.Close);
        bench.Settle();
    }

    private static void PeerResets(InjectBench bench, int point)
    {
        (Socket near, Socket far) = Open(bench);
        far.LingerState = new LingerOption(true, 0);
        far.Close();
        near.ReceiveTimeout = 500;                  // a RST that is lost does not come again
        InjectPoints.Arm(point);
        bench.Settle();
        bool isTold = false;
        bench.Call(() => isTold = IsReset(near));
        InjectBench.Require(isTold, "the reset is not told");
        bench.Call(near.Close);
        bench.Settle();
    }

    private static bool IsReset(Socket socket)
    {
        try
        {
            socket.Receive(new byte[1]);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    /// <summary>The user closes with bytes unread: RST.</summary>
    private static void CloseUnread(InjectBench bench, int point)
    {
        (Socket near, Socket far) = Open(bench);
        far.Send(new byte[] { 1, 2, 3 });
        bench.Settle();
        InjectPoints.Arm(point);
        bench.Call(near.Close);
        bench.Settle();
        InjectPoints.Disarm();
        InjectBench.Require(IsReset(far), "the peer is not told");
        far.Close();
    }

    /// <summary>A listener goes while a connection waits in its queue.</summary>
    private static void ListenerCloses(InjectBench bench, int point)
    {
        const int OtherPort = 9001;
        Socket listener = new Socket(bench.Board);
        listener.Bind(new IPEndPoint(IPAddress.Any, OtherPort));
        listener.Listen(2);
        Socket far = new Socket(bench.Peer) { Blocking = false };
        try
        {
            far.Connect(new IPEndPoint(bench.BoardAddress, OtherPort));
        }
        catch (SocketException)
        {
        }

        bench.Settle();
        InjectPoints.Arm(point);
        bench.Call(listener.Close);
        bench.Settle();
        InjectPoints.Disarm();
        far.Close();
    }

    /// <summary>The peer's link address is not known: the record waits for ARP.</summary>
    private static void Resolve(InjectBench bench, int point)
    {
        bench.Board.Neighbours.Flush(bench.Device);
        byte[] record = bench.NextUp(100);
        InjectPoints.Arm(point);
        bench.Send(bench.Near, record);
        bench.Settle();
        bench.ExpectAtPeer(bench.Far, record);
        bench.Settle();
    }

    /// <summary>A record is lost on the cable, and goes again.</summary>
    private static void Retransmit(InjectBench bench, int point)
    {
        byte[] record = bench.NextUp(100);
        bench.Wire.FaultsFrom(BoardPair.BoardSide).LossPermille = 1000;
        bench.Send(bench.Near, record);
        bench.Settle();
        bench.Wire.FaultsFrom(BoardPair.BoardSide).LossPermille = 0;
        InjectPoints.Arm(point);
        bench.Advance(250);
        bench.ExpectAtPeer(bench.Far, record);
    }

    /// <summary>Of two segments the first is lost: the second waits in the gap table.</summary>
    private static void OutOfOrder(InjectBench bench, int point)
    {
        byte[] first = bench.NextDown(30);
        byte[] second = bench.NextDown(30);
        bench.Far.NoDelay = true;
        bench.Wire.FaultsFrom(BoardPair.PeerSide).LossPermille = 1000;
        bench.Far.Send(first);
        bench.Wire.FaultsFrom(BoardPair.PeerSide).LossPermille = 0;
        bench.Far.Send(second);
        InjectPoints.Arm(point);
        bench.ExpectAtBoard(bench.Near, first);
        bench.ExpectAtBoard(bench.Near, second);
    }

    /// <summary>Nothing to do but to look at the clock: neighbours, keep-alive, half-open
    /// connections.</summary>
    private static void Timers(InjectBench bench, int point)
    {
        Socket far = new Socket(bench.Peer) { Blocking = false };
        bench.Wire.FaultsFrom(BoardPair.BoardSide).LossPermille = 1000;
        try
        {
            far.Connect(new IPEndPoint(bench.BoardAddress, BoardPair.Port));
        }
        catch (SocketException)
        {
        }

        bench.Settle();
        bench.Wire.FaultsFrom(BoardPair.BoardSide).LossPermille = 0;
        InjectPoints.Arm(point);
        bench.Advance(1100);                        // the SYN-ACK goes again
        InjectPoints.Disarm();
        Socket near = bench.BoardListener.Accept();
        near.Close();
        far.Close();
    }

    private static void Options(InjectBench bench, int point)
    {
        TcpInfo info = new TcpInfo();
        InjectPoints.Arm(point);
        bench.Call(() => bench.Near.NoDelay = true);
        bench.Call(() => bench.Near.Cork = true);
        bench.Call(() => bench.Near.Cork = false);
        bench.Call(() => bench.Near.KeepAlive = true);
        bench.Call(() => bench.Near.KeepAlive = false);
        bench.Call(() => bench.Near.GetTcpInfo(info));
    }

    private static (Socket Near, Socket Far) Open(InjectBench bench)
    {
        Socket near = new Socket(bench.Board);
        near.Connect(new IPEndPoint(bench.PeerAddress, BoardPair.Port));
        return (near, bench.PeerListener.Accept());
    }

    private static void Begin(Socket far, InjectBench bench)
    {
        try
        {
            far.Connect(new IPEndPoint(bench.BoardAddress, BoardPair.Port));
        }
        catch (SocketException)
        {
        }
    }

    /// <summary>Attempts that the board gave up may have reached the peer.</summary>
    private static void CloseAllAtPeer(InjectBench bench)
    {
        bench.Settle();
        while (bench.PeerListener.Poll(0, SelectMode.SelectRead))
        {
            bench.PeerListener.Accept().Close();
        }
    }
}
