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

/// <summary>TIME_WAIT: entries without a socket (RFC 9293, 3.6.1; RFC 6191; RFC 1337).</summary>
[TestClass]
public sealed class TimeWaitTests
{
    private const int Ack = TcpHeader.Ack;
    private const int FinAck = TcpHeader.Fin | TcpHeader.Ack;

    /// <summary>Rule 73 (RFC 9293, 3.6.1, MUST-13; Linux: 60 s): the entry lives 2 MSL.</summary>
    [TestMethod]
    public void Entry_EndsAfterTwoMsl()
    {
        TcpBench bench = TcpBench.TimeWait();
        bench.Advance(59999);
        Assert.AreEqual(1, bench.Net.Tcp.TimeWait.Count);
        bench.Advance(1);
        Assert.AreEqual(0, bench.Net.Tcp.TimeWait.Count);
        bench.Inject(0, null, 1, FinAck);
        bench.ExpectReset(bench.OurIss + 2, TcpHeader.Rst);
    }

    /// <summary>Rule 74 (RFC 9293, 3.10.7.4, eighth): the FIN again is acknowledged and the time
    /// begins anew.</summary>
    [TestMethod]
    public void Fin_Repeated_IsAckedAndRestartsTheTime()
    {
        TcpBench bench = TcpBench.TimeWait();
        bench.Advance(40000);
        bench.Inject(0, null, 1, FinAck);
        bench.ExpectAck(1);
        Assert.AreEqual(1, bench.SeqSeen);
        bench.Advance(40000);
        Assert.AreEqual(1, bench.Net.Tcp.TimeWait.Count);
        bench.Advance(20000);
        Assert.AreEqual(0, bench.Net.Tcp.TimeWait.Count);
    }

    /// <summary>Rule 76 (RFC 1337, 3): a RST does not end TIME_WAIT.</summary>
    [TestMethod]
    public void Reset_DoesNotEndIt()
    {
        TcpBench bench = TcpBench.TimeWait();
        bench.Inject(1, null, 1, TcpHeader.Rst);
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Net.Tcp.TimeWait.Count);
        Assert.AreEqual(1, bench.Count(Mib.TcpInBadRst));
    }

    /// <summary>Rule 49 (RFC 9293, 3.10.7.4): a plain ACK gets no answer, old data does: no ACK is
    /// answered by an ACK for ever.</summary>
    [TestMethod]
    public void Strays_AreAnsweredButAcks()
    {
        TcpBench bench = TcpBench.TimeWait();
        bench.Inject(1, null, 1, Ack);
        bench.ExpectSilence();
        bench.Inject(-4, "data", 1, Ack);
        bench.ExpectAck(1);
        Assert.AreEqual(1, bench.Net.Tcp.TimeWait.Count);
    }

    /// <summary>Rules 49, 63 (RFC 5961, 7; Linux: tcp_timewait_check_oow_rate_limit): stray ACKs are
    /// answered twice a second at most.</summary>
    [TestMethod]
    public void StrayAcks_AreAnsweredSeldom()
    {
        TcpBench bench = TcpBench.TimeWait();
        for (int i = 0; i < 10; i++)
        {
            bench.Inject(-7, null, 1, Ack);
        }

        bench.ExpectAck(1);
        bench.ExpectSilence();
        Assert.AreEqual(9, bench.Count(Mib.TcpChallengeAckSkipped));
    }

    /// <summary>Rule 75 (RFC 9293, 3.6.1, MAY-2): a SYN beyond the old numbers opens anew; our ISS
    /// lies beyond ours.</summary>
    [TestMethod]
    public void Syn_BeyondTheOldNumbers_OpensAnew()
    {
        TcpBench bench = TcpBench.TimeWait();
        uint oldEnd = bench.OurIss + 2;
        Socket listener = new Socket(bench.Net);
        bench.Socket.Close();
        listener.Bind(new IPEndPoint(IPAddress.Any, TcpBench.OurPort));
        listener.Listen(1);
        bench.InjectRaw(
            bench.PeerIss + 1000, 0, TcpHeader.Syn, 8192, 0, null, null);
        bench.TakeSegment();
        Assert.AreEqual(TcpHeader.Syn | Ack, bench.Flags);
        Assert.IsTrue(Seq.After(TcpHeader.SeqNumber(bench.Frame, TcpBench.TcpAt), oldEnd));
        Assert.AreEqual(1, bench.Count(Mib.TcpTimeWaitReuse));
        Assert.AreEqual(0, bench.Net.Tcp.TimeWait.Count);
    }

    /// <summary>Rule 75 (RFC 9293, 3.6.1): a SYN within the old numbers is answered with an
    /// ACK.</summary>
    [TestMethod]
    public void Syn_WithinTheOldNumbers_IsAcked()
    {
        TcpBench bench = TcpBench.TimeWait();
        bench.Inject(-1, null, 0, TcpHeader.Syn);
        bench.ExpectAck(1);
        Assert.AreEqual(1, bench.Net.Tcp.TimeWait.Count);
    }

    /// <summary>Rule 75 (RFC 6191, 2): a newer time stamp opens anew even with a smaller number; an
    /// older one does not.</summary>
    [TestMethod]
    public void Syn_WithANewerTimestamp_OpensAnew()
    {
        TcpBench bench = new TcpBench(Limits.Default());
        bench.PeerHasTimestamps = true;
        bench.FinishConnect();
        bench.Socket.Shutdown(SocketShutdown.Send);
        bench.TakeSegment();
        bench.Inject(0, null, 1, FinAck);
        bench.ExpectAck(1);
        bench.PeerTsValue = 4000;
        bench.PeerIss -= 5000;
        bench.InjectSyn(TcpHeader.Syn);
        bench.TakeSegment();
        Assert.AreEqual(Ack, bench.Flags);
        Assert.AreEqual(1, bench.Count(Mib.TcpInPawsDrop));

        Socket listener = new Socket(bench.Net);
        bench.Socket.Close();
        listener.Bind(new IPEndPoint(IPAddress.Any, TcpBench.OurPort));
        listener.Listen(1);
        bench.PeerTsValue = 6000;
        bench.InjectSyn(TcpHeader.Syn);
        bench.TakeSegment();
        Assert.AreEqual(TcpHeader.Syn | Ack, bench.Flags);
    }

    /// <summary>Rule 73 (RFC 9293, 3.6.1): our own connect does not use a four-tuple in
    /// TIME_WAIT.</summary>
    [TestMethod]
    public void Connect_WithTheSamePorts_IsRefused()
    {
        TcpBench bench = TcpBench.TimeWait();
        bench.Socket.Close();
        Socket socket = new Socket(bench.Net);
        socket.Bind(new IPEndPoint(IPAddress.Any, TcpBench.OurPort));
        TcpBench.ExpectError(
            SocketError.AddressAlreadyInUse, () => socket.Connect(bench.PeerPoint));
    }

    /// <summary>Rule 182 (own): the table is full: the oldest entry makes room, connections do not
    /// suffer.</summary>
    [TestMethod]
    public void FullTable_LosesTheOldest()
    {
        Limits limits = Limits.Default();
        limits.TcpTimeWaitCount = 2;
        TcpBench bench = TcpBench.Established(limits);
        for (int i = 0; i < 3; i++)
        {
            TcpBench other = TcpBench.Beside(bench, 8000 + i);
            other.Close();
            other.TakeSegment();
            other.Inject(0, null, 1, FinAck);
            other.ExpectAck(1);
            bench.Advance(10);
        }

        Assert.AreEqual(2, bench.Net.Tcp.TimeWait.Count);
        Assert.AreEqual(1, bench.Count(Mib.TcpTimeWaitOverflow));
        Assert.IsFalse(
            bench.Net.Tcp.TimeWait.IsUsed(Frames.OurIp, TcpBench.OurPort, Frames.PeerIp, 8000));
        bench.ExpectAlive(0, 0);
        bench.ExpectNoLeaks();
    }
}
