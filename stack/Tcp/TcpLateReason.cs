namespace NanoStack.Tcp;

/// <summary>Why the next byte is not yet acknowledged: one reason at a time, and each has its own
/// clock (Linux: <c>tcpi_busy_time</c> and its siblings, with more words).</summary>
public enum TcpLateReason
{
    /// <summary>Nothing is waiting.</summary>
    None,

    /// <summary>All is on its way: the peer's ACK is awaited.</summary>
    Network,

    /// <summary>The neighbour's link address is being asked for.</summary>
    Arp,

    /// <summary>The peer's window is full or closed.</summary>
    PeerWindow,

    /// <summary>The congestion window is full.</summary>
    CongestionWindow,

    /// <summary>A short segment waits for an ACK (Nagle), or the user corked the socket.</summary>
    Nagle,

    /// <summary>Sent again without an answer; the time-out has been doubled at least once.</summary>
    Backoff,

    /// <summary>The link is down.</summary>
    Link,

    /// <summary>Our own transmit ring or a pool is full.</summary>
    Pool,
}
