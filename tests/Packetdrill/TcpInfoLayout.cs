using NanoStack.Sockets;
using NanoStack.Tcp;

namespace NanoStack.Packetdrill;

/// <summary><c>struct tcp_info</c> as Linux lays it out: every field by its offset in bytes, filled from
/// the stack's own <see cref="TcpInfo"/>. What the stack does not count stays 0.</summary>
internal static unsafe class TcpInfoLayout
{
    private const int OptionTimestamps = 1;
    private const int OptionSack = 2;
    private const int OptionWindowScale = 4;
    private const int UsecsPerMs = 1000;

    /// <summary>Linux's numbers of the states, in the order of <see cref="TcpState"/>.</summary>
    private static readonly byte[] Numbers = { 7, 10, 2, 3, 1, 4, 5, 8, 11, 9, 6 };

    /// <summary>Fills <paramref name="length"/> bytes; the sock is held.</summary>
    public static void Fill(byte* to, int length, TcpSock sock, int nowMs)
    {
        byte* all = stackalloc byte[512];
        new System.Span<byte>(all, 512).Clear();
        TcpInfo info = new TcpInfo();
        info.Fill(sock, nowMs);
        FillState(all, sock, info);
        FillPath(all, sock, info, nowMs);
        FillCounts(all, sock, info);
        new System.Span<byte>(to, length).Clear();
        int part = length < 512 ? length : 512;
        new System.ReadOnlySpan<byte>(all, part).CopyTo(new System.Span<byte>(to, part));
    }

    private static void FillState(byte* to, TcpSock sock, TcpInfo info)
    {
        bool isRecovering = sock.CaState >= TcpSock.CaRecovery;     // Linux has CWR in between
        to[0] = Numbers[(int)sock.State];
        to[1] = (byte)(sock.CaState + (isRecovering ? 1 : 0));
        to[2] = (byte)sock.RetransmitCount;
        to[3] = (byte)sock.ProbeCount;
        to[4] = (byte)info.Backoff;
        to[5] = (byte)((sock.HasTimestamps ? OptionTimestamps : 0) | (sock.HasSack ? OptionSack : 0)
            | (sock.HasWindowScale ? OptionWindowScale : 0));
        to[6] = (byte)(sock.SndWindowScale | (sock.RcvWindowScale << 4));
    }

    private static void FillPath(byte* to, TcpSock sock, TcpInfo info, int nowMs)
    {
        Put(to, 8, info.RtoMs * UsecsPerMs);
        Put(to, 16, info.Mss);
        Put(to, 20, sock.RcvMss);
        Put(to, 24, sock.State == TcpState.Listen ? sock.AcceptCount : info.Unacked);
        Put(to, 28, sock.State == TcpState.Listen ? sock.Backlog : info.Sacked);
        Put(to, 32, info.Lost);
        Put(to, 36, info.Retransmitted);
        Put(to, 44, nowMs - sock.LastSentMs);
        Put(to, 52, info.LastDataReceivedMs);
        Put(to, 56, nowMs - sock.LastReceivedMs);
        Put(to, 60, sock.Dst.Device == null ? 0 : sock.Dst.Mtu);
        Put(to, 68, sock.Srtt8 * UsecsPerMs >> 3);
        Put(to, 72, sock.Rttvar4 * UsecsPerMs >> 2);
        Put(to, 76, info.Ssthresh);
        Put(to, 80, info.Cwnd);
        Put(to, 84, sock.AdvertisedMss);
        Put(to, 88, NanoStack.Kernel.Limits.TcpDupAckThreshold);
        Put(to, 100, info.TotalRetransmissions);
    }

    private static void FillCounts(byte* to, TcpSock sock, TcpInfo info)
    {
        int busyMs = 0;
        for (int reason = 1; reason < TcpChrono.ReasonCount; reason++)
        {
            busyMs += info.LateMs((TcpLateReason)reason);
        }

        *(long*)(to + 120) = info.BytesAcked;
        *(long*)(to + 128) = info.BytesReceived;
        Put(to, 144, info.NotSentBytes);
        *(long*)(to + 168) = (long)busyMs * UsecsPerMs;
        *(long*)(to + 176) = (long)info.LateMs(TcpLateReason.PeerWindow) * UsecsPerMs;
        Put(to, 192, info.Delivered);
        Put(to, 228, info.SendWindow);
        Put(to, 232, info.ReceiveWindow);
    }

    private static void Put(byte* to, int at, int value)
    {
        *(int*)(to + at) = value;
    }
}
