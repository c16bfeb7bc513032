using System;
using NanoStack.Kernel;
using NanoStack.Tcp;

namespace NanoStack.Sockets;

/// <summary>What became of the bytes that were sent (TCP_INFO, SIOCOUTQ). Not in System.Net.</summary>
public partial class Socket
{
    /// <summary><c>SIOCOUTQ</c>: bytes written and not yet acknowledged by the peer. 0 while the
    /// connection stands means that all of them arrived; <see cref="AcknowledgedBytes"/> says how many
    /// did when it no longer stands. As in Linux a FIN counts as one, a SYN not at all.</summary>
    public int UnacknowledgedBytes
    {
        get
        {
            TcpSock sock = Find();
            return sock.State >= TcpState.Established ? sock.UnackedBytes : 0;
        }
    }

    /// <summary><c>tcpi_bytes_acked</c>: bytes written since the connection was made that the peer has
    /// acknowledged. It stays true after the connection has ended, however it ended.</summary>
    public long AcknowledgedBytes => Find().BytesAcked;

    /// <summary><c>tcpi_rtt</c>: the smoothed round-trip time in ms (SRTT of RFC 6298); -1 before the
    /// first measurement. The clock counts whole ms, and a measurement is at least 1.</summary>
    public int SmoothedRttMs
    {
        get
        {
            TcpSock sock = Find();
            return sock.Srtt8 == 0 ? -1 : sock.Srtt8 >> 3;
        }
    }

    /// <summary><c>tcpi_total_retrans</c>: segments of this connection that were sent again, SYNs
    /// included.</summary>
    public int Retransmissions => Find().TotalRetrans;

    /// <summary><c>TCP_INFO</c>: how the connection is doing, and why it is late if it is.</summary>
    /// <param name="info">Filled; the same object may be used again.</param>
    /// <exception cref="ArgumentNullException">info is null.</exception>
    /// <exception cref="SocketException">NotSocket: the socket is closed.</exception>
    public void GetTcpInfo(TcpInfo info)
    {
        if (info == null)
        {
            throw new ArgumentNullException("info");
        }

        TcpSock sock = Find();
        NetContext context = _net.Context;
        int nowMs = context.Clock.NowMs();
        sock.Lock();
        try
        {
            info.Fill(sock, nowMs);
            sock.Release(nowMs);
        }
        catch (Exception e)
        {
            sock.Trouble = e;
            context.IsHurt = true;
            throw;
        }
    }
}
