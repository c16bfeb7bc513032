using NanoStack.Hal.Bus;

namespace NanoStack.Hal.Phys;

/// <summary>The pin that holds a PHY: its reset, its power or its oscillator.</summary>
internal sealed class PhyPin
{
    public readonly int HoldMs;
    public readonly int SettleMs;

    private readonly EmacBus _bus;
    private readonly int _pin;
    private readonly bool _runsWhenHigh;

    public PhyPin(EmacBus bus, int pin, bool runsWhenHigh, int holdMs, int settleMs)
    {
        _bus = bus;
        _pin = pin;
        _runsWhenHigh = runsWhenHigh;
        HoldMs = holdMs;
        SettleMs = settleMs;
    }

    public bool Exists => _pin >= 0;

    public void Hold()
    {
        _bus.SetPin(_pin, !_runsWhenHigh);
    }

    public void Release()
    {
        _bus.SetPin(_pin, _runsWhenHigh);
    }

    /// <summary>At start: holds, lets go and waits. A warm reset of the chip leaves the pin as it
    /// was, so the PHY is always taken through its own reset (docs/hardware.md, 3.7, pitfall 2).</summary>
    public void Pulse()
    {
        if (Exists)
        {
            Hold();
            _bus.DelayMs(HoldMs);
            Release();
            _bus.DelayMs(SettleMs);
        }
    }
}
