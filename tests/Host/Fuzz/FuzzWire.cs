using System;
using NanoStack.Device;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Host.Fuzz;

/// <summary>A device that makes nothing: a frame goes up at once, the last frames that were sent lie in
/// a ring. Peer and gateway answer ARP, nobody else.</summary>
internal sealed class FuzzWire : NetDevice
{
    private const int SlotCount = 8;

    private readonly byte[][] _sent = new byte[SlotCount][];
    private readonly int[] _lengths = new int[SlotCount];
    private readonly byte[] _reply = Frames.Arp(
        ArpHeader.OperationReply, BenchWire.PeerAddress, Frames.PeerIp, Frames.OurIp);

    private int _sentCount;
    private int _asked;

    public FuzzWire()
    {
        for (int i = 0; i < SlotCount; i++)
        {
            _sent[i] = new byte[1600];
        }
    }

    public override int TxFreeSlots => 4;

    public int SentCount => _sentCount;

    /// <summary>The frame goes through the stack before this returns.</summary>
    /// <returns>False when there is no packet for it: the ring would keep it.</returns>
    public bool Deliver(byte[] frame, int length, int nowMs)
    {
        SkBuff skb = Pool.AllocFrame();
        if (skb == null)
        {
            return false;
        }

        skb.Reserve(2);
        Array.Copy(frame, 0, skb.Head, skb.Put(length), length);
        skb.Class = FrameClass.Of(skb.Head, skb.DataAt, skb.TailAt);
        ReceiveSkb(skb, nowMs);
        return true;
    }

    /// <summary>A frame of those sent last, 0 being the newest; null when there were not so many.</summary>
    public byte[] Sent(int back)
    {
        if (back >= SlotCount || back >= _sentCount)
        {
            return null;
        }

        int slot = (_sentCount - 1 - back) % SlotCount;
        byte[] frame = new byte[_lengths[slot]];
        Array.Copy(_sent[slot], 0, frame, 0, frame.Length);
        return frame;
    }

    public void ForgetSent()
    {
        _sentCount = 0;
    }

    internal override int Poll(int budget, int nowMs)
    {
        for (; _asked > 0; _asked--)
        {
            Deliver(_reply, _reply.Length, nowMs);
        }

        return 0;
    }

    internal override void WaitForWork(int timeoutMs)
    {
    }

    protected override void Start()
    {
        Array.Copy(BenchWire.OurAddress, 0, HardwareAddress, 0, HardwareAddress.Length);
        SetCarrier(true);
    }

    protected override int StartXmit(SkBuff skb)
    {
        int slot = _sentCount % SlotCount;
        _lengths[slot] = skb.Length;
        skb.CopyBits(0, _sent[slot], 0, skb.Length);
        skb.ChecksumHelp(_sent[slot], 0);
        _sentCount++;
        if (EthHeader.Type(_sent[slot], 0) == EthHeader.TypeArp)
        {
            Answer(_sent[slot]);
        }

        return 0;
    }

    private void Answer(byte[] question)
    {
        uint target = ArpHeader.TargetIp(question, EthHeader.Length);
        if (ArpHeader.Operation(question, EthHeader.Length) == ArpHeader.OperationRequest
            && (target == Frames.PeerIp || target == Frames.GatewayIp))
        {
            ByteOrder.Write32(_reply, EthHeader.Length + 14, target);
            _asked = 1;
        }
    }
}
