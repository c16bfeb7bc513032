using NanoStack.Hal.Emac;
using NanoStack.Kernel;

namespace NanoStack.Hal.Phys;

/// <summary><c>struct phy_device</c>: any PHY of clause 22; what differs is a virtual
/// method.</summary>
/// <remarks>
/// From: <see cref="EmacDevice.Poll"/>, on a timer; no board wires the interrupt dependably.
/// A state machine that never waits: each call is a word or two on the management interface.
/// <code>
///  Held -> Settling -> Resetting -> Watching (no link) -> Watching (link)
///    ^                                  |    ^                   |
///    |                                  |    +- Testing (cable) -+
///    +----------- silent or stuck ------+------------------------+
/// </code>
/// A loss is told at once, even one that is over: another partner may be there by now. A link is
/// told when it has stood for <see cref="StableMsMin"/>, so a plug that bounces is one event.
/// The public methods may be called by any thread: they leave a wish, the next poll fulfils it.
/// </remarks>
public partial class PhyDevice
{
    /// <summary>Between looks at a link that stands: how late a pulled cable is noticed.</summary>
    internal const int LinkPollMs = 500;

    /// <summary>Between looks while there is no link.</summary>
    internal const int NoLinkPollMs = 100;

    /// <summary>Clause 22 allows half a second for the reset of a PHY.</summary>
    internal const int ResetMsMax = 600;

    /// <summary>A link that does not finish negotiating is told to begin again (IDF: 4
    /// s).</summary>
    internal const int NegotiateMsMax = 4000;

    /// <summary>Silent readings in a row before the PHY is reset: one is normal for a LAN8720 that
    /// has just changed its speed.</summary>
    internal const int SilencesMax = 3;

    /// <summary>How long a link must stand, without one loss, before it is told.</summary>
    internal const int StableMsMin = 100;

    private const int StateHeld = 0;
    private const int StateSettling = 1;
    private const int StateResetting = 2;
    private const int StateWatching = 3;
    private const int StateTesting = 4;
    private const int LookAgainMs = 10;

    /// <summary>How often what the PHY has missed is written again: a chip that keeps another value is
    /// left in peace.</summary>
    private const int WriteAgainMax = 3;

    private readonly Mdio _mdio;
    private readonly PhyPin _pin;
    private readonly EmacStats _stats;
    private readonly int _address;
    private readonly uint _id;

    private int _state;
    private int _nextMs;                    // when to look again
    private int _deadlineMs;                // when this state has lasted too long
    private int _silences;
    private int _advertised;
    private bool _isLinkSeen;               // the link stands but negotiation has not ended
    private bool _isStable;                 // resolved, and waiting whether it stays
    private int _stableMs;                  // when it has stayed long enough
    private int _flaps;
    private bool _hasLink;
    private bool _is100;
    private bool _isFullDuplex;
    private int _partner;
    private int _restarts;
    private int _forced;                    // bits of the control register, or negotiation
    private bool _isChanged;                // a wish: configure anew
    private int _missedWrites;              // in a row; what the PHY did not hear

    internal PhyDevice(Mdio mdio, int address, uint id, PhyPin pin, EmacStats stats)
    {
        _mdio = mdio;
        _address = address;
        _id = id;
        _pin = pin;
        _stats = stats;
        _forced = PhyRegisters.ControlNegotiate;
    }

    /// <summary>What is printed on the chip, as far as its identifier tells.</summary>
    public virtual string Name => "generic";

    /// <summary>Which driver this is.</summary>
    public virtual PhyKind Kind => PhyKind.Generic;

    public int Address => _address;

    /// <summary>Identifier words 1 and 2.</summary>
    public uint Id => _id;

    /// <summary>True when link and negotiation stand.</summary>
    public bool HasLink => _hasLink;

    public bool Is100 => _is100;

    public bool IsFullDuplex => _isFullDuplex;

    /// <summary>What the partner said it can (ANLPAR); of one that does not negotiate, the speed
    /// that was heard.</summary>
    public int PartnerAbilities => _partner;

    /// <summary>True when the partner negotiates (ANER); if it does not, its duplex is a guess, and
    /// the standard says to guess half.</summary>
    public bool PartnerNegotiates { get; private set; }

    /// <summary>True when the partner may send us pause frames; half duplex knows none.</summary>
    public bool CanPause => _isFullDuplex && PartnerNegotiates
        && (_partner & (PhyRegisters.Pause | PhyRegisters.AsymmetricPause)) != 0;

    /// <summary>Links that went before they had stood for long enough: a plug that bounces, or a
    /// bad cable.</summary>
    public int Flaps => _flaps;

    /// <summary>False after <see cref="Force"/>.</summary>
    public bool IsNegotiating => _forced == PhyRegisters.ControlNegotiate;

    /// <summary>Grows whenever the PHY was silent or stuck and begins anew: the MAC's clock was perhaps
    /// gone too.</summary>
    internal int Restarts => _restarts;

    internal int NextPollMs => _nextMs;

    /// <summary>Negotiates no more: for a partner that does not, and whose mode is known.</summary>
    public virtual void Force(bool is100, bool isFullDuplex)
    {
        _forced = (is100 ? PhyRegisters.ControlSpeed100 : 0)
            | (isFullDuplex ? PhyRegisters.ControlFullDuplex : 0);
        _isChanged = true;
    }

    /// <summary>Negotiates again.</summary>
    public void Negotiate()
    {
        _forced = PhyRegisters.ControlNegotiate;
        _isChanged = true;
    }

    /// <summary>Software reset; everything else follows from <see cref="Poll"/>.</summary>
    internal void Begin(int nowMs)
    {
        Write(PhyRegisters.Control, PhyRegisters.ControlReset);
        _silences = 0;
        _hasLink = false;                       // whoever begins has stopped, or never started
        ForgetLink();
        Enter(StateResetting, nowMs, LookAgainMs);
        _deadlineMs = nowMs + ResetMsMax;
    }

    /// <summary>Looks after the PHY when its time has come.</summary>
    /// <returns>True when <see cref="HasLink"/> changed.</returns>
    internal bool Poll(int nowMs)
    {
        if (!Clock.Reached(nowMs, _nextMs))
        {
            return false;
        }

        switch (_state)
        {
            case StateHeld:
                _pin.Release();
                Enter(StateSettling, nowMs, _pin.SettleMs);
                return false;

            case StateSettling:
                Begin(nowMs);
                return false;

            case StateResetting:
                PollReset(nowMs);
                return false;

            case StateTesting:
                PollTest(nowMs);
                return false;

            default:
                return _isChanged || _isTestWanted ? PollWish(nowMs) : PollLink(nowMs);
        }
    }

    /// <summary>Advertises anew, because a reset puts back the straps (LAN87xx), and writes the
    /// whole control register, which also ends power-down and isolation.</summary>
    private protected virtual void Configure()
    {
        Write(PhyRegisters.Advertise, PhyRegisters.AdvertiseAll);
        Write(
            PhyRegisters.Control,
            IsNegotiating
                ? PhyRegisters.ControlNegotiate | PhyRegisters.ControlRestart
                    | PhyRegisters.ControlSpeed100 | PhyRegisters.ControlFullDuplex
                : _forced);
    }

    /// <summary>True when what <see cref="Configure"/> wrote is there. No PHY says that it heard a write,
    /// and one that was silent for a word has missed it.</summary>
    private protected virtual bool IsConfigured()
    {
        const int Mode = PhyRegisters.ControlNegotiate | PhyRegisters.ControlSpeed100
            | PhyRegisters.ControlFullDuplex;
        const int Abilities = PhyRegisters.Half10 | PhyRegisters.Full10 | PhyRegisters.Half100
            | PhyRegisters.Full100;
        int control = Read(PhyRegisters.Control);
        if (control == PhyRegisters.Silence)
        {
            return false;
        }

        if (!IsNegotiating)
        {
            return (control & Mode) == _forced;
        }

        int advertised = Read(PhyRegisters.Advertise);
        return (control & PhyRegisters.ControlNegotiate) != 0
            && advertised != PhyRegisters.Silence && (advertised & Abilities) == Abilities;
    }

    /// <summary>True when speed and duplex are settled, given the status register.</summary>
    private protected virtual bool IsSettled(int status)
    {
        return !IsNegotiating || (status & PhyRegisters.StatusNegotiated) != 0;
    }

    /// <summary>Finds out speed and duplex of a link that was negotiated. False: not to be known
    /// yet.</summary>
    private protected virtual bool Resolve() => ResolveCommon();

    /// <summary>The best mode that both can do (clause 28, 28B.3).</summary>
    private protected bool ResolveCommon()
    {
        int common = _advertised & _partner;
        if ((common & (PhyRegisters.Full100 | PhyRegisters.Half100)) != 0)
        {
            return Agree(true, (common & PhyRegisters.Full100) != 0);
        }

        if ((common & (PhyRegisters.Full10 | PhyRegisters.Half10)) != 0)
        {
            return Agree(false, (common & PhyRegisters.Full10) != 0);
        }

        return false;
    }

    private protected bool Agree(bool is100, bool isFullDuplex)
    {
        _is100 = is100;
        _isFullDuplex = isFullDuplex;
        return true;
    }

    /// <summary>The code that Microchip and IC Plus share: 1, 2, 5, 6. Anything else says nothing,
    /// and what both can do decides.</summary>
    private protected bool AgreeOnCode(int code)
    {
        const int Is100 = 2;
        const int IsFull = 4;
        bool isKnown = code == 1 || code == 2 || code == 5 || code == 6;
        return isKnown ? Agree((code & Is100) != 0, (code & IsFull) != 0) : ResolveCommon();
    }

    private protected int Read(int register) => _mdio.Read(_address, register);

    private protected void Write(int register, int value)
    {
        _mdio.WriteRegister(_address, register, value);
    }

    private void Enter(int state, int nowMs, int delayMs)
    {
        _state = state;
        _nextMs = nowMs + delayMs;
    }

    private void PollReset(int nowMs)
    {
        int control = Read(PhyRegisters.Control);
        if (control == PhyRegisters.Silence || (control & PhyRegisters.ControlReset) != 0)
        {
            _nextMs = nowMs + LookAgainMs;
            if (Clock.Reached(nowMs, _deadlineMs))
            {
                Restart(nowMs);
            }

            return;
        }

        BeginWatching(nowMs);
    }

    private void BeginWatching(int nowMs)
    {
        _isChanged = false;
        Configure();
        ForgetLink();
        Enter(StateWatching, nowMs, NoLinkPollMs);
        if (IsConfigured())
        {
            _missedWrites = 0;
        }
        else if (_missedWrites < WriteAgainMax)
        {
            _missedWrites++;
            _stats.Inc(EmacStats.PhySilences);
            _isChanged = true;
            _nextMs = nowMs + LookAgainMs;
        }
    }

    private void ForgetLink()
    {
        _isLinkSeen = false;
        _isStable = false;
        _cableMeters = -1;
    }

    private void Restart(int nowMs)
    {
        _stats.Inc(EmacStats.PhyResets);
        _restarts++;
        if (!_pin.Exists)
        {
            Begin(nowMs);
            return;
        }

        _pin.Hold();
        Enter(StateHeld, nowMs, _pin.HoldMs);
    }
}
