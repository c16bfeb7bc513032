using NanoStack.Tests.Host.Hal;

namespace NanoStack.Tests.Host.Interleave;

/// <summary>A modelled board with link, its interrupt and its wire.</summary>
/// <remarks>The interrupt comes when the line is up, at that step or any later one: a handler may be
/// late.</remarks>
internal abstract class BoardScenario : Scenario
{
    private const uint IntEnable = 0x3FF6901C;
    private const uint ReceiveBits = 0x180C0;

    private static readonly int s_frame = Labels.Of("frame arrives");

    private int _interruptsBefore;
    private int _framesSent;

    protected HalBench Bench { get; private set; }

    /// <summary>Frames that were on the wire so far.</summary>
    protected int FramesSent => _framesSent;

    /// <summary>False: locks leave the interrupt alone. Other scenarios look at that, and without it
    /// these have few enough schedules to run them all.</summary>
    protected virtual bool MasksInLocks => true;

    public override void Build()
    {
        Bench = HalBench.Up(MasksInLocks);
        Bench.Arp.IsKeeping = false;
        Bench.Far.IsKeeping = false;
        Bench.Bus.Wait(0);
        Bench.Poll();                       // nothing is left of the start, the interrupt is on
        Bench.Model.Faults.HoldInterrupts = true;
        _interruptsBefore = Bench.Bus.InterruptCount;
        _framesSent = 0;
        AddDaemon("interrupt", Interrupt);
        BuildThreads();
    }

    protected abstract void BuildThreads();

    protected void AddWire(int count)
    {
        byte[] frame = Bench.Frame();
        Add("wire", () =>
        {
            for (int i = 0; i < count; i++)
            {
                Steps.Call(s_frame);
                _framesSent++;
                Bench.Model.Receive(frame, 0, frame.Length, true);
            }
        });
    }

    /// <summary>Nothing masked, nobody in a lock, no packet lost, no rule of the chip broken.</summary>
    protected void RequireQuiet()
    {
        Require(Bench.Mask.Depth == 0, "maskings left: " + Bench.Mask.Depth);
        Require(Bench.Pool.IsHome, "a packet is missing");
        Require(Bench.Model.Violations == 0, Bench.Model.LastViolation);
    }

    /// <summary>Nobody polls here, so the handler ran exactly once and masked itself.</summary>
    protected void RequireInterruptTold()
    {
        int interrupts = Bench.Bus.InterruptCount - _interruptsBefore;
        Require(interrupts >= 1, "a frame came and the interrupt is masked for ever");
        Bench.Poll();
        RequireInterruptOn();
    }

    /// <summary>The next frame interrupts again, or the poller is about to be woken and allows it
    /// then.</summary>
    protected void RequireInterruptOn()
    {
        if (Bench.Bus.Wait(0))
        {
            Bench.Poll();
        }

        uint enabled = Bench.Model.Read32(IntEnable);
        Require(
            (enabled & ReceiveBits) == ReceiveBits,
            "the interrupt stays masked: INTEN is " + enabled.ToString("X"));
    }

    private void Interrupt()
    {
        while (true)
        {
            Steps.Await(() => Bench.Model.IsInterruptPending);
            Bench.Model.RunHandler();
        }
    }
}
