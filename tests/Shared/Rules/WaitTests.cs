#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Sockets;
using NanoStack.Tcp;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Rules;

/// <summary>How long a blocking call waits: for ever, as System.Net's, unless a time-out says otherwise.
/// </summary>
[TestClass]
public sealed class WaitTests
{
    private const int Ack = TcpHeader.Ack;

    /// <summary>The silence of an MQTT client whose broker has nothing to say: longer than a default of a
    /// minute, shorter than its keep-alive.</summary>
    private const int SilenceMs = 180000;

    /// <summary>An MQTT client's reader waits for a broker that is silent for three minutes, and the
    /// connection carries on both ways.</summary>
    [TestMethod]
    public void Receive_PeerSilentForThreeMinutes_KeepsTheConnection()
    {
        TcpBench bench = TcpBench.Established(Limits.Default());
        Assert.AreEqual(0, bench.Socket.ReceiveTimeout);
        int startMs = bench.NowMs;
        bench.Bench.Later(SilenceMs, () => bench.Inject(0, "pub", 0, Ack));
        Assert.AreEqual(3, bench.Socket.Receive(new byte[8]));
        Assert.AreEqual(SilenceMs, bench.NowMs - startMs);
        bench.ExpectState(TcpState.Established);
        bench.ExpectAck(3);
        bench.Send("ack");
        bench.Expect(0, "ack", Ack | TcpHeader.Psh);
        bench.Inject(3, null, 3, Ack);
        bench.ExpectNoLeaks();
    }

    /// <summary>The same through a stream, whose word for ever is -1.</summary>
    [TestMethod]
    public void Read_PeerSilentForThreeMinutes_Waits()
    {
        TcpBench bench = TcpBench.Established(Limits.Default());
        NetworkStream stream = new NetworkStream(bench.Socket);
        Assert.AreEqual(-1, stream.ReadTimeout);
        Assert.AreEqual(-1, stream.WriteTimeout);
        bench.Bench.Later(SilenceMs, () => bench.Inject(0, "pub", 0, Ack));
        Assert.AreEqual(3, stream.Read(new byte[8], 0, 8));
        bench.ExpectState(TcpState.Established);
    }

    /// <summary>The end of the stream ends a wait without a time-out, and so does a reset.</summary>
    [TestMethod]
    public void Receive_PeerEndsAfterThreeMinutes_Returns()
    {
        TcpBench bench = TcpBench.Established(Limits.Default());
        bench.Bench.Later(SilenceMs, () => bench.Inject(0, null, 0, Ack | TcpHeader.Fin));
        Assert.AreEqual(0, bench.Socket.Receive(new byte[8]));
    }

    /// <summary>A test of its own: a device's memory holds one stack of the default limits.</summary>
    [TestMethod]
    public void Receive_PeerResetsAfterThreeMinutes_Throws()
    {
        TcpBench bench = TcpBench.Established(Limits.Default());
        bench.Bench.Later(SilenceMs, () => bench.Inject(0, null, 0, Ack | TcpHeader.Rst));
        TcpBench.ExpectError(
            SocketError.ConnectionReset, () => bench.Socket.Receive(new byte[8]));
    }

    /// <summary>A listener that nobody calls for three minutes, as an idle web server's.</summary>
    [TestMethod]
    public void Accept_NobodyForThreeMinutes_Waits()
    {
        TcpBench bench = TcpBench.Listening(Limits.Default());
        Assert.AreEqual(0, bench.Socket.ReceiveTimeout);
        int startMs = bench.NowMs;
        bench.Bench.Later(SilenceMs, () =>
        {
            bench.InjectSyn(TcpHeader.Syn);
            bench.TakeSegment();
            bench.OurIss = TcpHeader.SeqNumber(bench.Frame, TcpBench.TcpAt);
            bench.Inject(0, null, 0, Ack);
        });
        Socket accepted = bench.Socket.Accept();
        Assert.AreEqual(SilenceMs, bench.NowMs - startMs);
        Assert.IsTrue(accepted.Connected, "connected");
        Assert.AreEqual(0, accepted.ReceiveTimeout);
    }

    /// <summary>A window that stays shut for three minutes, with every probe answered.</summary>
    [TestMethod]
    public void Send_WindowShutForThreeMinutes_Waits()
    {
        TcpBench bench = TcpBench.Established(Limits.Default());
        Assert.AreEqual(0, bench.Socket.SendTimeout);
        bench.Inject(0, null, 0, Ack, 0);
        byte[] data = new byte[Limits.Default().TcpSendRingBytes + 1];
        int startMs = bench.NowMs;
        bench.Bench.Later(SilenceMs, () =>
        {
            bench.Inject(0, null, 0, Ack, 8192);
            bench.Inject(0, null, data.Length - 1, Ack, 8192);
        });
        Assert.AreEqual(data.Length, bench.Socket.Send(data));
        Assert.AreEqual(SilenceMs, bench.NowMs - startMs);
    }

    [TestMethod]
    public void Poll_ForEver_WaitsForThreeMinutes()
    {
        TcpBench bench = TcpBench.Established(Limits.Default());
        bench.Bench.Later(SilenceMs, () => bench.Inject(0, "pub", 0, Ack));
        Assert.IsTrue(bench.Socket.Poll(-1, SelectMode.SelectRead), "readable");
        Assert.AreEqual(3, bench.Socket.Available);
    }

    /// <summary>A connect without a time-out ends when TCP gives the SYN up (RFC 9293, 3.8.3: R2; Linux:
    /// 127 s).</summary>
    [TestMethod]
    public void Connect_Unanswered_EndsWhenTheSynIsGivenUp()
    {
        TcpBench bench = new TcpBench(Limits.Default());
        Socket socket = new Socket(bench.Net);
        Assert.AreEqual(0, socket.ConnectTimeout);
        int startMs = bench.NowMs;
        TcpBench.ExpectError(SocketError.TimedOut, () => socket.Connect(bench.PeerPoint));
        Assert.AreEqual(127000, bench.NowMs - startMs);
    }

    /// <summary>0 and -1 are one thing wherever they are said.</summary>
    [TestMethod]
    public void Timeouts_ZeroAndMinusOne_AreForEver()
    {
        for (int said = -1; said <= 0; said++)
        {
            Limits limits = Limits.Default();
            limits.SocketTimeoutMs = said;
            TcpBench bench = TcpBench.Established(limits);
            ExpectTimeouts(bench.Socket, 0);
            bench.Socket.ReceiveTimeout = 7;
            bench.Socket.SendTimeout = 7;
            bench.Socket.ConnectTimeout = 7;
            ExpectTimeouts(bench.Socket, 7);
            bench.Socket.ReceiveTimeout = said;
            bench.Socket.SendTimeout = said;
            bench.Socket.ConnectTimeout = said;
            ExpectTimeouts(bench.Socket, 0);
            bench.Bench.Later(SilenceMs, () => bench.Inject(0, "pub", 0, Ack));
            Assert.AreEqual(3, bench.Socket.Receive(new byte[8]));
        }
    }

    /// <summary>A limit of the stack bounds every call of every socket that was not told otherwise.</summary>
    [TestMethod]
    public void Limit_OfAllSockets_BoundsEachCall()
    {
        Limits limits = Limits.Default();
        limits.SocketTimeoutMs = 5000;
        TcpBench bench = TcpBench.Established(limits);
        ExpectTimeouts(bench.Socket, 5000);
        ExpectFiveSeconds(bench, SocketError.TimedOut, () => bench.Socket.Receive(new byte[1]));

        bench.Inject(0, null, 0, Ack, 0);
        bench.Socket.Send(new byte[limits.TcpSendRingBytes]);
        ExpectFiveSeconds(bench, SocketError.TimedOut, () => bench.Socket.Send(new byte[1]));

        Socket socket = new Socket(bench.Net);
        ExpectFiveSeconds(
            bench, SocketError.TimedOut,
            () => socket.Connect(new IPEndPoint(IPAddress.FromValue(Frames.PeerIp), 9)));

        Socket listener = new Socket(bench.Net);
        listener.Listen(1);
        ExpectFiveSeconds(bench, SocketError.TimedOut, () => listener.Accept());
    }

    private static void ExpectTimeouts(Socket socket, int timeoutMs)
    {
        Assert.AreEqual(timeoutMs, socket.ReceiveTimeout, "receive");
        Assert.AreEqual(timeoutMs, socket.SendTimeout, "send");
        Assert.AreEqual(timeoutMs, socket.ConnectTimeout, "connect");
    }

    private static void ExpectFiveSeconds(TcpBench bench, SocketError error, System.Action call)
    {
        int startMs = bench.NowMs;
        TcpBench.ExpectError(error, call);
        Assert.AreEqual(5000, bench.NowMs - startMs);
    }
}
