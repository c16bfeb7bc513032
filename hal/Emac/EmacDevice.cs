using System;
using NanoStack.Device;
using NanoStack.Hal.Bus;
using NanoStack.Hal.Phys;
using NanoStack.Kernel;
using NanoStack.Skb;

namespace NanoStack.Hal.Emac;

/// <summary>The network device on the ESP32's Ethernet MAC.</summary>
/// <remarks>
/// From: <see cref="NetDevice.QueueXmit"/>. To: <see cref="TxRing.Provide"/>,
/// <see cref="EmacDma.DemandTxPoll"/>, <see cref="EmacFilter.Join"/>. Way up: <see cref="Poll"/>, <see cref="RxRing.Return"/>,
/// <see cref="NetDevice.ReceiveSkb"/>. Way back: <see cref="TxRing.Return"/>.
/// Upkeep: <see cref="EmacBringUp"/>, <see cref="EmacEngine"/>, <see cref="EmacWatch"/>,
/// <see cref="PhyDevice.Poll"/>, all over an <see cref="EmacBus"/>.
/// The transmit lock guards the transmit ring and <c>_isRunning</c>; all else is the polling thread's.
/// Every state it can fall into it also leaves by itself: a dead ring, a lost clock, a silent PHY.
/// </remarks>
public sealed partial class EmacDevice : NetDevice
{
    /// <summary>When no packet was free for a frame: how long until the next look.</summary>
    private const int NoSkbRetryMs = 2;

    /// <summary>Largest TCP segment: what one receive slot takes.</summary>
    private const int SegmentBytes = 1460;

    private readonly EmacBus _bus;
    private readonly EmacOptions _options;
    private readonly EmacStats _stats = new EmacStats();
    private readonly RxGovernor _governor = new RxGovernor();
    private readonly EmacDma _dma;
    private readonly EmacMac _mac;
    private readonly EmacInterrupt _interrupt;
    private readonly EmacEngine _engine;
    private readonly EmacWatch _watch;
    private readonly Mdio _mdio;
    private readonly TxRing _tx;
    private readonly RxRing _rx;

    private PhyDevice _phy;
    private bool _isRunning;                // the engines are; transmit lock
    private bool _isLinkDue;                // the engines do not yet follow the link
    private bool _isTxAwaited;              // somebody waits for a transmit slot; transmit lock
    private bool _hasMore;                  // the last poll ended with its budget
    private bool _isStarved;                // the last poll found no packet for a frame
    private bool _isBroken;                 // the last reset did not end
    private bool _needsInit;                // the engines must be reset before they start
    private int _reviveMs;
    private int _restartsSeen;

    /// <param name="bus">The chip, or a model of it.</param>
    /// <param name="options">The facts of the board; usually made by a class of
    /// NanoStack.Boards.</param>
    public EmacDevice(EmacBus bus, EmacOptions options)
    {
        string wrong = options.Validate();
        if (wrong != null)
        {
            throw new ArgumentException(wrong);
        }

        _bus = bus;
        _options = options;
        _dma = new EmacDma(bus, _stats);
        _mac = new EmacMac(bus, _stats);
        _interrupt = new EmacInterrupt(bus);
        _mdio = new Mdio(bus, _stats);
        _watch = new EmacWatch(options.TxWatchdogMs);

        // The arena: descriptors first, then buffers; all of it in multiples of 4.
        int txDescriptorsAt = options.RxSlotCount * RxDescriptor.SizeBytes;
        int rxBuffersAt = txDescriptorsAt + (options.TxSlotCount * TxDescriptor.SizeBytes);
        int txBuffersAt = rxBuffersAt + (options.RxSlotCount * options.BufferBytes);
        _rx = new RxRing(
            bus, _dma, _stats, _governor, 0, rxBuffersAt, options.RxSlotCount, options.BufferBytes);
        _tx = new TxRing(
            bus, _stats, txDescriptorsAt, txBuffersAt, options.TxSlotCount, options.BufferBytes);
        _engine = new EmacEngine(
            bus, options, _dma, _mac, _interrupt, _tx, _rx, HardwareAddress);
    }

    public EmacStats Stats => _stats;

    /// <summary>Who gets how much of the receive path.</summary>
    public RxGovernor Governor => _governor;

    /// <summary>The PHY that answered; null before the stack has started the device.</summary>
    public PhyDevice Phy => _phy;

    public EmacOptions Options => _options;

    /// <summary>True while the MAC is out of order, for want of its clock perhaps: the device keeps
    /// trying.</summary>
    public bool IsBroken => _isBroken;

    /// <summary>True when frames of every group come in, joined or not.</summary>
    public bool IsEveryGroupIn
    {
        get => _mac.Filter.IsOpen;
        set => _mac.Filter.IsOpen = value;
    }

    /// <summary>Two slots stay for what is not this connection's (docs/hardware.md, 10.3).</summary>
    public override int ReceiveRoomBytes => (_options.RxSlotCount - 2) * SegmentBytes;

    public override int TxFreeSlots => _isRunning ? _tx.FreeCount : 0;

    /// <summary><c>dev_mc_add</c>: lets frames to a group in, from the next poll on.</summary>
    /// <param name="group">Six bytes, the first of them odd.</param>
    /// <returns>False when seven groups are in already: set <see cref="IsEveryGroupIn"/>.</returns>
    /// <exception cref="ArgumentException">It is no group's address.</exception>
    public bool JoinGroup(byte[] group) => _mac.Filter.Join(group);

    /// <summary><c>dev_mc_del</c>: keeps frames to a group out again.</summary>
    /// <returns>False when it was not in.</returns>
    /// <exception cref="ArgumentException">It is no group's address.</exception>
    public bool LeaveGroup(byte[] group) => _mac.Filter.Leave(group);

    /// <summary>Opens the bus, takes PHY and MAC through their resets, begins to
    /// negotiate.</summary>
    /// <remarks>A board that cannot work is told here, and only here, by an exception.</remarks>
    protected override void Start()
    {
        EmacBringUp.OpenBus(_bus, _options);
        FillAddress();
        PhyPin pin = new PhyPin(
            _bus, _options.PhyPin, _options.PhyRunsWhenHigh, _options.PhyHoldMs,
            _options.PhySettleMs);
        pin.Pulse();                        // before the MAC's reset: its clock may come from there
        if (!_engine.Init())
        {
            _stats.Inc(EmacStats.NoRefClock);
            throw new InvalidOperationException(EmacBringUp.NoClock(_options.Clock));
        }

        _engine.ResetRings();
        _phy = EmacBringUp.FindPhy(new PhyProbe(_mdio), _options, pin, _stats);
        _phy.Begin(Context.Clock.NowMs());
    }

    /// <summary><c>ndo_start_xmit</c>: into the ring, and the DMA is told. Transmit lock
    /// held.</summary>
    protected override int StartXmit(SkBuff skb)
    {
        Context.Trace.Enter(TraceRoom.NdoStartXmit, skb.Length);
        if (!_isRunning)
        {
            return Errno.NoBufs;            // a reset is under way; a lost link has no carrier
        }

        _tx.Return();
        Context.Trace.Enter(TraceRoom.TxRingProvide, skb.Length);
        bool isProvided = _tx.Provide(skb);
        Context.Trace.Leave(TraceRoom.TxRingProvide);
        if (isProvided)
        {
            Context.Trace.Enter(TraceRoom.DmaTxPollDemand, skb.Length);
            _dma.DemandTxPoll();
            Context.Trace.Leave(TraceRoom.DmaTxPollDemand);
        }

        if (!_isTxAwaited && _tx.FreeCount <= Context.Limits.TxReservedSlots)
        {
            _isTxAwaited = true;            // the next frame sent wakes whoever waits for its slot
            _interrupt.Unmask(true);
        }

        Context.Trace.Leave(TraceRoom.NdoStartXmit);
        return isProvided ? 0 : Errno.NoBufs;
    }

    /// <summary>The interrupt's work, at our own pace: what happened, the link, frames up, slots
    /// back, watchdogs; then the interrupt may come again.</summary>
    internal override int Poll(int budget, int nowMs)
    {
        if (_isBroken)
        {
            return Revive(nowMs);
        }

        _mac.Filter.WriteChanges();
        uint status = _bus.TakeStatus();
        if ((status & EmacInterrupt.Unusual) != 0 && !HandleUnusual(status, nowMs))
        {
            return 0;
        }

        if (_phy.Poll(nowMs))
        {
            _isLinkDue = true;
        }

        if (_isLinkDue)
        {
            ChangeLink(nowMs);
            _isLinkDue = false;             // done; an exception would have it done again
        }

        if (!_isRunning)
        {
            _hasMore = false;
            return 0;
        }

        bool isRxTold = (status & EmacInterrupt.ReceiveDone) != 0;
        int taken = TakeFrames(budget, isRxTold, nowMs);
        if (_isTxAwaited || _tx.UsedCount != 0)
        {
            ReturnSlots();
        }

        if (!Watch(nowMs))
        {
            return taken;
        }

        _hasMore = taken == budget;
        if (!_hasMore)
        {
            _interrupt.Unmask(_isTxAwaited);
        }

        return taken;
    }

    internal override int NextPollMs(int nowMs)
    {
        if (_hasMore)
        {
            return nowMs;
        }

        if (_isBroken)
        {
            return _reviveMs;
        }

        int next = Clock.Earlier(nowMs + Limits.PollIntervalMsMax, _phy.NextPollMs);
        if (_isRunning)
        {
            next = Clock.Earlier(next, _watch.NextMs(nowMs));
            next = _isStarved ? Clock.Earlier(next, nowMs + NoSkbRetryMs) : next;
        }

        return Clock.Before(next, nowMs) ? nowMs : next;
    }

    /// <summary>Sleeps until the interrupt handler raised its flag.</summary>
    internal override void WaitForWork(int timeoutMs)
    {
        _bus.Wait(timeoutMs);
    }

    private int TakeFrames(int budget, bool isRxTold, int nowMs)
    {
        int taken = 0;
        _isStarved = false;
        _rx.OurIp = IpAddress;
        while (taken < budget)
        {
            int answer = _rx.Return(Pool, nowMs);
            if (answer == RxRing.Empty)
            {
                if (taken > 0 || !isRxTold || !_rx.Resync())
                {
                    break;
                }

                isRxTold = false;           // once a poll
                continue;
            }

            if (answer == RxRing.NoSkb)
            {
                _isStarved = true;
                break;
            }

            taken++;
            if (answer == RxRing.Taken)
            {
                ReceiveSkb(_rx.Frame, nowMs);
            }
        }

        return taken;
    }

    private void ReturnSlots()
    {
        XmitLock.Hold(LockSite.DeviceReturn);
        try
        {
            _tx.Return();
            if (_tx.FreeCount > Context.Limits.TxReservedSlots)
            {
                _isTxAwaited = false;
            }
        }
        finally
        {
            XmitLock.Holder = SpinLock.Free;
        }
    }

    private void FillAddress()
    {
        if (_options.HardwareAddress == null)
        {
            _bus.ReadMac(HardwareAddress);
        }
        else
        {
            Array.Copy(_options.HardwareAddress, HardwareAddress, HardwareAddress.Length);
        }
    }
}
