using System;
using System.IO;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Sockets;

namespace NanoStack.Tests.Host.Races;

/// <summary>Close by another thread ends every call that waits on the socket, as System.Net does
/// (measured on .NET 10 and Linux).</summary>
[TestClass]
public sealed class CloseUnderACallTests
{
    [TestMethod]
    [Timeout(120000)]
    public void Receive_WhenTheSocketIsClosed_IsAborted()
    {
        using TwoThreads two = new TwoThreads();
        ExpectError(SocketError.ConnectionAborted, TwoThreads.WhileWaiting(
            2, () => two.QueueOf(two.Near, false), k => two.Near.Receive(new byte[k]),
            two.Near.Close));
    }

    [TestMethod]
    [Timeout(120000)]
    public void Peek_WhenTheSocketIsReset_IsAborted()
    {
        using TwoThreads two = new TwoThreads();
        two.Near.LingerState = new LingerOption(true, 0);
        ExpectError(SocketError.ConnectionAborted, TwoThreads.WhileWaiting(
            2, () => two.QueueOf(two.Near, false),
            k => two.Near.Receive(new byte[1], SocketFlags.Peek), two.Near.Close));
    }

    [TestMethod]
    [Timeout(120000)]
    public void Send_WhenTheSocketIsClosed_IsAborted()
    {
        using TwoThreads two = new TwoThreads();
        ExpectError(SocketError.ConnectionAborted, TwoThreads.WhileWaiting(
            2, () => two.QueueOf(two.Near, true), k => two.Near.Send(new byte[100000]),
            two.Near.Close));
    }

    [TestMethod]
    [Timeout(120000)]
    public void Accept_WhenTheListenerIsClosed_IsInterrupted()
    {
        using TwoThreads two = new TwoThreads();
        ExpectError(SocketError.Interrupted, TwoThreads.WhileWaiting(
            3, () => two.QueueOf(two.Listener, false), k => two.Listener.Accept(),
            two.Listener.Close));
    }

    [TestMethod]
    [Timeout(120000)]
    public void AcceptTcpClient_WhenTheListenerIsStopped_IsInterrupted()
    {
        using TwoThreads two = new TwoThreads();
        TcpListener listener = new TcpListener(two.Net, IPAddress.Loopback, 9001);
        listener.Start();
        ExpectError(SocketError.Interrupted, TwoThreads.WhileWaiting(
            2, () => two.QueueOf(listener.Server, false), k => listener.AcceptTcpClient(),
            listener.Stop));
    }

    [TestMethod]
    [Timeout(120000)]
    public void Connect_WhenTheSocketIsClosed_SaysNotSocket()
    {
        using TwoThreads two = new TwoThreads();
        two.Net.AddRule(new NanoStack.Ip.FilterRule { IsIn = true, LocalPort = 9002 });
        Socket socket = new Socket(two.Net);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 9003));
        ExpectError(SocketError.NotSocket, TwoThreads.WhileWaiting(
            1, () => two.QueueOf(socket, true),
            k =>
            {
                socket.Connect(new IPEndPoint(IPAddress.Loopback, 9002));
                return null;
            },
            socket.Close));
    }

    [TestMethod]
    [Timeout(120000)]
    [DataRow(SelectMode.SelectRead)]
    [DataRow(SelectMode.SelectWrite)]
    [DataRow(SelectMode.SelectError)]
    public void Poll_WhenTheSocketIsClosed_SaysReady(SelectMode mode)
    {
        using TwoThreads two = new TwoThreads();
        two.Near.NotSentLowWater = 1;
        two.Near.Cork = true;
        two.Near.Send(new byte[1]);                     // held back, so no more is taken

        object[] told = TwoThreads.WhileWaiting(
            2, () => two.QueueOf(two.Near, mode != SelectMode.SelectRead),
            k => two.Near.Poll(-1, mode), two.Near.Close);

        CollectionAssert.AreEqual(new object[] { true, true }, told);
    }

    [TestMethod]
    [Timeout(120000)]
    public void Read_WhenTheStreamIsClosed_SaysWhy()
    {
        using TwoThreads two = new TwoThreads();
        NetworkStream stream = new NetworkStream(two.Near, true);
        object[] told = TwoThreads.WhileWaiting(
            2, () => two.QueueOf(two.Near, false), k => stream.Read(new byte[1], 0, 1),
            stream.Close);

        foreach (object item in told)
        {
            Assert.IsInstanceOfType(item, typeof(IOException));
            ExpectError(SocketError.ConnectionAborted, ((Exception)item).InnerException);
        }
    }

    /// <summary>Closed once, however often and by however many.</summary>
    [TestMethod]
    [Timeout(120000)]
    public void Close_ByManyThreads_ClosesOnce()
    {
        using TwoThreads two = new TwoThreads();
        System.Threading.Tasks.Parallel.For(0, 50, i => two.Near.Close());

        Assert.AreEqual(0, two.Far.Receive(new byte[1]));   // one FIN, no reset
        Assert.AreEqual(2, two.Net.Sockets.Count);
    }

    private static void ExpectError(SocketError error, params object[] told)
    {
        foreach (object item in told)
        {
            Assert.IsInstanceOfType(item, typeof(SocketException));
            Assert.AreEqual((int)error, ((SocketException)item).ErrorCode);
        }
    }
}
