using System;
using NanoStack.Kernel;

namespace NanoStack.Tcp;

/// <summary><c>inet_hashtables</c>: every connection and listener, by four-tuple and by port.</summary>
/// <remarks>
/// A fixed table, scanned: a device has a handful of sockets. Its lock stands where Linux holds
/// rcu_read_lock; whoever finds a sock here locks it and looks again whether it is still the one.
/// </remarks>
internal sealed class TcpTable
{
    private readonly NetContext _context;
    private readonly SpinLock _lock;

    /// <summary>All there are; a field for who may make no call.</summary>
    public readonly TcpSock[] Socks;

    private readonly byte[][] _freeRings;       // pairs: send ring, receive ring
    private readonly Limits _limits;
    private int _freeRingCount;

    public TcpTable(TcpProtocol tcp, NetContext context)
    {
        _limits = context.Limits;
        _context = context;
        _lock = context.NewLock();
        Bug.On(_limits.SocketCount > TcpSock.HandleStep);
        Socks = new TcpSock[_limits.SocketCount];
        for (int i = 0; i < Socks.Length; i++)
        {
            Socks[i] = new TcpSock(tcp, context, i);
        }

        Bug.On(!IsPowerOfTwo(_limits.TcpSendRingBytes));
        Bug.On(!IsPowerOfTwo(_limits.TcpReceiveRingBytes));
        _freeRings = new byte[_limits.TcpConnectionCount * 2][];
        for (int i = 0; i < _freeRings.Length; i += 2)
        {
            _freeRings[i] = new byte[_limits.TcpSendRingBytes];
            _freeRings[i + 1] = new byte[_limits.TcpReceiveRingBytes];
        }

        _freeRingCount = _freeRings.Length;
    }

    public int Count => Socks.Length;

    public TcpSock At(int index) => Socks[index];

    /// <summary>Connections that could still be opened.</summary>
    public int FreeConnectionCount => _freeRingCount / 2;

    /// <summary><c>tcpCurrEstab</c> (RFC 4022): connections in ESTABLISHED or CLOSE_WAIT.</summary>
    public int EstablishedCount
    {
        get
        {
            int count = 0;
            for (int i = 0; i < Socks.Length; i++)
            {
                TcpState state = Socks[i].State;
                count += state == TcpState.Established || state == TcpState.CloseWait ? 1 : 0;
            }

            return count;
        }
    }

    /// <summary>Takes a free socket; it has no rings yet.</summary>
    /// <returns>The socket, initialised and marked as its user's, or null: all are in use.</returns>
    public TcpSock Alloc(int nowMs)
    {
        TcpSock found = null;
        _lock.Hold(LockSite.TcpTable);
        try
        {
            for (int i = 0; i < Socks.Length; i++)
            {
                if (Socks[i].IsFree)
                {
                    found = Socks[i];
                    found.HasUser = true;
                    break;
                }
            }
        }
        finally
        {
            _lock.Holder = SpinLock.Free;
        }

        if (found == null)
        {
            return null;
        }

        try
        {
            return Begin(found, nowMs);
        }
        catch (Exception)
        {
            found.HasUser = false;                      // a store: free again
            throw;
        }
    }

    /// <summary>As new.</summary>
    private TcpSock Begin(TcpSock sock, int nowMs)
    {
        sock.Lock();                                    // of a call that had it before, and lets go
        try
        {
            sock.Init(nowMs);
            sock.Release(nowMs);
            return sock;
        }
        catch (Exception e)
        {
            sock.Trouble = e;
            _context.IsHurt = true;
            throw;
        }
    }

    /// <summary>Gives a socket its two rings.</summary>
    /// <returns>False when every pair is in use.</returns>
    public bool AttachRings(TcpSock sock)
    {
        Bug.On(sock.SendRing != null);
        _lock.Hold(LockSite.TcpTable);
        try
        {
            if (_freeRingCount == 0)
            {
                return false;
            }

            _freeRingCount -= 2;
            sock.SendRing = _freeRings[_freeRingCount];
            sock.ReceiveRing = _freeRings[_freeRingCount + 1];
            _freeRings[_freeRingCount] = null;
            _freeRings[_freeRingCount + 1] = null;
            return true;
        }
        finally
        {
            _lock.Holder = SpinLock.Free;
        }
    }

    /// <summary>Takes the rings back; nothing may point into them any more.</summary>
    public void DetachRings(TcpSock sock)
    {
        if (sock.SendRing == null)
        {
            return;
        }

        Bug.On(sock.SegCount != 0);
        _lock.Hold(LockSite.TcpTable);
        try
        {
            _freeRings[_freeRingCount] = sock.SendRing;
            _freeRings[_freeRingCount + 1] = sock.ReceiveRing;
            _freeRingCount += 2;
            sock.SendRing = null;
            sock.ReceiveRing = null;
        }
        finally
        {
            _lock.Holder = SpinLock.Free;
        }
    }

    /// <summary><c>__inet_lookup_established</c>: the connection of a four-tuple, or null.</summary>
    public TcpSock FindConnection(uint local, int localPort, uint remote, int remotePort)
    {
        _lock.Hold(LockSite.TcpTable);
        try
        {
            for (int i = 0; i < Socks.Length; i++)
            {
                if (IsConnection(Socks[i], local, localPort, remote, remotePort))
                {
                    return Socks[i];
                }
            }
        }
        finally
        {
            _lock.Holder = SpinLock.Free;
        }

        return null;
    }

    /// <summary>True when a socket is the connection of a four-tuple.</summary>
    public static bool IsConnection(
        TcpSock sock, uint local, int localPort, uint remote, int remotePort)
    {
        return sock.RemotePort == remotePort && sock.LocalPort == localPort
            && sock.RemoteAddress == remote && sock.LocalAddress == local
            && sock.State != TcpState.Closed && sock.State != TcpState.Listen;
    }

    /// <summary><c>__inet_lookup_listener</c>: who listens on this address and port, or null; one bound
    /// to the very address comes before one bound to any.</summary>
    public TcpSock FindListener(uint local, int localPort)
    {
        TcpSock any = null;
        _lock.Hold(LockSite.TcpTable);
        try
        {
            for (int i = 0; i < Socks.Length; i++)
            {
                TcpSock sock = Socks[i];
                if (sock.State != TcpState.Listen || sock.LocalPort != localPort)
                {
                    continue;
                }

                if (sock.LocalAddress == local)
                {
                    return sock;
                }

                if (sock.LocalAddress == 0)
                {
                    any = sock;
                }
            }
        }
        finally
        {
            _lock.Holder = SpinLock.Free;
        }

        return any;
    }

    /// <summary><c>inet_csk_get_port</c>: an address and a port become a socket's under the lock under
    /// which they were found free. Caller holds the sock.</summary>
    /// <returns>False: they would clash with a listener or with another bound socket. A connection from
    /// there does not matter.</returns>
    public bool TakePort(TcpSock sock, uint local, int port)
    {
        _lock.Hold(LockSite.TcpPorts);
        try
        {
            for (int i = 0; i < Socks.Length; i++)
            {
                TcpSock other = Socks[i];
                bool isBound = other != sock && other.LocalPort == port
                    && (other.State == TcpState.Closed ? other.HasUser
                        : other.State == TcpState.Listen);
                if (isBound
                    && (local == 0 || other.LocalAddress == 0 || other.LocalAddress == local))
                {
                    return false;
                }
            }

            sock.LocalAddress = local;
            sock.LocalPort = port;
            return true;
        }
        finally
        {
            _lock.Holder = SpinLock.Free;
        }
    }

    /// <summary>The same for an ephemeral port, which no socket at all may have.</summary>
    public bool TakeUnusedPort(TcpSock sock, uint local, int port)
    {
        _lock.Hold(LockSite.TcpPorts);
        try
        {
            for (int i = 0; i < Socks.Length; i++)
            {
                TcpSock other = Socks[i];
                if (other != sock && other.LocalPort == port
                    && (other.HasUser || other.State != TcpState.Closed))
                {
                    return false;
                }
            }

            sock.LocalAddress = local;
            sock.LocalPort = port;
            return true;
        }
        finally
        {
            _lock.Holder = SpinLock.Free;
        }
    }

    private static bool IsPowerOfTwo(int value) => value > 0 && (value & (value - 1)) == 0;
}
