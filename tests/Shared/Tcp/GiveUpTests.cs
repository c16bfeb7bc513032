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

/// <summary>Every rule that gives a peer up ends (RFC 9293, 3.8.3, MUST-20, MUST-23), whatever happens
/// periodically meanwhile: a link that comes and goes, ICMP errors, an address that is set again, a
/// transmit ring that stays full, an option that is set again.</summary>
[TestClass]
public sealed class GiveUpTests
{
    private const int Ack = TcpHeader.Ack;
    private const int HourMs = 3600 * 1000;

    [TestMethod]
    public void Data_NeverAcked_IsGivenUpUnderEveryEvent()
    {
        for (int kind = 0; kind < 3; kind++)
        {
            TcpBench bench = TcpBench.Established();
            bench.Send("x");
            int endMs = EndUnder(bench, kind, 30000, 3 * HourMs);
            Assert.IsTrue(endMs > 100000, "R2 is 100 s at least");
            TcpBench.ExpectError(
                kind == 1 ? SocketError.HostUnreachable : SocketError.TimedOut,
                () => bench.Socket.Receive(new byte[1]));
            bench.ExpectNoLeaks();
        }
    }

    [TestMethod]
    public void Syn_NeverAnswered_IsGivenUpUnderEveryEvent()
    {
        for (int kind = 0; kind < 3; kind++)
        {
            EndUnder(TcpBench.SynSent(), kind, 5000, HourMs);
        }
    }

    [TestMethod]
    public void SynAck_OfASimultaneousOpen_IsGivenUpUnderEveryEvent()
    {
        for (int kind = 0; kind < 3; kind++)
        {
            EndUnder(TcpBench.SynReceived(), kind, 5000, HourMs);
        }
    }

    [TestMethod]
    public void Orphan_NeverAcked_IsGivenUpUnderEveryEvent()
    {
        for (int kind = 0; kind < 3; kind++)
        {
            TcpBench bench = TcpBench.Established();
            bench.Send("x");
            bench.Close();
            EndUnder(bench, kind, 20000, HourMs);
            bench.ExpectNoLeaks();
        }
    }

    /// <summary>The peer answers no probe; or each of them, its window closed.</summary>
    [TestMethod]
    public void Orphan_AtAClosedWindow_IsGivenUpUnderEveryEvent()
    {
        for (int kind = 0; kind < 4; kind++)
        {
            TcpBench bench = ClosedWindow();
            bench.Close();
            EndUnder(bench, kind, 20000, HourMs);
        }
    }

    [TestMethod]
    public void Probes_NeverAnswered_AreGivenUpUnderEveryEvent()
    {
        for (int kind = 0; kind < 3; kind++)
        {
            int endMs = EndUnder(ClosedWindow(), kind, 20000, 3 * HourMs);
            Assert.IsTrue(endMs > 100000, "R2 is 100 s at least");
        }
    }

    [TestMethod]
    public void FinWait2_WithoutAUser_EndsUnderEveryEvent()
    {
        for (int kind = 0; kind < 4; kind++)
        {
            TcpBench bench = TcpBench.FinWait2();
            bench.Close();
            Assert.IsTrue(EndUnder(bench, kind, 7000, HourMs) < 70000);
        }
    }

    [TestMethod]
    public void UserTimeout_EndsUnderEveryEvent()
    {
        for (int kind = 0; kind < 3; kind++)
        {
            TcpBench bench = TcpBench.Established();
            bench.Socket.UserTimeout = 20000;
            bench.Send("x");
            Assert.IsTrue(EndUnder(bench, kind, 3000, HourMs) < 30000);
        }
    }

    [TestMethod]
    public void HalfOpen_IsForgottenUnderEveryEvent()
    {
        for (int kind = 0; kind < 3; kind++)
        {
            TcpBench bench = TcpBench.Listening();
            bench.InjectSyn(TcpHeader.Syn);
            for (int ms = 0; ms < 70000; ms += 5000)
            {
                Happen(bench, kind);
                bench.Advance(5000);
            }

            Assert.AreEqual(0, bench.Net.Tcp.SynQueue.Count);
        }
    }

    /// <summary>The ring never drains: nothing of ours leaves again, and that has an end, too.</summary>
    [TestMethod]
    public void RingThatStaysFull_EndsWhatWaitsForIt()
    {
        TcpBench data = TcpBench.Established();
        data.Send("x");
        ExpectEndWithoutRing(data, 2000000);

        TcpBench orphan = TcpBench.Established();
        orphan.Send("x");
        orphan.Close();
        ExpectEndWithoutRing(orphan, 220000);

        TcpBench timed = TcpBench.Established();
        timed.Socket.UserTimeout = 20000;
        timed.Send("x");
        ExpectEndWithoutRing(timed, 42000);

        TcpBench probing = ClosedWindow();
        probing.Close();
        ExpectEndWithoutRing(probing, 220000);

        ExpectEndWithoutRing(TcpBench.SynSent(), 260000);
    }

    /// <summary>Keep-alive: the user sets the option again and again; the peer is gone.</summary>
    [TestMethod]
    public void Keepalive_SetAgainAndAgain_StillEnds()
    {
        TcpBench bench = TcpBench.Established();
        for (int ms = 0; ms < 60000 && bench.State != TcpState.Closed; ms += 1500)
        {
            bench.Socket.SetSocketOption(
                SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 10);
            bench.Socket.SetSocketOption(
                SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 4);
            bench.Socket.SetSocketOption(
                SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
            bench.Socket.KeepAlive = true;
            bench.Advance(1500);
        }

        bench.ExpectState(TcpState.Closed);
        Assert.AreEqual(3, bench.Count(Mib.TcpKeepaliveProbes));
    }

    /// <summary>A long outage, and a switch that learns for half a minute after it, end nothing that the
    /// time of R2 would not have ended.</summary>
    [TestMethod]
    public void LongOutage_ThenAPeerThatIsSlowToComeBack_IsSurvived()
    {
        TcpBench bench = TcpBench.Established();
        bench.Send("x");
        bench.Bench.Wire.PullCable();
        bench.Advance(300000);
        for (int i = 0; i < 5; i++)
        {
            bench.Bench.Wire.PlugCable();
            bench.Advance(30000);
            bench.Bench.Wire.PullCable();
            bench.Advance(1000);
        }

        bench.Bench.Wire.PlugCable();
        bench.Advance(100);
        bench.Bench.Wire.ClearSent();
        bench.InjectAck(1);
        bench.ExpectAlive(0, 1);
    }

    /// <returns>When it ended, in ms.</returns>
    private static int EndUnder(TcpBench bench, int kind, int everyMs, int withinMs)
    {
        int startMs = bench.NowMs;
        while (bench.NowMs - startMs < withinMs && bench.State != TcpState.Closed)
        {
            Happen(bench, kind);
            bench.Advance(everyMs);
            bench.Bench.Wire.ClearSent();
        }

        Assert.IsTrue(bench.State == TcpState.Closed, "event " + kind.ToString() + " for ever");
        return bench.NowMs - startMs;
    }

    private static void Happen(TcpBench bench, int kind)
    {
        switch (kind)
        {
            case 0:
                bench.Bench.Wire.PullCable();
                bench.Advance(200);
                bench.Bench.Wire.PlugCable();
                break;

            case 1:
                bench.InjectIcmp(
                    IcmpHeader.TypeUnreachable, 1, bench.Sock.SndUna, TcpBench.PeerPort, 0);
                break;

            case 2:
                bench.Net.SetAddress(
                    bench.Bench.Wire, IPAddress.FromValue(Frames.OurIp),
                    IPAddress.FromValue(Frames.Mask), IPAddress.FromValue(Frames.GatewayIp));
                break;

            default:                                    // the peer is there, and takes nothing
                bench.InjectRaw(
                    bench.Sock.RcvNxt, bench.Sock.SndUna, Ack, 0, 0, null, null);
                break;
        }
    }

    private static TcpBench ClosedWindow()
    {
        TcpBench bench = TcpBench.Established();
        bench.Send("x");
        bench.Inject(0, null, 1, Ack, 0);
        bench.Send("waits");
        return bench;
    }

    private static void ExpectEndWithoutRing(TcpBench bench, int withinMs)
    {
        bench.Bench.Wire.FreeSlots = 0;
        bench.Advance(withinMs);
        bench.ExpectState(TcpState.Closed);
    }
}
