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

namespace NanoStack.Tests.Tcp;

/// <summary>Opening a connection from either side, and from both (RFC 9293, 3.5).</summary>
[TestClass]
public sealed class HandshakeTests
{
    [TestMethod]
    public void Connect_AnsweredBySynAck_IsEstablished()
    {
        TcpBench bench = TcpBench.Established();
        Assert.IsTrue(bench.Socket.Connected);
        bench.ExpectSilence();
        bench.ExpectNoLeaks();
    }

    [TestMethod]
    public void Connect_Refused_SaysSo()
    {
        TcpBench bench = TcpBench.SynSent();
        bench.InjectRaw(
            0, bench.OurIss + 1, TcpHeader.Rst | TcpHeader.Ack, 0, 0, null, null);
        bench.ExpectState(TcpState.Closed);
        SocketError error = SocketError.Success;
        try
        {
            bench.Socket.Connect(new IPEndPoint(IPAddress.FromValue(Frames.PeerIp), 7000));
        }
        catch (SocketException exception)
        {
            error = exception.SocketErrorCode;
        }

        Assert.AreEqual((int)SocketError.ConnectionRefused, (int)error);
        bench.ExpectNoLeaks();
    }

    [TestMethod]
    public void Connect_BothAtOnce_MeetsInTheMiddle()
    {
        TcpBench bench = TcpBench.SynReceived();
        bench.InjectAck(0);
        bench.ExpectState(TcpState.Established);
        bench.Send("hello");
        bench.Expect(0, "hello", TcpHeader.Ack | TcpHeader.Psh);
    }

    [TestMethod]
    public void Listen_SynThenAck_IsAccepted()
    {
        TcpBench bench = TcpBench.Accepted();
        bench.ExpectState(TcpState.Established);
        bench.Inject(0, "ping", 0, TcpHeader.Ack | TcpHeader.Psh);
        bench.ExpectAck(4);
        bench.ExpectRead("ping");
        Assert.AreEqual(1, bench.Bench.Count(Mib.TcpPassiveOpens));
        bench.ExpectNoLeaks();
    }

    [TestMethod]
    public void Connect_Unanswered_EndsAtItsDeadline()
    {
        TcpBench bench = new TcpBench(Limits.Default());
        Socket socket = new Socket(bench.Net);
        socket.ConnectTimeout = 5000;
        int startMs = bench.Bench.Clock.NowMs();
        SocketError error = SocketError.Success;
        try
        {
            socket.Connect(new IPEndPoint(IPAddress.FromValue(Frames.PeerIp), 7000));
        }
        catch (SocketException exception)
        {
            error = exception.SocketErrorCode;
        }

        Assert.AreEqual((int)SocketError.TimedOut, (int)error);
        Assert.AreEqual(5000, bench.Bench.Clock.NowMs() - startMs);
        Assert.AreEqual(3, bench.Bench.Wire.SentCount);     // at 0, 1 and 3 s
    }
}
