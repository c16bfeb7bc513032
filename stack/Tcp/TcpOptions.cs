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
    private const int KindSackPermitted = 4;
    private const int KindSack = 5;
    private const int KindTimestamps = 8;

    private const int MssLength = 4;
    private const int WindowScaleLength = 3;
    private const int SackPermittedLength = 2;
    private const int SackBlockLength = 8;
    private const int TimestampsLength = 10;

    /// <summary>Time stamps with the two NOPs that align them (RFC 7323, appendix A).</summary>
    public const int TimestampsRoom = 12;

    /// <summary>SACK blocks of one segment at most: what fits into 40 bytes (RFC 2018, 3), or beside
    /// time stamps.</summary>
    private const int SackBlocksMax = 4;
    private const int SackBlocksMaxWithTimestamps = 3;

    /// <summary>The peer's MSS; 0 when it named none.</summary>
    public int Mss;

    public bool HasWindowScale;

    /// <summary>The peer's shift, at most 14 (RFC 7323, 2.3).</summary>
    public int WindowScale;

    /// <summary>The peer takes SACK blocks (RFC 2018, 2).</summary>
    public bool HasSackPermitted;

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
        HasSackPermitted = false;
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
    public static int SynLength(bool hasWindowScale, bool hasTimestamps, bool hasSack)
    {
        int sack = hasSack && !hasTimestamps ? 4 : 0;   // with time stamps it takes two NOPs' place
        return MssLength + (hasTimestamps ? TimestampsRoom : 0) + sack + (hasWindowScale ? 4 : 0);
    }

    /// <summary>Writes the options of a SYN in Linux's order: MSS, SACK permitted, time stamps, window
    /// scale.</summary>
    public static void WriteSyn(
        byte[] data, int at, int mss, bool hasWindowScale, int windowScale, bool hasTimestamps,
        bool hasSack, uint tsValue, uint tsEcho)
    {
        data[at] = KindMss;
        data[at + 1] = MssLength;
        ByteOrder.Write16(data, at + 2, mss);
        at += MssLength;
        if (hasTimestamps)
        {
            WriteTimestamps(data, at, tsValue, tsEcho);
            if (hasSack)
            {
                WriteSackPermitted(data, at);
            }

            at += TimestampsRoom;
        }
        else if (hasSack)
        {
            data[at] = KindNoOperation;
            data[at + 1] = KindNoOperation;
            WriteSackPermitted(data, at + 2);
            at += 4;
        }

        if (hasWindowScale)
        {
            data[at] = KindNoOperation;
            data[at + 1] = KindWindowScale;
            data[at + 2] = WindowScaleLength;
            data[at + 3] = (byte)windowScale;
        }
    }

    /// <summary><c>tcp_paws_check</c>: the segment is older than <paramref name="recent"/>, which came at
    /// <paramref name="recentMs"/>. After 24 days that proves nothing (RFC 7323, 5.5); nor does the 0
    /// of hosts that begin to count behind their SYN.</summary>
    public bool IsPawsOld(uint recent, int recentMs, int nowMs)
    {
        return Seq.Before(TsValue, recent) && recent != 0
            && !Clock.Reached(nowMs, recentMs + Limits.TcpPawsMs);
    }

    /// <summary>How many SACK blocks a segment of this connection carries now.</summary>
    public static int SackCount(TcpSock sock)
    {
        if (!sock.HasSack || sock.GapCount == 0)
        {
            return 0;
        }

        int most = sock.HasTimestamps ? SackBlocksMaxWithTimestamps : SackBlocksMax;
        return sock.GapCount < most ? sock.GapCount : most;
    }

    /// <summary>Bytes that so many SACK blocks take, alignment included.</summary>
    public static int SackLength(int count) => count == 0 ? 0 : 4 + (count * SackBlockLength);

    /// <summary>Writes SACK blocks: first the run that holds the newest segment, then the others
    /// (RFC 2018, 4).</summary>
    public static void WriteSack(byte[] data, int at, TcpSock sock, int count)
    {
        data[at] = KindNoOperation;
        data[at + 1] = KindNoOperation;
        data[at + 2] = KindSack;
        data[at + 3] = (byte)(2 + (count * SackBlockLength));
        at += 4;
        int newest = NewestGap(sock);
        WriteBlock(data, at, sock, newest);
        int written = 1;
        for (int i = 0; i < sock.GapCount && written < count; i++)
        {
            if (i != newest)
            {
                WriteBlock(data, at + (written * SackBlockLength), sock, i);
                written++;
            }
        }
    }

    /// <summary>The two values of a copied time stamp option.</summary>
    public static void PatchTimestamps(byte[] data, int at, uint tsValue, uint tsEcho)
    {
        ByteOrder.Write32(data, at + 4, tsValue);
        ByteOrder.Write32(data, at + 8, tsEcho);
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

    private static int NewestGap(TcpSock sock)
    {
        for (int i = 0; i < sock.GapCount; i++)
        {
            if (Seq.Between(sock.NewestGapSeq, sock.GapStart[i], sock.GapEnd[i]))
            {
                return i;
            }
        }

        return 0;
    }

    private static void WriteBlock(byte[] data, int at, TcpSock sock, int gap)
    {
        ByteOrder.Write32(data, at, sock.GapStart[gap]);
        ByteOrder.Write32(data, at + 4, sock.GapEnd[gap]);
    }

    private static void WriteSackPermitted(byte[] data, int at)
    {
        data[at] = KindSackPermitted;
        data[at + 1] = SackPermittedLength;
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
        else if (kind == KindSackPermitted && length == SackPermittedLength && isSyn)
        {
            HasSackPermitted = true;
        }
    }
}
