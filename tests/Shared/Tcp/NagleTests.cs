#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Tcp;

/// <summary>Nagle's algorithm (RFC 9293, 3.7.4): at most one short segment in flight.</summary>
[TestClass]
public sealed class NagleTests
{
    [TestMethod]
    public void Send_WhileDataIsInFlight_KeepsAShortSegmentBack()
    {
        TcpBench bench = TcpBench.Established(48);

        bench.Send("abcdef");
        bench.Expect(0, "abcdef", TcpHeader.Ack | TcpHeader.Psh);

        bench.Send("xyz");
        bench.ExpectSilence();

        bench.InjectAck(6);
        bench.Expect(6, "xyz", TcpHeader.Ack | TcpHeader.Psh);
        bench.ExpectSilence();
        bench.ExpectNoLeaks();
    }

    [TestMethod]
    public void Send_WithNoDelay_SendsShortSegmentsAtOnce()
    {
        TcpBench bench = TcpBench.Established(48);
        bench.Socket.NoDelay = true;

        bench.Send("abc");
        bench.Expect(0, "abc", TcpHeader.Ack | TcpHeader.Psh);
        bench.Send("def");
        bench.Expect(3, "def", TcpHeader.Ack | TcpHeader.Psh);
        bench.ExpectNoLeaks();
    }

    [TestMethod]
    public void NoDelay_SetWhileDataIsHeldBack_LetsItGo()
    {
        TcpBench bench = TcpBench.Established(48);
        bench.Send("abc");
        bench.Expect(0, "abc", TcpHeader.Ack | TcpHeader.Psh);
        bench.Send("def");
        bench.ExpectSilence();

        bench.Socket.NoDelay = true;
        bench.Expect(3, "def", TcpHeader.Ack | TcpHeader.Psh);
    }
}
