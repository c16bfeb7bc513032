using System.Threading;
using NanoStack.Kernel;

namespace NanoStack.Hal.Bus;

/// <summary>Masks the EMAC's own interrupt, at the EMAC, while any spinlock is held.</summary>
/// <remarks>
/// What was taken from INTEN lies in one word until the last lock is let go. Every step is atomic
/// on its own and bits are only ever put back, so in no interleaving of threads does a bit get
/// lost: the worst that can happen is an interrupt a little early, and that only raises a flag.
/// </remarks>
public sealed class EmacInterruptMask : InterruptMask
{
    private readonly EmacBus _bus;
    private int _depth;                     // locks held, by all threads together
    private int _taken;                     // INTEN bits to put back

    public EmacInterruptMask(EmacBus bus)
    {
        _bus = bus;
    }

    /// <summary>Maskings that wait for their end.</summary>
    public int Depth => _depth;

    public override void Mask()
    {
        Interlocked.Increment(ref _depth);
        uint enabled = _bus.MaskInterrupt();
        if (enabled != 0)
        {
            Keep((int)enabled);
        }
    }

    public override void Unmask()
    {
        if (Interlocked.Decrement(ref _depth) != 0)
        {
            return;
        }

        int taken = Interlocked.Exchange(ref _taken, 0);
        if (taken != 0)
        {
            _bus.RestoreInterrupt((uint)taken);
        }
    }

    private void Keep(int enabled)
    {
        int before = _taken;
        int seen = Interlocked.CompareExchange(ref _taken, before | enabled, before);
        while (seen != before)                  // as often as others get in between
        {
            before = seen;
            seen = Interlocked.CompareExchange(ref _taken, before | enabled, before);
        }
    }
}
