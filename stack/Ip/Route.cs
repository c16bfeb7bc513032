using NanoStack.Device;
using NanoStack.Kernel;
using NanoStack.Wire;

namespace NanoStack.Ip;

/// <summary><c>fib_table</c>: the fixed route table: connected networks, gateways, our own addresses.</summary>
/// <remarks>
/// The longest mask wins (RFC 1812, 5.2.4.3). An answer is cached in a <see cref="Dst"/>; the table's
/// generation says whether it still holds. Its lock stands where Linux holds rcu_read_lock.
/// </remarks>
internal sealed class Route
{
    private readonly SpinLock _lock;
    private readonly uint[] _destinations;
    private readonly uint[] _masks;
    private readonly uint[] _gateways;
    private readonly NetDevice[] _devices;
    private int _generation = 1;

    public Route(NetContext context)
    {
        int count = context.Limits.RouteCount;
        _lock = context.NewLock();
        _destinations = new uint[count];
        _masks = new uint[count];
        _gateways = new uint[count];
        _devices = new NetDevice[count];
    }

    /// <summary>Grows with every change of the table.</summary>
    public int Generation => _generation;

    /// <summary>Adds a route; one with the same destination and mask is replaced.</summary>
    /// <param name="gateway">The next hop, or 0 for a network on the link.</param>
    /// <returns>0, or <see cref="Errno.NoMemory"/>: the table is full.</returns>
    public int Add(uint destination, uint mask, uint gateway, NetDevice device)
    {
        destination &= mask;
        _lock.Hold(LockSite.RouteChange);
        try
        {
            int slot = -1;
            for (int i = 0; i < _devices.Length; i++)
            {
                if (_devices[i] == null)
                {
                    slot = slot < 0 ? i : slot;
                }
                else if (_destinations[i] == destination && _masks[i] == mask)
                {
                    slot = i;
                    break;
                }
            }

            if (slot < 0)
            {
                return Errno.NoMemory;
            }

            _destinations[slot] = destination;
            _masks[slot] = mask;
            _gateways[slot] = gateway;
            _devices[slot] = device;
            _generation++;
            return 0;
        }
        finally
        {
            _lock.Holder = SpinLock.Free;
        }
    }

    /// <summary>Takes all routes through a device out.</summary>
    public void RemoveDevice(NetDevice device)
    {
        _lock.Hold(LockSite.RouteChange);
        try
        {
            for (int i = 0; i < _devices.Length; i++)
            {
                if (_devices[i] == device)
                {
                    _devices[i] = null;
                }
            }

            _generation++;
        }
        finally
        {
            _lock.Holder = SpinLock.Free;
        }
    }

    /// <summary>Takes the route to one address out, if there is one (<c>fib_del_ifaddr</c>).</summary>
    public void RemoveHost(uint address)
    {
        _lock.Hold(LockSite.RouteChange);
        try
        {
            for (int i = 0; i < _devices.Length; i++)
            {
                if (_destinations[i] == address && _masks[i] == 0xFFFFFFFF)
                {
                    _devices[i] = null;
                }
            }

            _generation++;
        }
        finally
        {
            _lock.Holder = SpinLock.Free;
        }
    }

    /// <summary>True while a cached answer still holds.</summary>
    public bool IsCurrent(Dst dst) => dst.Device != null && dst.Generation == _generation;

    /// <summary><c>ip_route_output_key</c>: how to get to an address.</summary>
    /// <returns>0 with <paramref name="dst"/> filled, or <see cref="Errno.NetUnreach"/>.</returns>
    public int Lookup(uint destination, Dst dst)
    {
        _lock.Hold(LockSite.RouteLookup);
        try
        {
            int best = -1;
            for (int i = 0; i < _devices.Length; i++)
            {
                if (_devices[i] != null && ((destination ^ _destinations[i]) & _masks[i]) == 0
                    && (best < 0 || _masks[i] > _masks[best]))
                {
                    best = i;
                }
            }

            if (best < 0)
            {
                dst.Clear();
                return Errno.NetUnreach;
            }

            NetDevice device = _devices[best];
            dst.Device = device;
            dst.NextHop = _gateways[best] != 0 ? _gateways[best] : destination;
            dst.Source = device.IsLoopback ? destination : device.IpAddress;
            dst.Mtu = device.Mtu;
            dst.Generation = _generation;
            return 0;
        }
        finally
        {
            _lock.Holder = SpinLock.Free;
        }
    }

    /// <summary>True when a packet to this address is for this host (<c>RTN_LOCAL</c>).</summary>
    public bool IsLocal(uint address)
    {
        if (IpAddresses.IsLoopback(address))
        {
            return true;
        }

        for (int i = 0; i < _devices.Length; i++)
        {
            NetDevice device = _devices[i];             // once: SetAddress may be taking it out
            if (device != null && device.IpAddress == address && address != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when one of our devices would take this address for its broadcast.</summary>
    public bool IsBroadcast(uint address)
    {
        for (int i = 0; i < _devices.Length; i++)
        {
            NetDevice device = _devices[i];
            if (device != null && !device.IsLoopback
                && IpAddresses.IsBroadcastOn(address, device.IpAddress, device.IpMask))
            {
                return true;
            }
        }

        return false;
    }
}
