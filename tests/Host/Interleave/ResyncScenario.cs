using NanoStack.Hal.Bus;
using NanoStack.Hal.Emac;
using NanoStack.Tests.Host.Hal;

namespace NanoStack.Tests.Host.Interleave;

/// <summary>The DMA closes slots while the driver looks for lost ones: each frame is taken, none is
/// believed lost.</summary>
internal sealed class ResyncScenario : Scenario
{
    private const int FrameCount = 2;
    private const int SlotCount = 4;
    private const int ArenaBytes = 8192;
    private const int BuffersAt = SlotCount * RxDescriptor.SizeBytes;
    private const int BufferBytes = 1536;
    private const uint Closed = 0x00400320;         // 64 bytes, first and last

    private static readonly int s_close = Labels.Of("slot closes");

    private HalBench _bench;
    private EmacStats _stats;
    private RxRing _ring;
    private int _taken;

    public override void Build()
    {
        _taken = 0;
        _bench = new HalBench();
        _bench.Bus.Open(RmiiClock.InOnGpio0, 23, 18, ArenaBytes);
        _stats = new EmacStats();
        _ring = new RxRing(
            _bench.Bus, new EmacDma(_bench.Bus, _stats), _stats, new RxGovernor(), 0, BuffersAt,
            SlotCount, BufferBytes);
        _ring.Reset();
        Add("dma", () =>
        {
            for (int slot = 0; slot < FrameCount; slot++)
            {
                Steps.Call(s_close);
                _bench.Bus.WriteWord((slot * RxDescriptor.SizeBytes) + RxDescriptor.Status, Closed);
            }
        });
        Add("poller", () =>
        {
            for (int i = 0; i < FrameCount; i++)
            {
                if (Take() == RxRing.Empty)
                {
                    _ring.Resync();
                }
            }
        });
    }

    public override void Check()
    {
        while (Take() != RxRing.Empty)
        {
        }

        int lost = _stats.Get(EmacStats.RxLostWritebacks);
        Require(lost == 0, "believed lost: " + lost);
        Require(_taken == FrameCount, "frames taken: " + _taken);
        Require(_bench.Pool.IsHome, "a packet is missing");
    }

    private int Take()
    {
        int answer = _ring.Return(_bench.Pool, _bench.Clock.Now);
        if (answer == RxRing.Taken)
        {
            _taken++;
            _ring.Frame.Free();
        }

        return answer;
    }
}
