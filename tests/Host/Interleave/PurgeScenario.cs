using NanoStack.Device;
using NanoStack.Hal.Host;
using NanoStack.Kernel;
using NanoStack.Neigh;
using NanoStack.Skb;
using NanoStack.Tests.Host.Hal;

namespace NanoStack.Tests.Host.Interleave;

/// <summary>A socket ends while ARP lets go what it had parked: once it is purged its ring serves
/// somebody else, and no frame of it may be made from that ring any more.</summary>
internal sealed class PurgeScenario : Scenario
{
    private const uint Address = 0x0A000001;
    private const int BytesOfOwner = 1;
    private const int BytesOfNext = 2;

    private RingDevice _device;
    private SkBuffPool _pool;

    public override void Build()
    {
        Cell ring = new Cell();
        ring.Set(BytesOfOwner);
        NetContext context = new NetContext(
            Limits.Default(), new HalClock(), new SeededEntropy(1), new InterruptMask(), null);
        SkBuffPool pool = new SkBuffPool(context);
        NeighTable table = new NeighTable(context, pool);
        RingDevice device = new RingDevice(ring);
        device.Register(context, pool, new PacketTypes());
        object owner = new object();
        SkBuff skb = pool.AllocHeader();
        skb.Owner = owner;
        Neighbour neighbour;
        using (table.Lock.Hold(LockSite.NeighOutput))
        {
            neighbour = table.ForGateway(device, Address, true, 0);
            neighbour.Output(skb);
        }

        table.Update(device, Address, new byte[6], 0, true, false, 0);
        _device = device;
        _pool = pool;
        Add("poller", () => table.Queue.Flush(neighbour, 0));
        Add("closer", () =>
        {
            table.Queue.PurgeOwner(owner);
            ring.Set(BytesOfNext);
        });
    }

    public override void Check()
    {
        Require(_device.Seen != BytesOfNext, "a frame was made of another socket's bytes");
        Require(_pool.IsHome, "a packet is missing");
    }

    /// <summary>Makes its frame from the ring, as a driver does.</summary>
    private sealed class RingDevice : NetDevice
    {
        private readonly Cell _ring;

        public RingDevice(Cell ring)
        {
            _ring = ring;
        }

        public int Seen { get; private set; }

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
            Seen = _ring.Get();
            return 0;
        }
    }
}
