using System;
using NanoStack.Kernel;

namespace NanoStack.Hal.Bus;

/// <summary>Milliseconds since the chip started.</summary>
public sealed class NativeClock : Clock
{
    public override int NowMs() => (int)Environment.TickCount64;
}
