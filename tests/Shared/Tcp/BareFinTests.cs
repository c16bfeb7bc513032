#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Tcp;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Tcp;

/// <summary>A FIN takes no room: at the edge of the window it is taken, and a peer that says it in a loop
/// is not answered in one.</summary>
[TestClass]
public sealed class BareFinTests
{
    private const int Ack = TcpHeader.Ack;
    private const int FinAck = TcpHeader.Fin | TcpHeader.Ack;

    /// <summary>Rule 63 (RFC 9293, 3.10.7.4, eighth; Linux takes it, too): the window is closed, the end
    /// of the stream needs none.</summary>
    [TestMethod]
    public void BareFin_AtAClosedWindow_IsTaken()
    {
        TcpBench bench = Full();
        bench.Inject(2048, null, 0, FinAck);
        bench.ExpectAck(2049);
        bench.ExpectState(TcpState.CloseWait);
        Assert.AreEqual(0, bench.Window);
        for (int seq = 0; seq < 2048; seq += 512)
        {
            byte[] data = new byte[512];
            Assert.AreEqual(512, bench.Socket.Receive(data));
            Assert.AreEqual(TcpBench.Text(seq, 512), Frames.Text(data, 0, 512));
        }

        Assert.AreEqual(0, bench.Socket.Receive(new byte[1]), "end of stream");
        bench.ExpectNoLeaks();
    }

    /// <summary>The same FIN behind bytes that are here already.</summary>
    [TestMethod]
    public void Fin_BehindRepeatedBytesAtAClosedWindow_IsTaken()
    {
        TcpBench bench = Full();
        bench.Inject(1536, TcpBench.Text(1536, 512), 0, FinAck);
        bench.ExpectAck(2049);
        bench.ExpectState(TcpState.CloseWait);
    }

    /// <summary>The same FIN at the edge of an open window: it waits for the bytes before it.</summary>
    [TestMethod]
    public void BareFin_AtTheEdgeOfAnOpenWindow_EndsTheStreamWhenItIsFull()
    {
        TcpBench bench = TcpBench.Established();
        bench.Inject(0, TcpBench.Text(0, 1024), 0, Ack);
        bench.ExpectAck(1024);
        bench.Inject(2048, null, 0, FinAck);
        bench.ExpectAck(1024);
        bench.Inject(1024, TcpBench.Text(1024, 1024), 0, Ack);
        bench.ExpectAck(2049);
        bench.ExpectState(TcpState.CloseWait);
    }

    /// <summary>A byte beyond that edge is no FIN of ours.</summary>
    [TestMethod]
    public void BareFin_BeyondTheWindow_IsNotTaken()
    {
        TcpBench bench = Full();
        bench.Inject(2049, null, 0, FinAck);
        bench.ExpectAck(2048);
        bench.ExpectState(TcpState.Established);
    }

    /// <summary>A FIN at a closed window with a byte in front of it: neither fits.</summary>
    [TestMethod]
    public void Fin_BehindANewByteAtAClosedWindow_IsNotTaken()
    {
        TcpBench bench = Full();
        bench.Inject(2048, "x", 0, FinAck);
        bench.ExpectAck(2048);
        bench.ExpectState(TcpState.Established);
    }

    [TestMethod]
    public void BareFins_AtAClosedWindow_AreNoStorm()
    {
        TcpBench bench = Full();
        ExpectNoStorm(bench, 2048);
        bench.ExpectState(TcpState.CloseWait);
    }

    [TestMethod]
    public void BareFins_ThatAreKnown_AreNoStorm()
    {
        ExpectNoStorm(TcpBench.CloseWait(), 0);
        ExpectNoStorm(TcpBench.LastAck(), 0);
        ExpectNoStorm(TcpBench.Closing(), 0);
    }

    [TestMethod]
    public void BareFins_BehindTheFin_AreNoStorm()
    {
        ExpectNoStorm(TcpBench.CloseWait(), 1);
    }

    [TestMethod]
    public void BareFins_AheadOfAHole_AreNoStorm()
    {
        TcpBench bench = TcpBench.Established();
        ExpectNoStorm(bench, 100);
        bench.ExpectState(TcpState.Established);
    }

    [TestMethod]
    public void BareFins_OutsideTheWindow_AreNoStorm()
    {
        ExpectNoStorm(TcpBench.Established(), 60000);
    }

    [TestMethod]
    public void BareFins_ToAHalfOpenEntry_AreNoStorm()
    {
        TcpBench bench = TcpBench.Listening();
        bench.InjectSyn(TcpHeader.Syn);
        bench.TakeSegment();
        bench.OurIss = TcpHeader.SeqNumber(bench.Frame, TcpBench.TcpAt);
        ExpectNoStorm(bench, 60000);
    }

    /// <summary>A hundred FINs at one moment are answered twice at most: what they bring, and what is
    /// expected.</summary>
    private static void ExpectNoStorm(TcpBench bench, int seq)
    {
        for (int i = 0; i < 100; i++)
        {
            bench.Inject(seq, null, 0, FinAck);
        }

        Assert.IsTrue(bench.Bench.Wire.SentCount > 0, "no answer at all");
        Assert.IsTrue(bench.Bench.Wire.SentCount <= 2, "an answer for each");
    }

    private static TcpBench Full()
    {
        TcpBench bench = TcpBench.Established();
        for (int seq = 0; seq < 2048; seq += 512)
        {
            bench.Inject(seq, TcpBench.Text(seq, 512), 0, Ack);
        }

        bench.Advance(300);
        Assert.AreEqual(0, bench.Sock.ReceiveWindow);
        bench.Bench.Wire.ClearSent();
        return bench;
    }
}
