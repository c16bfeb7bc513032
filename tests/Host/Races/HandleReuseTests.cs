using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Kernel;
using NanoStack.Sockets;
using NanoStack.Tcp;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Host.Races;

/// <summary>A socket is closed and serves another connection while a call on it is on its way: the call
/// ends as System.Net's does on a closed socket, and touches nothing of the other.</summary>
[TestClass]
public sealed class HandleReuseTests
{
    private static readonly byte[] s_secret = Frames.Bytes("SECRET OF A");

    /// <summary>Every call there is. On B each would say something else, or leave something.</summary>
    private static readonly Dictionary<string, Action<Socket>> s_calls =
        new Dictionary<string, Action<Socket>>
        {
            ["Send"] = a => a.Send(s_secret),
            ["Receive"] = a => a.Receive(new byte[20]),
            ["Peek"] = a => a.Receive(new byte[20], SocketFlags.Peek),
            ["Accept"] = a => a.Accept(),
            ["Connect"] = a => a.Connect(new IPEndPoint(IPAddress.FromValue(Frames.PeerIp), 7777)),
            ["Bind"] = a => a.Bind(new IPEndPoint(IPAddress.Any, 6666)),
            ["Listen"] = a => a.Listen(1),
            ["ShutdownSend"] = a => a.Shutdown(SocketShutdown.Send),
            ["ShutdownReceive"] = a => a.Shutdown(SocketShutdown.Receive),
            ["PollRead"] = a => a.Poll(0, SelectMode.SelectRead),
            ["PollWrite"] = a => a.Poll(0, SelectMode.SelectWrite),
            ["PollError"] = a => a.Poll(0, SelectMode.SelectError),
            ["Available"] = a => Use(a.Available),
            ["IsAtMark"] = a => Use(a.IsAtMark),
            ["LocalEndPoint"] = a => Use(a.LocalEndPoint),
            ["RemoteEndPoint"] = a => Use(a.RemoteEndPoint),
            ["UnacknowledgedBytes"] = a => Use(a.UnacknowledgedBytes),
            ["AcknowledgedBytes"] = a => Use(a.AcknowledgedBytes),
            ["SmoothedRttMs"] = a => Use(a.SmoothedRttMs),
            ["Retransmissions"] = a => Use(a.Retransmissions),
            ["GetTcpInfo"] = a => a.GetTcpInfo(new TcpInfo()),
            ["NoDelay"] = a => a.NoDelay = true,
            ["Cork"] = a => a.Cork = true,
            ["KeepAlive"] = a => a.KeepAlive = true,
            ["UserTimeout"] = a => a.UserTimeout = 77,
            ["NotSentLowWater"] = a => a.NotSentLowWater = 77,
            ["SendBufferSize"] = a => a.SendBufferSize = 77,
            ["Ttl"] = a => a.Ttl = 77,
            ["LingerState"] = a => a.LingerState = new LingerOption(true, 7),
            ["ReceiveTimeout"] = a => a.ReceiveTimeout = 77,
            ["SendTimeout"] = a => a.SendTimeout = 77,
            ["Tos"] = a => Set(a, SocketOptionLevel.IP, SocketOptionName.TypeOfService),
            ["KeepAliveTime"] = a => Set(a, SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime),
            ["KeepAliveInterval"] =
                a => Set(a, SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval),
            ["KeepAliveRetryCount"] =
                a => Set(a, SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount),
            ["GetOption"] = a => a.GetSocketOption(
                SocketOptionLevel.Socket, SocketOptionName.ReceiveTimeout),
            ["GetError"] = a => a.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error),
        };

    public static IEnumerable<object[]> Calls => s_calls.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Calls))]
    public void Call_WhileAnotherThreadReplacesTheSocket_TouchesNothingOfTheOther(string name)
    {
        Twins twins = new Twins(TraceRoom.SockFdLookup);
        string before = twins.SeenOfB();

        Expect.Throws(typeof(ObjectDisposedException), () => s_calls[name](twins.A));

        Assert.IsTrue(twins.IsReplaced, "the other thread had no turn");
        Assert.AreEqual(twins.SeenWhenReplaced, twins.SeenOfB());
        Assert.AreNotEqual(before, twins.SeenWhenReplaced);
        twins.ExpectNothingSent();
    }

    [TestMethod]
    [DataRow(TraceRoom.Send)]
    [DataRow(TraceRoom.SysSendTo)]
    [DataRow(TraceRoom.SockFdLookup)]
    [DataRow(TraceRoom.SockSendMsg)]
    [DataRow(TraceRoom.InetSendMsg)]
    [DataRow(TraceRoom.TcpSendMsg)]
    [DataRow(TraceRoom.LockSock)]
    public void Send_WhileAnotherThreadReplacesTheSocket_SendsNothing(int room)
    {
        Twins twins = new Twins(room);

        Expect.Throws(typeof(ObjectDisposedException), () => twins.A.Send(s_secret));

        Assert.IsTrue(twins.IsReplaced, "the other thread had no turn");
        twins.ExpectNothingSent();
    }

    /// <summary>Connected says no of a socket that is closed, and nothing of another.</summary>
    [TestMethod]
    public void Connected_WhileAnotherThreadReplacesTheSocket_IsFalse()
    {
        Twins twins = new Twins(TraceRoom.SockFdLookup);

        Assert.IsFalse(twins.A.Connected);
        Assert.IsTrue(twins.IsReplaced, "the other thread had no turn");
    }

    /// <summary>The second of two closes finds the handle closed, though the socket is open again.</summary>
    [TestMethod]
    public void Close_WhileAnotherThreadReplacesTheSocket_ClosesNothing()
    {
        Twins twins = new Twins(TraceRoom.SockFdLookup);

        twins.A.Close();

        Assert.IsTrue(twins.IsReplaced, "the other thread had no turn");
        Assert.IsTrue(twins.B.Connected);
        twins.ExpectNothingSent();
    }

    /// <summary>A segment waits for the socket's owner, who resets the connection and begins another on the
    /// same socket: it is no segment of that one.</summary>
    [TestMethod]
    public void Backlog_OfAConnectionThatWasReplaced_IsDropped()
    {
        TcpBench bench = TcpBench.Established();
        TcpSock sock = bench.Sock;
        sock.Lock();
        bench.Inject(0, "FOR THE OLD ONE", 0, TcpHeader.Ack);   // into the backlog
        sock.RemotePort++;                                      // the user connects elsewhere
        sock.Release(bench.NowMs);

        Assert.AreEqual(0, sock.ReadableBytes);
        Assert.AreEqual(1, bench.Count(Mib.TcpBacklogDrop));
        bench.ExpectNoLeaks();
    }

    private static void Set(Socket a, SocketOptionLevel level, SocketOptionName name)
    {
        a.SetSocketOption(level, name, 7);
    }

    private static void Use(object value)
    {
        Assert.AreEqual(value, value);
    }

    /// <summary>A stack with one connection. A has it; when a call on A enters a room, another thread
    /// resets A and connects B.</summary>
    private sealed class Twins : TraceSink
    {
        public readonly Socket A;

        private readonly TcpBench _first;
        private readonly TcpBench _second;
        private readonly int _room;
        private readonly int _handle;

        public Twins(int room)
        {
            Limits limits = BenchLimits.Default();
            limits.TcpConnectionCount = 1;
            limits.TcpListenerCount = 0;
            _first = new TcpBench(limits);
            _first.FinishConnect();
            _second = new TcpBench(_first.Bench);
            _second.PeerSourcePort = 8888;
            A = _first.Socket;
            _handle = _first.Sock.Handle;
            _room = room;
            _first.Net.Context.Trace.Sink = this;
        }

        public Socket B => _second.Socket;

        public bool IsReplaced => SeenWhenReplaced != null;

        public string SeenWhenReplaced { get; private set; }

        public void ExpectNothingSent()
        {
            _first.Bench.Poll();
            Assert.AreEqual(0, _first.Bench.Wire.SentCount, "something left on B's connection");
        }

        /// <summary>All that a call on A could change or take.</summary>
        public string SeenOfB()
        {
            TcpSock sock = _first.Sock;
            return string.Join(
                ' ', sock.State, sock.ShutdownMask, sock.LocalPort, sock.RemotePort,
                sock.ReadableBytes, sock.UnackedBytes, sock.Err, sock.IsNoDelay, sock.IsCorked,
                sock.IsKeepalive, sock.KeepaliveIdleMs, sock.KeepaliveIntervalMs,
                sock.KeepaliveProbeMax, sock.UserTimeoutMs, sock.NotSentLowWater,
                sock.SendBufferBytes, sock.Ttl, sock.Tos, sock.IsLinger, sock.LingerMs,
                sock.ReceiveTimeoutMs, sock.SendTimeoutMs, sock.Backlog);
        }

        public override void Enter(int room, int lengthBytes)
        {
            if (room != _room)
            {
                return;
            }

            _first.Net.Context.Trace.Sink = null;
            Net net = _first.Net;
            Assert.AreEqual(0, net.Sys.SetOption(_handle, InetOption.Linger, 1));   // at once
            Assert.AreEqual(0, net.Sys.Close(_handle));
            _first.Bench.Wire.ClearSent();
            _second.FinishConnect();
            _second.Inject(0, "FOR B ONLY", 0, TcpHeader.Ack);
            _first.Bench.Wire.ClearSent();
            _first.Sock.Err = Errno.HostUnreach;        // somebody's to take, but not A's
            SeenWhenReplaced = SeenOfB();
        }

        public override void Leave(int room)
        {
        }
    }
}
