namespace NanoStack.Skb;

/// <summary>What is known of a packet's checksum (Linux: <c>CHECKSUM_NONE</c> and its siblings).</summary>
public enum IpSummed
{
    /// <summary>Down: the checksum is written. Up: nobody has looked.</summary>
    None,

    /// <summary>Down: the field holds the pseudo-header's sum; whoever copies the packet to the wire
    /// sums from <see cref="SkBuff.CsumStart"/> and writes at <see cref="SkBuff.CsumOffset"/>.</summary>
    Partial,

    /// <summary>Up: <see cref="SkBuff.Csum"/> is the sum of all bytes behind the link header.</summary>
    Complete,

    /// <summary>Up: it needs no look (loopback: the bytes never left this memory).</summary>
    Unnecessary,
}
