#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Sockets;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Tcp;

/// <summary>What a reader is told when nothing is left to read.</summary>
[TestClass]
public sealed class EndOfStreamTests
{
    [TestMethod]
    public void Receive_WhenTheFinCameBeforeTheReset_SaysTheStreamIsComplete()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(0, "all", 0, TcpHeader.Ack | TcpHeader.Fin);
        bench.ExpectAck(4);
        bench.Inject(4, null, 0, TcpHeader.Ack | TcpHeader.Rst);

        bench.ExpectRead("all");
        bench.ExpectRead("");
        bench.ExpectNoLeaks();
    }

    [TestMethod]
    public void Receive_WhenTheResetCameWithoutFin_SaysSo()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(0, "half", 0, TcpHeader.Ack);
        bench.ExpectAck(4);
        bench.Inject(4, null, 0, TcpHeader.Ack | TcpHeader.Rst);

        bench.ExpectRead("half");
        try
        {
            bench.Receive();
            Assert.IsTrue(false, "an exception");
        }
        catch (SocketException exception)
        {
            Assert.AreEqual((int)SocketError.ConnectionReset, exception.ErrorCode);
        }

        bench.ExpectNoLeaks();
    }
}
