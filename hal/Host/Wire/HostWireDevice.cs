using System;
using System.Threading;
using NanoStack.Device;
using NanoStack.Kernel;
using NanoStack.Skb;

namespace NanoStack.Hal.Host.Wire;

/// <summary>A plain network device on one end of a wire: the far end's stack, without a
/// chip.</summary>
/// <remarks>From: <see cref="NetDevice.QueueXmit"/>. To: <see cref="VirtualWire.Send"/>.</remarks>
public sealed class HostWireDevice : NetDevice, IDisposable
{
    private const int FrameBytesMin = 60;
    private const int FrameBytesMax = 2048;
    private const int TxSlots = 64;             // the wire takes what comes

    private readonly VirtualWire _wire;
    private readonly int _side;
    private readonly End _end;
    private readonly byte[] _txFrame = new byte[FrameBytesMax];
    private readonly byte[][] _frames;
    private readonly int[] _lengths;
    private readonly AutoResetEvent _work = new AutoResetEvent(false);
    private readonly object _gate = new object();
    private int _head;                          // oldest frame received; the gate
    private int _tail;                          // one past the newest; the gate
    private volatile bool _isLinkUp;
    private bool _isStarved;                    // the last poll found no packet for a frame

    /// <param name="address">Six bytes.</param>
    /// <param name="slotCount">Frames it can hold between two polls.</param>
    public HostWireDevice(VirtualWire wire, int side, byte[] address, int slotCount = 64)
    {
        _wire = wire;
        _side = side;
        _end = new End(this);
        _frames = new byte[slotCount][];
        _lengths = new int[slotCount];
        for (int i = 0; i < slotCount; i++)
        {
            _frames[i] = new byte[FrameBytesMax];
        }

        Array.Copy(address, HardwareAddress, HardwareAddress.Length);
        wire.Attach(side, _end);
    }

    /// <summary>Frames that came while no slot was free.</summary>
    public int Missed { get; private set; }

    public override int TxFreeSlots => TxSlots;

    protected override void Start()
    {
        SetCarrier(_isLinkUp);
    }

    protected override int StartXmit(SkBuff skb)
    {
        int length = skb.Length;
        skb.CopyBits(0, _txFrame, 0, length);
        skb.ChecksumHelp(_txFrame, 0);
        if (length < FrameBytesMin)
        {
            Array.Clear(_txFrame, length, FrameBytesMin - length);
            length = FrameBytesMin;
        }

        _wire.Send(_side, _txFrame, 0, length);
        return 0;
    }

    internal override int Poll(int budget, int nowMs)
    {
        SetCarrier(_isLinkUp);
        _wire.Pump();
        _isStarved = false;
        int taken = 0;
        while (taken < budget)
        {
            SkBuff skb = Take();
            if (skb == null)
            {
                break;
            }

            taken++;
            ReceiveSkb(skb, nowMs);
        }

        return taken;
    }

    internal override int NextPollMs(int nowMs)
    {
        lock (_gate)
        {
            if (_head != _tail)
            {
                return _isStarved ? nowMs + 1 : nowMs;
            }
        }

        int dueMs = _wire.NextDueInMs();
        return nowMs + (dueMs < Limits.PollIntervalMsMax ? dueMs : Limits.PollIntervalMsMax);
    }

    internal override void WaitForWork(int timeoutMs)
    {
        _work.WaitOne(timeoutMs);
    }

    public void Dispose()
    {
        _work.Dispose();
    }

    private SkBuff Take()
    {
        lock (_gate)
        {
            if (_head == _tail)
            {
                return null;
            }

            SkBuff skb = Pool.AllocFrame();
            if (skb == null)
            {
                _isStarved = true;
                return null;                    // it waits for the next poll
            }

            int slot = (int)((uint)_head % (uint)_frames.Length);
            _head++;
            skb.Reserve(2);
            int at = skb.Put(_lengths[slot]);
            Array.Copy(_frames[slot], 0, skb.Head, at, _lengths[slot]);
            skb.Class = FrameClass.Of(skb.Head, at, skb.TailAt);
            return skb;
        }
    }

    private void Accept(byte[] frame, int at, int length, bool hasGoodFcs)
    {
        if (!hasGoodFcs || length + 2 > 1536)
        {
            return;
        }

        lock (_gate)
        {
            if (_tail - _head == _frames.Length)
            {
                Missed++;
                return;
            }

            int slot = (int)((uint)_tail % (uint)_frames.Length);
            Array.Copy(frame, at, _frames[slot], 0, length);
            _lengths[slot] = length;
            _tail++;
        }

        _work.Set();
    }

    /// <summary>Its plug: a device is no <see cref="WireEnd"/>, it has one.</summary>
    private sealed class End : WireEnd
    {
        private readonly HostWireDevice _device;

        public End(HostWireDevice device)
        {
            _device = device;
        }

        public override void Receive(byte[] frame, int at, int length, bool hasGoodFcs)
        {
            _device.Accept(frame, at, length, hasGoodFcs);
        }

        public override void SetLink(bool isUp)
        {
            _device._isLinkUp = isUp;
            _device._work.Set();
        }

        public override void Poke()
        {
            _device._work.Set();
        }
    }
}
