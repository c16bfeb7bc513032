namespace NanoStack.Kernel;

/// <summary>What a <see cref="SpinLock"/> does to the network interrupt while it is held.</summary>
/// <remarks>
/// The stack alone has no interrupt, so this one does nothing. hal masks the EMAC's own interrupt
/// at the EMAC, never the core's: interpreted code inside a core-wide critical section would cost
/// ticks and the other core's patience (docs/hardware.md, 8).
/// Two threads may hold two different locks, so an implementation counts its maskings.
/// </remarks>
public class InterruptMask
{
    /// <summary>Keeps the interrupt quiet until as many <see cref="Unmask"/> calls have come.</summary>
    public virtual void Mask()
    {
    }

    /// <summary>Undoes one <see cref="Mask"/>.</summary>
    public virtual void Unmask()
    {
    }
}
