using NanoStack.Device;
using NanoStack.Kernel;
using NanoStack.Wire;

namespace NanoStack.Ip;

/// <summary><c>fib_table</c>: the fixed route table: connected networks, gateways, our own addresses.</summary>
/// <remarks>
/// The longest mask wins (RFC 1812, 5.2.4.3). An answer is cached in a <see cref="Dst"/>; the table's
/// generation says whether it still holds. Its lock stands where Linux holds rcu_read_lock.
/// </remarks>
internal sealed class Route : LocalAddresses
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
        _lock.Hold(LockSite.RouteChange);
        try
        {
            return AddLocked(destination & mask, mask, gateway, device);
        }
        finally
        {
            _lock.Holder = SpinLock.Free;
        }
    }

    /// <summary><c>fib_add_ifaddr</c>, <c>fib_del_ifaddr</c>: gives a device its address, its network and
    /// a gateway, and takes those out that it had. One step: whoever asks <see cref="HasAddress"/> or
    /// <see cref="Lookup"/> meets the old state or the new one.</summary>
    /// <param name="gateway">0 when there is none.</param>
    /// <returns>0, or <see cref="Errno.NoMemory"/>: the table is full, some routes are missing.</returns>
    public int Assign(NetDevice device, uint address, uint mask, uint gateway)
    {
        _lock.Hold(LockSite.RouteChange);
        try
        {
            for (int i = 0; i < _devices.Length; i++)
            {
                bool isOwn = !device.IsLoopback && _masks[i] == 0xFFFFFFFF
                    && _destinations[i] == device.IpAddress;
                if (_devices[i] == device || isOwn)     // it may be somebody else's from now on
                {
                    _devices[i] = null;
                }
            }

            device.IpAddress = address;
            device.IpMask = mask;
            int error = AddLocked(address & mask, mask, 0, device);
            return error < 0 || gateway == 0 ? error : AddLocked(0, 0, gateway, device);
        }
        finally
        {
            _lock.Holder = SpinLock.Free;
        }
    }

    /// <summary>True when <see cref="Assign"/> with the same would change nothing.</summary>
    public bool IsAssigned(NetDevice device, uint address, uint mask, uint gateway)
    {
        _lock.Hold(LockSite.RouteLookup);
        try
        {
            bool hasNetwork = false;
            uint through = 0;
            for (int i = 0; i < _devices.Length; i++)
            {
                if (_devices[i] == device)
                {
                    hasNetwork |= _gateways[i] == 0 && _masks[i] == mask
                        && _destinations[i] == (address & mask);
                    through = _gateways[i] != 0 ? _gateways[i] : through;
                }
            }

            return hasNetwork && through == gateway && device.IpAddress == address
                && device.IpMask == mask;
        }
        finally
        {
            _lock.Holder = SpinLock.Free;
        }
    }

    /// <summary><see cref="IsLocal"/> for who decides about connections: never halfway through an
    /// <see cref="Assign"/>.</summary>
    public bool HasAddress(uint address)
    {
        _lock.Hold(LockSite.RouteLookup);
        try
        {
            return IsLocal(address);
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
            uint nextHop = _gateways[best] != 0 ? _gateways[best] : destination;
            bool isOtherPath = dst.Device != device || dst.NextHop != nextHop;
            dst.PathMtu = isOtherPath ? 0 : dst.PathMtu;
            dst.Device = device;
            dst.NextHop = nextHop;
            dst.Source = device.IsLoopback ? destination : device.IpAddress;
            dst.Generation = _generation;
            return 0;
        }
        finally
        {
            _lock.Holder = SpinLock.Free;
        }
    }

    /// <summary>True when a packet to this address is for this host (<c>RTN_LOCAL</c>).</summary>
    public override bool IsLocal(uint address)
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

    private int AddLocked(uint destination, uint mask, uint gateway, NetDevice device)
    {
        _generation++;
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
        return 0;
    }
}
