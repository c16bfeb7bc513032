namespace NanoStack.Hal.Emac;

/// <summary>A transmit descriptor: eight words, of which we use four (docs/hardware.md, 2.1).</summary>
/// <remarks>
/// <code>
///  TDES0  OWN | IC | LS | FS | ... | CIC 23:22 | .. | TCH | ... | status 17:0 (the DMA's)
///  TDES1  length of the buffer 12:0
///  TDES2  address of the buffer
///  TDES3  address of the next descriptor
/// </code>
/// </remarks>
internal static class TxDescriptor
{
    public const int SizeBytes = 32;

    /// <summary>Room of a frame buffer: the longest frame and its CRC, and some to spare.</summary>
    public const int BufferSizeMax = 1536;

    // Byte offsets

    public const int Control = 0;
    public const int BufferLength = 4;
    public const int Buffer = 8;
    public const int Next = 12;

    // TDES0

    public const uint Own = 0x80000000;
    public const uint InterruptOnCompletion = 0x40000000;
    public const uint Last = 0x20000000;
    public const uint First = 0x10000000;
    public const uint Chained = 0x00100000;

    /// <summary>Checksum insertion (CIC 23:22) corrupts frames on this chip (docs/hardware.md, 4): never
    /// set.</summary>
    public const uint ChecksumInsertion = 0x00C00000;

    /// <summary>A frame in one buffer. TDES0 is built anew for every use: the DMA leaves its status
    /// in it.</summary>
    public const uint WholeFrame = InterruptOnCompletion | Last | First | Chained;

    // TDES0, as the DMA gives it back

    public const uint Deferred = 1 << 0;
    public const uint Underflow = 1 << 1;
    public const uint ExcessiveDeferral = 1 << 2;
    public const uint ExcessiveCollisions = 1 << 8;
    public const uint LateCollision = 1 << 9;
    public const uint NoCarrier = 1 << 10;
    public const uint LossOfCarrier = 1 << 11;
    public const uint Flushed = 1 << 13;
    public const uint Jabber = 1 << 14;
    public const uint ErrorSummary = 1 << 15;

    /// <summary>Anything worth counting: errors, deferral, collisions (6:3).</summary>
    public const uint Noteworthy = ErrorSummary | Deferred | CollisionMask;

    private const uint CollisionMask = 0x78;
    private const int CollisionShift = 3;

    /// <summary>How often the frame collided before it went.</summary>
    public static int Collisions(uint control)
    {
        return (int)((control & CollisionMask) >> CollisionShift);
    }
}
