namespace NanoStack.Hal.Emac;

/// <summary>A receive descriptor: eight words, of which we use four (docs/hardware.md, 2.2).</summary>
/// <remarks>
/// <code>
///  RDES0  OWN | AFM | length with CRC 29:16 | ES | ... | FS | LS | ... (the DMA's)
///  RDES1  DIC | ... | RCH | size of the buffer 12:0
///  RDES2  address of the buffer
///  RDES3  address of the next descriptor
/// </code>
/// </remarks>
internal static class RxDescriptor
{
    public const int SizeBytes = 32;

    // Byte offsets

    public const int Status = 0;
    public const int Control = 4;
    public const int Buffer = 8;
    public const int Next = 12;

    // RDES0

    public const uint Own = 0x80000000;
    public const uint CrcError = 1 << 1;
    public const uint Dribble = 1 << 2;
    public const uint ReceiveError = 1 << 3;
    public const uint Watchdog = 1 << 4;
    public const uint LateCollision = 1 << 6;
    public const uint Last = 1 << 8;
    public const uint First = 1 << 9;
    public const uint Overflow = 1 << 11;
    public const uint DescriptorError = 1 << 14;
    public const uint ErrorSummary = 1 << 15;

    // RDES1

    public const uint Chained = 1 << 14;

    private const int LengthShift = 16;
    private const uint LengthMask = 0x3FFF;
    private const int CrcLength = 4;

    /// <summary>Length of the frame without its CRC.</summary>
    public static int Length(uint status)
    {
        return (int)((status >> LengthShift) & LengthMask) - CrcLength;
    }

    /// <summary>True for a frame that is whole in this one buffer.</summary>
    public static bool IsWhole(uint status) => (status & (First | Last)) == (First | Last);
}
