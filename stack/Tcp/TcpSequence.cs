using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Tcp;

/// <summary><c>tcp_sequence</c>: does a segment lie in the window we advertised?</summary>
/// <remarks>From: <see cref="TcpInput"/>. Caller holds the sock.</remarks>
internal static class TcpSequence
{
    /// <summary>The four cases of RFC 9293, 3.4 (table 6), with the window as it was advertised. A RST
    /// is judged by its number alone, whatever text it carries (RFC 5961, 3.2; SHLD-2).</summary>
    public static bool IsAcceptable(TcpSock sock, SkBuff skb)
    {
        int window = sock.ReceiveWindow;
        if (skb.SeqEnd == skb.SeqStart || (skb.TcpFlags & TcpHeader.Rst) != 0)
        {
            return window == 0
                ? skb.SeqStart == sock.RcvNxt
                : InWindow(sock, skb.SeqStart, window);
        }

        // A FIN takes no room: it is taken at the window's edge, a closed one's too (Linux).
        const int FinAck = TcpHeader.Fin | TcpHeader.Ack;
        if ((skb.TcpFlags & (FinAck | TcpHeader.Syn)) == FinAck
            && skb.SeqEnd - 1 == sock.RcvNxt + (uint)window
            && TcpStates.IsSynchronized(sock.State))
        {
            return true;
        }

        return window != 0
            && (InWindow(sock, skb.SeqStart, window) || InWindow(sock, skb.SeqEnd - 1, window)
                || (Seq.Before(skb.SeqStart, sock.RcvNxt) && Seq.After(skb.SeqEnd, sock.RcvAdv)));
    }

    private static bool InWindow(TcpSock sock, uint seq, int window)
    {
        return !Seq.Before(seq, sock.RcvNxt) && Seq.Before(seq, sock.RcvNxt + (uint)window);
    }
}
