using NanoStack.Core;
using NanoStack.Kernel;
using NanoStack.Neigh;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Ip;

/// <summary>IPv4 on its way down: header, filter, route, neighbour, in Linux's order.</summary>
/// <remarks>
/// From: <c>TcpTransmit.TransmitSkb</c>, <c>TcpReply</c>, <see cref="IcmpOutput"/>.
/// To: <see cref="Netfilter.LocalOut"/>, <see cref="NeighTable.ForGateway"/>,
/// <see cref="Neighbour.Output"/>.
/// Every room here takes the packet: it is sent, parked or dropped when the call returns.
/// </remarks>
internal sealed class IpOutput
{
    private readonly NetContext _context;
    private readonly Route _route;
    private readonly Netfilter _netfilter;
    private readonly NeighTable _neighbours;
    private readonly Dst _replyDst = new Dst();

    public IpOutput(
        NetContext context, Route route, Netfilter netfilter, NeighTable neighbours)
    {
        _context = context;
        _route = route;
        _netfilter = netfilter;
        _neighbours = neighbours;
    }

    /// <summary><c>ip_queue_xmit</c>: a segment of a connected socket. Caller holds the sock.</summary>
    /// <returns>0, or an <see cref="Errno"/>; the packet is gone either way.</returns>
    public int QueueXmit(InetSock sock, SkBuff skb)
    {
        _context.Trace.Enter(TraceRoom.IpQueueXmit, skb.Length);
        Dst dst = sock.Dst;
        if (!_route.IsCurrent(dst) && _route.Lookup(sock.RemoteAddress, dst) < 0)
        {
            _context.Mib.Inc(Mib.IpOutNoRoutes);
            skb.Free();
            return Errno.NetUnreach;
        }

        sock.IpId = (sock.IpId + 1) & 0xFFFF;
        int at = skb.Push(IpHeader.LengthMin);
        skb.NetworkAt = at;
        IpHeader.Write(
            skb.Head, at, sock.Tos, skb.Length, sock.IpId, FragmentWord(dst), sock.Ttl,
            IpHeader.ProtocolTcp, sock.LocalAddress, sock.RemoteAddress);
        return LocalOut(sock, dst, skb);
    }

    /// <summary><c>ip_build_and_send_pkt</c>: a datagram that no socket stands behind: replies of
    /// ICMP and TCP. The polling thread only.</summary>
    /// <returns>0, or an <see cref="Errno"/>; the packet is gone either way.</returns>
    public int SendReply(
        SkBuff skb, int protocol, uint source, uint destination, int ttl, int tos)
    {
        Dst dst = _replyDst;
        if (_route.Lookup(destination, dst) < 0)
        {
            _context.Mib.Inc(Mib.IpOutNoRoutes);
            skb.Free();
            return Errno.NetUnreach;
        }

        // Identification 0: with DF it is free to choose (RFC 6864, 4.1), and a counter here would
        // tell strangers how much we answer others (an idle scan).
        int at = skb.Push(IpHeader.LengthMin);
        skb.NetworkAt = at;
        IpHeader.Write(
            skb.Head, at, tos, skb.Length, 0, IpHeader.DontFragment, ttl, protocol, source,
            destination);
        return LocalOut(null, dst, skb);
    }

    /// <summary><c>ip_dont_fragment</c>: DF, so that a router too narrow says so (RFC 1191); but at
    /// the floor nothing shrinks any further, so there routers may cut (Linux: <c>rt_mtu_locked</c>).</summary>
    private static int FragmentWord(Dst dst)
    {
        return dst.Mtu > Limits.PathMtuMin ? IpHeader.DontFragment : 0;
    }

    /// <summary><c>ip_local_out</c>: the filter's hook for what this host sends.</summary>
    private int LocalOut(Sock sock, Dst dst, SkBuff skb)
    {
        _context.Trace.Enter(TraceRoom.IpLocalOut, skb.Length);
        _context.Mib.Inc(Mib.IpOutRequests);
        if (!_netfilter.LocalOut(skb))
        {
            skb.Free();
            return Errno.Access;
        }

        return Output(sock, dst, skb);
    }

    /// <summary><c>dst_output</c>, <c>ip_output</c>: the device is known from here.</summary>
    private int Output(Sock sock, Dst dst, SkBuff skb)
    {
        _context.Trace.Enter(TraceRoom.IpOutput, skb.Length);
        skb.Protocol = EthHeader.TypeIp;
        return FinishOutput(sock, dst, skb);
    }

    /// <summary><c>ip_finish_output</c>: does it fit the path?</summary>
    private int FinishOutput(Sock sock, Dst dst, SkBuff skb)
    {
        _context.Trace.Enter(TraceRoom.IpFinishOutput, skb.Length);
        if (skb.Length > dst.Mtu)
        {
            _context.Mib.Inc(Mib.IpOutFragFails);
            skb.Free();
            return Errno.MessageSize;
        }

        return FinishOutput2(sock, dst, skb);
    }

    /// <summary><c>ip_finish_output2</c>: finds the neighbour and opens its door.</summary>
    private int FinishOutput2(Sock sock, Dst dst, SkBuff skb)
    {
        _context.Trace.Enter(TraceRoom.IpFinishOutput2, skb.Length);
        if (!dst.Device.NeedsArp)
        {
            return LinkOutput(dst, skb);
        }

        uint nextHop = dst.NextHop;
        Neighbour neighbour = _neighbours.ForGateway(
            dst.Device, nextHop, sock != null, skb.StampMs);
        if (neighbour == null)
        {
            _context.Mib.Inc(Mib.IpOutDiscards);
            skb.Free();
            return Errno.NoBufs;
        }

        if (sock != null)
        {
            neighbour.ConfirmFrom(sock, nextHop, skb.StampMs);
        }

        int error = neighbour.Output(skb, nextHop);
        if (error < 0)
        {
            _context.Mib.Inc(Mib.IpOutDiscards);
        }

        return error;
    }

    /// <summary>A link without addresses (loopback): header of zeros, then the device.</summary>
    private int LinkOutput(Dst dst, SkBuff skb)
    {
        int at = skb.Push(EthHeader.Length);
        EthHeader.SetDestination(skb.Head, at, dst.Device.HardwareAddress);
        EthHeader.SetSource(skb.Head, at, dst.Device.HardwareAddress);
        EthHeader.SetType(skb.Head, at, EthHeader.TypeIp);
        int error = dst.Device.QueueXmit(skb);
        if (error < 0)
        {
            _context.Mib.Inc(Mib.IpOutDiscards);
            skb.Free();
        }

        return error;
    }
}
