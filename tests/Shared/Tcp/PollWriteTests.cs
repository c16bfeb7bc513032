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
    public void PollWrite_WhenTheRingIsFull_WaitsForAnAck()
    {
        TcpBench bench = TcpBench.Established();
        bench.Socket.NoDelay = true;
        bench.SendText(0, 2048);
        bench.ExpectText(0, 1460);
        bench.ExpectText(1460, 588);

        Assert.IsFalse(bench.Socket.Poll(0, SelectMode.SelectWrite), "the ring is full");
        bench.InjectAck(1);

        Assert.IsTrue(bench.Socket.Poll(0, SelectMode.SelectWrite), "a byte is back");
        bench.SendText(2048, 1);
        bench.ExpectText(2048, 1);
        bench.InjectAck(2049);
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
