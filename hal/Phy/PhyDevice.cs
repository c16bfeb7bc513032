using NanoStack.Hal.Emac;
using NanoStack.Kernel;

namespace NanoStack.Hal.Phys;

/// <summary><c>struct phy_device</c>: any PHY of clause 22; what differs is one virtual
/// method.</summary>
/// <remarks>
/// From: <see cref="EmacDevice.Poll"/>, on a timer; no board wires the interrupt dependably.
/// A state machine that never waits: each call is a word or two on the management interface.
/// <code>
///  Held -> Settling -> Resetting -> Watching (no link) -> Watching (link)
///    ^                                  |                        |
///    +----------- silent or stuck ------+------------------------+
/// </code>
/// </remarks>
public class PhyDevice
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

    private const int StateHeld = 0;
    private const int StateSettling = 1;
    private const int StateResetting = 2;
    private const int StateWatching = 3;
    private const int LookAgainMs = 10;

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
    private bool _hasLink;
    private bool _is100;
    private bool _isFullDuplex;
    private int _partner;
    private int _hardResets;

    internal PhyDevice(Mdio mdio, int address, uint id, PhyPin pin, EmacStats stats)
    {
        _mdio = mdio;
        _address = address;
        _id = id;
        _pin = pin;
        _stats = stats;
    }

    public virtual string Name => "generic";

    public int Address => _address;

    /// <summary>Identifier words 1 and 2.</summary>
    public uint Id => _id;

    /// <summary>True when link and negotiation stand.</summary>
    public bool HasLink => _hasLink;

    public bool Is100 => _is100;

    public bool IsFullDuplex => _isFullDuplex;

    /// <summary>What the partner said it can (ANLPAR); 0 when it does not negotiate.</summary>
    public int PartnerAbilities => _partner;

    /// <summary>True when the partner may send us pause frames.</summary>
    public bool CanPause =>
        (_partner & (PhyRegisters.Pause | PhyRegisters.AsymmetricPause)) != 0;

    /// <summary>Grows whenever the PHY's pin was pulled, and the MAC's clock perhaps with
    /// it.</summary>
    internal int HardResets => _hardResets;

    internal int NextPollMs => _nextMs;

    /// <summary>Software reset; everything else follows from <see cref="Poll"/>.</summary>
    internal void Begin(int nowMs)
    {
        Write(PhyRegisters.Control, PhyRegisters.ControlReset);
        _silences = 0;
        _hasLink = false;                       // whoever begins has stopped, or never started
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

            default:
                return PollLink(nowMs);
        }
    }

    /// <summary>Finds out speed and duplex of a link that stands. False: not to be known
    /// yet.</summary>
    private protected virtual bool Resolve()
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

    private protected int Read(int register) => _mdio.Read(_address, register);

    private void Write(int register, int value)
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

        Negotiate();
        _isLinkSeen = false;
        Enter(StateWatching, nowMs, NoLinkPollMs);
    }

    /// <summary>Advertises anew, because a reset puts back the straps (LAN87xx), and writes the
    /// whole control register, which also ends power-down and isolation.</summary>
    private void Negotiate()
    {
        Write(PhyRegisters.Advertise, PhyRegisters.AdvertiseAll);
        Write(
            PhyRegisters.Control,
            PhyRegisters.ControlNegotiate | PhyRegisters.ControlRestart
                | PhyRegisters.ControlSpeed100 | PhyRegisters.ControlFullDuplex);
    }

    private bool PollLink(int nowMs)
    {
        int status = Read(PhyRegisters.Status);
        if (status == PhyRegisters.Silence)
        {
            return PollSilence(nowMs);
        }

        _silences = 0;
        if (_hasLink)
        {
            if ((status & PhyRegisters.StatusLink) != 0)
            {
                _nextMs = nowMs + LinkPollMs;
                return false;
            }

            // Latched: perhaps it is back already, but it was gone, and with what partner now?
            _hasLink = false;
            _isLinkSeen = false;
            _nextMs = nowMs + LookAgainMs;
            return true;
        }

        _nextMs = nowMs + NoLinkPollMs;
        if ((status & PhyRegisters.StatusLink) == 0)
        {
            status = Read(PhyRegisters.Status);         // the first reading told the past
        }

        if (status == PhyRegisters.Silence || (status & PhyRegisters.StatusLink) == 0)
        {
            _isLinkSeen = false;
            return false;
        }

        return PollNegotiation(status, nowMs);
    }

    private bool PollNegotiation(int status, int nowMs)
    {
        if ((status & PhyRegisters.StatusNegotiated) != 0)
        {
            _advertised = Read(PhyRegisters.Advertise);
            _partner = Read(PhyRegisters.Partner);
            bool isHeard = _advertised != PhyRegisters.Silence && _partner != PhyRegisters.Silence;
            if (isHeard && Resolve())
            {
                _hasLink = true;
                _nextMs = nowMs + LinkPollMs;
                return true;
            }
        }

        if (!_isLinkSeen)
        {
            _isLinkSeen = true;
            _deadlineMs = nowMs + NegotiateMsMax;
        }
        else if (Clock.Reached(nowMs, _deadlineMs))
        {
            _stats.Inc(EmacStats.PhyRenegotiations);
            _isLinkSeen = false;
            Negotiate();
        }

        return false;
    }

    private bool PollSilence(int nowMs)
    {
        _stats.Inc(EmacStats.PhySilences);
        _nextMs = nowMs + LookAgainMs;
        if (++_silences < SilencesMax)
        {
            return false;
        }

        bool hadLink = _hasLink;
        _hasLink = false;
        Restart(nowMs);
        return hadLink;
    }

    private void Restart(int nowMs)
    {
        _stats.Inc(EmacStats.PhyResets);
        if (!_pin.Exists)
        {
            Begin(nowMs);
            return;
        }

        _hardResets++;
        _pin.Hold();
        Enter(StateHeld, nowMs, _pin.HoldMs);
    }
}
