namespace NanoStack.Sockets;

/// <summary>What may be asked of a socket, or set: options and states, as <see cref="InetOptions"/> numbers
/// them.</summary>
internal static class InetOption
{
    // --- To be read and set ---------------------------------------------------------------------
    public const int ReceiveTimeoutMs = 1;
    public const int SendTimeoutMs = 2;
    public const int NoDelay = 3;
    public const int Cork = 4;
    public const int Keepalive = 5;
    public const int KeepaliveIdleMs = 6;
    public const int KeepaliveIntervalMs = 7;
    public const int KeepaliveProbes = 8;
    public const int UserTimeoutMs = 9;
    public const int NotSentLowWater = 10;
    public const int SendBuffer = 11;
    public const int Ttl = 12;
    public const int Tos = 13;

    /// <summary>Seconds of linger, shifted left by one; the lowest bit says whether it counts.</summary>
    public const int Linger = 14;

    /// <summary>Milliseconds of linger, which counts from now on; to be set only.</summary>
    public const int LingerMs = 15;

    // --- To be read only ------------------------------------------------------------------------

    /// <summary><c>SO_ERROR</c>: reading takes it; as a positive number.</summary>
    public const int Error = 20;

    /// <summary>A <see cref="Tcp.TcpState"/>.</summary>
    public const int State = 21;

    /// <summary><c>SIOCINQ</c>: bytes that can be read; Errno.Invalid of a listener.</summary>
    public const int Available = 22;

    /// <summary><c>sockatmark</c></summary>
    public const int IsAtMark = 23;

    /// <summary><c>SIOCOUTQ</c></summary>
    public const int UnackedBytes = 24;

    /// <summary><c>tcpi_rtt</c>, times 8; 0 before the first measurement.</summary>
    public const int Srtt8 = 25;

    /// <summary><c>tcpi_total_retrans</c></summary>
    public const int TotalRetrans = 26;
}
