using System;
using NanoStack.Hal.Host;
using NanoStack.Kernel;

namespace NanoStack.VirtualBoard;

/// <summary>The board's clock, which notes what each thread that reads it has allocated so far.</summary>
/// <remarks>
/// The runtime tells a thread only about itself. Both threads of a board read its clock at every
/// turn, the one that polls and the one that sends, and nobody else does: so this is where to ask.
/// </remarks>
internal sealed class AllocationClock : Clock
{
    private const int ThreadsMax = 8;

    private readonly HostClock _clock = new HostClock();
    private readonly int[] _threads = new int[ThreadsMax];
    private readonly long[] _bytes = new long[ThreadsMax];
    private readonly object _gate = new object();

    public override int NowMs()
    {
        int thread = Environment.CurrentManagedThreadId;
        lock (_gate)
        {
            for (int i = 0; i < ThreadsMax; i++)
            {
                if (_threads[i] == thread || _threads[i] == 0)
                {
                    _threads[i] = thread;
                    _bytes[i] = GC.GetAllocatedBytesForCurrentThread();
                    break;
                }
            }
        }

        return _clock.NowMs();
    }

    /// <summary>Bytes that the board's threads have allocated since they began.</summary>
    public long TotalBytes()
    {
        lock (_gate)
        {
            long total = 0;
            for (int i = 0; i < ThreadsMax; i++)
            {
                total += _bytes[i];
            }

            return total;
        }
    }
}
