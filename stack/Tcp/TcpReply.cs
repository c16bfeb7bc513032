using NanoStack.Ip;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Tcp;

/// <summary>Segments that no socket stands behind: RST to strangers, SYN-ACK of half-open entries, ACK
/// of TIME_WAIT (Linux: <c>tcp_v4_send_reset</c>, <c>tcp_v4_send_ack</c>).</summary>
/// <remarks>To: <see cref="IpOutput.SendReply"/>. The polling thread only.</remarks>
internal sealed class TcpReply
{
    private readonly NetContext _context;
    private readonly SkBuffPool _pool;
    private readonly IpOutput _ip;

    public TcpReply(NetContext context, SkBuffPool pool, IpOutput ip)
    {
        _context = context;
        _pool = pool;
        _ip = ip;
    }

    /// <summary><c>tcp_v4_send_reset</c> (RFC 9293, 3.10.7.1): with ACK the RST carries SEG.ACK, without
    /// it acknowledges the segment; never in answer to a RST.</summary>
    public void SendReset(SkBuff cause, int nowMs)
    {
        if ((cause.TcpFlags & TcpHeader.Rst) != 0)
        {
            return;
        }

        _context.Mib.Inc(Mib.TcpOutRsts);
        byte[] head = cause.Head;
        int at = cause.TransportAt;
        bool hasAck = (cause.TcpFlags & TcpHeader.Ack) != 0;
        uint seq = hasAck ? TcpHeader.AckNumber(head, at) : 0;
        uint ack = hasAck ? 0 : cause.SeqEnd;
        int flags = hasAck ? TcpHeader.Rst : TcpHeader.Rst | TcpHeader.Ack;
        SkBuff skb = NewSegment(TcpHeader.LengthMin, nowMs);
        if (skb != null)
        {
            TcpHeader.Write(
                skb.Head, skb.DataAt, TcpHeader.DestinationPort(head, at),
                TcpHeader.SourcePort(head, at), seq, ack, TcpHeader.LengthMin, flags, 0, 0);
            Send(
                skb, IpHeader.Destination(head, cause.NetworkAt),
                IpHeader.Source(head, cause.NetworkAt), InetSock.TtlDefault, 0);
        }
    }

    /// <summary><c>tcp_v4_send_synack</c>: with what the listener's user set (RFC 9293, MUST-48,
    /// MUST-49).</summary>
    /// <returns>False when there was no packet or no room for it.</returns>
    public bool SendSynAck(TcpRequest request, int windowScale, int nowMs)
    {
        int length = TcpHeader.LengthMin
            + TcpOptions.SynLength(
                request.HasWindowScale, request.HasTimestamps, request.HasSack);
        SkBuff skb = NewSegment(length, nowMs);
        if (skb == null)
        {
            return false;
        }

        TcpHeader.Write(
            skb.Head, skb.DataAt, request.LocalPort, request.RemotePort, request.Iss,
            request.Irs + 1, length, TcpHeader.Syn | TcpHeader.Ack, request.Window, 0);
        TcpOptions.WriteSyn(
            skb.Head, skb.DataAt + TcpHeader.LengthMin, request.AdvertisedMss,
            request.HasWindowScale, windowScale, request.HasTimestamps, request.HasSack,
            (uint)nowMs + request.TsOffset, request.TsRecent);
        TcpSock listener = request.Listener;
        return Send(
            skb, request.LocalAddress, request.RemoteAddress, listener.Ttl, listener.Tos);
    }

    /// <summary>An ACK that says what a half-open entry expects.</summary>
    public void SendAck(TcpRequest request, int nowMs)
    {
        _context.Mib.Inc(Mib.TcpChallengeAck);
        SendAck(
            request.LocalAddress, request.LocalPort, request.RemoteAddress, request.RemotePort,
            request.Iss + 1, request.Irs + 1, request.Window, request.HasTimestamps,
            (uint)nowMs + request.TsOffset, request.TsRecent, nowMs);
    }

    /// <summary><c>tcp_v4_send_ack</c></summary>
    public void SendAck(
        uint local, int localPort, uint remote, int remotePort, uint seq, uint ack, int window,
        bool hasTimestamps, uint tsValue, uint tsEcho, int nowMs)
    {
        int length = TcpHeader.LengthMin + (hasTimestamps ? TcpOptions.TimestampsRoom : 0);
        SkBuff skb = NewSegment(length, nowMs);
        if (skb == null)
        {
            return;
        }

        TcpHeader.Write(
            skb.Head, skb.DataAt, localPort, remotePort, seq, ack, length, TcpHeader.Ack, window,
            0);
        if (hasTimestamps)
        {
            TcpOptions.WriteTimestamps(
                skb.Head, skb.DataAt + TcpHeader.LengthMin, tsValue, tsEcho);
        }

        Send(skb, local, remote, InetSock.TtlDefault, 0);
    }

    private SkBuff NewSegment(int length, int nowMs)
    {
        SkBuff skb = _pool.AllocHeader();
        if (skb == null)
        {
            _context.Mib.Inc(Mib.TcpOutNoBufs);
            return null;
        }

        skb.IsControl = true;
        skb.StampMs = nowMs;
        skb.TransportAt = skb.Push(length);
        return skb;
    }

    /// <returns>False when there was no room for it.</returns>
    private bool Send(SkBuff skb, uint local, uint remote, int ttl, int tos)
    {
        _context.Mib.Inc(Mib.TcpOutSegs);
        TcpTransmit.SeedChecksum(skb, local, remote);
        if (_ip.SendReply(skb, IpHeader.ProtocolTcp, local, remote, ttl, tos) < 0)
        {
            _context.Mib.Inc(Mib.TcpOutNoBufs);
            return false;
        }

        return true;
    }
}
