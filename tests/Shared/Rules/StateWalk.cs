#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Sockets;
using NanoStack.Tcp;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Rules;

/// <summary>Walks a state through every kind of segment and compares with a table of what must come of
/// it (RFC 9293, 3.10.7).</summary>
/// <remarks>
/// A row is FIN, SYN, RST, ACK and six cells; each is tried with PSH and URG in all four ways,
/// which must make no difference. Cells one to four: the segment begins left of the window, at
/// RCV.NXT, further in, at the right edge of the window, where only its ACK counts; its ACK, if
/// any, acknowledges all we sent. Five and six: it begins at RCV.NXT and acknowledges what was
/// never sent, or what is too old to be believed. A cell is the answer and the state that follows.
/// Answer: <c>-</c> none; <c>A</c> ACK of RCV.NXT; <c>F</c> ACK of its FIN too; <c>S</c> SYN-ACK;
/// <c>R</c> RST with seq = SEG.ACK; <c>Z</c> RST with seq = 0 and an ACK of all it carried. State:
/// <c>=</c> the same, or a letter of <see cref="StateLetter"/>.
/// </remarks>
internal sealed class StateWalk
{
    private const int CellCount = 6;
    private const int FirstCellAt = 5;
    private const int CellStep = 3;
    private const int CellNext = 1;
    private const int CellInside = 2;
    private const int CellFuture = 4;
    private const int CellAncient = 5;

    private const int LeftBytes = 10;
    private const int InsideBytes = 10;
    private const int FarRightBytes = 4000;     // for states without a socket to ask for its window
    private const int AncientBytes = 9000;      // more than the peer's window ever was

    /// <summary>Segments injected in all.</summary>
    public int SegmentCount;

    private readonly char _start;
    private TcpBench _bench;
    private int _cell;
    private int _flags;
    private uint _receiveNext;
    private uint _sendNext;
    private uint _ack;
    private uint _seq;

    private StateWalk(char start)
    {
        _start = start;
    }

    /// <summary>Tries every row; a row for each of the 16 combinations must be there.</summary>
    /// <param name="start">The state, a letter.</param>
    public static void Run(char start, string[] rows)
    {
        StateWalk walk = new StateWalk(start);
        Assert.AreEqual(16, rows.Length, "rows");
        int seen = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            walk.Row(rows[i]);
            seen |= 1 << (FlagsOf(rows[i]) & 0x7) << ((FlagsOf(rows[i]) & TcpHeader.Ack) / 2);
        }

        Assert.AreEqual(0xFFFF, seen, "every combination once");
        Assert.IsTrue(walk.SegmentCount >= 16 * 4 * 4, "segments");
    }

    private void Row(string row)
    {
        _flags = FlagsOf(row);
        int cells = (_flags & TcpHeader.Ack) != 0 ? CellCount : CellFuture;
        for (int variant = 0; variant < 4; variant++)
        {
            int extra = ((variant & 1) != 0 ? TcpHeader.Psh : 0)
                | ((variant & 2) != 0 ? TcpHeader.Urg : 0);
            for (_cell = 0; _cell < cells; _cell++)
            {
                Cell(row, extra);
            }
        }
    }

    private void Cell(string row, int extra)
    {
        Prepare();
        _bench.InjectRaw(_seq, _ack, _flags | extra, _bench.PeerWindow, 0, null, null);
        SegmentCount++;

        char answer = Answer();
        char state = StateLetter(_bench);
        int at = FirstCellAt + (_cell * CellStep);
        char expectedState = row[at + 1] == '=' ? _start : row[at + 1];
        if (answer != row[at] || state != expectedState || _bench.Bench.Wire.SentCount != 0)
        {
            Assert.IsTrue(
                false, _start + ", row " + row + ", cell " + _cell.ToString() + ", extra "
                + extra.ToString() + ": " + answer + state + ", then "
                + _bench.Bench.Wire.SentCount.ToString() + " more");
        }

        bool isThrottled = answer == 'A' && Connection(_bench) == null;
        if (state != _start || answer == 'S' || (_flags & TcpHeader.Fin) != 0 || isThrottled)
        {
            _bench.Bench.ExpectPoolsHome();
            _bench = null;                      // a FIN ahead of RCV.NXT is remembered
        }
    }

    /// <summary>The state, and the numbers of the segment.</summary>
    private void Prepare()
    {
        _bench = _bench == null ? Make(_start) : _bench;
        TcpSock sock = Connection(_bench);
        bool hasFin = "WLGTt".IndexOf(_start) >= 0;
        bool hasSentFin = "12LGTt".IndexOf(_start) >= 0;
        _receiveNext = _bench.PeerIss + (hasFin ? 2u : 1u);
        _sendNext = _bench.OurIss + (hasSentFin ? 2u : 1u);
        int right = FarRightBytes;
        if (sock != null)
        {
            sock.HasChallenged = false;         // the throttle has tests of its own
            right = sock.State == TcpState.SynSent ? right : sock.ReceiveWindow;
        }

        int offset = _cell == 0 ? -LeftBytes : _cell == CellInside ? InsideBytes
            : _cell == CellInside + 1 ? right : 0;
        _seq = _receiveNext + (uint)offset;
        _receiveNext = _start == 's' ? _seq + 1 : _receiveNext;    // their SYN says so
        bool hasAck = (_flags & TcpHeader.Ack) != 0;
        _ack = !hasAck ? 0 : _cell == CellFuture ? _sendNext + 1
            : _cell == CellAncient ? _sendNext - AncientBytes : _sendNext;
    }

    /// <summary>The answer as a letter; <c>?</c> when it is none of those that may be.</summary>
    private char Answer()
    {
        if (_bench.Bench.Wire.SentCount == 0)
        {
            return '-';
        }

        _bench.TakeSegment();
        uint seq = TcpHeader.SeqNumber(_bench.Frame, TcpBench.TcpAt);
        uint ack = TcpHeader.AckNumber(_bench.Frame, TcpBench.TcpAt);
        switch (_bench.Flags)
        {
            case TcpHeader.Ack:
                return seq != _sendNext || _bench.Payload().Length != 0 ? '?'
                    : ack == _receiveNext ? 'A' : ack == _receiveNext + 1 ? 'F' : '?';
            case TcpHeader.Rst:
                return seq == _ack && ack == 0 ? 'R' : '?';
            case TcpHeader.Rst | TcpHeader.Ack:
                return seq == 0 && ack == _seq + (uint)LengthOf(_flags) ? 'Z' : '?';
            case TcpHeader.Syn | TcpHeader.Ack:
                return ack == _seq + 1 ? 'S' : '?';
            default:
                return '?';
        }
    }

    /// <summary>A stack with a connection in a state.</summary>
    private static TcpBench Make(char state)
    {
        switch (state)
        {
            case 'C': return new TcpBench(BenchLimits.Default());
            case 'l': return TcpBench.Listening();
            case 's': return TcpBench.SynSent();
            case 'r': return TcpBench.SynReceived();
            case 'q': return HalfOpen();
            case 'E': return TcpBench.Established();
            case '1': return TcpBench.FinWait1();
            case '2': return TcpBench.FinWait2();
            case 'W': return TcpBench.CloseWait();
            case 'G': return TcpBench.Closing();
            case 'L': return TcpBench.LastAck();
            case 'T': return TcpBench.TimeWait();
            default: return TimeWaitWithListener();
        }
    }

    private static TcpBench TimeWaitWithListener()
    {
        TcpBench bench = TcpBench.TimeWait();
        bench.Close();                          // the handle, which held the port
        Socket listener = new Socket(bench.Net);
        listener.Bind(new IPEndPoint(IPAddress.Any, TcpBench.OurPort));
        listener.Listen(1);
        return bench;
    }

    private static TcpBench HalfOpen()
    {
        TcpBench bench = TcpBench.Listening();
        bench.InjectSyn(TcpHeader.Syn);
        bench.TakeSegment();
        bench.OurIss = TcpHeader.SeqNumber(bench.Frame, TcpBench.TcpAt);
        return bench;
    }

    /// <summary>CLOSED C, LISTEN l, SYN-SENT s, SYN-RECEIVED r (active) and q (passive), ESTABLISHED E,
    /// FIN-WAIT 1 and 2, CLOSE-WAIT W, CLOSING G, LAST-ACK L, TIME-WAIT T, with a listener beside
    /// it t.
    /// </summary>
    private static char StateLetter(TcpBench bench)
    {
        bool isListening =
            bench.Net.Tcp.Table.FindListener(Frames.OurIp, TcpBench.OurPort) != null;
        if (bench.Net.Tcp.TimeWait.Count > 0)
        {
            return isListening ? 't' : 'T';
        }

        TcpSock sock = Connection(bench);
        if (sock != null)
        {
            return "Clsr E12WGLT"[sock.State >= TcpState.Established
                ? (int)sock.State + 1 : (int)sock.State];
        }

        return bench.Net.Tcp.SynQueue.Count > 0 ? 'q' : isListening ? 'l' : 'C';
    }

    private static TcpSock Connection(TcpBench bench)
    {
        return bench.Net.Tcp.Table.FindConnection(
            Frames.OurIp, TcpBench.OurPort, Frames.PeerIp, TcpBench.PeerPort);
    }

    private static int LengthOf(int flags)
    {
        return ((flags & TcpHeader.Syn) != 0 ? 1 : 0) + ((flags & TcpHeader.Fin) != 0 ? 1 : 0);
    }

    private static int FlagsOf(string row)
    {
        return (row[0] == 'F' ? TcpHeader.Fin : 0) | (row[1] == 'S' ? TcpHeader.Syn : 0)
            | (row[2] == 'R' ? TcpHeader.Rst : 0) | (row[3] == 'A' ? TcpHeader.Ack : 0);
    }
}
