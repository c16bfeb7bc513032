using NanoStack.Kernel;

namespace NanoStack.Tcp;

/// <summary>The states of a connection (RFC 9293, 3.3.2; Linux: <c>TCP_ESTABLISHED</c> ...).</summary>
internal enum TcpState
{
    Closed,
    Listen,
    SynSent,
    SynReceived,
    Established,
    FinWait1,
    FinWait2,
    CloseWait,
    Closing,
    LastAck,
    TimeWait,
}

/// <summary>The legal steps between the states: the arrows of RFC 9293, figure 5.</summary>
internal static class TcpStates
{
    // One word per state: bit n is set when state n may follow. Closed may always follow.
    private static readonly int[] Next =
    {
        /* Closed      */ Bit(TcpState.Listen) | Bit(TcpState.SynSent) | Bit(TcpState.Established),
        /* Listen      */ Bit(TcpState.SynSent),
        /* SynSent     */ Bit(TcpState.SynReceived) | Bit(TcpState.Established),
        /* SynReceived */ Bit(TcpState.Established) | Bit(TcpState.FinWait1)
            | Bit(TcpState.CloseWait),
        /* Established */ Bit(TcpState.FinWait1) | Bit(TcpState.CloseWait),
        /* FinWait1    */ Bit(TcpState.FinWait2) | Bit(TcpState.Closing) | Bit(TcpState.TimeWait),
        /* FinWait2    */ Bit(TcpState.TimeWait),
        /* CloseWait   */ Bit(TcpState.LastAck),
        /* Closing     */ Bit(TcpState.TimeWait),
        /* LastAck     */ 0,
        /* TimeWait    */ 0,
    };

    /// <summary>True when <paramref name="to"/> may follow <paramref name="from"/>.</summary>
    /// <remarks>Closed to Established is a child made from a half-open entry, which keeps SYN_RECEIVED
    /// without a socket.</remarks>
    public static bool IsLegal(TcpState from, TcpState to)
    {
        return to == TcpState.Closed || (Next[(int)from] & Bit(to)) != 0;
    }

    /// <summary>Both sides have exchanged SYNs (RFC 9293's "synchronized" states).</summary>
    public static bool IsSynchronized(TcpState state) => state >= TcpState.Established;

    /// <summary>The peer may still send data in this state.</summary>
    public static bool CanReceive(TcpState state)
    {
        return state == TcpState.Established || state == TcpState.FinWait1
            || state == TcpState.FinWait2;
    }

    /// <summary>We may still send new data in this state.</summary>
    public static bool CanSend(TcpState state)
    {
        return state == TcpState.Established || state == TcpState.CloseWait;
    }

    /// <summary>The state's name in RFC 9293, for reports.</summary>
    public static string NameOf(TcpState state)
    {
        switch (state)
        {
            case TcpState.Closed: return "CLOSED";
            case TcpState.Listen: return "LISTEN";
            case TcpState.SynSent: return "SYN-SENT";
            case TcpState.SynReceived: return "SYN-RECEIVED";
            case TcpState.Established: return "ESTABLISHED";
            case TcpState.FinWait1: return "FIN-WAIT-1";
            case TcpState.FinWait2: return "FIN-WAIT-2";
            case TcpState.CloseWait: return "CLOSE-WAIT";
            case TcpState.Closing: return "CLOSING";
            case TcpState.LastAck: return "LAST-ACK";
            default: return "TIME-WAIT";
        }
    }

    private static int Bit(TcpState state)
    {
        Bug.On((int)state > 31);
        return 1 << (int)state;
    }
}
