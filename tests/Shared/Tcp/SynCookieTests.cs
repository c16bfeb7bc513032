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

/// <summary>SYN cookies (RFC 4987, 3.6): a flood fills the table, and a client still gets in.</summary>
[TestClass]
public sealed class SynCookieTests
{
    private const int Client = 12345;

    [TestMethod]
    public void Flood_OfSyns_TheClientBehindItConnects()
    {
        TcpBench bench = Flooded();
        bench.PeerSourcePort = Client;
        bench.PeerWindowScale = 2;
        bench.PeerHasTimestamps = true;
        bench.PeerHasSack = true;
        bench.AcceptFrom();

        bench.ExpectState(TcpState.Established);
        Assert.IsFalse(bench.Sock.HasWindowScale);
        Assert.IsFalse(bench.Sock.HasTimestamps);
        Assert.IsFalse(bench.Sock.HasSack);
        Assert.AreEqual(1460, bench.Sock.MssCache);
        bench.Inject(0, "hello", 0, TcpHeader.Ack | TcpHeader.Psh);
        bench.ExpectAck(5);
        bench.ExpectRead("hello");
        Assert.AreEqual(1, bench.Bench.Count(Mib.TcpSynCookiesRecv));
        Assert.IsTrue(bench.Bench.Count(Mib.TcpSynCookiesSent) >= 1);
        bench.ExpectNoLeaks();
    }

    [TestMethod]
    public void Cookie_OfASmallMss_IsNeverExceeded()
    {
        TcpBench bench = Flooded();
        bench.PeerSourcePort = Client;
        bench.PeerMss = 1100;
        bench.AcceptFrom();
        Assert.AreEqual(1024, bench.Sock.MssCache);
    }

    [TestMethod]
    public void Cookie_Forged_IsAnsweredWithReset()
    {
        TcpBench bench = Flooded();
        bench.PeerSourcePort = Client;
        bench.InjectSyn(TcpHeader.Syn);
        bench.TakeSegment();
        uint iss = TcpHeader.SeqNumber(bench.Frame, TcpBench.TcpAt);

        bench.InjectRaw(bench.PeerIss + 1, iss + 2, TcpHeader.Ack, 8192, 0, null, null);
        bench.ExpectReset(iss + 2, TcpHeader.Rst);
        Assert.AreEqual(1, bench.Bench.Count(Mib.TcpSynCookiesFailed));
        bench.ExpectNoLeaks();
    }

    [TestMethod]
    public void Cookie_OfThreeMinutesAgo_IsNotBelieved()
    {
        TcpBench bench = Flooded();
        bench.PeerSourcePort = Client;
        bench.InjectSyn(TcpHeader.Syn);
        bench.TakeSegment();
        uint iss = TcpHeader.SeqNumber(bench.Frame, TcpBench.TcpAt);
        bench.Bench.Advance(180000);
        bench.Bench.Wire.ClearSent();

        bench.InjectRaw(bench.PeerIss + 1, iss + 1, TcpHeader.Ack, 8192, 0, null, null);
        bench.ExpectReset(iss + 1, TcpHeader.Rst);
    }

    /// <summary>The clock of cookies comes round after 35 minutes; what one said then is not believed
    /// again in the next flood.</summary>
    [TestMethod]
    public void Cookie_OfTheLastRoundOfTheClock_IsNotBelieved()
    {
        const int RoundMs = 32 << 16;
        TcpBench bench = Flooded();
        bench.PeerSourcePort = Client;
        bench.InjectSyn(TcpHeader.Syn);
        bench.TakeSegment();
        uint iss = TcpHeader.SeqNumber(bench.Frame, TcpBench.TcpAt);
        bench.Bench.Advance(RoundMs);
        Flood(bench);

        bench.PeerSourcePort = Client;
        bench.InjectRaw(bench.PeerIss + 1, iss + 1, TcpHeader.Ack, 8192, 0, null, null);
        bench.ExpectReset(iss + 1, TcpHeader.Rst);
    }

    [TestMethod]
    public void Cookies_Off_TheOldestEntryMakesRoom()
    {
        Limits limits = Limits.Default();
        limits.TcpSynCookies = false;
        TcpBench bench = Flooded(limits);
        Assert.IsTrue(bench.Bench.Count(Mib.TcpSynQueueFull) > 0);
        Assert.AreEqual(0, bench.Bench.Count(Mib.TcpSynCookiesSent));
        bench.PeerSourcePort = Client;
        bench.AcceptFrom();
        bench.ExpectState(TcpState.Established);
    }

    /// <summary>A cookie's SYN-ACK is never sent again: a client whose ACK found no connection free
    /// would wait for our first word for ever. Its next SYN comes when there may be one.</summary>
    [TestMethod]
    public void Flood_WithEveryConnectionInUse_SendsNoCookie()
    {
        Limits limits = Limits.Default();
        limits.TcpConnectionCount = 2;
        TcpBench bench = Flooded(limits);
        Socket listener = bench.Socket;
        TcpBench one = AcceptOn(bench, listener, Client);
        AcceptOn(bench, listener, Client + 1);
        int cookies = bench.Count(Mib.TcpSynCookiesSent);

        bench.PeerSourcePort = Client + 2;
        bench.InjectSyn(TcpHeader.Syn);
        bench.ExpectSilence();
        Assert.AreEqual(cookies, bench.Count(Mib.TcpSynCookiesSent));
        Assert.AreEqual(1, bench.Count(Mib.TcpListenDrops));

        one.Inject(0, null, 0, TcpHeader.Rst);
        one.Close();
        bench.InjectSyn(TcpHeader.Syn);
        bench.TakeSegment();
        Assert.AreEqual(TcpHeader.Syn | TcpHeader.Ack, bench.Flags);
    }

    private static TcpBench AcceptOn(TcpBench flooded, Socket listener, int port)
    {
        TcpBench bench = new TcpBench(flooded.Bench);
        bench.Socket = listener;
        bench.PeerSourcePort = port;
        bench.AcceptFrom();
        return bench;
    }

    private static TcpBench Flooded() => Flooded(Limits.Default());

    /// <summary>A listener whose table of half-open connections is full, and overfull.</summary>
    private static TcpBench Flooded(Limits limits)
    {
        TcpBench bench = TcpBench.Listening(limits);
        Flood(bench);
        return bench;
    }

    private static void Flood(TcpBench bench)
    {
        for (int i = 0; i < 20; i++)
        {
            bench.PeerSourcePort = 20000 + i;
            bench.InjectSyn(TcpHeader.Syn);
        }

        bench.Bench.Wire.ClearSent();
    }
}
