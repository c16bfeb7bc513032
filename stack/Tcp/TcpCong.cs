using NanoStack.Wire;

namespace NanoStack.Tcp;

/// <summary><c>struct tcp_congestion_ops</c>: how the congestion window grows and how deep it falls.</summary>
/// <remarks>Loss detection is another room (TcpLoss): it says when, this says how much.</remarks>
internal abstract class TcpCong
{
    /// <summary>A connection begins, or begins again after idling.</summary>
    public abstract void Init(TcpSock sock);

    /// <summary><c>ssthresh</c>: the threshold after a loss, in segments, at least 2.</summary>
    public abstract int SsthreshAfterLoss(TcpSock sock);

    /// <summary><c>cong_avoid</c>: so many segments were acknowledged while the window was in use.</summary>
    public abstract void OnAck(TcpSock sock, int ackedSegments, int nowMs);

    /// <summary><c>tcp_cwnd_validate</c>: something was sent: the fullest the window has been in this
    /// flight is what growth is measured by (RFC 7661, 4.1). Caller holds the sock.</summary>
    public static void Validate(TcpSock sock)
    {
        bool isFull = sock.PacketsInFlight >= sock.Cwnd;
        bool isNewFlight = !Seq.Before(sock.SndUna, sock.CwndUsageSeq);
        if (isNewFlight || isFull
            || (!sock.IsCwndLimited && sock.PacketsOut > sock.PacketsOutMax))
        {
            sock.IsCwndLimited = isFull;
            sock.PacketsOutMax = sock.PacketsOut;
            sock.CwndUsageSeq = sock.SndNxt;
        }
    }

    /// <summary><c>tcp_is_cwnd_limited</c>: the window was what held us back, so it may grow. In slow
    /// start it may be twice what was in flight.</summary>
    protected static bool IsLimited(TcpSock sock)
    {
        return sock.IsCwndLimited
            || (sock.Cwnd < sock.Ssthresh && sock.Cwnd < 2 * sock.PacketsOutMax);
    }

    /// <summary><c>tcp_slow_start</c>: one segment per acknowledged segment up to the threshold
    /// (RFC 5681, 3.1).</summary>
    /// <returns>Acknowledged segments that are left for congestion avoidance.</returns>
    protected static int SlowStart(TcpSock sock, int ackedSegments)
    {
        int grown = sock.Cwnd + ackedSegments;
        int cwnd = grown < sock.Ssthresh ? grown : sock.Ssthresh;
        int left = grown - cwnd;
        sock.Cwnd = cwnd;
        return left;
    }
}
