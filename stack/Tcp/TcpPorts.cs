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

    /// <summary>Gives a socket a port, for a connection to this peer; bound: the range. Caller holds the
    /// sock.</summary>
    /// <remarks>Table before TIME_WAIT: a connection is entered there before it leaves here.</remarks>
    /// <returns>False: all are in use.</returns>
    public bool Take(TcpSock sock, uint local, uint remote, int remotePort)
    {
        int range = _limits.PortMax - _limits.PortMin + 1;
        uint offset = _tcp.Secrets.NextPortOffset(local, remote, remotePort);
        for (int i = 0; i < range; i++)
        {
            int port = _limits.PortMin + (int)((offset + (uint)i) % (uint)range);
            if (!_tcp.Table.TakeUnusedPort(sock, local, port))
            {
                continue;
            }

            if (!_tcp.TimeWait.IsUsed(local, port, remote, remotePort))
            {
                return true;
            }

            sock.LocalPort = 0;
        }

        return false;
    }
}
