#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Ip;
using NanoStack.Kernel;
using NanoStack.Neigh;
using NanoStack.Skb;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Neigh;

/// <summary>A stack whose neighbours answer only when the test says so.</summary>
internal sealed class NeighBench
{
    public const uint OtherIp = 0x0A000003;

    /// <summary>The first of many addresses on the link that nobody has.</summary>
    public const uint NobodyIp = 0x0A000040;

    public static readonly byte[] OtherAddress = { 0x02, 0x00, 0x00, 0x00, 0x00, 0x33 };

    public readonly NetBench Bench;

    public NeighBench(Limits limits, int startMs)
    {
        Bench = new NetBench(limits, startMs);
        Bench.Wire.KeepsArp = true;
        Bench.Wire.PeerAnswersArp = false;
    }

    public NeighBench(Limits limits)
        : this(limits, 1000)
    {
    }

    public NeighBench()
        : this(Limits.Default())
    {
    }

    public BenchWire Wire => Bench.Wire;

    public NeighTable Table => Bench.Net.Neighbours;

    public int Count(int counter) => Bench.Count(counter);

    // --- What we do ------------------------------------------------------------------------------

    /// <summary>A socket's packet of one byte goes to a neighbour.</summary>
    public int Send(uint address, byte mark) => Send(address, mark, true);

    /// <summary>A packet of one byte goes to a neighbour.</summary>
    /// <param name="isOurs">False: an answer to somebody.</param>
    public int Send(uint address, byte mark, bool isOurs)
    {
        return Send(address, Packet(mark), isOurs);
    }

    /// <summary>A packet goes to a neighbour, as <c>ip_finish_output2</c> sends it.</summary>
    public int Send(uint address, SkBuff skb, bool isOurs)
    {
        Dst dst = new Dst();
        dst.Device = Wire;
        dst.NextHop = address;
        return Bench.Net.Ip.FinishOutput2(isOurs ? Bench.Net.Tcp.Table.At(0) : null, dst, skb);
    }

    /// <summary>A packet of one byte, data where an IP header would begin.</summary>
    public SkBuff Packet(byte mark)
    {
        SkBuff skb = Bench.Net.Pool.AllocHeader();
        Assert.IsNotNull(skb, "a header packet");
        int at = skb.Put(1);
        skb.Head[at] = mark;
        EthHeader.SetSource(skb.Head, at - EthHeader.Length, BenchWire.OurAddress);
        EthHeader.SetType(skb.Head, at - EthHeader.Length, EthHeader.TypeIp);
        skb.StampMs = Bench.Clock.NowMs();
        return skb;
    }

    /// <summary>The neighbour of an address becomes known and confirmed.</summary>
    public void Resolve(uint address)
    {
        Send(address, 1);
        Answer(address, BenchWire.PeerAddress);
        Wire.ClearSent();
        ExpectState(address, NudState.Reachable);
    }

    /// <summary>Days in which nobody uses the network; half the clock's range is 24.8 of them.</summary>
    public void SleepDays(int days)
    {
        for (int i = 0; i < days; i++)
        {
            Bench.Clock.Advance(24 * 3600 * 1000);
        }
    }

    // --- What others do --------------------------------------------------------------------------

    /// <summary>A reply to us, by unicast.</summary>
    public void Answer(uint address, byte[] hardware)
    {
        Bench.Inject(Frames.Arp(ArpHeader.OperationReply, hardware, address, Frames.OurIp));
    }

    /// <summary>Somebody asks for us, by broadcast.</summary>
    public void AskForUs(uint address, byte[] hardware)
    {
        ArpToAll(ArpHeader.OperationRequest, hardware, address, Frames.OurIp);
    }

    /// <summary>An ARP packet by broadcast.</summary>
    public void ArpToAll(int operation, byte[] hardware, uint sender, uint target)
    {
        Bench.Inject(Frames.ToAll(Frames.Arp(operation, hardware, sender, target)));
    }

    // --- What must be ----------------------------------------------------------------------------

    /// <summary>A question to all for this address.</summary>
    public void ExpectRequest(uint address)
    {
        byte[] frame = TakeArp(ArpHeader.OperationRequest);
        Assert.IsTrue(EthHeader.IsBroadcastAddress(frame, 0), "to all");
        Assert.AreEqual(address, ArpHeader.TargetIp(frame, EthHeader.Length));
        Assert.AreEqual(Frames.OurIp, ArpHeader.SenderIp(frame, EthHeader.Length));
    }

    /// <summary>A question to the one who is doubted.</summary>
    public void ExpectProbe(uint address, byte[] hardware)
    {
        byte[] frame = TakeArp(ArpHeader.OperationRequest);
        Assert.IsTrue(EthHeader.DestinationIs(frame, 0, hardware), "by unicast");
        Assert.AreEqual(address, ArpHeader.TargetIp(frame, EthHeader.Length));
    }

    /// <summary>Our answer to somebody's question.</summary>
    public void ExpectReply(uint address, byte[] hardware)
    {
        byte[] frame = TakeArp(ArpHeader.OperationReply);
        int at = EthHeader.Length;
        Assert.IsTrue(EthHeader.DestinationIs(frame, 0, hardware), "by unicast");
        Assert.AreEqual(Frames.OurIp, ArpHeader.SenderIp(frame, at));
        Assert.AreEqual(address, ArpHeader.TargetIp(frame, at));
        Expect.BytesAt(BenchWire.OurAddress, frame, ArpHeader.SenderHardware(at));
        Expect.BytesAt(hardware, frame, at + 18);
    }

    /// <summary>Our own address, said to all.</summary>
    public void ExpectAnnouncement()
    {
        ExpectRequest(Frames.OurIp);
    }

    /// <summary>The packet with this mark, to this station.</summary>
    public void ExpectPacket(byte mark, byte[] hardware)
    {
        byte[] frame = Wire.TakeSent();
        Assert.IsNotNull(frame, "a packet");
        Assert.AreEqual(EthHeader.TypeIp, EthHeader.Type(frame, 0), "type");
        Assert.IsTrue(EthHeader.DestinationIs(frame, 0, hardware), "destination");
        Assert.AreEqual((int)mark, (int)frame[EthHeader.Length], "mark");
    }

    public void ExpectSilence()
    {
        Bench.ExpectSilence();
    }

    public void ExpectState(uint address, NudState state)
    {
        Neighbour neighbour = Table.Lookup(Wire, address);
        Assert.IsNotNull(neighbour, "an entry");
        Assert.AreEqual((int)state, (int)neighbour.State, "state");
    }

    public void ExpectUnknown(uint address)
    {
        Assert.IsNull(Table.Lookup(Wire, address), "no entry");
    }

    /// <summary>Packets that wait are the only ones out of their pool.</summary>
    public void ExpectNoLeaks(int parkedCount)
    {
        SkBuffPool pool = Bench.Net.Pool;
        int home = pool.FreeCount(SkBuffPool.KindHeader) + pool.FreeCount(SkBuffPool.KindFrame);
        int all = pool.TotalCount(SkBuffPool.KindHeader) + pool.TotalCount(SkBuffPool.KindFrame);
        Assert.AreEqual(all, home + parkedCount, "packets");
    }

    public void ExpectNoLeaks()
    {
        ExpectNoLeaks(0);
    }

    private byte[] TakeArp(int operation)
    {
        byte[] frame = Wire.TakeSent();
        Assert.IsNotNull(frame, "an ARP packet");
        Assert.AreEqual(EthHeader.TypeArp, EthHeader.Type(frame, 0), "type");
        Assert.IsTrue(EthHeader.SourceIs(frame, 0, BenchWire.OurAddress), "source");
        Assert.IsTrue(ArpHeader.Fits(frame, EthHeader.Length, frame.Length), "well formed");
        Assert.AreEqual(operation, ArpHeader.Operation(frame, EthHeader.Length), "operation");
        return frame;
    }
}
