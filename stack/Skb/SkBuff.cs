using System;
using NanoStack.Kernel;
using NanoStack.Wire;

namespace NanoStack.Skb;

/// <summary><c>struct sk_buff</c>: one packet, made of a linear part and at most one fragment.</summary>
/// <remarks>
/// <code>
///  Head:  | headroom |  linear bytes  | tailroom |      Frag: a socket's send ring
///         0        DataAt           TailAt     size           FragAt, FragLength (may wrap)
/// </code>
/// A segment on its way down is one header packet whose fragment is its bytes in the send ring. It
/// points at nothing above it.
/// </remarks>
public sealed class SkBuff
{
    // Not _camelCase: the fields of a packet are its interface, as in Linux.

    /// <summary>The linear area.</summary>
    public readonly byte[] Head;

    /// <summary><c>data</c>: index of the first linear byte.</summary>
    public int DataAt;

    /// <summary><c>tail</c>: one past the last linear byte.</summary>
    public int TailAt;

    /// <summary><c>skb_frag</c>: bytes that follow the linear ones; null when there are none.</summary>
    public byte[] Frag;

    /// <summary>Where the fragment begins; it goes on at 0 when it reaches the array's end.</summary>
    public int FragAt;

    /// <summary>Bytes of the fragment.</summary>
    public int FragLength;

    /// <summary>Index in <see cref="Head"/> of the network header.</summary>
    public int NetworkAt;

    /// <summary>Index in <see cref="Head"/> of the transport header.</summary>
    public int TransportAt;

    /// <summary>What is known of the checksum.</summary>
    public IpSummed Summed;

    /// <summary>Partial: index in <see cref="Head"/> of the first byte to sum.</summary>
    public int CsumStart;

    /// <summary>Partial: where the checksum goes, counted from <see cref="CsumStart"/>.</summary>
    public int CsumOffset;

    /// <summary>Complete: the sum over everything behind the link header.</summary>
    public uint Csum;

    /// <summary>EtherType (up and down).</summary>
    public int Protocol;

    /// <summary>Up: the class of the frame, known before it was copied (<c>FrameClass</c>).</summary>
    public int Class;

    /// <summary>True for what keeps a connection or a neighbour alive (ACK, RST, ARP, ICMP): it may
    /// take the reserved slots of a transmit ring.</summary>
    public bool IsControl;

    /// <summary><c>tstamp</c>: when it was handed down or taken from the wire, in ms.</summary>
    public int StampMs;

    // The control block (TCP_SKB_CB): what TCP knows of the segment.

    /// <summary>First sequence number.</summary>
    public uint SeqStart;

    /// <summary>One past the last sequence number; SYN and FIN take one each.</summary>
    public uint SeqEnd;

    /// <summary>TCP flags of the segment.</summary>
    public int TcpFlags;

    /// <summary>Whose packet it is, for taking it out of a queue when the owner goes.</summary>
    public object Owner;

    /// <summary>The next packet of the queue it is in.</summary>
    internal SkBuff Next;

    /// <summary>Who holds it now.</summary>
    internal SkbHolder Holder;

    private readonly SkBuffPool _pool;
    private readonly int _kind;
    private int _users;

    internal SkBuff(SkBuffPool pool, int kind, byte[] head)
    {
        _pool = pool;
        _kind = kind;
        Head = head;
    }

    /// <summary><c>skb-&gt;len</c>: linear bytes and fragment together.</summary>
    public int Length => TailAt - DataAt + FragLength;

    /// <summary><c>skb_headlen</c>: linear bytes.</summary>
    public int HeadLength => TailAt - DataAt;

    /// <summary><c>skb_headroom</c>: free bytes in front.</summary>
    public int Headroom => DataAt;

    /// <summary><c>skb_tailroom</c>: free bytes behind.</summary>
    public int Tailroom => Head.Length - TailAt;

    internal int Kind => _kind;

    /// <summary>True when no other packet of its kind is free.</summary>
    internal bool IsLastOfPool => _pool.FreeCount(_kind) == 0;

    /// <summary><c>skb_reserve</c>: makes headroom in an empty packet.</summary>
    public void Reserve(int count)
    {
        Bug.On(TailAt != DataAt);
        Bug.On(count < 0 || count > Tailroom);
        DataAt += count;
        TailAt += count;
    }

    /// <summary><c>skb_push</c>: grows in front. Returns the index of the new first byte.</summary>
    public int Push(int count)
    {
        Bug.On(count < 0 || count > DataAt);
        DataAt -= count;
        return DataAt;
    }

    /// <summary><c>skb_put</c>: appends. Returns the index of the first appended byte.</summary>
    public int Put(int count)
    {
        Bug.On(count < 0 || count > Tailroom);
        Bug.On(FragLength != 0);                // linear bytes never come behind a fragment
        int at = TailAt;
        TailAt += count;
        return at;
    }

    /// <summary><c>skb_pull</c>: takes bytes off the front. Returns the new first index.</summary>
    public int Pull(int count)
    {
        Bug.On(count < 0 || count > HeadLength);
        DataAt += count;
        return DataAt;
    }

    /// <summary><c>pskb_trim_rcsum</c>: cuts the end off, and out of the sum. For a packet on its way
    /// up whose link padding follows the datagram; it has no fragment.</summary>
    public void Trim(int length)
    {
        Bug.On(length < 0 || length > HeadLength || FragLength != 0);
        int cut = HeadLength - length;
        if (cut > 0 && Summed == IpSummed.Complete)
        {
            uint padding = InetChecksum.Add(0, Head, DataAt + length, cut);
            Csum = InetChecksum.SubBlock(Csum, padding, length);
        }

        TailAt = DataAt + length;
    }

    /// <summary><c>skb_fill_page_desc</c>: points the fragment at bytes of a ring.</summary>
    public void SetFrag(byte[] ring, int at, int length)
    {
        Bug.On(at < 0 || at >= ring.Length);
        Bug.On(length < 0 || length > ring.Length);
        Frag = ring;
        FragAt = at;
        FragLength = length;
    }

    /// <summary><c>skb_copy_bits</c>: copies bytes of the whole packet, the fragment's included.</summary>
    /// <param name="offset">Counted from the first linear byte.</param>
    public void CopyBits(int offset, byte[] to, int toAt, int count)
    {
        Bug.On(offset < 0 || count < 0 || offset + count > Length);
        int linear = HeadLength - offset;
        if (linear > 0)
        {
            int part = linear < count ? linear : count;
            Array.Copy(Head, DataAt + offset, to, toAt, part);
            toAt += part;
            count -= part;
            offset = 0;
        }
        else
        {
            offset = -linear;
        }

        if (count > 0)
        {
            int at = FragAt + offset;
            if (at >= Frag.Length)
            {
                at -= Frag.Length;
            }

            int part = Frag.Length - at;
            part = part < count ? part : count;
            Array.Copy(Frag, at, to, toAt, part);
            Array.Copy(Frag, 0, to, toAt + part, count - part);
        }
    }

    /// <summary><c>skb_checksum_help</c>: for a packet already copied to <paramref name="frame"/>,
    /// sums what is Partial and writes the checksum there.</summary>
    /// <remarks>What hal's copy-and-sum does in one native pass, for devices that have no such.</remarks>
    /// <param name="frameAt">Where the packet's first byte lies in the frame.</param>
    public void ChecksumHelp(byte[] frame, int frameAt)
    {
        if (Summed != IpSummed.Partial)
        {
            return;
        }

        int start = CsumStart - DataAt;
        uint sum = InetChecksum.Add(0, frame, frameAt + start, Length - start);
        ByteOrder.Write16(
            frame, frameAt + start + CsumOffset, InetChecksum.FoldTransport(sum));
    }

    /// <summary><c>skb_get</c>: one more holder; each of them calls <see cref="Free"/>.</summary>
    public SkBuff Get()
    {
        Bug.On(_users <= 0);
        _users++;
        return this;
    }

    /// <summary><c>kfree_skb</c>: one holder less; the last gives the packet back to its pool.</summary>
    public void Free()
    {
        Bug.On(_users <= 0);
        if (--_users == 0)
        {
            _pool.Return(this);
        }
    }

    /// <summary>Hands the packet from one holder to the next; both must agree.</summary>
    internal void HandOver(SkbHolder from, SkbHolder to)
    {
        Bug.On(Holder != from);
        Holder = to;
    }

    /// <summary>Called by the pool: nobody holds it any more, whoever did.</summary>
    internal void Abandon()
    {
        _users = 0;
        Next = null;
        Holder = SkbHolder.Pool;
    }

    /// <summary>Called by the pool: everything as new, one holder.</summary>
    internal void Init()
    {
        Bug.On(_users != 0);
        _users = 1;
        DataAt = 0;
        TailAt = 0;
        Frag = null;
        FragAt = 0;
        FragLength = 0;
        NetworkAt = 0;
        TransportAt = 0;
        Summed = IpSummed.None;
        Csum = 0;
        Protocol = 0;
        Class = 0;
        IsControl = false;
        SeqStart = 0;
        SeqEnd = 0;
        TcpFlags = 0;
        Owner = null;
        Next = null;
        Holder = SkbHolder.Corridor;
    }
}
