using System;

namespace NanoStack.Tcp;

/// <summary>A connection's ring, for sending or for receiving: a byte of the stream lies at its sequence
/// number modulo the ring's size, which is a power of two.</summary>
internal static class TcpRing
{
    /// <summary>Where the byte with this sequence number lies.</summary>
    public static int IndexOf(byte[] ring, uint seq) => (int)(seq & (uint)(ring.Length - 1));

    /// <summary>Copies bytes to their place, the first of them to that of <paramref name="seq"/>.</summary>
    public static void Put(byte[] ring, uint seq, byte[] data, int at, int count)
    {
        int ringAt = IndexOf(ring, seq);
        int toEnd = ring.Length - ringAt;
        int first = count < toEnd ? count : toEnd;
        Array.Copy(data, at, ring, ringAt, first);
        if (first < count)
        {
            Array.Copy(data, at + first, ring, 0, count - first);
        }
    }

    /// <summary>Copies bytes out, the first of them that of <paramref name="seq"/>.</summary>
    public static void Take(byte[] ring, uint seq, byte[] data, int at, int count)
    {
        int ringAt = IndexOf(ring, seq);
        int toEnd = ring.Length - ringAt;
        int first = count < toEnd ? count : toEnd;
        Array.Copy(ring, ringAt, data, at, first);
        if (first < count)
        {
            Array.Copy(ring, 0, data, at + first, count - first);
        }
    }
}
