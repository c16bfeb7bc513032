using System.Collections.Generic;
using NanoStack.Tcp;
using NanoStack.Wire;

namespace NanoStack.Sim;

/// <summary>Looks at every frame: what it carries must be what was written; and at the two ends of a
/// connection together: what one believes acknowledged the other has.</summary>
internal sealed class Network
{
    private const int TcpAt = EthHeader.Length + IpHeader.LengthMin;
    private const int FrameLengthMin = 60;

    private readonly World _world;

    public Network(World world)
    {
        _world = world;
    }

    public void Sent(SimHost from, Frame frame, long leavesMs)
    {
        _world.Stats.Frames++;
        frame.SentMs = _world.NowMs;
        if (IsTcp(frame))
        {
            LookAtSegment(from, frame);
        }

        while (frame.Length < FrameLengthMin)
        {
            frame.Data[frame.Length] = (byte)_world.Random.Next32();    // padding may be anything
            frame.Length++;
        }

        Route(from, frame, leavesMs);
    }

    public void Arrived(Frame frame)
    {
        SimHost to = frame.To;
        if (frame.Conversation != null && IsTooOld(frame))
        {
            _world.Note("too old", frame);
            _world.Cable.Store.Return(frame);
            return;
        }

        _world.Note(">", frame);
        to.Traffic.Arrived();
        if (IsTcp(frame) && IsCause(frame))
        {
            to.Traffic.Cause();
        }

        to.Device.Arrive(frame);
        int latencyMs = to.Plan.PollLatencyMsMax;
        to.Interrupt(_world.NowMs + (latencyMs == 0 ? 0 : _world.Random.Below(latencyMs + 1)));
    }

    /// <summary>Two ends that know each other: no byte is acknowledged that did not arrive, none
    /// arrived that was not sent.</summary>
    public void CheckPairs()
    {
        List<Conversation> active = _world.Director.Active;
        for (int i = 0; i < active.Count; i++)
        {
            Endpoint client = active[i].Client;
            Endpoint server = active[i].Server;
            if (client == null || server == null || !IsSynchronized(client)
                || !IsSynchronized(server))
            {
                continue;
            }

            CheckPair(client, server);
            CheckPair(server, client);
        }
    }

    private static bool IsSynchronized(Endpoint end)
    {
        return end.IsLive && TcpStates.IsSynchronized(end.Sock.State);
    }

    private void CheckPair(Endpoint sender, Endpoint receiver)
    {
        TcpSock from = sender.Sock;
        TcpSock to = receiver.Sock;
        bool isAckTrue = !Seq.After(from.SndUna, to.RcvNxt);
        bool isDataTrue = !Seq.After(to.RcvNxt, from.SndNxt);
        _world.Check(isAckTrue, "acknowledged what the peer does not have", sender);
        _world.Check(isDataTrue, "received what was not sent", receiver);
        int written = Seq.Distance(from.Iss + 1, from.WriteSeq);
        bool isAll = written == sender.SentBytes || written == sender.SentBytes + 1;
        _world.Check(isAll, "the write sequence does not say what was written", sender);
        int copied = Seq.Distance(to.Irs + 1, to.CopiedSeq);
        _world.Check(
            copied == receiver.ReceivedBytes, "the copied sequence is not what was read", receiver);
    }

    private static bool IsTcp(Frame frame)
    {
        return frame.Length >= TcpAt + TcpHeader.LengthMin
            && EthHeader.Type(frame.Data, 0) == EthHeader.TypeIp
            && IpHeader.Protocol(frame.Data, EthHeader.Length) == IpHeader.ProtocolTcp;
    }

    private static bool IsCause(Frame frame)
    {
        int flags = TcpHeader.Flags(frame.Data, TcpAt);
        return PayloadLength(frame) > 0 || frame.IsForged
            || (flags & (TcpHeader.Syn | TcpHeader.Fin | TcpHeader.Rst)) != 0;
    }

    private static int PayloadLength(Frame frame)
    {
        return IpHeader.TotalLength(frame.Data, EthHeader.Length) - IpHeader.LengthMin
            - TcpHeader.Length(frame.Data, TcpAt);
    }

    private void LookAtSegment(SimHost from, Frame frame)
    {
        byte[] data = frame.Data;
        int flags = TcpHeader.Flags(data, TcpAt);
        int length = PayloadLength(frame);
        if (length == 0 && (flags & ~(TcpHeader.Ack | TcpHeader.Psh)) == 0)
        {
            from.Traffic.SentEmpty();
        }

        SimHost to = HostOf(IpHeader.Destination(data, EthHeader.Length));
        if (to == null)
        {
            return;
        }

        if ((flags & (TcpHeader.Syn | TcpHeader.Ack)) == TcpHeader.Syn)
        {
            return;                                     // its port may not be known yet
        }

        frame.Conversation = _world.Director.Find(
            from, TcpHeader.SourcePort(data, TcpAt), to, TcpHeader.DestinationPort(data, TcpAt));
        if (frame.Conversation != null && length > 0)
        {
            CheckPayload(from, frame, length);
        }
    }

    /// <summary>A retransmission carries the same bytes as the first copy: those that were written.
    /// What was acknowledged is not looked at: a copy that waited for ARP meanwhile may find new
    /// bytes in the ring, and its receiver has the right ones.</summary>
    private void CheckPayload(SimHost from, Frame frame, int length)
    {
        Conversation conversation = frame.Conversation;
        Endpoint end = conversation.ClientHost == from ? conversation.Client : conversation.Server;
        if (end == null || !end.IsLive)
        {
            return;
        }

        int at = Seq.Distance(end.Sock.Iss + 1, TcpHeader.SeqNumber(frame.Data, TcpAt));
        bool isWritten = at >= 0 && at + length <= end.Plan.TotalBytes;
        _world.Check(isWritten, "sends what was never written", end);
        int payloadAt = TcpAt + TcpHeader.Length(frame.Data, TcpAt);
        int acked = Seq.Distance(end.Sock.Iss + 1 + (uint)at, end.Sock.SndUna);
        acked = acked < 0 ? 0 : acked < length ? acked : length;
        int wrong = Pattern.Compare(
            frame.Data, payloadAt + acked, end.Plan.PatternStart + at + acked, length - acked);
        _world.Check(wrong < 0, "sends a wrong byte", end);
    }

    /// <summary>A frame of an earlier connection with the same addresses and ports. TCP can tell it
    /// from the new one's by time stamp or sequence number; where it cannot (RFC 9293, 3.4.3; RFC
    /// 7323, B.2: both within one tick of the clock), the network is one that does not keep frames
    /// so long.
    /// </summary>
    private bool IsTooOld(Frame frame)
    {
        byte[] data = frame.Data;
        SimHost from = HostOf(IpHeader.Source(data, EthHeader.Length));
        SimHost to = HostOf(IpHeader.Destination(data, EthHeader.Length));
        if (from == null || to == null)
        {
            return false;                               // damaged
        }

        Conversation now = _world.Director.Find(
            from, TcpHeader.SourcePort(data, TcpAt), to, TcpHeader.DestinationPort(data, TcpAt));
        if (now == null || now == frame.Conversation)
        {
            return false;
        }

        bool isReset = (TcpHeader.Flags(data, TcpAt) & TcpHeader.Rst) != 0;
        bool hasTimestamps = from.Plan.Limits.TcpTimestamps && to.Plan.Limits.TcpTimestamps;
        return isReset || !hasTimestamps || frame.SentMs >= now.StartMs;
    }

    private void Route(SimHost from, Frame frame, long leavesMs)
    {
        SimHost[] hosts = _world.Hosts;
        bool isGroup = EthHeader.IsGroup(frame.Data, 0);
        for (int i = 0; i < hosts.Length; i++)
        {
            bool isFor = hosts[i] != from
                && (isGroup || EthHeader.DestinationIs(frame.Data, 0, hosts[i].HardwareAddress));
            if (!isFor)
            {
                continue;
            }

            Frame copy = _world.Cable.Store.Take();
            if (copy != null)
            {
                Cable.CopyFrame(frame, copy);
                _world.Cable.Send(copy, hosts[i], leavesMs);
            }
        }

        _world.Cable.Store.Return(frame);
    }

    private SimHost HostOf(uint ip)
    {
        uint index = ip - 0x0A000001;
        return index < _world.Hosts.Length ? _world.Hosts[index] : null;
    }
}
