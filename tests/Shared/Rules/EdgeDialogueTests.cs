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

/// <summary>Segments at the edge of what a state or a window takes, and what a socket's end owes its
/// peer.</summary>
[TestClass]
public sealed class EdgeDialogueTests
{
    private const int Ack = TcpHeader.Ack;
    private const int FinAck = TcpHeader.Fin | TcpHeader.Ack;
    private const int RingBytes = 2048;

    /// <summary>Rules 24, 66 (RFC 9293, 3.10.7.4, first): half open, a segment outside the window does
    /// not acknowledge our SYN: without it in the queue nobody would send it again.</summary>
    [TestMethod]
    public void AckAtTheWindowsEdge_InSynReceived_LeavesTheSynQueued()
    {
        TcpBench bench = TcpBench.SynReceived();
        bench.Inject(bench.Sock.ReceiveWindow, null, 0, Ack);
        bench.ExpectAck(0);
        bench.ExpectState(TcpState.SynReceived);
        bench.Advance(1000);
        bench.ExpectFlags(-1, TcpHeader.Syn | Ack);
    }

    /// <summary>Rules 55, 141 (RFC 9293, 3.8.6, MUST-66): with our window closed the user still hears
    /// of urgent data.</summary>
    [TestMethod]
    public void UrgentData_IntoAClosedWindow_IsTold()
    {
        TcpBench bench = Full();
        bench.InjectUrgent(RingBytes, "!", 0, TcpHeader.Urg | Ack, 8192, 1);
        bench.ExpectAck(RingBytes);
        Assert.IsTrue(bench.Socket.Poll(0, SelectMode.SelectError));
        Assert.AreEqual(RingBytes, bench.Socket.Available);
    }

    /// <summary>Rules 55, 56 (RFC 9293, 3.5.3, SHLD-2, MUST-66): a RST may carry a text that says why,
    /// and closes with our window closed too.</summary>
    [TestMethod]
    public void ResetWithAText_IntoAClosedWindow_Closes()
    {
        TcpBench bench = Full();
        bench.Inject(RingBytes, "why", 0, TcpHeader.Rst);
        bench.ExpectState(TcpState.Closed);
    }

    /// <summary>Rule 58 (RFC 5961, 3.2): a RST is judged by its own number; a text that reaches into
    /// the window does not bring it there.</summary>
    [TestMethod]
    public void ResetLeftOfTheWindow_WhoseTextReachesIn_IsSilentlyDropped()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(-2, "long", 0, TcpHeader.Rst);
        bench.ExpectSilence();
        bench.ExpectAlive(0, 0);
    }

    /// <summary>Rule 63 (RFC 5961, 7; Linux: tcp_validate_incoming): a SYN that PAWS drops is challenged
    /// like any other, seldom.</summary>
    [TestMethod]
    public void SynsWithoutTimestamps_AreChallengedSeldom()
    {
        TcpBench bench = WithTimestamps();
        for (int i = 0; i < 5; i++)
        {
            bench.InjectRaw(bench.PeerIss + 7, 0, TcpHeader.Syn, 8192, 0, null, null);
        }

        bench.ExpectAck(0);
        bench.ExpectSilence();
    }

    /// <summary>Rule 63 (RFC 5961, 7; Linux: tcp_oow_rate_limited): SYNs into TIME_WAIT are answered
    /// seldom.</summary>
    [TestMethod]
    public void Syns_InTimeWait_AreAnsweredSeldom()
    {
        TcpBench bench = TcpBench.TimeWait();
        for (int i = 0; i < 5; i++)
        {
            bench.Inject(-1, null, 0, TcpHeader.Syn);
        }

        bench.ExpectAck(1);
        bench.ExpectSilence();
    }

    /// <summary>Rule 63 (RFC 5961, 7; Linux: tcp_check_req): SYNs with another number for a half-open
    /// entry are answered seldom.</summary>
    [TestMethod]
    public void OtherSyns_WhileHalfOpen_AreAnsweredSeldom()
    {
        TcpBench bench = TcpBench.Listening();
        bench.InjectSyn(TcpHeader.Syn);
        bench.TakeSegment();
        for (int i = 0; i < 5; i++)
        {
            bench.InjectRaw(bench.PeerIss + 9, 0, TcpHeader.Syn, 8192, 0, null, null);
        }

        bench.ExpectAck(0);
        bench.ExpectSilence();
    }

    /// <summary>Rule 138 (RFC 7323, 5.5; Linux: tcp_replace_ts_recent): the stamp that is taken after 24
    /// days is the one to compare with from then on, and to echo.</summary>
    [TestMethod]
    public void TimestampAfterTwentyFourDays_IsTheNewReference()
    {
        TcpBench bench = WithTimestamps();
        bench.Bench.Clock.Advance(Limits.TcpPawsMs);
        bench.PeerTsValue = 4000;
        bench.Inject(0, "again", 0, Ack);
        bench.ExpectAck(5);
        Assert.AreEqual(4000, (int)bench.Options.TsEcho);
        bench.PeerTsValue = 3999;
        bench.Inject(5, "older", 0, Ack);
        bench.ExpectAck(5);
        Assert.AreEqual(1, bench.Count(Mib.TcpInPawsDrop));
    }

    /// <summary>Rule 137 (Linux: tcp_paws_check): hosts that say 0 in their SYN begin to count somewhere
    /// else afterwards; 0 is no stamp to compare with.</summary>
    [TestMethod]
    public void TimestampZeroInTheSyn_ForbidsNothing()
    {
        TcpBench bench = new TcpBench(BenchLimits.Default());
        bench.PeerHasTimestamps = true;
        bench.PeerTsValue = 0;
        bench.FinishConnect();
        bench.PeerTsValue = 0x90000000;
        bench.Inject(0, "hello", 0, Ack);
        bench.ExpectAck(5);
        Assert.IsTrue(bench.Options.TsEcho == 0x90000000);
        bench.ExpectRead("hello");
    }

    /// <summary>Rule 77 (RFC 9293, 3.6.1; Linux: tcp_rcv_state_process): a FIN behind bytes that we have
    /// already, as a retransmission joins them, brings no new data: the close stays orderly.</summary>
    [TestMethod]
    public void FinBehindOldData_AfterClose_IsNotReset()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(0, "all", 0, Ack);
        bench.ExpectAck(3);
        bench.ExpectRead("all");
        bench.Close();
        bench.ExpectFlags(0, FinAck);
        bench.Inject(0, "all", 1, FinAck);
        bench.ExpectAck(4);
        Assert.AreEqual(1, bench.Net.Tcp.TimeWait.Count);
        Assert.AreEqual(0, bench.Count(Mib.TcpAbortOnData));
    }

    /// <summary>Rule 60 (RFC 9293, 3.10.7.4, fifth; Linux: tcp_timewait_state_process): what is left of
    /// FIN_WAIT_2 is neither ended by data without ACK nor by a SYN.</summary>
    [TestMethod]
    public void DataWithoutAck_BehindFinWait2_EndsNothing()
    {
        TcpBench bench = TcpBench.FinWait2();
        bench.Close();
        bench.Advance(60000);
        bench.Inject(0, "forged", 0, 0);
        bench.ExpectAck(0);
        bench.Inject(0, null, 0, TcpHeader.Syn);
        Assert.AreEqual(1, bench.Net.Tcp.TimeWait.Count);
        Assert.AreEqual(0, bench.Count(Mib.TcpAbortOnData));
        bench.Bench.Wire.ClearSent();
        bench.Inject(0, null, 1, FinAck);
        bench.ExpectAck(1);
    }

    /// <summary>Rule 78 (RFC 9293, 3.10.5; Linux: tcp_disconnect): both FINs are out: an abort deletes the
    /// state and sends no RST, which would take from the peer what it has.</summary>
    [TestMethod]
    public void LingerZero_InClosing_SendsNoReset()
    {
        TcpBench bench = TcpBench.Closing();
        bench.Socket.Close(0);
        bench.ExpectSilence();
        bench.ExpectState(TcpState.Closed);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 78 (RFC 9293, 3.10.5; Linux: tcp_disconnect): but while our last bytes have not
    /// left, the peer must learn that they never come.</summary>
    [TestMethod]
    public void LingerZero_InLastAckWithUnsentData_Resets()
    {
        TcpBench bench = TcpBench.CloseWait();
        bench.Inject(1, null, 0, Ack, 0);
        bench.Send("never");
        bench.Socket.Shutdown(SocketShutdown.Send);
        bench.ExpectState(TcpState.LastAck);
        bench.Socket.Close(0);
        bench.ExpectReset(bench.OurIss + 1, TcpHeader.Rst | Ack);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rules 105, 108 (RFC 5482, 4.2; Linux: tcp_keepalive_timer): with a time-out of the user it
    /// is that which ends a silent connection, not the number of probes.</summary>
    [TestMethod]
    public void UserTimeout_OverridesTheNumberOfKeepalives()
    {
        TcpBench bench = TcpBench.Established();
        bench.Socket.SetSocketOption(
            SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 10);
        bench.Socket.SetSocketOption(
            SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 2);
        bench.Socket.SetSocketOption(
            SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 2);
        bench.Socket.KeepAlive = true;
        bench.Socket.UserTimeout = 19000;
        bench.Advance(18000);
        bench.ExpectState(TcpState.Established);
        bench.Advance(2000);
        bench.ExpectState(TcpState.Closed);
    }

    private static TcpBench WithTimestamps()
    {
        TcpBench bench = new TcpBench(BenchLimits.Default());
        bench.PeerHasTimestamps = true;
        bench.FinishConnect();
        return bench;
    }

    /// <summary>Our receive ring is full, and said so.</summary>
    private static TcpBench Full()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(0, TcpBench.Text(0, 1024), 0, Ack);
        bench.ExpectAck(1024);
        bench.Inject(1024, TcpBench.Text(1024, 1024), 0, Ack);
        bench.ExpectAck(RingBytes);
        Assert.AreEqual(0, bench.Window);
        return bench;
    }
}
