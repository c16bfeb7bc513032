using NanoStack.Kernel;

namespace NanoStack.Tcp;

/// <summary>The table: who is where, and who makes room. The lock is held.</summary>
internal sealed partial class TcpTimeWait
{
    private int Find(uint local, int localPort, uint remote, int remotePort)
    {
        uint ports = ((uint)localPort << 16) | (uint)remotePort;
        for (int i = 0; i < _spare; i++)
        {
            if (_isUsed[i] && _ports[i] == ports && _remote[i] == remote && _local[i] == local)
            {
                return i;
            }
        }

        return -1;
    }

    private int FreeOrOldest()
    {
        int oldest = 0;
        for (int i = 0; i < _spare; i++)
        {
            if (!_isUsed[i])
            {
                return i;
            }

            if (Clock.Before(_endMs[i], _endMs[oldest]))
            {
                oldest = i;
            }
        }

        _context.Mib.Inc(Mib.TcpTimeWaitOverflow);
        return oldest;
    }
}
