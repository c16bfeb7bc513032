using NanoStack.Kernel;

namespace NanoStack.Tests.Bench;

/// <summary>The limits of a bench whose test asks for none: the default profile's rings and tables,
/// for two connections, so that two benches fit into the heap of a device.</summary>
internal static class BenchLimits
{
    public const int ConnectionCount = 2;

    /// <summary>On the fake clock: a call that waits in vain fails its test and does not hang it.</summary>
    private const int PatienceMs = 3600000;

    public static Limits Default()
    {
        Limits limits = Limits.Default();
        limits.TcpConnectionCount = ConnectionCount;
        limits.TcpListenerCount = 1;
        limits.SkbHeaderCount = 8;
        limits.SkbFrameCount = 3;
        limits.NeighCount = 4;
        limits.SocketTimeoutMs = PatienceMs;
        return limits;
    }
}
