using NanoStack.Device;
using NanoStack.Kernel;
using NanoStack.Skb;

namespace NanoStack.Tests.Bench;

/// <summary>A device that does what a test tells it: its ring is a number of free slots, and
/// frames come up when the test says so.</summary>
internal sealed class ScriptedDevice : NetDevice
{
    /// <summary>The address it gets when it starts.</summary>
    public static readonly byte[] Address = { 0x02, 0x00, 0x00, 0x00, 0x00, 0x01 };

    public int FreeSlots = 4;
    public int SentCount;

    /// <summary>The last frame as it would lie in the hardware.</summary>
    public byte[] LastSent;

    public override int TxFreeSlots => FreeSlots;

    /// <summary>Hands a frame up as the driver would.</summary>
    public void Deliver(byte[] frame, int nowMs)
    {
        SkBuff skb = Pool.AllocFrame();
        skb.Reserve(2);
        int at = skb.Put(frame.Length);
        System.Array.Copy(frame, 0, skb.Head, at, frame.Length);
        skb.Class = FrameClass.Of(skb.Head, skb.DataAt, skb.TailAt);
        ReceiveSkb(skb, nowMs);
    }

    internal override int Poll(int budget, int nowMs) => 0;

    internal override void WaitForWork(int timeoutMs)
    {
    }

    protected override void Start()
    {
        System.Array.Copy(Address, 0, HardwareAddress, 0, Address.Length);
        SetCarrier(true);
    }

    protected override int StartXmit(SkBuff skb)
    {
        if (FreeSlots == 0)
        {
            return Errno.NoBufs;
        }

        FreeSlots--;
        SentCount++;
        LastSent = new byte[skb.Length];
        skb.CopyBits(0, LastSent, 0, skb.Length);
        skb.ChecksumHelp(LastSent, 0);
        return 0;
    }
}
