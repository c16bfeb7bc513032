using NanoStack.Hal.Bus;

namespace NanoStack.Hal.Emac;

/// <summary>MAC and DMA together: reset, start and stop in the order the silicon wants.</summary>
/// <remarks>From: <see cref="EmacDevice"/>. The rings are the caller's to lock.</remarks>
internal sealed class EmacEngine
{
    private readonly EmacOptions _options;
    private readonly EmacClock _clock;
    private readonly EmacDma _dma;
    private readonly EmacMac _mac;
    private readonly EmacInterrupt _interrupt;
    private readonly TxRing _tx;
    private readonly RxRing _rx;
    private readonly byte[] _address;

    public EmacEngine(
        EmacBus bus, EmacOptions options, EmacDma dma, EmacMac mac, EmacInterrupt interrupt,
        TxRing tx, RxRing rx, byte[] address)
    {
        _options = options;
        _clock = new EmacClock(bus);
        _dma = dma;
        _mac = mac;
        _interrupt = interrupt;
        _tx = tx;
        _rx = rx;
        _address = address;
    }

    /// <summary>Everything as after power-on, then as we want it (docs/hardware.md, 3.1). False: no
    /// clock.</summary>
    public bool Init()
    {
        _clock.Select(_options.Clock);
        if (!_dma.Reset())
        {
            return false;
        }

        _mac.Configure(_address);
        return _dma.Configure(_options.BurstBeats);
    }

    /// <summary>Both rings as new. The DMA is stopped, or will be reset before it learns of
    /// them.</summary>
    public void ClearRings()
    {
        _rx.Reset();
        _tx.Reset();
    }

    /// <summary>Both rings as new, and the DMA told where they are. It is stopped.</summary>
    public void ResetRings()
    {
        ClearRings();
        _dma.SetBases(_rx.Address, _tx.Address);
    }

    /// <summary>Lets frames through (docs/hardware.md, 3.2). The MAC's transmitter starts before its DMA:
    /// the databook's order may hang it.</summary>
    public void Start(bool is100, bool isFullDuplex, bool canPause)
    {
        _mac.SetLink(is100, isFullDuplex, canPause);
        _interrupt.Enable();
        _mac.EnableTransmit();
        _dma.StartTransmit();
        _dma.StartReceive();
        _mac.EnableReceive();
    }

    /// <summary>Lets the frames under way end, then stops (docs/hardware.md, 3.3). False: something did not
    /// end, and only a reset helps.</summary>
    public bool Stop()
    {
        _dma.StopTransmit();
        bool isIdle = _mac.WaitTransmitIdle();
        _mac.Disable();
        isIdle &= _mac.WaitReceiveIdle();
        _dma.StopReceive();
        isIdle &= _dma.FlushTransmit();
        isIdle &= _dma.WaitStopped();
        _interrupt.Disable();
        return isIdle;
    }
}
