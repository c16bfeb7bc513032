#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Tcp;
using NanoStack.Tests.Bench;

namespace NanoStack.Tests.Rules;

/// <summary>Initial sequence numbers, what <c>IsnTests</c> leaves over: the hash itself, and how the bits
/// of its answers change (RFC 6528).</summary>
[TestClass]
public sealed class SecretTests
{
    /// <summary>Rule 16 (RFC 9293, 3.4.1, MUST-8): 250 numbers a millisecond, also while the clock wraps.
    /// </summary>
    [TestMethod]
    public void Sequence_WhileTheClockWraps_GoesOn()
    {
        TcpSecrets secrets = new TcpSecrets(new FakeEntropy(7));

        Assert.AreEqual(
            Sequence(secrets, 5000, int.MaxValue) + 250, Sequence(secrets, 5000, int.MinValue));
    }

    /// <summary>Rules 16, 23 (RFC 9293, 3.4.1): the SYN on the wire carries it.</summary>
    [TestMethod]
    public void Syn_CarriesTheSequenceOfItsTuple()
    {
        TcpBench bench = TcpBench.SynSent();

        Assert.AreEqual(
            bench.Net.Tcp.Secrets.InitialSequence(
                Frames.OurIp, TcpBench.OurPort, Frames.PeerIp, TcpBench.PeerPort, bench.NowMs),
            bench.OurIss);
    }

    /// <summary>Rule 18 (RFC 9293, 3.4.1, MUST-9): the hash is SipHash-2-4, whose answer for the key 0 to
    /// 15 and the input 0 to 15 its authors published.</summary>
    [TestMethod]
    public void Hash_IsSipHash()
    {
        TcpSecrets secrets = new TcpSecrets(new CountingEntropy());

        Assert.AreEqual(
            0x3f2acc7fu ^ 0x57c29bdbu,
            secrets.Hash(0x03020100, 0x07060504, 0x0b0a0908, 0x0f0e0d0c));
    }

    /// <summary>Rule 20 (RFC 6528, 3): from one connection to the next about half of the bits change, each
    /// of them, whatever changes least in the tuple: nothing to extrapolate from.</summary>
    [TestMethod]
    public void Sequences_OfNeighbouringTuples_AreUnrelated()
    {
        const int Count = 200;
        TcpSecrets secrets = new TcpSecrets(new FakeEntropy(7));
        int[] changes = new int[32];
        uint last = Sequence(secrets, 1024, 0);
        for (int i = 1; i <= Count; i++)
        {
            uint next = Sequence(secrets, 1024 + i, 0);
            for (int bit = 0; bit < 32; bit++)
            {
                changes[bit] += (int)(((next ^ last) >> bit) & 1);
            }

            last = next;
        }

        for (int bit = 0; bit < 32; bit++)
        {
            Assert.IsTrue(
                changes[bit] > Count / 3 && changes[bit] < Count * 2 / 3,
                "seed 7, bit " + bit.ToString() + ": " + changes[bit].ToString());
        }
    }

    private static uint Sequence(TcpSecrets secrets, int port, int nowMs)
    {
        return secrets.InitialSequence(Frames.OurIp, port, Frames.PeerIp, 80, nowMs);
    }

    /// <summary>The key 00 01 02 ... 0F of SipHash's test vectors.</summary>
    private sealed class CountingEntropy : Entropy
    {
        private int _count;

        public override uint Next32()
        {
            int word = _count++;
            return word == 0 ? 0x07060504u : word == 1 ? 0x03020100u
                : word == 2 ? 0x0f0e0d0cu : 0x0b0a0908u;
        }
    }
}
