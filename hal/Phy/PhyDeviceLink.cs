using NanoStack.Hal.Emac;
using NanoStack.Kernel;

namespace NanoStack.Hal.Phys;

/// <summary>The middle of <see cref="PhyDevice"/>: a link that comes, is heard, and goes.</summary>
public partial class PhyDevice
{
    /// <summary>What another thread asked for; it may end a link. True: one was ended.</summary>
    private bool PollWish(int nowMs)
    {
        bool hadLink = _hasLink;
        _hasLink = false;
        if (_isTestWanted)
        {
            BeginTest(nowMs);
        }
        else
        {
            BeginWatching(nowMs);
        }

        return hadLink;
    }

    private bool PollLink(int nowMs)
    {
        int status = Read(PhyRegisters.Status);
        if (status == PhyRegisters.Silence || status == 0)
        {
            return PollSilence(nowMs);      // 0: no PHY can do nothing; MDIO or the EMAC is dead
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
            ForgetLink();
            _nextMs = nowMs + LookAgainMs;
            return true;
        }

        _nextMs = nowMs + NoLinkPollMs;
        if ((status & PhyRegisters.StatusLink) == 0)
        {
            _flaps += _isStable ? 1 : 0;
            _isStable = false;
            status = Read(PhyRegisters.Status);         // the first reading told the past
        }

        if (status == PhyRegisters.Silence || (status & PhyRegisters.StatusLink) == 0)
        {
            _isLinkSeen = false;
            return false;
        }

        return PollSettling(status, nowMs);
    }

    private bool PollSettling(int status, int nowMs)
    {
        if (IsSettled(status) && HearPartner())
        {
            if (!_isStable)
            {
                _isStable = true;
                _stableMs = nowMs + StableMsMin;
                return false;
            }

            if (!Clock.Reached(nowMs, _stableMs))
            {
                return false;
            }

            _cableMeters = ReadCableMeters();
            _hasLink = true;
            _nextMs = nowMs + LinkPollMs;
            return true;
        }

        _isStable = false;
        if (!_isLinkSeen)
        {
            _isLinkSeen = true;
            _deadlineMs = nowMs + NegotiateMsMax;
        }
        else if (Clock.Reached(nowMs, _deadlineMs))
        {
            _stats.Inc(EmacStats.PhyRenegotiations);
            _isLinkSeen = false;
            Configure();
        }

        return false;
    }

    /// <summary>Who is there and what was agreed on. False: not to be known yet.</summary>
    private bool HearPartner()
    {
        _advertised = Read(PhyRegisters.Advertise);
        _partner = Read(PhyRegisters.Partner);
        int expansion = Read(PhyRegisters.Expansion);
        if (_advertised == PhyRegisters.Silence || _partner == PhyRegisters.Silence
            || expansion == PhyRegisters.Silence)
        {
            return false;
        }

        if (IsNegotiating)
        {
            PartnerNegotiates = (expansion & PhyRegisters.ExpansionPartner) != 0;
            return Resolve();
        }

        PartnerNegotiates = false;                      // nobody asked it
        return Agree(
            (_forced & PhyRegisters.ControlSpeed100) != 0,
            (_forced & PhyRegisters.ControlFullDuplex) != 0);
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
        ForgetLink();
        Restart(nowMs);
        return hadLink;
    }
}
