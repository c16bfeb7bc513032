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

/// <summary>A connection whose user has closed still delivers what was written: nobody's data is thrown
/// away for a newcomer.</summary>
[TestClass]
public sealed class OrphanTests
{
    private const int Ack = TcpHeader.Ack;

    /// <summary>Rule 182 (own): every reply is on its way: our own attempt is refused, and the replies
    /// arrive.</summary>
    [TestMethod]
    public void Orphans_WithUnacknowledgedData_AreNotTakenForAConnect()
    {
        TcpBench bench = TcpBench.Established();
        TcpBench other = TcpBench.Beside(bench, 7001);
        Reply(bench);
        Reply(other);
        Socket own = new Socket(bench.Net);
        TcpBench.ExpectError(
            SocketError.NoBufferSpaceAvailable,
            () => own.Connect(new IPEndPoint(IPAddress.FromValue(Frames.PeerIp), 9000)));
        own.Close();
        bench.ExpectSilence();
        Assert.AreEqual(0, bench.Count(Mib.TcpAbortOnMemory));
        bench.Inject(0, null, 6, Ack);
        bench.ExpectState(TcpState.FinWait2);
        other.Inject(0, null, 6, Ack);
        other.ExpectState(TcpState.FinWait2);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 182 (own): a client's handshake waits, and completes when a reply has arrived.</summary>
    [TestMethod]
    public void Orphans_WithUnacknowledgedData_LetAClientWait()
    {
        TcpBench bench = TcpBench.Listening();
        Socket listener = bench.Socket;
        TcpBench client = new TcpBench(bench.Bench);
        bench.AcceptFrom();
        client.Socket = listener;
        client.PeerSourcePort = 7001;
        client.AcceptFrom();
        Reply(bench);
        Reply(client);

        TcpBench late = new TcpBench(bench.Bench);
        late.PeerSourcePort = 7002;
        late.InjectSyn(TcpHeader.Syn);
        late.TakeSegment();
        late.OurIss = TcpHeader.SeqNumber(late.Frame, TcpBench.TcpAt);
        late.Inject(0, null, 0, Ack);
        late.ExpectSilence();
        Assert.IsFalse(listener.Poll(0, SelectMode.SelectRead), "accepted");
        Assert.AreEqual(0, bench.Count(Mib.TcpAbortOnMemory));

        bench.Inject(0, null, 6, Ack);                  // the reply is there, and its end
        late.Inject(0, null, 0, Ack);
        Assert.IsTrue(listener.Poll(0, SelectMode.SelectRead), "not accepted");
        Assert.AreEqual(1, bench.Count(Mib.TcpAbortOnMemory));
        late.ExpectSilence();                           // and no RST for who has everything
        client.ExpectState(TcpState.FinWait1);
        bench.Inject(0, null, 6, TcpHeader.Fin | Ack);
        bench.ExpectAck(1);                             // its late FIN is answered
    }

    /// <summary>Rule 182 (own): of two the one with all its data acknowledged goes, though it was heard of
    /// last.</summary>
    [TestMethod]
    public void Orphan_WithNothingLeft_GoesBeforeTheSilentOneWithData()
    {
        TcpBench bench = TcpBench.Established();
        TcpBench other = TcpBench.Beside(bench, 7001);
        Reply(bench);
        Reply(other);
        bench.Advance(10);
        other.Inject(0, null, 5, Ack);                  // all but the FIN
        Socket own = new Socket(bench.Net);
        own.Blocking = false;
        TcpBench.ExpectError(
            SocketError.WouldBlock,
            () => own.Connect(new IPEndPoint(IPAddress.FromValue(Frames.PeerIp), 9000)));
        other.ExpectState(TcpState.Closed);
        bench.ExpectState(TcpState.FinWait1);
    }

    /// <summary>Rule 182 (own): an orphan whose data nobody acknowledges ends by its own limit, and then
    /// there is room.</summary>
    [TestMethod]
    public void Orphan_WithoutProgress_EndsByItsOwnLimit()
    {
        TcpBench bench = TcpBench.Established();
        Reply(bench);
        bench.Advance(103000);
        bench.ExpectState(TcpState.Closed);
        Assert.AreEqual(
            BenchLimits.ConnectionCount, bench.Net.Tcp.Table.FreeConnectionCount);
    }

    private static void Reply(TcpBench bench)
    {
        bench.Send("reply");
        bench.ExpectData(0, "reply");
        bench.Close();
        bench.ExpectFlags(5, TcpHeader.Fin | Ack);
    }
}
