#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Tcp;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Rules;

/// <summary>Selective acknowledgements: what we report (RFC 2018), and that the peer's reports harm
/// nothing while nobody reads them.</summary>
[TestClass]
public sealed class SackTests
{
    private const int Ack = TcpHeader.Ack;
    private const int KindSack = 5;

    /// <summary>Rule 122 (RFC 2018, 2): SYN offers SACK; a peer that says it too gets blocks.</summary>
    [TestMethod]
    public void Blocks_WhenBothPermitted_AreSent()
    {
        TcpBench bench = Connected(true, false);

        Assert.IsFalse(bench.Options.HasSackPermitted, "on SYN only");
        bench.Inject(10, "klmno", 0, Ack);

        ExpectBlocks(bench, 0, new int[] { 10, 15 });
        bench.ExpectSilence();
    }

    /// <summary>Rule 122 (RFC 2018, 2): no blocks for a peer that did not permit them.</summary>
    [TestMethod]
    public void Blocks_WhenThePeerDidNotPermit_AreNotSent()
    {
        TcpBench bench = Connected(false, false);

        bench.Inject(10, "klmno", 0, Ack);

        ExpectBlocks(bench, 0, new int[0]);
    }

    /// <summary>Rule 122 (RFC 2018, 2): a limit turns the offer off, and the peer's is not taken.</summary>
    [TestMethod]
    public void Blocks_TurnedOff_AreNeitherOfferedNorSent()
    {
        Limits limits = BenchLimits.Default();
        limits.TcpSack = false;
        TcpBench bench = new TcpBench(limits);
        bench.PeerHasSack = true;
        bench.StartConnect();
        Assert.IsFalse(bench.Options.HasSackPermitted);
        bench.InjectSyn(TcpHeader.Syn | Ack);
        bench.ExpectAck(0);

        bench.Inject(10, "klmno", 0, Ack);

        ExpectBlocks(bench, 0, new int[0]);
    }

    /// <summary>Rule 123 (RFC 2018, 4): the first block is the run that the newest segment is in.</summary>
    [TestMethod]
    public void FirstBlock_HoldsTheNewestSegment()
    {
        TcpBench bench = Connected(true, false);

        bench.Inject(30, "ab", 0, Ack);
        ExpectBlocks(bench, 0, new int[] { 30, 32 });
        bench.Inject(10, "ab", 0, Ack);
        ExpectBlocks(bench, 0, new int[] { 10, 12, 30, 32 });
        bench.Inject(32, "cd", 0, Ack);
        ExpectBlocks(bench, 0, new int[] { 30, 34, 10, 12 });
    }

    /// <summary>Rule 124 (RFC 2018, 3): four blocks at most, a filled hole takes its block away.</summary>
    [TestMethod]
    public void Blocks_AreFourAtMost_AndGoWithTheirHoles()
    {
        TcpBench bench = Connected(true, false);

        for (int i = 1; i <= 4; i++)
        {
            bench.Inject(i * 10, "ab", 0, Ack);
            bench.TakeSegment();
        }

        bench.Inject(50, "ab", 0, Ack);                 // no room to remember a fifth
        ExpectBlocks(bench, 0, new int[] { 40, 42, 10, 12, 20, 22, 30, 32 });
        bench.Inject(0, TcpBench.Text(0, 20), 0, Ack);
        ExpectBlocks(bench, 22, new int[] { 40, 42, 30, 32 });
    }

    /// <summary>Rules 124, 134 (RFC 2018, 3): beside time stamps there is room for three.</summary>
    [TestMethod]
    public void Blocks_BesideTimestamps_AreThreeAtMost()
    {
        TcpBench bench = Connected(true, true);

        for (int i = 1; i <= 3; i++)
        {
            bench.Inject(i * 10, "ab", 0, Ack);
            bench.TakeSegment();
        }

        bench.Inject(40, "ab", 0, Ack);
        ExpectBlocks(bench, 0, new int[] { 40, 42, 10, 12, 20, 22 });
        Assert.IsTrue(bench.Options.HasTimestamps);
    }

    /// <summary>Rule 126 (RFC 2018, 8): what was reported and not acknowledged is sent again all the
    /// same: the peer may have dropped it.</summary>
    [TestMethod]
    public void ReportedData_IsKeptUntilItIsAcknowledged()
    {
        TcpBench bench = Connected(true, false);
        bench.PeerMss = 1460;
        bench.SendText(0, 5);
        bench.ExpectText(0, 5);

        InjectBlocks(bench, 0, new int[] { 0, 5 });
        bench.Advance(Limits.TcpRtoMsInitial);

        bench.ExpectText(0, 5);
        bench.InjectAck(5);
        bench.ExpectAlive(0, 5);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 127 (RFC 2018, 5; attack S13): blocks that are empty, backward, behind SND.UNA or
    /// beyond SND.NXT change nothing.</summary>
    [TestMethod]
    public void Blocks_ThatCannotBe_AreIgnored()
    {
        TcpBench bench = Connected(true, false);
        bench.SendText(0, 5);
        bench.ExpectText(0, 5);

        InjectBlocks(bench, 0, new int[] { 3, 3, 4, 2, -100, -50 });
        InjectBlocks(bench, 0, new int[] { 100, 200, -1, 0x7FFFFFFF });

        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Sock.PacketsOut);
        Assert.AreEqual(0, bench.Sock.LostOut);
        bench.InjectAck(5);
        bench.ExpectAlive(0, 5);
        bench.ExpectNoLeaks();
    }

    /// <summary>Rule 132 (RFC 6582, 3): the third duplicate retransmits and a partial ACK the next hole,
    /// with a peer that never heard of SACK.</summary>
    [TestMethod]
    public void Loss_WithoutSack_IsRecoveredByNewReno()
    {
        Limits limits = BenchLimits.Default();
        limits.TcpWriteQueueCount = 8;
        TcpBench bench = new TcpBench(limits);
        bench.PeerMss = 100;
        bench.FinishConnect();
        Assert.IsFalse(bench.Sock.HasSack);
        bench.SendText(0, 500);
        for (int i = 0; i < 5; i++)
        {
            bench.ExpectText(i * 100, 100);
        }

        bench.InjectAck(0);                             // the first and the third are lost
        bench.InjectAck(0);
        bench.ExpectSilence();
        bench.InjectAck(0);
        bench.ExpectText(0, 100);
        bench.InjectAck(200);
        bench.ExpectText(200, 100);
        bench.InjectAck(500);
        bench.ExpectAlive(0, 500);
        bench.ExpectNoLeaks();
    }

    private static TcpBench Connected(bool hasSack, bool hasTimestamps)
    {
        TcpBench bench = new TcpBench(BenchLimits.Default());
        bench.PeerHasSack = hasSack;
        bench.PeerHasTimestamps = hasTimestamps;
        bench.StartConnect();
        Assert.IsTrue(bench.Options.HasSackPermitted, "our offer");
        bench.InjectSyn(TcpHeader.Syn | Ack);
        bench.ExpectAck(0);
        return bench;
    }

    /// <summary>A pure ACK with exactly these blocks, as pairs of relative numbers.</summary>
    private static void ExpectBlocks(TcpBench bench, int ack, int[] edges)
    {
        bench.ExpectAck(ack);
        int at = TcpBench.TcpAt + TcpHeader.LengthMin;
        int end = TcpBench.TcpAt + TcpHeader.Length(bench.Frame, TcpBench.TcpAt);
        while (at < end && bench.Frame[at] != KindSack)
        {
            at += bench.Frame[at] == 1 ? 1 : bench.Frame[at + 1];
        }

        int length = at < end ? bench.Frame[at + 1] - 2 : 0;
        Assert.AreEqual(edges.Length * 4, length, "bytes of blocks");
        for (int i = 0; i < edges.Length; i++)
        {
            uint edge = ByteOrder.Read32(bench.Frame, at + 2 + (i * 4));
            Assert.AreEqual(edges[i], Seq.Distance(bench.PeerIss + 1, edge), "edge");
        }
    }

    private static void InjectBlocks(TcpBench bench, int ack, int[] edges)
    {
        byte[] options = new byte[4 + (edges.Length * 4)];
        options[0] = 1;
        options[1] = 1;
        options[2] = KindSack;
        options[3] = (byte)(options.Length - 2);
        for (int i = 0; i < edges.Length; i++)
        {
            ByteOrder.Write32(options, 4 + (i * 4), bench.OurIss + 1 + (uint)edges[i]);
        }

        bench.InjectRaw(
            bench.PeerIss + 1, bench.OurIss + 1 + (uint)ack, Ack, bench.PeerWindow, 0, options,
            null);
    }
}
