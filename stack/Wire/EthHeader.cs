using System;

namespace NanoStack.Wire;

/// <summary>The Ethernet II header (RFC 894; IEEE 802.3, 3.1), read and written where it lies.</summary>
/// <remarks>
/// <code>
///  0           6            12     14
///  | destination |  source  | type | payload ...
/// </code>
/// </remarks>
internal static class EthHeader
{
    public const int Length = 14;
    public const int AddressLength = 6;

    /// <summary>Payload of the longest frame.</summary>
    public const int PayloadLengthMax = 1500;

    public const int TypeIp = 0x0800;
    public const int TypeArp = 0x0806;

    private const int SourceAt = 6;
    private const int TypeAt = 12;

    /// <summary>True when a whole header lies in [at, end); the rest assume it.</summary>
    public static bool Fits(int at, int end) => end - at >= Length;

    public static int Type(byte[] data, int at) => ByteOrder.Read16(data, at + TypeAt);

    public static void SetType(byte[] data, int at, int type)
    {
        ByteOrder.Write16(data, at + TypeAt, type);
    }

    public static void SetDestination(byte[] data, int at, byte[] address)
    {
        Array.Copy(address, 0, data, at, AddressLength);
    }

    public static void SetSource(byte[] data, int at, byte[] address)
    {
        Array.Copy(address, 0, data, at + SourceAt, AddressLength);
    }

    /// <summary>True when the destination has the group bit: multicast or broadcast.</summary>
    public static bool IsGroup(byte[] data, int at) => (data[at] & 1) != 0;

    /// <summary>True when the source has the group bit, which no station may use.</summary>
    public static bool IsSourceGroup(byte[] data, int at) => (data[at + SourceAt] & 1) != 0;

    public static bool DestinationIs(byte[] data, int at, byte[] address)
    {
        return AddressesEqual(data, at, address, 0);
    }

    public static bool SourceIs(byte[] data, int at, byte[] address)
    {
        return AddressesEqual(data, at + SourceAt, address, 0);
    }

    public static bool IsBroadcastAddress(byte[] data, int at)
    {
        return (data[at] & data[at + 1] & data[at + 2] & data[at + 3] & data[at + 4] & data[at + 5])
            == 0xFF;
    }

    public static bool IsZeroAddress(byte[] data, int at)
    {
        return (data[at] | data[at + 1] | data[at + 2] | data[at + 3] | data[at + 4] | data[at + 5])
            == 0;
    }

    public static bool AddressesEqual(byte[] a, int aAt, byte[] b, int bAt)
    {
        return a[aAt + 5] == b[bAt + 5] && a[aAt + 4] == b[bAt + 4] && a[aAt + 3] == b[bAt + 3]
            && a[aAt + 2] == b[bAt + 2] && a[aAt + 1] == b[bAt + 1] && a[aAt] == b[bAt];
    }
}
