using NanoStack.Device;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Neigh;

/// <summary>ARP packets that we send: questions, answers and announcements (RFC 826, RFC 5227).</summary>
/// <remarks>From: <see cref="Neighbour.Output"/>, <see cref="NeighTimer"/>, <see cref="ArpInput"/>,
/// <see cref="ArpAnnouncer"/>. To: <see cref="NetDevice.QueueXmit"/>.</remarks>
internal sealed class ArpOutput
{
    private static readonly byte[] Broadcast = { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF };

    private readonly NetContext _context;
    private readonly SkBuffPool _pool;

    public ArpOutput(NetContext context, SkBuffPool pool)
    {
        _context = context;
        _pool = pool;
    }

    /// <summary><c>arp_solicit</c>: asks who has the neighbour's address; by unicast when it is only
    /// being doubted (RFC 1122, 2.3.2.1).</summary>
    public void Solicit(Neighbour neighbour, int nowMs)
    {
        _context.Trace.Enter(TraceRoom.ArpSolicit, ArpHeader.Length);
        NetDevice device = neighbour.Device;
        if (device == null || device.IpAddress == 0)
        {
            return;
        }

        _context.Mib.Inc(Mib.ArpOutRequests);
        byte[] to = neighbour.State == NudState.Probe ? neighbour.HardwareAddress : Broadcast;
        Send(device, ArpHeader.OperationRequest, to, null, neighbour.Address, nowMs);
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
        SkBuff skb = _pool.AllocHeader();
        if (skb == null)
        {
            _context.Mib.Inc(Mib.ArpOutNoBufs);
            return;
        }

        skb.StampMs = nowMs;
        skb.IsControl = true;
        skb.Protocol = EthHeader.TypeArp;
        ArpHeader.Write(
            skb.Head, skb.Put(ArpHeader.Length), operation, device.HardwareAddress,
            device.IpAddress, targetHardware, targetIp);

        int at = skb.Push(EthHeader.Length);
        EthHeader.SetDestination(skb.Head, at, to);
        EthHeader.SetSource(skb.Head, at, device.HardwareAddress);
        EthHeader.SetType(skb.Head, at, EthHeader.TypeArp);
        if (device.QueueXmit(skb) < 0)
        {
            _context.Mib.Inc(Mib.ArpOutNoBufs);
            skb.Free();
        }
    }
}
