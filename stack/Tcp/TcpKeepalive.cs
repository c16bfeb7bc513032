using NanoStack.Kernel;

namespace NanoStack.Tcp;

/// <summary>The timer of what is quiet: keep-alive (RFC 9293, 3.8.4), and the end of FIN_WAIT_2 without
/// a user (Linux: one timer too).</summary>
/// <remarks>From: <see cref="TcpTimer"/>, <c>InetOptions.Set</c>.
/// To: <see cref="TcpAckOutput.SendKeepalive"/>,
/// <see cref="TcpTimeWait.Add"/>. Caller holds the sock.</remarks>
internal sealed class TcpKeepalive
{
    private readonly TcpProtocol _tcp;
    private readonly NetContext _context;
    private readonly Mib _mib;

    public TcpKeepalive(TcpProtocol tcp, NetContext context)
    {
        _tcp = tcp;
        _context = context;
        _mib = context.Mib;
    }

    /// <summary>Keep-alive begins to count (RFC 9293, 3.8.4): off unless the user asked.</summary>
    public void Arm(TcpSock sock, int nowMs)
    {
        if (sock.IsKeepalive && TcpStates.IsSynchronized(sock.State) && !sock.IsDead)
        {
            ArmIdle(sock, nowMs);
        }
        else if (!sock.IsDead)
        {
            sock.KeepaliveArmed = false;
        }
    }

    /// <summary>The idle time counts from when the peer was heard, not from when the option was set once
    /// more; and probes that are on their way go on.</summary>
    private static void ArmIdle(TcpSock sock, int nowMs)
    {
        int idleEndMs = sock.LastReceivedMs + sock.KeepaliveIdleMs;
        if (!sock.KeepaliveArmed || sock.ProbeCount == 0)
        {
            sock.KeepaliveMs = Clock.Reached(nowMs, idleEndMs) ? nowMs : idleEndMs;
        }

        sock.KeepaliveArmed = true;
    }

    /// <summary>FIN_WAIT_2 without a user has an end.</summary>
    public void ArmFinWait2(TcpSock sock, int nowMs)
    {
        sock.KeepaliveArmed = true;
        sock.KeepaliveMs = nowMs + _context.Limits.TcpFinTimeoutMs;
    }

    /// <summary><c>tcp_keepalive_timer</c>: probes an idle peer, or ends FIN_WAIT_2.</summary>
    public void Fire(TcpSock sock, int nowMs)
    {
        sock.KeepaliveArmed = false;
        if (sock.IsDead && sock.State == TcpState.FinWait2)
        {
            _tcp.TimeWait.Add(sock, true, nowMs);       // a late FIN is answered, not reset
            _tcp.Close.Done(sock);
            return;
        }

        if (!sock.IsKeepalive || sock.IsDead)
        {
            return;
        }

        int idleEndMs = sock.LastReceivedMs + sock.KeepaliveIdleMs;
        if (sock.PacketsOut > 0 || TcpRtxQueue.HasUnsent(sock))
        {
            sock.KeepaliveArmed = true;                 // data in flight asks the same question
            sock.KeepaliveMs = nowMs + sock.KeepaliveIdleMs;
            return;
        }

        sock.KeepaliveArmed = true;
        if (!Clock.Reached(nowMs, idleEndMs))
        {
            sock.ProbeCount = 0;
            sock.KeepaliveMs = idleEndMs;
            return;
        }

        // A time-out of the user decides alone, as in Linux (RFC 5482, 4.2).
        bool isOver = sock.UserTimeoutMs <= 0 ? sock.ProbeCount >= sock.KeepaliveProbeMax
            : sock.ProbeCount > 0
                && Clock.Reached(nowMs, sock.LastReceivedMs + sock.UserTimeoutMs);
        if (isOver)
        {
            _mib.Inc(Mib.TcpAbortOnKeepalive);
            _tcp.AckOutput.SendActiveReset(sock, nowMs);
            _tcp.Close.Fail(sock, Errno.TimedOut);
            return;
        }

        sock.ProbeCount++;
        sock.KeepaliveMs = nowMs + sock.KeepaliveIntervalMs;
        _tcp.AckOutput.SendKeepalive(sock, nowMs);
    }
}
