#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using System;
using System.IO;
using NanoStack.Sockets;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Rules;

/// <summary>What a program written for System.Net expects of the calls; tests/Host/Differential compares
/// many more with the kernel's.</summary>
[TestClass]
public sealed class SocketCallTests
{
    private const int Ack = TcpHeader.Ack;

    [TestMethod]
    public void Bind_PortZero_TakesAPortAtOnce()
    {
        NetBench bench = new NetBench(BenchLimits.Default());
        Socket socket = new Socket(bench.Net);
        socket.Bind(new IPEndPoint(IPAddress.Any, 0));
        Assert.IsNotNull(socket.LocalEndPoint, "local end point");
        Assert.IsTrue(((IPEndPoint)socket.LocalEndPoint).Port != 0, "a port");
        TcpBench.ExpectError(
            SocketError.InvalidArgument, () => socket.Bind(new IPEndPoint(IPAddress.Any, 0)));
    }

    [TestMethod]
    public void Connect_Failed_LeavesAFreshSocket()
    {
        NetBench bench = new NetBench(BenchLimits.Default());
        Socket socket = new Socket(bench.Net);
        socket.ConnectTimeout = 10;
        TcpBench.ExpectError(
            SocketError.TimedOut,
            () => socket.Connect(new IPEndPoint(IPAddress.FromValue(Frames.PeerIp), 80)));
        Assert.IsNull(socket.LocalEndPoint, "local end point");
        Assert.IsNull(socket.RemoteEndPoint, "remote end point");
        TcpBench.ExpectError(SocketError.NotConnected, () => socket.Receive(new byte[1]));
        TcpBench.ExpectError(
            SocketError.NotConnected, () => socket.Shutdown(SocketShutdown.Both));
    }

    [TestMethod]
    public void Poll_NeverConnected_DoesNotWait()
    {
        NetBench bench = new NetBench(BenchLimits.Default());
        Socket socket = new Socket(bench.Net);
        int beforeMs = bench.Clock.NowMs();
        Assert.IsTrue(socket.Poll(1000000, SelectMode.SelectRead), "read");
        Assert.IsTrue(socket.Poll(1000000, SelectMode.SelectWrite), "write");
        Assert.AreEqual(beforeMs, bench.Clock.NowMs());
    }

    [TestMethod]
    public void Accept_OnANonBlockingListener_GivesANonBlockingSocket()
    {
        TcpBench bench = TcpBench.Listening();
        bench.Socket.Blocking = false;
        bench.AcceptFrom();
        Assert.IsFalse(bench.Socket.Blocking, "blocking");
    }

    [TestMethod]
    public void Accept_WithoutListen_IsAProgrammersError()
    {
        NetBench bench = new NetBench(BenchLimits.Default());
        Socket socket = new Socket(bench.Net);
        Expect.Throws(typeof(InvalidOperationException), () => socket.Accept());
    }

    [TestMethod]
    public void Shutdown_AfterAReset_SaysNothing()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(0, null, 0, Ack | TcpHeader.Rst);
        bench.Socket.Shutdown(SocketShutdown.Both);
        TcpBench.ExpectError(SocketError.ConnectionReset, () => bench.Socket.Receive(new byte[1]));
        bench.ExpectNoLeaks();
    }

    [TestMethod]
    public void Shutdown_InNoDirection_IsAnInvalidArgument()
    {
        TcpBench bench = TcpBench.Established();
        TcpBench.ExpectError(
            SocketError.InvalidArgument, () => bench.Socket.Shutdown((SocketShutdown)9));
        bench.ExpectSilence();
    }

    [TestMethod]
    public void Receive_SizeZero_WaitsForBytesAndTakesNone()
    {
        TcpBench bench = TcpBench.Established();
        bench.Socket.Blocking = false;
        TcpBench.ExpectError(SocketError.WouldBlock, () => bench.Socket.Receive(new byte[0]));
        bench.Inject(0, "abc", 0, Ack);
        bench.ExpectAck(3);
        Assert.AreEqual(0, bench.Socket.Receive(new byte[0]));
        bench.ExpectRead("abc");
    }

    [TestMethod]
    public void Send_SizeZero_TellsWhetherTheConnectionStands()
    {
        TcpBench bench = TcpBench.Established();
        Assert.AreEqual(0, bench.Socket.Send(new byte[0]));
        bench.ExpectSilence();
        bench.Inject(0, null, 0, Ack | TcpHeader.Rst);
        TcpBench.ExpectError(SocketError.ConnectionReset, () => bench.Socket.Send(new byte[0]));
    }

    [TestMethod]
    public void DataAfterBothShutdowns_ResetsAndTellsTheUser()
    {
        TcpBench bench = TcpBench.FinWait2();
        bench.Socket.Shutdown(SocketShutdown.Receive);
        bench.Inject(0, "late", 1, Ack);
        bench.TakeSegment();
        Assert.AreEqual(TcpHeader.Rst, bench.Flags & TcpHeader.Rst);
        Assert.IsTrue(bench.Socket.Poll(0, SelectMode.SelectError), "an error");
        TcpBench.ExpectError(SocketError.ConnectionReset, () => bench.Receive());
        bench.ExpectNoLeaks();
    }

    [TestMethod]
    public void Available_OfAListener_IsAnInvalidArgument()
    {
        TcpBench bench = TcpBench.Listening();
        int seen;
        TcpBench.ExpectError(
            SocketError.InvalidArgument, () => seen = bench.Socket.Available);
    }

    [TestMethod]
    public void Closed_Socket_ThrowsObjectDisposed()
    {
        NetBench bench = new NetBench(BenchLimits.Default());
        Socket socket = new Socket(bench.Net);
        socket.Close();
        bool seen;
        Expect.Throws(typeof(ObjectDisposedException), () => socket.Receive(new byte[1]));
        Expect.Throws(
            typeof(ObjectDisposedException),
            () => seen = socket.Poll(0, SelectMode.SelectRead));
        Expect.Throws(typeof(ObjectDisposedException), () => socket.Listen(1));
        Expect.Throws(typeof(ObjectDisposedException), () => seen = socket.NoDelay);
        Assert.IsFalse(socket.Connected, "connected");
    }

    [TestMethod]
    public void NetworkStream_Disposed_ClosesASocketItOwnsOnly()
    {
        TcpBench bench = TcpBench.Established();
        NetworkStream lent = new NetworkStream(bench.Socket);
        lent.Dispose();
        Assert.IsFalse(lent.CanRead, "can read");
        Expect.Throws(
            typeof(ObjectDisposedException), () => lent.Read(new byte[1], 0, 1));
        Assert.IsTrue(bench.Socket.Connected, "still open");

        NetworkStream owned = new NetworkStream(bench.Socket, true);
        owned.Dispose();
        Expect.Throws(typeof(ObjectDisposedException), () => bench.Socket.Send(new byte[1]));
    }

    [TestMethod]
    public void NetworkStream_WhoseSocketFails_ThrowsIOException()
    {
        TcpBench bench = TcpBench.Established();
        NetworkStream stream = new NetworkStream(bench.Socket);
        bench.Inject(0, null, 0, Ack | TcpHeader.Rst);
        try
        {
            stream.Read(new byte[1], 0, 1);
            Assert.IsTrue(false, "an exception");
        }
        catch (IOException exception)
        {
            SocketException inner = exception.InnerException as SocketException;
            Assert.IsNotNull(inner, "the cause");
            Assert.AreEqual((int)SocketError.ConnectionReset, inner.ErrorCode);
        }
    }

    [TestMethod]
    public void NetworkStream_OnASocketThatIsNotConnected_ThrowsIOException()
    {
        NetBench bench = new NetBench(BenchLimits.Default());
        Socket socket = new Socket(bench.Net);
        Expect.Throws(typeof(IOException), () => new NetworkStream(socket));
        Expect.Throws(
            typeof(InvalidOperationException), () => new TcpClient(bench.Net).GetStream());
    }
}
