#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using System;
using NanoStack.Kernel;
using NanoStack.Sockets;
using NanoStack.Tcp;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Tcp;

/// <summary>Ends that are not orderly, and connections whose user has gone (RFC 9293, 3.6.1, 3.10.5).
/// </summary>
[TestClass]
public sealed class AbortTests
{
    /// <summary>A RST offers no window (Linux: <c>tcp_send_active_reset</c>, <c>tcp_v4_send_reset</c>):
    /// one of a connection, one of an attempt, one of nobody.</summary>
    [TestMethod]
    public void Reset_WhateverSendsIt_OffersNoWindow()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(0, "unread", 0, TcpHeader.Ack);
        bench.ExpectAck(6);
        bench.Close();
        ExpectResetWithoutWindow(bench);
        bench.Inject(6, null, 0, TcpHeader.Ack);
        ExpectResetWithoutWindow(bench);

        TcpBench attempt = TcpBench.SynSent();
        attempt.InjectAck(100);
        ExpectResetWithoutWindow(attempt);

        TcpBench silent = TcpBench.Established();
        silent.Socket.UserTimeout = 1000;
        silent.Send("x");
        while (silent.State != TcpState.Closed)
        {
            silent.Bench.Wire.ClearSent();
            silent.Advance(200);
        }

        ExpectResetWithoutWindow(silent);
    }

    private static void ExpectResetWithoutWindow(TcpBench bench)
    {
        bench.TakeSegment();
        Assert.AreEqual(TcpHeader.Rst, bench.Flags & TcpHeader.Rst);
        Assert.AreEqual(0, bench.Window);
    }

    private const int Ack = TcpHeader.Ack;
    private const int FinAck = TcpHeader.Fin | TcpHeader.Ack;
    private const int OurFin = TcpHeader.Fin | TcpHeader.Ack;

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
        Assert.AreEqual(
            BenchLimits.ConnectionCount, bench.Net.Tcp.Table.FreeConnectionCount);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 77 (RFC 9293, 3.6.1; Linux): data after both directions were shut down:
    /// RST.</summary>
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

    /// <summary>Rule 78 (RFC 9293, 3.10.5; Linux: SO_LINGER with 0): abort: RST, queued data
    /// dropped.</summary>
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

    /// <summary>Rule 78 (RFC 9293, 3.9.1; Linux: SO_LINGER): close waits for the last ACK, at most
    /// so long, and goes on behind it.</summary>
    [TestMethod]
    public void Close_WithLinger_WaitsForTheLastAck()
    {
        TcpBench bench = TcpBench.Established();
        int startMs = bench.NowMs;
        bench.Socket.Close(3000);
        Assert.AreEqual(3000, bench.NowMs - startMs);
        bench.ExpectState(TcpState.FinWait1);
        bench.Bench.Wire.ClearSent();
        bench.Inject(0, null, 1, Ack);
        bench.ExpectState(TcpState.FinWait2);
    }

    /// <summary>-1 closes as Close() does, from wherever it is said: what was written is sent, and the
    /// linger that was set holds.</summary>
    [TestMethod]
    public void Close_WithMinusOne_Closes()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(0, null, 0, Ack, 0);
        bench.Send("later");
        int startMs = bench.NowMs;
        bench.Socket.Close(-1);
        Assert.AreEqual(startMs, bench.NowMs);
        bench.ExpectState(TcpState.FinWait1);
        Expect.Throws(typeof(ObjectDisposedException), () => bench.Socket.Send(new byte[1]));
        bench.Socket.Close(-1);

        TcpBench inTimeWait = TcpBench.TimeWait();
        inTimeWait.Socket.Close(-1);
        Expect.Throws(typeof(ObjectDisposedException), () => inTimeWait.Socket.Listen(1));

        TcpBench lingering = TcpBench.Established();
        lingering.Socket.LingerState = new LingerOption(true, 0);
        lingering.Socket.Close(-1);
        lingering.ExpectReset(lingering.OurIss + 1, TcpHeader.Rst | Ack);
    }

    /// <summary>A stream's time-out is its socket's, if the stream owns it.</summary>
    [TestMethod]
    public void Close_OfAStream_HasTheSocketsTimeouts()
    {
        TcpBench bench = TcpBench.Established();
        new NetworkStream(bench.Socket, true).Close(-1);
        bench.ExpectFlags(0, OurFin);

        bench = TcpBench.Established();
        int startMs = bench.NowMs;
        new NetworkStream(bench.Socket, true).Close(20);
        Assert.AreEqual(20, bench.NowMs - startMs);

        bench = TcpBench.Established();
        new NetworkStream(bench.Socket, true).Close(0);
        bench.ExpectReset(bench.OurIss + 1, TcpHeader.Rst | Ack);

        bench = TcpBench.Established();
        NetworkStream guest = new NetworkStream(bench.Socket);
        Expect.Throws(typeof(ArgumentOutOfRangeException), () => guest.Close(-2));
        Assert.IsTrue(guest.CanRead, "open after a wrong time-out");
        guest.Close(0);
        Assert.IsTrue(bench.Socket.Connected, "a stream that does not own its socket");
    }

    /// <summary>A time-out that is none throws, and the socket stays open; on a closed one too.</summary>
    [TestMethod]
    public void Close_WithMinusTwo_ThrowsAndLeavesItOpen()
    {
        TcpBench bench = TcpBench.Established();
        Expect.Throws(typeof(ArgumentOutOfRangeException), () => bench.Socket.Close(-2));
        Assert.IsTrue(bench.Socket.Connected, "connected");
        bench.Send("x");
        bench.Socket.Close();
        Expect.Throws(typeof(ArgumentOutOfRangeException), () => bench.Socket.Close(-2));
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
        Expect.Throws(typeof(ObjectDisposedException), () => bench.Socket.Send(new byte[1]));
    }

    /// <summary>Rule 81 (RFC 9293, 3.6; Linux: tcp_fin_timeout): FIN_WAIT_2 without a user ends; a
    /// late FIN is acknowledged even then.</summary>
    [TestMethod]
    public void FinWait2_WithoutAUser_Ends()
    {
        TcpBench bench = TcpBench.FinWait2();
        bench.Close();
        bench.Advance(59999);
        bench.ExpectState(TcpState.FinWait2);
        bench.Advance(1);
        bench.ExpectState(TcpState.Closed);
        Assert.AreEqual(
            BenchLimits.ConnectionCount, bench.Net.Tcp.Table.FreeConnectionCount);
        bench.Advance(1000);
        bench.Inject(0, null, 1, FinAck);
        bench.ExpectAck(1);
        bench.Inject(0, null, 1, FinAck);
        bench.ExpectAck(1);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rules 77, 81 (RFC 9293, 3.6.1, SHLD-3; Linux: tcp_timewait_state_process): what is left of
    /// it still resets a peer that goes on sending, and is gone then. Old bytes are acknowledged.
    /// </summary>
    [TestMethod]
    public void FinWait2_WithoutAUser_ThenData_IsReset()
    {
        TcpBench bench = TcpBench.FinWait2();
        bench.Inject(0, "abc", 1, Ack);
        bench.ExpectAck(3);
        Assert.AreEqual(3, bench.Socket.Receive(new byte[3]));
        bench.Close();
        bench.Advance(60000);
        Assert.AreEqual(1, bench.Net.Tcp.TimeWait.Count);
        bench.Inject(0, "abc", 1, Ack);
        bench.ExpectAck(3);
        bench.Inject(70000, "far", 1, Ack);
        bench.ExpectAck(3);
        Assert.AreEqual(1, bench.Net.Tcp.TimeWait.Count);
        bench.Inject(3, "def", 1, Ack);
        bench.ExpectReset(bench.OurIss + 2, TcpHeader.Rst);
        Assert.AreEqual(1, bench.Count(Mib.TcpAbortOnData));
        Assert.AreEqual(0, bench.Net.Tcp.TimeWait.Count);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 104 (RFC 9293, 3.8.3; Linux: tcp_orphan_retries): an orphan whose FIN nobody
    /// acknowledges ends sooner than a user's connection.</summary>
    [TestMethod]
    public void Orphan_Unanswered_Ends()
    {
        TcpBench bench = TcpBench.Established();
        bench.Close();
        bench.Advance(200000);
        bench.ExpectState(TcpState.Closed);
        Assert.AreEqual(8, bench.Count(Mib.TcpRetransSegs));
        Assert.AreEqual(
            BenchLimits.ConnectionCount, bench.Net.Tcp.Table.FreeConnectionCount);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 85 (Linux: tcp_probe_timer): an orphan behind a window that stays shut ends
    /// although its probes are answered.</summary>
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
