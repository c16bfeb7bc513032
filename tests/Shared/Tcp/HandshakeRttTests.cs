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

/// <summary>The first RTT sample is of a segment that left once, when it left (Karn; RFC 6298, 3); what
/// left twice, late, or is not remembered measures nothing.</summary>
[TestClass]
public sealed class HandshakeRttTests
{
    private const int SynAck = TcpHeader.Syn | TcpHeader.Ack;
    private const int NoSample = -1;

    /// <summary>Rule 99 (RFC 6298, 3): a SYN that comes again asks for a second SYN-ACK; nobody knows
    /// which of the two an ACK answers.</summary>
    [TestMethod]
    public void SynAck_SentAgainForARepeatedSyn_MeasuresNothing()
    {
        TcpBench bench = SynAgain(TcpBench.Listening(), 900);
        Assert.AreEqual(NoSample, bench.Socket.SmoothedRttMs);
        Assert.AreEqual(Limits.TcpRtoMsAfterSynLoss, bench.Sock.RtoMs);
    }

    /// <summary>Rule 111 (RFC 5681, 3.1): the first SYN-ACK was lost, so the window is one segment.
    /// </summary>
    [TestMethod]
    public void SynAck_SentAgainForARepeatedSyn_StartsWithOneSegment()
    {
        TcpBench bench = SynAgain(TcpBench.Listening(), 900);
        Assert.AreEqual(1, bench.Sock.Cwnd);
    }

    /// <summary>Rule 99 (RFC 7323, 4.1): the time stamp says which of the two it was.</summary>
    [TestMethod]
    public void SynAck_SentTwiceWithTimestamps_IsMeasuredByTheEcho()
    {
        TcpBench bench = TcpBench.Listening();
        bench.PeerHasTimestamps = true;
        bench.InjectSyn(TcpHeader.Syn);
        bench.TakeSegment();
        bench.Advance(900);
        bench.InjectSyn(TcpHeader.Syn);
        AcceptAfter(bench, 20);
        Assert.AreEqual(20, bench.Socket.SmoothedRttMs);
    }

    /// <summary>Rule 99 (RFC 6298, 3): our timer repeated the SYN-ACK.</summary>
    [TestMethod]
    public void SynAck_RepeatedByItsTimer_MeasuresNothing()
    {
        TcpBench bench = TcpBench.Listening();
        bench.InjectSyn(TcpHeader.Syn);
        bench.TakeSegment();
        bench.Advance(Limits.TcpRtoMsInitial);
        AcceptAfter(bench, 20);
        Assert.AreEqual(NoSample, bench.Socket.SmoothedRttMs);
        Assert.AreEqual(Limits.TcpRtoMsAfterSynLoss, bench.Sock.RtoMs);
        Assert.AreEqual(1, bench.Sock.Cwnd);
    }

    /// <summary>Rule 99 (RFC 6298, 2.2): a SYN-ACK that found our ring full is measured from when it
    /// left.</summary>
    [TestMethod]
    public void SynAck_ThatLeftLate_IsMeasuredFromThen()
    {
        TcpBench bench = TcpBench.Listening();
        Socket listener = bench.Socket;
        bench.AcceptFrom();                             // the neighbour is known
        bench.Socket = listener;
        bench.PeerSourcePort = 7001;
        bench.Bench.Wire.FreeSlots = 0;
        bench.InjectSyn(TcpHeader.Syn);
        bench.Advance(700);
        bench.ExpectSilence();
        bench.Bench.Wire.FreeSlots = int.MaxValue;
        bench.Bench.Poll();
        AcceptAfter(bench, 20);
        Assert.AreEqual(20, bench.Socket.SmoothedRttMs);
        Assert.AreEqual(Limits.TcpInitialWindow, bench.Sock.Cwnd);
    }

    /// <summary>Rule 99 (RFC 6298, 3; Linux: snt_synack 0): a cookie does not remember when its SYN-ACK
    /// left.</summary>
    [TestMethod]
    public void SynAck_OfACookie_MeasuresNothing()
    {
        TcpBench bench = TcpBench.Listening();
        for (int i = 0; i < bench.Net.Context.Limits.TcpSynQueueCount; i++)
        {
            bench.PeerSourcePort = 8000 + i;
            bench.InjectSyn(TcpHeader.Syn);
            bench.TakeSegment();
        }

        bench.PeerSourcePort = TcpBench.PeerPort;
        bench.InjectSyn(TcpHeader.Syn);
        AcceptAfter(bench, 300);
        Assert.AreEqual(1, bench.Count(Mib.TcpSynCookiesRecv));
        Assert.AreEqual(NoSample, bench.Socket.SmoothedRttMs);
        Assert.AreEqual(Limits.TcpRtoMsAfterSynLoss, bench.Sock.RtoMs);
    }

    /// <summary>Rule 99 (RFC 6298, 3): our SYN left twice, by its timer or because the link came
    /// back.</summary>
    [TestMethod]
    public void Syn_ThatLeftTwice_MeasuresNothing()
    {
        ExpectNoSampleOf(SynTwice(false));
        ExpectNoSampleOf(SynTwice(true));
    }

    /// <summary>Rule 99 (RFC 6298, 3): both opened at once, and our SYN left as SYN-ACK again.</summary>
    [TestMethod]
    public void Syn_OfASimultaneousOpen_MeasuresNothing()
    {
        TcpBench bench = TcpBench.SynReceived();
        bench.Advance(30);
        bench.InjectAck(0);
        Assert.AreEqual(NoSample, bench.Socket.SmoothedRttMs);
        Assert.AreEqual(Limits.TcpRtoMsAfterSynLoss, bench.Sock.RtoMs);
    }

    /// <summary>Rule 99 (RFC 6298, 2.2): a SYN that found our ring full is measured from when it
    /// left.</summary>
    [TestMethod]
    public void Syn_ThatLeftLate_IsMeasuredFromThen()
    {
        TcpBench bench = new TcpBench(BenchLimits.Default());
        bench.FinishConnect();                          // the neighbour is known
        TcpBench late = new TcpBench(bench.Bench);
        late.PeerSourcePort = 7001;
        late.Socket = new Socket(bench.Net);
        late.Socket.Bind(new IPEndPoint(IPAddress.Any, 5001));
        late.Socket.Blocking = false;
        bench.Bench.Wire.FreeSlots = 0;
        TcpBench.ExpectError(
            SocketError.WouldBlock, () => late.Socket.Connect(late.PeerPoint));
        bench.Advance(700);
        bench.Bench.Wire.FreeSlots = int.MaxValue;
        bench.Bench.Poll();
        late.TakeSegment();
        bench.Advance(20);
        bench.Bench.Inject(Frames.Tcp(
            Frames.PeerIp, Frames.OurIp, 7001, 5001, late.PeerIss,
            TcpHeader.SeqNumber(late.Frame, TcpBench.TcpAt) + 1, SynAck, 8192, 0, null, null));
        Assert.AreEqual(20, late.Socket.SmoothedRttMs);
    }

    /// <summary>Rule 99 (RFC 6298, 3): a first segment that left once; its repetition found no room, so
    /// the ACK is of the first.</summary>
    [TestMethod]
    public void Data_WhoseRepetitionFoundNoRoom_IsMeasuredFromTheFirst()
    {
        TcpBench bench = TcpBench.Established();
        bench.Sock.Srtt8 = 0;                           // the next sample is all there is
        bench.Send("x");
        bench.TakeSegment();
        bench.Bench.Wire.FreeSlots = 0;
        bench.Advance(1500);
        bench.InjectAck(1);
        Assert.AreEqual(1500, bench.Socket.SmoothedRttMs);
    }

    private static TcpBench SynAgain(TcpBench bench, int afterMs)
    {
        bench.InjectSyn(TcpHeader.Syn);
        bench.TakeSegment();
        bench.Advance(afterMs);
        bench.ExpectSilence();                          // our own timer has not fired
        bench.InjectSyn(TcpHeader.Syn);
        AcceptAfter(bench, 20);
        return bench;
    }

    /// <summary>The newest SYN-ACK is answered after so long, and the connection accepted.</summary>
    private static void AcceptAfter(TcpBench bench, int ms)
    {
        Socket listener = bench.Socket;
        bench.TakeSegment();
        Assert.AreEqual(SynAck, bench.Flags);
        bench.OurIss = TcpHeader.SeqNumber(bench.Frame, TcpBench.TcpAt);
        bench.Advance(ms);
        byte[] options = null;
        if (bench.PeerHasTimestamps)
        {
            options = new byte[TcpOptions.TimestampsRoom];
            TcpOptions.WriteTimestamps(options, 0, bench.PeerTsValue, bench.Options.TsValue);
        }

        bench.InjectRaw(
            bench.PeerIss + 1, bench.OurIss + 1, TcpHeader.Ack, bench.PeerWindow, 0, options, null);
        bench.Socket = listener.Accept();
        bench.Sock = bench.Net.Tcp.Table.FindConnection(
            Frames.OurIp, TcpBench.OurPort, Frames.PeerIp, bench.PeerSourcePort);
    }

    private static TcpBench SynTwice(bool isByLink)
    {
        TcpBench bench = TcpBench.SynSent();
        if (isByLink)
        {
            bench.Bench.Wire.PullCable();
            bench.Advance(100);
            bench.Bench.Wire.PlugCable();
            bench.Advance(100);
        }
        else
        {
            bench.Advance(Limits.TcpRtoMsInitial);
        }

        bench.ExpectFlags(-1, TcpHeader.Syn);
        bench.Advance(20);
        bench.InjectSyn(SynAck);
        return bench;
    }

    private static void ExpectNoSampleOf(TcpBench bench)
    {
        bench.ExpectState(TcpState.Established);
        Assert.AreEqual(NoSample, bench.Socket.SmoothedRttMs);
        Assert.AreEqual(Limits.TcpRtoMsAfterSynLoss, bench.Sock.RtoMs);
    }
}
