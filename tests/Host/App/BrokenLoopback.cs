using System;
using System.Threading;
using NanoStack.Device;
using NanoStack.Kernel;
using NanoStack.Skb;

namespace NanoStack.Tests.Host.App;

/// <summary>A loopback device with a fault, to see that the self-test sees it.</summary>
internal sealed class BrokenLoopback : NetDevice
{
    private const int LongFrame = 200;          // carries data, whatever the options

    private readonly SkBuffHead _wire = new SkBuffHead();
    private bool _hasLeaked;

    /// <summary>Changes the last byte of frames with data, below the checksum's sight.</summary>
    public bool Corrupts { get; init; }

    /// <summary>Forgets one packet.</summary>
    public bool Leaks { get; init; }

    /// <summary>Brings nothing back.</summary>
    public bool IsDead { get; init; }

    /// <summary>Finds no memory when it is added to a stack.</summary>
    public bool HasNoRoom { get; init; }

    /// <summary>The thread that polled it last.</summary>
    public Thread Poller { get; private set; }

    /// <summary>Packets sent so far.</summary>
    public int SentCount { get; private set; }

    public override bool NeedsArp => false;

    public override bool IsLoopback => true;

    public override int TxFreeSlots => Pool.FreeCount(SkBuffPool.KindFrame) - 1;

    protected override void Start()
    {
        if (HasNoRoom)
        {
            throw new OutOfMemoryException();
        }

        SetCarrier(true);
    }

    protected override int StartXmit(SkBuff skb)
    {
        SentCount++;
        if (IsDead)
        {
            return 0;
        }

        SkBuff frame = Pool.AllocFrame();
        if (frame == null)
        {
            return Errno.NoBufs;
        }

        int length = skb.Length;
        frame.Reserve(2);
        skb.CopyBits(0, frame.Head, frame.Put(length), length);
        frame.Summed = IpSummed.Unnecessary;
        frame.Class = FrameClass.Of(frame.Head, frame.DataAt, frame.TailAt);
        frame.HandOver(SkbHolder.Corridor, SkbHolder.Device);
        if (Corrupts && length > LongFrame)
        {
            frame.Head[frame.TailAt - 1] ^= 0x40;
        }

        _wire.Append(frame);
        return 0;
    }

    internal override int Poll(int budget, int nowMs)
    {
        Poller = Thread.CurrentThread;
        if (Leaks && !_hasLeaked)
        {
            _hasLeaked = Pool.AllocHeader() != null;
        }

        int taken = 0;
        while (taken < budget && !_wire.IsEmpty)
        {
            SkBuff frame;
            using (XmitLock.Hold(LockSite.Loopback))
            {
                frame = _wire.Dequeue();
            }

            frame.HandOver(SkbHolder.Device, SkbHolder.Corridor);
            ReceiveSkb(frame, nowMs);
            taken++;
        }

        return taken;
    }

    internal override void WaitForWork(int timeoutMs)
    {
        Thread.Sleep(timeoutMs < 1 ? 0 : 1);
    }
}
