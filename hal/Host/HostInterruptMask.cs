using System.Threading;
using NanoStack.Kernel;

namespace NanoStack.Hal.Host;

/// <summary>A mask with nothing behind it that keeps count: a PC has no EMAC interrupt.</summary>
public sealed class HostInterruptMask : InterruptMask
{
    private int _depth;
    private long _total;

    /// <summary>Maskings that wait for their end: 0 when nobody holds a lock.</summary>
    public int Depth => Volatile.Read(ref _depth);

    /// <summary>Maskings since the start: locks taken.</summary>
    public long Total => Volatile.Read(ref _total);

    public override void Mask()
    {
        Interlocked.Increment(ref _depth);
        Interlocked.Increment(ref _total);
    }

    public override void Unmask()
    {
        Bug.On(Interlocked.Decrement(ref _depth) < 0);
    }
}
