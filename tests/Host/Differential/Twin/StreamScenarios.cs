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

/// <summary>Bytes, ends of streams and resets.</summary>
internal static class StreamScenarios
{
    private const int BlockBytes = 64 * 1024;

    /// <summary>Far above the buffers of both ends on any machine.</summary>
    private const long FillBytesMax = 1L << 30;

    private const int DrainTurnsMax = 100000;
    private const int MicrosecondsPerTurn = 1000;

    public static void SendAndReceive(Script s)
    {
        Ends ends = Ends.Connected();
        s.Get("send", () => ends.Client.Send(Ends.Bytes(5)));
        Ends.AwaitBytes(s, "server", ends.Server, 5);
        ends.Look(s);
        s.Get("peek", () => Ends.Read(ends.Server, 3, SocketFlags.Peek));
        s.Get("receive 2", () => Ends.Read(ends.Server, 2, SocketFlags.None));
        s.Get("receive the rest", () => Ends.Read(ends.Server));
        s.Get("send nothing", () => ends.Client.Send(new byte[0]));
        ends.Server.ReceiveTimeout = 30;
        s.Get("receive nothing", () => ends.Server.Receive(new byte[0]));
        ends.Client.Send(Ends.Bytes(1));
        Ends.AwaitBytes(s, "server", ends.Server, 1);
        s.Get("receive nothing of something", () => ends.Server.Receive(new byte[0]));
        ends.Look(s);
        End(ends);
    }

    public static void SendOverloads(Script s)
    {
        Ends ends = Ends.Connected();
        byte[] data = Ends.Bytes(6);
        s.Get("send all", () => ends.Client.Send(data));
        s.Get("send with flags", () => ends.Client.Send(data, SocketFlags.None));
        s.Get("send the first 2", () => ends.Client.Send(data, 2, SocketFlags.None));
        s.Get("send the last 1", () => ends.Client.Send(data, 5, 1, SocketFlags.None));
        Ends.AwaitBytes(s, "server", ends.Server, 15);
        byte[] buffer = new byte[4];
        s.Get("receive", () => ends.Server.Receive(buffer));
        s.Get("receive with flags", () => ends.Server.Receive(buffer, SocketFlags.None));
        s.Get("receive 1", () => ends.Server.Receive(buffer, 1, SocketFlags.None));
        s.Get("receive at 3", () => ends.Server.Receive(buffer, 3, 1, SocketFlags.None));
        s.Get("buffer", () => buffer);
        s.Get("the rest", () => Ends.Read(ends.Server));
        End(ends);
    }

    public static void NonBlockingReceive(Script s)
    {
        Ends ends = Ends.Connected();
        ends.Server.Blocking = false;
        s.Get("receive", () => Ends.Read(ends.Server));
        s.Get("peek", () => Ends.Read(ends.Server, 1, SocketFlags.Peek));
        s.Get("receive nothing", () => ends.Server.Receive(new byte[0]));
        ends.Client.Send(Ends.Bytes(1));
        s.Await("read", () => ends.Server.Poll(0, SelectMode.SelectRead));
        s.Get("receive", () => Ends.Read(ends.Server));
        End(ends);
    }

    public static void ReceiveInTime(Script s)
    {
        Ends ends = Ends.Connected();
        ends.Server.ReceiveTimeout = 30;
        s.Get("receive", () => Ends.Read(ends.Server));
        s.Get("poll", () => ends.Server.Poll(20000, SelectMode.SelectRead));
        ends.Client.Send(Ends.Bytes(2));
        Ends.AwaitBytes(s, "server", ends.Server, 2);
        s.Get("receive", () => Ends.Read(ends.Server));
        ends.Look(s);
        End(ends);
    }

    /// <summary>Buffers end somewhere. Where, and how much a stack takes after it has said "not writable",
    /// is each kernel's own affair.</summary>
    public static void SendUntilFull(Script s)
    {
        Ends ends = Ends.Connected();
        ends.Client.Blocking = false;
        s.Get("fill", () => Fill(ends.Client, true));
        ends.Client.Blocking = true;
        ends.Client.SendTimeout = 30;
        s.Get("fill in time", () => Fill(ends.Client, false));
        s.Get("empty", () => DrainUntilWritable(ends));
        s.Get("send", () => ends.Client.Send(Ends.Bytes(1)));
        End(ends);
    }

    public static void HalfClose(Script s)
    {
        Ends ends = Ends.Connected();
        s.Get("send", () => ends.Client.Send(Ends.Bytes(3)));
        s.Do("shutdown", () => ends.Client.Shutdown(SocketShutdown.Send));
        Ends.AwaitBytes(s, "server", ends.Server, 3);
        Ends.LookDiffers(
            s, "client", ends.Client, Why.ConnectedIsNow,
            "read False, write True, error False, available 0, connected True",
            "read False, write True, error False, available 0, connected False");
        Ends.Look(s, "server", ends.Server);
        s.Get("send after it", () => ends.Client.Send(Ends.Bytes(1)));
        s.Get("server reads", () => Ends.Read(ends.Server));
        s.Get("server reads the end", () => Ends.Read(ends.Server));
        s.Get("and again", () => Ends.Read(ends.Server));
        s.Get("server echoes", () => ends.Server.Send(Ends.Bytes(3)));
        Ends.AwaitBytes(s, "client", ends.Client, 3);
        s.Get("client reads", () => Ends.Read(ends.Client));
        s.Do("server closes", () => ends.Server.Close());
        s.Get("client reads the end", () => Ends.Read(ends.Client));
        Ends.Look(s, "client", ends.Client);
        s.Differs(
            Why.ConnectedIsNow, "client's remote", "True", "False", () => ends.Client.RemoteEndPoint != null);
        s.Get("client's local", () => ends.Client.LocalEndPoint != null);
        s.Do("shutdown again", () => ends.Client.Shutdown(SocketShutdown.Send));
        ends.Client.Close();
    }

    public static void ShutdownReceive(Script s)
    {
        Ends ends = Ends.Connected();
        ends.Client.Send(Ends.Bytes(2));
        Ends.AwaitBytes(s, "server", ends.Server, 2);
        s.Do("shutdown", () => ends.Server.Shutdown(SocketShutdown.Receive));
        Ends.Look(s, "client", ends.Client);
        Ends.LookDiffers(
            s, "server", ends.Server, Why.ConnectedIsNow,
            "read True, write True, error False, available 2, connected True",
            "read True, write True, error False, available 2, connected False");
        s.Get("receive what was there", () => Ends.Read(ends.Server));
        s.Get("receive", () => Ends.Read(ends.Server));
        s.Get("send more", () => ends.Client.Send(Ends.Bytes(1)));
        s.Await("available", () => ends.Server.Available);
        s.Get("server sends", () => ends.Server.Send(Ends.Bytes(1)));
        Ends.AwaitBytes(s, "client", ends.Client, 1);
        End(ends);
    }

    public static void ShutdownTwice(Script s)
    {
        Ends ends = Ends.Connected();
        s.Do("send", () => ends.Client.Shutdown(SocketShutdown.Send));
        s.Do("send again", () => ends.Client.Shutdown(SocketShutdown.Send));
        s.Do("both", () => ends.Client.Shutdown(SocketShutdown.Both));
        s.Get("receive", () => Ends.Read(ends.Client));
        s.Get("send", () => ends.Client.Send(Ends.Bytes(1)));
        s.Await("server", () => ends.Server.Poll(0, SelectMode.SelectRead));
        s.Do("server", () => ends.Server.Shutdown(SocketShutdown.Both));
        ends.Look(s);
        s.Get("server sends", () => ends.Server.Send(Ends.Bytes(1)));
        s.Get("server receives", () => Ends.Read(ends.Server));
        s.Do("server again", () => ends.Server.Shutdown(SocketShutdown.Both));
        s.Do("client again", () => ends.Client.Shutdown(SocketShutdown.Both));
        End(ends);
    }

    public static void CloseWithUnreadData(Script s)
    {
        Ends ends = Ends.Connected();
        ends.Client.Send(Ends.Bytes(3));
        Ends.AwaitBytes(s, "server", ends.Server, 3);
        s.Do("close", () => ends.Server.Close());
        s.Await("error", () => ends.Client.Poll(0, SelectMode.SelectError));
        Ends.LookDiffers(
            s, "client", ends.Client, Why.ConnectedIsNow,
            "read True, write True, error True, available 0, connected False",
            "read True, write True, error True, available 0, connected True");
        s.Get("receive", () => Ends.Read(ends.Client));
        Ends.Look(s, "client", ends.Client);
        s.Get("receive again", () => Ends.Read(ends.Client));
        s.Get("send", () => ends.Client.Send(Ends.Bytes(1)));
        ends.Client.Close();
    }

    public static void ReadAfterThePeerClosed(Script s)
    {
        Ends ends = Ends.Connected();
        ends.Client.Send(Ends.Bytes(3));
        ends.Client.Close();
        Ends.AwaitBytes(s, "server", ends.Server, 3);
        s.Get("receive 2", () => Ends.Read(ends.Server, 2, SocketFlags.None));
        s.Get("receive", () => Ends.Read(ends.Server));
        s.Get("end", () => Ends.Read(ends.Server));
        Ends.Look(s, "server", ends.Server);
        ends.Server.Close();
    }

    public static void SendAfterThePeerClosed(Script s)
    {
        Ends ends = Ends.Connected();
        ends.Client.Close();
        s.Await("end", () => ends.Server.Poll(0, SelectMode.SelectRead));
        s.Get("first send", () => ends.Server.Send(Ends.Bytes(1)));
        s.Await("error", () => ends.Server.Poll(0, SelectMode.SelectError));
        Ends.LookDiffers(
            s, "server", ends.Server, Why.ConnectedIsNow,
            "read True, write True, error True, available 0, connected False",
            "read True, write True, error True, available 0, connected True");
        s.Get("second send", () => ends.Server.Send(Ends.Bytes(1)));
        s.Get("third send", () => ends.Server.Send(Ends.Bytes(1)));
        s.Get("receive", () => Ends.Read(ends.Server));
        Ends.Look(s, "server", ends.Server);
        ends.Server.Close();
    }

    public static void Reset(Script s)
    {
        Ends ends = Ends.Connected();
        ends.Client.Send(Ends.Bytes(3));
        Ends.AwaitBytes(s, "server", ends.Server, 3);
        ends.Client.LingerState = new LingerOption(true, 0);
        s.Do("close", () => ends.Client.Close());
        s.Await("error", () => ends.Server.Poll(0, SelectMode.SelectError));
        Ends.LookDiffers(
            s, "server", ends.Server, Why.ConnectedIsNow,
            "read True, write True, error True, available 3, connected False",
            "read True, write True, error True, available 3, connected True");
        s.Get("receive what was there", () => Ends.Read(ends.Server));
        s.Get("receive", () => Ends.Read(ends.Server));
        s.Get("receive again", () => Ends.Read(ends.Server));
        Ends.Look(s, "server", ends.Server);
        s.Get("local", () => ends.Server.LocalEndPoint != null);
        s.Get("remote", () => ends.Server.RemoteEndPoint != null);
        ends.Server.Close();
    }

    public static void ResetThenSend(Script s)
    {
        Ends ends = Ends.Connected();
        ends.Client.LingerState = new LingerOption(true, 0);
        ends.Client.Close();
        s.Await("error", () => ends.Server.Poll(0, SelectMode.SelectError));
        s.Get("send", () => ends.Server.Send(Ends.Bytes(1)));
        s.Get("send again", () => ends.Server.Send(Ends.Bytes(1)));
        s.Do("shutdown", () => ends.Server.Shutdown(SocketShutdown.Both));
        ends.Server.Close();
    }

    public static void ResetThenAskForTheError(Script s)
    {
        Ends ends = Ends.Connected();
        ends.Client.LingerState = new LingerOption(true, 0);
        ends.Client.Close();
        s.Await("error", () => ends.Server.Poll(0, SelectMode.SelectError));
        s.Get("pending", () => ends.Server.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error));
        s.Get("taken", () => ends.Server.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error));
        s.Get("receive", () => Ends.Read(ends.Server));
        ends.Server.Close();
    }

    public static void LingerForTheLastAck(Script s)
    {
        Ends ends = Ends.Connected();
        ends.Client.LingerState = new LingerOption(true, 5);
        ends.Client.Send(Ends.Bytes(3));
        s.Do("close", () => ends.Client.Close());
        Ends.AwaitBytes(s, "server", ends.Server, 3);
        s.Get("receive", () => Ends.Read(ends.Server));
        s.Get("end", () => Ends.Read(ends.Server));
        ends.Server.Close();
    }

    public static void CloseWithATimeout(Script s)
    {
        Ends ends = Ends.Connected();
        ends.Client.Send(Ends.Bytes(3));
        s.Do("close -2 ms", () => ends.Client.Close(-2));
        s.Get("connected", () => ends.Client.Connected);
        s.Do("close 5 ms", () => ends.Client.Close(5));
        Ends.AwaitBytes(s, "server", ends.Server, 3);
        s.Differs(
            Why.CloseTimeout, "reset", "False", "True",
            () => ends.Server.Poll(0, SelectMode.SelectError));
        s.Get("receive", () => Ends.Read(ends.Server));
        s.Do("close 0 ms", () => ends.Server.Close(0));
        s.Do("again", () => ends.Server.Close(0));
        s.Do("again, -2 ms", () => ends.Server.Close(-2));
    }

    /// <summary>-1 is Close().</summary>
    public static void CloseWithoutATimeout(Script s)
    {
        Ends ends = Ends.Connected();
        ends.Client.Send(Ends.Bytes(3));
        s.Do("close", () => ends.Client.Close(-1));
        s.Get("connected", () => ends.Client.Connected);
        s.Get("send", () => ends.Client.Send(Ends.Bytes(1)));
        Ends.AwaitBytes(s, "server", ends.Server, 3);
        s.Get("receive", () => Ends.Read(ends.Server));
        s.Get("end", () => Ends.Read(ends.Server));
        s.Do("close a stream", () => new NetworkStream(ends.Server, true).Close(-1));
        s.Get("connected", () => ends.Server.Connected);
        s.Do("close again", () => ends.Server.Close(-1));
    }

    public static void CloseWithoutATimeoutWhereLingerIsSet(Script s)
    {
        Ends ends = Ends.Connected();
        ends.Client.LingerState = new LingerOption(true, 0);
        s.Do("close", () => ends.Client.Close(-1));
        s.Await("reset", () => ends.Server.Poll(0, SelectMode.SelectError));
        s.Get("receive", () => Ends.Read(ends.Server));
        ends.Server.Close();
    }

    public static void CloseTwice(Script s)
    {
        Ends ends = Ends.Connected();
        s.Do("close", () => ends.Client.Close());
        s.Do("close again", () => ends.Client.Close());
        s.Do("dispose", () => ends.Client.Dispose());
        s.Get("connected", () => ends.Client.Connected);
        ends.Server.Close();
    }

    public static void Urgent(Script s)
    {
        Ends ends = Ends.Connected();
        ends.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        s.Get("send", () => ends.Client.Send(Ends.Bytes(2)));
        s.Get("send urgent", () => ends.Client.Send(new byte[] { 0x55 }, SocketFlags.OutOfBand));
        s.Await("error", () => ends.Server.Poll(0, SelectMode.SelectError));
        s.Get("receive", () => Ends.Read(ends.Server));
        ends.Server.Blocking = false;
        s.Differs(Why.UrgentInline, "receive more", "55", "error WouldBlock", () => Ends.Read(ends.Server));
        End(ends);
    }

    /// <summary>Sends until a send fails, and until Poll says the same; each send takes what there is room
    /// for, so it fails only if there is room for nothing.</summary>
    private static object Fill(Socket socket, bool untilPollSaysSo)
    {
        byte[] block = new byte[BlockBytes];
        for (long sent = 0; sent < FillBytesMax;)
        {
            try
            {
                sent += socket.Send(block);
            }
            catch (SocketException exception)
            {
                if (!untilPollSaysSo || !socket.Poll(0, SelectMode.SelectWrite))
                {
                    return exception.SocketErrorCode.ToString();
                }
            }
        }

        return "never full";
    }

    /// <summary>Reads what there is until the other end may write again.</summary>
    private static object DrainUntilWritable(Ends ends)
    {
        byte[] block = new byte[BlockBytes];
        for (int turn = 0; turn < DrainTurnsMax; turn++)
        {
            if (ends.Client.Poll(0, SelectMode.SelectWrite))
            {
                return "writable";
            }

            if (ends.Server.Poll(MicrosecondsPerTurn, SelectMode.SelectRead))
            {
                ends.Server.Receive(block);
            }
        }

        return "never writable";
    }

    private static void End(Ends ends)
    {
        ends.Client.Close();
        ends.Server.Close();
    }
}
