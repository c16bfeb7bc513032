namespace NanoStack.Skb;

/// <summary>What TCP knows of a sent segment (Linux: <c>TCPCB_SACKED_ACKED</c> and siblings).</summary>
internal static class SkbMark
{
    /// <summary>The peer has it, out of order.</summary>
    public const int Sacked = 1;

    /// <summary>It was sent again and that is still in flight.</summary>
    public const int Retransmitted = 2;

    /// <summary>It is taken for lost.</summary>
    public const int Lost = 4;

    /// <summary>It was ever sent again: no RTT sample from it (Karn; RFC 6298, 3).</summary>
    public const int EverRetransmitted = 8;

    /// <summary>End of a record (<c>MSG_EOR</c>): nothing is appended to it.</summary>
    public const int EndOfRecord = 16;
}
