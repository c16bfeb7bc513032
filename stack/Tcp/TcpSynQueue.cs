using NanoStack.Ip;
using NanoStack.Kernel;

namespace NanoStack.Tcp;

/// <summary>The half-open connections of all listeners (Linux: <c>inet_csk_reqsk_queue</c>): a fixed
/// table, and the SYN-ACKs that are sent again.</summary>
/// <remarks>From: <see cref="TcpListen"/>, <c>Net.Poll</c>, <see cref="TcpTimer.WriteSpace"/>,
/// <see cref="TcpAddress"/>. To: <see cref="TcpReply.SendSynAck"/>.</remarks>
internal sealed class TcpSynQueue
{
    private readonly TcpProtocol _tcp;
    private readonly Limits _limits;
    private readonly Mib _mib;
    private readonly TcpRequest[] _requests;

    /// <summary>How long an entry lives at most, whatever comes again: a SYN that is repeated, or a ring
    /// that is full, moves its timer.</summary>
    private readonly int _lifeMs;

    public TcpSynQueue(TcpProtocol tcp, NetContext context)
    {
        _tcp = tcp;
        _limits = context.Limits;
        _mib = context.Mib;
        _lifeMs = TcpRtt.SpanMs(Limits.TcpRtoMsInitial, _limits.TcpSynAckRetries);
        _requests = new TcpRequest[_limits.TcpSynQueueCount];
        for (int i = 0; i < _requests.Length; i++)
        {
            _requests[i] = new TcpRequest();
        }
    }

    /// <summary>Half-open connections there are now.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            for (int i = 0; i < _requests.Length; i++)
            {
                count += _requests[i].IsUsed ? 1 : 0;
            }

            return count;
        }
    }

    /// <summary>The entry of a four-tuple, or null.</summary>
    public TcpRequest Find(uint local, int localPort, uint remote, int remotePort)
    {
        for (int i = 0; i < _requests.Length; i++)
        {
            TcpRequest request = _requests[i];
            if (request.IsUsed && request.RemotePort == remotePort
                && request.RemoteAddress == remote && request.LocalPort == localPort
                && request.LocalAddress == local)
            {
                return request;
            }
        }

        return null;
    }

    /// <summary><c>inet_reqsk_alloc</c>: an entry for a listener.</summary>
    /// <returns>The entry; when all are in use null, for a cookie instead, or without cookies the
    /// oldest one, so that a flood of SYNs locks nobody out for longer than it lasts.</returns>
    public TcpRequest Take(TcpSock listener)
    {
        TcpRequest request = FreeOrOldest();
        if (request.IsUsed && _limits.TcpSynCookies)
        {
            return null;
        }

        request.IsUsed = false;                         // an entry is whole, or none
        request.Listener = listener;
        return request;
    }

    public static void Free(TcpRequest request)
    {
        request.IsUsed = false;
        request.Listener = null;
    }

    /// <summary>The listener closes: its half-open entries are forgotten.</summary>
    public void Forget(TcpSock listener)
    {
        for (int i = 0; i < _requests.Length; i++)
        {
            if (_requests[i].Listener == listener)
            {
                Free(_requests[i]);
            }
        }
    }

    /// <summary>Our address is another: the handshakes of the old one are forgotten. The polling thread
    /// only.</summary>
    public void Forget(Route route)
    {
        for (int i = 0; i < _requests.Length; i++)
        {
            if (_requests[i].IsUsed && !route.HasAddress(_requests[i].LocalAddress))
            {
                _mib.Inc(Mib.TcpAttemptFails);
                Free(_requests[i]);
            }
        }
    }

    /// <summary>A SYN-ACK, and the time after which the next is due.</summary>
    public void SendSynAck(TcpRequest request, int nowMs)
    {
        request.TimerMs = nowMs + request.TimeoutMs;
        request.AdvertisedMss = _tcp.AdvertisedMssFor(
            request.RemoteAddress, request.Listener.UserMss);
        request.IsThrottled = !_tcp.Reply.SendSynAck(request, _tcp.WindowScaleOffer, nowMs);
        if (!request.IsThrottled)
        {
            request.SentMs = request.SynAckCount == 0 ? nowMs : request.SentMs;
            request.SynAckCount++;
        }
    }

    /// <summary>The transmit ring drained: SYN-ACKs that found it full go now.</summary>
    public void WriteSpace(int nowMs)
    {
        for (int i = 0; i < _requests.Length; i++)
        {
            if (_requests[i].IsUsed && _requests[i].IsThrottled)
            {
                SendSynAck(_requests[i], nowMs);
            }
        }
    }

    /// <summary>SYN-ACKs again, with back-off, until they are given up. Bound: the table.</summary>
    /// <returns>When it wants to be called again, in ms.</returns>
    public int RunTimers(int nowMs)
    {
        int nextMs = nowMs + Limits.PollIntervalMsMax;
        for (int i = 0; i < _requests.Length; i++)
        {
            TcpRequest request = _requests[i];
            if (!request.IsUsed)
            {
                continue;
            }

            bool isOver = Clock.Reached(nowMs, request.StartMs + _lifeMs);
            if (isOver || Clock.Reached(nowMs, request.TimerMs))
            {
                if (isOver || request.RetransmitCount >= _limits.TcpSynAckRetries)
                {
                    _mib.Inc(Mib.TcpAttemptFails);
                    Free(request);
                    continue;
                }

                request.RetransmitCount++;
                request.TimeoutMs <<= 1;
                _mib.Inc(Mib.TcpSynRetrans);
                SendSynAck(request, nowMs);
            }

            nextMs = Clock.Earlier(nextMs, request.TimerMs);
            nextMs = Clock.Earlier(nextMs, request.StartMs + _lifeMs);
        }

        return nextMs;
    }

    private TcpRequest FreeOrOldest()
    {
        TcpRequest oldest = _requests[0];
        for (int i = 0; i < _requests.Length; i++)
        {
            if (!_requests[i].IsUsed)
            {
                return _requests[i];
            }

            if (Clock.Before(_requests[i].StartMs, oldest.StartMs))
            {
                oldest = _requests[i];
            }
        }

        _mib.Inc(Mib.TcpSynQueueFull);
        return oldest;
    }
}
