using NanoStack.Kernel;

namespace NanoStack.Tcp;

/// <summary>NewReno's window (RFC 5681; RFC 6582 is in <see cref="TcpLoss"/>).</summary>
internal sealed class TcpReno : TcpCong
{
    /// <summary>No more than this is ever in flight; a window of this size serves any ring.</summary>
    private const int CwndMax = 65535;

    public override void Init(TcpSock sock)
    {
        sock.Cwnd = Limits.TcpInitialWindow;
        sock.CwndCount = 0;
    }

    /// <summary>Half of what is in flight, at least two segments (RFC 5681, equation 4).</summary>
    public override int SsthreshAfterLoss(TcpSock sock)
    {
        int flight = sock.PacketsOut < sock.Cwnd ? sock.PacketsOut : sock.Cwnd;
        int half = flight >> 1;
        return half > 2 ? half : 2;
    }

    public override void OnAck(TcpSock sock, int ackedSegments, int nowMs)
    {
        if (!IsLimited(sock))
        {
            return;                                 // what was never in use proved nothing
        }

        if (sock.Cwnd < sock.Ssthresh)
        {
            ackedSegments = SlowStart(sock, ackedSegments);
        }

        if (ackedSegments > 0 && sock.Cwnd >= sock.Ssthresh)
        {
            sock.CwndCount += ackedSegments;        // one segment per window: RFC 5681, equation 3
            if (sock.CwndCount >= sock.Cwnd)
            {
                sock.CwndCount -= sock.Cwnd;
                sock.Cwnd++;
            }
        }

        sock.Cwnd = sock.Cwnd < CwndMax ? sock.Cwnd : CwndMax;
    }
}
