using NanoStack.Kernel;
using NanoStack.Wire;

namespace NanoStack.Tcp;

/// <summary><c>struct tcp_options_received</c>: the options of one segment, and how ours are
/// written (RFC 9293, 3.2; RFC 7323).</summary>
/// <remarks>One object per place that parses, filled again for every segment.</remarks>
internal sealed class TcpOptions
{
    private const int KindEnd = 0;
    private const int KindNoOperation = 1;
    private const int KindMss = 2;
    private const int KindWindowScale = 3;
    private const int KindTimestamps = 8;

    private const int MssLength = 4;
    private const int WindowScaleLength = 3;
    private const int TimestampsLength = 10;

    /// <summary>Time stamps with the two NOPs that align them (RFC 7323, appendix A).</summary>
    public const int TimestampsRoom = 12;

    /// <summary>The peer's MSS; 0 when it named none.</summary>
    public int Mss;

    public bool HasWindowScale;

    /// <summary>The peer's shift, at most 14 (RFC 7323, 2.3).</summary>
    public int WindowScale;

    public bool HasTimestamps;

    /// <summary>TSval.</summary>
    public uint TsValue;

    /// <summary>TSecr; valid only with ACK.</summary>
    public uint TsEcho;

    /// <summary><c>tcp_parse_options</c>: reads the options between header and data.</summary>
    /// <remarks>Every step advances by at least one byte and stops at the first length that cannot be;
    /// what was read before it counts (RFC 9293, MUST-6, MUST-7, MUST-68).</remarks>
    /// <returns>False when a length could not be.</returns>
    public bool Parse(byte[] data, int tcpAt)
    {
        Mss = 0;
        HasWindowScale = false;
        WindowScale = 0;
        HasTimestamps = false;
        bool isSyn = TcpHeader.Has(data, tcpAt, TcpHeader.Syn);
        int at = tcpAt + TcpHeader.LengthMin;
        int end = tcpAt + TcpHeader.Length(data, tcpAt);
        while (at < end)
        {
            int kind = data[at];
            if (kind == KindEnd)
            {
                return true;
            }

            if (kind == KindNoOperation)
            {
                at++;
                continue;
            }

            int length = at + 1 < end ? data[at + 1] : 0;
            if (length < 2 || at + length > end)
            {
                return false;
            }

            ReadOption(data, at, kind, length, isSyn);
            at += length;
        }

        return true;
    }

    /// <summary>Bytes that the options of a SYN take.</summary>
    public static int SynLength(bool hasWindowScale, bool hasTimestamps)
    {
        return MssLength + (hasTimestamps ? TimestampsRoom : 0) + (hasWindowScale ? 4 : 0);
    }

    /// <summary>Writes the options of a SYN: MSS, time stamps, window scale.</summary>
    public static void WriteSyn(
        byte[] data, int at, int mss, bool hasWindowScale, int windowScale, bool hasTimestamps,
        uint tsValue, uint tsEcho)
    {
        data[at] = KindMss;
        data[at + 1] = MssLength;
        ByteOrder.Write16(data, at + 2, mss);
        at += MssLength;
        if (hasTimestamps)
        {
            WriteTimestamps(data, at, tsValue, tsEcho);
            at += TimestampsRoom;
        }

        if (hasWindowScale)
        {
            data[at] = KindNoOperation;
            data[at + 1] = KindWindowScale;
            data[at + 2] = WindowScaleLength;
            data[at + 3] = (byte)windowScale;
        }
    }

    /// <summary>Writes NOP, NOP, time stamps.</summary>
    public static void WriteTimestamps(byte[] data, int at, uint tsValue, uint tsEcho)
    {
        data[at] = KindNoOperation;
        data[at + 1] = KindNoOperation;
        data[at + 2] = KindTimestamps;
        data[at + 3] = TimestampsLength;
        ByteOrder.Write32(data, at + 4, tsValue);
        ByteOrder.Write32(data, at + 8, tsEcho);
    }

    private void ReadOption(byte[] data, int at, int kind, int length, bool isSyn)
    {
        if (kind == KindTimestamps && length == TimestampsLength)
        {
            HasTimestamps = true;
            TsValue = ByteOrder.Read32(data, at + 2);
            TsEcho = ByteOrder.Read32(data, at + 6);
        }
        else if (kind == KindMss && length == MssLength && isSyn)
        {
            Mss = ByteOrder.Read16(data, at + 2);
        }
        else if (kind == KindWindowScale && length == WindowScaleLength && isSyn)
        {
            int shift = data[at + 2];
            HasWindowScale = true;
            WindowScale = shift < Limits.TcpWindowScaleMax ? shift : Limits.TcpWindowScaleMax;
        }
    }
}
