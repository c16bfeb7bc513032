using System;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Ip;

/// <summary>ICMP that we send: echo replies, and errors at a limited rate (RFC 792, RFC 1122).</summary>
/// <remarks>From: <see cref="IcmpInput"/>, <see cref="IpInput"/>,
/// <see cref="IpDefrag"/>. To: <see cref="IpOutput.SendReply"/>.
/// The polling thread only.</remarks>
internal sealed class IcmpOutput
{
    /// <summary>Link header, alignment, IP header: the rest of a header packet is for the error and
    /// its quotation: 8, the longest IP header, and 8 (RFC 792).</summary>
    private const int HeadroomBytes = 2 + EthHeader.Length + IpHeader.LengthMin;

    private const int QuotedBytes = 8;

    private readonly NetContext _context;
    private readonly SkBuffPool _pool;
    private readonly IpOutput _ip;
    private readonly Route _route;
    private int _credit = Limits.IcmpErrorBurst;
    private int _creditMs;

    public IcmpOutput(NetContext context, SkBuffPool pool, IpOutput ip, Route route)
    {
        _context = context;
        _pool = pool;
        _ip = ip;
        _route = route;
    }

    /// <summary><c>icmp_echo</c>: turns a request round in the packet it came in; its data goes back
    /// whole (RFC 1122, 3.2.2.6).</summary>
    /// <param name="skb">Data at the ICMP header; gone afterwards.</param>
    public void EchoReply(SkBuff skb)
    {
        byte[] head = skb.Head;
        int at = skb.DataAt;
        uint source = IpHeader.Source(head, skb.NetworkAt);
        uint destination = IpHeader.Destination(head, skb.NetworkAt);
        int tos = IpHeader.Tos(head, skb.NetworkAt);

        int oldWord = (IcmpHeader.TypeEcho << 8) | IcmpHeader.Code(head, at);
        int newWord = (IcmpHeader.TypeEchoReply << 8) | IcmpHeader.Code(head, at);
        int checksum = InetChecksum.Replace(IcmpHeader.Checksum(head, at), oldWord, newWord);
        head[at] = IcmpHeader.TypeEchoReply;
        if (checksum == 0)      // both zeros look alike here: all of it may be zero, and then only
        {                       // 0xFFFF is right (RFC 1624, 3)
            IcmpHeader.SetChecksum(head, at, 0);
            checksum = InetChecksum.Fold(InetChecksum.Add(0, head, at, skb.HeadLength));
        }

        IcmpHeader.SetChecksum(head, at, checksum);

        skb.Summed = IpSummed.None;
        skb.IsControl = true;
        _context.Mib.Inc(Mib.IcmpOutMsgs);
        _context.Mib.Inc(Mib.IcmpOutEchoReps);
        _ip.SendReply(
            skb, IpHeader.ProtocolIcmp, destination, source, InetSock.TtlDefault, tos);
    }

    /// <summary><c>icmp_send</c>: says why a packet, data at its IP header, could not be delivered;
    /// the packet stays the caller's.</summary>
    /// <param name="type"><see cref="IcmpHeader.TypeUnreachable"/> or
    /// <see cref="IcmpHeader.TypeTimeExceeded"/>.</param>
    public void SendError(SkBuff cause, int type, int code, int nowMs)
    {
        byte[] head = cause.Head;
        int at = cause.DataAt;
        if (!MayReport(head, at, cause.TailAt))
        {
            _context.Mib.Inc(Mib.IcmpOutSuppressed);
            return;
        }

        if (!TakeCredit(nowMs))
        {
            _context.Mib.Inc(Mib.IcmpOutRateLimited);
            return;
        }

        SkBuff skb = _pool.AllocHeader(HeadroomBytes);
        if (skb == null)
        {
            _context.Mib.Inc(Mib.IcmpOutNoBufs);
            return;
        }

        int quoted = IpHeader.Length(head, at) + QuotedBytes;
        int whole = IpHeader.TotalLength(head, at);
        quoted = quoted < whole ? quoted : whole;
        int length = IcmpHeader.Length + quoted;
        int icmpAt = skb.Put(length);
        IcmpHeader.SetType(skb.Head, icmpAt, type, code);
        IcmpHeader.SetRest(skb.Head, icmpAt, 0);
        Array.Copy(head, at, skb.Head, icmpAt + IcmpHeader.Length, quoted);
        uint sum = InetChecksum.Add(0, skb.Head, icmpAt, length);
        IcmpHeader.SetChecksum(skb.Head, icmpAt, InetChecksum.Fold(sum));

        skb.StampMs = nowMs;
        skb.IsControl = true;
        _context.Mib.Inc(Mib.IcmpOutMsgs);
        _context.Mib.Inc(type == IcmpHeader.TypeUnreachable
            ? Mib.IcmpOutDestUnreachs : Mib.IcmpOutTimeExcds);
        _ip.SendReply(
            skb, IpHeader.ProtocolIcmp, IpHeader.Destination(head, at), IpHeader.Source(head, at),
            InetSock.TtlDefault, 0);
    }

    /// <summary>RFC 1122, 3.2.2: no error about an error, a group destination, a later fragment, or
    /// a source that is not one host.</summary>
    private bool MayReport(byte[] head, int at, int end)
    {
        uint destination = IpHeader.Destination(head, at);
        if (!IpAddresses.IsUnicast(destination) || _route.IsBroadcast(destination)
            || (IpHeader.Fragment(head, at) & IpHeader.FragmentOffsetMask) != 0
            || !IpAddresses.IsUnicast(IpHeader.Source(head, at)))
        {
            return false;
        }

        int innerAt = at + IpHeader.Length(head, at);
        return IpHeader.Protocol(head, at) != IpHeader.ProtocolIcmp
            || (innerAt < end && !IcmpHeader.IsError(IcmpHeader.Type(head, innerAt)));
    }

    /// <summary>A bucket: so many at once, then one each interval (RFC 1812, 4.3.2.8).</summary>
    private bool TakeCredit(int nowMs)
    {
        int earned = (nowMs - _creditMs) / Limits.IcmpErrorMs;
        if (earned < 0 || earned >= Limits.IcmpErrorBurst)
        {
            _credit = Limits.IcmpErrorBurst;
            _creditMs = nowMs;
        }
        else if (earned > 0)
        {
            int sum = _credit + earned;
            _credit = sum < Limits.IcmpErrorBurst ? sum : Limits.IcmpErrorBurst;
            _creditMs += earned * Limits.IcmpErrorMs;
        }

        if (_credit == 0)
        {
            return false;
        }

        _credit--;
        return true;
    }
}
