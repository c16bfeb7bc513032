using System;
using NanoStack.Device;
using NanoStack.Ip;
using NanoStack.Kernel;
using NanoStack.Neigh;
using NanoStack.Skb;
using NanoStack.Sockets;
using NanoStack.Tcp;

namespace NanoStack;

/// <summary><c>struct net</c>: one stack instance. It owns every table, makes every room and is the only
/// class that knows them all.</summary>
/// <remarks>
/// From: <see cref="Services.NetThread"/>. To: <see cref="NetDevice.Poll"/>,
/// <see cref="TcpTimer.WriteSpace"/>, <see cref="TcpAddress.Run"/>, <see cref="TcpTimer.Run"/>,
/// <see cref="NeighTimer.Run"/>, <see cref="IpDefrag.RunTimers"/>,
/// <see cref="TcpSynQueue.RunTimers"/>, <see cref="ArpAnnouncer.Run"/>; before them all
/// <see cref="NetRecovery.Run"/> when an exception has left something half done.
/// Make it, add devices and addresses, <see cref="Seal"/> it; from then on nothing allocates. Then
/// somebody calls <see cref="Poll"/>: a thread of its own (<see cref="Services.NetThread"/>), a test
/// with a fake clock, or the waiting call itself (a <see cref="Pump"/>).
/// No state is static, so two stacks meet in one program; <see cref="Default"/> is the one
/// exception, a convenience for code written for System.Net.
/// </remarks>
public sealed partial class Net
{
    private static Net _default;

    private readonly NetContext _context;
    private readonly SkBuffPool _pool;
    private readonly PacketTypes _packetTypes = new PacketTypes();
    private readonly InetProtocols _protocols = new InetProtocols();
    private readonly Route _route;
    private readonly Netfilter _netfilter;
    private readonly NeighTable _neighbours;
    private readonly NeighTimer _neighTimer;
    private readonly IpDefrag _defrag;
    private readonly IpOutput _ip;
    private readonly TcpProtocol _tcp;
    private readonly NetRecovery _recovery;
    private readonly TcpSock[] _socks;
    private readonly SocketTable _sockets;
    private readonly SysSocket _sys;
    private readonly NetDevice[] _devices;
    private readonly ArpAnnouncer[] _announcers;
    private readonly int[] _carrierChanges;
    private int _deviceCount;
    private bool _isSealed;
    private bool _isPolling;

    /// <summary>A stack polled by a thread of its own, on a machine without network interrupt.</summary>
    public Net(Limits limits, Clock clock, Entropy entropy)
        : this(limits, clock, entropy, new InterruptMask(), null)
    {
    }

    /// <summary>A stack.</summary>
    /// <param name="limits">What it may use; read now.</param>
    /// <param name="clock">Read once per socket call.</param>
    /// <param name="entropy">Where its secrets come from.</param>
    /// <param name="interrupts">What its locks mask.</param>
    /// <param name="pump">Runs the network in the thread of a waiting call; null when a thread polls.</param>
    /// <exception cref="ArgumentNullException">One of the first four is null.</exception>
    public Net(
        Limits limits, Clock clock, Entropy entropy, InterruptMask interrupts, Pump pump)
    {
        if (limits == null || clock == null || entropy == null || interrupts == null)
        {
            throw new ArgumentNullException("limits, clock, entropy, interrupts");
        }

        _context = new NetContext(limits, clock, entropy, interrupts, pump);
        _pool = new SkBuffPool(_context);
        _route = new Route(_context);
        _netfilter = new Netfilter(_context);
        _neighbours = new NeighTable(_context, _pool);
        _neighTimer = new NeighTimer(_neighbours);
        _ip = new IpOutput(_context, _route, _netfilter, _neighbours);
        IcmpOutput icmp = new IcmpOutput(_context, _pool, _ip, _route);
        _tcp = new TcpProtocol(_context, _pool, _route, _neighbours, _ip);
        _neighTimer.SetErrorHandler(_tcp.Errors);
        _protocols.Add(_tcp);
        _protocols.Add(new IcmpInput(_context, _route, _protocols, icmp));
        _defrag = new IpDefrag(_context, _pool, icmp);
        _packetTypes.Add(
            new IpInput(_context, _route, _defrag, _netfilter, _protocols, icmp));
        _packetTypes.Add(new ArpInput(_context, _neighbours));
        _sockets = new SocketTable(_context, _tcp.Table);
        _sys = new SysSocket(
            _context, _sockets, new InetSocket(_context, _tcp, _route),
            new InetOptions(_context, _tcp));
        _socks = _tcp.Table.Socks;
        _recovery = new NetRecovery(_context, _pool, _neighbours, _defrag, _tcp);
        _devices = new NetDevice[limits.DeviceCount];
        _announcers = new ArpAnnouncer[limits.DeviceCount];
        _carrierChanges = new int[limits.DeviceCount];
    }

    /// <summary>The stack that sockets made without one belong to; null until set.</summary>
    public static Net Default
    {
        get => _default;
        set => _default = value;
    }

    /// <summary>Counters; every drop has one.</summary>
    public Mib Mib => _context.Mib;

    /// <summary><c>tcpCurrEstab</c> (RFC 4022): connections in ESTABLISHED or CLOSE_WAIT.</summary>
    public int EstablishedCount => _tcp.Table.EstablishedCount;

    /// <summary>Who is told of an exception in the stack's own threads, or in a call, when what it left has
    /// been put right; null (default): the counters alone say it.</summary>
    public TroubleSink TroubleSink
    {
        get => _recovery.Sink;
        set => _recovery.Sink = value;
    }

    /// <summary>Devices there are.</summary>
    public int DeviceCount => _deviceCount;

    /// <summary>True once <see cref="Seal"/> was called.</summary>
    public bool IsSealed => _isSealed;

    internal NetContext Context => _context;

    internal SkBuffPool Pool => _pool;

    internal Route Route => _route;

    internal NeighTable Neighbours => _neighbours;

    internal IpOutput Ip => _ip;

    internal TcpProtocol Tcp => _tcp;

    internal SocketTable Sockets => _sockets;

    internal SysSocket Sys => _sys;

    /// <summary>A device; 0 to <see cref="DeviceCount"/> - 1.</summary>
    public NetDevice DeviceAt(int index) => _devices[index];

    /// <summary><c>register_netdev</c>: adds a device and starts it.</summary>
    /// <exception cref="InvalidOperationException">After Seal, or more than
    /// <see cref="Limits.DeviceCount"/>.</exception>
    public void AddDevice(NetDevice device)
    {
        if (device == null)
        {
            throw new ArgumentNullException("device");
        }

        CheckNotSealed();
        if (_deviceCount == _devices.Length)
        {
            throw new InvalidOperationException(
                "No room for the device; raise DeviceCount in Limits.");
        }

        device.SetAddresses(_route);
        device.Register(_context, _pool, _packetTypes);
        _devices[_deviceCount] = device;
        _announcers[_deviceCount] = new ArpAnnouncer(_neighbours.Arp, device);
        _deviceCount++;
    }

    /// <summary><c>inet_insert_ifa</c>: gives a device an address, its network and a gateway. May be
    /// called again at any time, by any thread. Nothing leaves with an address that is ours no
    /// longer (RFC 1122, 3.2.1.3): its connections end at once, with ConnectionAborted for who
    /// holds them, and without a word to the peer. What is set already changes nothing.</summary>
    /// <param name="gateway">Null when there is none.</param>
    /// <exception cref="ArgumentException">The address is no host's, the mask has holes, or the gateway is
    /// not on the network.</exception>
    public void SetAddress(NetDevice device, IPAddress address, IPAddress mask, IPAddress gateway)
    {
        if (device == null || address == null || mask == null)
        {
            throw new ArgumentNullException("device, address, mask");
        }

        int nowMs = _context.Clock.NowMs();
        uint through = gateway == null ? 0 : gateway.Value;
        NetAddress.Check(device, address.Value, mask.Value, through);
        if (_route.IsAssigned(device, address.Value, mask.Value, through))
        {
            return;
        }

        bool isMoved = device.IpAddress != address.Value || device.IpMask != mask.Value;
        ThrowIfFull(_route.Assign(device, address.Value, mask.Value, through));
        AddLocalRoutes();
        if (isMoved)
        {
            Moved(device, nowMs);
        }
    }

    /// <summary>Adds a rule behind those that are there; the first that matches decides.</summary>
    /// <exception cref="ArgumentNullException">rule is null.</exception>
    /// <exception cref="InvalidOperationException">More than <see cref="Limits.NetfilterRuleCount"/>.</exception>
    public void AddRule(FilterRule rule)
    {
        if (rule == null)
        {
            throw new ArgumentNullException("rule");
        }

        if (_netfilter.Add(rule) < 0)
        {
            throw new InvalidOperationException(
                "No room for the rule; raise NetfilterRuleCount in Limits.");
        }
    }

    /// <summary>Ends the time in which anything is allocated: from here a packet costs no memory.</summary>
    public void Seal()
    {
        _isSealed = true;
    }

    /// <summary>Does what there is to do now, a bounded amount: frames, timers, transmissions. It
    /// starts no thread, reads no clock and sleeps nowhere. One thread at a time. An exception
    /// that comes out of it (memory that ran out) ends the turn and nothing else: the next one
    /// mends and goes on.</summary>
    /// <param name="nowMs">The time, of the same clock as the stack's.</param>
    /// <returns>When it wants to be called again at the latest, in ms of that clock.</returns>
    public int Poll(int nowMs)
    {
        if (_isPolling)
        {
            return nowMs;                               // a call from inside one of its own upcalls
        }

        _isPolling = true;
        try
        {
            int nextMs = Turn(nowMs);
            _isPolling = false;
            return nextMs;
        }
        catch (Exception e)
        {
            _context.PollTrouble = e;                   // no call in here: it could throw again
            _context.IsHurt = true;
            for (int i = 0; i < _socks.Length; i++)
            {
                if (_socks[i].Owner == Core.Sock.OwnerPoll)
                {
                    _socks[i].Trouble = e;              // users need not wait for our next turn
                }
            }

            _isPolling = false;
            throw;
        }
    }

    /// <summary>The default stack, or a clear word that there is none.</summary>
    internal static Net DefaultOrThrow()
    {
        if (_default == null)
        {
            throw new InvalidOperationException(
                "No default stack; set Net.Default, or give the socket its Net.");
        }

        return _default;
    }

    /// <summary><c>netdev_event</c>: up: say who we are and send what waited; down: nobody behind the link
    /// is known any more (<c>arp_evict_nocarrier</c>).</summary>
    private void CarrierChanged(int index, int nowMs)
    {
        NetDevice device = _devices[index];
        _neighbours.Flush(device);
        if (device.IsLinkUp && device.NeedsArp)
        {
            _announcers[index].Begin(nowMs);
            _tcp.Timer.LinkUp(nowMs);
        }
        else
        {
            _announcers[index].Stop();
            _tcp.Timer.LinkDown(nowMs);
        }

        device.Activate();
    }

    private void CheckNotSealed()
    {
        if (_isSealed)
        {
            throw new InvalidOperationException("The stack is sealed; add devices before Seal.");
        }
    }

    /// <summary><c>inetdev_event</c> of an address that came and one that went: on another network the
    /// neighbours' addresses are other hosts' (<c>arp_ifdown</c>).</summary>
    private void Moved(NetDevice device, int nowMs)
    {
        for (int i = 0; i < _deviceCount; i++)
        {
            _devices[i].SettleXmit();
        }

        _neighbours.Flush(device);
        _defrag.Forget();
        _tcp.Address.Changed(nowMs);
        for (int i = 0; i < _deviceCount; i++)
        {
            if (_devices[i] == device && device.HasCarrier && device.NeedsArp)
            {
                _announcers[i].Begin(nowMs);
            }
        }
    }

    private static void ThrowIfFull(int error)
    {
        if (error < 0)
        {
            throw new InvalidOperationException(
                "No room for the route; raise RouteCount in Limits.");
        }
    }

    /// <summary>Packets to ourselves go through the loopback device, if there is one.</summary>
    private void AddLocalRoutes()
    {
        NetDevice loopback = FindLoopback();
        for (int i = 0; i < _deviceCount && loopback != null; i++)
        {
            uint address = _devices[i].IpAddress;
            if (!_devices[i].IsLoopback && address != 0)
            {
                ThrowIfFull(_route.Add(address, 0xFFFFFFFF, 0, loopback));
            }
        }
    }

    private NetDevice FindLoopback()
    {
        for (int i = 0; i < _deviceCount; i++)
        {
            if (_devices[i].IsLoopback)
            {
                return _devices[i];
            }
        }

        return null;
    }
}
