#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Ip;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Ip;

/// <summary>Datagrams in pieces (RFC 791, 3.2; RFC 1122, 3.3.2; RFC 815).</summary>
[TestClass]
public sealed class IpDefragTests
{
    /// <summary>Bytes of payload that a packet of a whole frame has room for.</summary>
    private const int PayloadMax = 1496;

    /// <summary>Rule 154 (RFC 1122, 3.3.2): 576 bytes, header included, in pieces of 8 to 552.</summary>
    [TestMethod]
    public void Datagram_Of576Bytes_IsReassembled()
    {
        NetBench bench = new NetBench(BenchLimits.Default());
        byte[] message = Message(576 - IpHeader.LengthMin);
        InjectPieces(bench, 1, message, 8);
        ExpectReply(bench, message);
        InjectPieces(bench, 2, message, 184);
        ExpectReply(bench, message);
        InjectPieces(bench, 3, message, 552);
        ExpectReply(bench, message);
        Assert.AreEqual(3, bench.Count(Mib.IpReasmOKs));
        bench.ExpectPoolsHome();
    }

    /// <summary>Rule 154: as much as a packet holds, and not a unit more.</summary>
    [TestMethod]
    public void Datagram_LongerThanAPacket_IsDropped()
    {
        NetBench bench = new NetBench(BenchLimits.Default());
        byte[] longest = Message(PayloadMax - 16);      // the reply must fit the link's MTU
        InjectPieces(bench, 1, longest, 800);
        ExpectReply(bench, longest);

        bench.Inject(AttackFrames.Fragment(2, PayloadMax - 8, true, new byte[8]));
        Assert.AreEqual(0, bench.Count(Mib.IpReasmFails));
        bench.Inject(AttackFrames.Fragment(2, PayloadMax, false, new byte[1]));
        Assert.AreEqual(1, bench.Count(Mib.IpReasmFails));
        bench.ExpectSilence();
        bench.ExpectPoolsHome();
    }

    /// <summary>Rule 154: pieces in any order, some of them twice.</summary>
    [TestMethod]
    public void Pieces_InAnyOrder_MakeTheSameDatagram()
    {
        const uint Seed = 815;
        Lcg random = new Lcg(Seed);
        NetBench bench = new NetBench(BenchLimits.Default());
        int whole = 0;
        for (int round = 0; round < 40; round++)
        {
            byte[] message = Message(9 + random.Below(1200));
            int size = 8 * (1 + random.Below(30));
            int count = (message.Length + size - 1) / size;
            int[] order = Shuffled(random, count);
            for (int i = 0; i < count; i++)
            {
                InjectPiece(bench, round, message, order[i], size);
                if (i < count - 1 && random.Below(4) == 0)
                {
                    InjectPiece(bench, round, message, order[random.Below(i + 1)], size);
                }
            }

            whole += count == 1 ? 0 : 1;
            Assert.AreEqual(
                whole, bench.Count(Mib.IpReasmOKs), "seed 815, round " + round.ToString());
            ExpectReply(bench, message);
        }

        bench.ExpectPoolsHome();
    }

    /// <summary>Rule 154: the identification, the addresses and the protocol tell datagrams
    /// apart.</summary>
    [TestMethod]
    public void Pieces_OfTwoDatagrams_DoNotMix()
    {
        NetBench bench = new NetBench(WithQueues(2));
        byte[] first = Message(200);
        byte[] second = Message(300);
        bench.Inject(AttackFrames.Piece(1, first, 0, 104));
        bench.Inject(AttackFrames.Piece(2, second, 0, 104));
        bench.Inject(AttackFrames.Piece(IpHeader.ProtocolTcp, 1, first, 104, 96));
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.IpReasmEvicted), "the oldest");
        bench.Inject(AttackFrames.Piece(2, second, 104, 196));
        ExpectReply(bench, second);
    }

    /// <summary>Rule 155 (RFC 1122, 3.3.2; RFC 792): after 60 s it is given up, and whoever sent the
    /// first fragment is told.</summary>
    [TestMethod]
    public void Half_After60Seconds_IsGivenUp()
    {
        NetBench bench = new NetBench(BenchLimits.Default());
        byte[] first = AttackFrames.Piece(7, Message(200), 0, 104);
        bench.Inject(first);
        bench.Advance(Limits.IpFragTimeMs - 1);
        bench.ExpectSilence();
        bench.Advance(1);

        byte[] error = bench.Wire.TakeSent();
        int at = AttackFrames.IcmpAt;
        Assert.AreEqual(IcmpHeader.TypeTimeExceeded, IcmpHeader.Type(error, at));
        Assert.AreEqual(IcmpHeader.CodeReassemblyTime, IcmpHeader.Code(error, at));
        Assert.AreEqual(Frames.PeerIp, IpHeader.Destination(error, EthHeader.Length));
        for (int i = 0; i < IpHeader.LengthMin + 8; i++)
        {
            Assert.AreEqual(
                (int)first[EthHeader.Length + i], (int)error[at + IcmpHeader.Length + i],
                i.ToString());
        }

        Assert.AreEqual(1, bench.Count(Mib.IpReasmTimeout));
        Assert.AreEqual(1, bench.Count(Mib.IcmpOutTimeExcds));
        bench.ExpectPoolsHome();
    }

    /// <summary>Rule 155 and 163 (RFC 1122, 3.2.2): without the first fragment nobody is
    /// told.</summary>
    [TestMethod]
    public void HalfWithoutTheFirst_After60Seconds_EndsInSilence()
    {
        NetBench bench = new NetBench(BenchLimits.Default());
        bench.Inject(AttackFrames.Piece(7, Message(200), 104, 96));
        bench.Advance(Limits.IpFragTimeMs);
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.IpReasmTimeout));
        bench.ExpectPoolsHome();
    }

    /// <summary>Rule 155: the clock runs from the first piece, not from the last.</summary>
    [TestMethod]
    public void LatePieces_DoNotStretchTheTime()
    {
        NetBench bench = new NetBench(BenchLimits.Default());
        byte[] message = Message(300);
        bench.Inject(AttackFrames.Piece(7, message, 104, 104));
        bench.Advance(Limits.IpFragTimeMs - 1000);
        bench.Inject(AttackFrames.Piece(7, message, 208, 92));
        bench.Advance(1000);
        Assert.AreEqual(1, bench.Count(Mib.IpReasmTimeout));
        bench.ExpectPoolsHome();
    }

    /// <summary>Rule 156 (RFC 1122, 3.3.2; RFC 1858): fragments that contradict each other about the
    /// end spoil their datagram.</summary>
    [TestMethod]
    public void Ends_ThatDiffer_SpoilTheDatagram()
    {
        ExpectSpoilt(AttackFrames.Fragment(1, 64, false, new byte[8]), 48, false);
        ExpectSpoilt(AttackFrames.Fragment(1, 64, false, new byte[8]), 72, false);
        ExpectSpoilt(AttackFrames.Fragment(1, 64, false, new byte[8]), 72, true);
        ExpectSpoilt(AttackFrames.Fragment(1, 64, false, new byte[8]), 64, true);
        ExpectSpoilt(AttackFrames.Fragment(1, 64, true, new byte[8]), 48, false);
    }

    /// <summary>Rule 156: half of it overlaps, or the same bytes are other ones.</summary>
    [TestMethod]
    public void Overlaps_SpoilTheDatagram()
    {
        NetBench bench = new NetBench(BenchLimits.Default());
        byte[] message = Message(200);
        bench.Inject(AttackFrames.Piece(7, message, 0, 104));
        bench.Inject(AttackFrames.Piece(7, message, 96, 16));
        Assert.AreEqual(1, bench.Count(Mib.IpReasmOverlaps));
        bench.ExpectPoolsHome();

        bench.Inject(AttackFrames.Piece(8, message, 0, 104));
        byte[] other = AttackFrames.Piece(8, message, 96, 8);
        other[AttackFrames.IcmpAt + 7]++;
        bench.Inject(other);
        Assert.AreEqual(2, bench.Count(Mib.IpReasmOverlaps));
        bench.ExpectPoolsHome();
    }

    /// <summary>IP options of a fragment are stepped over, and are not in the datagram.</summary>
    [TestMethod]
    public void Fragment_WithOptions_LeavesThemOut()
    {
        NetBench bench = new NetBench(BenchLimits.Default());
        byte[] message = Message(200);
        byte[] options = new byte[] { 1, 1, 1, 0 };
        bench.Inject(AttackFrames.WithOptions(AttackFrames.Piece(9, message, 0, 104), options));
        bench.Inject(AttackFrames.WithOptions(AttackFrames.Piece(9, message, 104, 96), options));
        ExpectReply(bench, message);
        Assert.AreEqual(2, bench.Count(Mib.IpInOptionsSkipped));
        bench.ExpectPoolsHome();
    }

    /// <summary>At the limit: without a packet to collect in, a fragment is dropped; a connection does
    /// not notice.</summary>
    [TestMethod]
    public void Fragment_WithoutAPacket_IsDropped()
    {
        TcpBench tcp = TcpBench.Established();
        NetBench bench = tcp.Bench;
        int left = bench.Net.Pool.FreeCount(SkBuffPool.KindFrame);
        SkBuff[] taken = new SkBuff[left - 1];
        for (int i = 0; i < taken.Length; i++)
        {
            taken[i] = bench.Net.Pool.AllocFrame();
        }

        bench.Inject(AttackFrames.Piece(7, Message(200), 0, 104));
        Assert.AreEqual(1, bench.Count(Mib.IpReasmFails));
        tcp.Inject(0, "still", 0, TcpHeader.Ack | TcpHeader.Psh);
        tcp.ExpectRead("still");

        for (int i = 0; i < taken.Length; i++)
        {
            taken[i].Free();
        }

        bench.ExpectPoolsHome();
    }

    /// <summary>A stack with no queue for them counts fragments and drops them.</summary>
    [TestMethod]
    public void Fragments_WithoutAQueue_AreDropped()
    {
        NetBench bench = new NetBench(WithQueues(0));
        InjectPieces(bench, 1, Message(64), 32);
        bench.ExpectSilence();
        Assert.AreEqual(2, bench.Count(Mib.IpReasmReqds));
        Assert.AreEqual(2, bench.Count(Mib.IpReasmFails));
        bench.ExpectPoolsHome();
    }

    /// <summary>A filter rule sees the whole datagram, not its pieces.</summary>
    [TestMethod]
    public void Rule_IsAskedAboutTheWhole()
    {
        NetBench bench = new NetBench(BenchLimits.Default());
        bench.Net.AddRule(new FilterRule { IsIn = true, Protocol = IpHeader.ProtocolIcmp });
        InjectPieces(bench, 1, Message(64), 32);
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.IpReasmOKs));
        Assert.AreEqual(1, bench.Count(Mib.IpInFiltered));
        bench.ExpectPoolsHome();
    }

    private static Limits WithQueues(int count)
    {
        Limits limits = BenchLimits.Default();
        limits.IpFragQueueCount = count;
        limits.SkbFrameCount = 4;
        return limits;
    }

    private static void ExpectSpoilt(byte[] first, int offset, bool hasMore)
    {
        NetBench bench = new NetBench(BenchLimits.Default());
        bench.Inject(first);
        bench.Inject(AttackFrames.Fragment(1, offset, hasMore, new byte[8]));
        Assert.AreEqual(1, bench.Count(Mib.IpReasmFails), offset.ToString());
        bench.ExpectSilence();
        bench.ExpectPoolsHome();
    }

    /// <summary>An echo request with other bytes in each unit of 8.</summary>
    private static byte[] Message(int length)
    {
        byte[] data = new byte[length - IcmpHeader.Length];
        for (int i = 0; i < data.Length; i++)
        {
            data[i] = (byte)((i * 7) + (i >> 8));
        }

        return AttackFrames.Payload(AttackFrames.Echo(data));
    }

    private static void InjectPieces(NetBench bench, int id, byte[] message, int size)
    {
        for (int i = 0; i * size < message.Length; i++)
        {
            InjectPiece(bench, id, message, i, size);
        }
    }

    private static void InjectPiece(NetBench bench, int id, byte[] message, int index, int size)
    {
        int offset = index * size;
        int left = message.Length - offset;
        bench.Inject(AttackFrames.Piece(id, message, offset, left < size ? left : size));
    }

    private static int[] Shuffled(Lcg random, int count)
    {
        int[] order = new int[count];
        for (int i = 0; i < count; i++)
        {
            int at = random.Below(i + 1);
            order[i] = order[at];
            order[at] = i;
        }

        return order;
    }

    private static void ExpectReply(NetBench bench, byte[] message)
    {
        byte[] reply = AttackFrames.Payload(bench.Wire.TakeSent());
        Assert.AreEqual(message.Length, reply.Length, "length");
        for (int i = IcmpHeader.Length; i < message.Length; i++)
        {
            Assert.AreEqual((int)message[i], (int)reply[i], "byte " + i.ToString());
        }

        bench.ExpectSilence();
    }
}
