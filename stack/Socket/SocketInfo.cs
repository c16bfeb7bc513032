using System;

namespace NanoStack.Sockets;

/// <summary>What became of the bytes that were sent (TCP_INFO, SIOCOUTQ). Not in System.Net.</summary>
public partial class Socket
{
    /// <summary><c>SIOCOUTQ</c>: bytes written and not yet acknowledged by the peer. 0 while the
    /// connection stands means that all of them arrived; <see cref="AcknowledgedBytes"/> says how many
    /// did when it no longer stands. As in Linux a FIN counts as one, a SYN not at all.</summary>
    public int UnacknowledgedBytes => Get(InetOption.UnackedBytes);

    /// <summary><c>tcpi_bytes_acked</c>: bytes written since the connection was made that the peer has
    /// acknowledged. It stays true after the connection has ended, however it ended.</summary>
    public long AcknowledgedBytes
    {
        get
        {
            long bytes = _sys.GetBytesAcked(Handle());
            Check(bytes < 0 ? (int)bytes : 0);
            return bytes;
        }
    }

    /// <summary><c>tcpi_rtt</c>: the smoothed round-trip time in ms (SRTT of RFC 6298); -1 before the
    /// first measurement. The clock counts whole ms, and a measurement is at least 1.</summary>
    public int SmoothedRttMs
    {
        get
        {
            int srtt8 = Get(InetOption.Srtt8);
            return srtt8 == 0 ? -1 : srtt8 >> 3;
        }
    }

    /// <summary><c>tcpi_total_retrans</c>: segments of this connection that were sent again, SYNs
    /// included.</summary>
    public int Retransmissions => Get(InetOption.TotalRetrans);

    /// <summary><c>TCP_INFO</c>: how the connection is doing, and why it is late if it is.</summary>
    /// <param name="info">Filled; the same object may be used again.</param>
    /// <exception cref="ArgumentNullException">info is null.</exception>
    public void GetTcpInfo(TcpInfo info)
    {
        if (info == null)
        {
            throw new ArgumentNullException("info");
        }

        Check(_sys.GetInfo(Handle(), info));
    }
}
