using System;
using NanoStack.Tcp;
using NanoStack.Wire;

namespace NanoStack.Sim;

/// <summary>Somebody who knows addresses, ports and roughly the sequence numbers of a connection, and
/// sends what must not harm it (RFC 5961).</summary>
internal sealed class Attacker
{
    private const int TcpAt = EthHeader.Length + IpHeader.LengthMin;

    private readonly World _world;
    private readonly SimRandom _random;
    private bool _isTimestampOld;
    private int _window = -1;
    private int _patternAt = -1;

    public Attacker(World world, SimRandom random)
    {
        _world = world;
        _random = random;
    }

    public void Attack()
    {
        int count = _world.Director.Active.Count;
        if (count == 0)
        {
            return;
        }

        Conversation conversation = _world.Director.Active[_random.Below(count)];
        bool toClient = _random.Percent(50);
        Endpoint end = toClient ? conversation.Client : conversation.Server;
        if (end == null || !end.IsLive || !TcpStates.IsSynchronized(end.Sock.State))
        {
            return;
        }

        Frame frame = _world.Cable.Store.Take();
        if (frame == null)
        {
            return;
        }

        SimHost from = toClient ? conversation.ServerHost : conversation.ClientHost;
        Forge(frame, from, end);
        frame.To = end.Host;
        frame.SentMs = _world.NowMs;
        frame.IsForged = true;
        _world.Cable.Fly(frame, _world.NowMs);
    }

    private void Forge(Frame frame, SimHost from, Endpoint end)
    {
        TcpSock sock = end.Sock;
        int window = sock.ReceiveWindow;
        uint inWindow = sock.RcvNxt + 1 + (uint)_random.Below(window > 1 ? window - 1 : 1);
        uint outside = sock.RcvAdv + 1 + (uint)_random.Below(1 << 30);
        if (end.Peer != null && !Seq.After(inWindow, end.Peer.Sock.WriteSeq + 1))
        {
            inWindow = outside;                         // data under way may make it the right one
        }

        uint before = sock.RcvNxt - 1 - (uint)_random.Below(1 << 30);
        _isTimestampOld = false;
        switch (_random.Below(10))
        {
            case 0:
                Write(frame, from, end, inWindow, sock.SndNxt, TcpHeader.Rst | TcpHeader.Ack, 0);
                break;
            case 1:
                Write(frame, from, end, outside, sock.SndUna, TcpHeader.Rst, 0);
                break;
            case 2:
                Write(frame, from, end, inWindow, sock.SndNxt, TcpHeader.Syn, 0);
                break;
            case 3:
                uint future = sock.SndNxt + 1 + (uint)_random.Below(1 << 30);
                Write(frame, from, end, sock.RcvNxt, future, TcpHeader.Ack, _random.Below(2));
                break;
            case 4:
                uint past = sock.SndUna - (uint)sock.SndWndMax - 1 - (uint)_random.Below(1 << 30);
                Write(frame, from, end, sock.RcvNxt, past, TcpHeader.Ack, _random.Below(2));
                break;
            case 6:
                // From before the sequence numbers came round: only PAWS can tell (RFC 7323, 5).
                _isTimestampOld = sock.HasTimestamps;
                uint seq = _isTimestampOld ? sock.RcvNxt : outside;
                Write(frame, from, end, seq, sock.SndNxt, TcpHeader.Ack, 1 + _random.Below(100));
                break;
            case 7:
                Resegment(frame, from, end);
                break;
            case 8:
                Overrun(frame, from, end);
                break;
            case 5:
                Write(
                    frame, from, end, outside, sock.SndNxt, TcpHeader.Ack | TcpHeader.Fin,
                    _random.Below(1400));
                break;
            default:
                Write(frame, from, end, before, sock.SndNxt, TcpHeader.Rst | TcpHeader.Ack, 0);
                break;
        }
    }

    /// <summary>Not an attack: a router that cuts the stream anew. Its segment has the right bytes, and
    /// other boundaries than any that the sender made.</summary>
    private void Resegment(Frame frame, SimHost from, Endpoint end)
    {
        TcpSock sock = end.Sock;
        Endpoint peer = end.Peer;
        bool isPossible = peer != null && peer.IsLive && TcpStates.IsSynchronized(peer.Sock.State);
        int sent = isPossible ? Seq.Distance(peer.Sock.Iss + 1, peer.Sock.SndNxt) : 0;
        sent = sent < peer?.SentBytes ? sent : peer == null ? 0 : peer.SentBytes;
        int start = Seq.Distance(sock.Irs + 1, sock.RcvNxt) + _random.Between(-300, 600);
        int streamEnd = start + _random.Between(1, 1400);
        if (sock.GapCount > 0)
        {
            // Over the hole and what came behind it.
            start = Seq.Distance(sock.Irs + 1, sock.RcvNxt) - _random.Below(50);
            streamEnd = Seq.Distance(sock.Irs + 1, sock.GapEnd[0]) + _random.Below(50);
        }

        start = start > 0 ? start : 0;
        int length = Math.Min(Math.Min(sent, streamEnd) - start, 1400);
        if (length <= 0)
        {
            Write(frame, from, end, sock.RcvAdv + 1, sock.SndNxt, TcpHeader.Rst, 0);
            return;
        }

        WriteStream(frame, from, end, start, length);
    }

    /// <summary>A sender that minds no window: the last of what the window allows, and on beyond its
    /// right edge. Up to the edge these are the stream's bytes.</summary>
    private void Overrun(Frame frame, SimHost from, Endpoint end)
    {
        TcpSock sock = end.Sock;
        Endpoint peer = end.Peer;
        int start = Seq.Distance(sock.Irs + 1, sock.RcvNxt);
        int edge = Seq.Distance(sock.Irs + 1, sock.RcvAdv);
        bool isFilled = peer != null && peer.IsLive && TcpStates.IsSynchronized(peer.Sock.State)
            && start < edge && edge <= peer.SentBytes && !Seq.Before(peer.Sock.SndNxt, sock.RcvAdv);
        if (!isFilled)
        {
            Write(frame, from, end, sock.RcvAdv + 1, sock.SndNxt, TcpHeader.Rst, 0);
            return;
        }

        int beyond = _random.Between(1, Pattern.OverrunBytesMax);
        int within = Math.Min(edge - start, _random.Between(1, 700));
        WriteStream(frame, from, end, edge - within, within + beyond);
        frame.Overrun = end;
        frame.OverrunEdge = sock.RcvAdv;
    }

    private void WriteStream(Frame frame, SimHost from, Endpoint end, int start, int length)
    {
        TcpSock peer = end.Peer.Sock;
        _window = peer.ReceiveWindow >> peer.RcvWindowScale;
        _patternAt = end.Peer.Plan.PatternStart + start;
        uint seq = end.Sock.Irs + 1 + (uint)start;
        Write(frame, from, end, seq, peer.RcvNxt, TcpHeader.Ack, length);
        _patternAt = -1;
        _window = -1;
    }

    private void Write(
        Frame frame, SimHost from, Endpoint end, uint seq, uint ack, int flags, int length)
    {
        byte[] data = frame.Data;
        TcpSock sock = end.Sock;
        int options = sock.HasTimestamps ? TcpOptions.TimestampsRoom : 0;
        int header = TcpHeader.LengthMin + options;
        EthHeader.SetDestination(data, 0, end.Host.HardwareAddress);
        EthHeader.SetSource(data, 0, from.HardwareAddress);
        EthHeader.SetType(data, 0, EthHeader.TypeIp);
        IpHeader.Write(
            data, EthHeader.Length, 0, IpHeader.LengthMin + header + length, 1,
            IpHeader.DontFragment, 64, IpHeader.ProtocolTcp, from.Ip, end.Host.Ip);
        TcpHeader.Write(
            data, TcpAt, sock.RemotePort, sock.LocalPort, seq, ack, header, flags,
            _window >= 0 ? _window : _random.Below(65536), 0);
        if (options > 0)
        {
            uint old = _isTimestampOld ? 1 + (uint)_random.Below(1 << 30) : 0;
            TcpOptions.WriteTimestamps(
                data, TcpAt + TcpHeader.LengthMin, sock.TsRecent - old, 0);
        }

        if (_patternAt >= 0)
        {
            Array.Copy(Pattern.Bytes, _patternAt, data, TcpAt + header, length);
        }
        else
        {
            Array.Fill(data, (byte)0xEE, TcpAt + header, length);
        }

        TcpHeader.SetChecksum(data, TcpAt, 0);
        uint sum = InetChecksum.Add(
            InetChecksum.PseudoHeader(
                from.Ip, end.Host.Ip, IpHeader.ProtocolTcp, header + length),
            data, TcpAt, header + length);
        TcpHeader.SetChecksum(data, TcpAt, InetChecksum.Fold(sum));
        frame.Length = TcpAt + header + length;
    }
}
