using System;

namespace NanoStack.Hal.Host.Wire;

/// <summary>One direction of a <see cref="VirtualWire"/>: frames under way, ordered by when they
/// are due. Its lock is held by the caller.</summary>
internal sealed class WireDirection
{
    public const int FrameBytesMax = 2048;

    public readonly object Gate = new object();
    public readonly WireFaults Faults = new WireFaults();

    private readonly WireRandom _random;
    private readonly byte[][] _frames;
    private readonly int[] _lengths;
    private readonly int[] _dueMs;
    private readonly bool[] _hasGoodFcs;
    private readonly int[] _nexts;          // threads the free slots, and those under way
    private int _free;
    private int _first = -1;

    public WireDirection(uint seed, int slotCount)
    {
        _random = new WireRandom(seed);
        _frames = new byte[slotCount][];
        _lengths = new int[slotCount];
        _dueMs = new int[slotCount];
        _hasGoodFcs = new bool[slotCount];
        _nexts = new int[slotCount];
        for (int i = 0; i < slotCount; i++)
        {
            _frames[i] = new byte[FrameBytesMax];
            _nexts[i] = i + 1 == slotCount ? -1 : i + 1;
        }
    }

    /// <summary>Who is at the far end, or null.</summary>
    public WireEnd End { get; set; }

    public bool IsEmpty => _first < 0;

    /// <summary>When the next frame is due; only when there is one.</summary>
    public int FirstDueMs => _dueMs[_first];

    /// <summary>Puts a frame on its way, and lets happen to it what the faults say.</summary>
    public void Add(byte[] frame, int at, int length, bool hasGoodFcs, int nowMs)
    {
        Faults.Sent++;
        if (Faults.LoseNext > 0)
        {
            Faults.LoseNext--;
            Faults.Lost++;
            return;
        }

        if (_random.Hits(Faults.LossPermille))
        {
            Faults.Lost++;
            return;
        }

        bool isDuplicated = _random.Hits(Faults.DuplicatePermille);
        AddOnce(frame, at, length, hasGoodFcs, nowMs);
        if (isDuplicated)
        {
            Faults.Duplicated++;
            AddOnce(frame, at, length, hasGoodFcs, nowMs);
        }
    }

    /// <summary>Hands over all frames that are due.</summary>
    public void Deliver(int nowMs)
    {
        while (_first >= 0 && nowMs - _dueMs[_first] >= 0)
        {
            int slot = _first;
            _first = _nexts[slot];
            Faults.Delivered++;
            End?.Receive(_frames[slot], 0, _lengths[slot], _hasGoodFcs[slot]);
            _nexts[slot] = _free;
            _free = slot;
        }
    }

    /// <summary>All frames under way are gone: the cable was pulled.</summary>
    public void Clear()
    {
        while (_first >= 0)
        {
            int slot = _first;
            _first = _nexts[slot];
            Faults.Lost++;
            _nexts[slot] = _free;
            _free = slot;
        }
    }

    private void AddOnce(byte[] frame, int at, int length, bool hasGoodFcs, int nowMs)
    {
        int slot = _free;
        if (slot < 0 || length > FrameBytesMax)
        {
            Faults.Overflowed++;
            return;
        }

        _free = _nexts[slot];
        Array.Copy(frame, at, _frames[slot], 0, length);
        _lengths[slot] = length;
        _hasGoodFcs[slot] = hasGoodFcs && !_random.Hits(Faults.BadFcsPermille);
        if (_random.Hits(Faults.CorruptPermille))
        {
            Faults.Corrupted++;
            _frames[slot][_random.Below(length)] ^= (byte)(1 << _random.Below(8));
        }

        int dueMs = nowMs + Faults.DelayMs;
        dueMs += Faults.JitterMs > 0 ? _random.Below(Faults.JitterMs + 1) : 0;
        if (_random.Hits(Faults.ReorderPermille))
        {
            Faults.Reordered++;
            dueMs += Faults.ReorderMs;
        }

        _dueMs[slot] = dueMs;
        Insert(slot, dueMs);
    }

    /// <summary>Behind all that are due no later, so frames keep their order unless a fault says
    /// otherwise.</summary>
    private void Insert(int slot, int dueMs)
    {
        int before = -1;
        int at = _first;
        while (at >= 0 && _dueMs[at] - dueMs <= 0)
        {
            before = at;
            at = _nexts[at];
        }

        _nexts[slot] = at;
        if (before < 0)
        {
            _first = slot;
        }
        else
        {
            _nexts[before] = slot;
        }
    }
}
