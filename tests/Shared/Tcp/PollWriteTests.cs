#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Sockets;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Tcp;

/// <summary>Poll for writing says what Send would do (poll(2): "writing now will not block").</summary>
[TestClass]
public sealed class PollWriteTests
{
    [TestMethod]
    public void PollWrite_WhenEverySegmentIsInFlight_WaitsForAnAck()
    {
        TcpBench bench = TcpBench.Established();
        bench.Socket.NoDelay = true;
        bench.Socket.Send(Frames.Bytes("a"), SocketFlags.EndOfRecord);
        bench.Socket.Send(Frames.Bytes("b"), SocketFlags.EndOfRecord);
        bench.Socket.Send(Frames.Bytes("c"), SocketFlags.EndOfRecord);
        bench.ExpectData(0, "a");
        bench.ExpectData(1, "b");
        bench.ExpectData(2, "c");

        Assert.IsFalse(bench.Socket.Poll(0, SelectMode.SelectWrite), "the share is used up");
        bench.InjectAck(1);

        Assert.IsTrue(bench.Socket.Poll(0, SelectMode.SelectWrite), "one is back");
        bench.Socket.Send(Frames.Bytes("d"), SocketFlags.EndOfRecord);
        bench.ExpectData(3, "d");
        bench.ExpectNoLeaks();
    }

    [TestMethod]
    public void PollWrite_WhileNagleHoldsASegmentBack_IsReadyForMoreOfIt()
    {
        TcpBench bench = TcpBench.Established();
        bench.Send("a");
        bench.ExpectData(0, "a");
        bench.Send("b");
        bench.ExpectSilence();

        Assert.IsTrue(bench.Socket.Poll(0, SelectMode.SelectWrite));
        bench.Send("c");
        bench.InjectAck(1);

        bench.Expect(1, "bc", TcpHeader.Ack | TcpHeader.Psh);
        bench.ExpectNoLeaks();
    }
}
