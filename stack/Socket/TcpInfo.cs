using NanoStack.Tcp;
using NanoStack.Wire;

namespace NanoStack.Sockets;

/// <summary><c>struct tcp_info</c>: how a connection is doing. One object may be filled again and again
/// (<see cref="Socket.GetTcpInfo"/>), so that looking costs no memory. Not in System.Net.</summary>
public sealed class TcpInfo
{
    private readonly int[] _lateMs = new int[TcpChrono.ReasonCount];

    /// <summary>The state as RFC 9293 names it, such as ESTABLISHED.</summary>
    public string State { get; private set; }

    /// <summary>Smoothed round-trip time in ms; 0 before the first measurement (RFC 6298).</summary>
    public int SrttMs { get; private set; }

    /// <summary>Round-trip time variation in ms (RFC 6298).</summary>
    public int RttvarMs { get; private set; }

    /// <summary>Retransmission time-out in ms, back-off included.</summary>
    public int RtoMs { get; private set; }

    /// <summary>Doublings of the time-out since the last progress.</summary>
    public int Backoff { get; private set; }

    /// <summary>Congestion window in segments.</summary>
    public int Cwnd { get; private set; }

    /// <summary>Slow start threshold in segments; int.MaxValue before the first loss.</summary>
    public int Ssthresh { get; private set; }

    /// <summary>Payload of a full segment in bytes.</summary>
    public int Mss { get; private set; }

    /// <summary>Segments sent and not acknowledged.</summary>
    public int Unacked { get; private set; }

    /// <summary>Of these, said to have arrived out of order.</summary>
    public int Sacked { get; private set; }

    /// <summary>Of these, taken for lost.</summary>
    public int Lost { get; private set; }

    /// <summary>Of these, sent again and in flight.</summary>
    public int Retransmitted { get; private set; }

    /// <summary>Segments sent again since the connection began.</summary>
    public int TotalRetransmissions { get; private set; }

    /// <summary>Segments that the peer acknowledged.</summary>
    public int Delivered { get; private set; }

    /// <summary>Bytes that the peer acknowledged.</summary>
    public long BytesAcked { get; private set; }

    /// <summary>Bytes received in order, modulo 2^32.</summary>
    public uint BytesReceived { get; private set; }

    /// <summary>Milliseconds since data came; before the first, since the connection was made.</summary>
    public int LastDataReceivedMs { get; private set; }

    /// <summary>Bytes written and not yet sent.</summary>
    public int NotSentBytes { get; private set; }

    /// <summary>The peer's window in bytes.</summary>
    public int SendWindow { get; private set; }

    /// <summary>Our window as the peer knows it, in bytes.</summary>
    public int ReceiveWindow { get; private set; }

    /// <summary>Why the next byte is not acknowledged yet.</summary>
    public TcpLateReason Reason { get; private set; }

    /// <summary>Milliseconds spent waiting for a reason since the connection began.</summary>
    public int LateMs(TcpLateReason reason) => _lateMs[(int)reason];

    /// <summary>Fills in everything; the sock is held.</summary>
    internal void Fill(TcpSock sock, int nowMs)
    {
        TcpChrono.Note(sock, nowMs);
        for (int i = 0; i < _lateMs.Length; i++)
        {
            _lateMs[i] = sock.LateMs[i];
        }

        State = TcpStates.NameOf(sock.State);
        SrttMs = sock.Srtt8 >> 3;
        RttvarMs = sock.Rttvar4 >> 2;
        RtoMs = TcpRtt.BackedOffMs(sock);
        Backoff = sock.Backoff;
        Cwnd = sock.Cwnd;
        Ssthresh = sock.Ssthresh;
        Mss = sock.MssCache;
        Unacked = sock.PacketsOut;
        Sacked = sock.SackedOut;
        Lost = sock.LostOut;
        Retransmitted = sock.RetransOut;
        TotalRetransmissions = sock.TotalRetrans;
        Delivered = sock.Delivered;
        BytesAcked = sock.BytesAcked;
        BytesReceived = sock.RcvNxt == sock.Irs ? 0     // no SYN yet
            : sock.RcvNxt - sock.Irs - 1 - (sock.HasFin ? 1u : 0u);
        LastDataReceivedMs = nowMs - sock.LastDataReceivedMs;
        NotSentBytes = Seq.Distance(sock.SndNxt, sock.WriteSeq);
        SendWindow = sock.SndWnd;
        ReceiveWindow = sock.ReceiveWindow;
        Reason = sock.LateReason;
    }
}
