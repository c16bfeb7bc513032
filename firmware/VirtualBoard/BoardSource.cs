using NanoStack.Telemetry;

namespace NanoStack.VirtualBoard;

/// <summary>The sensor of the modelled board: it measures what the run costs while it is at it.</summary>
/// <remarks>It is asked once a record, in the thread that sends: the moment to look at the counters, to
/// have one send traced, and to let the planned fault happen.</remarks>
internal sealed class BoardSource : RecordSource
{
    /// <summary>Records at the start that are not counted: the runtime compiles what they use.</summary>
    public const int WarmUpCount = 4;

    /// <summary>The record whose send is traced; the last one when there are fewer.</summary>
    private const int TracedRecord = 3;

    private readonly int _tracedRecord;
    private readonly TriangleSource _values = new TriangleSource();
    private readonly AllocationClock _clock;
    private readonly Ladder _ladder;
    private readonly Peer _peer;
    private long _bytesAtWarm;
    private long _bytesNow;
    private int _count;

    /// <param name="ladder">Null when nothing is traced.</param>
    /// <param name="recordCount">Records that are asked for; 0 when nobody knows.</param>
    public BoardSource(AllocationClock clock, Ladder ladder, Peer peer, int recordCount)
    {
        _tracedRecord = recordCount > 0 && recordCount < TracedRecord ? recordCount : TracedRecord;
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

        if (_count == _tracedRecord)
        {
            _ladder?.Arm();
        }

        _peer.RecordMade(_count);
        return _values.Tenths(nowMs);
    }
}
