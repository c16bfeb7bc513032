using System;
using NanoStack.Hal.Bus;
using NanoStack.Hal.Host.Wire;
using static NanoStack.Hal.Host.Model.ModelRegisters;

namespace NanoStack.Hal.Host.Model;

/// <summary>The ESP32's Ethernet MAC and DMA at the level of registers and descriptors.</summary>
/// <remarks>
/// One gate guards all of it, so the interrupt, the wire and several threads may come at any time.
/// It is never held while a frame goes out, so two models on one wire cannot lock each other out.
/// What it does is docs/hardware.md, 1, 2, 5 and 10; what a driver must never do it remembers
/// as a violation.
/// </remarks>
public sealed partial class EmacModel : WireEnd
{
    private readonly object _gate = new object();
    private readonly object _txGate = new object();     // one frame at a time, in order
    private readonly byte[] _txFrame = new byte[TxEngine.FrameBytesMax];
    private readonly uint[] _dma = new uint[0x58 / 4];
    private readonly uint[] _ext = new uint[0x100 / 4];
    private readonly uint[] _mac = new uint[0x100 / 4];
    private readonly ModelMemory _memory = new ModelMemory();
    private readonly TxEngine _tx;
    private readonly RxEngine _rx;
    private bool _isClocked;
    private RmiiClock _openClock;
    private int _openMdcPin;
    private int _openMdioPin;
    private bool _isResetting;
    private bool _isDead;                   // a fatal bus error: only a reset helps
    private int _mdioBusyLeft;
    private ModelBus _bus;
    private VirtualWire _wire;
    private int _side;
    private bool _hasRefClock = true;

    public EmacModel()
    {
        _tx = new TxEngine(this, _memory);
        _rx = new RxEngine(this, _memory);
        Filter = new RxFilter(this);
        Pause = new PauseTimer(this);
        Reset();
        _dma[BusMode / 4] = BusModeReset;
    }

    /// <summary>What may go wrong.</summary>
    public EmacFaults Faults { get; } = new EmacFaults();

    public PhyModel Phy { get; } = new PhyModel();

    /// <summary>The address burnt into the chip.</summary>
    public byte[] FactoryAddress { get; } = { 0x24, 0x6F, 0x28, 0x01, 0x02, 0x03 };

    /// <summary>Where the arena will lie; outside 0x3FFAE000..0x3FFFFFFF the DMA cannot
    /// go.</summary>
    public uint ArenaAddress { get; set; } = 0x3FFB8000;

    /// <summary>How the board is wired.</summary>
    public RmiiClock BoardClock { get; set; } = RmiiClock.InOnGpio0;

    /// <summary>GPIOs to which the board wires the PHY's management interface; -1 does not look at
    /// them.</summary>
    public int BoardMdcPin { get; set; } = -1;

    public int BoardMdioPin { get; set; } = -1;

    /// <summary>True when the PHY or its oscillator, which its pin switches, makes the
    /// clock.</summary>
    public bool PhyMakesClock { get; set; } = true;

    /// <summary>Whether the 50 MHz arrives at all.</summary>
    public bool RefClockPresent
    {
        get => _hasRefClock;
        set => _hasRefClock = value;
    }

    /// <summary>Things done that no driver may do; 0 in every good test.</summary>
    public int Violations { get; private set; }

    /// <summary>What the last of them was.</summary>
    public string LastViolation { get; private set; }

    public int FramesSent => _tx.FramesSent;

    public int FramesReceived => _rx.FramesReceived;

    /// <summary>Frames that were for somebody else.</summary>
    public int FramesFiltered => _rx.FramesFiltered;

    /// <summary>Frames the MAC dropped: CRC, runt, too long, its checksum unit.</summary>
    public int FramesBad => _rx.FramesBad;

    internal object Gate => _gate;

    internal ModelMemory Memory => _memory;

    internal RxFilter Filter { get; }

    internal PauseTimer Pause { get; }

    internal bool IsClocked => _isClocked && !Faults.ClockOff;

    internal VirtualWire Wire => _wire;

    internal uint OpModeValue => _dma[OpMode / 4];

    internal bool IsChecksumUnitOn =>
        Faults.ChecksumUnitOn || (_mac[Config / 4] & Ipc) != 0;

    /// <summary>MDC and MDIO go to the pins where the PHY is.</summary>
    internal bool HasSmi => (BoardMdcPin < 0 || BoardMdcPin == _openMdcPin)
        && (BoardMdioPin < 0 || BoardMdioPin == _openMdioPin);

    internal bool HasLink => Phy.IsUp && IsSpeedRight;

    internal bool CanTransmit =>
        !_isDead && HasClock && (_mac[Config / 4] & Te) != 0 && !Pause.IsOn;

    internal bool CanReceive =>
        !_isDead && HasClock && (_mac[Config / 4] & Re) != 0 && Phy.IsUp && IsSpeedRight;

    /// <summary>MAC and PHY must agree on the speed, or not a bit comes through.</summary>
    private bool IsSpeedRight => ((_mac[Config / 4] & Fes) != 0) == Phy.Is100;

    private bool HasClock
    {
        get
        {
            bool isInput = BoardClock == RmiiClock.InOnGpio0;
            bool isRmii = ((_ext[PhyInfConf / 4] >> 13) & 7) == 4;
            bool isSelected = (_ext[ClkCtrl / 4] & 3) == (isInput ? 1u : 2u)
                && ((_ext[OscClkConf / 4] >> 24) & 1) == (isInput ? 1u : 0u);
            bool isMade = !isInput || !PhyMakesClock || Phy.IsAlive;
            return _hasRefClock && IsClocked && _openClock == BoardClock && isRmii && isSelected
                && isMade;
        }
    }

    /// <summary>Plugs the PHY into one side of a wire.</summary>
    public void Plug(VirtualWire wire, int side)
    {
        _wire = wire;
        _side = side;
        wire.Attach(side, this);
    }

    /// <summary>True when the handler is due, which <see cref="EmacFaults.HoldInterrupts"/> holds
    /// back.</summary>
    public bool IsInterruptPending
    {
        get
        {
            lock (_gate)
            {
                return IsLineUp && _bus != null;
            }
        }
    }

    /// <summary>The line to the CPU: a level, up while an enabled cause stands in STATUS.</summary>
    private bool IsLineUp => (_dma[Status / 4] & _dma[IntEnable / 4] & (Nis | Ais)) != 0;

    /// <summary>Reads a register as the bus does.</summary>
    public uint Read32(uint address)
    {
        lock (_gate)
        {
            if (!IsClocked)
            {
                return 0;                   // DPORT: the clock is off
            }

            return address >= MacBase ? ReadMac(address - MacBase)
                : address >= ExtBase ? _ext[(address - ExtBase) / 4 % (uint)_ext.Length]
                : ReadDma(address - DmaBase);
        }
    }

    /// <summary>Writes a register as the bus does; what that sets going happens before it
    /// returns.</summary>
    public void Write32(uint address, uint value)
    {
        lock (_gate)
        {
            if (!IsClocked)
            {
                return;
            }

            if (address >= MacBase)
            {
                WriteMac(address - MacBase, value);
            }
            else if (address >= ExtBase)
            {
                _ext[(address - ExtBase) / 4 % (uint)_ext.Length] = value;
            }
            else
            {
                WriteDma(address - DmaBase, value);
            }

            Evaluate();
        }

        RunTx();
    }

    /// <summary>A frame from the wire, without its CRC.</summary>
    public override void Receive(byte[] frame, int at, int length, bool hasGoodFcs)
    {
        lock (_gate)
        {
            _rx.Accept(frame, at, length, hasGoodFcs);
            Evaluate();
        }
    }

    /// <summary>The cable came or went.</summary>
    public override void SetLink(bool isUp)
    {
        lock (_gate)
        {
            Phy.LinkUp = isUp;
        }
    }

    /// <summary>A frame is under way that will be here later: whoever sleeps reckons
    /// anew.</summary>
    public override void Poke()
    {
        _bus?.Poke();
    }

    /// <summary>Lets the transmit engine run, as after a fault switch was taken back.</summary>
    public void RunTx()
    {
        lock (_txGate)
        {
            int length = TakeTxFrame();
            while (length >= 0)
            {
                if (length > 0 && _wire != null)
                {
                    _wire.Send(_side, _txFrame, 0, length);
                }

                length = TakeTxFrame();
            }
        }
    }

    /// <summary>Runs the handler that was held back, if the line is still up.</summary>
    public void RunHandler()
    {
        lock (_gate)
        {
            if (IsLineUp)
            {
                _bus?.Interrupt();
            }
        }
    }

    internal void AttachBus(ModelBus bus)
    {
        _bus = bus;
    }

    internal void PowerUp(RmiiClock clock, int mdcPin, int mdioPin, int arenaBytes)
    {
        lock (_gate)
        {
            _openMdcPin = mdcPin;
            _openMdioPin = mdioPin;
            _memory.Allocate(ArenaAddress, arenaBytes);
            _openClock = clock;
            _isClocked = true;
            Reset();
            _dma[BusMode / 4] = BusModeReset;
        }
    }

    internal void PowerDown()
    {
        lock (_gate)
        {
            _isClocked = false;
            _memory.Free();
        }
    }

    internal uint MacValue(uint offset) => _mac[offset / 4];

    internal void Violate(string what)
    {
        Violations++;
        LastViolation = what;
    }

    internal void Raise(uint cause)
    {
        _dma[Status / 4] |= cause;
    }

    internal void RaiseInjected()
    {
        _dma[Status / 4] |= Faults.NextStatus;
        Faults.NextStatus = 0;
    }

    internal void RaiseBusError(int code)
    {
        _isDead = true;
        uint status = _dma[Status / 4] & ~(7u << EbShift);
        _dma[Status / 4] = status | Fbi | ((uint)code << EbShift);
    }

    /// <summary>Reads STATUS and clears what was read, as the handler does. The gate is
    /// held.</summary>
    internal uint TakeStatus()
    {
        if (!IsClocked)
        {
            return 0;
        }

        uint status = ReadDma(Status);
        WriteDma(Status, status);
        return status;
    }

    internal uint SwapIntEnable(uint clear, uint set)
    {
        if (!IsClocked)
        {
            return 0;
        }

        uint before = _dma[IntEnable / 4];
        _dma[IntEnable / 4] = (before & ~clear) | set;
        Evaluate();
        return before;
    }

    private int TakeTxFrame()
    {
        lock (_gate)
        {
            int length = _tx.Take(_txFrame);
            Evaluate();
            return length;
        }
    }

    /// <summary>The summary bits and the line: both stay up until software has seen to
    /// them.</summary>
    private void Evaluate()
    {
        uint status = _dma[Status / 4];
        uint enabled = _dma[IntEnable / 4];
        status |= (status & enabled & Normal) != 0 ? Nis : 0;
        status |= (status & enabled & Abnormal) != 0 ? Ais : 0;
        _dma[Status / 4] = status;
        if (IsLineUp && IsClocked && !Faults.LoseInterrupts && !Faults.HoldInterrupts)
        {
            _bus?.Interrupt();
        }
    }
}
