using NanoStack.Kernel;
using NanoStack.Tcp;

namespace NanoStack.Sockets;

/// <summary>The fixed table from a handle to its socket.</summary>
/// <remarks>From: <see cref="SysSocket"/>. A handle is an index; -1 is none.</remarks>
internal sealed class SocketTable
{
    private readonly NetContext _context;
    private readonly SpinLock _lock;
    private readonly TcpSock[] _socks;

    public SocketTable(NetContext context)
    {
        _context = context;
        _lock = context.NewLock();
        _socks = new TcpSock[context.Limits.SocketCount];
    }

    /// <summary>Handles in use.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            for (int i = 0; i < _socks.Length; i++)
            {
                count += _socks[i] != null ? 1 : 0;
            }

            return count;
        }
    }

    /// <summary><c>sockfd_lookup_light</c>: the socket of a handle, or null.</summary>
    public TcpSock Lookup(int handle)
    {
        _context.Trace.Enter(TraceRoom.SockFdLookup, 0);
        return handle >= 0 && handle < _socks.Length ? _socks[handle] : null;
    }

    /// <summary><c>sock_map_fd</c>: a handle for a socket; there is one for every socket.</summary>
    public int Install(TcpSock sock)
    {
        _lock.Hold(LockSite.SocketTable);
        try
        {
            for (int i = 0; i < _socks.Length; i++)
            {
                if (_socks[i] == null)
                {
                    _socks[i] = sock;
                    return i;
                }
            }
        }
        finally
        {
            _lock.Holder = SpinLock.Free;
        }

        Bug.On(true);                                   // as many handles as sockets
        return -1;
    }

    /// <summary><c>close_fd</c>: frees the handle.</summary>
    /// <returns>The socket it stood for, or null: it was free already.</returns>
    public TcpSock Remove(int handle)
    {
        _lock.Hold(LockSite.SocketTable);
        try
        {
            if (handle < 0 || handle >= _socks.Length)
            {
                return null;
            }

            TcpSock sock = _socks[handle];
            if (sock != null)
            {
                sock.Due = TcpSock.DueClose;                 // before the handle is gone
                _socks[handle] = null;
            }

            return sock;
        }
        finally
        {
            _lock.Holder = SpinLock.Free;
        }
    }
}
