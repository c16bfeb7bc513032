namespace NanoStack.Wire;

/// <summary>The IPv4 header (RFC 791, 3.1), read and written where it lies.</summary>
/// <remarks>
/// <code>
///  0         4         8              16                            31
///  | version |   IHL   |     TOS      |         total length          |
///  |        identification            | flags |   fragment offset     |
///  |   time to live    |   protocol   |       header checksum         |
///  |                        source address                            |
///  |                      destination address                         |
///  |                      options (IHL > 5)                           |
/// </code>
/// </remarks>
internal static class IpHeader
{
    public const int LengthMin = 20;
    public const int Version = 4;

    public const int ProtocolIcmp = 1;
    public const int ProtocolTcp = 6;
    public const int ProtocolUdp = 17;

    /// <summary>The DF bit, in the word of flags and fragment offset.</summary>
    public const int DontFragment = 0x4000;

    /// <summary>The MF bit, in the word of flags and fragment offset.</summary>
    public const int MoreFragments = 0x2000;

    /// <summary>The fragment offset, in units of 8 bytes.</summary>
    public const int FragmentOffsetMask = 0x1FFF;

    private const int TosAt = 1;
    private const int TotalLengthAt = 2;
    private const int IdentificationAt = 4;
    private const int FragmentAt = 6;
    private const int TtlAt = 8;
    private const int ProtocolAt = 9;
    private const int ChecksumAt = 10;
    private const int SourceAt = 12;
    private const int DestinationAt = 16;

    /// <summary>True when version, header length and total length agree with what is really in
    /// [at, end); the rest assume it.</summary>
    public static bool Fits(byte[] data, int at, int end)
    {
        if (end - at < LengthMin || data[at] >> 4 != Version)
        {
            return false;
        }

        int length = Length(data, at);
        int totalLength = TotalLength(data, at);
        return length >= LengthMin && length <= totalLength && totalLength <= end - at;
    }

    public static int Length(byte[] data, int at) => (data[at] & 0x0F) * 4;

    public static int Tos(byte[] data, int at) => data[at + TosAt];

    public static int TotalLength(byte[] data, int at)
    {
        return ByteOrder.Read16(data, at + TotalLengthAt);
    }

    public static int Identification(byte[] data, int at)
    {
        return ByteOrder.Read16(data, at + IdentificationAt);
    }

    /// <summary>The word of DF, MF and fragment offset.</summary>
    public static int Fragment(byte[] data, int at) => ByteOrder.Read16(data, at + FragmentAt);

    public static bool IsFragment(byte[] data, int at)
    {
        return (Fragment(data, at) & (MoreFragments | FragmentOffsetMask)) != 0;
    }

    public static int Ttl(byte[] data, int at) => data[at + TtlAt];

    public static int Protocol(byte[] data, int at) => data[at + ProtocolAt];

    public static uint Source(byte[] data, int at) => ByteOrder.Read32(data, at + SourceAt);

    public static uint Destination(byte[] data, int at)
    {
        return ByteOrder.Read32(data, at + DestinationAt);
    }

    /// <summary>True when the header sums to what its checksum says (RFC 791, 3.1).</summary>
    public static bool HasValidChecksum(byte[] data, int at)
    {
        return InetChecksum.IsValid(InetChecksum.Add(0, data, at, Length(data, at)));
    }

    /// <summary>The sum of a header written with length and identification 0, its checksum left out: what
    /// <see cref="Patch"/> begins with.</summary>
    public static uint SumOfTemplate(byte[] data, int at)
    {
        return (uint)(~ByteOrder.Read16(data, at + ChecksumAt) & 0xFFFF);
    }

    /// <summary>Completes a copied header: length, identification, checksum (RFC 1624: the rest of the sum
    /// is known).</summary>
    public static void Patch(byte[] data, int at, int totalLength, int identification, uint sum)
    {
        data[at + TotalLengthAt] = (byte)(totalLength >> 8);
        data[at + TotalLengthAt + 1] = (byte)totalLength;
        data[at + IdentificationAt] = (byte)(identification >> 8);
        data[at + IdentificationAt + 1] = (byte)identification;
        sum += (uint)(totalLength + identification);
        int checksum = (int)~((sum & 0xFFFF) + (sum >> 16));
        data[at + ChecksumAt] = (byte)(checksum >> 8);
        data[at + ChecksumAt + 1] = (byte)checksum;
    }

    /// <summary>Writes a header of 20 bytes without options, its checksum included.</summary>
    public static void Write(
        byte[] data, int at, int tos, int totalLength, int identification, int fragment, int ttl,
        int protocol, uint source, uint destination)
    {
        data[at] = (Version << 4) | (LengthMin / 4);
        data[at + TosAt] = (byte)tos;
        ByteOrder.Write16(data, at + TotalLengthAt, totalLength);
        ByteOrder.Write16(data, at + IdentificationAt, identification);
        ByteOrder.Write16(data, at + FragmentAt, fragment);
        data[at + TtlAt] = (byte)ttl;
        data[at + ProtocolAt] = (byte)protocol;
        ByteOrder.Write32(data, at + SourceAt, source);
        ByteOrder.Write32(data, at + DestinationAt, destination);

        int ttlAndProtocol = (ttl << 8) | protocol;
        uint sum = InetChecksum.PseudoHeader(source, destination, ttlAndProtocol, totalLength)
            + (uint)(((Version << 4) | (LengthMin / 4)) << 8) + (uint)tos
            + (uint)identification + (uint)fragment;
        ByteOrder.Write16(data, at + ChecksumAt, InetChecksum.Fold(sum));
    }
}
