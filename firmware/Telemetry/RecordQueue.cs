namespace NanoStack.Telemetry;

/// <summary>The records that are not yet acknowledged, oldest first; when it is full the oldest makes
/// room.</summary>
/// <remarks>
/// A record stays here until the peer has acknowledged its last byte, so a connection that breaks
/// loses none: the next one sends them again, and the collector tells doubles by their number.
/// Arrays, because an object per record would cost the nanoCLR four times as much.
/// </remarks>
internal sealed class RecordQueue
{
    private readonly int[] _seq;
    private readonly int[] _timeMs;
    private readonly int[] _tenths;
    private readonly long[] _endsAt;        // bytes of the connection when the record is through
    private readonly int _mask;
    private int _head;                      // oldest record
    private int _sent;                      // oldest record not sent on this connection
    private int _tail;                      // one past the newest

    /// <param name="count">A power of two.</param>
    public RecordQueue(int count)
    {
        _seq = new int[count];
        _timeMs = new int[count];
        _tenths = new int[count];
        _endsAt = new long[count];
        _mask = count - 1;
    }

    public bool IsEmpty => _head == _tail;

    public bool IsFull => _tail - _head > _mask;

    public bool HasUnsent => _sent != _tail;

    public bool HasUnacknowledged => _sent != _head;

    /// <summary>Of the oldest unsent record.</summary>
    public int Seq => _seq[_sent & _mask];

    public int TimeMs => _timeMs[_sent & _mask];

    public int Tenths => _tenths[_sent & _mask];

    /// <summary>Appends a record.</summary>
    /// <returns>False: the oldest was dropped to make room.</returns>
    public bool Append(int seq, int timeMs, int tenths)
    {
        bool isFull = IsFull;
        if (isFull)
        {
            _sent += _sent == _head ? 1 : 0;
            _head++;
        }

        int slot = _tail & _mask;
        _seq[slot] = seq;
        _timeMs[slot] = timeMs;
        _tenths[slot] = tenths;
        _tail++;
        return !isFull;
    }

    /// <summary>The oldest unsent record is on its way.</summary>
    /// <param name="endsAt">Bytes given to the connection so far, its own included.</param>
    public void MarkSent(long endsAt)
    {
        _endsAt[_sent & _mask] = endsAt;
        _sent++;
    }

    /// <summary>Takes out what is acknowledged.</summary>
    /// <returns>Records taken out.</returns>
    public int Acknowledge(long ackedBytes)
    {
        int count = 0;
        while (_head != _sent && _endsAt[_head & _mask] <= ackedBytes)
        {
            _head++;
            count++;
        }

        return count;
    }

    /// <summary>The connection is gone: what it did not deliver is unsent again.</summary>
    public void Rewind()
    {
        _sent = _head;
    }
}
