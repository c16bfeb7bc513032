using NanoStack.Hal.Bus;

namespace NanoStack.Hal.Emac;

/// <summary>The DMA's interrupt: what raises it and what its bits mean (docs/hardware.md, 1.2 and
/// 3.4).</summary>
/// <remarks>
/// The handler gathers STATUS, masks everything and raises a flag; <see cref="EmacDevice.Poll"/>
/// drains and unmasks. Unmasking only sets bits, so it may happen under somebody else's spinlock.
/// </remarks>
internal sealed class EmacInterrupt
{
    // STATUS. IDF's own macros for bits 13 to 16 are one too low (docs/hardware.md, 1.2).
    public const uint TransmitDone = 1 << 0;
    public const uint TransmitStopped = 1 << 1;
    public const uint TransmitUnavailable = 1 << 2;
    public const uint TransmitJabber = 1 << 3;
    public const uint ReceiveOverflow = 1 << 4;
    public const uint TransmitUnderflow = 1 << 5;
    public const uint ReceiveDone = 1 << 6;
    public const uint ReceiveUnavailable = 1 << 7;
    public const uint ReceiveStopped = 1 << 8;
    public const uint ReceiveWatchdog = 1 << 9;
    public const uint FatalBusError = 1 << 13;

    /// <summary>Anything but frames coming and going.</summary>
    public const uint Unusual = TransmitStopped | TransmitJabber | ReceiveOverflow
        | TransmitUnderflow | ReceiveUnavailable | ReceiveStopped | ReceiveWatchdog | FatalBusError;

    // INTEN
    private const uint Receive = 0x000180C0;            // RIE, RUE, AIE, NIE
    private const uint Transmit = 0x00010001;           // TIE, NIE
    private const uint All = 0xFFFFFFFF;

    private readonly EmacBus _bus;

    public EmacInterrupt(EmacBus bus)
    {
        _bus = bus;
    }

    /// <summary>Receive interrupts on, STATUS as new (docs/hardware.md, 3.2).</summary>
    public void Enable()
    {
        _bus.Write32(EmacRegisters.IntEnable, Receive);
        _bus.Write32(EmacRegisters.Status, All);
        _bus.TakeStatus();                  // what the handler gathered before is history, too
    }

    public void Disable()
    {
        _bus.Write32(EmacRegisters.IntEnable, 0);
    }

    /// <summary>Polling is over: the next frame interrupts again, and when somebody waits for a
    /// transmit slot the next frame sent does too.</summary>
    public void Unmask(bool isTransmitAwaited)
    {
        _bus.RestoreInterrupt(isTransmitAwaited ? Receive | Transmit : Receive);
    }
}
