using System;
using NanoStack.Kernel;

namespace NanoStack.Hal.Host;

/// <summary>The PC's clock.</summary>
public sealed class HostClock : Clock
{
    public override int NowMs() => (int)Environment.TickCount64;

    /// <summary>Microseconds since 1970, for captures.</summary>
    public static long UnixUs() => (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) / 10;
}
