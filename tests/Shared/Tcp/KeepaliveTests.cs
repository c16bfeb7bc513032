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

/// <summary>Keep-alive (RFC 9293, 3.8.4).</summary>
[TestClass]
public sealed class KeepaliveTests
{
    private const int Ack = TcpHeader.Ack;

    /// <summary>Rule 108 (RFC 9293, 3.8.4, MUST-24, MUST-25): off by default: silence for a
    /// day.</summary>
    [TestMethod]
    public void Idle_ByDefault_IsSilent()
    {
        TcpBench bench = TcpBench.Established();
        bench.Advance(24 * 3600 * 1000);
        bench.ExpectSilence();
        bench.ExpectState(TcpState.Established);
    }

    /// <summary>Rule 108 (RFC 9293, 3.8.4, MUST-27, MUST-28): switched on, two hours of silence
    /// pass first; the probe has no data and lies left of the window.</summary>
    [TestMethod]
    public void Idle_WithKeepalive_IsProbedAfterTwoHours()
    {
        TcpBench bench = TcpBench.Established();
        bench.Socket.KeepAlive = true;
        bench.Advance(7199999);
        bench.ExpectSilence();
        bench.Advance(1);
        bench.ExpectFlags(-1, Ack);
        Assert.AreEqual(1, bench.Count(Mib.TcpKeepaliveProbes));
        bench.Inject(0, null, 0, Ack);
        bench.Advance(7200000 - 75001);
        bench.ExpectSilence();
    }

    /// <summary>Rule 108 (RFC 9293, 3.8.4, MUST-26): one lost answer ends nothing; nine do, with a
    /// RST.</summary>
    [TestMethod]
    public void UnansweredProbes_EndTheConnection()
    {
        TcpBench bench = Watched();
        for (int i = 0; i < 3; i++)
        {
            bench.Advance(i == 0 ? 10000 : 2000);
            bench.ExpectFlags(-1, Ack);
            bench.ExpectState(TcpState.Established);
        }

        bench.Advance(2000);
        bench.ExpectReset(bench.OurIss + 1, TcpHeader.Rst | Ack);
        bench.ExpectState(TcpState.Closed);
        Assert.AreEqual(1, bench.Count(Mib.TcpAbortOnKeepalive));
        TcpBench.ExpectError(
            SocketError.TimedOut, () => bench.Socket.Receive(new byte[1]));
    }

    /// <summary>Rule 108 (RFC 9293, 3.8.4): an answer, or data, starts the idle time
    /// anew.</summary>
    [TestMethod]
    public void Answer_StartsTheIdleTimeAnew()
    {
        TcpBench bench = Watched();
        bench.Advance(10000);
        bench.ExpectFlags(-1, Ack);
        bench.Advance(2000);
        bench.ExpectFlags(-1, Ack);
        bench.Inject(0, null, 0, Ack);
        bench.Advance(9999);
        bench.ExpectSilence();
        bench.Advance(2001);
        bench.ExpectFlags(-1, Ack);
        bench.ExpectState(TcpState.Established);
    }

    /// <summary>Rule 108 (RFC 9293, 3.8.4; Linux): with data in flight the retransmission asks, no
    /// probe.</summary>
    [TestMethod]
    public void DataInFlight_NeedsNoProbe()
    {
        TcpBench bench = Watched();
        bench.Advance(9900);
        bench.Send("x");
        bench.Advance(300);
        bench.ExpectData(0, "x");
        bench.ExpectData(0, "x");
        bench.ExpectSilence();
        Assert.AreEqual(0, bench.Count(Mib.TcpKeepaliveProbes));
    }

    /// <summary>Probes after 10 s, 2 s apart, three of them.</summary>
    private static TcpBench Watched()
    {
        TcpBench bench = TcpBench.Established();
        bench.Socket.SetSocketOption(
            SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 10);
        bench.Socket.SetSocketOption(
            SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 2);
        bench.Socket.SetSocketOption(
            SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
        bench.Socket.KeepAlive = true;
        return bench;
    }
}
