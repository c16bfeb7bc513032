using System;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Ip;

/// <summary><c>struct ipq</c>: one datagram that arrives in pieces.</summary>
/// <remarks>
/// <code>
///  Skb:  | headroom | IP header, 20 | the datagram's payload, each piece at its offset |
/// </code>
/// The pieces are copied into one packet, so a datagram longer than a frame is refused. Options of
/// the first fragment are left out: nothing above reads them.
/// </remarks>
internal sealed class IpFragQueue
{
    /// <summary>All fragments but the last are made of whole units (RFC 791, 3.1).</summary>
    private const int UnitBytes = 8;

    private const int HeadroomBytes = 2 + EthHeader.Length;     // 2: so that IP is aligned

    private readonly bool[] _hasUnit;       // by offset / 8
    private int _receivedBytes;
    private int _totalBytes;                // of the payload; -1 until the last fragment came

    /// <param name="frameBytes">Room of a packet, in bytes.</param>
    public IpFragQueue(int frameBytes)
    {
        _hasUnit = new bool[UnitCount(frameBytes)];
    }

    /// <summary>What is collected so far; null when the queue is free.</summary>
    public SkBuff Skb { get; private set; }

    /// <summary>When the first piece arrived, in ms.</summary>
    public int BeganMs { get; private set; }

    /// <summary>True when every byte is there.</summary>
    public bool IsWhole => _receivedBytes == _totalBytes;

    /// <summary>True when the fragment with offset 0 is there: only then its sender is told of a
    /// time-out (RFC 792).</summary>
    public bool HasFirst => _hasUnit[0];

    /// <summary>Units of 8 bytes that a packet of that many bytes has room for.</summary>
    public static int UnitCount(int frameBytes)
    {
        return (frameBytes - HeadroomBytes - IpHeader.LengthMin) / UnitBytes;
    }

    private int PayloadAt => Skb.DataAt + IpHeader.LengthMin;

    /// <summary>Source, destination, identification and protocol say to which datagram a fragment
    /// belongs (RFC 791, 3.2).</summary>
    public bool IsFor(byte[] head, int at)
    {
        return Skb != null
            && IpHeader.Source(Skb.Head, Skb.DataAt) == IpHeader.Source(head, at)
            && IpHeader.Destination(Skb.Head, Skb.DataAt) == IpHeader.Destination(head, at)
            && IpHeader.Identification(Skb.Head, Skb.DataAt) == IpHeader.Identification(head, at)
            && IpHeader.Protocol(Skb.Head, Skb.DataAt) == IpHeader.Protocol(head, at);
    }

    /// <summary>Begins a datagram in an empty packet.</summary>
    public void Begin(SkBuff empty, SkBuff fragment, int nowMs)
    {
        Skb = empty;
        Skb.Reserve(HeadroomBytes);
        Skb.Put(Skb.Tailroom);          // cut to its length when that is known
        Skb.NetworkAt = Skb.DataAt;
        Skb.Protocol = fragment.Protocol;
        Skb.Class = fragment.Class;
        Skb.StampMs = fragment.StampMs;
        BeganMs = nowMs;
        _receivedBytes = 0;
        _totalBytes = -1;
        Array.Clear(_hasUnit, 0, _hasUnit.Length);
        CopyHeader(fragment);
    }

    /// <summary><c>ip_frag_queue</c>: takes the bytes of a fragment of this datagram.</summary>
    /// <param name="fragment">Data at its IP header; it stays the caller's.</param>
    /// <returns>-1: taken. Else the counter of why not; with
    /// <see cref="Mib.IpReasmDuplicates"/> the datagram lives on, with another it is spoilt.</returns>
    public int Take(SkBuff fragment)
    {
        byte[] head = fragment.Head;
        int at = fragment.DataAt + IpHeader.Length(head, fragment.DataAt);
        int word = IpHeader.Fragment(head, fragment.DataAt);
        int offset = (word & IpHeader.FragmentOffsetMask) * UnitBytes;
        bool hasMore = (word & IpHeader.MoreFragments) != 0;
        int length = fragment.TailAt - at;
        if (!Agrees(offset, length, hasMore))
        {
            return Mib.IpReasmFails;
        }

        int held = CountHeld(offset, length);
        if (held > 0)
        {
            bool isSame = held == UnitsOf(length) && IsSame(head, at, offset, length);
            return isSame ? Mib.IpReasmDuplicates : Mib.IpReasmOverlaps;
        }

        Array.Copy(head, at, Skb.Head, PayloadAt + offset, length);
        for (int i = 0; i < UnitsOf(length); i++)
        {
            _hasUnit[(offset / UnitBytes) + i] = true;
        }

        _receivedBytes += length;
        if (offset == 0)
        {
            CopyHeader(fragment);
        }

        if (!hasMore)
        {
            _totalBytes = offset + length;
        }

        return -1;
    }

    /// <summary><c>ip_frag_reasm</c>: the whole datagram under one header; the queue is free.</summary>
    public SkBuff TakeWhole()
    {
        Bug.On(!IsWhole);
        SkBuff skb = TakeOut();
        skb.Trim(IpHeader.LengthMin + _totalBytes);
        byte[] head = skb.Head;
        int at = skb.DataAt;
        IpHeader.Write(
            head, at, IpHeader.Tos(head, at), IpHeader.LengthMin + _totalBytes,
            IpHeader.Identification(head, at), 0, IpHeader.Ttl(head, at),
            IpHeader.Protocol(head, at), IpHeader.Source(head, at),
            IpHeader.Destination(head, at));
        return skb;
    }

    /// <summary>Empties the queue.</summary>
    /// <returns>What was collected: the caller's to free.</returns>
    public SkBuff TakeOut()
    {
        SkBuff skb = Skb;
        Skb = null;
        return skb;
    }

    /// <summary>True when a fragment can be part of this datagram: not empty, whole units, within
    /// the packet, and at one with where the datagram ends.</summary>
    private bool Agrees(int offset, int length, bool hasMore)
    {
        int end = offset + length;
        if (length == 0 || (hasMore && length % UnitBytes != 0)
            || end > _hasUnit.Length * UnitBytes)
        {
            return false;
        }

        if (_totalBytes >= 0)
        {
            return hasMore ? end < _totalBytes : end == _totalBytes;
        }

        return hasMore || !HasBeyond(end);
    }

    /// <summary>True when a byte at or behind an offset is there.</summary>
    private bool HasBeyond(int offset)
    {
        for (int i = UnitsOf(offset); i < _hasUnit.Length; i++)
        {
            if (_hasUnit[i])
            {
                return true;
            }
        }

        return false;
    }

    private int CountHeld(int offset, int length)
    {
        int count = 0;
        for (int i = 0; i < UnitsOf(length); i++)
        {
            if (_hasUnit[(offset / UnitBytes) + i])
            {
                count++;
            }
        }

        return count;
    }

    /// <summary>A duplicate says again what is there; an overlap that says something else is an attack
    /// (RFC 1858, 4).</summary>
    private bool IsSame(byte[] head, int at, int offset, int length)
    {
        for (int i = 0; i < length; i++)
        {
            if (head[at + i] != Skb.Head[PayloadAt + offset + i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The header of the first fragment, as an ICMP error would quote it.</summary>
    private void CopyHeader(SkBuff fragment)
    {
        byte[] head = fragment.Head;
        int at = fragment.DataAt;
        int length = IpHeader.LengthMin + fragment.HeadLength - IpHeader.Length(head, at);
        IpHeader.Write(
            Skb.Head, Skb.DataAt, IpHeader.Tos(head, at), length,
            IpHeader.Identification(head, at), IpHeader.MoreFragments, IpHeader.Ttl(head, at),
            IpHeader.Protocol(head, at), IpHeader.Source(head, at),
            IpHeader.Destination(head, at));
    }

    private static int UnitsOf(int length) => (length + UnitBytes - 1) / UnitBytes;
}
