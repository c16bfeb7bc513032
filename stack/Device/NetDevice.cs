using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Device;

/// <summary><c>struct net_device</c>: the border between the stack and a driver.</summary>
/// <remarks>
/// From: <c>IpOutput.FinishOutput2</c>, <c>ArpQueue.Flush</c>, <c>ArpOutput.Solicit</c>, <c>Net.Poll</c>,
/// <c>NetRecovery</c>.
/// To: <see cref="StartXmit"/>, the only virtual door down. Way up: <see cref="ReceiveSkb"/>.
///
/// A driver owes the stack five things.
/// Start: brings the hardware up; called once, before Seal; may allocate, nothing later may.
/// StartXmit: takes a whole frame or says NoBufs; it copies what it needs before it returns, so the
/// caller may reuse the packet and the ring behind it at once. Called with the transmit lock held.
/// Poll: hands up at most budget frames through <see cref="ReceiveSkb"/>, takes back sent slots, and
/// looks after its link; called by one thread only. It says when it wants to be called again.
/// TxFreeSlots: how many frames StartXmit would take now.
/// SetCarrier: called by the driver when the link comes or goes; the state is a level with a number
/// of changes, so no event can be lost.
/// </remarks>
public abstract class NetDevice
{
    /// <summary>The link's address: six bytes, the driver's to fill before Start returns.</summary>
    public readonly byte[] HardwareAddress = new byte[EthHeader.AddressLength];

    /// <summary>The lock that <see cref="StartXmit"/> runs under; a driver takes it where it takes sent
    /// slots back. A field, so that its end is a store.</summary>
    internal SpinLock XmitLock;

    /// <summary>Longest payload of a frame, in bytes.</summary>
    public int Mtu = EthHeader.PayloadLengthMax;

    /// <summary><c>in_device</c>: our IPv4 address on this link; 0 while there is none.</summary>
    internal uint IpAddress;

    /// <summary>The mask of the network on this link.</summary>
    internal uint IpMask;

    private NetContext _context;
    private SkBuffPool _pool;
    private PacketTypes _types;
    private LocalAddresses _addresses;
    private bool _isLinkUp;                             // what the driver said last
    private bool _hasCarrier;                           // what a sender goes by
    private int _carrierChanges;
    private bool _wasBusy;

    /// <summary>True when packets need link addresses, so neighbours are resolved with ARP.</summary>
    public virtual bool NeedsArp => true;

    /// <summary>True when bytes never leave this memory and checksums need not be made.</summary>
    public virtual bool IsLoopback => false;

    /// <summary><c>netif_carrier_ok</c>: packets may be sent. It comes with the poll that made the stack
    /// ready for the link, and goes at once.</summary>
    public bool HasCarrier => _hasCarrier;

    /// <summary>The link itself, as the driver sees it.</summary>
    internal bool IsLinkUp => _isLinkUp;

    /// <summary>Grows with every change of the carrier: who remembers it misses none.</summary>
    public int CarrierChanges => _carrierChanges;

    /// <summary>Bytes the receive ring can take while nobody polls; bounds what TCP advertises.</summary>
    public virtual int ReceiveRoomBytes => 65535;

    /// <summary>How many frames <see cref="StartXmit"/> would take now.</summary>
    public abstract int TxFreeSlots { get; }

    internal NetContext Context => _context;

    internal SkBuffPool Pool => _pool;

    /// <summary>Called by Net: gives the device what it needs of the stack, then starts it.</summary>
    internal void Register(NetContext context, SkBuffPool pool, PacketTypes types)
    {
        Bug.On(_context != null);
        _context = context;
        _pool = pool;
        _types = types;
        XmitLock = context.NewLock();
        Start();
        Activate();
    }

    /// <summary>Who is asked for the addresses of other devices; without it every source may leave.</summary>
    internal void SetAddresses(LocalAddresses addresses)
    {
        _addresses = addresses;
    }

    /// <summary>True when a datagram with this source may leave here: one of our addresses, and on a wire
    /// none of 127/8 (RFC 1122, 3.2.1.3).</summary>
    /// <remarks>An address of another device of ours will do: a host has its addresses, not its
    /// links (RFC 1122, 3.3.4.2, the weak model, as Linux).</remarks>
    internal bool IsSource(uint source)
    {
        return source == IpAddress || _addresses == null
            || ((IsLoopback || !IpAddresses.IsLoopback(source)) && _addresses.IsLocal(source));
    }

    /// <summary><c>synchronize_net</c>: returns when whatever was checked against an address that was
    /// ours before this call has left.</summary>
    internal void SettleXmit()
    {
        XmitLock.Hold(LockSite.DeviceXmit);
        try
        {
        }
        finally
        {
            XmitLock.Holder = SpinLock.Free;
        }
    }

    /// <summary><c>dev_activate</c>: the stack is ready for the state of the link. From here on packets
    /// leave, if it is up.</summary>
    /// <remarks>From: <c>Net.Poll</c> when the carrier changed, as its last step: whoever begins to send earlier
    /// would be taken for one whose packet the dead link swallowed, and send it twice.</remarks>
    internal void Activate()
    {
        _hasCarrier = _isLinkUp;
    }

    /// <summary><c>ndo_open</c>: brings the hardware up. The link may come later.</summary>
    protected abstract void Start();

    /// <summary><c>dev_queue_xmit</c>: sends a frame whose link header is written. The caller keeps
    /// the packet when the answer is negative, else it is gone.</summary>
    /// <returns>0, <see cref="Errno.NoBufs"/> (try again when the ring drains),
    /// <see cref="Errno.NetDown"/>, or <see cref="Errno.AddressNotAvailable"/>: its source is ours no
    /// longer.</returns>
    internal int QueueXmit(SkBuff skb)
    {
        _context.Trace.Enter(TraceRoom.DevQueueXmit, skb.Length);
        if (!_hasCarrier)
        {
            _context.Mib.Inc(Mib.TxNoCarrier);
            return Errno.NetDown;
        }

        if (skb.Length > Mtu + EthHeader.Length)
        {
            _context.Mib.Inc(Mib.TxTooLong);
            return Errno.MessageSize;
        }

        int error;
        XmitLock.Hold(LockSite.DeviceXmit);    // HARD_TX_LOCK
        try
        {
            error = XmitLocked(skb);
        }
        finally
        {
            XmitLock.Holder = SpinLock.Free;
        }

        if (error < 0)
        {
            return error;
        }

        _context.Mib.Inc(Mib.TxFrames);
        skb.Free();
        return 0;
    }

    /// <summary><c>ndo_start_xmit</c>: the frame goes to the hardware. Transmit lock held.</summary>
    /// <returns>0 when taken, <see cref="Errno.NoBufs"/> when the ring is full.</returns>
    protected abstract int StartXmit(SkBuff skb);

    /// <summary><c>napi_poll</c>: takes frames up, takes sent slots back, looks after the link.</summary>
    /// <returns>Frames taken; <paramref name="budget"/> means there may be more.</returns>
    internal abstract int Poll(int budget, int nowMs);

    /// <summary>An exception ended a poll, or a call in the middle of <see cref="StartXmit"/>: wakes the
    /// hardware, which may not have been told of a slot, and says of each packet the device keeps
    /// that it is <see cref="SkbHolder.Device"/>'s. Polling thread; nobody transmits.</summary>
    internal virtual void Recover()
    {
    }

    /// <summary>When <see cref="Poll"/> wants to be called even if nothing arrives (ms).</summary>
    internal virtual int NextPollMs(int nowMs) => nowMs + Limits.PollIntervalMsMax;

    /// <summary>Waits for the device to have work; at most <paramref name="timeoutMs"/>.</summary>
    /// <remarks>The polling thread sleeps here: on the ESP32 until the interrupt raised its flag.</remarks>
    internal abstract void WaitForWork(int timeoutMs);

    /// <summary><c>netif_receive_skb</c>: a frame goes up. The stack holds the packet from here.</summary>
    /// <remarks>To: <see cref="PacketType.Receive"/>.</remarks>
    internal void ReceiveSkb(SkBuff skb, int nowMs)
    {
        Mib mib = _context.Mib;
        mib.Inc(Mib.RxFrames);
        mib.Inc(FrameClass.CounterOf(skb.Class));
        skb.StampMs = nowMs;

        byte[] head = skb.Head;
        int at = skb.DataAt;
        if (!EthHeader.Fits(at, skb.TailAt))
        {
            Drop(skb, Mib.RxShort);
            return;
        }

        bool isGroup = EthHeader.IsGroup(head, at);
        if (!isGroup && !EthHeader.DestinationIs(head, at, HardwareAddress))
        {
            Drop(skb, Mib.RxOtherHost);
            return;
        }

        if (!IsLoopback
            && (EthHeader.IsSourceGroup(head, at) || EthHeader.SourceIs(head, at, HardwareAddress)))
        {
            Drop(skb, Mib.RxSourceGroup);
            return;
        }

        skb.Protocol = EthHeader.Type(head, at);
        PacketType type = _types.Find(skb.Protocol);
        if (type == null)
        {
            Drop(skb, Mib.RxUnknownType);
            return;
        }

        skb.Pull(EthHeader.Length);
        skb.NetworkAt = skb.DataAt;
        type.Receive(this, skb, isGroup, nowMs);
    }

    /// <summary><c>netif_tx_wake_queue</c>: true once after the ring was full and has room again.</summary>
    internal bool TakeWriteSpace()
    {
        if (!_wasBusy || TxFreeSlots <= _context.Limits.TxReservedSlots)
        {
            return false;
        }

        _wasBusy = false;
        return true;
    }

    /// <summary><c>netif_carrier_on</c> and <c>_off</c>.</summary>
    internal void SetCarrier(bool hasCarrier)
    {
        if (_isLinkUp != hasCarrier)
        {
            _isLinkUp = hasCarrier;
            _hasCarrier &= hasCarrier;
            _carrierChanges++;
        }
    }

    private int XmitLocked(SkBuff skb)
    {
        if (skb.Protocol == EthHeader.TypeIp
            && !IsSource(IpHeader.Source(skb.Head, skb.NetworkAt)))
        {
            _context.Mib.Inc(Mib.IpOutNotOurs);         // it may have waited for ARP, say
            return Errno.AddressNotAvailable;
        }

        int free = TxFreeSlots;
        if (!skb.IsControl && free > 0 && free <= _context.Limits.TxReservedSlots)
        {
            _context.Mib.Inc(Mib.TxReserved);
            _wasBusy = true;
            return Errno.NoBufs;
        }

        int error = free == 0 ? Errno.NoBufs : StartXmit(skb);
        if (error == Errno.NoBufs)
        {
            _context.Mib.Inc(Mib.TxBusy);
            _wasBusy = true;
        }

        return error;
    }

    private void Drop(SkBuff skb, int counter)
    {
        _context.Mib.Inc(counter);
        skb.Free();
    }
}
