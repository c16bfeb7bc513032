using NanoStack.Kernel;

namespace NanoStack.Hal.Emac;

/// <summary>The other half of <see cref="EmacDevice"/>: links that come and go, and every way back
/// from a fault.</summary>
/// <remarks>From: <see cref="Poll"/>. To: <see cref="EmacEngine"/>. Polling thread only.</remarks>
public sealed partial class EmacDevice
{
    /// <summary>Between attempts to bring back a MAC whose clock is gone.</summary>
    private const int ReviveMs = 1000;

    /// <summary>Two resets closer than this: the fault is here to stay, so the next attempt
    /// waits.</summary>
    private const int ResetMsMin = 100;

    private bool _hasReset;
    private int _resetMs;                   // when the last reset was

    /// <summary>A slot may have been given to the DMA and the DMA not told.</summary>
    internal override void Recover()
    {
        if (_isRunning)
        {
            _dma.DemandRxPoll();
            _dma.DemandTxPoll();
        }
    }

    /// <summary>Counts what STATUS says, and answers it. False: the MAC was reset.</summary>
    private bool HandleUnusual(uint status, int nowMs)
    {
        _stats.IncIf(status, EmacInterrupt.ReceiveUnavailable, EmacStats.StatusRxUnavailable);
        _stats.IncIf(status, EmacInterrupt.ReceiveOverflow, EmacStats.StatusRxOverflow);
        _stats.IncIf(status, EmacInterrupt.ReceiveWatchdog, EmacStats.StatusRxWatchdog);
        _stats.IncIf(status, EmacInterrupt.TransmitUnderflow, EmacStats.StatusTxUnderflow);
        _stats.IncIf(status, EmacInterrupt.TransmitJabber, EmacStats.StatusTxJabber);
        if (!_isRunning)
        {
            return true;                    // what a stop leaves behind
        }

        if ((status & EmacInterrupt.FatalBusError) != 0)
        {
            _stats.Inc(EmacStats.FatalBusErrors);
            return ResetMac(nowMs);
        }

        if ((status & (EmacInterrupt.TransmitStopped | EmacInterrupt.ReceiveStopped)) != 0)
        {
            _stats.Inc(EmacStats.DmaStops);
            return ResetMac(nowMs);
        }

        if ((status & (EmacInterrupt.ReceiveUnavailable | EmacInterrupt.ReceiveOverflow)) != 0)
        {
            _dma.CountMissed();
            _dma.DemandRxPoll();
        }

        if ((status & EmacInterrupt.TransmitUnderflow) != 0)
        {
            _dma.DemandTxPoll();            // it suspends on this one, too
        }

        return true;
    }

    /// <summary>Asks the watchdogs. False: the MAC was reset.</summary>
    private bool Watch(int nowMs)
    {
        int answer = _watch.LookAtTransmit(_tx, nowMs);
        if (answer == EmacWatch.Kick)
        {
            _stats.Inc(EmacStats.TxKicks);
            _dma.DemandTxPoll();
        }
        else if (answer == EmacWatch.Dead)
        {
            _stats.Inc(EmacStats.TxWatchdogResets);
            return ResetMac(nowMs);
        }

        if (_watch.LookAtReceive(_mac, _stats.Get(EmacStats.RxFrames), nowMs))
        {
            _stats.Inc(EmacStats.RxStallResets);
            return ResetMac(nowMs);
        }

        return true;
    }

    private void ChangeLink(int nowMs)
    {
        if (_phy.HasLink)
        {
            _stats.Inc(EmacStats.LinkUps);
            StartEngines(nowMs);
        }
        else
        {
            _stats.Inc(EmacStats.LinkDowns);
            StopEngines();
        }
    }

    private void StartEngines(int nowMs)
    {
        if (_restartsSeen != _phy.Restarts)
        {
            _restartsSeen = _phy.Restarts;
            _needsInit = true;              // the clock was perhaps gone for a while
        }

        if (_needsInit && !Init(nowMs))
        {
            return;
        }

        _engine.ResetRings();               // nobody provides before _isRunning says so
        _engine.Start(_phy.Is100, _phy.IsFullDuplex, _phy.CanPause);
        XmitLock.Hold(LockSite.DeviceReturn);
        try
        {
            _isTxAwaited = false;
            _isRunning = true;
        }
        finally
        {
            XmitLock.Holder = SpinLock.Free;
        }

        _watch.Reset(nowMs, _stats.Get(EmacStats.RxFrames));
        SetCarrier(true);
    }

    private void StopEngines()
    {
        SetCarrier(false);
        if (!_isRunning)
        {
            return;
        }

        bool needsInit = _needsInit;
        _needsInit = true;                  // if an exception comes before the engines stand still
        StopProviding();
        _needsInit = !_engine.Stop() || needsInit;

        _dma.CountMissed();
        _tx.Return();                       // what was sent until the end counts as sent
        _engine.ClearRings();
    }

    /// <summary>From here on nobody touches the transmit ring: the engines may be stopped without
    /// the lock, which must not be held while one waits.</summary>
    private void StopProviding()
    {
        XmitLock.Hold(LockSite.DeviceReturn);
        try
        {
            _isRunning = false;
        }
        finally
        {
            XmitLock.Holder = SpinLock.Free;
        }
    }

    /// <summary>Reset and restart with rings as new; the link, and so the sockets, stay.</summary>
    /// <returns>False, always: this poll is over.</returns>
    private bool ResetMac(int nowMs)
    {
        _isLinkDue = true;                  // until they run again
        StopProviding();
        _dma.CountMissed();                 // the reset clears them
        _stats.Inc(EmacStats.MacResets);
        _needsInit = true;
        bool isStorm = _hasReset && Clock.Before(nowMs, _resetMs + ResetMsMin);
        _hasReset = true;
        _resetMs = nowMs;
        if (isStorm)
        {
            _engine.Init();                 // stops everything, whatever state it is in
            Break(nowMs);
            _isLinkDue = false;
            return false;
        }

        _hasMore = true;                    // poll again at once
        StartEngines(nowMs);
        _isLinkDue = false;
        return false;
    }

    private bool Init(int nowMs)
    {
        if (!_engine.Init())
        {
            _stats.Inc(EmacStats.NoRefClock);
            Break(nowMs);
            return false;
        }

        _isBroken = false;
        _needsInit = false;
        return true;
    }

    /// <summary>Down until <see cref="Revive"/> brings it back.</summary>
    private void Break(int nowMs)
    {
        _isBroken = true;
        _hasMore = false;
        _reviveMs = nowMs + ReviveMs;
        SetCarrier(false);
    }

    /// <summary>Tries again now and then, and goes on where it was.</summary>
    private int Revive(int nowMs)
    {
        if (Clock.Reached(nowMs, _reviveMs) && Init(nowMs))
        {
            _phy.Begin(nowMs);              // who knows what it went through
        }

        return 0;
    }
}
