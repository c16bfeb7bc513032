#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using System;
using NanoStack.Kernel;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Tcp;

/// <summary>Memory runs out in the middle: what is counted and told, and what the connection does. Each
/// point of each way: tests/Host/Inject.</summary>
[TestClass]
public sealed class OutOfMemoryTests
{
    /// <summary>The bytes were taken before the exception came, so the call says so, and the poll sends
    /// them.</summary>
    [TestMethod]
    public void Send_MemoryRunsOutBelow_HasTakenTheBytesAndTheySoonLeave()
    {
        TcpBench bench = TcpBench.Established();
        LastTrouble sink = new LastTrouble();
        bench.Net.TroubleSink = sink;
        bench.Bench.Wire.XmitFailures = 1;

        Assert.AreEqual(3, bench.Socket.Send(Frames.Bytes(TcpBench.Text(0, 3))));
        bench.Bench.Poll();

        bench.Expect(0, TcpBench.Text(0, 3), TcpHeader.Ack | TcpHeader.Psh);
        Assert.AreEqual(1, bench.Count(Mib.SockMended), "sockets put right");
        Assert.AreEqual(1, bench.Count(Mib.SkbSwept), "packets brought home");
        Assert.AreEqual(TroubleSink.InCall, sink.Place);
        Assert.AreEqual(1, sink.Count, "lines");
        bench.Inject(0, null, 3, TcpHeader.Ack);
        bench.ExpectNoLeaks();
    }

    [TestMethod]
    public void Poll_MemoryRunsOut_EndsTheTurnAndNothingElse()
    {
        TcpBench bench = TcpBench.Established();
        LastTrouble sink = new LastTrouble();
        bench.Net.TroubleSink = sink;
        bench.Bench.Wire.PollFailures = 1;
        bench.Bench.Wire.Arrive(Frames.Tcp(
            Frames.PeerIp, Frames.OurIp, TcpBench.PeerPort, TcpBench.OurPort, bench.PeerIss + 1,
            bench.OurIss + 1, TcpHeader.Ack, bench.PeerWindow, 0, null, Frames.Bytes("abc")));

        bool hasThrown = false;
        try
        {
            bench.Net.Poll(bench.NowMs);
        }
        catch (OutOfMemoryException)
        {
            hasThrown = true;
        }

        Assert.IsTrue(hasThrown, "it was told to who polls");
        bench.Bench.Poll();
        bench.ExpectRead("abc");
        Assert.AreEqual(1, bench.Count(Mib.PollExceptions), "turns");
        Assert.AreEqual(1, bench.Count(Mib.SkbSwept), "packets brought home");
        Assert.AreEqual(TroubleSink.InPoll, sink.Place);
        Assert.AreEqual(1, sink.Count, "lines");
    }

    /// <summary>No order of writes leaves such a queue behind. If one is there all the same, no wrong byte
    /// is sent: the connection ends.</summary>
    [TestMethod]
    public void Mend_QueueThatDoesNotHoldTheStream_Resets()
    {
        TcpBench bench = TcpBench.Established();
        bench.Socket.Send(Frames.Bytes(TcpBench.Text(0, 3)));
        bench.Expect(0, TcpBench.Text(0, 3), TcpHeader.Ack | TcpHeader.Psh);
        bench.Sock.WriteSeq += 5;
        bench.Sock.Trouble = new OutOfMemoryException();
        bench.Net.Context.IsHurt = true;

        bench.Bench.Poll();

        bench.ExpectFlags(3, TcpHeader.Rst | TcpHeader.Ack);
        Assert.AreEqual(1, bench.Count(Mib.TcpAbortOnTear));
        Assert.AreEqual(Errno.ConnAborted, bench.Sock.Err);
    }

    private sealed class LastTrouble : TroubleSink
    {
        public int Place;
        public int Count;

        public override void Tell(int place, Exception trouble, int packetCount)
        {
            Place = place;
            Count++;
        }
    }
}
