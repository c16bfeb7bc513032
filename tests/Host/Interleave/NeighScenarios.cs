using System;
using NanoStack.Device;
using NanoStack.Hal.Host;
using NanoStack.Ip;
using NanoStack.Kernel;
using NanoStack.Neigh;
using NanoStack.Skb;
using NanoStack.Tests.Host.Hal;
using NanoStack.Wire;

namespace NanoStack.Tests.Host.Interleave;

/// <summary>The only entry of the table goes to another address, while somebody is at it for the first:
/// whatever is sent goes to the station whose address it is about, or to all.</summary>
internal abstract class TakenEntryScenario : Scenario
{
    protected const uint MineIp = 0x0A000001;
    private const uint OtherIp = 0x0A000003;
    private const int NowMs = 10;

    private StationDevice _device;
    private SkBuffPool _pool;

    protected NeighTable Table { get; private set; }

    protected Neighbour Entry { get; private set; }

    public override void Build()
    {
        Limits limits = Limits.Default();
        limits.NeighCount = 1;
        NetContext context = new NetContext(
            limits, new HalClock(), new SeededEntropy(1), new InterruptMask(), null);
        _pool = new SkBuffPool(context);
        Table = new NeighTable(context, _pool);
        _device = new StationDevice();
        _device.Register(context, _pool, new PacketTypes());
        _device.IpAddress = 0x0A000002;
        Learn(MineIp);
        Entry = Table.Lookup(_device, MineIp);
        Entry.State = NudState.Reachable;
        Add("taker", () => Learn(OtherIp));
    }

    public override void Check()
    {
        Require(_device.Astray == null, _device.Astray);
        Table.Flush(_device);                           // what waits for an answer
        Require(_pool.IsHome, "a packet is missing");
    }

    /// <summary>A packet that says for whom it is.</summary>
    protected SkBuff Packet(uint address)
    {
        SkBuff skb = _pool.AllocHeader();
        ByteOrder.Write32(skb.Head, skb.Put(4), address);
        EthHeader.SetType(skb.Head, skb.DataAt - EthHeader.Length, EthHeader.TypeIp);
        skb.StampMs = NowMs;
        return skb;
    }

    /// <summary>A packet on its way out: what <c>ip_finish_output2</c> makes of it.</summary>
    protected Action Sending(SkBuff skb, uint address)
    {
        Dst dst = new Dst { Device = _device, NextHop = address };
        IpOutput ip = new IpOutput(Table.Context, null, null, Table);
        return () => ip.FinishOutput2(null, dst, skb);
    }

    protected void RunTimer()
    {
        new NeighTimer(Table).Run(NowMs);
    }

    private void Learn(uint address)
    {
        byte[] station = { 0x02, 0, 0, 0, 0, 0 };
        ByteOrder.Write32(station, 2, address);
        Table.Update(_device, address, station, 0, false, true, NowMs);     // it asked for us
    }

    /// <summary>The last four bytes of a station are its address.</summary>
    private sealed class StationDevice : NetDevice
    {
        private readonly byte[] _frame = new byte[64];

        public string Astray { get; private set; }

        public override int TxFreeSlots => 8;

        internal override int Poll(int budget, int nowMs) => 0;

        internal override void WaitForWork(int timeoutMs)
        {
        }

        protected override void Start()
        {
            SetCarrier(true);
        }

        protected override int StartXmit(SkBuff skb)
        {
            skb.CopyBits(0, _frame, 0, skb.Length);
            bool isArp = EthHeader.Type(_frame, 0) == EthHeader.TypeArp;
            uint meant = isArp ? ArpHeader.TargetIp(_frame, EthHeader.Length)
                : ByteOrder.Read32(_frame, EthHeader.Length);
            if (ByteOrder.Read32(_frame, 2) != meant
                && !(isArp && EthHeader.IsBroadcastAddress(_frame, 0)))
            {
                Astray = (isArp ? "a question" : "a packet") + " went astray";
            }

            return 0;
        }
    }
}

/// <summary>The timer asks a neighbour it doubts.</summary>
internal sealed class SolicitScenario : TakenEntryScenario
{
    public override void Build()
    {
        base.Build();
        Entry.State = NudState.Probe;
        Entry.TimerMs = 0;
        Add("timer", RunTimer);
    }
}

/// <summary>A sender looks its neighbour up and sends to it.</summary>
internal sealed class OutputScenario : TakenEntryScenario
{
    public override void Build()
    {
        base.Build();
        Add("sender", Sending(Packet(MineIp), MineIp));
    }
}

/// <summary>The address of a device changes while a datagram leaves with the old one: when the change is
/// done, none leaves any more.</summary>
internal sealed class AddressScenario : Scenario
{
    private const uint OldIp = 0x0A000002;
    private const uint NewIp = 0x0A000007;
    private const uint Mask = 0xFFFFFF00;

    private LateDevice _device;
    private SkBuffPool _pool;

    public override void Build()
    {
        NetContext context = new NetContext(
            Limits.Default(), new HalClock(), new SeededEntropy(1), new InterruptMask(), null);
        SkBuffPool pool = new SkBuffPool(context);
        Route route = new Route(context);
        Cell isMoved = new Cell();
        LateDevice device = new LateDevice(isMoved);
        device.SetAddresses(route);
        device.Register(context, pool, new PacketTypes());
        route.Assign(device, OldIp, Mask, 0);
        SkBuff skb = pool.AllocHeader();
        skb.Protocol = EthHeader.TypeIp;
        skb.NetworkAt = skb.Put(IpHeader.LengthMin);
        IpHeader.Write(
            skb.Head, skb.NetworkAt, 0, IpHeader.LengthMin, 0, 0, 64, IpHeader.ProtocolTcp, OldIp,
            NewIp + 1);
        _device = device;
        _pool = pool;
        Add("mover", () =>
        {
            route.Assign(device, NewIp, Mask, 0);
            device.SettleXmit();
            isMoved.Set(1);
        });
        Add("sender", () =>
        {
            if (device.QueueXmit(skb) < 0)
            {
                skb.Free();
            }
        });
    }

    public override void Check()
    {
        Require(!_device.IsLate, "it left after the change");
        Require(_pool.IsHome, "a packet is missing");
    }

    private sealed class LateDevice : NetDevice
    {
        private readonly Cell _isMoved;

        public LateDevice(Cell isMoved)
        {
            _isMoved = isMoved;
        }

        public bool IsLate { get; private set; }

        public override int TxFreeSlots => 8;

        internal override int Poll(int budget, int nowMs) => 0;

        internal override void WaitForWork(int timeoutMs)
        {
        }

        protected override void Start()
        {
            SetCarrier(true);
        }

        protected override int StartXmit(SkBuff skb)
        {
            IsLate = _isMoved.Get() != 0;
            return 0;
        }
    }
}
