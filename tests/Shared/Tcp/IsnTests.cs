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

/// <summary>What nobody may guess, and what every segment's IP header says (RFC 6528; RFC 9293, 3.4.1,
/// 3.9.2).</summary>
[TestClass]
public sealed class IsnTests
{
    /// <summary>Rule 16 (RFC 9293, 3.4.1, MUST-8): the ISN's clock ticks every 4 microseconds.</summary>
    [TestMethod]
    public void Isn_AdvancesWithTheClock()
    {
        TcpSecrets secrets = new TcpSecrets(new FakeEntropy(1));
        uint first = secrets.InitialSequence(1, 2, 3, 4, 1000);
        uint later = secrets.InitialSequence(1, 2, 3, 4, 1001);
        Assert.AreEqual(250, (int)(later - first));
    }

    /// <summary>Rules 17, 20 (RFC 6528, 3): every part of the four-tuple counts, and neighbours are far
    /// apart.</summary>
    [TestMethod]
    public void Isn_OfAnotherFourTuple_IsFarAway()
    {
        TcpSecrets secrets = new TcpSecrets(new FakeEntropy(1));
        uint isn = secrets.InitialSequence(1, 2, 3, 4, 0);
        ExpectFar(isn, secrets.InitialSequence(2, 2, 3, 4, 0));
        ExpectFar(isn, secrets.InitialSequence(1, 3, 3, 4, 0));
        ExpectFar(isn, secrets.InitialSequence(1, 2, 4, 4, 0));
        ExpectFar(isn, secrets.InitialSequence(1, 2, 3, 5, 0));
    }

    /// <summary>Rules 18, 19 (RFC 6528, 3): the key is drawn at start: another boot, other numbers.
    /// </summary>
    [TestMethod]
    public void Isn_AfterAnotherStart_IsFarAway()
    {
        TcpSecrets one = new TcpSecrets(new FakeEntropy(1));
        TcpSecrets two = new TcpSecrets(new FakeEntropy(2));
        ExpectFar(
            one.InitialSequence(1, 2, 3, 4, 0), two.InitialSequence(1, 2, 3, 4, 0));
        Assert.IsTrue(
            one.TimestampOffset(1, 2, 3, 4) != two.TimestampOffset(1, 2, 3, 4),
            "time stamp offsets");
    }

    /// <summary>Rule 20 (RFC 6528, 3): two connections to different peers start far apart.</summary>
    [TestMethod]
    public void Isn_OfTwoConnections_AreUnrelated()
    {
        TcpBench bench = TcpBench.Established();
        TcpBench other = TcpBench.Beside(bench, 7001);
        ExpectFar(bench.OurIss, other.OurIss);
    }

    /// <summary>Rule 16 (RFC 9293, 3.4.1): a port that is opened, aborted and opened again within one
    /// millisecond does not begin where it began: whoever missed the reset can tell the two apart.
    /// </summary>
    [TestMethod]
    public void Isn_OfTheSameTupleInTheSameMillisecond_IsANewOne()
    {
        TcpBench bench = TcpBench.SynSent();
        uint first = bench.OurIss;
        int firstMs = bench.NowMs;
        bench.Socket.Close();
        bench.StartConnect();

        Assert.AreEqual(firstMs, bench.NowMs);
        Assert.AreEqual(250, Seq.Distance(first, bench.OurIss));
    }

    /// <summary>Rule 16 (RFC 9293, 3.4.1), the end that listens: a peer that resets and comes again at
    /// once.</summary>
    [TestMethod]
    public void Isn_OfASynAckInTheSameMillisecond_IsANewOne()
    {
        TcpBench bench = TcpBench.Listening();
        Socket listener = bench.Socket;
        bench.AcceptFrom();
        uint first = bench.OurIss;
        int firstMs = bench.NowMs;
        bench.Inject(0, null, 0, TcpHeader.Rst);
        bench.Socket = listener;
        bench.AcceptFrom();

        Assert.AreEqual(firstMs, bench.NowMs);
        Assert.AreEqual(250, Seq.Distance(first, bench.OurIss));
    }

    /// <summary>Rules 2, 143, 159 (RFC 9293, 3.1, 3.9.2, MUST-2, MUST-48, MUST-49): the checksum is made,
    /// TTL and TOS are the user's, DF is set; a child has its listener's.</summary>
    [TestMethod]
    public void TtlAndTos_AreTheUsers()
    {
        TcpBench bench = TcpBench.Listening();
        bench.Socket.Ttl = 7;
        bench.Socket.SetSocketOption(
            SocketOptionLevel.IP, SocketOptionName.TypeOfService, 0x10);
        bench.AcceptFrom();
        bench.Send("x");
        bench.TakeSegment();                            // its checksums are verified there
        Assert.AreEqual(7, (int)bench.Frame[EthHeader.Length + 8]);
        Assert.AreEqual(0x10, (int)bench.Frame[EthHeader.Length + 1]);
        Assert.AreEqual(0x40, (int)bench.Frame[EthHeader.Length + 6]);
    }

    private static void ExpectFar(uint a, uint b)
    {
        int distance = Seq.Distance(a, b);
        distance = distance < 0 ? -distance : distance;
        Assert.IsTrue(distance > 1000, distance.ToString() + " apart");
    }
}
