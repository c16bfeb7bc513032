using System;
using System.Collections.Generic;
using NanoStack.Device;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Cost;

/// <summary>A device that costs the stack what the EMAC does: frames are copied and summed by somebody
/// else (on the chip by one native call), so a sum comes up with each frame and none is asked for
/// on the way down.</summary>
internal sealed class CostWire : NetDevice
{
    public static readonly byte[] OurAddress = { 0x02, 0x00, 0x00, 0x00, 0x00, 0x02 };

    private readonly Queue<byte[]> _sent = new Queue<byte[]>();
    private readonly Queue<byte[]> _incoming = new Queue<byte[]>();
    private readonly Queue<uint> _sums = new Queue<uint>();

    public override int TxFreeSlots => 8;

    /// <summary>Takes the oldest frame that was sent.</summary>
    public byte[] TakeSent() => _sent.Dequeue();

    public int SentCount => _sent.Count;

    /// <summary>A frame comes up at the next poll.</summary>
    public void Arrive(byte[] frame)
    {
        _incoming.Enqueue(frame);
        int length = frame.Length - EthHeader.Length;
        _sums.Enqueue(InetChecksum.Add(0, frame, EthHeader.Length, length));
    }

    internal override int Poll(int budget, int nowMs)
    {
        int taken = 0;
        while (taken < budget && _incoming.Count > 0)
        {
            SkBuff skb = Pool.AllocFrame();
            byte[] frame = _incoming.Dequeue();
            skb.Reserve(2);
            Array.Copy(frame, 0, skb.Head, skb.Put(frame.Length), frame.Length);
            skb.Class = FrameClass.Of(skb.Head, skb.DataAt, skb.TailAt);
            skb.Summed = IpSummed.Complete;
            skb.Csum = _sums.Dequeue();
            ReceiveSkb(skb, nowMs);
            taken++;
        }

        return taken;
    }

    internal override void WaitForWork(int timeoutMs)
    {
    }

    protected override void Start()
    {
        Array.Copy(OurAddress, 0, HardwareAddress, 0, OurAddress.Length);
        SetCarrier(true);
    }

    protected override int StartXmit(SkBuff skb)
    {
        byte[] frame = new byte[skb.Length];
        skb.CopyBits(0, frame, 0, skb.Length);
        _sent.Enqueue(frame);
        return 0;
    }
}
