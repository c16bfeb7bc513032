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
/// From: <c>IpOutput.FinishOutput2</c>, <see cref="ArpQueue.Flush"/>. To: these again, which hand the frame to
/// <see cref="NetDevice.QueueXmit"/>, or ask by <see cref="ArpOutput.Solicit"/> while it is unknown.
/// The table's lock guards all fields; frames are sent after it was let go.
/// </remarks>
internal sealed class Neighbour
{
    // What Output says the caller is to do when the table's lock is let go.

    /// <summary>The frame's link header is written: it goes to <see cref="Device"/>.</summary>
    public const int Send = 0;

    /// <summary>The packet waits for an answer.</summary>
    public const int Parked = 1;

    /// <summary>It waits, and the question is to be asked.</summary>
    public const int ParkedAndAsk = 2;

    /// <summary>Nobody answered of late: the packet is the caller's to free.</summary>
    public const int Refused = 3;

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

    /// <summary><c>neigh_output</c>: what becomes of a packet, data at its network header, that goes to
    /// this neighbour. Table lock held: the caller acts when it is let go.</summary>
    /// <returns>One of the constants here. <see cref="Send"/>: the link address is written in front of
    /// the packet. With a Parked one the packet is the table's.</returns>
    public int Output(SkBuff skb)
    {
        _table.Context.Trace.Enter(TraceRoom.NeighOutput, skb.Length);
        UsedMs = skb.StampMs;
        if (State == NudState.Reachable
            && !Clock.Reached(skb.StampMs, ConfirmedMs + Limits.NeighReachableMs))
        {
            return ConnectedOutput(skb);
        }

        return ResolveOutput(skb);
    }

    /// <summary><c>sock_confirm_neigh</c>: the socket made progress, so the neighbour is there
    /// (RFC 4861, 7.3.1). Table lock held.</summary>
    public void ConfirmFrom(Sock sock, int nowMs)
    {
        sock.ConfirmsNeighbour = false;
        if (IsValid)
        {
            State = NudState.Reachable;
            ConfirmedMs = nowMs;
            ProbeCount = 0;
            _table.Context.Mib.Inc(Mib.NeighConfirmed);
        }
    }

    /// <summary><c>neigh_connected_output</c>: the link address in front of the packet; source and type are
    /// there already. Table lock held.</summary>
    public int ConnectedOutput(SkBuff skb)
    {
        _table.Context.Trace.Enter(TraceRoom.NeighConnectedOutput, skb.Length);
        EthHeader.SetDestination(skb.Head, skb.Push(EthHeader.Length), HardwareAddress);
        return Send;
    }

    /// <summary><c>neigh_resolve_output</c>, <c>neigh_event_send</c>: starts or doubts the resolution;
    /// sends if there is an address meanwhile, parks the packet if not.</summary>
    private int ResolveOutput(SkBuff skb)
    {
        _table.Context.Trace.Enter(TraceRoom.NeighResolveOutput, skb.Length);
        int nowMs = skb.StampMs;
        switch (State)
        {
            case NudState.Incomplete:
                _table.Park(this, skb);
                return Parked;

            case NudState.Failed:
                if (!Clock.Reached(nowMs, TimerMs))
                {
                    return Refused;
                }

                return StartResolution(skb, nowMs);

            case NudState.None:
                return StartResolution(skb, nowMs);

            case NudState.Reachable:        // its time was over
            case NudState.Stale:
                State = NudState.Delay;
                TimerMs = nowMs + Limits.NeighDelayMs;
                return ConnectedOutput(skb);

            default:                        // Delay, Probe: good enough to send to
                return ConnectedOutput(skb);
        }
    }

    private int StartResolution(SkBuff skb, int nowMs)
    {
        State = NudState.Incomplete;
        ProbeCount = 1;
        TimerMs = nowMs + Limits.NeighRetransMs;
        _table.Park(this, skb);
        return ParkedAndAsk;
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
