using NanoStack.Kernel;
using NanoStack.Neigh;
using NanoStack.Wire;

namespace NanoStack.Tcp;

/// <summary><c>tcp_v4_err</c>: what ICMP and ARP tell about a connection (RFC 1122, 4.2.3.9; RFC 5927;
/// RFC 1191).</summary>
/// <remarks>
/// A forger must guess a sequence number in flight to be heard at all. In a synchronized state no
/// message ends a connection: it is noted and told when the timers give up.
/// </remarks>
internal sealed class TcpError : NeighErrorHandler
{
    private readonly TcpProtocol _tcp;
    private readonly Mib _mib;

    public TcpError(TcpProtocol tcp, NetContext context)
    {
        _tcp = tcp;
        _mib = context.Mib;
    }

    /// <summary>An ICMP error that quotes a segment of ours.</summary>
    public void Icmp(byte[] data, int innerAt, int type, int code, int nextHopMtu, int nowMs)
    {
        int tcpAt = innerAt + IpHeader.Length(data, innerAt);
        TcpSock sock = _tcp.Table.FindConnection(
            IpHeader.Source(data, innerAt), TcpHeader.SourcePort(data, tcpAt),
            IpHeader.Destination(data, innerAt), TcpHeader.DestinationPort(data, tcpAt));
        if (sock == null)
        {
            _mib.Inc(Mib.IcmpInNoMatch);
            return;
        }

        if (!sock.TryLock())
        {
            _mib.Inc(Mib.TcpLockDroppedIcmps);  // as Linux: what is still true is said again
            return;
        }

        uint seq = TcpHeader.SeqNumber(data, tcpAt);
        if (sock.State == TcpState.Closed || !Seq.Between(seq, sock.SndUna, sock.SndNxt))
        {
            _mib.Inc(Mib.TcpIcmpOutOfWindow);
        }
        else if (type == IcmpHeader.TypeUnreachable && code == IcmpHeader.CodeFragmentationNeeded)
        {
            ReduceMtu(sock, nextHopMtu, nowMs);
        }
        else
        {
            Unreachable(sock, type, code);
        }

        sock.Release(nowMs);
    }

    /// <summary>Nobody answers for a next hop: who is still connecting is told at once, the others keep
    /// trying (<c>ipv4_link_failure</c>).</summary>
    public override void HostUnreachable(uint nextHop, int nowMs)
    {
        for (int i = 0; i < _tcp.Table.Count; i++)
        {
            TcpSock sock = _tcp.Table.At(i);
            if (sock.State == TcpState.Closed || sock.State == TcpState.Listen
                || sock.Dst.NextHop != nextHop || !sock.TryLock())
            {
                continue;
            }

            if (sock.State == TcpState.SynSent)
            {
                _tcp.Close.Fail(sock, Errno.HostUnreach);
            }
            else
            {
                sock.ErrSoft = Errno.HostUnreach;
            }

            sock.Release(nowMs);
        }
    }

    /// <summary>Hard errors (RFC 1122: 3/2, 3/3) end an attempt to connect; everything else is soft.</summary>
    private void Unreachable(TcpSock sock, int type, int code)
    {
        bool isHard = type == IcmpHeader.TypeUnreachable
            && (code == IcmpHeader.CodeProtocolUnreachable
                || code == IcmpHeader.CodePortUnreachable);
        int error = isHard ? Errno.ConnRefused
            : type == IcmpHeader.TypeUnreachable && code == IcmpHeader.CodeNetUnreachable
                ? Errno.NetUnreach : Errno.HostUnreach;
        if (isHard && sock.State == TcpState.SynSent)
        {
            _mib.Inc(Mib.TcpIcmpHard);
            _tcp.Close.Fail(sock, error);
            return;
        }

        _mib.Inc(Mib.TcpIcmpSoft);
        sock.ErrSoft = error;
    }

    /// <summary><c>tcp_v4_mtu_reduced</c> (RFC 1191): never below the floor, never up.</summary>
    private void ReduceMtu(TcpSock sock, int mtu, int nowMs)
    {
        int floored = mtu > Limits.PathMtuMin ? mtu : Limits.PathMtuMin;
        if (mtu == 0 || sock.Dst.Device == null || floored >= sock.Dst.Mtu)
        {
            _mib.Inc(Mib.TcpIcmpOutOfWindow);
            return;
        }

        _mib.Inc(Mib.TcpMtuReduced);
        sock.Dst.PathMtu = floored;
        _tcp.Segment.SyncMss(sock);
        if (sock.SegSent > 0 && TcpStates.IsSynchronized(sock.State))
        {
            _tcp.Loss.SimpleRetransmit(sock, nowMs);
        }
    }
}
