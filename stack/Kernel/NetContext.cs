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
        Trace = new NetTrace();
    }

    public SpinLock NewLock() => new SpinLock(Interrupts, Mib);

    public WaitQueue NewWaitQueue() => new WaitQueue(Pump);

    public ExclusiveWait NewExclusiveWait() => new ExclusiveWait(Pump);
}
