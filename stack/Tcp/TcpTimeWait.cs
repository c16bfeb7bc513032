using NanoStack.Ip;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Tcp;

/// <summary><c>inet_timewait_sock</c>: connections in TIME_WAIT: two numbers and a deadline each, no
/// socket (RFC 9293, 3.6.1; RFC 6191; RFC 1337).</summary>
/// <remarks>
/// From: <see cref="TcpInput.Receive"/>, <see cref="TcpClose"/>, <see cref="TcpKeepalive"/>,
/// <see cref="TcpAddress"/>, <see cref="TcpRoom"/>. To: <see cref="TcpReply"/>.
/// Arrays, because an object per entry would cost the nanoCLR three times as much. When the table
/// is full the oldest makes room, even while a segment for it is looked at: the polling thread
/// judges by a copy, and writes back to an entry that is still the same. Used by the polling thread
/// and by closing users: one lock.
/// </remarks>
internal sealed partial class TcpTimeWait
{
    /// <summary>Distance of a reused connection's ISN from the old one's end (Linux).</summary>
    private const uint ReuseStep = 65535 + 2;

    private readonly TcpProtocol _tcp;
    private readonly NetContext _context;
    private readonly SpinLock _lock;
    private readonly TcpOptions _options = new TcpOptions();
    private readonly bool[] _isUsed;
    private readonly bool[] _hasTimestamps;
    private readonly bool[] _awaitsFin;             // tw_substate TCP_FIN_WAIT2
    private readonly uint[] _local;
    private readonly uint[] _remote;
    private readonly uint[] _ports;                 // ours << 16 | theirs
    private readonly uint[] _sndNxt;
    private readonly uint[] _rcvNxt;
    private readonly int[] _window;
    private readonly uint[] _tsRecent;
    private readonly uint[] _tsOffset;
    private readonly int[] _endMs;
    private readonly int[] _answeredMs;
    private readonly int _spare;                    // the row that a segment is judged by
    private bool _hasReuse;
    private uint _reuseSequence;

    public TcpTimeWait(TcpProtocol tcp, NetContext context)
    {
        _spare = context.Limits.TcpTimeWaitCount;
        int count = _spare + 1;
        _tcp = tcp;
        _context = context;
        _lock = context.NewLock();
        _isUsed = new bool[count];
        _hasTimestamps = new bool[count];
        _awaitsFin = new bool[count];
        _local = new uint[count];
        _remote = new uint[count];
        _ports = new uint[count];
        _sndNxt = new uint[count];
        _rcvNxt = new uint[count];
        _window = new int[count];
        _tsRecent = new uint[count];
        _tsOffset = new uint[count];
        _endMs = new int[count];
        _answeredMs = new int[count];
    }

    /// <summary>Entries there are now.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            for (int i = 0; i < _spare; i++)
            {
                count += _isUsed[i] ? 1 : 0;
            }

            return count;
        }
    }

    /// <summary><c>tcp_time_wait</c>: takes over what is left of a connection.</summary>
    /// <param name="awaitsFin">FIN_WAIT_2 ended by its time: the peer has not ended its direction.</param>
    public void Add(TcpSock sock, bool awaitsFin, int nowMs)
    {
        _lock.Hold(LockSite.TcpTable);
        try
        {
            int slot = FreeOrOldest();
            _isUsed[slot] = false;
            _local[slot] = sock.LocalAddress;
            _remote[slot] = sock.RemoteAddress;
            _ports[slot] = ((uint)sock.LocalPort << 16) | (uint)sock.RemotePort;
            _sndNxt[slot] = sock.SndNxt;
            _rcvNxt[slot] = sock.RcvNxt;
            int window = sock.ReceiveWindow >> sock.RcvWindowScale;
            _window[slot] = window < 0xFFFF ? window : 0xFFFF;
            _hasTimestamps[slot] = sock.HasTimestamps;
            _awaitsFin[slot] = awaitsFin;
            _tsRecent[slot] = sock.TsRecent;
            _tsOffset[slot] = sock.NextTimestamp(nowMs) - (uint)nowMs;
            _endMs[slot] = nowMs + _context.Limits.TcpTimeWaitMs;
            _answeredMs[slot] = nowMs - Limits.TcpChallengeAckMs;
            _isUsed[slot] = true;                       // last: an entry is whole, or none
        }
        finally
        {
            _lock.Holder = SpinLock.Free;
        }

        _context.Mib.Inc(Mib.TcpTimeWaits);
    }

    /// <summary>True when a four-tuple is still in TIME_WAIT.</summary>
    public bool IsUsed(uint local, int localPort, uint remote, int remotePort)
    {
        _lock.Hold(LockSite.TcpTable);
        try
        {
            return Find(local, localPort, remote, remotePort) >= 0;
        }
        finally
        {
            _lock.Holder = SpinLock.Free;
        }
    }

    /// <summary>The ISN of a connection that takes over an entry lies beyond the old one's numbers;
    /// any other keeps <paramref name="isn"/>.</summary>
    public uint TakeReuseSequence(uint isn)
    {
        if (!_hasReuse)
        {
            return isn;
        }

        _hasReuse = false;
        return _reuseSequence;
    }

    /// <summary><c>tcp_timewait_state_process</c></summary>
    /// <returns>True when the segment belonged to an entry and was dealt with. False for one that opens
    /// a new connection, and for strangers.</returns>
    public bool SegmentArrives(
        SkBuff skb, uint local, int localPort, uint remote, int remotePort, int nowMs)
    {
        _hasReuse = false;
        int slot;
        _lock.Hold(LockSite.TcpTable);
        try
        {
            slot = Find(local, localPort, remote, remotePort);
            if (slot >= 0)
            {
                Copy(slot, _spare);
            }
        }
        finally
        {
            _lock.Holder = SpinLock.Free;
        }

        if (slot < 0)
        {
            return false;
        }

        uint sndNxt = _sndNxt[_spare];
        bool isTaken = Process(_spare, skb, local, localPort, nowMs);
        _lock.Hold(LockSite.TcpTable);
        try
        {
            if (Find(local, localPort, remote, remotePort) == slot && _sndNxt[slot] == sndNxt)
            {
                Copy(_spare, slot);
            }
        }
        finally
        {
            _lock.Holder = SpinLock.Free;
        }

        return isTaken;
    }

    /// <summary>Judges by a copy of the entry, and changes that.</summary>
    private bool Process(int slot, SkBuff skb, uint local, int localPort, int nowMs)
    {
        if (!_options.Parse(skb.Head, skb.TransportAt))
        {
            _context.Mib.Inc(Mib.TcpInBadOption);
        }

        if ((skb.TcpFlags & TcpHeader.Rst) != 0)
        {
            _context.Mib.Inc(Mib.TcpInBadRst);      // RFC 1337: no assassination
            return true;
        }

        bool hasTs = _hasTimestamps[slot] && _options.HasTimestamps;
        bool isOld = hasTs && Seq.Before(_options.TsValue, _tsRecent[slot]);
        if (IsOpening(skb) && !isOld && _tcp.Table.FindListener(local, localPort) != null
            && (Seq.After(skb.SeqStart, _rcvNxt[slot])
                || (hasTs && Seq.After(_options.TsValue, _tsRecent[slot]))))
        {
            Reuse(slot);
            return false;
        }

        if (isOld)
        {
            _context.Mib.Inc(Mib.TcpInPawsDrop);
        }

        if (_awaitsFin[slot] && !isOld && IsInWindow(slot, skb) && !FinArrives(slot, skb))
        {
            _context.Mib.Inc(Mib.TcpAbortOnData);   // nobody reads it (RFC 9293, 3.6.1)
            _isUsed[slot] = false;
            _tcp.Reply.SendReset(skb, nowMs);
            return true;
        }

        if ((skb.TcpFlags & TcpHeader.Fin) != 0 && skb.SeqEnd == _rcvNxt[slot])
        {
            _endMs[slot] = nowMs + _context.Limits.TcpTimeWaitMs;   // RFC 9293, 3.10.7.4, eighth
        }

        bool isPlainAck = skb.SeqEnd == skb.SeqStart && skb.SeqStart == _rcvNxt[slot];
        if (!isPlainAck || isOld)
        {
            Answer(slot, skb, nowMs);
        }
        else
        {
            _context.Mib.Inc(Mib.TcpPureAcks);
        }

        return true;
    }

    /// <summary>Ends what is over. Bound: the table. Every poll asks, so the lock is taken only when
    /// something seems over, and the question asked again under it.</summary>
    /// <returns>When it wants to be called again, in ms.</returns>
    public int RunTimers(int nowMs)
    {
        int nextMs = nowMs + Limits.PollIntervalMsMax;
        for (int i = 0; i < _spare; i++)
        {
            if (!_isUsed[i])
            {
                continue;
            }

            if (Clock.Reached(nowMs, _endMs[i]))
            {
                End(i, nowMs);
            }
            else
            {
                nextMs = Clock.Earlier(nextMs, _endMs[i]);
            }
        }

        return nextMs;
    }

    /// <summary>Ends what is of an address that is ours no longer: nothing can be answered from
    /// there.</summary>
    public void Forget(Route route)
    {
        for (int i = 0; i < _spare; i++)
        {
            uint local = _local[i];
            if (!_isUsed[i] || route.HasAddress(local))
            {
                continue;
            }

            _lock.Hold(LockSite.TcpTable);
            try
            {
                if (_local[i] == local)     // else a connection that closed just now has it
                {
                    _isUsed[i] = false;
                }
            }
            finally
            {
                _lock.Holder = SpinLock.Free;
            }
        }
    }

    /// <summary>Ends an entry, unless another connection's has taken its place meanwhile.</summary>
    private void End(int slot, int nowMs)
    {
        _lock.Hold(LockSite.TcpTable);
        try
        {
            if (Clock.Reached(nowMs, _endMs[slot]))
            {
                _isUsed[slot] = false;
            }
        }
        finally
        {
            _lock.Holder = SpinLock.Free;
        }
    }

    private void Copy(int from, int to)
    {
        _isUsed[to] = _isUsed[from];
        _hasTimestamps[to] = _hasTimestamps[from];
        _awaitsFin[to] = _awaitsFin[from];
        _local[to] = _local[from];
        _remote[to] = _remote[from];
        _ports[to] = _ports[from];
        _sndNxt[to] = _sndNxt[from];
        _rcvNxt[to] = _rcvNxt[from];
        _window[to] = _window[from];
        _tsRecent[to] = _tsRecent[from];
        _tsOffset[to] = _tsOffset[from];
        _endMs[to] = _endMs[from];
        _answeredMs[to] = _answeredMs[from];
    }

    /// <summary>A SYN that a listener would take. Without one it is an old or a forged SYN: it must not
    /// end TIME_WAIT (RFC 1337; RFC 5961, 4.2).</summary>
    private static bool IsOpening(SkBuff skb)
    {
        const int Deciding = TcpHeader.Syn | TcpHeader.Ack | TcpHeader.Fin | TcpHeader.Rst;
        return (skb.TcpFlags & Deciding) == TcpHeader.Syn;
    }

    /// <summary>It says something that the connection had not heard, and could: FIN_WAIT_2 is a
    /// synchronized state, in which neither a SYN nor what has no ACK counts.</summary>
    private bool IsInWindow(int slot, SkBuff skb)
    {
        const int ToTheRight = 0xFFFF;
        const int Deciding = TcpHeader.Syn | TcpHeader.Ack;
        return (skb.TcpFlags & Deciding) == TcpHeader.Ack && skb.SeqEnd != skb.SeqStart
            && Seq.After(skb.SeqEnd, _rcvNxt[slot])
            && !Seq.After(skb.SeqStart, _rcvNxt[slot] + ToTheRight);
    }

    /// <summary>The FIN that FIN_WAIT_2 waited for in vain, now that it comes.</summary>
    /// <returns>False: the segment is not that FIN alone.</returns>
    private bool FinArrives(int slot, SkBuff skb)
    {
        if ((skb.TcpFlags & TcpHeader.Fin) == 0 || skb.SeqEnd != _rcvNxt[slot] + 1)
        {
            return false;
        }

        _awaitsFin[slot] = false;
        _rcvNxt[slot]++;
        return true;
    }

    private void Reuse(int slot)
    {
        _context.Mib.Inc(Mib.TcpTimeWaitReuse);
        _hasReuse = true;
        _reuseSequence = _sndNxt[slot] + ReuseStep;
        _isUsed[slot] = false;
    }

    /// <summary><c>tcp_timewait_check_oow_rate_limit</c>: SYNs and segments without data at most once per
    /// interval, so that no ACK is answered by an ACK for ever.</summary>
    private void Answer(int slot, SkBuff skb, int nowMs)
    {
        if ((skb.SeqEnd == skb.SeqStart || (skb.TcpFlags & TcpHeader.Syn) != 0)
            && !Clock.Reached(nowMs, _answeredMs[slot] + Limits.TcpChallengeAckMs))
        {
            _context.Mib.Inc(Mib.TcpChallengeAckSkipped);
            return;
        }

        _answeredMs[slot] = nowMs;
        _tcp.Reply.SendAck(
            _local[slot], (int)(_ports[slot] >> 16), _remote[slot], (int)(_ports[slot] & 0xFFFF),
            _sndNxt[slot], _rcvNxt[slot], _window[slot], _hasTimestamps[slot],
            (uint)nowMs + _tsOffset[slot], _tsRecent[slot], nowMs);
    }
}
