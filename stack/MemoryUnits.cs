namespace NanoStack;

/// <summary>What one more of each thing takes on the nanoCLR, its helpers included, and what is there
/// once.</summary>
/// <remarks>Written by a test of tests/Host/App, which makes one more and counts:
/// <c>NANOSTACK_UPDATE=1 dotnet test</c>, until nothing changes.</remarks>
internal static class MemoryUnits
{
    /// <summary>A socket with its locks, queues and waits, for <see cref="Gaps"/> gaps.</summary>
    public const int SocketBytes = 2676;

    /// <summary>Runs of out-of-order bytes that <see cref="SocketBytes"/> has room for.</summary>
    public const int Gaps = 4;

    /// <summary>Segments that <see cref="SocketBytes"/> has room for.</summary>
    public const int Rows = 16;

    /// <summary>A half-open connection.</summary>
    public const int RequestBytes = 312;

    /// <summary>A packet without its area.</summary>
    public const int PacketBytes = 312;

    public const int NeighbourBytes = 228;

    /// <summary>A datagram in pieces, without its packet and a flag for each unit of it.</summary>
    public const int FragQueueBytes = 72;

    /// <summary>Numbers kept for a connection in TIME_WAIT, an array each.</summary>
    public const int TimeWaitNumbers = 10;

    /// <summary>Flags kept for a connection in TIME_WAIT, an array each.</summary>
    public const int TimeWaitFlags = 3;

    /// <summary>Numbers kept for a route, an array each.</summary>
    public const int RouteNumbers = 3;

    /// <summary>The objects there is one of: the rooms themselves and their helpers.</summary>
    public const int RoomsBytes = 4920;
}
