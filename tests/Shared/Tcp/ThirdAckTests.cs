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

/// <summary>The segment that completes a passive open is taken whole or not at all: what it acknowledges,
/// its window, its text and its FIN.</summary>
[TestClass]
public sealed class ThirdAckTests
{
    private const int Ack = TcpHeader.Ack;

    /// <summary>Rule 140 (RFC 7323, 3.2): without the agreed time stamp it is dropped, and completes
    /// nothing; with it the next one does.</summary>
    [TestMethod]
    public void ThirdAck_WithoutTimestamp_IsNotTaken()
    {
        TcpBench bench = HalfOpen(true);
        bench.Inject(0, null, 0, Ack);                  // the bench has no Sock yet: no time stamp
        bench.ExpectSilence();
        Assert.IsFalse(bench.Socket.Poll(0, SelectMode.SelectRead), "accepted");
        Assert.AreEqual(1, bench.Count(Mib.TcpInMissingTimestamp));
        InjectStamped(bench, 0, null, Ack);
        ExpectWhole(bench);
    }

    /// <summary>The same with text or FIN on it.</summary>
    [TestMethod]
    public void ThirdAck_WithTextAndFinButNoTimestamp_IsNotTaken()
    {
        TcpBench bench = HalfOpen(true);
        bench.Inject(0, "hello", 0, Ack | TcpHeader.Psh | TcpHeader.Fin);
        Assert.IsFalse(bench.Socket.Poll(0, SelectMode.SelectRead), "accepted");
        InjectStamped(bench, 0, "hello", Ack | TcpHeader.Psh | TcpHeader.Fin);
        Accept(bench);
        bench.ExpectState(TcpState.CloseWait);
        bench.ExpectAck(6);
        bench.ExpectRead("hello");
    }

    /// <summary>An older time stamp than the SYN's: neither the entry nor the connection takes it (PAWS).
    /// </summary>
    [TestMethod]
    public void ThirdAck_WithAnOldTimestamp_IsNotTaken()
    {
        TcpBench bench = HalfOpen(true);
        bench.PeerTsValue--;
        InjectStamped(bench, 0, null, Ack);
        Assert.IsFalse(bench.Socket.Poll(0, SelectMode.SelectRead), "accepted");
    }

    /// <summary>A SYN with a time stamp of 0 says nothing of what is old (as in a connection).</summary>
    [TestMethod]
    public void ThirdAck_AfterATimestampOfZero_IsTakenWhole()
    {
        TcpBench bench = TcpBench.Listening();
        bench.PeerTsValue = 0;
        bench.PeerHasTimestamps = true;
        Open(bench);
        bench.PeerTsValue = 0xFFFFFF00;
        InjectStamped(bench, 0, null, Ack);
        ExpectWhole(bench);
    }

    /// <summary>RFC 7323, 5.2: a RST is not judged by its time stamp, an old one or none.</summary>
    [TestMethod]
    public void Reset_OfAHalfOpenEntry_NeedsNoTimestamp()
    {
        TcpBench bench = HalfOpen(true);
        bench.Inject(0, null, 0, TcpHeader.Rst);
        Assert.AreEqual(0, bench.Net.Tcp.SynQueue.Count);

        TcpBench old = HalfOpen(true);
        old.PeerTsValue--;
        InjectStamped(old, 0, null, TcpHeader.Rst);
        Assert.AreEqual(0, old.Net.Tcp.SynQueue.Count);
    }

    /// <summary>Without agreed time stamps there is nothing to miss.</summary>
    [TestMethod]
    public void ThirdAck_WithoutAgreedTimestamps_IsTakenWhole()
    {
        TcpBench bench = HalfOpen(false);
        bench.Inject(0, null, 0, Ack);
        ExpectWhole(bench);
    }

    /// <summary>The ACK was lost; text from behind a hole completes, and its window counts.</summary>
    [TestMethod]
    public void ThirdAck_AheadOfAHole_IsTakenWhole()
    {
        TcpBench bench = HalfOpen(false);
        bench.Inject(100, "later", 0, Ack | TcpHeader.Psh);
        Accept(bench);
        bench.ExpectAck(0);
        bench.Send("banner");
        bench.ExpectData(0, "banner");
        Assert.AreEqual(1, bench.Sock.GapCount);
    }

    /// <summary>A cookie's third ACK, with text: the same.</summary>
    [TestMethod]
    public void ThirdAck_OfACookie_IsTakenWhole()
    {
        TcpBench bench = TcpBench.Listening();
        for (int i = 0; i < bench.Net.Context.Limits.TcpSynQueueCount; i++)
        {
            bench.PeerSourcePort = 8000 + i;
            bench.InjectSyn(TcpHeader.Syn);
            bench.TakeSegment();
        }

        bench.PeerSourcePort = TcpBench.PeerPort;
        Open(bench);
        bench.Inject(0, "hello", 0, Ack | TcpHeader.Psh);
        Accept(bench);
        bench.ExpectAck(5);
        bench.ExpectRead("hello");
        bench.Bench.Wire.ClearSent();
        bench.Send("banner");
        bench.ExpectData(0, "banner");
    }

    /// <summary>Accepted, and a server that speaks first does so at once.</summary>
    private static void ExpectWhole(TcpBench bench)
    {
        Accept(bench);
        Assert.AreEqual(bench.PeerWindow, bench.Sock.SndWnd);
        bench.Send("banner");
        bench.ExpectData(0, "banner");
    }

    private static void Accept(TcpBench bench)
    {
        Assert.IsTrue(bench.Socket.Poll(0, SelectMode.SelectRead), "not accepted");
        bench.Socket = bench.Socket.Accept();
        bench.Sock = bench.Net.Tcp.Table.FindConnection(
            Frames.OurIp, TcpBench.OurPort, Frames.PeerIp, bench.PeerSourcePort);
    }

    private static TcpBench HalfOpen(bool hasTimestamps)
    {
        TcpBench bench = TcpBench.Listening();
        bench.PeerHasTimestamps = hasTimestamps;
        Open(bench);
        return bench;
    }

    private static void Open(TcpBench bench)
    {
        bench.InjectSyn(TcpHeader.Syn);
        bench.TakeSegment();
        bench.OurIss = TcpHeader.SeqNumber(bench.Frame, TcpBench.TcpAt);
    }

    private static void InjectStamped(TcpBench bench, int seq, string text, int flags)
    {
        byte[] options = new byte[TcpOptions.TimestampsRoom];
        TcpOptions.WriteTimestamps(options, 0, bench.PeerTsValue, bench.Options.TsValue);
        bench.InjectRaw(
            bench.PeerIss + 1 + (uint)seq, bench.OurIss + 1, flags, bench.PeerWindow, 0, options,
            text == null ? null : Frames.Bytes(text));
    }
}
