using NanoStack.Device;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Neigh;

/// <summary>ARP packets that we send: questions, answers and announcements (RFC 826, RFC 5227).</summary>
/// <remarks>From: <c>IpOutput.FinishOutput2</c>, <see cref="NeighTimer"/>, <see cref="ArpInput"/>,
/// <see cref="ArpAnnouncer"/>. To: <see cref="NetDevice.QueueXmit"/>.</remarks>
internal sealed class ArpOutput
{
    private static readonly byte[] Broadcast = { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF };

    private readonly NetContext _context;
    private readonly SkBuffPool _pool;
    private readonly NeighTable _table;

    public ArpOutput(NetContext context, SkBuffPool pool, NeighTable table)
    {
        _context = context;
        _pool = pool;
        _table = table;
    }

    /// <summary><c>arp_solicit</c>: asks who has the neighbour's address; by unicast when it is only
    /// being doubted (RFC 1122, 2.3.2.1).</summary>
    /// <param name="address">The address that is to be asked for: the entry may be another's by now, or
    /// may have been answered. Then nobody is asked.</param>
    public void Solicit(Neighbour neighbour, uint address, int nowMs)
    {
        _context.Trace.Enter(TraceRoom.ArpSolicit, ArpHeader.Length);
        SkBuff skb = Alloc(nowMs);
        if (skb == null)
        {
            return;
        }

        NetDevice device = null;
        _table.Lock.Hold(LockSite.NeighSolicit);
        try
        {
            bool isProbe = neighbour.State == NudState.Probe;
            if (neighbour.Address == address && (isProbe || neighbour.State == NudState.Incomplete))
            {
                device = neighbour.Device;
                EthHeader.SetDestination(
                    skb.Head, skb.DataAt, isProbe ? neighbour.HardwareAddress : Broadcast);
            }
        }
        finally
        {
            _table.Lock.Holder = SpinLock.Free;
        }

        if (device == null || device.IpAddress == 0)
        {
            skb.Free();
            return;
        }

        _context.Mib.Inc(Mib.ArpOutRequests);
        Xmit(skb, device, ArpHeader.OperationRequest, null, address);
    }

    /// <summary>Answers a question about our address; a frame of its own back to who asked.</summary>
    public void Reply(NetDevice device, byte[] toHardware, uint toIp, int nowMs)
    {
        _context.Mib.Inc(Mib.ArpOutReplies);
        Send(device, ArpHeader.OperationReply, toHardware, toHardware, toIp, nowMs);
    }

    /// <summary>Says our address to everybody: a request for it, from it (RFC 5227, 2.3).</summary>
    public void Announce(NetDevice device, int nowMs)
    {
        _context.Mib.Inc(Mib.ArpOutAnnounces);
        Send(device, ArpHeader.OperationRequest, Broadcast, null, device.IpAddress, nowMs);
    }

    /// <summary><c>arp_send_dst</c></summary>
    private void Send(
        NetDevice device, int operation, byte[] to, byte[] targetHardware, uint targetIp, int nowMs)
    {
        SkBuff skb = Alloc(nowMs);
        if (skb != null)
        {
            EthHeader.SetDestination(skb.Head, skb.DataAt, to);
            Xmit(skb, device, operation, targetHardware, targetIp);
        }
    }

    /// <summary><c>arp_create</c>: a packet with room for link header and body, or null and counted.</summary>
    private SkBuff Alloc(int nowMs)
    {
        SkBuff skb = _pool.AllocHeader();
        if (skb == null)
        {
            _context.Mib.Inc(Mib.ArpOutNoBufs);
            return null;
        }

        skb.StampMs = nowMs;
        skb.IsControl = true;
        skb.Protocol = EthHeader.TypeArp;
        skb.Put(ArpHeader.Length);
        skb.Push(EthHeader.Length);
        return skb;
    }

    /// <summary><c>arp_xmit</c>: fills in all but the destination, which is written.</summary>
    private void Xmit(
        SkBuff skb, NetDevice device, int operation, byte[] targetHardware, uint targetIp)
    {
        int at = skb.DataAt;
        EthHeader.SetSource(skb.Head, at, device.HardwareAddress);
        EthHeader.SetType(skb.Head, at, EthHeader.TypeArp);
        ArpHeader.Write(
            skb.Head, at + EthHeader.Length, operation, device.HardwareAddress,
            device.IpAddress, targetHardware, targetIp);
        if (device.QueueXmit(skb) < 0)
        {
            _context.Mib.Inc(Mib.ArpOutNoBufs);
            skb.Free();
        }
    }
}
