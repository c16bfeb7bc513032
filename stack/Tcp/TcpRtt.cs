using NanoStack.Kernel;

namespace NanoStack.Tcp;

/// <summary>The retransmission time-out (RFC 6298), and nothing else.</summary>
/// <remarks>SRTT is kept times 8 and RTTVAR times 4, so that the gains 1/8 and 1/4 are shifts, as in
/// Jacobson's paper. The clock's granularity G is 1 ms.</remarks>
internal static class TcpRtt
{
    private const int GranularityMs = 1;
    private const int SpanMsMax = int.MaxValue / 2;

    /// <summary>Takes one measurement R (2.2, 2.3).</summary>
    public static void Sample(TcpSock sock, int measuredMs)
    {
        int r = measuredMs > 0 ? measuredMs : GranularityMs;
        if (sock.Srtt8 == 0)
        {
            sock.Srtt8 = r << 3;                    // SRTT <- R
            sock.Rttvar4 = r << 1;                  // RTTVAR <- R/2
        }
        else
        {
            int error = r - (sock.Srtt8 >> 3);
            int deviation = error < 0 ? -error : error;
            sock.Rttvar4 += deviation - (sock.Rttvar4 >> 2);    // RTTVAR first, from the old SRTT
            sock.Srtt8 += error;
        }

        SetRto(sock);
    }

    /// <summary>RTO = SRTT + max(G, 4 RTTVAR) (2.3), between its floor and its ceiling (2.4, 2.5). As in
    /// Linux (<c>tcp_rto_min</c>) the floor is one of the variance: on a path that is long and steady
    /// RTTVAR goes to 0, and an RTO of the SRTT alone would fire at the first delayed ACK.</summary>
    public static void SetRto(TcpSock sock)
    {
        int variance = sock.Rttvar4 > Limits.TcpRtoMsMin ? sock.Rttvar4 : Limits.TcpRtoMsMin;
        sock.RtoMs = Bound((sock.Srtt8 >> 3) + variance);
    }

    /// <summary>The time-out to use now: doubled once per expiry (5.5).</summary>
    public static int BackedOffMs(TcpSock sock)
    {
        int rtoMs = sock.RtoMs;
        for (int i = 0; i < sock.Backoff && rtoMs < Limits.TcpRtoMsMax; i++)
        {
            rtoMs <<= 1;
        }

        return Bound(rtoMs);
    }

    /// <summary>From a first transmission until so many more have gone unanswered, each time-out twice the
    /// last one: <paramref name="retries"/> + 1 time-outs, at most twelve days.</summary>
    public static int SpanMs(int rtoMs, int retries)
    {
        int spanMs = 0;
        for (int i = 0; i <= retries && spanMs < SpanMsMax; i++)
        {
            spanMs += rtoMs;
            rtoMs = Bound(rtoMs << 1);
        }

        return spanMs;
    }

    private static int Bound(int rtoMs)
    {
        if (rtoMs < Limits.TcpRtoMsMin)
        {
            return Limits.TcpRtoMsMin;
        }

        return rtoMs < Limits.TcpRtoMsMax ? rtoMs : Limits.TcpRtoMsMax;
    }
}
