namespace NanoStack.Wire;

/// <summary>Sequence numbers: arithmetic modulo 2^32 (RFC 9293, 3.4).</summary>
/// <remarks>A plain less-than on two sequence numbers is a bug that shows every 4 GiB.</remarks>
internal static class Seq
{
    /// <summary><c>before</c>: a comes earlier in the stream than b.</summary>
    public static bool Before(uint a, uint b) => (int)(a - b) < 0;

    /// <summary><c>after</c>: a comes later in the stream than b.</summary>
    public static bool After(uint a, uint b) => (int)(b - a) < 0;

    /// <summary><c>between</c>: low, seq and high come in this order; both ends belong to it.</summary>
    public static bool Between(uint seq, uint low, uint high) => high - low >= seq - low;

    /// <summary>How many sequence numbers lie from a to b; negative when b is earlier.</summary>
    public static int Distance(uint from, uint to) => (int)(to - from);

    /// <summary>The later of two.</summary>
    public static uint Later(uint a, uint b) => (int)(a - b) < 0 ? b : a;

    /// <summary>The earlier of two.</summary>
    public static uint Earlier(uint a, uint b) => (int)(a - b) < 0 ? a : b;
}
