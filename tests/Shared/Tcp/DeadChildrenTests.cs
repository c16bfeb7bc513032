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

/// <summary>What is over holds nothing that a living connection needs: rings, sockets, places in the
/// backlog, half-open entries.</summary>
[TestClass]
public sealed class DeadChildrenTests
{
    private const int Ack = TcpHeader.Ack;
    private const int All = BenchLimits.ConnectionCount;

    /// <summary>Rule 182 (own): reset before they were accepted, as many as there are: their rings are
    /// free at once, and so are, when needed, their sockets.</summary>
    [TestMethod]
    public void ResetBeforeAccept_OfAsManyAsThereAre_LeavesRoomForOurOwnConnect()
    {
        TcpBench bench = TcpBench.Listening();
        ResetBeforeAccept(bench, All, null);
        Assert.AreEqual(All, bench.Net.Tcp.Table.FreeConnectionCount);

        TcpBench own = new TcpBench(bench.Bench);
        own.PeerSourcePort = 9000;
        own.Socket = new Socket(bench.Net);
        own.Socket.Blocking = false;
        TcpBench.ExpectError(
            SocketError.WouldBlock, () => own.Socket.Connect(own.PeerPoint));
        Assert.AreEqual(1, bench.Count(Mib.TcpAbortOnMemory));
        Assert.AreEqual(All - 1, bench.Sock.AcceptCount);
    }

    /// <summary>Rule 182 (own): with a byte to read each: the one that was silent longest goes when there
    /// is no other way (RFC 9293, 3.10.7.4, second: a reset flushes).</summary>
    [TestMethod]
    public void ResetBeforeAccept_WithDataToRead_LeavesRoomWhenNeeded()
    {
        TcpBench bench = TcpBench.Listening();
        ResetBeforeAccept(bench, All, "x");
        Assert.AreEqual(0, bench.Net.Tcp.Table.FreeConnectionCount);
        new Socket(bench.Net).Close();
        Assert.AreEqual(1, bench.Net.Tcp.Table.FreeConnectionCount);
        Assert.AreEqual("x", Text(bench.Socket.Accept()), "the other one");
    }

    /// <summary>Rule 183 (own): their places in the backlog are a living client's.</summary>
    [TestMethod]
    public void ResetBeforeAccept_OfAWholeBacklog_LetsTheNextClientIn()
    {
        TcpBench bench = TcpBench.Listening();
        bench.Socket.Listen(1);
        ResetBeforeAccept(bench, 1, null);
        Assert.AreEqual(1, bench.Sock.AcceptCount);
        bench.PeerSourcePort = 8000;
        bench.AcceptFrom();
        bench.ExpectState(TcpState.Established);
        bench.ExpectAlive(0, 0);
    }

    /// <summary>Rule 183 (own): a SYN alone takes no place from anybody.</summary>
    [TestMethod]
    public void ResetBeforeAccept_ThenASyn_IsStillAccepted()
    {
        TcpBench bench = TcpBench.Listening();
        bench.Socket.Listen(1);
        ResetBeforeAccept(bench, 1, "x");
        bench.PeerSourcePort = 8000;
        bench.InjectSyn(TcpHeader.Syn);
        Assert.AreEqual("x", Text(bench.Socket.Accept()));
    }

    /// <summary>Rule 72: without need the accept still tells of it, and so does the read.</summary>
    [TestMethod]
    public void ResetBeforeAccept_IsStillAcceptedAndTold()
    {
        TcpBench bench = TcpBench.Listening();
        ResetBeforeAccept(bench, 1, null);
        Socket child = bench.Socket.Accept();
        TcpBench.ExpectError(
            SocketError.ConnectionReset, () => child.Receive(new byte[1]));
        child.Close();
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 182 (own): a socket that its user still holds: its rings go when all is read.</summary>
    [TestMethod]
    public void Reset_OfASocketWithAUser_KeepsTheRingsNoLongerThanItsData()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(0, "data", 0, Ack);
        bench.Inject(4, null, 0, TcpHeader.Rst);
        Assert.AreEqual(All - 1, bench.Net.Tcp.Table.FreeConnectionCount);
        bench.ExpectRead("data");
        Assert.AreEqual(All, bench.Net.Tcp.Table.FreeConnectionCount);
        TcpBench.ExpectError(
            SocketError.ConnectionReset, () => bench.Socket.Receive(new byte[1]));
        bench.Close();

        TcpBench empty = TcpBench.Established();
        empty.Inject(0, null, 0, TcpHeader.Rst);
        Assert.AreEqual(All, empty.Net.Tcp.Table.FreeConnectionCount);
        empty.ExpectNoLeaks();
    }

    /// <summary>Rule 182 (own): a refused attempt holds no rings while its user thinks.</summary>
    [TestMethod]
    public void Refused_AttemptHoldsNoRings()
    {
        TcpBench bench = TcpBench.SynSent();
        bench.InjectRaw(0, bench.OurIss + 1, TcpHeader.Rst | Ack, 0, 0, null, null);
        Assert.AreEqual(All, bench.Net.Tcp.Table.FreeConnectionCount);
    }

    /// <summary>Rule 183 (own): a half-open entry whose SYN is repeated for ever ends as one whose SYN came
    /// once.</summary>
    [TestMethod]
    public void HalfOpen_WhoseSynIsRepeated_EndsAllTheSame()
    {
        TcpBench bench = TcpBench.Listening();
        uint first = 0;
        int endedAfterMs = 0;
        for (int ms = 0; ms < 120000 && endedAfterMs == 0; ms += 700)
        {
            bench.InjectSyn(TcpHeader.Syn);
            bench.TakeSegment();
            uint iss = TcpHeader.SeqNumber(bench.Frame, TcpBench.TcpAt);
            first = ms == 0 ? iss : first;
            endedAfterMs = iss != first ? ms : 0;
            bench.Bench.Wire.ClearSent();
            bench.Advance(700);
        }

        Assert.IsTrue(endedAfterMs >= 60000 && endedAfterMs <= 66000, "its entry is still there");
    }

    private static void ResetBeforeAccept(TcpBench bench, int count, string text)
    {
        for (int i = 0; i < count; i++)
        {
            bench.PeerSourcePort = 7000 + i;
            bench.InjectSyn(TcpHeader.Syn);
            bench.TakeSegment();
            bench.OurIss = TcpHeader.SeqNumber(bench.Frame, TcpBench.TcpAt);
            bench.Inject(0, text, 0, Ack);
            bench.Inject(text == null ? 0 : text.Length, null, 0, TcpHeader.Rst);
            bench.Advance(10);
            bench.Bench.Wire.ClearSent();
        }
    }

    private static string Text(Socket socket)
    {
        byte[] data = new byte[16];
        int count = socket.Receive(data);
        return Frames.Text(data, 0, count);
    }
}
