using System.Runtime.CompilerServices;

namespace NanoStack.Hal.Native;

/// <summary>All that is not C#: the calls into the firmware, each of them checked there.</summary>
/// <remarks>
/// Frozen: the firmware finds a method by its place in this list, and a checksum over the names is
/// compiled into it. Nothing else may live in this assembly, no managed method either.
/// A bad argument throws ArgumentOutOfRangeException, a null one ArgumentNullException, and nothing
/// is touched. Closed, the arena is empty, registers read as 0 and forget what is written. On a PC
/// nobody calls these. To: firmware/native, docs/native.md.
/// </remarks>
public static class EmacNative
{
    /// <summary>Clock and pins of the EMAC, its interrupt, and the arena the DMA works
    /// in.</summary>
    /// <param name="clockMode">0: in on GPIO0. 1, 2, 3: out on GPIO0, 16, 17.</param>
    /// <param name="mdcPin">GPIO of MDC: an output that neither RMII nor the flash chip
    /// needs.</param>
    /// <param name="mdioPin">GPIO of MDIO, likewise, and another.</param>
    /// <param name="arenaBytes">Size of the arena, a multiple of 4.</param>
    /// <returns>0, -1 no internal memory, -2 no interrupt, -3 no 50 MHz from the APLL.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern int Open(int clockMode, int mdcPin, int mdioPin, int arenaBytes);

    /// <summary>Undoes <see cref="Open"/>; harmless when nothing is open.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void Close();

    /// <summary>Reads an EMAC register: 0x3FF69000 to 0x3FF6A0FF, a multiple of 4.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern uint Read32(uint address);

    /// <summary>Writes an EMAC register: 0x3FF69000 to 0x3FF6A0FF, a multiple of 4.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void Write32(uint address, uint value);

    /// <summary>Reads a word of the arena; <paramref name="arenaAt"/> is a multiple of 4.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern uint ReadWord(int arenaAt);

    /// <summary>Writes a word of the arena; <paramref name="arenaAt"/> is a multiple of
    /// 4.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void WriteWord(int arenaAt, uint value);

    /// <summary>Where the arena begins for the DMA.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern uint ArenaAddress();

    /// <summary>Everything written before is in memory before anything written after
    /// (MEMW).</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void Barrier();

    /// <summary>Copies into the arena and adds up what it copies.</summary>
    /// <returns>The ones' complement sum of big-endian words added to <paramref name="sum"/>,
    /// folded to 16 bits; an odd last byte is the high half of a word.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern uint CopyIn(int arenaAt, byte[] data, int at, int count, uint sum);

    /// <summary>Copies out of the arena and adds up what it copies.</summary>
    /// <returns>As <see cref="CopyIn"/>.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern uint CopyOut(int arenaAt, byte[] data, int at, int count, uint sum);

    /// <summary>Adds up bytes of managed memory.</summary>
    /// <returns>As <see cref="CopyIn"/>.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern uint Sum(byte[] data, int at, int count, uint sum);

    /// <summary>Reads INTEN and sets it to 0, both in one step. Before Open: 0.</summary>
    /// <returns>What INTEN was.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern uint MaskInterrupt();

    /// <summary>Sets bits of INTEN again, in one step; clears none.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void RestoreInterrupt(uint enabled);

    /// <summary>Status bits the interrupt handler gathered, and those that stand in STATUS now;
    /// both are taken, so nothing is told twice.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern uint TakeStatus();

    /// <summary>Parks this thread until the handler raised its flag, or for so many milliseconds:
    /// not at all when that is 0 or less. One thread only.</summary>
    /// <returns>True when the flag was raised; it is lowered by this.</returns>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern bool Wait(int timeoutMs);

    /// <summary>Makes a GPIO an output and sets it: the PHY's reset or power pin.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void SetPin(int pin, bool isHigh);

    /// <summary>Thirty-two bits of the hardware generator.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern uint Entropy32();

    /// <summary>The factory's Ethernet address into the first six bytes.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void ReadMac(byte[] address);
}
