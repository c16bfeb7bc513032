namespace NanoStack.Kernel;

/// <summary>Counters of one stack instance: every drop has one (RFC 4293, RFC 4022, Linux's
/// <c>/proc/net/netstat</c>).</summary>
/// <remarks>
/// An array, because a field costs the nanoCLR twelve bytes. <see cref="MibNames"/> has the names.
/// Counters wrap. Two threads that count at once may lose one: they tell, they do not decide.
/// </remarks>
public sealed class Mib
{
    // Sock and kernel
    /// <summary>What should not happen and did (<c>WARN_ON</c>).</summary>
    public const int BugWarnings = 0;
    /// <summary>A lock was held by another thread and had to be waited for.</summary>
    public const int SpinLockContended = 1;
    /// <summary>A pool was empty; the caller said what it did about it.</summary>
    public const int SkbAllocFailures = 2;

    // Device
    /// <summary>Frames handed up by a device.</summary>
    public const int RxFrames = 3;
    /// <summary>ARP to our own station.</summary>
    public const int RxClassArp = 4;
    /// <summary>Frames of class TCP.</summary>
    public const int RxClassTcp = 5;
    /// <summary>Frames of class ICMP.</summary>
    public const int RxClassIcmp = 6;
    /// <summary>Frames of class UDP.</summary>
    public const int RxClassUdp = 7;
    /// <summary>Broadcast and multicast frames other than ARP.</summary>
    public const int RxClassGroup = 8;
    /// <summary>Frames of no class we know.</summary>
    public const int RxClassOther = 9;
    /// <summary>Shorter than an Ethernet header.</summary>
    public const int RxShort = 10;
    /// <summary>Unicast to another station's address.</summary>
    public const int RxOtherHost = 11;
    /// <summary>Source address with the group bit, or our own: no station sends that.</summary>
    public const int RxSourceGroup = 12;
    /// <summary>No protocol registered for this EtherType.</summary>
    public const int RxUnknownType = 13;
    /// <summary>Frames taken by a device.</summary>
    public const int TxFrames = 14;
    /// <summary>The transmit ring was full; the packet stayed with its sender.</summary>
    public const int TxBusy = 15;
    /// <summary>Data kept back so that ACK, RST, ARP and ICMP find a slot.</summary>
    public const int TxReserved = 16;
    /// <summary>Packets dropped because the link is down.</summary>
    public const int TxNoCarrier = 17;
    /// <summary>Longer than the device's MTU.</summary>
    public const int TxTooLong = 18;

    // ARP and neighbours
    /// <summary>Requests for one of our addresses.</summary>
    public const int ArpInRequests = 19;
    /// <summary>Replies to us.</summary>
    public const int ArpInReplies = 20;
    /// <summary>Malformed: hardware type, protocol, lengths or truncated.</summary>
    public const int ArpInErrors = 21;
    /// <summary>Well formed but not for us, or an operation we do not know.</summary>
    public const int ArpInIgnored = 22;
    /// <summary>Sender with a group or zero hardware address, or a source that is no host.</summary>
    public const int ArpInBogus = 23;
    /// <summary>Somebody else claims our address (RFC 5227, 2.4).</summary>
    public const int ArpInConflicts = 24;
    public const int ArpOutRequests = 25;
    public const int ArpOutReplies = 26;
    /// <summary>Gratuitous announcements.</summary>
    public const int ArpOutAnnounces = 27;
    /// <summary>No packet or no slot for an ARP packet.</summary>
    public const int ArpOutNoBufs = 28;
    /// <summary>No entry for somebody who asked or was answered: our sockets use all of them.</summary>
    public const int NeighTableFull = 29;
    /// <summary>An entry made room for another.</summary>
    public const int NeighEvicted = 30;
    /// <summary>Resolution given up: the sockets were told.</summary>
    public const int NeighFailed = 31;
    /// <summary>Packets that waited for an answer.</summary>
    public const int NeighParked = 32;
    /// <summary>A parked packet made room for a newer one, or waited in vain.</summary>
    public const int NeighParkDropped = 33;
    /// <summary>Entries kept alive by progress of TCP.</summary>
    public const int NeighConfirmed = 34;
    /// <summary>An entry went to another address while a packet was on its way to it.</summary>
    public const int NeighLost = 35;

    // IPv4 (RFC 4293)
    public const int IpInReceives = 36;
    /// <summary>Version, header length or total length.</summary>
    public const int IpInHdrErrors = 37;
    public const int IpInCsumErrors = 38;
    /// <summary>Total length beyond the frame.</summary>
    public const int IpInTruncated = 39;
    /// <summary>A destination that is not ours.</summary>
    public const int IpInAddrErrors = 40;
    /// <summary>A source that no host has (RFC 1122, 3.2.1.3).</summary>
    public const int IpInMartians = 41;
    /// <summary>Malformed or source-route options: dropped.</summary>
    public const int IpInOptionErrors = 42;
    /// <summary>Options that were stepped over.</summary>
    public const int IpInOptionsSkipped = 43;
    public const int IpInUnknownProtos = 44;
    public const int IpInDelivers = 45;
    /// <summary>Dropped by a local-in rule.</summary>
    public const int IpInFiltered = 46;
    /// <summary>Fragments received.</summary>
    public const int IpReasmReqds = 47;
    /// <summary>Fragments that cannot be part of a datagram, or found no place.</summary>
    public const int IpReasmFails = 48;
    /// <summary>Datagrams that became whole.</summary>
    public const int IpReasmOKs = 49;
    /// <summary>Datagrams whose fragments did not all come in time.</summary>
    public const int IpReasmTimeout = 50;
    /// <summary>Fragments that say something else of bytes already there: their datagram is
    /// dropped (RFC 1858).</summary>
    public const int IpReasmOverlaps = 51;
    /// <summary>Fragments that arrived again.</summary>
    public const int IpReasmDuplicates = 52;
    /// <summary>Half a datagram that made room for a newer one.</summary>
    public const int IpReasmEvicted = 53;
    public const int IpOutRequests = 54;
    public const int IpOutNoRoutes = 55;
    /// <summary>No buffer or no slot.</summary>
    public const int IpOutDiscards = 56;
    /// <summary>Dropped by a local-out rule.</summary>
    public const int IpOutFiltered = 57;
    /// <summary>Longer than the route's MTU with DF set.</summary>
    public const int IpOutFragFails = 58;

    // ICMP (RFC 4293)
    public const int IcmpInMsgs = 59;
    /// <summary>Short or malformed.</summary>
    public const int IcmpInErrors = 60;
    public const int IcmpInCsumErrors = 61;
    public const int IcmpInEchos = 62;
    /// <summary>Echo replies nobody asked for.</summary>
    public const int IcmpInEchoReps = 63;
    public const int IcmpInDestUnreachs = 64;
    /// <summary>A type we have no use for.</summary>
    public const int IcmpInOther = 65;
    /// <summary>Echo to a broadcast or multicast address (RFC 1122, 3.2.2.6).</summary>
    public const int IcmpInEchoIgnored = 66;
    /// <summary>An error whose quoted packet is short or lies.</summary>
    public const int IcmpInInnerErrors = 67;
    /// <summary>An error about a connection we do not have.</summary>
    public const int IcmpInNoMatch = 68;
    public const int IcmpOutMsgs = 69;
    public const int IcmpOutEchoReps = 70;
    public const int IcmpOutDestUnreachs = 71;
    public const int IcmpOutTimeExcds = 72;
    public const int IcmpOutRateLimited = 73;
    /// <summary>An error about a packet that must get none.</summary>
    public const int IcmpOutSuppressed = 74;
    public const int IcmpOutNoBufs = 75;

    // TCP (RFC 4022)
    public const int TcpActiveOpens = 76;
    public const int TcpPassiveOpens = 77;
    public const int TcpAttemptFails = 78;
    public const int TcpEstabResets = 79;
    public const int TcpInSegs = 80;
    /// <summary>Bad header or bad checksum.</summary>
    public const int TcpInErrs = 81;
    public const int TcpInCsumErrors = 82;
    public const int TcpOutSegs = 83;
    public const int TcpRetransSegs = 84;
    public const int TcpOutRsts = 85;

    // TCP (Linux names)
    /// <summary>A segment to a broadcast or multicast address (MUST-57).</summary>
    public const int TcpInNotUnicast = 86;
    /// <summary>No connection and no listener: answered with RST.</summary>
    public const int TcpInNoSocket = 87;
    /// <summary>Data for a connection whose user has closed.</summary>
    public const int TcpInAfterClose = 88;
    /// <summary>Probes of a window that is closed.</summary>
    public const int TcpInWindowProbe = 89;
    /// <summary>Acknowledgement of what was acknowledged before.</summary>
    public const int TcpInOldAck = 90;
    /// <summary>Acknowledgement of what was never sent.</summary>
    public const int TcpInBadAck = 91;
    /// <summary>Outside the window.</summary>
    public const int TcpInBadSeq = 92;
    /// <summary>Neither ACK, SYN nor RST.</summary>
    public const int TcpInNoAckFlag = 93;
    /// <summary>SYN together with FIN, or with RST.</summary>
    public const int TcpInSynFin = 94;
    /// <summary>RST with the wrong sequence number.</summary>
    public const int TcpInBadRst = 95;
    /// <summary>Options with an impossible length.</summary>
    public const int TcpInBadOption = 96;
    /// <summary>Older than what was seen before (RFC 7323, 5.3).</summary>
    public const int TcpInPawsDrop = 97;
    /// <summary>No timestamp although negotiated (RFC 7323, 3.2).</summary>
    public const int TcpInMissingTimestamp = 98;
    /// <summary>Urgent pointers, read in line.</summary>
    public const int TcpInUrgent = 99;
    /// <summary>Segments that needed no more than the fast path.</summary>
    public const int TcpInFastPath = 100;
    /// <summary>(RFC 5961).</summary>
    public const int TcpChallengeAck = 101;
    /// <summary>Held back by the limit per socket.</summary>
    public const int TcpChallengeAckSkipped = 102;
    /// <summary>A user held the socket and its backlog was full.</summary>
    public const int TcpBacklogDrop = 103;
    /// <summary>Data with no room in the receive ring.</summary>
    public const int TcpRcvQDrop = 104;
    /// <summary>Segments whose data was taken into the receive ring in order.</summary>
    public const int TcpRcvCoalesce = 105;
    /// <summary>Segments kept out of order.</summary>
    public const int TcpOfoQueue = 106;
    /// <summary>Out-of-order runs dropped: no slot left in the gap table, or behind the FIN.</summary>
    public const int TcpOfoDrop = 107;
    /// <summary>Out-of-order data that arrived a second time.</summary>
    public const int TcpOfoMerge = 108;
    public const int TcpDelayedAcks = 109;
    /// <summary>A duplicate arrived: the peer missed our ACK.</summary>
    public const int TcpDelayedAckLost = 110;
    /// <summary>Segments that only acknowledged.</summary>
    public const int TcpPureAcks = 111;
    /// <summary>Retransmission time-outs.</summary>
    public const int TcpTimeouts = 112;
    public const int TcpFastRetrans = 113;
    /// <summary>NewReno: the next hole of the same recovery.</summary>
    public const int TcpPartialAcks = 114;
    /// <summary>New data on the first two duplicate ACKs (RFC 3042).</summary>
    public const int TcpLimitedTransmit = 115;
    public const int TcpZeroWindowProbes = 116;
    public const int TcpKeepaliveProbes = 117;
    public const int TcpFromZeroWindowAdv = 118;
    public const int TcpToZeroWindowAdv = 119;
    public const int TcpAbortOnTimeout = 120;
    /// <summary>Closed with data unread: RST.</summary>
    public const int TcpAbortOnClose = 121;
    /// <summary>Data after the user closed: RST.</summary>
    public const int TcpAbortOnData = 122;
    public const int TcpAbortOnLinger = 123;
    /// <summary>An orphan made room for a new connection.</summary>
    public const int TcpAbortOnMemory = 124;
    public const int TcpAbortOnKeepalive = 125;
    public const int TcpAbortOnUserTimeout = 126;
    /// <summary>The accept queue was full.</summary>
    public const int TcpListenOverflows = 127;
    /// <summary>A SYN dropped.</summary>
    public const int TcpListenDrops = 128;
    /// <summary>The oldest half-open entry made room.</summary>
    public const int TcpSynQueueFull = 129;
    public const int TcpSynRetrans = 130;
    /// <summary>Entries made.</summary>
    public const int TcpTimeWaits = 131;
    /// <summary>The oldest entry made room.</summary>
    public const int TcpTimeWaitOverflow = 132;
    /// <summary>A SYN took one over.</summary>
    public const int TcpTimeWaitReuse = 133;
    /// <summary>Every connection is in use.</summary>
    public const int TcpNoSockets = 134;
    /// <summary>A segment found no buffer or slot and will be tried again.</summary>
    public const int TcpOutNoBufs = 135;
    public const int TcpOutNoRoute = 136;
    /// <summary>Hard errors believed: in window.</summary>
    public const int TcpIcmpHard = 137;
    /// <summary>Soft errors noted.</summary>
    public const int TcpIcmpSoft = 138;
    /// <summary>Ignored (RFC 5927).</summary>
    public const int TcpIcmpOutOfWindow = 139;
    /// <summary>ICMP errors that came while a user held the socket: dropped.</summary>
    public const int TcpLockDroppedIcmps = 140;
    /// <summary>Path MTU lowered by a believed message.</summary>
    public const int TcpMtuReduced = 141;
    /// <summary>A send waited for a descriptor or for room.</summary>
    public const int TcpMemoryPressure = 142;
    /// <summary>Segments with data, retransmissions left out.</summary>
    public const int TcpOrigDataSent = 143;
    public const int TcpRttSamples = 144;

    public const int TcpSynCookiesSent = 145;
    public const int TcpSynCookiesRecv = 146;
    public const int TcpSynCookiesFailed = 147;

    /// <summary>Connections that ended because their address is ours no longer.</summary>
    public const int TcpAbortOnAddress = 148;

    /// <summary>Datagrams not sent: their source is none of our addresses.</summary>
    public const int IpOutNotOurs = 149;

    /// <summary>Sockets that nobody held any more, closed by us.</summary>
    public const int TcpAbandoned = 150;

    /// <summary>ARP to everybody about others.</summary>
    public const int RxClassArpGroup = 151;

    /// <summary>ARP to everybody about our address.</summary>
    public const int RxClassArpForUs = 152;

    /// <summary>Turns of the polling thread that an exception ended.</summary>
    public const int PollExceptions = 153;
    /// <summary>Sockets put right after an exception had ended who owned them.</summary>
    public const int SockMended = 154;
    /// <summary>Packets that nobody held after an exception, brought home.</summary>
    public const int SkbSwept = 155;
    /// <summary>An exception tore a connection's queues: RST.</summary>
    public const int TcpAbortOnTear = 156;

    public const int Count = 157;

    private readonly int[] _counters = new int[Count];

    /// <summary><c>IP_INC_STATS</c> and its siblings: adds one.</summary>
    public void Inc(int counter)
    {
        _counters[counter]++;
    }

    public void Add(int counter, int amount)
    {
        _counters[counter] += amount;
    }

    public int Get(int counter) => _counters[counter];
}
