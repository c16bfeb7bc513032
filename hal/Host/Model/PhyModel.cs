namespace NanoStack.Hal.Host.Model;

/// <summary>A PHY of clause 22 with the LAN8720's own registers (HARDWARE, 5).</summary>
/// <remarks>The model's gate is held by whoever calls; the switches may be set from
/// anywhere.</remarks>
public sealed class PhyModel
{
    private const int Silence = 0xFFFF;
    private const int BmcrReset = 0x8000;
    private const int BmcrSpeed100 = 0x2000;
    private const int BmcrNegotiate = 0x1000;
    private const int BmcrPowerDown = 0x0800;
    private const int BmcrIsolate = 0x0400;
    private const int BmcrRestart = 0x0200;
    private const int BmcrFullDuplex = 0x0100;
    private const int BmsrAbilities = 0x7809;           // all four modes, can negotiate, extended
    private const int BmsrNegotiated = 0x0020;
    private const int BmsrLink = 0x0004;
    private const int AnarStraps = 0x01E1;

    private int _control = BmcrNegotiate | BmcrSpeed100;
    private int _advertise = AnarStraps;
    private int _anLeft;
    private int _resetLeft;
    private bool _isCableIn;
    private bool _linkWasLost = true;
    private bool _isHeld;
    private int _heldMs;                    // by waiting; the rest by the clock
    private int _heldSinceMs;

    /// <summary>Where it answers.</summary>
    public int Address { get; set; } = 1;

    /// <summary>Identifier words 1 and 2.</summary>
    public uint Id { get; set; } = 0x0007C0F1;

    /// <summary>False: nobody answers, 0xFFFF.</summary>
    public bool IsPresent { get; set; } = true;

    /// <summary>Readings that go unanswered from now on.</summary>
    public int SilentReads { get; set; }

    /// <summary>Readings of the status register until negotiation has ended.</summary>
    public int AnPolls { get; set; } = 2;

    /// <summary>Negotiation never ends while this is set.</summary>
    public bool IsAnStuck { get; set; }

    /// <summary>Readings of the control register until a reset has ended.</summary>
    public int ResetPolls { get; set; } = 2;

    /// <summary>A reset never ends while this is set.</summary>
    public bool IsResetStuck { get; set; }

    /// <summary>What the partner can (ANLPAR): all four modes, pause, acknowledged.</summary>
    public int PartnerAbilities { get; set; } = 0x45E1;

    /// <summary>What the driver told it to advertise (ANAR).</summary>
    public int Advertised => _advertise;

    /// <summary>GPIO of the reset or power pin, or -1, and the level at which the PHY
    /// runs.</summary>
    public int Pin { get; set; } = -1;

    public bool RunsWhenHigh { get; set; } = true;

    /// <summary>Shortest time the pin must hold; a shorter pulse leaves the PHY dead.</summary>
    public int HoldMsMin { get; set; } = 1;

    /// <summary>True while the pin holds the PHY.</summary>
    public bool IsHeld => _isHeld;

    /// <summary>Times the pin held the PHY.</summary>
    public int HoldCount { get; private set; }

    /// <summary>Times the PHY was reset by its control register.</summary>
    public int SoftResetCount { get; private set; }

    /// <summary>Words begun on the management interface that this PHY saw.</summary>
    public int WordCount { get; private set; }

    /// <summary>True when a cable with a live partner is plugged in.</summary>
    public bool LinkUp
    {
        get => _isCableIn;
        set
        {
            if (_isCableIn && !value)
            {
                _linkWasLost = true;
            }

            if (value && !_isCableIn)
            {
                _anLeft = AnPolls;
            }

            _isCableIn = value;
        }
    }

    /// <summary>True when frames pass: cable, power, negotiation.</summary>
    internal bool IsUp => _isCableIn && IsAlive && !IsNegotiating
        && (_control & (BmcrPowerDown | BmcrIsolate | BmcrReset)) == 0;

    internal bool IsAlive => IsPresent && !_isHeld;

    /// <summary>What was agreed on, as LAN8720's register 31 codes it: 1, 2, 5, 6; 0 is
    /// nothing.</summary>
    internal int Mode
    {
        get
        {
            if ((_control & BmcrNegotiate) == 0)
            {
                int full = (_control & BmcrFullDuplex) != 0 ? 4 : 0;
                return full + ((_control & BmcrSpeed100) != 0 ? 2 : 1);
            }

            int common = _advertise & PartnerAbilities;
            return (common & 0x100) != 0 ? 6
                : (common & 0x080) != 0 ? 2
                : (common & 0x040) != 0 ? 5
                : (common & 0x020) != 0 ? 1 : 0;
        }
    }

    internal bool Is100 => (Mode & 3) == 2;

    private bool IsNegotiating =>
        (_control & BmcrNegotiate) != 0 && (_anLeft > 0 || IsAnStuck || Mode == 0);

    internal void SetPin(int pin, bool isHigh, int nowMs)
    {
        if (pin != Pin)
        {
            return;
        }

        bool isHeld = isHigh != RunsWhenHigh;
        if (isHeld && !_isHeld)
        {
            HoldCount++;
            _heldMs = 0;
            _heldSinceMs = nowMs;
        }
        else if (!isHeld && _isHeld)
        {
            Restore();
            IsPresent = IsPresent && _heldMs + nowMs - _heldSinceMs >= HoldMsMin;
        }

        _isHeld = isHeld;
    }

    internal void Elapse(int timeMs)
    {
        if (_isHeld)
        {
            _heldMs += timeMs;
        }
    }

    internal int Read(int address, int register)
    {
        if (address != Address || !IsAlive)
        {
            return Silence;
        }

        WordCount++;
        if (SilentReads > 0)
        {
            SilentReads--;
            return Silence;
        }

        switch (register)
        {
            case 0: return ReadControl();
            case 1: return ReadStatus();
            case 2: return (int)(Id >> 16);
            case 3: return (int)(Id & 0xFFFF);
            case 4: return _advertise;
            case 5: return IsUp ? PartnerAbilities : 0;
            case 0x1F: return IsUp ? (Mode << 2) | 0x1000 : 0;
            default: return 0;
        }
    }

    internal void Write(int address, int register, int value)
    {
        if (address != Address || !IsAlive)
        {
            return;
        }

        WordCount++;
        if (register == 0)
        {
            WriteControl(value);
        }
        else if (register == 4)
        {
            _advertise = value;
        }
    }

    private int ReadControl()
    {
        if ((_control & BmcrReset) != 0 && !IsResetStuck && --_resetLeft <= 0)
        {
            Restore();
        }

        return _control;
    }

    private void WriteControl(int value)
    {
        if ((value & BmcrReset) != 0)
        {
            SoftResetCount++;
            _control |= BmcrReset;
            _resetLeft = ResetPolls;
            _linkWasLost = true;
            return;
        }

        _control = value & ~BmcrRestart;
        if ((value & BmcrRestart) != 0)
        {
            _anLeft = AnPolls;
            _linkWasLost = true;
        }
    }

    private int ReadStatus()
    {
        if (_isCableIn && _anLeft > 0)
        {
            _anLeft--;
        }

        // The link bit follows the cable; it shows a loss once, whatever the link is now.
        bool hasSignal = _isCableIn && (_control & (BmcrPowerDown | BmcrReset)) == 0;
        int status = BmsrAbilities | (hasSignal && !_linkWasLost ? BmsrLink : 0);
        _linkWasLost = !hasSignal;
        return hasSignal && !IsNegotiating ? status | BmsrNegotiated : status;
    }

    /// <summary>Everything as the straps have it.</summary>
    private void Restore()
    {
        _control = BmcrNegotiate | BmcrSpeed100;
        _advertise = AnarStraps;
        _anLeft = AnPolls;
        _linkWasLost = true;
    }
}
