using NanoStack.Telemetry;

namespace NanoStack.SelfTest;

/// <summary>The heap the tests run in.</summary>
public class Heap
{
    /// <summary>Free bytes, after a collection; 0 on a PC, whose heap tells nothing about a
    /// device's.</summary>
    public virtual int FreeBytes() => FreeMemory.Bytes();
}
