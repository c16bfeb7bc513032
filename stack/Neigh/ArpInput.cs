using NanoStack.Device;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Neigh;

/// <summary><c>arp_rcv</c> and <c>arp_process</c>: learn, answer, wake the parked packets
/// (RFC 826; RFC 5227 for conflicts).</summary>
/// <remarks>
/// From: <see cref="NetDevice.ReceiveSkb"/>. To: <see cref="NeighTable.Update"/>,
/// <see cref="ArpOutput.Reply"/>, <see cref="ArpQueue.Flush"/>.
/// An entry is made only for who asks for us; anything else can at most change an entry that our
/// own traffic made. So nobody fills the table by talking (Linux: arp_accept=0).
/// </remarks>
internal sealed class ArpInput : PacketType
{
    private readonly NetContext _context;
    private readonly NeighTable _table;
    private readonly byte[] _asker = new byte[EthHeader.AddressLength];
    private int _defendedMs;
    private uint _defendedIp;           // 0: none yet

    public ArpInput(NetContext context, NeighTable table)
        : base(EthHeader.TypeArp)
    {
        _context = context;
        _table = table;
    }

    public override void Receive(NetDevice device, SkBuff skb, bool isGroup, int nowMs)
    {
        Process(device, skb.Head, skb.DataAt, skb.TailAt, isGroup, nowMs);
        skb.Free();
    }

    private void Process(
        NetDevice device, byte[] data, int at, int end, bool isGroup, int nowMs)
    {
        Mib mib = _context.Mib;
        if (!ArpHeader.Fits(data, at, end))
        {
            mib.Inc(Mib.ArpInErrors);
            return;
        }

        int operation = ArpHeader.Operation(data, at);
        if (operation != ArpHeader.OperationRequest && operation != ArpHeader.OperationReply)
        {
            mib.Inc(Mib.ArpInIgnored);              // RARP and its kin: nobody here speaks them
            return;
        }

        int hardwareAt = ArpHeader.SenderHardware(at);
        uint sender = ArpHeader.SenderIp(data, at);
        if (IsBogus(device, data, hardwareAt, sender))
        {
            mib.Inc(Mib.ArpInBogus);
            return;
        }

        if (sender == device.IpAddress && sender != 0)
        {
            Conflict(device, nowMs);
            return;
        }

        bool isForUs = device.IpAddress != 0 && ArpHeader.TargetIp(data, at) == device.IpAddress;
        bool isRequest = operation == ArpHeader.OperationRequest;
        if (sender != 0)                            // a probe teaches nothing (RFC 5227, 2.1.1)
        {
            bool isAnswer = isForUs && !isRequest && !isGroup;  // a reply to all confirms nothing
            Learn(device, data, hardwareAt, sender, isAnswer, isForUs && isRequest, nowMs);
        }

        if (!isForUs)
        {
            mib.Inc(Mib.ArpInIgnored);
        }
        else if (isRequest)
        {
            mib.Inc(Mib.ArpInRequests);
            System.Array.Copy(data, hardwareAt, _asker, 0, EthHeader.AddressLength);
            _table.Arp.Reply(device, _asker, sender, nowMs);
        }
        else
        {
            mib.Inc(Mib.ArpInReplies);
        }
    }

    /// <summary>Senders no station is: a group's or our own hardware address, an address no host
    /// has.</summary>
    private static bool IsBogus(NetDevice device, byte[] data, int hardwareAt, uint sender)
    {
        return EthHeader.IsGroup(data, hardwareAt) || EthHeader.IsZeroAddress(data, hardwareAt)
            || EthHeader.DestinationIs(data, hardwareAt, device.HardwareAddress)
            || !IpAddresses.CanBeArpSender(sender)
            || (sender != 0 && IpAddresses.IsBroadcastOn(sender, device.IpAddress, device.IpMask));
    }

    private void Learn(
        NetDevice device, byte[] data, int hardwareAt, uint sender, bool isAnswer, bool isAsking,
        int nowMs)
    {
        bool isOnLink = ((sender ^ device.IpAddress) & device.IpMask) == 0;
        Neighbour neighbour = _table.Update(
            device, sender, data, hardwareAt, isAnswer, isAsking && isOnLink, nowMs);
        if (neighbour != null)
        {
            _table.Queue.Flush(neighbour, nowMs);
        }
    }

    /// <summary>Somebody uses our address: say once that it is ours, then only count
    /// (RFC 5227, 2.4 b).</summary>
    private void Conflict(NetDevice device, int nowMs)
    {
        _context.Mib.Inc(Mib.ArpInConflicts);
        uint quietMs = (uint)(nowMs - _defendedMs);         // unsigned: right after 24 days too
        if (_defendedIp != device.IpAddress || quietMs >= Limits.ArpDefendMs)
        {
            _defendedIp = device.IpAddress;
            _defendedMs = nowMs;
            _table.Arp.Announce(device, nowMs);
        }
    }
}
