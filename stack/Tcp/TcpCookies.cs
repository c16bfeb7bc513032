using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Tcp;

/// <summary>SYN cookies (RFC 4987, 3.6; Linux: <c>cookie_v4_init_sequence</c>,
/// <c>cookie_v4_check</c>): when the table of half-open connections is full, our initial sequence
/// number remembers the SYN for us.</summary>
/// <remarks>
/// <code>
///  31       27 26  24 23                                    0
///  |  minute  |  MSS |    keyed hash of all that must match |
/// </code>
/// From: <see cref="TcpListen"/>.
/// A client behind a flood so gets in, without scaling, time stamps or SACK; the flood costs no
/// entry. A cookie is believed for two of its units, and only while the table was full of late.
/// </remarks>
internal sealed class TcpCookies
{
    /// <summary>The unit of a cookie's age: 65,536 ms.</summary>
    private const int UnitShift = 16;
    private const int UnitMask = 0x1F;
    private const int CountMask = 0xFFFF;
    private const uint HashMask = 0x00FFFFFF;
    private const int UnitAt = 27;
    private const int MssAt = 24;
    private const int MssMask = 7;
    private const int UnitsValid = 2;

    /// <summary>The MSS values that three bits can name; a peer gets the largest that fits.</summary>
    private static readonly int[] MssOf = { 48, 256, 536, 1024, 1220, 1400, 1440, 1460 };

    private readonly TcpProtocol _tcp;
    private readonly Mib _mib;
    private bool _wasFull;
    private int _fullMs;

    public TcpCookies(TcpProtocol tcp, NetContext context)
    {
        _tcp = tcp;
        _mib = context.Mib;
    }

    /// <summary>Makes the answer to a SYN stateless: ISN and options of an entry that is in no
    /// table.</summary>
    public void Fill(TcpRequest request, int nowMs)
    {
        _mib.Inc(Mib.TcpSynCookiesSent);
        _wasFull = true;
        _fullMs = nowMs;
        int mss = IndexOf(request.PeerMss);
        int unit = nowMs >> UnitShift;
        TakeOptions(request, mss);
        request.Iss = ((uint)unit << UnitAt) | ((uint)mss << MssAt) | HashOf(request, unit, mss);
    }

    /// <summary>An ACK to a listener that belongs to nothing: does it carry a cookie of ours?</summary>
    /// <param name="request">Filled as the entry would have been, addresses and ports by the
    /// caller.</param>
    public bool Check(TcpRequest request, SkBuff skb, int nowMs)
    {
        if (!_wasFull || Clock.Reached(nowMs, _fullMs + (UnitsValid << UnitShift)))
        {
            _wasFull = false;
            return false;
        }

        uint cookie = TcpHeader.AckNumber(skb.Head, skb.TransportAt) - 1;
        int mss = (int)(cookie >> MssAt) & MssMask;
        request.Irs = skb.SeqStart - 1;
        request.Iss = cookie;
        int unit = nowMs >> UnitShift;
        int age = (unit - (int)(cookie >> UnitAt)) & UnitMask;
        if (age >= UnitsValid || (cookie & HashMask) != HashOf(request, unit - age, mss))
        {
            _mib.Inc(Mib.TcpSynCookiesFailed);
            return false;
        }

        _mib.Inc(Mib.TcpSynCookiesRecv);
        TakeOptions(request, mss);
        request.SynAckCount = 0;                        // nobody knows when it left, or how often
        return true;
    }

    /// <summary>What a cookie remembers of the SYN's options: an MSS and no more.</summary>
    private static void TakeOptions(TcpRequest request, int mss)
    {
        request.PeerMss = MssOf[mss];
        request.HasWindowScale = false;
        request.SndWindowScale = 0;
        request.HasTimestamps = false;
        request.TsRecent = 0;
        request.HasSack = false;
    }

    private uint HashOf(TcpRequest request, int unit, int mss)
    {
        uint ports = ((uint)request.LocalPort << 16) | (uint)request.RemotePort;
        uint tag = (uint)(((unit & CountMask) << 3) | mss) << 8;    // the five bits come round
        return _tcp.Secrets.CookieHash(
            request.LocalAddress, request.RemoteAddress, ports, request.Irs ^ tag) & HashMask;
    }

    private static int IndexOf(int mss)
    {
        int index = MssOf.Length - 1;
        while (index > 0 && MssOf[index] > mss)
        {
            index--;
        }

        return index;
    }
}
