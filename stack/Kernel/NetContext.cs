using System;

namespace NanoStack.Kernel;

/// <summary>What every room of one stack instance may ask for; owned by <c>Net</c>.</summary>
/// <remarks>Low folders cannot name <c>Net</c> (it knows everybody), so they are given this.</remarks>
internal sealed class NetContext
{
    public readonly Limits Limits;
    public readonly Mib Mib;
    public readonly Clock Clock;
    public readonly Entropy Entropy;
    public readonly InterruptMask Interrupts;
    public readonly NetTrace Trace;

    /// <summary>Of the sockets; the collector's thread leaves them.</summary>
    public readonly SocketMarks Marks;

    /// <summary>An exception left something half done: the next poll sees to it
    /// (<see cref="NetRecovery"/>). Anybody sets it, by a store; the polling thread clears it.</summary>
    public bool IsHurt;

    /// <summary>What ended the last turn of the polling thread; null when it went well.</summary>
    public Exception PollTrouble;

    /// <summary>What ended the last call that owned a socket.</summary>
    public Exception CallTrouble;

    /// <summary>Null where a thread of its own polls the network (the usual case on a device).</summary>
    public readonly Pump Pump;

    public NetContext(
        Limits limits, Clock clock, Entropy entropy, InterruptMask interrupts, Pump pump)
    {
        Limits = limits;
        Clock = clock;
        Entropy = entropy;
        Interrupts = interrupts;
        Pump = pump;
        Mib = new Mib();
        Marks = new SocketMarks(limits.SocketCount);
        Trace = new NetTrace();
    }

    /// <summary>A lock for managed state, which no interrupt handler touches: it masks nothing.</summary>
    public SpinLock NewLock() => new SpinLock(null, Mib);

    /// <summary>A lock for what a driver shares with its interrupt: masked while it is held.</summary>
    public SpinLock NewMaskingLock() => new SpinLock(Interrupts, Mib);

    public WaitQueue NewWaitQueue() => new WaitQueue(Pump);

    public ExclusiveWait NewExclusiveWait() => new ExclusiveWait(Pump);
}
