using System;
using System.Diagnostics;
using NanoStack.Kernel;

namespace NanoStack.Hal.Host;

/// <summary>The PC's clock.</summary>
/// <remarks>Not Environment.TickCount64: on Linux that moves in steps of 4 or 10 ms, which is more than
/// most of what is measured here.</remarks>
public sealed class HostClock : Clock
{
    private static readonly long TicksPerMs = Stopwatch.Frequency / 1000;

    public override int NowMs() => (int)(Stopwatch.GetTimestamp() / TicksPerMs);

    /// <summary>Microseconds since 1970, for captures.</summary>
    public static long UnixUs() => (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) / 10;
}
