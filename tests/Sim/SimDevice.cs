using System;
using NanoStack.Device;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Sim;

/// <summary>A host's Ethernet port: a transmit ring that drains at the line's speed or stalls, and a
/// receive ring that overflows.</summary>
internal sealed class SimDevice : NetDevice
{
    private readonly SimHost _host;
    private readonly World _world;
    private readonly HostPlan _plan;
    private readonly Frame[] _received;
    private readonly long[] _txEndMicroseconds;
    private int _receivedAt;
    private int _receivedCount;
    private int _txAt;
    private int _txCount;
    private long _lineFreeMicroseconds;

    public SimDevice(SimHost host, World world, HostPlan plan)
    {
        _host = host;
        _world = world;
        _plan = plan;
        _received = new Frame[plan.RxSlots];
        _txEndMicroseconds = new long[plan.TxSlots];
        Mtu = plan.Mtu;
    }

    /// <summary>Until when the DMA does nothing, in world time.</summary>
    public long StalledUntilMs;

    public override int TxFreeSlots
    {
        get
        {
            if (!_plan.ReturnsInPollOnly)
            {
                ReturnSent();
            }

            return _txEndMicroseconds.Length - _txCount;
        }
    }

    public override int ReceiveRoomBytes => _plan.ReceiveRoomBytes;

    public int ReceivedCount => _receivedCount;

    /// <summary>A frame at the end of the cable; the device has it or it is lost.</summary>
    public void Arrive(Frame frame)
    {
        if (!HasCarrier || _receivedCount == _received.Length)
        {
            _world.Cable.Store.Return(frame);
            return;
        }

        _received[(_receivedAt + _receivedCount) % _received.Length] = frame;
        _receivedCount++;
    }

    /// <summary>Gives back what lies in the ring, at the end of a run.</summary>
    public void Drain()
    {
        while (_receivedCount > 0)
        {
            _world.Cable.Store.Return(TakeReceived());
        }
    }

    public void SetLink(bool isUp)
    {
        SetCarrier(isUp);
    }

    internal override int Poll(int budget, int nowMs)
    {
        ReturnSent();
        int taken = 0;
        while (taken < budget && _receivedCount > 0)
        {
            if (_received[_receivedAt].IsStaleOverrun)
            {
                _world.Cable.Store.Return(TakeReceived());
                continue;
            }

            SkBuff skb = Pool.AllocFrame();
            if (skb == null)
            {
                break;
            }

            Frame frame = TakeReceived();
            skb.Reserve(2);
            Array.Copy(frame.Data, 0, skb.Head, skb.Put(frame.Length), frame.Length);
            skb.Class = FrameClass.Of(skb.Head, skb.DataAt, skb.TailAt);
            if (_plan.SumsReceived && frame.Length > EthHeader.Length)
            {
                skb.Summed = IpSummed.Complete;
                skb.Csum = InetChecksum.Add(
                    0, skb.Head, skb.DataAt + EthHeader.Length, frame.Length - EthHeader.Length);
            }

            _world.Cable.Store.Return(frame);
            ReceiveSkb(skb, nowMs);
            taken++;
        }

        return taken;
    }

    internal override int NextPollMs(int nowMs)
    {
        if (_receivedCount > 0)
        {
            return nowMs;
        }

        if (_txCount == 0)
        {
            return nowMs + Limits.PollIntervalMsMax;
        }

        int leftMs = (int)((_txEndMicroseconds[_txAt] / 1000) + 1 - _world.NowMs);
        return nowMs + (leftMs > 1 ? leftMs : 1);       // the transmit interrupt
    }

    internal override void WaitForWork(int timeoutMs)
    {
        throw new NotSupportedException();
    }

    protected override void Start()
    {
        Array.Copy(_host.HardwareAddress, HardwareAddress, HardwareAddress.Length);
        SetCarrier(true);
    }

    protected override int StartXmit(SkBuff skb)
    {
        if (_txCount == _txEndMicroseconds.Length)
        {
            return Errno.NoBufs;
        }

        long begin = Math.Max(_lineFreeMicroseconds, _world.NowMs * 1000);
        begin = Math.Max(begin, StalledUntilMs * 1000);
        long end = begin + ((long)_plan.FrameMicroseconds * skb.Length / 1500);
        _lineFreeMicroseconds = end;
        _txEndMicroseconds[(_txAt + _txCount) % _txEndMicroseconds.Length] = end;
        _txCount++;

        Frame frame = _world.Cable.Store.Take();
        if (frame == null)
        {
            return 0;                                   // lost: the cable is full
        }

        frame.Length = skb.Length;
        skb.CopyBits(0, frame.Data, 0, skb.Length);
        skb.ChecksumHelp(frame.Data, 0);
        _world.Sent(_host, frame, end / 1000);
        return 0;
    }

    private Frame TakeReceived()
    {
        Frame frame = _received[_receivedAt];
        _receivedAt = (_receivedAt + 1) % _received.Length;
        _receivedCount--;
        return frame;
    }

    private void ReturnSent()
    {
        while (_txCount > 0 && _txEndMicroseconds[_txAt] <= _world.NowMs * 1000)
        {
            _txAt = (_txAt + 1) % _txEndMicroseconds.Length;
            _txCount--;
        }
    }
}
