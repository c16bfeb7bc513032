using System;

namespace NanoStack.Hal.Host.Model;

/// <summary>A PHY of clause 22 with the registers of its <see cref="Profile"/> (docs/hardware.md,
/// 5).</summary>
/// <remarks>The model's gate is held by whoever calls; the switches may be set from
/// anywhere.</remarks>
public sealed partial class PhyModel
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
    private const int Half10 = 0x0020;
    private const int Abilities10 = 0x0060;
    private const int Abilities100 = 0x0180;
    private const int MmdCount = 0x10000;

    private int _control = BmcrNegotiate | BmcrSpeed100;
    private int _advertise = AnarStraps;
    private int _anLeft;
    private int _resetLeft;
    private bool _isCableIn;
    private bool _linkWasLost = true;
    private bool _isHeld;
    private uint _id = 0x0007C0F1;
    private PhyProfile _profile = PhyProfile.Of(0x0007C0F1);
    private int _page;
    private int _clockSelect;               // register 31 of a KSZ8081
    private int _mmdControl;
    private int _mmdAddress;
    private int _testLeft;
    private int _heldMs;                    // by waiting; the rest by the clock
    private int _heldSinceMs;

    /// <summary>Where it answers.</summary>
    public int Address { get; set; } = 1;

    /// <summary>True for a PHY that also answers at address 0 (docs/hardware.md, 3.7, pitfall
    /// 15).</summary>
    public bool AnswersAtZero { get; set; }

    /// <summary>Identifier words 1 and 2; the profile follows.</summary>
    public uint Id
    {
        get => _id;
        set
        {
            _id = value;
            _profile = PhyProfile.Of(value);
            Restore();
        }
    }

    /// <summary>Which PHY this is.</summary>
    public PhyProfile Profile
    {
        get => _profile;
        set => Id = value.Id;
    }

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

    /// <summary>False: the partner is fixed at the best of its abilities and says nothing; its
    /// speed is heard, its duplex is not (parallel detection).</summary>
    public bool PartnerNegotiates { get; set; } = true;

    /// <summary>Register 28, bits 15:12, of a LAN8740 or 8742.</summary>
    public int CableCode { get; set; }

    /// <summary>What LinkMD of a KSZ8081 finds: register 29 when it has ended.</summary>
    public int LinkMdResult { get; set; }

    /// <summary>Readings until LinkMD has ended.</summary>
    public int LinkMdPolls { get; set; } = 2;

    /// <summary>Registers of MMD 31: PLCA of a LAN867x.</summary>
    public int[] Mmd { get; } = new int[MmdCount];

    /// <summary>True when a KSZ8081 was told that it is fed with 50 MHz.</summary>
    public bool IsClockIn => (_clockSelect & 0x0080) != 0;

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
    internal bool IsUp => HasSignal && IsAlive && !IsNegotiating
        && (_control & (BmcrPowerDown | BmcrIsolate | BmcrReset)) == 0;

    internal bool IsAlive => IsPresent && !_isHeld;

    /// <summary>What was agreed on, as LAN8720's register 31 codes it: 1, 2, 5, 6; 0 is
    /// nothing.</summary>
    internal int Mode
    {
        get
        {
            if (_profile.IsSinglePair)
            {
                return 1;
            }

            if ((_control & BmcrNegotiate) == 0)
            {
                int full = (_control & BmcrFullDuplex) != 0 ? 4 : 0;
                return full + ((_control & BmcrSpeed100) != 0 ? 2 : 1);
            }

            int common = _advertise & Heard;
            return (common & 0x100) != 0 ? 6
                : (common & 0x080) != 0 ? 2
                : (common & 0x040) != 0 ? 5
                : (common & 0x020) != 0 ? 1 : 0;
        }
    }

    internal bool Is100 => (Mode & 3) == 2;

    private bool IsNegotiating => !_profile.IsSinglePair
        && (_control & BmcrNegotiate) != 0 && (_anLeft > 0 || IsAnStuck || Mode == 0);

    /// <summary>What is known of the partner: its word, or one half-duplex mode.</summary>
    private int Heard => PartnerNegotiates ? PartnerAbilities
        : (PartnerAbilities & Abilities100) != 0 ? 0x0080 : PartnerAbilities & Abilities10 & Half10;

    /// <summary>A fixed mode has no signal from a partner that cannot follow.</summary>
    private bool HasSignal
    {
        get
        {
            bool isFixed = (_control & BmcrNegotiate) == 0 && !_profile.IsSinglePair;
            int speed = (_control & BmcrSpeed100) != 0 ? Abilities100 : Abilities10;
            return (_isCableIn || _profile.IsSinglePair)
                && (!isFixed || (PartnerAbilities & speed) != 0);
        }
    }

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
        if (!IsMine(address))
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
            case 5: return IsUp && !_profile.IsSinglePair ? Heard : 0;
            case 6: return IsUp && PartnerNegotiates && !_profile.IsSinglePair ? 1 : 0;
            default: return ReadVendor(register);
        }
    }

    internal void Write(int address, int register, int value)
    {
        if (!IsMine(address))
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
        else
        {
            WriteVendor(register, value);
        }
    }

    private bool IsMine(int address)
    {
        return IsAlive && (address == Address || (AnswersAtZero && address == 0));
    }

    private int ReadControl()
    {
        if ((_control & BmcrReset) != 0 && !IsResetStuck && --_resetLeft <= 0)
        {
            Restore();
        }

        if (_profile.Layout != PhyLayout.Control || !IsUp)
        {
            return _control;
        }

        // The bits show what was agreed on, on page 0.
        int rest = _control & ~(BmcrSpeed100 | BmcrFullDuplex);
        return _page != 0 ? 0x5555 & ~BmcrReset
            : rest | (Is100 ? BmcrSpeed100 : 0) | ((Mode & 4) != 0 ? BmcrFullDuplex : 0);
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
        bool hasSignal = HasSignal && (_control & (BmcrPowerDown | BmcrReset)) == 0;
        int status = BmsrAbilities | (hasSignal && !_linkWasLost ? BmsrLink : 0);
        _linkWasLost = !hasSignal;
        bool isNegotiated = hasSignal && (_control & BmcrNegotiate) != 0 && !IsNegotiating
            && !_profile.IsSinglePair;
        return isNegotiated ? status | BmsrNegotiated : status;
    }

    /// <summary>Everything as the straps have it.</summary>
    private void Restore()
    {
        _control = _profile.IsSinglePair ? 0 : BmcrNegotiate | BmcrSpeed100;
        _advertise = AnarStraps;
        _anLeft = AnPolls;
        _linkWasLost = true;
        _page = _profile.Layout == PhyLayout.Control ? 7 : 0;       // the worst a driver may find
        _clockSelect = 0;
        _testLeft = 0;
        Array.Clear(Mmd);
    }
}
