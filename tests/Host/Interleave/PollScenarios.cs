using NanoStack.Hal.Emac;
using NanoStack.Kernel;
using NanoStack.Tests.Host.Hal;
using SpinLock = NanoStack.Kernel.SpinLock;

namespace NanoStack.Tests.Host.Interleave;

/// <summary>Frames arrive at any step of polling, completing and sleeping; the poller sleeps without
/// a time limit, so one that is not told is a deadlock.</summary>
internal class PollScenario : BoardScenario
{
    private static readonly int s_sleep = Labels.Of("looks whether to sleep");

    protected virtual int FrameCount => 2;

    public override void Check()
    {
        Require(Bench.Arp.Count == FrameCount, "frames taken: " + Bench.Arp.Count);
        RequireQuiet();
        RequireInterruptOn();
    }

    protected override void BuildThreads()
    {
        AddWire(FrameCount);
        Add("poller", () => PollUntil(() => Bench.Arp.Count == FrameCount));
    }

    /// <summary><c>NetThread.Run</c> without its clock.</summary>
    protected void PollUntil(System.Func<bool> isDone)
    {
        while (true)
        {
            Bench.Poll();
            Steps.Call(s_sleep);
            if (isDone())
            {
                return;
            }

            if (Bench.Device.NextPollMs(Bench.Clock.Now) > Bench.Clock.Now)
            {
                Bench.Device.WaitForWork(int.MaxValue);
            }
        }
    }
}

/// <summary>The same while another thread takes a lock, and so masks the interrupt.</summary>
internal sealed class PollAndLockScenario : PollScenario
{
    protected override int FrameCount => 1;

    protected override void BuildThreads()
    {
        base.BuildThreads();
        SpinLock spinLock = Bench.Context.NewMaskingLock();
        Add("holder", () =>
        {
            using (spinLock.Hold(LockSite.Driver))
            {
            }
        });
    }
}
