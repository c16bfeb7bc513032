using System;

namespace NanoStack.VirtualBoard;

/// <summary>What is at the other end of the board's cable.</summary>
internal abstract class Peer : IDisposable
{
    /// <summary>Records it has seen; -1 when it cannot tell.</summary>
    public abstract int RecordCount { get; }

    /// <summary>Plugs the cable in and begins to answer.</summary>
    public abstract void Start();

    /// <summary>The board made a record: the moment for a planned fault.</summary>
    public virtual void RecordMade(int count)
    {
    }

    /// <summary>Waits until it has seen so many records, or the time is over.</summary>
    public virtual void WaitForRecords(int count, int timeoutMs)
    {
    }

    public abstract void Dispose();
}
