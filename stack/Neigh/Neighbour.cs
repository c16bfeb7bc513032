using System;
using NanoStack.Core;
using NanoStack.Device;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Neigh;

/// <summary><c>struct neighbour</c>: one address on the link, what is known of it, and the packets
/// that wait to know more.</summary>
/// <remarks>
/// From: <c>IpOutput.FinishOutput2</c>, <see cref="ArpQueue.Flush"/>. To:
/// <see cref="NetDevice.QueueXmit"/>, or <see cref="ArpOutput.Solicit"/> while it is unknown.
/// The table's lock guards all fields; frames are sent after it was let go.
/// </remarks>
internal sealed class Neighbour
{
    /// <summary>The link address; valid unless the state is None, Incomplete or Failed.</summary>
    public readonly byte[] HardwareAddress = new byte[EthHeader.AddressLength];

    /// <summary>The IPv4 address.</summary>
    public uint Address;

    public NetDevice Device;

    public NudState State;

    /// <summary>When it was last known to be there.</summary>
    public int ConfirmedMs;

    /// <summary>When a packet was last sent to it: who is unused longest is evicted first.</summary>
    public int UsedMs;

    /// <summary>When <see cref="NeighTimer"/> looks at it again: the next request is due then, so one
    /// address is asked for at most once a second (RFC 1122, 2.3.2.1).</summary>
    public int TimerMs;

    /// <summary>True while our sockets use it; false for a guest, who is known because it asked for us
    /// or was answered, or whom nobody sent to of late.</summary>
    public bool IsOurs;

    /// <summary>Requests since the last answer.</summary>
    public int ProbeCount;

    private readonly NeighTable _table;
    private readonly SkBuffHead _parked = new SkBuffHead();

    public Neighbour(NeighTable table)
    {
        _table = table;
    }

    /// <summary><c>NUD_VALID</c>: there is a link address to send to.</summary>
    public bool IsValid
    {
        get
        {
            return State != NudState.None && State != NudState.Incomplete
                && State != NudState.Failed;
        }
    }

    public int ParkedCount => _parked.Count;

    /// <summary><c>neigh_output</c>: sends a packet whose network header is written to this
    /// neighbour. The packet is gone afterwards, sent, parked or dropped.</summary>
    /// <param name="nextHop">The address this entry was looked up for: another thread may have given
    /// it to another one since, and no packet may go to a stranger.</param>
    /// <returns>0, <see cref="NeighTable.Parked"/>, or an <see cref="Errno"/>.</returns>
    public int Output(SkBuff skb, uint nextHop)
    {
        _table.Context.Trace.Enter(TraceRoom.NeighOutput, skb.Length);
        NetDevice device = WriteHeader(skb, nextHop, true);
        if (device == null)
        {
            return ResolveOutput(skb, nextHop);
        }

        _table.Context.Trace.Enter(TraceRoom.NeighConnectedOutput, skb.Length);
        return Xmit(skb, device);
    }

    /// <summary><c>sock_confirm_neigh</c>: the socket made progress, so the neighbour is there.</summary>
    /// <param name="nextHop">The address this entry was looked up for.</param>
    public void ConfirmFrom(Sock sock, uint nextHop, int nowMs)
    {
        if (sock.ConfirmsNeighbour)
        {
            sock.ConfirmsNeighbour = false;
            _table.Confirm(this, nextHop, nowMs);
        }
    }

    /// <summary><c>neigh_connected_output</c>: link header, then the device; whether the address was
    /// confirmed of late or not.</summary>
    public int ConnectedOutput(SkBuff skb, uint nextHop)
    {
        _table.Context.Trace.Enter(TraceRoom.NeighConnectedOutput, skb.Length);
        NetDevice device = WriteHeader(skb, nextHop, false);
        return device == null ? Lose(skb) : Xmit(skb, device);
    }

    /// <summary>One look at the entry under the table's lock, since an ARP reply may be changing it: writes
    /// the link header in front of the packet, which does not move yet.</summary>
    /// <param name="isFresh">True: only when the address was confirmed not long ago.</param>
    /// <returns>Where the packet goes; null when it does not go like this: the entry is not that
    /// fresh, or not valid, or not that address's any more.</returns>
    private NetDevice WriteHeader(SkBuff skb, uint nextHop, bool isFresh)
    {
        int at = skb.DataAt - EthHeader.Length;
        _table.Lock.Hold(LockSite.NeighOutput);
        try
        {
            bool isGood = isFresh
                ? State == NudState.Reachable
                    && !Clock.Reached(skb.StampMs, ConfirmedMs + Limits.NeighReachableMs)
                : IsValid;                              // it may have come back, not yet resolved
            if (Address != nextHop || !isGood)
            {
                return null;
            }

            UsedMs = skb.StampMs;
            EthHeader.SetDestination(skb.Head, at, HardwareAddress);
            return Device;
        }
        finally
        {
            _table.Lock.Holder = SpinLock.Free;
        }
    }

    /// <summary>The link header's rest, then the device.</summary>
    private int Xmit(SkBuff skb, NetDevice device)
    {
        int at = skb.Push(EthHeader.Length);
        EthHeader.SetSource(skb.Head, at, device.HardwareAddress);
        EthHeader.SetType(skb.Head, at, EthHeader.TypeIp);
        int error = device.QueueXmit(skb);
        if (error < 0)
        {
            skb.Free();                     // TCP keeps the bytes; its timer or the ring's wake-up
        }                                   // sends them again

        return error;
    }

    /// <summary><c>neigh_resolve_output</c>: starts or doubts the resolution; sends if there is an
    /// address meanwhile, parks the packet if not.</summary>
    private int ResolveOutput(SkBuff skb, uint nextHop)
    {
        _table.Context.Trace.Enter(TraceRoom.NeighResolveOutput, skb.Length);
        int nowMs = skb.StampMs;
        int answer = _table.EventSend(this, skb, nextHop);
        if (answer == NeighTable.AnswerSend)
        {
            return ConnectedOutput(skb, nextHop);
        }

        if (answer == NeighTable.AnswerLost)
        {
            return Lose(skb);
        }

        if (answer == NeighTable.AnswerRefuse)
        {
            skb.Free();
            return Errno.HostUnreach;
        }

        if (answer == NeighTable.AnswerParkedAndAsk)
        {
            _table.Arp.Solicit(this, nextHop, nowMs);
        }

        return NeighTable.Parked;
    }

    /// <summary>The entry is somebody else's by now: whoever sent the packet sends it again.</summary>
    private int Lose(SkBuff skb)
    {
        _table.Context.Mib.Inc(Mib.NeighLost);
        skb.Free();
        return Errno.NoBufs;
    }

    /// <summary>Makes the slot new for an address. Table lock held.</summary>
    public void Init(NetDevice device, uint address, int nowMs)
    {
        Bug.On(!_parked.IsEmpty);
        Device = device;
        Address = address;
        State = NudState.None;
        UsedMs = nowMs;
        ConfirmedMs = nowMs;
        IsOurs = false;
        ProbeCount = 0;
    }

    /// <summary>Parks a packet; the oldest makes room. Table lock held.</summary>
    /// <returns>The packet that made room, for the caller to free, or null.</returns>
    public SkBuff Park(SkBuff skb, int countMax)
    {
        SkBuff oldest = _parked.Count >= countMax ? _parked.Dequeue() : null;
        skb.HandOver(SkbHolder.Corridor, SkbHolder.Neighbour);
        _parked.Append(skb);
        return oldest;
    }

    /// <summary>Takes the oldest parked packet, or null. Table lock held.</summary>
    public SkBuff Unpark()
    {
        SkBuff skb = _parked.Dequeue();
        if (skb != null)
        {
            skb.HandOver(SkbHolder.Neighbour, SkbHolder.Corridor);
        }

        return skb;
    }

    /// <summary>Says again of each parked packet who holds it. Table lock held.</summary>
    public void HoldParked()
    {
        _parked.HoldAll(SkbHolder.Neighbour);
    }

    /// <summary>Remembers a link address. Table lock held.</summary>
    public void SetHardwareAddress(byte[] data, int at)
    {
        Array.Copy(data, at, HardwareAddress, 0, EthHeader.AddressLength);
    }
}
