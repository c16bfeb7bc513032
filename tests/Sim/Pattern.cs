using System;

namespace NanoStack.Sim;

/// <summary>What streams are made of: each direction of a connection is a piece of one table, so that
/// a byte at the wrong place shows.</summary>
internal static class Pattern
{
    public const int StreamBytesMax = 20 * 1024;

    /// <summary>What one forged segment may say beyond the end of a stream.</summary>
    public const int OverrunBytesMax = 700;

    private const int StartCount = 1 << 17;

    /// <summary>The bytes; a stream lies at [start, start + length).</summary>
    public static readonly byte[] Bytes = Make();

    public static int NewStart(SimRandom random) => random.Below(StartCount);

    /// <summary>Index of the first byte that is wrong, or -1.</summary>
    public static int Compare(byte[] data, int at, int start, int count)
    {
        ReadOnlySpan<byte> seen = new ReadOnlySpan<byte>(data, at, count);
        ReadOnlySpan<byte> meant = new ReadOnlySpan<byte>(Bytes, start, count);
        return seen.SequenceEqual(meant) ? -1 : seen.CommonPrefixLength(meant);
    }

    private static byte[] Make()
    {
        SimRandom random = new SimRandom(20260101);
        byte[] bytes = new byte[StartCount + StreamBytesMax + OverrunBytesMax];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)random.Next32();
        }

        return bytes;
    }
}
