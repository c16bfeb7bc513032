using System;
using NanoStack.Ip;
using NanoStack.Kernel;

namespace NanoStack;

/// <summary>What a stack costs on the nanoCLR: every table, ring, packet and room, to the byte.</summary>
/// <remarks>
/// The interpreter's rules, measured (docs/memory.md): an object takes 12 bytes and 12 a field, an
/// array 20 and its elements, rounded up to a block of 12; a reference in an array takes 12. What
/// one more of a thing takes stands in <see cref="MemoryUnits"/>; a test compares the sum with the
/// objects there really are. Drivers and applications add their lines with <see cref="Add"/>.
/// </remarks>
public sealed class MemoryAccount
{
    private const int LineCountMax = 24;
    private const int BlockBytes = 12;
    private const int ArrayHeaderBytes = 20;

    private readonly string[] _names = new string[LineCountMax];
    private readonly int[] _counts = new int[LineCountMax];
    private readonly int[] _bytes = new int[LineCountMax];
    private int _lineCount;
    private int _totalBytes;

    /// <summary>The account of a stack with these limits.</summary>
    public MemoryAccount(Limits limits)
    {
        AddSockets(limits);
        AddPackets(limits);
        Add("neighbours", limits.NeighCount, limits.NeighCount * MemoryUnits.NeighbourBytes);
        AddTables(limits);
        Add("counters", Mib.Count, Array(Mib.Count, 4));
        Add("rooms", 1, MemoryUnits.RoomsBytes);
    }

    /// <summary>Lines there are.</summary>
    public int LineCount => _lineCount;

    /// <summary>All lines together.</summary>
    public int TotalBytes => _totalBytes;

    /// <summary>Memory outside the managed heap, which the DMA can reach; the driver says how much.</summary>
    public int NativeBytes { get; set; }

    public string NameAt(int index) => _names[index];

    /// <summary>How many there are of it.</summary>
    public int CountAt(int index) => _counts[index];

    /// <summary>What all of them take.</summary>
    public int BytesAt(int index) => _bytes[index];

    /// <summary>Adds a line.</summary>
    /// <exception cref="InvalidOperationException">More than 24 lines.</exception>
    public void Add(string name, int count, int bytes)
    {
        if (_lineCount == LineCountMax)
        {
            throw new InvalidOperationException(
                "A memory account has 24 lines; join some of them.");
        }

        _names[_lineCount] = name;
        _counts[_lineCount] = count;
        _bytes[_lineCount] = bytes;
        _lineCount++;
        _totalBytes += bytes;
    }

    /// <summary>A line as text: bytes, count, name.</summary>
    public string LineAt(int index)
    {
        return Padded(_bytes[index], 8) + Padded(_counts[index], 6) + "  " + _names[index];
    }

    /// <summary>The last line as text.</summary>
    public string TotalLine()
    {
        return Padded(_totalBytes, 8) + "        in all, and " + NativeBytes.ToString()
            + " bytes of DMA memory";
    }

    /// <summary>Bytes of an array.</summary>
    public static int Array(int count, int elementBytes)
    {
        int bytes = ArrayHeaderBytes + (count * elementBytes);
        return (bytes + BlockBytes - 1) / BlockBytes * BlockBytes;
    }

    /// <summary>Bytes of an array of references, without what they refer to.</summary>
    public static int References(int count) => Array(count, BlockBytes);

    private void AddSockets(Limits limits)
    {
        int gaps = 2 * (Array(limits.TcpGapCount, 4) - Array(MemoryUnits.Gaps, 4));
        int count = limits.SocketCount;
        Add("sockets", count, count * (MemoryUnits.SocketBytes + gaps + SegmentBytes(limits)));
        count = limits.TcpConnectionCount;
        Add("send rings", count, count * Array(limits.TcpSendRingBytes, 1));
        Add("receive rings", count, count * Array(limits.TcpReceiveRingBytes, 1));
        count = limits.TcpSynQueueCount;
        Add("half-open connections", count, count * MemoryUnits.RequestBytes);
        count = limits.TcpTimeWaitCount;
        Add(
            "connections in TIME_WAIT", count,
            (MemoryUnits.TimeWaitFlags * Array(count + 1, 1))
            + (MemoryUnits.TimeWaitNumbers * Array(count + 1, 4)));     // one to judge by
    }

    /// <summary>The columns of a socket's segments, beyond those that a socket was measured with.</summary>
    private static int SegmentBytes(Limits limits)
    {
        return RowBytes(limits.TcpWriteQueueCount) - RowBytes(MemoryUnits.Rows);
    }

    private static int RowBytes(int count)
    {
        return (2 * Array(count, 4)) + Array(count, 2) + Array(count, 1);
    }

    private void AddPackets(Limits limits)
    {
        int packet = MemoryUnits.PacketBytes;
        int count = limits.SkbHeaderCount;
        Add(
            "packets: headers on the way down", count,
            count * (packet + Array(Limits.SkbHeaderBytes, 1)));
        count = limits.SkbFrameCount;
        Add(
            "packets: frames on the way up", count,
            count * (packet + Array(limits.SkbFrameBytes, 1)));
    }

    private void AddTables(Limits limits)
    {
        int count = limits.RouteCount;
        int routes = (MemoryUnits.RouteNumbers * Array(count, 4)) + References(count);
        Add("routes", count, routes);
        count = limits.IpFragQueueCount;
        int units = Array(IpFragQueue.UnitCount(limits.SkbFrameBytes), 1);
        Add("datagrams in pieces", count, count * (MemoryUnits.FragQueueBytes + units));
        Add("filter rules", limits.NetfilterRuleCount, References(limits.NetfilterRuleCount));

        // Sockets, rings, the two pools (all of each, and the free ones), neighbours, half-open
        // connections, datagrams in pieces, handles and marks of the sockets, and per device
        // itself, its announcer and its last carrier.
        int bytes = References(limits.SocketCount) + References(2 * limits.TcpConnectionCount)
            + (2 * References(limits.SkbHeaderCount)) + (2 * References(limits.SkbFrameCount))
            + References(limits.NeighCount)
            + References(limits.TcpSynQueueCount) + References(limits.IpFragQueueCount)
            + (2 * References(limits.DeviceCount))
            + Array(limits.DeviceCount, 4)
            + Array(limits.SocketCount, 4) + Array(limits.SocketCount, 1);
        Add("tables of the above", 14, bytes);
    }

    private static string Padded(int number, int width)
    {
        string text = number.ToString();
        while (text.Length < width)
        {
            text = " " + text;
        }

        return text;
    }
}
