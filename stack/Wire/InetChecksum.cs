using NanoStack.Kernel;

namespace NanoStack.Wire;

/// <summary>The Internet checksum: a ones' complement sum of 16-bit words (RFC 1071).</summary>
/// <remarks>
/// A sum travels as a <c>uint</c> that may have carries above bit 15; <see cref="Fold"/> brings them
/// in. On a device only header words go through this loop: payload is summed by the native copy.
/// </remarks>
internal static class InetChecksum
{
    /// <summary><c>csum_partial</c>: adds count bytes from at to a sum; an odd last byte counts as
    /// the high half of a word.</summary>
    public static uint Add(uint sum, byte[] data, int at, int count)
    {
        Bug.On(count > 65535);                  // the longest IP packet: no carry is lost below
        int end = at + count - 1;
        int i = at;
        sum = (sum & 0xFFFF) + (sum >> 16);
        while (i < end)
        {
            sum += ((uint)data[i] << 8) | data[i + 1];
            i += 2;
        }

        if (i == end)
        {
            sum += (uint)data[i] << 8;
        }

        return (sum & 0xFFFF) + (sum >> 16);
    }

    /// <summary><c>csum_block_add</c>: appends the sum of a block that begins at an odd offset or
    /// an even one; a block that begins odd has its bytes swapped (RFC 1071, 2 B).</summary>
    public static uint AddBlock(uint sum, uint block, int offset)
    {
        uint folded = FoldWord(block);
        if ((offset & 1) != 0)
        {
            folded = ((folded & 0xFF) << 8) | (folded >> 8);
        }

        return FoldWord(sum + folded);
    }

    /// <summary>Takes a block's sum out again: adding the complement subtracts.</summary>
    public static uint SubBlock(uint sum, uint block, int offset)
    {
        return AddBlock(FoldWord(sum), (uint)(~FoldWord(block) & 0xFFFF), offset);
    }

    /// <summary><c>csum_tcpudp_nofold</c>: the sum of the pseudo-header (RFC 9293, 3.1).</summary>
    public static uint PseudoHeader(uint source, uint destination, int protocol, int length)
    {
        return FoldWord(
            (source >> 16) + (source & 0xFFFF)
            + (destination >> 16) + (destination & 0xFFFF)
            + (uint)protocol + (uint)length);
    }

    /// <summary>Brings the carries in: a sum of 16 bits, not yet complemented.</summary>
    public static uint FoldWord(uint sum)
    {
        sum = (sum & 0xFFFF) + (sum >> 16);
        return (sum & 0xFFFF) + (sum >> 16);
    }

    /// <summary><c>csum_fold</c>: the checksum to write, the complement of the folded sum.</summary>
    public static int Fold(uint sum) => (int)(~FoldWord(sum) & 0xFFFF);

    /// <summary>The checksum of a transport header: never 0, which in UDP says that there is none
    /// (RFC 768); all ones mean the same sum (Linux: <c>CSUM_MANGLED_0</c>).</summary>
    public static int FoldTransport(uint sum)
    {
        int checksum = Fold(sum);
        return checksum != 0 ? checksum : 0xFFFF;
    }

    /// <summary>True when a sum over data and its checksum says that nothing was damaged.</summary>
    public static bool IsValid(uint sum) => FoldWord(sum) == 0xFFFF;

    /// <summary>A checksum after one of its words changed (RFC 1624, equation 3).</summary>
    public static int Replace(int checksum, int oldWord, int newWord)
    {
        uint sum = (uint)(~checksum & 0xFFFF) + (uint)(~oldWord & 0xFFFF)
            + (uint)(newWord & 0xFFFF);
        return Fold(sum);
    }
}
