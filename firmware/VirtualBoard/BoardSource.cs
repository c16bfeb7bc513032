using NanoStack.Telemetry;

namespace NanoStack.VirtualBoard;

/// <summary>The sensor of the modelled board: it measures what the run costs while it is at it.</summary>
/// <remarks>It is asked once a record, in the thread that sends: the moment to look at the counters, to
/// have one send traced, and to let the planned fault happen.</remarks>
internal sealed class BoardSource : RecordSource
{
    /// <summary>Records at the start that are not counted: the runtime compiles what they use.</summary>
    public const int WarmUpCount = 4;

    /// <summary>The record whose send is traced.</summary>
    private const int TracedRecord = 3;

    private readonly TriangleSource _values = new TriangleSource();
    private readonly AllocationClock _clock;
    private readonly Ladder _ladder;
    private readonly Peer _peer;
    private long _bytesAtWarm;
    private long _bytesNow;
    private int _count;

    /// <param name="ladder">Null when nothing is traced.</param>
    public BoardSource(AllocationClock clock, Ladder ladder, Peer peer)
    {
        _clock = clock;
        _ladder = ladder;
        _peer = peer;
    }

    /// <summary>Records between the two looks at the counters.</summary>
    public int MeasuredCount => _count > WarmUpCount + 1 ? _count - WarmUpCount - 1 : 0;

    /// <summary>Bytes allocated meanwhile, on all threads of the board.</summary>
    public long MeasuredBytes => _bytesNow - _bytesAtWarm;

    public override int Tenths(int nowMs)
    {
        _count++;
        _bytesNow = _clock.TotalBytes();
        if (_count <= WarmUpCount + 1)
        {
            _bytesAtWarm = _bytesNow;
        }

        if (_count == TracedRecord)
        {
            _ladder?.Arm();
        }

        _peer.RecordMade(_count);
        return _values.Tenths(nowMs);
    }
}
