using System.Collections.Generic;

namespace NanoStack.Sim;

/// <summary>What happened last, in words. Off in a first run; a run with a violation is repeated with
/// it, which is the same run.</summary>
internal sealed class SimLog
{
    private const int LineCountMax = 100000;

    private readonly Queue<string> _lines = new Queue<string>();

    public bool IsOn;

    public IEnumerable<string> Lines => _lines;

    public int Count => _lines.Count;

    public void Add(long nowMs, string text)
    {
        _lines.Enqueue(nowMs.ToString().PadLeft(9) + " " + text);
        if (_lines.Count > LineCountMax)
        {
            _lines.Dequeue();
        }
    }
}
