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
