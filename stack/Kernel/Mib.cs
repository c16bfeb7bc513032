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

    // IPv4 (RFC 4293)
    public const int IpInReceives = 35;
    /// <summary>Version, header length or total length.</summary>
    public const int IpInHdrErrors = 36;
    public const int IpInCsumErrors = 37;
    /// <summary>Total length beyond the frame.</summary>
    public const int IpInTruncated = 38;
    /// <summary>A destination that is not ours.</summary>
    public const int IpInAddrErrors = 39;
    /// <summary>A source that no host has (RFC 1122, 3.2.1.3).</summary>
    public const int IpInMartians = 40;
    /// <summary>Malformed or source-route options: dropped.</summary>
    public const int IpInOptionErrors = 41;
    /// <summary>Options that were stepped over.</summary>
    public const int IpInOptionsSkipped = 42;
    public const int IpInUnknownProtos = 43;
    public const int IpInDelivers = 44;
    /// <summary>Dropped by a local-in rule.</summary>
    public const int IpInFiltered = 45;
    /// <summary>Fragments received.</summary>
    public const int IpReasmReqds = 46;
    /// <summary>Fragments that cannot be part of a datagram, or found no place.</summary>
    public const int IpReasmFails = 47;
    /// <summary>Datagrams that became whole.</summary>
    public const int IpReasmOKs = 48;
    /// <summary>Datagrams whose fragments did not all come in time.</summary>
    public const int IpReasmTimeout = 49;
    /// <summary>Fragments that say something else of bytes already there: their datagram is
    /// dropped (RFC 1858).</summary>
    public const int IpReasmOverlaps = 50;
    /// <summary>Fragments that arrived again.</summary>
    public const int IpReasmDuplicates = 51;
    /// <summary>Half a datagram that made room for a newer one.</summary>
    public const int IpReasmEvicted = 52;
    public const int IpOutRequests = 53;
    public const int IpOutNoRoutes = 54;
    /// <summary>No buffer or no slot.</summary>
    public const int IpOutDiscards = 55;
    /// <summary>Dropped by a local-out rule.</summary>
    public const int IpOutFiltered = 56;
    /// <summary>Longer than the route's MTU with DF set.</summary>
    public const int IpOutFragFails = 57;

    // ICMP (RFC 4293)
    public const int IcmpInMsgs = 58;
    /// <summary>Short or malformed.</summary>
    public const int IcmpInErrors = 59;
    public const int IcmpInCsumErrors = 60;
    public const int IcmpInEchos = 61;
    /// <summary>Echo replies nobody asked for.</summary>
    public const int IcmpInEchoReps = 62;
    public const int IcmpInDestUnreachs = 63;
    /// <summary>A type we have no use for.</summary>
    public const int IcmpInOther = 64;
    /// <summary>Echo to a broadcast or multicast address (RFC 1122, 3.2.2.6).</summary>
    public const int IcmpInEchoIgnored = 65;
    /// <summary>An error whose quoted packet is short or lies.</summary>
    public const int IcmpInInnerErrors = 66;
    /// <summary>An error about a connection we do not have.</summary>
    public const int IcmpInNoMatch = 67;
    public const int IcmpOutMsgs = 68;
    public const int IcmpOutEchoReps = 69;
    public const int IcmpOutDestUnreachs = 70;
    public const int IcmpOutTimeExcds = 71;
    public const int IcmpOutRateLimited = 72;
    /// <summary>An error about a packet that must get none.</summary>
    public const int IcmpOutSuppressed = 73;
    public const int IcmpOutNoBufs = 74;

    // TCP (RFC 4022)
    public const int TcpActiveOpens = 75;
    public const int TcpPassiveOpens = 76;
    public const int TcpAttemptFails = 77;
    public const int TcpEstabResets = 78;
    public const int TcpInSegs = 79;
    /// <summary>Bad header or bad checksum.</summary>
    public const int TcpInErrs = 80;
    public const int TcpInCsumErrors = 81;
    public const int TcpOutSegs = 82;
    public const int TcpRetransSegs = 83;
    public const int TcpOutRsts = 84;

    // TCP (Linux names)
    /// <summary>A segment to a broadcast or multicast address (MUST-57).</summary>
    public const int TcpInNotUnicast = 85;
    /// <summary>No connection and no listener: answered with RST.</summary>
    public const int TcpInNoSocket = 86;
    /// <summary>Data for a connection whose user has closed.</summary>
    public const int TcpInAfterClose = 87;
    /// <summary>Probes of a window that is closed.</summary>
    public const int TcpInWindowProbe = 88;
    /// <summary>Acknowledgement of what was acknowledged before.</summary>
    public const int TcpInOldAck = 89;
    /// <summary>Acknowledgement of what was never sent.</summary>
    public const int TcpInBadAck = 90;
    /// <summary>Outside the window.</summary>
    public const int TcpInBadSeq = 91;
    /// <summary>Neither ACK, SYN nor RST.</summary>
    public const int TcpInNoAckFlag = 92;
    /// <summary>SYN together with FIN, or with RST.</summary>
    public const int TcpInSynFin = 93;
    /// <summary>RST with the wrong sequence number.</summary>
    public const int TcpInBadRst = 94;
    /// <summary>Options with an impossible length.</summary>
    public const int TcpInBadOption = 95;
    /// <summary>Older than what was seen before (RFC 7323, 5.3).</summary>
    public const int TcpInPawsDrop = 96;
    /// <summary>No timestamp although negotiated (RFC 7323, 3.2).</summary>
    public const int TcpInMissingTimestamp = 97;
    /// <summary>Urgent pointers, read in line.</summary>
    public const int TcpInUrgent = 98;
    /// <summary>Segments that needed no more than the fast path.</summary>
    public const int TcpInFastPath = 99;
    /// <summary>(RFC 5961).</summary>
    public const int TcpChallengeAck = 100;
    /// <summary>Held back by the limit per socket.</summary>
    public const int TcpChallengeAckSkipped = 101;
    /// <summary>A user held the socket and its backlog was full.</summary>
    public const int TcpBacklogDrop = 102;
    /// <summary>Data with no room in the receive ring.</summary>
    public const int TcpRcvQDrop = 103;
    /// <summary>Segments whose data was taken into the receive ring in order.</summary>
    public const int TcpRcvCoalesce = 104;
    /// <summary>Segments kept out of order.</summary>
    public const int TcpOfoQueue = 105;
    /// <summary>Out-of-order runs dropped: no slot left in the gap table, or behind the FIN.</summary>
    public const int TcpOfoDrop = 106;
    /// <summary>Out-of-order data that arrived a second time.</summary>
    public const int TcpOfoMerge = 107;
    public const int TcpDelayedAcks = 108;
    /// <summary>A duplicate arrived: the peer missed our ACK.</summary>
    public const int TcpDelayedAckLost = 109;
    /// <summary>Segments that only acknowledged.</summary>
    public const int TcpPureAcks = 110;
    /// <summary>Retransmission time-outs.</summary>
    public const int TcpTimeouts = 111;
    public const int TcpFastRetrans = 112;
    /// <summary>NewReno: the next hole of the same recovery.</summary>
    public const int TcpPartialAcks = 113;
    /// <summary>New data on the first two duplicate ACKs (RFC 3042).</summary>
    public const int TcpLimitedTransmit = 114;
    public const int TcpZeroWindowProbes = 115;
    public const int TcpKeepaliveProbes = 116;
    public const int TcpFromZeroWindowAdv = 117;
    public const int TcpToZeroWindowAdv = 118;
    public const int TcpAbortOnTimeout = 119;
    /// <summary>Closed with data unread: RST.</summary>
    public const int TcpAbortOnClose = 120;
    /// <summary>Data after the user closed: RST.</summary>
    public const int TcpAbortOnData = 121;
    public const int TcpAbortOnLinger = 122;
    /// <summary>An orphan made room for a new connection.</summary>
    public const int TcpAbortOnMemory = 123;
    public const int TcpAbortOnKeepalive = 124;
    public const int TcpAbortOnUserTimeout = 125;
    /// <summary>The accept queue was full.</summary>
    public const int TcpListenOverflows = 126;
    /// <summary>A SYN dropped.</summary>
    public const int TcpListenDrops = 127;
    /// <summary>The oldest half-open entry made room.</summary>
    public const int TcpSynQueueFull = 128;
    public const int TcpSynRetrans = 129;
    /// <summary>Entries made.</summary>
    public const int TcpTimeWaits = 130;
    /// <summary>The oldest entry made room.</summary>
    public const int TcpTimeWaitOverflow = 131;
    /// <summary>A SYN took one over.</summary>
    public const int TcpTimeWaitReuse = 132;
    /// <summary>Every connection is in use.</summary>
    public const int TcpNoSockets = 133;
    /// <summary>A segment found no buffer or slot and will be tried again.</summary>
    public const int TcpOutNoBufs = 134;
    public const int TcpOutNoRoute = 135;
    /// <summary>Hard errors believed: in window.</summary>
    public const int TcpIcmpHard = 136;
    /// <summary>Soft errors noted.</summary>
    public const int TcpIcmpSoft = 137;
    /// <summary>Ignored (RFC 5927).</summary>
    public const int TcpIcmpOutOfWindow = 138;
    /// <summary>ICMP errors that came while a user held the socket: dropped.</summary>
    public const int TcpLockDroppedIcmps = 139;
    /// <summary>Path MTU lowered by a believed message.</summary>
    public const int TcpMtuReduced = 140;
    /// <summary>A send waited for a descriptor or for room.</summary>
    public const int TcpMemoryPressure = 141;
    /// <summary>Segments with data, retransmissions left out.</summary>
    public const int TcpOrigDataSent = 142;
    public const int TcpRttSamples = 143;

    public const int TcpSynCookiesSent = 144;
    public const int TcpSynCookiesRecv = 145;
    public const int TcpSynCookiesFailed = 146;

    /// <summary>A row of several segments that no row was free to split: its front alone went again.</summary>
    public const int TcpSplitForgone = 147;

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
