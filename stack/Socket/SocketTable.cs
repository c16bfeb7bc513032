using NanoStack.Kernel;
using NanoStack.Tcp;

namespace NanoStack.Sockets;

/// <summary>From a handle to its socket.</summary>
/// <remarks>
/// From: <see cref="SysSocket"/>. A handle is the socket's place in TCP's table and how often it was taken
/// and let go (<see cref="TcpSock.Handle"/>); -1 is none. There is nothing to lock here: what is found
/// may be somebody else's a moment later, so whoever works on it compares the handle once more when
/// it owns the socket (<see cref="TcpSock.LockAs"/>).
/// </remarks>
internal sealed class SocketTable
{
    private readonly NetContext _context;
    private readonly TcpTable _table;

    public SocketTable(NetContext context, TcpTable table)
    {
        _context = context;
        _table = table;
    }

    /// <summary>Sockets with a user.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            for (int i = 0; i < _table.Count; i++)
            {
                count += _table.At(i).HasUser ? 1 : 0;
            }

            return count;
        }
    }

    /// <summary><c>sockfd_lookup_light</c>: the socket of a handle, or null.</summary>
    public TcpSock Lookup(int handle)
    {
        _context.Trace.Enter(TraceRoom.SockFdLookup, 0);
        return Find(handle);
    }

    /// <summary>The same for who only looks.</summary>
    public TcpSock Find(int handle)
    {
        int index = handle & (TcpSock.HandleStep - 1);
        if (handle < 0 || index >= _table.Count)
        {
            return null;
        }

        TcpSock sock = _table.At(index);
        return sock.Handle == handle ? sock : null;
    }
}
