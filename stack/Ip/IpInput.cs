using NanoStack.Device;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Ip;

/// <summary><c>ip_rcv</c> to <c>ip_local_deliver</c>: validate, drop with a counter, deliver.</summary>
/// <remarks>
/// From: <see cref="NetDevice.ReceiveSkb"/>. To: <see cref="IpDefrag.Collect"/>,
/// <see cref="Netfilter.LocalIn"/>, <see cref="InetProtocol.Receive"/>, <see cref="IcmpOutput"/>.
/// Each question is asked before any byte it guards is used; nothing here is answered but an
/// unknown protocol.
/// </remarks>
internal sealed class IpInput : PacketType
{
    private const int OptionEnd = 0;
    private const int OptionNoOperation = 1;
    private const int OptionLooseSourceRoute = 131;
    private const int OptionStrictSourceRoute = 137;

    private readonly Mib _mib;
    private readonly Route _route;
    private readonly IpDefrag _defrag;
    private readonly Netfilter _netfilter;
    private readonly InetProtocols _protocols;
    private readonly IcmpOutput _icmp;

    public IpInput(
        NetContext context, Route route, IpDefrag defrag, Netfilter netfilter,
        InetProtocols protocols, IcmpOutput icmp)
        : base(EthHeader.TypeIp)
    {
        _mib = context.Mib;
        _route = route;
        _defrag = defrag;
        _netfilter = netfilter;
        _protocols = protocols;
        _icmp = icmp;
    }

    /// <summary><c>ip_rcv</c></summary>
    public override void Receive(NetDevice device, SkBuff skb, bool isGroup, int nowMs)
    {
        _mib.Inc(Mib.IpInReceives);
        int dropReason = Validate(device, skb, isGroup);
        if (dropReason >= 0)
        {
            _mib.Inc(dropReason);
            skb.Free();
            return;
        }

        if (IpHeader.IsFragment(skb.Head, skb.DataAt))
        {
            skb = _defrag.Collect(skb, nowMs);
            if (skb == null)
            {
                return;
            }
        }

        if (!_netfilter.LocalIn(skb))                   // a rule sees whole datagrams only
        {
            skb.Free();
            return;
        }

        LocalDeliver(skb, nowMs);
    }

    /// <summary><c>ip_rcv_core</c>: asks every question.</summary>
    /// <returns>The counter of the reason to drop, or -1: it is good and for us.</returns>
    private int Validate(NetDevice device, SkBuff skb, bool isGroup)
    {
        byte[] head = skb.Head;
        int at = skb.DataAt;
        if (!IpHeader.Fits(head, at, skb.TailAt))
        {
            return IsTruncated(skb) ? Mib.IpInTruncated : Mib.IpInHdrErrors;
        }

        if (!IpHeader.HasValidChecksum(head, at))
        {
            return Mib.IpInCsumErrors;
        }

        skb.Trim(IpHeader.TotalLength(head, at));       // the link's padding goes
        uint source = IpHeader.Source(head, at);
        uint destination = IpHeader.Destination(head, at);
        if (IsMartian(device, source, destination))
        {
            return Mib.IpInMartians;
        }

        bool isBroadcast = IpAddresses.IsBroadcastOn(
            destination, device.IpAddress, device.IpMask);
        if (!isBroadcast && (isGroup || !_route.IsLocal(destination)))
        {
            return Mib.IpInAddrErrors;                  // RFC 1122, 3.3.6: not in a group frame
        }

        if (IpHeader.Length(head, at) > IpHeader.LengthMin && !SkipOptions(head, at))
        {
            return Mib.IpInOptionErrors;
        }

        return -1;
    }

    /// <summary><c>ip_local_deliver</c>: to the transport protocol.</summary>
    private void LocalDeliver(SkBuff skb, int nowMs)
    {
        byte[] head = skb.Head;
        int at = skb.DataAt;
        InetProtocol protocol = _protocols.Find(IpHeader.Protocol(head, at));
        if (protocol == null)
        {
            _mib.Inc(Mib.IpInUnknownProtos);
            _icmp.SendError(
                skb, IcmpHeader.TypeUnreachable, IcmpHeader.CodeProtocolUnreachable, nowMs);
            skb.Free();
            return;
        }

        _mib.Inc(Mib.IpInDelivers);
        skb.NetworkAt = at;
        skb.Pull(IpHeader.Length(head, at));            // sums to zero: Csum need not change
        skb.TransportAt = skb.DataAt;
        protocol.Receive(skb, nowMs);
    }

    private static bool IsTruncated(SkBuff skb)
    {
        return skb.HeadLength >= IpHeader.LengthMin
            && IpHeader.TotalLength(skb.Head, skb.DataAt) > skb.HeadLength;
    }

    /// <summary>Sources no host on the wire has (RFC 1122, 3.2.1.3; RFC 9293, MUST-63).</summary>
    private bool IsMartian(NetDevice device, uint source, uint destination)
    {
        if (device.IsLoopback)
        {
            return !IpAddresses.IsUnicast(source);
        }

        return !IpAddresses.IsUnicast(source) || IpAddresses.IsLoopback(source)
            || IpAddresses.IsLoopback(destination) || _route.IsLocal(source)
            || _route.IsBroadcast(source);
    }

    /// <summary>Steps over options; each advances by at least one byte.</summary>
    /// <returns>False for a length that cannot be, or a source route, which no host should ask for
    /// (RFC 7126, 4.3).</returns>
    private bool SkipOptions(byte[] head, int at)
    {
        int end = at + IpHeader.Length(head, at);
        int option = at + IpHeader.LengthMin;
        while (option < end)
        {
            int kind = head[option];
            if (kind == OptionEnd)
            {
                break;
            }

            if (kind == OptionNoOperation)
            {
                option++;
                continue;
            }

            int length = option + 1 < end ? head[option + 1] : 0;
            if (length < 2 || option + length > end
                || kind == OptionLooseSourceRoute || kind == OptionStrictSourceRoute)
            {
                return false;
            }

            option += length;
        }

        _mib.Inc(Mib.IpInOptionsSkipped);
        return true;
    }
}
