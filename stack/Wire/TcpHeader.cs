namespace NanoStack.Wire;

/// <summary>The TCP header (RFC 9293, 3.1), read and written where it lies.</summary>
/// <remarks>
/// <code>
///  0         4         8              16                            31
///  |          source port             |       destination port        |
///  |                        sequence number                           |
///  |                     acknowledgement number                       |
///  | offset  |  rsrvd  |    flags     |            window             |
///  |            checksum              |        urgent pointer         |
///  |                      options (offset > 5)                        |
/// </code>
/// </remarks>
internal static class TcpHeader
{
    public const int LengthMin = 20;
    public const int LengthMax = 60;

    public const int Fin = 0x01;
    public const int Syn = 0x02;
    public const int Rst = 0x04;
    public const int Psh = 0x08;
    public const int Ack = 0x10;
    public const int Urg = 0x20;

    /// <summary>The six flags of RFC 9293; ECN's two are ignored (RFC 3168 is not spoken yet).</summary>
    public const int FlagsMask = 0x3F;

    /// <summary>Where the checksum lies, counted from the header's start.</summary>
    public const int ChecksumAt = 16;

    private const int DestinationPortAt = 2;
    private const int SequenceAt = 4;
    private const int AcknowledgementAt = 8;
    private const int DataOffsetAt = 12;
    private const int FlagsAt = 13;
    private const int WindowAt = 14;
    private const int UrgentAt = 18;

    /// <summary>True when a whole header lies in [at, end); the rest assume it.</summary>
    public static bool Fits(byte[] data, int at, int end)
    {
        if (end - at < LengthMin)
        {
            return false;
        }

        int length = Length(data, at);
        return length >= LengthMin && length <= end - at;
    }

    public static int SourcePort(byte[] data, int at) => ByteOrder.Read16(data, at);

    public static int DestinationPort(byte[] data, int at)
    {
        return ByteOrder.Read16(data, at + DestinationPortAt);
    }

    public static uint SeqNumber(byte[] data, int at) => ByteOrder.Read32(data, at + SequenceAt);

    public static uint AckNumber(byte[] data, int at)
    {
        return ByteOrder.Read32(data, at + AcknowledgementAt);
    }

    /// <summary>Length of the header in bytes, options included.</summary>
    public static int Length(byte[] data, int at) => (data[at + DataOffsetAt] >> 4) * 4;

    public static int Flags(byte[] data, int at) => data[at + FlagsAt] & FlagsMask;

    public static bool Has(byte[] data, int at, int flags) => (data[at + FlagsAt] & flags) == flags;

    /// <summary>The window as it stands on the wire, before scaling (RFC 7323, 2.3).</summary>
    public static int Window(byte[] data, int at) => ByteOrder.Read16(data, at + WindowAt);

    public static int Checksum(byte[] data, int at) => ByteOrder.Read16(data, at + ChecksumAt);

    public static int Urgent(byte[] data, int at) => ByteOrder.Read16(data, at + UrgentAt);

    public static void SetChecksum(byte[] data, int at, int checksum)
    {
        ByteOrder.Write16(data, at + ChecksumAt, checksum);
    }

    /// <summary>Completes a copied header: all but ports and urgent pointer. The bytes are stored here and
    /// not through <see cref="ByteOrder"/>: nine calls cost more than the whole header.</summary>
    public static void Patch(
        byte[] data, int at, uint seq, uint ack, int length, int flags, int window, uint seed)
    {
        data[at + SequenceAt] = (byte)(seq >> 24);
        data[at + SequenceAt + 1] = (byte)(seq >> 16);
        data[at + SequenceAt + 2] = (byte)(seq >> 8);
        data[at + SequenceAt + 3] = (byte)seq;
        data[at + AcknowledgementAt] = (byte)(ack >> 24);
        data[at + AcknowledgementAt + 1] = (byte)(ack >> 16);
        data[at + AcknowledgementAt + 2] = (byte)(ack >> 8);
        data[at + AcknowledgementAt + 3] = (byte)ack;
        data[at + DataOffsetAt] = (byte)(length << 2);
        data[at + FlagsAt] = (byte)flags;
        data[at + WindowAt] = (byte)(window >> 8);
        data[at + WindowAt + 1] = (byte)window;
        data[at + ChecksumAt] = (byte)(seed >> 8);
        data[at + ChecksumAt + 1] = (byte)seed;
    }

    public static void SetUrgent(byte[] data, int at, int urgent)
    {
        ByteOrder.Write16(data, at + UrgentAt, urgent);
    }

    /// <summary>Writes the fixed 20 bytes; options and checksum are the caller's.</summary>
    public static void Write(
        byte[] data, int at, int sourcePort, int destinationPort, uint seq, uint ack, int length,
        int flags, int window, int urgent)
    {
        ByteOrder.Write16(data, at, sourcePort);
        ByteOrder.Write16(data, at + DestinationPortAt, destinationPort);
        ByteOrder.Write32(data, at + SequenceAt, seq);
        ByteOrder.Write32(data, at + AcknowledgementAt, ack);
        data[at + DataOffsetAt] = (byte)((length / 4) << 4);
        data[at + FlagsAt] = (byte)flags;
        ByteOrder.Write16(data, at + WindowAt, window);
        ByteOrder.Write16(data, at + ChecksumAt, 0);
        ByteOrder.Write16(data, at + UrgentAt, urgent);
    }
}
