#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Sockets;
using NanoStack.Tests.Bench;

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
}
