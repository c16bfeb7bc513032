using NanoStack.Ip;
using NanoStack.Kernel;

namespace NanoStack.Tcp;

/// <summary>An address is ours no longer: what lives on it ends, since nothing may leave with it
/// (RFC 1122, 3.2.1.3; Linux: <c>tcp_abort</c>, as SOCK_DESTROY asks for it).</summary>
/// <remarks>
/// From: <c>Net.SetAddress</c>, <c>Net.Poll</c>. To: <see cref="TcpClose.Fail"/>,
/// <see cref="TcpTimeWait.Forget"/>, <see cref="TcpSynQueue.Forget(Route)"/>.
/// Connections end in the thread that changes the address, each under its own lock. The polling
/// thread looks once more: a handshake may just have become a connection, and half-open entries are
/// its own. Listeners and bound sockets stay: the address may come back (Linux).
/// </remarks>
internal sealed class TcpAddress
{
    /// <summary>A user holds the socket: look again after this.</summary>
    private const int RetryMs = 1;

    private readonly TcpProtocol _tcp;
    private readonly Route _route;
    private readonly Mib _mib;
    private bool _isDue;                    // the polling thread has not looked since then

    public TcpAddress(TcpProtocol tcp, NetContext context, Route route)
    {
        _tcp = tcp;
        _route = route;
        _mib = context.Mib;
    }

    /// <summary>The addresses are others now. Any thread that holds no sock; it may wait for another
    /// thread's few steps.</summary>
    public void Changed(int nowMs)
    {
        _isDue = true;
        _tcp.TimeWait.Forget(_route);
        for (int i = 0; i < _tcp.Table.Count; i++)
        {
            TcpSock sock = _tcp.Table.At(i);
            if (IsHomeless(sock))
            {
                sock.Lock();
                End(sock);
                sock.Release(nowMs);
            }
        }
    }

    /// <summary>What only the polling thread may do, and what came in between. Bound: the tables.</summary>
    /// <returns>When it wants to be called again, in ms.</returns>
    public int Run(int nowMs)
    {
        if (!_isDue)
        {
            return nowMs + Limits.PollIntervalMsMax;
        }

        _isDue = false;                     // first: a change from here on is seen next time
        _tcp.SynQueue.Forget(_route);
        _tcp.TimeWait.Forget(_route);
        for (int i = 0; i < _tcp.Table.Count; i++)
        {
            TcpSock sock = _tcp.Table.At(i);
            if (!IsHomeless(sock))
            {
                continue;
            }

            if (sock.TryLock())
            {
                End(sock);
                sock.Release(nowMs);
            }
            else
            {
                _isDue = true;
            }
        }

        return nowMs + (_isDue ? RetryMs : Limits.PollIntervalMsMax);
    }

    /// <summary>A connection, or an attempt at one, from an address that is not ours.</summary>
    private bool IsHomeless(TcpSock sock)
    {
        return sock.State != TcpState.Closed && sock.State != TcpState.Listen
            && !_route.HasAddress(sock.LocalAddress);
    }

    /// <summary>No RST: it would leave with the old address. Caller holds the sock.</summary>
    private void End(TcpSock sock)
    {
        if (!IsHomeless(sock))
        {
            return;                         // it ended, or was another's, while we waited for it
        }

        _mib.Inc(Mib.TcpAbortOnAddress);
        if (sock.State == TcpState.Established || sock.State == TcpState.CloseWait)
        {
            _mib.Inc(Mib.TcpEstabResets);
        }

        _tcp.Close.Fail(sock, Errno.ConnAborted);
    }
}
