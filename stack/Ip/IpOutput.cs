using NanoStack.Core;
using NanoStack.Device;
using NanoStack.Kernel;
using NanoStack.Neigh;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Ip;

/// <summary>IPv4 on its way down: header, filter, route, neighbour, in Linux's order.</summary>
/// <remarks>
/// From: <c>TcpTransmit.TransmitSkb</c>, <c>TcpReply</c>, <see cref="IcmpOutput"/>.
/// To: <see cref="IpTemplate.Build"/>, <see cref="Netfilter.LocalOut"/>, <see cref="NeighTable.ForGateway"/>,
/// <see cref="Neighbour.Output"/>, <see cref="NetDevice.QueueXmit"/>, <see cref="ArpOutput.Solicit"/>.
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

    /// <summary><c>__sk_dst_check</c>: the route is looked up anew when the table has changed, and with it
    /// the headers that are copied in front of every packet. Caller holds the sock.</summary>
    /// <returns>0; 1: the headers are new, the transport protocol adds its own; or
    /// <see cref="Errno.NetUnreach"/>.</returns>
    public int CheckDst(InetSock sock, int protocol)
    {
        Dst dst = sock.Dst;
        if (!_route.IsCurrent(dst))
        {
            if (_route.Lookup(sock.RemoteAddress, dst) < 0)
            {
                _context.Mib.Inc(Mib.IpOutNoRoutes);
                return Errno.NetUnreach;
            }

            sock.HasHeader = false;
        }

        if (sock.HasHeader)
        {
            return 0;
        }

        IpTemplate.Build(sock, protocol);
        return 1;
    }

    /// <summary><c>ip_queue_xmit</c>: a packet of a connected socket, after <see cref="CheckDst"/>; the headers
    /// of its <see cref="InetSock.Header"/> lie in front of it. Caller holds the sock.</summary>
    /// <returns>0, or an <see cref="Errno"/>; the packet is gone either way.</returns>
    public int QueueXmit(InetSock sock, SkBuff skb)
    {
        _context.Trace.Enter(TraceRoom.IpQueueXmit, skb.Length);
        int identification = (sock.IpId + 1) & 0xFFFF;
        sock.IpId = identification;
        int at = skb.Push(IpHeader.LengthMin);
        skb.NetworkAt = at;
        IpHeader.Patch(skb.Head, at, skb.Length, identification, sock.HeaderSum);
        return LocalOut(sock, sock.Dst, skb);
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
        EthHeader.SetSource(skb.Head, at - EthHeader.Length, dst.Device.HardwareAddress);
        EthHeader.SetType(skb.Head, at - EthHeader.Length, EthHeader.TypeIp);
        return LocalOut(null, dst, skb);
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

    /// <summary><c>ip_finish_output2</c>: finds the neighbour and opens its door. The table's lock is held
    /// once over look-up, confirmation, decision and link address, where Linux holds
    /// rcu_read_lock_bh; what was decided is done after it.</summary>
    internal int FinishOutput2(Sock sock, Dst dst, SkBuff skb)
    {
        _context.Trace.Enter(TraceRoom.IpFinishOutput2, skb.Length);
        NetDevice device = dst.Device;
        if (!device.NeedsArp)
        {
            return LinkOutput(dst, skb);
        }

        int nowMs = skb.StampMs;                        // a parked packet is the table's
        int answer = Neighbour.Refused;
        Neighbour neighbour;
        SkBuff dropped;
        _neighbours.Lock.Hold(LockSite.NeighOutput);
        try
        {
            neighbour = _neighbours.ForGateway(device, dst.NextHop, sock != null, nowMs);
            if (neighbour != null)
            {
                if (sock != null && sock.ConfirmsNeighbour)
                {
                    neighbour.ConfirmFrom(sock, nowMs);
                }

                answer = neighbour.Output(skb);
            }

            dropped = _neighbours.TakeDropped();
        }
        finally
        {
            _neighbours.Lock.Holder = SpinLock.Free;
        }

        if (dropped != null)
        {
            _neighbours.FreeChain(dropped);
        }

        if (answer == Neighbour.Send)
        {
            return Xmit(device, skb);
        }

        if (answer == Neighbour.ParkedAndAsk)
        {
            _neighbours.Arp.Solicit(neighbour, dst.NextHop, nowMs);
        }

        return answer == Neighbour.Refused
            ? Discard(skb, neighbour == null ? Errno.NoBufs : Errno.HostUnreach)
            : NeighTable.Parked;
    }

    private int Xmit(NetDevice device, SkBuff skb)
    {
        int error = device.QueueXmit(skb);
        return error < 0 ? Discard(skb, error) : error;
    }

    /// <summary>TCP keeps the bytes; its timer or the ring's wake-up sends them again.</summary>
    private int Discard(SkBuff skb, int error)
    {
        _context.Mib.Inc(Mib.IpOutDiscards);
        skb.Free();
        return error;
    }

    /// <summary>A link without addresses (loopback): header of zeros, then the device.</summary>
    private int LinkOutput(Dst dst, SkBuff skb)
    {
        int at = skb.Push(EthHeader.Length);
        EthHeader.SetDestination(skb.Head, at, dst.Device.HardwareAddress);
        EthHeader.SetSource(skb.Head, at, dst.Device.HardwareAddress);
        EthHeader.SetType(skb.Head, at, EthHeader.TypeIp);
        return Xmit(dst.Device, skb);
    }
}
