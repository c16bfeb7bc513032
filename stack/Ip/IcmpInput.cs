using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Ip;

/// <summary><c>icmp_rcv</c>: what we believe of ICMP (RFC 792; RFC 1122, 3.2.2; RFC 5927).</summary>
/// <remarks>
/// From: <see cref="IpInput"/>. To: <see cref="IcmpOutput.EchoReply"/>, or the transport protocol whose
/// datagram an error quotes (<see cref="InetProtocol.Error"/>). Nothing inside a quotation is trusted
/// for its lengths.
/// </remarks>
internal sealed class IcmpInput : InetProtocol
{
    private readonly Mib _mib;
    private readonly Route _route;
    private readonly InetProtocols _protocols;
    private readonly IcmpOutput _output;

    public IcmpInput(NetContext context, Route route, InetProtocols protocols, IcmpOutput output)
        : base(IpHeader.ProtocolIcmp)
    {
        _mib = context.Mib;
        _route = route;
        _protocols = protocols;
        _output = output;
    }

    public override void Receive(SkBuff skb, int nowMs)
    {
        byte[] head = skb.Head;
        int at = skb.DataAt;
        _mib.Inc(Mib.IcmpInMsgs);
        if (!IcmpHeader.Fits(at, skb.TailAt))
        {
            Drop(skb, Mib.IcmpInErrors);
            return;
        }

        if (!HasValidChecksum(skb))
        {
            Drop(skb, Mib.IcmpInCsumErrors);
            return;
        }

        switch (IcmpHeader.Type(head, at))
        {
            case IcmpHeader.TypeEcho:
                Echo(skb);
                return;

            case IcmpHeader.TypeEchoReply:
                Drop(skb, Mib.IcmpInEchoReps);
                return;

            case IcmpHeader.TypeUnreachable:
                _mib.Inc(Mib.IcmpInDestUnreachs);
                Unreachable(skb, nowMs);
                skb.Free();
                return;

            case IcmpHeader.TypeTimeExceeded:
            case IcmpHeader.TypeParameterProblem:
                Unreachable(skb, nowMs);
                skb.Free();
                return;

            default:        // redirects too: one gateway, and it is configured (RFC 1122, 3.2.2.2)
                Drop(skb, Mib.IcmpInOther);
                return;
        }
    }

    /// <summary>An ICMP error about an ICMP message of ours: we ask nothing, so it is nothing.</summary>
    public override void Error(
        byte[] data, int innerAt, int type, int code, int nextHopMtu, int nowMs)
    {
        _mib.Inc(Mib.IcmpInNoMatch);
    }

    private void Echo(SkBuff skb)
    {
        _mib.Inc(Mib.IcmpInEchos);
        uint destination = IpHeader.Destination(skb.Head, skb.NetworkAt);
        if (!IpAddresses.IsUnicast(destination) || _route.IsBroadcast(destination))
        {
            Drop(skb, Mib.IcmpInEchoIgnored);
            return;
        }

        _output.EchoReply(skb);
    }

    /// <summary><c>icmp_unreach</c>: to the protocol whose datagram is quoted.</summary>
    private void Unreachable(SkBuff skb, int nowMs)
    {
        byte[] head = skb.Head;
        int at = skb.DataAt;
        int innerAt = at + IcmpHeader.Length;
        int room = skb.TailAt - innerAt;
        if (room < IpHeader.LengthMin || head[innerAt] >> 4 != IpHeader.Version
            || IpHeader.Length(head, innerAt) < IpHeader.LengthMin
            || IpHeader.Length(head, innerAt) + 8 > room
            || (IpHeader.Fragment(head, innerAt) & IpHeader.FragmentOffsetMask) != 0)
        {
            _mib.Inc(Mib.IcmpInInnerErrors);
            return;
        }

        InetProtocol protocol = _protocols.Find(IpHeader.Protocol(head, innerAt));
        if (protocol == null || !_route.IsLocal(IpHeader.Source(head, innerAt)))
        {
            _mib.Inc(Mib.IcmpInNoMatch);
            return;
        }

        int type = IcmpHeader.Type(head, at);
        int code = IcmpHeader.Code(head, at);
        bool isMtu = type == IcmpHeader.TypeUnreachable
            && code == IcmpHeader.CodeFragmentationNeeded;
        int mtu = isMtu ? IcmpHeader.NextHopMtu(head, at) : 0;
        protocol.Error(head, innerAt, type, code, mtu, nowMs);
    }

    private static bool HasValidChecksum(SkBuff skb)
    {
        if (skb.Summed == IpSummed.Unnecessary)
        {
            return true;
        }

        uint sum = skb.Summed == IpSummed.Complete
            ? skb.Csum : InetChecksum.Add(0, skb.Head, skb.DataAt, skb.HeadLength);
        return InetChecksum.IsValid(sum);
    }

    private void Drop(SkBuff skb, int counter)
    {
        _mib.Inc(counter);
        skb.Free();
    }
}
