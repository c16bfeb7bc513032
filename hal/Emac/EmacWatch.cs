using NanoStack.Kernel;

namespace NanoStack.Hal.Emac;

/// <summary>Notices that a ring stands still when it should move.</summary>
/// <remarks>
/// From: <see cref="EmacDevice.Poll"/>. Transmit: slots are given and none comes back. Receive:
/// frames stand in the FIFO and none comes out. Either way nothing but a reset helps; sockets live
/// on.
/// </remarks>
internal sealed class EmacWatch
{
    /// <summary>All is well.</summary>
    public const int Well = 0;

    /// <summary>Half of the time is over: tell the DMA to look once more.</summary>
    public const int Kick = 1;

    /// <summary>All of it is over.</summary>
    public const int Dead = 2;

    private const int RxLookMs = 500;

    private readonly int _limitMs;
    private int _headSeen;
    private int _sinceMs;
    private bool _isWatching;
    private bool _isKicked;
    private int _rxLookMs;
    private int _framesSeen;
    private bool _isFifoSeen;

    public EmacWatch(int txLimitMs)
    {
        _limitMs = txLimitMs;
    }

    /// <summary>Everything as at the start of the engines.</summary>
    public void Reset(int nowMs, int rxFrames)
    {
        _isWatching = false;
        _isFifoSeen = false;
        _framesSeen = rxFrames;
        _rxLookMs = nowMs + RxLookMs;
    }

    /// <summary>Looks at the transmit ring. It is watched from the first look that finds it in use,
    /// since nobody says when a frame is given.</summary>
    /// <returns><see cref="Well"/>, <see cref="Kick"/> once, or <see cref="Dead"/>.</returns>
    public int LookAtTransmit(TxRing ring, int nowMs)
    {
        if (ring.UsedCount == 0)
        {
            _isWatching = false;
            return Well;
        }

        if (!_isWatching || ring.Head != _headSeen)
        {
            _isWatching = true;
            _isKicked = false;
            _headSeen = ring.Head;
            _sinceMs = nowMs;
            return Well;
        }

        if (Clock.Reached(nowMs, _sinceMs + _limitMs))
        {
            return Dead;
        }

        if (!_isKicked && Clock.Reached(nowMs, _sinceMs + (_limitMs / 2)))
        {
            _isKicked = true;
            return Kick;
        }

        return Well;
    }

    /// <summary>Looks at the receive FIFO now and then: twice in a row filled and not a frame out
    /// of the ring in between, with slots free all the time, is a dead FIFO.</summary>
    /// <returns>True when it is dead.</returns>
    public bool LookAtReceive(EmacMac mac, int rxFrames, int nowMs)
    {
        if (!Clock.Reached(nowMs, _rxLookMs))
        {
            return false;
        }

        _rxLookMs = nowMs + RxLookMs;
        bool hasMoved = rxFrames != _framesSeen;
        _framesSeen = rxFrames;
        bool wasFilled = _isFifoSeen;
        _isFifoSeen = mac.HasFramesInFifo;
        return wasFilled && _isFifoSeen && !hasMoved;
    }

    /// <summary>When to look again.</summary>
    public int NextMs(int nowMs)
    {
        int next = _rxLookMs;
        if (_isWatching)
        {
            int limit = _sinceMs + (_isKicked ? _limitMs : _limitMs / 2);
            next = Clock.Earlier(next, limit);
        }

        return Clock.Before(next, nowMs) ? nowMs : next;
    }
}
