using System.Collections.Generic;
using NanoStack.Wire;

namespace NanoStack.Sim;

/// <summary>What lies between the hosts: a switch that loses, delays, doubles, reorders and damages.</summary>
internal sealed class Cable
{
    private const int CapacityCount = 2048;

    public readonly FrameStore Store;

    private readonly World _world;
    private readonly CableFaults _faults;
    private readonly SimRandom _random;
    private readonly PriorityQueue<Frame, long> _flying =
        new PriorityQueue<Frame, long>(CapacityCount);

    private long _order;
    private bool _isBurst;

    public Cable(World world, CableFaults faults, SimRandom random, FrameStore store)
    {
        _world = world;
        _faults = faults;
        _random = random;
        Store = store;
    }

    /// <summary>When the next frame arrives, in world time.</summary>
    public long NextMs
    {
        get
        {
            return _flying.TryPeek(out Frame _, out long key) ? key >> 24 : long.MaxValue;
        }
    }

    /// <summary>A frame leaves a host for another; it belongs to the cable.</summary>
    /// <param name="leavesMs">World time at which its last bit is on the wire.</param>
    public void Send(Frame frame, SimHost to, long leavesMs)
    {
        frame.To = to;
        if (IsLost())
        {
            _world.Note("lost", frame);
            Store.Return(frame);
            return;
        }

        if (_random.Ppm(_faults.DuplicatePpm))
        {
            Frame copy = Store.Take();
            if (copy != null)
            {
                CopyFrame(frame, copy);
                copy.To = to;
                _world.Note("doubled", frame);
                Fly(copy, leavesMs + Delay() + _random.Below(_faults.DuplicateMsMax + 1));
            }
        }

        Damage(frame);
        Fly(frame, leavesMs + Delay());
    }

    /// <summary>Takes what has arrived, or null.</summary>
    public Frame TakeArrived(long nowMs) => NextMs <= nowMs ? _flying.Dequeue() : null;

    public void Clear()
    {
        while (_flying.Count > 0)
        {
            Store.Return(_flying.Dequeue());
        }
    }

    public static void CopyFrame(Frame from, Frame to)
    {
        System.Array.Copy(from.Data, to.Data, from.Length);
        to.Length = from.Length;
        to.SentMs = from.SentMs;
        to.Conversation = from.Conversation;
        to.IsForged = from.IsForged;
    }

    /// <summary>A frame arrives at a moment; those of one moment keep their order.</summary>
    public void Fly(Frame frame, long arrivesMs)
    {
        if (_flying.Count == CapacityCount)
        {
            Store.Return(frame);
            return;
        }

        _order++;
        _flying.Enqueue(frame, (arrivesMs << 24) | (_order & 0xFFFFFF));
    }

    private long Delay()
    {
        long delay = _faults.DelayMs;
        if (_faults.JitterMs > 0)
        {
            delay += _random.Below(_faults.JitterMs + 1);
        }

        if (_random.Ppm(_faults.ReorderPpm))
        {
            delay += _random.Below(_faults.ReorderMsMax + 1);
        }

        return delay;
    }

    /// <summary>Single losses, and bursts (Gilbert's two states).</summary>
    private bool IsLost()
    {
        if (_random.Ppm(_isBurst ? _faults.BurstEndPpm : _faults.BurstBeginPpm))
        {
            _isBurst = !_isBurst;
        }

        return _isBurst ? _random.Percent(80) : _random.Ppm(_faults.LossPpm);
    }

    /// <summary>One byte behind the link header is changed: the Internet checksum sees every such
    /// damage. ARP has no checksum, so it is left alone: the link's CRC is what guards it.</summary>
    private void Damage(Frame frame)
    {
        if (EthHeader.Type(frame.Data, 0) != EthHeader.TypeIp)
        {
            return;
        }

        if (_random.Ppm(_faults.CorruptPpm))
        {
            int at = EthHeader.Length + _random.Below(frame.Length - EthHeader.Length);
            frame.Data[at] ^= (byte)_random.Between(1, 255);
            _world.Note("damaged", frame);
        }

        if (_random.Ppm(_faults.TruncatePpm))
        {
            frame.Length = _random.Between(EthHeader.Length, frame.Length);
            _world.Note("cut", frame);
        }
    }
}
