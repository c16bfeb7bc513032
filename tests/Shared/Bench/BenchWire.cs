using System.Collections;
using NanoStack.Device;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Tests.Bench;

/// <summary>The device of a bench: what the stack sends lies in a list, what the test injects goes
/// up. A peer behind it answers ARP unless it is told not to.</summary>
internal sealed class BenchWire : NetDevice
{
    public static readonly byte[] OurAddress = { 0x02, 0x00, 0x00, 0x00, 0x00, 0x02 };
    public static readonly byte[] PeerAddress = { 0x02, 0x00, 0x00, 0x00, 0x00, 0x01 };

    /// <summary>False: nobody answers ARP.</summary>
    public bool PeerAnswersArp = true;

    /// <summary>Frames StartXmit takes before its ring is full; refilled by the test.</summary>
    public int FreeSlots = int.MaxValue;

    /// <summary>ARP packets are kept in the list too.</summary>
    public bool KeepsArp;

    /// <summary>The gate's receive window, in bytes.</summary>
    public int ReceiveRoom = 65535;

    /// <summary>Memory runs out in so many of the next StartXmit, and Poll.</summary>
    public int XmitFailures;
    public int PollFailures;

    private readonly ArrayList _sent = new ArrayList();
    private readonly ArrayList _incoming = new ArrayList();

    public override int TxFreeSlots => FreeSlots;

    public override int ReceiveRoomBytes => ReceiveRoom;

    public int SentCount => _sent.Count;

    /// <summary>Takes the oldest frame that was sent; null when there is none.</summary>
    public byte[] TakeSent()
    {
        if (_sent.Count == 0)
        {
            return null;
        }

        byte[] frame = (byte[])_sent[0];
        _sent.RemoveAt(0);
        return frame;
    }

    public void ClearSent()
    {
        _sent.Clear();
    }

    /// <summary>A frame comes up at the next poll.</summary>
    public void Arrive(byte[] frame)
    {
        _incoming.Add(BenchCable.ToUs(frame));
    }

    public void PullCable()
    {
        SetCarrier(false);
    }

    public void PlugCable()
    {
        SetCarrier(true);
    }

    internal override int Poll(int budget, int nowMs)
    {
        int taken = 0;
        while (taken < budget && _incoming.Count > 0)
        {
            byte[] frame = (byte[])_incoming[0];
            SkBuff skb = Pool.AllocFrame();
            if (PollFailures > 0)
            {
                PollFailures--;
                throw new System.OutOfMemoryException();
            }

            if (skb == null)
            {
                break;
            }

            _incoming.RemoveAt(0);
            skb.Reserve(2);
            System.Array.Copy(frame, 0, skb.Head, skb.Put(frame.Length), frame.Length);
            skb.Class = FrameClass.Of(skb.Head, skb.DataAt, skb.TailAt);
            ReceiveSkb(skb, nowMs);
            taken++;
        }

        return taken;
    }

    internal override int NextPollMs(int nowMs)
    {
        return _incoming.Count > 0 ? nowMs : nowMs + Limits.PollIntervalMsMax;
    }

    internal override void WaitForWork(int timeoutMs)
    {
    }

    protected override void Start()
    {
        System.Array.Copy(OurAddress, 0, HardwareAddress, 0, OurAddress.Length);
        SetCarrier(true);
    }

    protected override int StartXmit(SkBuff skb)
    {
        if (FreeSlots == 0)
        {
            return Errno.NoBufs;
        }

        if (XmitFailures > 0)
        {
            XmitFailures--;
            throw new System.OutOfMemoryException();
        }

        FreeSlots--;
        byte[] frame = new byte[skb.Length];
        skb.CopyBits(0, frame, 0, skb.Length);
        skb.ChecksumHelp(frame, 0);
        frame = BenchCable.ToPeer(frame);
        bool isArp = EthHeader.Type(frame, 0) == EthHeader.TypeArp;
        if (!isArp || KeepsArp)
        {
            _sent.Add(frame);
        }

        if (isArp && PeerAnswersArp
            && ArpHeader.Operation(frame, EthHeader.Length) == ArpHeader.OperationRequest
            && ArpHeader.TargetIp(frame, EthHeader.Length) != IpAddress)
        {
            Arrive(Frames.ArpReplyTo(frame));
        }

        return 0;
    }
}
