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

/// <summary>Ending a connection in every order (RFC 9293, 3.6).</summary>
[TestClass]
public sealed class CloseTests
{
    private const int Ack = TcpHeader.Ack;
    private const int FinAck = TcpHeader.Fin | TcpHeader.Ack;
    private const int ClosingStates = 5;
    private const int OurFin = TcpHeader.Fin | TcpHeader.Ack;

    /// <summary>Rules 68, 73 (RFC 9293, 3.6, case 1): active close: FIN_WAIT_1, FIN_WAIT_2,
    /// TIME_WAIT.</summary>
    [TestMethod]
    public void ActiveClose_GoesThroughFinWaitToTimeWait()
    {
        TcpBench bench = TcpBench.Established();
        bench.Close();
        bench.ExpectFlags(0, OurFin);
        bench.ExpectState(TcpState.FinWait1);
        bench.Inject(0, null, 1, Ack);
        bench.ExpectState(TcpState.FinWait2);
        bench.Inject(0, null, 1, FinAck);
        bench.ExpectAck(1);
        bench.ExpectState(TcpState.Closed);
        Assert.AreEqual(1, bench.Net.Tcp.TimeWait.Count);
        Assert.AreEqual(1, bench.Count(Mib.TcpTimeWaits));
        Assert.AreEqual(
            BenchLimits.ConnectionCount, bench.Net.Tcp.Table.FreeConnectionCount);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 68 (RFC 9293, 3.6): FIN and the ACK of ours in one segment: straight to
    /// TIME_WAIT.</summary>
    [TestMethod]
    public void ActiveClose_AnsweredByFinAck_IsInTimeWait()
    {
        TcpBench bench = TcpBench.FinWait1();
        bench.Inject(0, null, 1, FinAck);
        bench.ExpectAck(1);
        Assert.AreEqual(1, bench.Net.Tcp.TimeWait.Count);
    }

    /// <summary>Rule 69 (RFC 9293, 3.6, case 3): both close at once: CLOSING, then
    /// TIME_WAIT.</summary>
    [TestMethod]
    public void SimultaneousClose_GoesThroughClosing()
    {
        TcpBench bench = TcpBench.Closing();
        bench.Inject(1, null, 1, Ack);
        bench.ExpectSilence();
        bench.ExpectState(TcpState.Closed);
        Assert.AreEqual(1, bench.Net.Tcp.TimeWait.Count);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 67 (RFC 9293, 3.10.7.4): in CLOSING our FIN is still sent again.</summary>
    [TestMethod]
    public void Fin_InClosing_IsRetransmitted()
    {
        TcpBench bench = TcpBench.Closing();
        bench.Advance(bench.Sock.RtoMs);
        bench.ExpectFlags(0, OurFin);
        bench.Inject(1, null, 1, Ack);
        Assert.AreEqual(1, bench.Net.Tcp.TimeWait.Count);
    }

    /// <summary>Rule 70 (RFC 9293, 3.6, case 2): the peer closes first: CLOSE_WAIT, LAST_ACK,
    /// gone.</summary>
    [TestMethod]
    public void PassiveClose_GoesThroughLastAck()
    {
        TcpBench bench = TcpBench.CloseWait();
        bench.ExpectRead("");
        bench.Close();
        bench.ExpectFlags(0, OurFin);
        bench.ExpectState(TcpState.LastAck);
        bench.Inject(1, null, 1, Ack);
        bench.ExpectState(TcpState.Closed);
        bench.ExpectSilence();
        Assert.AreEqual(0, bench.Net.Tcp.TimeWait.Count);
        Assert.AreEqual(
            BenchLimits.ConnectionCount, bench.Net.Tcp.Table.FreeConnectionCount);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 71 (RFC 9293, 3.6): after a half-close data still comes, and is
    /// acknowledged.</summary>
    [TestMethod]
    public void HalfClose_StillReceives()
    {
        TcpBench bench = TcpBench.FinWait2();
        bench.Inject(0, "still", 1, Ack);
        bench.ExpectAck(5);
        bench.ExpectRead("still");
        TcpBench.ExpectError(SocketError.Shutdown, () => bench.Send("no"));
        bench.Inject(5, "here", 1, FinAck);
        bench.ExpectAck(10);
        bench.ExpectRead("here");
        bench.ExpectRead("");
    }

    /// <summary>Rule 71 (RFC 9293, 3.6): in CLOSE_WAIT we still send.</summary>
    [TestMethod]
    public void CloseWait_StillSends()
    {
        TcpBench bench = TcpBench.CloseWait();
        bench.Send("more");
        bench.Expect(0, "more", Ack | TcpHeader.Psh);
        bench.Inject(1, null, 4, Ack);
        bench.ExpectState(TcpState.CloseWait);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 67 (RFC 9293, 3.10.4): FIN rides on the last data and takes one
    /// number.</summary>
    [TestMethod]
    public void Fin_RidesOnTheLastData()
    {
        TcpBench bench = TcpBench.Established();
        bench.Send("a");
        bench.ExpectData(0, "a");
        bench.Send("b");                                // held back by Nagle
        bench.ExpectSilence();
        bench.Socket.Shutdown(SocketShutdown.Send);
        bench.Expect(1, "b", OurFin | TcpHeader.Psh);
        bench.Inject(0, null, 2, Ack);
        bench.ExpectState(TcpState.FinWait1);           // the data, not the FIN
        bench.Inject(0, null, 3, Ack);
        bench.ExpectState(TcpState.FinWait2);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 67 (RFC 9293, 3.10.4): a lost FIN is sent again; two shutdowns send
    /// one.</summary>
    [TestMethod]
    public void Fin_Lost_IsRetransmitted()
    {
        TcpBench bench = TcpBench.FinWait1();
        bench.Socket.Shutdown(SocketShutdown.Send);
        bench.ExpectSilence();
        bench.Advance(bench.Sock.RtoMs);
        bench.ExpectFlags(0, OurFin);
        bench.Inject(0, null, 1, Ack);
        bench.ExpectState(TcpState.FinWait2);
        bench.Advance(600000);
        bench.ExpectSilence();
        bench.ExpectState(TcpState.FinWait2);           // its user still holds it
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 67 (RFC 9293, 3.10.4): with every descriptor in use there is still one for
    /// FIN.</summary>
    [TestMethod]
    public void Fin_WithAFullWriteQueue_Follows()
    {
        TcpBench bench = TcpBench.Established();
        bench.Socket.NoDelay = true;
        for (int i = 0; i < 3; i++)
        {
            bench.Socket.Send(Frames.Bytes(TcpBench.Text(i, 1)), SocketFlags.EndOfRecord);
            bench.ExpectText(i, 1);
        }

        bench.Close();
        bench.ExpectFlags(3, OurFin);
        bench.Inject(0, null, 4, Ack);
        bench.ExpectState(TcpState.FinWait2);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 84 (RFC 9293, 3.8.6.1): data and FIN wait for a closed window, and leave when
    /// it opens.</summary>
    [TestMethod]
    public void Fin_BehindAZeroWindow_LeavesWhenItOpens()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(0, null, 0, Ack, 0);
        bench.Send("last");
        bench.Close();
        bench.ExpectSilence();
        bench.Advance(bench.Sock.RtoMs);
        bench.ExpectFlags(-1, Ack);                     // the probe
        bench.Inject(0, null, 0, Ack, 100);
        bench.Expect(0, "last", OurFin | TcpHeader.Psh);
        bench.Inject(0, null, 5, Ack);
        bench.ExpectState(TcpState.FinWait2);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 52 (RFC 9293, 3.10.7.4): the peer's FIN again, in CLOSE_WAIT, LAST_ACK and
    /// CLOSING, is acknowledged again.</summary>
    [TestMethod]
    public void PeersFin_Repeated_IsAckedAgain()
    {
        for (int i = 2; i < ClosingStates; i++)
        {
            RepeatedFinIsAcked(i);
        }
    }

    /// <summary>Rule 49 (RFC 9293, 3.10.7.4): data behind the peer's FIN is dropped and
    /// answered.</summary>
    [TestMethod]
    public void Data_BehindThePeersFin_IsDropped()
    {
        TcpBench bench = TcpBench.CloseWait();
        bench.Inject(1, "ghost", 0, Ack);
        bench.ExpectAck(1);
        Assert.AreEqual(1, bench.Count(Mib.TcpRcvQDrop));
        bench.ExpectRead("");
    }

    /// <summary>Rule 49 (RFC 9293, 3.10.7.4, first): outside the window in every closing state:
    /// ACK.</summary>
    [TestMethod]
    public void OutOfWindow_InClosingStates_IsAnswered()
    {
        for (int i = 0; i < ClosingStates; i++)
        {
            OutOfWindowIsAnswered(i);
        }
    }

    /// <summary>Rules 56, 72 (RFC 9293, 3.10.7.4, second): RST in every closing state
    /// closes.</summary>
    [TestMethod]
    public void Reset_InClosingStates_Closes()
    {
        for (int i = 0; i < ClosingStates; i++)
        {
            ResetCloses(i);
        }
    }

    /// <summary>Rule 72 (RFC 9293, 3.9.1, MUST-12): the user can tell FIN from RST.</summary>
    [TestMethod]
    public void Receive_TellsFinFromReset()
    {
        TcpBench fin = TcpBench.CloseWait();
        fin.ExpectRead("");
        TcpBench reset = TcpBench.Established();
        reset.Inject(0, null, 0, TcpHeader.Rst);
        TcpBench.ExpectError(
            SocketError.ConnectionReset, () => reset.Socket.Receive(new byte[1]));
    }

    /// <summary>Rules 79, 80 (RFC 9293, 3.10.7.1): to a stranger: RST with seq = SEG.ACK, or with
    /// ack = SEG.SEQ + SEG.LEN; never to a RST.</summary>
    [TestMethod]
    public void Stranger_IsReset()
    {
        TcpBench bench = new TcpBench(Limits.Default());
        bench.InjectRaw(100, 55, Ack, 0, 0, null, Frames.Bytes("abc"));
        bench.ExpectReset(55, TcpHeader.Rst);
        bench.InjectRaw(100, 0, TcpHeader.Syn | TcpHeader.Fin, 0, 0, null, Frames.Bytes("abc"));
        bench.ExpectReset(0, TcpHeader.Rst | Ack);
        Assert.AreEqual(105, (int)TcpHeader.AckNumber(bench.Frame, TcpBench.TcpAt));
        bench.InjectRaw(100, 55, TcpHeader.Rst | Ack, 0, 0, null, null);
        bench.InjectRaw(100, 55, TcpHeader.Rst, 0, 0, null, null);
        bench.ExpectSilence();
        Assert.AreEqual(4, bench.Count(Mib.TcpInNoSocket));
        Assert.AreEqual(2, bench.Count(Mib.TcpOutRsts));
        bench.ExpectNoLeaks();
    }

    private static void RepeatedFinIsAcked(int index)
    {
        TcpBench bench = InClosingState(index);
        TcpState before = bench.State;
        bench.Inject(0, null, 0, FinAck);
        bench.ExpectAck(1);
        bench.ExpectState(before);
    }

    private static void OutOfWindowIsAnswered(int index)
    {
        TcpBench bench = InClosingState(index);
        TcpState before = bench.State;
        bench.Inject(5000, "x", 0, Ack);
        bench.TakeSegment();
        Assert.AreEqual(Ack, bench.Flags);
        bench.ExpectState(before);
        bench.ExpectSilence();
    }

    private static void ResetCloses(int index)
    {
        TcpBench bench = InClosingState(index);
        bench.Inject(index < 2 ? 0 : 1, null, 0, TcpHeader.Rst);
        bench.ExpectState(TcpState.Closed);
        bench.ExpectSilence();
        bench.ExpectNoLeaks();
    }

    /// <summary>One after the other: five stacks at once are too many for a device.</summary>
    private static TcpBench InClosingState(int index)
    {
        switch (index)
        {
            case 0: return TcpBench.FinWait1();
            case 1: return TcpBench.FinWait2();
            case 2: return TcpBench.CloseWait();
            case 3: return TcpBench.LastAck();
            default: return TcpBench.Closing();
        }
    }
}
