using NanoStack.Kernel;

namespace NanoStack.Tcp;

/// <summary><c>inet_hash_connect</c>: an ephemeral port that nobody uses and nobody can guess
/// (RFC 6056, algorithm 4).</summary>
internal sealed class TcpPorts
{
    private readonly TcpProtocol _tcp;
    private readonly Limits _limits;

    public TcpPorts(TcpProtocol tcp, NetContext context)
    {
        _tcp = tcp;
        _limits = context.Limits;
    }

    /// <summary>A port for a connection to this peer; bound: the range.</summary>
    /// <returns>The port, or 0: all are in use.</returns>
    public int Choose(uint local, uint remote, int remotePort)
    {
        int range = _limits.PortMax - _limits.PortMin + 1;
        uint offset = _tcp.Secrets.NextPortOffset(local, remote, remotePort);
        for (int i = 0; i < range; i++)
        {
            int port = _limits.PortMin + (int)((offset + (uint)i) % (uint)range);
            if (!IsUsed(port) && !_tcp.TimeWait.IsUsed(local, port, remote, remotePort))
            {
                return port;
            }
        }

        return 0;
    }

    private bool IsUsed(int port)
    {
        for (int i = 0; i < _tcp.Table.Count; i++)
        {
            TcpSock sock = _tcp.Table.At(i);
            if (sock.LocalPort == port && (sock.HasUser || sock.State != TcpState.Closed))
            {
                return true;
            }
        }

        return false;
    }
}
