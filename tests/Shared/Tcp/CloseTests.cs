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
    private const int OurFin = TcpHeader.Fin | TcpHeader.Ack;

    /// <summary>Rules 68, 73 (RFC 9293, 3.6, case 1): active close: FIN_WAIT_1, FIN_WAIT_2, TIME_WAIT.
    /// </summary>
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
        Assert.AreEqual(4, bench.Net.Tcp.Table.FreeConnectionCount);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 68 (RFC 9293, 3.6): FIN and the ACK of ours in one segment: straight to TIME_WAIT.
    /// </summary>
    [TestMethod]
    public void ActiveClose_AnsweredByFinAck_IsInTimeWait()
    {
        TcpBench bench = TcpBench.FinWait1();
        bench.Inject(0, null, 1, FinAck);
        bench.ExpectAck(1);
        Assert.AreEqual(1, bench.Net.Tcp.TimeWait.Count);
    }

    /// <summary>Rule 69 (RFC 9293, 3.6, case 3): both close at once: CLOSING, then TIME_WAIT.</summary>
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

    /// <summary>Rule 70 (RFC 9293, 3.6, case 2): the peer closes first: CLOSE_WAIT, LAST_ACK, gone.</summary>
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
        Assert.AreEqual(4, bench.Net.Tcp.Table.FreeConnectionCount);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 71 (RFC 9293, 3.6): after a half-close data still comes, and is acknowledged.</summary>
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

    /// <summary>Rule 67 (RFC 9293, 3.10.4): FIN rides on the last data and takes one number.</summary>
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

    /// <summary>Rule 67 (RFC 9293, 3.10.4): a lost FIN is sent again; two shutdowns send one.</summary>
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

    /// <summary>Rule 67 (RFC 9293, 3.10.4): with every descriptor in use there is still one for FIN.
    /// </summary>
    [TestMethod]
    public void Fin_WithAFullWriteQueue_Follows()
    {
        TcpBench bench = TcpBench.Established();
        bench.Socket.NoDelay = true;
        for (int i = 0; i < 3; i++)
        {
            bench.SendText(i, 1);
            bench.ExpectText(i, 1);
        }

        bench.Close();
        bench.ExpectFlags(3, OurFin);
        bench.Inject(0, null, 4, Ack);
        bench.ExpectState(TcpState.FinWait2);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 84 (RFC 9293, 3.8.6.1): data and FIN wait for a closed window, and leave when it opens.
    /// </summary>
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

    /// <summary>Rule 52 (RFC 9293, 3.10.7.4): the peer's FIN again, in CLOSE_WAIT, LAST_ACK and CLOSING, is
    /// acknowledged again.</summary>
    [TestMethod]
    public void PeersFin_Repeated_IsAckedAgain()
    {
        TcpBench closeWait = TcpBench.CloseWait();
        closeWait.Inject(0, null, 0, FinAck);
        closeWait.ExpectAck(1);
        TcpBench lastAck = TcpBench.LastAck();
        lastAck.Inject(0, null, 0, FinAck);
        lastAck.ExpectAck(1);
        TcpBench closing = TcpBench.Closing();
        closing.Inject(0, null, 0, FinAck);
        closing.ExpectAck(1);
        closing.ExpectState(TcpState.Closing);
    }

    /// <summary>Rule 49 (RFC 9293, 3.10.7.4): data behind the peer's FIN is dropped and answered.</summary>
    [TestMethod]
    public void Data_BehindThePeersFin_IsDropped()
    {
        TcpBench bench = TcpBench.CloseWait();
        bench.Inject(1, "ghost", 0, Ack);
        bench.ExpectAck(1);
        Assert.AreEqual(1, bench.Count(Mib.TcpRcvQDrop));
        bench.ExpectRead("");
    }

    /// <summary>Rule 49 (RFC 9293, 3.10.7.4, first): outside the window in every closing state: ACK.</summary>
    [TestMethod]
    public void OutOfWindow_InClosingStates_IsAnswered()
    {
        TcpBench[] benches =
        {
            TcpBench.FinWait1(), TcpBench.FinWait2(), TcpBench.CloseWait(), TcpBench.LastAck(),
            TcpBench.Closing(),
        };
        for (int i = 0; i < benches.Length; i++)
        {
            TcpState before = benches[i].State;
            benches[i].Inject(5000, "x", 0, Ack);
            benches[i].TakeSegment();
            Assert.AreEqual(Ack, benches[i].Flags);
            benches[i].ExpectState(before);
            benches[i].ExpectSilence();
        }
    }

    /// <summary>Rules 56, 72 (RFC 9293, 3.10.7.4, second): RST in every closing state closes.</summary>
    [TestMethod]
    public void Reset_InClosingStates_Closes()
    {
        TcpBench[] benches =
        {
            TcpBench.FinWait1(), TcpBench.FinWait2(), TcpBench.CloseWait(), TcpBench.LastAck(),
            TcpBench.Closing(),
        };
        for (int i = 0; i < benches.Length; i++)
        {
            benches[i].Inject(i < 2 ? 0 : 1, null, 0, TcpHeader.Rst);
            benches[i].ExpectState(TcpState.Closed);
            benches[i].ExpectSilence();
            benches[i].ExpectNoLeaks();
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

    /// <summary>Rule 77 (RFC 9293, 3.6.1; RFC 2525, 2.17): closed with data unread: RST.</summary>
    [TestMethod]
    public void Close_WithUnreadData_Resets()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(0, "unread", 0, Ack);
        bench.ExpectAck(6);
        bench.Close();
        bench.ExpectReset(bench.OurIss + 1, TcpHeader.Rst | Ack);
        bench.ExpectState(TcpState.Closed);
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.TcpAbortOnClose));
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 77 (RFC 9293, 3.6.1): data after close: RST.</summary>
    [TestMethod]
    public void Data_AfterClose_IsReset()
    {
        TcpBench bench = TcpBench.Established();
        bench.Close();
        bench.ExpectFlags(0, OurFin);
        bench.Inject(0, "late", 1, Ack);
        bench.ExpectReset(bench.OurIss + 2, TcpHeader.Rst | Ack);
        Assert.AreEqual(1, bench.Count(Mib.TcpAbortOnData));
        Assert.AreEqual(1, bench.Count(Mib.TcpInAfterClose));
        Assert.AreEqual(4, bench.Net.Tcp.Table.FreeConnectionCount);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 77 (RFC 9293, 3.6.1; Linux): data after both directions were shut down: RST.</summary>
    [TestMethod]
    public void Data_AfterShutdownOfBoth_IsReset()
    {
        TcpBench bench = TcpBench.Established();
        bench.Socket.Shutdown(SocketShutdown.Both);
        bench.ExpectFlags(0, OurFin);
        bench.Inject(0, "late", 1, Ack);
        bench.ExpectReset(bench.OurIss + 2, TcpHeader.Rst | Ack);
        bench.Close();
        bench.ExpectSilence();
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 78 (RFC 9293, 3.10.5; Linux: SO_LINGER with 0): abort: RST, queued data dropped.
    /// </summary>
    [TestMethod]
    public void Close_WithLingerZero_Aborts()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(0, null, 0, Ack, 0);
        bench.Send("never");
        bench.Socket.Close(0);
        bench.ExpectReset(bench.OurIss + 1, TcpHeader.Rst | Ack);
        bench.ExpectState(TcpState.Closed);
        Assert.AreEqual(1, bench.Count(Mib.TcpAbortOnLinger));
        Assert.AreEqual(1, bench.Count(Mib.TcpOutRsts));
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 78 (RFC 9293, 3.9.1; Linux: SO_LINGER): close waits for the last ACK, at most so long,
    /// and goes on behind it.</summary>
    [TestMethod]
    public void Close_WithLinger_WaitsForTheLastAck()
    {
        TcpBench bench = TcpBench.Established();
        int startMs = bench.NowMs;
        bench.Socket.Close(3);
        Assert.AreEqual(3000, bench.NowMs - startMs);
        bench.ExpectState(TcpState.FinWait1);
        bench.Bench.Wire.ClearSent();
        bench.Inject(0, null, 1, Ack);
        bench.ExpectState(TcpState.FinWait2);
    }

    /// <summary>Rule 78 (RFC 9293, 3.9.1): closing a handle twice is nothing.</summary>
    [TestMethod]
    public void Close_Twice_SendsOneFin()
    {
        TcpBench bench = TcpBench.Established();
        bench.Close();
        bench.Close();
        bench.ExpectFlags(0, OurFin);
        bench.ExpectSilence();
        TcpBench.ExpectError(SocketError.NotSocket, () => bench.Socket.Send(new byte[1]));
    }

    /// <summary>Rules 79, 80 (RFC 9293, 3.10.7.1): to a stranger: RST with seq = SEG.ACK, or with ack =
    /// SEG.SEQ + SEG.LEN; never to a RST.</summary>
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

    /// <summary>Rule 81 (RFC 9293, 3.6; Linux: tcp_fin_timeout): FIN_WAIT_2 without a user ends; a late FIN is
    /// acknowledged even then.</summary>
    [TestMethod]
    public void FinWait2_WithoutAUser_Ends()
    {
        TcpBench bench = TcpBench.FinWait2();
        bench.Close();
        bench.Advance(59999);
        bench.ExpectState(TcpState.FinWait2);
        bench.Advance(1);
        bench.ExpectState(TcpState.Closed);
        Assert.AreEqual(4, bench.Net.Tcp.Table.FreeConnectionCount);
        bench.Advance(1000);
        bench.Inject(0, null, 1, FinAck);
        bench.ExpectAck(1);
        bench.Inject(0, null, 1, FinAck);
        bench.ExpectAck(1);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 104 (RFC 9293, 3.8.3; Linux: tcp_orphan_retries): an orphan whose FIN nobody acknowledges
    /// ends sooner than a user's connection.</summary>
    [TestMethod]
    public void Orphan_Unanswered_Ends()
    {
        TcpBench bench = TcpBench.Established();
        bench.Close();
        bench.Advance(200000);
        bench.ExpectState(TcpState.Closed);
        Assert.AreEqual(8, bench.Count(Mib.TcpRetransSegs));
        Assert.AreEqual(4, bench.Net.Tcp.Table.FreeConnectionCount);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 85 (Linux: tcp_probe_timer): an orphan behind a window that stays shut ends although its
    /// probes are answered.</summary>
    [TestMethod]
    public void Orphan_BehindAShutWindow_Ends()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(0, null, 0, Ack, 0);
        bench.Send("stuck");
        bench.Close();
        for (int i = 0; i < 200 && bench.State != TcpState.Closed; i++)
        {
            bench.Advance(1000);
            if (bench.Bench.Wire.SentCount > 0)
            {
                bench.Bench.Wire.ClearSent();
                bench.Inject(0, null, 0, Ack, 0);
            }
        }

        bench.ExpectState(TcpState.Closed);
        bench.ExpectNoLeaks();
    }
}
