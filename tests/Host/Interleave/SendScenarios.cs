using NanoStack.Hal.Emac;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Tests.Host.Interleave;

/// <summary>The transmit ring is full and somebody waits for a slot; the DMA sends at any step: the
/// poller must be woken to give the slot back.</summary>
internal sealed class FullRingScenario : PollScenario
{
    private static readonly int s_dma = Labels.Of("DMA sends");

    public override void Check()
    {
        Require(Bench.Device.TxFreeSlots == Bench.Device.Options.TxSlotCount, "slots are missing");
        RequireQuiet();
        RequireInterruptOn();
    }

    protected override void BuildThreads()
    {
        Bench.Model.Faults.HoldTx = true;
        int slots = Bench.Device.Options.TxSlotCount;
        for (int i = 1; i < slots; i++)
        {
            Require(Bench.Send() == 0, "the ring is full too early");
        }

        Add("DMA", () =>
        {
            Steps.Call(s_dma);
            Bench.Model.Faults.HoldTx = false;
            Bench.Model.RunTx();
        });
        Add("sender", () => Bench.Send());
        Add("poller", () => PollUntil(() => Bench.Device.TxFreeSlots == slots));
    }
}

/// <summary>The transmit watchdog resets the MAC while a thread sends and a frame arrives.</summary>
internal sealed class ResetScenario : PollScenario
{
    private int _answer;

    public override void Check()
    {
        Require(Bench.Device.HasCarrier, "the link is down");
        Require(Bench.Get(EmacStats.TxWatchdogResets) == 1, "resets");
        Bench.Model.Faults.HoldInterrupts = false;
        Require(_answer == 0 || _answer == Errno.NoBufs, "answer " + _answer);
        RequireQuiet();
        RequireInterruptOn();
        Bench.ExpectTraffic();
    }

    protected override void BuildThreads()
    {
        Bench.Arp.IsKeeping = true;
        Bench.Far.IsKeeping = true;
        Bench.Model.Faults.StallTx = true;
        Require(Bench.Send() == 0, "the ring is full");
        Bench.Poll();
        Bench.Clock.Now += Bench.Device.Options.TxWatchdogMs;
        _answer = 0;
        Add("sender", () => _answer = Bench.Send());
        AddWire(1);
        Add("poller", () => PollUntil(() => Bench.Get(EmacStats.TxWatchdogResets) == 1));
    }
}
