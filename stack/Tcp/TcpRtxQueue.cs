using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Tcp;

/// <summary><c>tcp_rtx_queue</c> and <c>sk_write_queue</c> in one table: a connection's segments as rows of
/// columns, in sequence order, the unsent ones behind the sent ones.</summary>
/// <remarks>
/// From: <see cref="TcpSend"/>, <see cref="TcpOutput"/>, <see cref="TcpRetransmit"/>, <see cref="TcpAck"/>.
/// Caller holds the sock.
/// <code>
///  row      0        1        2      |  3        4         SegSent = 3, SegCount = 5
///  SegEnd   a        b        c      |  d        e = WriteSeq
///           sent, not acknowledged   |  not yet sent
/// </code>
/// A row begins where the one before it ends, the first at SND.UNA, so a row has no start of its
/// own and an ACK trims nothing. Its bytes lie in the send ring at their sequence number. When the
/// table is full two neighbours become one (<see cref="Merge"/>): a connection never runs out of rows.
/// </remarks>
internal static class TcpRtxQueue
{
    /// <summary>Two sent, two unsent: with fewer a row could not be split in any order.</summary>
    public const int RowCountMin = 4;

    /// <summary>First sequence number of a row, or of what comes behind the last.</summary>
    public static uint StartOf(TcpSock sock, int row)
    {
        return row == 0 ? sock.SndUna : sock.SegEnd[row - 1];
    }

    /// <summary>Bytes of a row: SYN and FIN take a number and no byte.</summary>
    public static int LengthOf(TcpSock sock, int row)
    {
        int length = Seq.Distance(StartOf(sock, row), sock.SegEnd[row]);
        return (sock.SegMarks[row] & (SkbMark.Syn | SkbMark.Fin)) == 0 ? length : length - 1;
    }

    /// <summary><c>tcp_send_head</c> is not null: something waits to be sent.</summary>
    public static bool HasUnsent(TcpSock sock) => sock.SegCount > sock.SegSent;

    /// <summary><c>tcp_add_write_queue_tail</c>: an empty unsent row at the end of what was written.</summary>
    /// <returns>Its index.</returns>
    public static int Append(TcpSock sock, int marks)
    {
        if (sock.SegCount == sock.SegEnd.Length)
        {
            int merged = MakeRow(sock, -1);
            Bug.On(merged < 0);
        }

        int row = sock.SegCount++;
        sock.SegEnd[row] = sock.WriteSeq;
        sock.SegMarks[row] = (byte)marks;
        sock.SegPackets[row] = 1;
        return row;
    }

    /// <summary><c>tcp_rtx_queue_unlink_and_free</c>: the first rows are acknowledged, and SND.UNA is where
    /// the acknowledgement says. One step: an exception finds both or neither.</summary>
    public static void RemoveFirst(TcpSock sock, int count, uint ack)
    {
        Bug.On(count > sock.SegSent);
        for (int row = 0; row < count; row++)
        {
            Account(sock, row, -sock.SegPackets[row]);
        }

        int left = sock.SegCount - count;
        if (count > 0 && left > 0)
        {
            Move(sock, count, 0, left);
        }

        sock.SegSent -= count;
        sock.SegCount = left;
        sock.SndUna = ack;
    }

    /// <summary><c>tcp_write_queue_purge</c>: no row is left, and nothing is in flight.</summary>
    public static void Purge(TcpSock sock)
    {
        sock.SegCount = 0;
        sock.SegSent = 0;
        sock.PacketsOut = 0;
        sock.LostOut = 0;
        sock.RetransOut = 0;
        sock.SackedOut = 0;
    }

    /// <summary><c>tcp_fragment</c>: leaves <paramref name="length"/> bytes in the row and makes a row of
    /// the rest behind it.</summary>
    /// <returns>Where the row is now: two others may have become one for it. -1: there is no row for the
    /// rest, and no two rows can become one; only a row that was sent can be refused.</returns>
    public static int Split(TcpSock sock, int row, int length)
    {
        Bug.On(length <= 0 || length >= LengthOf(sock, row));
        if (sock.SegCount == sock.SegEnd.Length)
        {
            int merged = MakeRow(sock, row);
            if (merged < 0)
            {
                return -1;
            }

            row -= merged < row ? 1 : 0;
        }

        uint middle = StartOf(sock, row) + (uint)length;
        Move(sock, row, row + 1, sock.SegCount - row);
        sock.SegCount++;
        sock.SegSent += row < sock.SegSent ? 1 : 0;
        sock.SegEnd[row] = middle;
        sock.SegMarks[row] &= SkbMark.Front;
        sock.SegPackets[row] = 0;                       // the rest's books have those of the whole
        SetPackets(sock, row, PacketsOf(sock, row));
        SetPackets(sock, row + 1, PacketsOf(sock, row + 1));
        return row;
    }

    /// <summary><c>tcp_set_skb_tso_segs</c>: how many segments a row takes at today's MSS.</summary>
    public static int PacketsOf(TcpSock sock, int row)
    {
        int packets = (LengthOf(sock, row) + sock.MssCache - 1) / sock.MssCache;
        return packets > 1 ? packets : 1;
    }

    /// <summary><c>tcp_adjust_pcount</c>: a row holds so many segments from now on; the books of a sent
    /// row follow.</summary>
    public static void SetPackets(TcpSock sock, int row, int packets)
    {
        if (row < sock.SegSent)
        {
            Account(sock, row, packets - sock.SegPackets[row]);
            int notLost = sock.PacketsOut - sock.LostOut;
            sock.SackedOut = sock.SackedOut < notLost ? sock.SackedOut : notLost;
        }

        sock.SegPackets[row] = (ushort)packets;
    }

    /// <summary>So many segments more (or fewer) are in the books that a sent row's marks name.</summary>
    private static void Account(TcpSock sock, int row, int packets)
    {
        int marks = sock.SegMarks[row];
        sock.PacketsOut += packets;
        sock.LostOut += (marks & SkbMark.Lost) != 0 ? packets : 0;
        sock.RetransOut += (marks & SkbMark.Retransmitted) != 0 ? packets : 0;
    }

    /// <summary><c>tcp_collapse_retrans</c>, <c>tcp_shift_skb_data</c>: the table is full, so two
    /// neighbours become one; those that lose least by it.</summary>
    /// <param name="except">A row that stays as it is; -1: any may go.</param>
    /// <returns>The row that holds both, or -1: no two neighbours can.</returns>
    private static int MakeRow(TcpSock sock, int except)
    {
        int best = -1;
        int bestLoss = int.MaxValue;
        for (int row = 0; row < sock.SegCount - 1; row++)
        {
            if (row == except || row + 1 == except || row + 1 == sock.SegSent)
            {
                continue;                               // sent and unsent never become one
            }

            int loss = LossOf(sock, row);
            if (loss < bestLoss)
            {
                bestLoss = loss;
                best = row;
            }
        }

        if (best >= 0)
        {
            Merge(sock, best);
        }

        return best;
    }

    /// <summary>What is lost when a row and the next become one: nothing while they fit into a segment that
    /// is still to be sent; then a smaller retransmission, a later split, a mark, a record's end.</summary>
    private static int LossOf(TcpSock sock, int row)
    {
        int marks = sock.SegMarks[row];
        if (row < sock.SegSent)
        {
            int differing = marks ^ sock.SegMarks[row + 1];
            return (differing & SkbMark.Books) == 0 ? 1 : 3;
        }

        bool isOneSegment = LengthOf(sock, row) + LengthOf(sock, row + 1) <= sock.MssCache;
        return (marks & SkbMark.EndOfRecord) != 0 ? 4 : isOneSegment ? 0 : 2;
    }

    /// <summary>A row takes in the next. Where their marks differ it is the doubt that stays: lost when one
    /// of them is, sent again only when both are.</summary>
    private static void Merge(TcpSock sock, int row)
    {
        int next = row + 1;
        int front = sock.SegMarks[row];
        int back = sock.SegMarks[next];
        int any = (front | back) & (SkbMark.Lost | SkbMark.EverRetransmitted);
        int both = front & back & (SkbMark.Retransmitted | SkbMark.Sacked);
        int packets = 1;
        if (next < sock.SegSent)
        {
            packets = sock.SegPackets[row] + sock.SegPackets[next];
            Account(sock, row, -sock.SegPackets[row]);
            Account(sock, next, -sock.SegPackets[next]);
        }

        uint end = sock.SegEnd[next];
        int sentMs = Clock.Before(sock.SegSentMs[row], sock.SegSentMs[next])
            ? sock.SegSentMs[next] : sock.SegSentMs[row];
        Move(sock, next + 1, next, sock.SegCount - next - 1);
        sock.SegEnd[row] = end;
        sock.SegSentMs[row] = sentMs;
        sock.SegMarks[row] = (byte)(any | both | (back & ~SkbMark.Books));
        sock.SegPackets[row] = 0;
        sock.SegCount--;
        sock.SegSent -= next < sock.SegSent ? 1 : 0;
        SetPackets(sock, row, packets);
    }

    /// <summary>Moves rows within the table, without a call: an exception of the runtime comes out of a
    /// call, so it finds all four columns moved or none. What belongs to it the caller stores right
    /// after.</summary>
    private static void Move(TcpSock sock, int from, int to, int count)
    {
        uint[] ends = sock.SegEnd;
        int[] sentMs = sock.SegSentMs;
        byte[] marks = sock.SegMarks;
        ushort[] packets = sock.SegPackets;
        int step = to > from ? -1 : 1;                  // what is overwritten has been moved
        int i = to > from ? count - 1 : 0;
        for (int left = count; left > 0; left--)
        {
            ends[to + i] = ends[from + i];
            sentMs[to + i] = sentMs[from + i];
            marks[to + i] = marks[from + i];
            packets[to + i] = packets[from + i];
            i += step;
        }
    }
}
