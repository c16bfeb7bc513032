using System;
using System.Collections.Generic;
using NanoStack.Device;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Packetdrill;

/// <summary>A link without addresses that carries IP datagrams from and to a script.</summary>
internal sealed class ScriptDevice : NetDevice
{
    private readonly VirtualTime _time;
    private readonly Queue<byte[]> _in = new Queue<byte[]>();
    private readonly Queue<Datagram> _out = new Queue<Datagram>();

    public ScriptDevice(VirtualTime time)
    {
        _time = time;
    }

    public override bool NeedsArp => false;

    public override int TxFreeSlots => int.MaxValue;

    public override int ReceiveRoomBytes => int.MaxValue;

    public bool HasOut => _out.Count > 0;

    /// <summary>A datagram of the script comes in.</summary>
    public void Arrive(ReadOnlySpan<byte> datagram)
    {
        byte[] frame = new byte[EthHeader.Length + datagram.Length];
        EthHeader.SetDestination(frame, 0, HardwareAddress);
        frame[6] = 2;                                   // some other station's address
        EthHeader.SetType(frame, 0, EthHeader.TypeIp);
        datagram.CopyTo(frame.AsSpan(EthHeader.Length));
        _in.Enqueue(frame);
    }

    /// <summary>The next datagram that the stack sent.</summary>
    public Datagram TakeOut() => _out.Dequeue();

    internal override int Poll(int budget, int nowMs)
    {
        int taken = 0;
        while (taken < budget && _in.Count > 0)
        {
            SkBuff skb = Pool.AllocFrame();
            if (skb == null)
            {
                break;
            }

            byte[] frame = _in.Dequeue();
            skb.Reserve(2);
            Array.Copy(frame, 0, skb.Head, skb.Put(frame.Length), frame.Length);
            skb.Class = FrameClass.Of(skb.Head, skb.DataAt, skb.TailAt);
            ReceiveSkb(skb, nowMs);
            taken++;
        }

        return taken;
    }

    internal override int NextPollMs(int nowMs)
    {
        return _in.Count > 0 ? nowMs : nowMs + Limits.PollIntervalMsMax;
    }

    internal override void WaitForWork(int timeoutMs)
    {
    }

    protected override void Start()
    {
        HardwareAddress[0] = 2;
        HardwareAddress[5] = 1;
        SetCarrier(true);
    }

    protected override int StartXmit(SkBuff skb)
    {
        byte[] frame = new byte[skb.Length];
        skb.CopyBits(0, frame, 0, skb.Length);
        skb.ChecksumHelp(frame, 0);
        _out.Enqueue(new Datagram(frame.AsSpan(EthHeader.Length).ToArray(), _time.Usecs));
        return 0;
    }

    /// <summary>What was sent, and when.</summary>
    internal sealed class Datagram
    {
        public readonly byte[] Bytes;
        public readonly long Usecs;

        public Datagram(byte[] bytes, long usecs)
        {
            Bytes = bytes;
            Usecs = usecs;
        }
    }
}
