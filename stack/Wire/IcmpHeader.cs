namespace NanoStack.Wire;

/// <summary>The ICMP header (RFC 792), read and written where it lies.</summary>
/// <remarks>
/// <code>
///  0         8         16                            31
///  |  type   |  code   |           checksum           |
///  |     rest of header: id and sequence, or MTU      |
/// </code>
/// </remarks>
internal static class IcmpHeader
{
    public const int Length = 8;

    public const int TypeEchoReply = 0;
    public const int TypeUnreachable = 3;
    public const int TypeSourceQuench = 4;
    public const int TypeRedirect = 5;
    public const int TypeEcho = 8;
    public const int TypeTimeExceeded = 11;
    public const int TypeParameterProblem = 12;

    public const int CodeNetUnreachable = 0;
    public const int CodeHostUnreachable = 1;
    public const int CodeProtocolUnreachable = 2;
    public const int CodePortUnreachable = 3;
    public const int CodeFragmentationNeeded = 4;

    /// <summary>Of <see cref="TypeTimeExceeded"/>: fragments are missing.</summary>
    public const int CodeReassemblyTime = 1;

    private const int CodeAt = 1;
    private const int ChecksumAt = 2;
    private const int RestAt = 4;
    private const int MtuAt = 6;

    /// <summary>True when a whole header lies in [at, end); the rest assume it.</summary>
    public static bool Fits(int at, int end) => end - at >= Length;

    public static int Type(byte[] data, int at) => data[at];

    public static int Code(byte[] data, int at) => data[at + CodeAt];

    public static int Checksum(byte[] data, int at) => ByteOrder.Read16(data, at + ChecksumAt);

    public static void SetChecksum(byte[] data, int at, int checksum)
    {
        ByteOrder.Write16(data, at + ChecksumAt, checksum);
    }

    /// <summary>The next hop's MTU in a fragmentation-needed message (RFC 1191, section 4).</summary>
    public static int NextHopMtu(byte[] data, int at) => ByteOrder.Read16(data, at + MtuAt);

    /// <summary>Sets type and code and leaves the checksum at zero.</summary>
    public static void SetType(byte[] data, int at, int type, int code)
    {
        data[at] = (byte)type;
        data[at + CodeAt] = (byte)code;
        ByteOrder.Write16(data, at + ChecksumAt, 0);
    }

    public static void SetRest(byte[] data, int at, uint rest)
    {
        ByteOrder.Write32(data, at + RestAt, rest);
    }

    /// <summary>True for messages that report an error: no error is ever sent about one of them
    /// (RFC 1122, 3.2.2).</summary>
    public static bool IsError(int type)
    {
        return type == TypeUnreachable || type == TypeSourceQuench || type == TypeRedirect
            || type == TypeTimeExceeded || type == TypeParameterProblem;
    }
}
