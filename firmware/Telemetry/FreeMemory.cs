namespace NanoStack.Telemetry;

/// <summary>What is left of the managed heap, after a collection.</summary>
internal static class FreeMemory
{
    /// <summary>Free bytes; 0 on a PC, whose heap tells nothing about a device's.</summary>
    public static int Bytes()
    {
#if NANOFRAMEWORK_1_0
        return (int)nanoFramework.Runtime.Native.GC.Run(true);
#else
        return 0;
#endif
    }
}
