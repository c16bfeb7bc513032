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

/// <summary>Calls on a handful of sockets, in any order. All that may differ for a reason (<see cref="Why"/>)
/// is left out, so every outcome and every look must be the same.</summary>
internal sealed class RandomCalls
{
    private const int SocketCount = 4;
    private const int SendBytesMax = 30;
    private const int ReadBytesMax = 40;

    private readonly Script _s;
    private readonly Socket[] _sockets = new Socket[SocketCount];
    private readonly bool[] _isListening = new bool[SocketCount];
    private readonly bool[] _hasBegun = new bool[SocketCount];
    private readonly bool[] _hasTried = new bool[SocketCount];

    private RandomCalls(Script s)
    {
        _s = s;
    }

    /// <summary>Makes one call for each number.</summary>
    public static void Run(Script s, int[] calls)
    {
        RandomCalls walk = new RandomCalls(s);
        try
        {
            foreach (int call in calls)
            {
                walk.Call(call);
            }
        }
        finally
        {
            for (int i = 0; i < SocketCount; i++)
            {
                walk._sockets[i]?.Close();
            }
        }
    }

    private void Call(int call)
    {
        int at = call % SocketCount;
        int more = call / SocketCount;
        int verb = more % 16;
        int size = more / 16;
        if (_sockets[at] == null)
        {
            Fill(at, size);
        }
        else if (_isListening[at])
        {
            CallListener(at, verb);
        }
        else if (!_hasBegun[at])
        {
            CallFresh(at, verb, size);
        }
        else
        {
            CallConnection(at, verb, size);
        }

        for (int i = 0; i < SocketCount; i++)
        {
            Look(i);
        }
    }

    /// <summary>An empty place: a connection that waits is accepted, or a socket is made.</summary>
    private void Fill(int at, int size)
    {
        int from = size % SocketCount;
        if (_isListening[from])
        {
            _s.Get("s" + at + " = s" + from + ".Accept", () =>
            {
                _sockets[at] = _sockets[from].Accept();
                _hasBegun[at] = true;
                return _sockets[at].Blocking;
            });
        }
        else
        {
            _sockets[at] = Ends.NonBlocking();
        }
    }

    private void CallListener(int at, int verb)
    {
        Socket socket = _sockets[at];
        switch (verb)
        {
            case 0: Close(at); break;
            case 1: _s.Do("s" + at + ".Listen", () => socket.Listen(8)); break;
            case 2: _s.Do("s" + at + ".Bind", () => socket.Bind(Ends.Loopback(0))); break;
            case 3: _s.Get("s" + at + ".Receive", () => Ends.Read(socket)); break;
            case 4: _s.Do("s" + at + ".Connect", () => socket.Connect(Ends.Loopback(_s.ClosedPort))); break;
            case 5: _s.Get("s" + at + ".RemoteEndPoint", () => socket.RemoteEndPoint); break;
            default: _s.Get("s" + at + ".LocalEndPoint", () => socket.LocalEndPoint); break;
        }
    }

    private void CallFresh(int at, int verb, int size)
    {
        Socket socket = _sockets[at];
        bool isNew = !_hasTried[at];                    // Why.AfterRefused
        switch (verb)
        {
            case 0: Close(at); break;
            case 1 when isNew: _s.Do("s" + at + ".Bind", () => socket.Bind(Ends.Loopback(0))); break;
            case 2 when isNew: _s.Get("s" + at + ".Receive", () => Ends.Read(socket)); break;
            case 3: _s.Get("s" + at + ".RemoteEndPoint", () => socket.RemoteEndPoint); break;
            case 4: _s.Get("s" + at + ".Accept", () => socket.Accept()); break;
            case 5: _s.Get("s" + at + ".LocalEndPoint", () => socket.LocalEndPoint != null); break;
            case 6: Connect(at, SocketCount, true); break;
            case 7: Connect(at, SocketCount, false); break;
            case 8 when isNew:
            case 9 when isNew:
            case 10 when isNew: Listen(at); break;
            default: Connect(at, size % SocketCount, verb % 2 == 0); break;
        }
    }

    private void CallConnection(int at, int verb, int size)
    {
        Socket socket = _sockets[at];
        string name = "s" + at;
        int sendSize = (size % SendBytesMax) + 1;
        int readSize = (size % ReadBytesMax) + 1;
        switch (verb)
        {
            case 0: Close(at); break;
            case 1: _s.Do(name + ".Shutdown Send", () => Shutdown(socket, SocketShutdown.Send)); break;
            case 2: _s.Do(name + ".Shutdown", () => Shutdown(socket, (SocketShutdown)(size % 3))); break;
            case 3: _s.Do(name + ".LingerState", () => socket.LingerState = new LingerOption(true, 0)); break;
            case 4: _s.Get(name + ".Error", () => Pending(socket)); break;
            case 5: _s.Get(name + ".Peek", () => Ends.Read(socket, readSize, SocketFlags.Peek)); break;
            case 6: _s.Get(name + ".Blocking", () => socket.Blocking); break;
            case 7: _s.Get(name + ".Send 0", () => socket.Send(new byte[0])); break;
            case 8:
            case 9:
            case 10: _s.Get(name + ".Receive " + readSize, () => Ends.Read(socket, readSize, SocketFlags.None)); break;
            case 11: _s.Get(name + ".Accept", () => socket.Accept()); break;
            default: _s.Get(name + ".Send " + sendSize, () => socket.Send(Ends.Bytes(sendSize))); break;
        }
    }

    private static object Pending(Socket socket)
    {
        return socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error);
    }

    /// <summary>NotConnected is left out: of a connection that began without waiting, System.Net on Linux
    /// does not know that it was made.</summary>
    private static void Shutdown(Socket socket, SocketShutdown how)
    {
        try
        {
            socket.Shutdown(how);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.NotConnected)
        {
        }
    }

    /// <summary>Connects to a listener, to a port nobody listens on if there is none.</summary>
    private void Connect(int at, int to, bool mayBlock)
    {
        Socket socket = _sockets[at];
        bool isBlocking = mayBlock || _hasTried[at];    // the kernel may refuse a second try at once
        bool isListener = to < SocketCount && _isListening[to];
        int port = isListener ? Ends.PortOf(_sockets[to]) : _s.ClosedPort;
        _s.Get("s" + at + ".Connect " + (isListener ? "s" + to : "nobody") + (isBlocking ? "" : " at once"), () =>
        {
            socket.Blocking = isBlocking;
            _hasTried[at] = true;
            try
            {
                socket.Connect(Ends.Loopback(port));
                _hasBegun[at] = true;
                return "done";
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.WouldBlock)
            {
                _hasBegun[at] = true;
                throw;
            }
            finally
            {
                socket.Blocking = false;
            }
        });
    }

    private void Listen(int at)
    {
        Socket socket = _sockets[at];
        _s.Get("s" + at + ".Bind and Listen", () =>
        {
            if (socket.LocalEndPoint == null)
            {
                socket.Bind(Ends.Loopback(0));
            }

            socket.Listen(8);
            _isListening[at] = true;
            return socket.LocalEndPoint;
        });
    }

    private void Close(int at)
    {
        Socket socket = _sockets[at];
        _s.Do("s" + at + ".Close", () => socket.Close());
        _sockets[at] = null;
        _isListening[at] = false;
        _hasBegun[at] = false;
        _hasTried[at] = false;
    }

    /// <summary>What can be seen, but for Connected (<see cref="Why.ConnectedIsNow"/>).</summary>
    private void Look(int at)
    {
        Socket socket = _sockets[at];
        if (socket == null)
        {
            return;
        }

        Outcome outcome = new Outcome();
        _s.Await("  s" + at, () => "read " + outcome.Of(() => socket.Poll(0, SelectMode.SelectRead))
            + ", write " + outcome.Of(() => socket.Poll(0, SelectMode.SelectWrite))
            + ", error " + outcome.Of(() => socket.Poll(0, SelectMode.SelectError))
            + ", available " + outcome.Of(() => socket.Available));
    }
}
