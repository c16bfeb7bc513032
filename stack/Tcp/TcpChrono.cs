namespace NanoStack.Tcp;

/// <summary><c>tcp_chrono_start</c>, <c>tcp_chrono_stop</c>: which reason holds a connection up now, and
/// how long each has.</summary>
/// <remarks>From: <see cref="TcpOutput"/>, <see cref="TcpAck"/>, <see cref="TcpTimer"/>, whenever one of
/// them changed what a reason depends on. Caller holds the sock.</remarks>
internal static class TcpChrono
{
    /// <summary>How many reasons there are.</summary>
    public const int ReasonCount = (int)TcpLateReason.Pool + 1;

    /// <summary>Something changed: the time since the last change belongs to the reason until now.</summary>
    public static void Note(TcpSock sock, int nowMs)
    {
        sock.LateMs[(int)sock.LateReason] += nowMs - sock.LateSinceMs;
        sock.LateSinceMs = nowMs;
        sock.LateReason = ReasonOf(sock);
    }

    /// <summary>A connection begins.</summary>
    public static void Init(TcpSock sock, int nowMs)
    {
        for (int i = 0; i < ReasonCount; i++)
        {
            sock.LateMs[i] = 0;
        }

        sock.LateSinceMs = nowMs;
        sock.LateReason = TcpLateReason.None;
        sock.IsParked = false;
    }

    /// <summary>The nearest cause comes first: without a link nobody asks about windows.</summary>
    private static TcpLateReason ReasonOf(TcpSock sock)
    {
        if (sock.SegCount == 0)
        {
            return TcpLateReason.None;
        }

        if (sock.Dst.Device != null && !sock.Dst.Device.HasCarrier)
        {
            return TcpLateReason.Link;
        }

        if (sock.IsParked)
        {
            return TcpLateReason.Arp;
        }

        if (sock.IsThrottled)
        {
            return TcpLateReason.Pool;
        }

        if (sock.RetransmitCount > 0 && sock.PacketsOut > 0)
        {
            return TcpLateReason.Backoff;
        }

        return TcpRtxQueue.HasUnsent(sock) ? WaitingReason(sock) : TcpLateReason.Network;
    }

    /// <summary>Unsent bytes: what lets them wait.</summary>
    private static TcpLateReason WaitingReason(TcpSock sock)
    {
        if (sock.PacketsOut > 0 && sock.PacketsInFlight >= sock.Cwnd)
        {
            return TcpLateReason.CongestionWindow;
        }

        return TcpOutput.SndWndTest(sock, sock.SegSent)
            ? TcpLateReason.Nagle : TcpLateReason.PeerWindow;
    }
}
