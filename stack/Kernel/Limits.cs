namespace NanoStack.Kernel;

/// <summary>Every number that sizes the stack, and who uses each unit of it.</summary>
/// <remarks>
/// Set what differs before the instance is handed to <c>Net</c>; it is read once, at start.
/// Constants are what the protocol says; fields are what a board can afford.
/// </remarks>
public sealed class Limits
{
    // --- Sockets ---------------------------------------------------------------------------------

    /// <summary>TCP connections with rings: active, accepted, closing without their user.</summary>
    public int TcpConnectionCount = 4;

    /// <summary>Listening sockets; they have no rings.</summary>
    public int TcpListenerCount = 2;

    /// <summary>Half-open connections, all listeners together (the SYN queue).</summary>
    public int TcpSynQueueCount = 4;

    /// <summary>TIME_WAIT entries; each holds no socket.</summary>
    public int TcpTimeWaitCount = 8;

    /// <summary>Bytes of a connection's send ring; a power of two.</summary>
    public int TcpSendRingBytes = 2048;

    /// <summary>Bytes of a connection's receive ring; a power of two.</summary>
    public int TcpReceiveRingBytes = 2048;

    /// <summary>Runs of out-of-order bytes remembered per connection.</summary>
    public int TcpGapCount = 4;

    /// <summary>Segments of the write and retransmission queues per connection, at least 4: so many
    /// records are in flight at once. More are joined in twos, so that none is ever refused.</summary>
    public int TcpWriteQueueCount = 16;

    // --- Packets ---------------------------------------------------------------------------------

    /// <summary>Packets with a header area, for what is on its way down: sum of
    /// one parked packet per neighbour (8), one segment, one ACK or RST, one ARP, one spare.</summary>
    public int SkbHeaderCount = 12;

    /// <summary>Packets with room for a whole frame: one on its way up, one answer to it (echo,
    /// unreachable), two in backlogs or on the loopback device.</summary>
    public int SkbFrameCount = 4;

    /// <summary>Frames a socket's backlog keeps while its user holds the lock: fewer than there are, and
    /// the last free one stays out of every backlog. So however long a call takes, the others hear
    /// what comes for them. More than a receive ring of two full segments never needs.</summary>
    public int SockBacklogCount = 3;

    // --- Network ---------------------------------------------------------------------------------

    /// <summary>Neighbours: the gateway, the collectors, and who asks us.</summary>
    public int NeighCount = 8;

    /// <summary>Packets parked per neighbour while it is being resolved (RFC 1122, 2.3.2.2).</summary>
    public int NeighParkCount = 1;

    /// <summary>Routes: one connected, one default, loopback and own address, two for the user.</summary>
    public int RouteCount = 6;

    /// <summary>Datagrams collected from fragments at a time; each holds one of
    /// <see cref="SkbFrameCount"/> until it is whole or given up. 0: fragments are dropped.</summary>
    public int IpFragQueueCount = 1;

    /// <summary>Filter rules of the local-in and local-out hooks together.</summary>
    public int NetfilterRuleCount = 4;

    /// <summary>Devices: the Ethernet port and loopback.</summary>
    public int DeviceCount = 2;

    /// <summary>Link protocols: IPv4, ARP.</summary>
    public const int PacketTypeCount = 2;

    /// <summary>Transport protocols: ICMP, TCP, UDP.</summary>
    public const int InetProtocolCount = 3;

    /// <summary>Frames one poll takes from a device before it looks at the timers.</summary>
    public int PollBudget = 8;

    /// <summary>Slots of a transmit ring that data may not take: an ACK or RST, an ARP or ICMP.</summary>
    public int TxReservedSlots = 1;

    /// <summary>Longest a polling thread sleeps while something may have changed behind it.</summary>
    public const int PollIntervalMsMax = 1000;

    // --- Header areas ----------------------------------------------------------------------------

    /// <summary>Ethernet (14, and 2 so that IP is aligned), IP (20), TCP (60).</summary>
    public const int HeaderRoomBytes = 96;

    /// <summary>Header area of a packet that carries no frame.</summary>
    public const int SkbHeaderBytes = 128;

    /// <summary>A whole Ethernet frame without its CRC, and 2 bytes so that IP is aligned.</summary>
    public int SkbFrameBytes = 1536;

    // --- Sockets: time ---------------------------------------------------------------------------

    /// <summary>Milliseconds a blocking call waits whose user set no time-out; 0 or -1 for ever,
    /// as in System.Net. A device that must not hang for a silent peer sets it, or the time-outs
    /// of its sockets. A socket reads it when it is made.</summary>
    public int SocketTimeoutMs = 0;

    /// <summary>The same as a wait: -1 is for ever.</summary>
    internal int SocketWaitMs => SocketTimeoutMs > 0 ? SocketTimeoutMs : -1;

    // --- Neighbours: Linux's defaults (net/ipv4/neigh) -------------------------------------------

    /// <summary>Between two requests for one address; never more than one a second.</summary>
    public const int NeighRetransMs = 1000;

    /// <summary>Broadcast requests before an address is called unreachable.</summary>
    public const int NeighMulticastProbes = 3;

    /// <summary>Unicast requests to a known address before it is doubted.</summary>
    public const int NeighUnicastProbes = 3;

    /// <summary>An answer or TCP progress is believed for this long.</summary>
    public const int NeighReachableMs = 30000;

    /// <summary>A stale entry that is used gets this long to be confirmed by progress.</summary>
    public const int NeighDelayMs = 5000;

    /// <summary>A failed entry answers "host unreachable" at once for this long.</summary>
    public const int NeighFailedMs = 3000;

    /// <summary>Gratuitous announcements on link up (RFC 5227, 2.3: two, two seconds apart).</summary>
    public const int ArpAnnounceCount = 2;

    /// <summary>Between announcements.</summary>
    public const int ArpAnnounceMs = 2000;

    /// <summary>Own address defended at most this often (RFC 5227, 2.4).</summary>
    public const int ArpDefendMs = 10000;

    // --- IPv4 ------------------------------------------------------------------------------------

    /// <summary>A datagram whose fragments do not all come is given up (RFC 1122, 3.3.2: 60 to
    /// 120 s).</summary>
    public const int IpFragTimeMs = 60000;

    // --- ICMP ------------------------------------------------------------------------------------

    /// <summary>Errors sent at once; then one per <see cref="IcmpErrorMs"/> (RFC 1812, 4.3.2.8).</summary>
    public const int IcmpErrorBurst = 6;

    /// <summary>A new error may be sent this often on average.</summary>
    public const int IcmpErrorMs = 100;

    /// <summary>Smallest path MTU believed from an ICMP message (RFC 1191, 3 allows 68; smaller
    /// than 552 is an attack, as Linux's min_pmtu says). At it packets leave without DF.</summary>
    public const int PathMtuMin = 552;

    // --- TCP: time -------------------------------------------------------------------------------

    /// <summary>Retransmission time-out before the first sample (RFC 6298, 2.1).</summary>
    public const int TcpRtoMsInitial = 1000;

    /// <summary>Floor of the retransmission time-out: Linux's 200 ms instead of RFC 6298's 1 s.</summary>
    public const int TcpRtoMsMin = 200;

    /// <summary>Ceiling of the retransmission time-out (RFC 6298, 2.5: at least 60 s).</summary>
    public const int TcpRtoMsMax = 120000;

    /// <summary>After a SYN that timed out, data starts with this (RFC 6298, 5.7).</summary>
    public const int TcpRtoMsAfterSynLoss = 3000;

    /// <summary>After a reset ended what the other side had of an older connection, the SYN goes again
    /// so soon (RFC 9293, 3.5.1; Linux: TCP_TIMEOUT_MIN).</summary>
    public const int TcpSynAgainMs = 10;

    /// <summary>A delayed ACK waits for no longer (RFC 9293, MUST-40: below 500 ms).</summary>
    public const int TcpDelayedAckMsMax = 200;

    /// <summary>A delayed ACK on a connection that answers quickly.</summary>
    public const int TcpDelayedAckMsMin = 40;

    /// <summary>Segments acknowledged at once after the start, as long as slow start needs.</summary>
    public const int TcpQuickAckSegments = 16;

    /// <summary>SYNs sent before a connect fails: 1+2+4+8+16+32+64 = 127 s, as Linux.</summary>
    public int TcpSynRetries = 6;

    /// <summary>SYN-ACKs sent again before a half-open entry is forgotten, as Linux.</summary>
    public int TcpSynAckRetries = 5;

    /// <summary>Retransmissions before a connection is given up (R2; RFC 1122 wants 100 s).</summary>
    public int TcpRetries = 15;

    /// <summary>The same for a connection whose user has closed, as Linux.</summary>
    public int TcpOrphanRetries = 8;

    /// <summary>After so many, the route is doubted: the neighbour is asked again (R1).</summary>
    public const int TcpRetriesSuspectRoute = 3;

    /// <summary>Twice the maximum segment lifetime, as Linux (RFC 9293 says 4 min).</summary>
    public int TcpTimeWaitMs = 60000;

    /// <summary>FIN_WAIT_2 without a user ends after this, as Linux.</summary>
    public int TcpFinTimeoutMs = 60000;

    /// <summary>Keep-alive: idle before the first probe (RFC 9293, MUST-28: two hours).</summary>
    public const int TcpKeepaliveIdleMs = 7200000;

    /// <summary>Keep-alive: between probes.</summary>
    public const int TcpKeepaliveIntervalMs = 75000;

    /// <summary>Keep-alive: unanswered probes that end the connection.</summary>
    public const int TcpKeepaliveProbes = 9;

    /// <summary>Challenge ACKs of one socket are at least this far apart (RFC 5961, 7).</summary>
    public const int TcpChallengeAckMs = 500;

    /// <summary>Time stamps are believed for 24 days (RFC 7323, 5.5).</summary>
    public const int TcpPawsMs = 24 * 24 * 3600 * 1000;

    // --- TCP: sizes ------------------------------------------------------------------------------

    /// <summary>Segment size of a peer that names none (RFC 9293, MUST-15).</summary>
    public const int TcpMssDefault = 536;

    /// <summary>A smaller offer is treated as this: no peer makes us send a byte a segment.</summary>
    public const int TcpMssMin = 48;

    /// <summary>Segments of the initial window (RFC 6928).</summary>
    public const int TcpInitialWindow = 10;

    /// <summary>Duplicate ACKs that start a fast retransmission (RFC 5681, 3.2).</summary>
    public const int TcpDupAckThreshold = 3;

    /// <summary>Window scale offered and accepted at most (RFC 7323, 2.3).</summary>
    public const int TcpWindowScaleMax = 14;

    /// <summary>Time stamps are offered on SYN and used when the peer agrees (RFC 7323).</summary>
    public bool TcpTimestamps = true;

    /// <summary>A full SYN queue answers with cookies (RFC 4987); false: its oldest entry makes
    /// room.</summary>
    public bool TcpSynCookies = true;

    /// <summary>SACK is offered on SYN; ACKs carry blocks when the peer agrees (RFC 2018).</summary>
    public bool TcpSack = true;

    /// <summary>Window scaling is offered on SYN and used when the peer agrees (RFC 7323).</summary>
    public bool TcpWindowScaling = true;

    /// <summary>First ephemeral port (RFC 6335: 49152; RFC 6056 allows all above 1023).</summary>
    public int PortMin = 49152;

    /// <summary>Last ephemeral port.</summary>
    public int PortMax = 65535;

    /// <summary>Socket handles: every connection and every listener can have one.</summary>
    public int SocketCount => TcpConnectionCount + TcpListenerCount;

    /// <summary>The default profile: four connections of 2 KB each way.</summary>
    public static Limits Default() => new Limits();

    /// <summary>One telemetry connection and nothing to spare.</summary>
    public static Limits Small()
    {
        return new Limits
        {
            TcpConnectionCount = 1,
            TcpListenerCount = 1,
            TcpSynQueueCount = 1,
            TcpTimeWaitCount = 2,
            NeighCount = 3,
            SkbHeaderCount = 6,
            SkbFrameCount = 2,
            SockBacklogCount = 1,
            IpFragQueueCount = 0,
            NetfilterRuleCount = 2,
        };
    }

    /// <summary>A PC that stands in for a server: many connections with 64 KB each way.</summary>
    public static Limits Large()
    {
        return new Limits
        {
            TcpConnectionCount = 32,
            TcpListenerCount = 8,
            TcpSynQueueCount = 64,
            TcpTimeWaitCount = 256,
            TcpSendRingBytes = 65536,
            TcpReceiveRingBytes = 65536,
            TcpGapCount = 32,
            TcpWriteQueueCount = 128,
            NeighCount = 32,
            NeighParkCount = 2,
            SkbHeaderCount = 96,
            SkbFrameCount = 64,
            SockBacklogCount = 48,
            IpFragQueueCount = 8,
            NetfilterRuleCount = 16,
            PollBudget = 64,
        };
    }
}
