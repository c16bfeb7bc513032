using System;
using System.Runtime.CompilerServices;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Kernel;
using NanoStack.Sockets;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Host.Races;

/// <summary>A socket that nobody holds any more is closed, as in System.Net: by the next poll, or by the
/// next who needs one.</summary>
[TestClass]
public sealed class ForgottenSocketTests
{
    [TestMethod]
    public void Sockets_ThatNobodyClosed_AreThereAgain()
    {
        NetBench bench = new NetBench(BenchLimits.Default());
        for (int i = 0; i < 20; i++)
        {
            Forget(bench, net => new Socket(net));
            Collect();
        }

        bench.Poll();
        Assert.AreEqual(20, bench.Count(Mib.TcpAbandoned));
    }

    [TestMethod]
    public void Listener_ThatNobodyStopped_GivesItsPortBack()
    {
        NetBench bench = new NetBench(BenchLimits.Default());
        for (int i = 0; i < 3; i++)
        {
            Forget(bench, net =>
            {
                TcpListener listener = new TcpListener(net, IPAddress.Any, 80);
                listener.Start();
                return listener;
            });
            Collect();
            bench.Poll();
        }

        Assert.AreEqual(0, bench.Net.Sockets.Count);
    }

    /// <summary>All sockets are in use, one is forgotten: the peer's connection takes its place.</summary>
    [TestMethod]
    public void Client_ThatNobodyClosed_MakesRoomForAConnection()
    {
        TcpBench bench = TcpBench.Listening();
        while (bench.Net.Sockets.Count < bench.Net.Tcp.Table.Count)
        {
            Forget(bench.Bench, net => new TcpClient(net));
        }

        Collect();
        bench.AcceptFrom();

        Assert.IsTrue(bench.Socket.Connected);
        GC.KeepAlive(bench);
    }

    /// <summary>Its end is the one that Close makes: what was written, then FIN.</summary>
    [TestMethod]
    public void Connection_ThatNobodyClosed_EndsInOrder()
    {
        TcpBench bench = TcpBench.Established();
        bench.Send("last words");
        bench.Expect(0, "last words", TcpHeader.Ack | TcpHeader.Psh);
        bench.Socket = null;
        Collect();
        bench.Bench.Poll();

        bench.ExpectFlags(10, TcpHeader.Fin | TcpHeader.Ack);
        Assert.AreEqual(1, bench.Count(Mib.TcpAbandoned));
    }

    /// <summary>The stream holds the socket: a client that is forgotten before its stream stays open.</summary>
    [TestMethod]
    public void Stream_WhoseClientIsForgotten_StaysOpen()
    {
        TcpBench bench = TcpBench.Established();
        NetworkStream stream = StreamOf(bench);
        bench.Socket = null;
        Collect();
        bench.Bench.Poll();

        stream.Write(Frames.Bytes("still here"), 0, 10);
        bench.Expect(0, "still here", TcpHeader.Ack | TcpHeader.Psh);
        Assert.AreEqual(0, bench.Count(Mib.TcpAbandoned));
    }

    /// <summary>A call is under way and nobody else holds its socket: it lives until the call is
    /// over.</summary>
    [TestMethod]
    public void Receive_OnASocketThatNobodyElseHolds_IsServed()
    {
        TcpBench bench = TcpBench.Established();
        byte[] data = new byte[4];
        bench.Net.Context.Trace.Sink = new Collector(() =>
        {
            Collect();
            bench.Bench.Poll();
            bench.Inject(0, "data", 0, TcpHeader.Ack);
        });

        Assert.AreEqual(4, TakeSocket(bench).Receive(data));
        Assert.AreEqual(0, bench.Count(Mib.TcpAbandoned));
    }

    [TestMethod]
    public void Socket_ThatWasClosed_IsNotClosedAgain()
    {
        TcpBench bench = TcpBench.Established();
        bench.Socket.Close();
        bench.Socket = null;
        Collect();
        bench.Bench.Poll();

        Assert.AreEqual(0, bench.Count(Mib.TcpAbandoned));
    }

    /// <summary>A constructor that throws leaves an object to the collector that never had a
    /// handle.</summary>
    [TestMethod]
    public void Constructor_ThatFailed_LeavesNothingToClose()
    {
        NetBench bench = new NetBench(BenchLimits.Default());
        Socket[] all = new Socket[bench.Net.Tcp.Table.Count];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = new Socket(bench.Net);
        }

        Expect.Throws(typeof(SocketException), () => new Socket(bench.Net));
        Expect.Throws(typeof(ArgumentNullException), () => new Socket((Net)null));
        Collect();
        bench.Poll();

        Assert.AreEqual(all.Length, bench.Net.Sockets.Count);
        GC.KeepAlive(all);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(NetBench bench, Func<Net, object> make)
    {
        make(bench.Net);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static NetworkStream StreamOf(TcpBench bench) => new NetworkStream(bench.Socket, true);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Socket TakeSocket(TcpBench bench)
    {
        Socket socket = bench.Socket;
        bench.Socket = null;
        return socket;
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    /// <summary>The collector's turn, when a call has found its socket.</summary>
    private sealed class Collector : TraceSink
    {
        private Action _turn;

        public Collector(Action turn)
        {
            _turn = turn;
        }

        public override void Enter(int room, int lengthBytes)
        {
            Action turn = _turn;
            if (room == TraceRoom.SockFdLookup && turn != null)
            {
                _turn = null;
                turn();
            }
        }

        public override void Leave(int room)
        {
        }
    }
}
