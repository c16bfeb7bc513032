using NanoStack.Hal.Emac;
using NanoStack.Kernel;
using NanoStack.Skb;

namespace NanoStack.Tests.Host.Interleave;

/// <summary>The transmit ring is as full as data may make it and a sender waits for a slot; the DMA
/// sends at any step: the poller must be woken to give slots back, and wake the sender.</summary>
internal sealed class FullRingScenario : PollScenario
{
    private static readonly int s_dma = Labels.Of("DMA sends");

    private int _answer;

    protected override bool MasksInLocks => false;

    public override void Check()
    {
        Require(_answer == 0, "not sent: " + _answer);
        RequireQuiet();
        RequireInterruptOn();
    }

    protected override void BuildThreads()
    {
        Bench.Model.Faults.HoldTx = true;
        while (Bench.Device.TxFreeSlots > Bench.Context.Limits.TxReservedSlots)
        {
            Require(Bench.Send() == 0, "the ring is full too early");
        }

        WaitQueue room = Bench.Context.NewWaitQueue();
        SkBuff skb = Bench.NewFrame(60, 0x11);
        skb.IsControl = false;
        _answer = Errno.NoBufs;
        Add("DMA", () =>
        {
            Steps.Call(s_dma);
            Bench.Model.Faults.HoldTx = false;
            Bench.Model.RunTx();
        });
        Add("sender", () => SendWhenRoom(skb, room));
        AddDaemon("poller", () => PollAndWake(room));
    }

    private void SendWhenRoom(SkBuff skb, WaitQueue room)
    {
        int turn = room.Turn;
        _answer = Bench.Device.QueueXmit(skb);
        while (_answer == Errno.NoBufs)
        {
            room.Wait(turn, int.MaxValue);
            turn = room.Turn;
            _answer = Bench.Device.QueueXmit(skb);
        }
    }

    /// <summary><c>NetThread.Run</c> and what <c>Net.Poll</c> does when the ring drains.</summary>
    private void PollAndWake(WaitQueue room)
    {
        while (true)
        {
            Bench.Poll();
            if (Bench.Device.TakeWriteSpace())
            {
                room.Wake();
            }

            Bench.Device.WaitForWork(int.MaxValue);
        }
    }
}

/// <summary>The transmit watchdog resets the MAC.</summary>
internal abstract class ResetScenario : PollScenario
{
    public override void Check()
    {
        Require(Bench.Device.HasCarrier, "the link is down");
        Require(Bench.Get(EmacStats.TxWatchdogResets) == 1, "resets");
        RequireQuiet();
        RequireInterruptOn();
        Bench.Model.Faults.HoldInterrupts = false;
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
        Add("poller", () => PollUntil(() => Bench.Get(EmacStats.TxWatchdogResets) == 1));
    }
}

/// <summary>It does so while a frame arrives.</summary>
internal sealed class ResetAndFrameScenario : ResetScenario
{
    protected override void BuildThreads()
    {
        base.BuildThreads();
        AddWire(1);
    }
}

/// <summary>It does so while another thread sends.</summary>
internal sealed class ResetAndSendScenario : ResetScenario
{
    private int _answer;

    protected override bool MasksInLocks => false;

    public override void Check()
    {
        Require(_answer == 0 || _answer == Errno.NoBufs, "answer " + _answer);
        base.Check();
    }

    protected override void BuildThreads()
    {
        base.BuildThreads();
        _answer = 1;
        Add("sender", () => _answer = Bench.Send());
    }
}
