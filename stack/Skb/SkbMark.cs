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

    /// <summary>PSH: the user wrote no more when it was sent.</summary>
    public const int Psh = 32;

    /// <summary>Our FIN is its last number.</summary>
    public const int Fin = 64;

    /// <summary>Our SYN is its first number.</summary>
    public const int Syn = 128;

    /// <summary>What the books of the retransmission queue count.</summary>
    public const int Books = Sacked | Retransmitted | Lost | EverRetransmitted;

    /// <summary>What stays with the front of a row that is split.</summary>
    public const byte Front = Books | Syn;
}
