#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using System.IO;
using NanoStack.Kernel;
using NanoStack.Sockets;
using NanoStack.Tcp;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Tcp;

/// <summary>What a send does when its ring is full.</summary>
[TestClass]
public class SendRingTests
{
    /// <summary>A segment without a byte would look like a duplicate ACK to the peer, and its
    /// retransmission timer would never be stopped.</summary>
    [TestMethod]
    public void Send_WhenTheRingIsFull_LeavesNoEmptySegmentBehind()
    {
        TcpBench bench = TcpBench.Established();
        bench.Socket.Blocking = false;
        byte[] data = new byte[Limits.Default().TcpSendRingBytes];
        Assert.AreEqual(data.Length, bench.Socket.Send(data), "bytes taken");
        bench.TakeSegment();
        bench.TakeSegment();
        bench.ExpectSilence();

        int error = 0;
        try
        {
            bench.Socket.Send(data);
        }
        catch (SocketException exception)
        {
            error = exception.ErrorCode;
        }

        Assert.AreEqual((int)SocketError.WouldBlock, error);
        bench.InjectAck(data.Length);

        bench.ExpectSilence();
        bench.Bench.Advance(5000);
        bench.ExpectSilence();
        bench.ExpectNoLeaks();
    }

    /// <summary>Linux: <c>sk_stream_error</c>. A send that took a part and then meets a reset says how
    /// much it took; the reset is told to the next call, and not lost.</summary>
    [TestMethod]
    public void Send_ResetAfterAPartWasTaken_TheNextCallIsTold()
    {
        TcpBench bench = TcpBench.Established();
        byte[] data = new byte[Limits.Default().TcpSendRingBytes + 1000];
        ResetArrives(bench);

        Assert.AreEqual(
            Limits.Default().TcpSendRingBytes, bench.Socket.Send(data), "bytes taken");
        bench.ExpectState(TcpState.Closed);
        TcpBench.ExpectError(SocketError.ConnectionReset, () => bench.Socket.Send(data));
        TcpBench.ExpectError(SocketError.Shutdown, () => bench.Socket.Send(data));
    }

    /// <summary>A stream writes all or says why not: the reset, and no time-out that never was.</summary>
    [TestMethod]
    public void Write_ResetAfterAPartWasTaken_SaysReset()
    {
        TcpBench bench = TcpBench.Established();
        NetworkStream stream = new NetworkStream(bench.Socket);
        byte[] data = new byte[Limits.Default().TcpSendRingBytes + 1000];
        ResetArrives(bench);

        ExpectWriteError(SocketError.ConnectionReset, stream, data);
    }

    /// <summary>Nobody takes the bytes for as long as a send may wait.</summary>
    [TestMethod]
    public void Write_WindowStaysShut_SaysTimedOut()
    {
        TcpBench bench = TcpBench.Established();
        NetworkStream stream = new NetworkStream(bench.Socket);
        bench.Socket.SendTimeout = 1000;
        bench.Inject(0, null, 0, TcpHeader.Ack, 0);
        byte[] data = new byte[Limits.Default().TcpSendRingBytes + 1000];

        ExpectWriteError(SocketError.TimedOut, stream, data);
        bench.ExpectState(TcpState.Established);
    }

    /// <summary>An IOException, and in it the socket's own.</summary>
    private static void ExpectWriteError(SocketError error, NetworkStream stream, byte[] data)
    {
        TcpBench.ExpectError(error, () =>
        {
            try
            {
                stream.Write(data, 0, data.Length);
            }
            catch (IOException exception)
            {
                throw exception.InnerException;
            }
        });
    }

    /// <summary>A RST waits in the device until a call that waits polls it.</summary>
    private static void ResetArrives(TcpBench bench)
    {
        bench.Bench.Wire.Arrive(Frames.Tcp(
            Frames.PeerIp, Frames.OurIp, TcpBench.PeerPort, TcpBench.OurPort, bench.PeerIss + 1, 0,
            TcpHeader.Rst, 0, 0, null, null));
    }
}
