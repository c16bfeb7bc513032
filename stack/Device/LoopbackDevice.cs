using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Device;

/// <summary>A whole device in a page: what is sent comes back up at the next poll. Read it first.</summary>
/// <remarks>
/// From: <see cref="NetDevice.QueueXmit"/>. To: <see cref="NetDevice.ReceiveSkb"/>.
/// A frame is copied into a packet of its own, as a wire would, so that sender and receiver share
/// nothing and both ends of a connection fit in one program.
/// </remarks>
public sealed class LoopbackDevice : NetDevice
{
    private readonly SkBuffHead _wire = new SkBuffHead();

    /// <summary>No neighbour to ask: everybody is here.</summary>
    public override bool NeedsArp => false;

    public override bool IsLoopback => true;

    /// <summary>The pool is the wire: one frame must stay for what comes from outside.</summary>
    public override int TxFreeSlots => Pool.FreeCount(SkBuffPool.KindFrame) - 1;

    protected override void Start()
    {
        SetCarrier(true);
    }

    protected override int StartXmit(SkBuff skb)
    {
        SkBuff frame = Pool.AllocFrame();
        if (frame == null)
        {
            return Errno.NoBufs;
        }

        int length = skb.Length;
        frame.Reserve(2);                               // so that IP is aligned
        skb.CopyBits(0, frame.Head, frame.Put(length), length);
        frame.Summed = skb.Summed == IpSummed.Partial ? IpSummed.Unnecessary : IpSummed.None;
        frame.Class = FrameClass.Of(frame.Head, frame.DataAt, frame.TailAt);
        frame.HandOver(SkbHolder.Corridor, SkbHolder.Device);
        _wire.Append(frame);
        return 0;
    }

    internal override int Poll(int budget, int nowMs)
    {
        int taken = 0;
        while (taken < budget)
        {
            SkBuff frame;
            XmitLock.Hold(LockSite.Loopback);
            try
            {
                frame = _wire.Dequeue();
            }
            finally
            {
                XmitLock.Holder = SpinLock.Free;
            }

            if (frame == null)
            {
                break;
            }

            frame.HandOver(SkbHolder.Device, SkbHolder.Corridor);
            ReceiveSkb(frame, nowMs);
            taken++;
        }

        return taken;
    }

    internal override void Recover()
    {
        _wire.HoldAll(SkbHolder.Device);
    }

    internal override int NextPollMs(int nowMs)
    {
        return _wire.IsEmpty ? nowMs + Limits.PollIntervalMsMax : nowMs;
    }

    /// <summary>Nothing outside can bring work: whoever sends here polls here.</summary>
    internal override void WaitForWork(int timeoutMs)
    {
        System.Threading.Thread.Sleep(timeoutMs < 1 ? 0 : 1);
    }
}
