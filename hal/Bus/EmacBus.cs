namespace NanoStack.Hal.Bus;

/// <summary>What the driver needs of the world: registers, DMA memory, the interrupt, a few
/// pins.</summary>
/// <remarks>
/// From: <see cref="Emac.EmacDevice"/>. To: <see cref="NativeBus"/> on the chip, a register-level
/// model on a PC. The driver is the same for both, to the last register write.
/// A bad argument throws ArgumentOutOfRangeException and touches nothing.
/// </remarks>
public abstract class EmacBus
{
    /// <summary>What <see cref="Open"/> answers when all is well.</summary>
    public const int Opened = 0;

    /// <summary>No internal memory for the arena.</summary>
    public const int OpenNoMemory = -1;

    /// <summary>The interrupt could not be had.</summary>
    public const int OpenNoInterrupt = -2;

    /// <summary>The APLL does not make 50 MHz: it is in use, or this silicon cannot.</summary>
    public const int OpenNoClock = -3;

    /// <summary>True between <see cref="Open"/> and <see cref="Close"/>.</summary>
    public abstract bool IsOpen { get; }

    /// <summary>Where the arena begins for the DMA.</summary>
    public abstract uint ArenaAddress { get; }

    /// <summary>Clock and pins, the interrupt, and an arena of so many bytes.</summary>
    /// <returns><see cref="Opened"/>, or why not.</returns>
    public abstract int Open(RmiiClock clock, int mdcPin, int mdioPin, int arenaBytes);

    public abstract void Close();

    /// <summary>Reads an EMAC register.</summary>
    public abstract uint Read32(uint address);

    /// <summary>Writes an EMAC register.</summary>
    public abstract void Write32(uint address, uint value);

    /// <summary>Reads a word of the arena at a byte offset that is a multiple of 4.</summary>
    public abstract uint ReadWord(int arenaAt);

    /// <summary>Writes a word of the arena at a byte offset that is a multiple of 4.</summary>
    public abstract void WriteWord(int arenaAt, uint value);

    /// <summary>What was written before is in memory before what is written after.</summary>
    public abstract void Barrier();

    /// <summary><c>csum_and_copy</c>: copies into the arena and adds up what it copies, as if the
    /// block began at an even place.</summary>
    /// <returns>The sum added to <paramref name="sum"/>, folded to 16 bits.</returns>
    public abstract uint CopyIn(int arenaAt, byte[] data, int at, int count, uint sum);

    /// <summary>Copies out of the arena and adds up what it copies.</summary>
    /// <returns>As <see cref="CopyIn"/>.</returns>
    public abstract uint CopyOut(int arenaAt, byte[] data, int at, int count, uint sum);

    /// <summary><c>csum_partial</c>: adds up bytes of managed memory.</summary>
    /// <returns>As <see cref="CopyIn"/>.</returns>
    public abstract uint Sum(byte[] data, int at, int count, uint sum);

    /// <summary>Takes INTEN: reads it and sets it to 0 in one step.</summary>
    /// <returns>What it was; 0 before <see cref="Open"/>.</returns>
    public abstract uint MaskInterrupt();

    /// <summary>Sets bits of INTEN again and clears none, so a mask that was taken earlier cannot
    /// undo what was allowed since.</summary>
    public abstract void RestoreInterrupt(uint enabled);

    /// <summary>Status bits since the last call, those the handler gathered and those that stand in
    /// STATUS now.</summary>
    public abstract uint TakeStatus();

    /// <summary>Sleeps until the handler raised its flag. One thread only.</summary>
    /// <returns>True when it did, false when the time was over.</returns>
    public abstract bool Wait(int timeoutMs);

    /// <summary>Makes a GPIO an output and sets it.</summary>
    public abstract void SetPin(int pin, bool isHigh);

    /// <summary>Thirty-two bits that nobody can guess.</summary>
    public abstract uint Entropy32();

    /// <summary>The factory's Ethernet address, six bytes.</summary>
    public abstract void ReadMac(byte[] address);

    /// <summary>Lets so many milliseconds pass, in start-up and recovery only.</summary>
    public abstract void DelayMs(int timeMs);
}
