using System;
using System.Buffers.Binary;
using System.IO;
using System.Text;
using NanoStack.Hal.Host.Wire;

namespace NanoStack.Hal.Host.Pcap;

/// <summary>Writes frames as a pcapng file (draft-ietf-opsawg-pcapng) that Wireshark
/// opens.</summary>
/// <remarks>
/// From: <see cref="VirtualWire.AddTap"/>, or <see cref="Write"/>. One section, one Ethernet
/// interface, stamps in microseconds. Any thread may write; after construction nothing is
/// allocated.
/// <code>
///  section header | interface description | enhanced packet | enhanced packet | ...
/// </code>
/// </remarks>
public sealed class PcapngWriter : WireTap, IDisposable
{
    private const uint SectionHeader = 0x0A0D0D0A;
    private const uint InterfaceDescription = 1;
    private const uint EnhancedPacket = 6;
    private const uint ByteOrderMagic = 0x1A2B3C4D;
    private const ushort LinkTypeEthernet = 1;
    private const ushort OptionEnd = 0;
    private const ushort OptionName = 2;
    private const ushort OptionTimeResolution = 9;
    private const ushort OptionFlags = 2;
    private const int PacketHeaderBytes = 28;
    private const int OptionFlagBytes = 12;             // the flags option and the end of options
    private const int FrameBytesMax = 65536;

    private readonly Stream _stream;
    private readonly int _viewSide;
    private readonly byte[] _block = new byte[FrameBytesMax + 128];
    private readonly object _gate = new object();
    private long _frameCount;

    /// <param name="stream">Is closed by <see cref="Dispose"/>.</param>
    /// <param name="viewSide">The side of the wire whose frames are called outbound; -1 leaves the
    /// direction out.</param>
    /// <param name="interfaceName">What Wireshark shows.</param>
    public PcapngWriter(Stream stream, int viewSide = -1, string interfaceName = "nanostack")
    {
        _stream = stream;
        _viewSide = viewSide;
        WriteSectionHeader();
        WriteInterface(interfaceName);
        _stream.Flush();
    }

    /// <summary>Frames written.</summary>
    public long FrameCount => _frameCount;

    /// <summary>A capture in a new file.</summary>
    public static PcapngWriter Create(string path, int viewSide = -1)
    {
        FileStream stream = new FileStream(
            path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, 65536);
        return new PcapngWriter(stream, viewSide);
    }

    public override void OnFrame(int fromSide, byte[] frame, int at, int length, long timeUs)
    {
        int direction = _viewSide < 0 ? 0 : fromSide == _viewSide ? 2 : 1;
        Write(frame, at, length, timeUs, direction);
    }

    /// <summary>Writes one frame.</summary>
    /// <param name="direction">0 unknown, 1 inbound, 2 outbound.</param>
    public void Write(byte[] frame, int at, int length, long timeUs, int direction)
    {
        lock (_gate)
        {
            int padded = (length + 3) & ~3;
            int options = direction == 0 ? 0 : OptionFlagBytes;
            int total = PacketHeaderBytes + padded + options + 4;
            Put32(0, EnhancedPacket);
            Put32(4, (uint)total);
            Put32(8, 0);                                // interface
            Put32(12, (uint)(timeUs >> 32));
            Put32(16, (uint)timeUs);
            Put32(20, (uint)length);
            Put32(24, (uint)length);
            Array.Copy(frame, at, _block, PacketHeaderBytes, length);
            Array.Clear(_block, PacketHeaderBytes + length, padded - length);
            if (direction != 0)
            {
                int optionAt = PacketHeaderBytes + padded;
                Put16(optionAt, OptionFlags);
                Put16(optionAt + 2, 4);
                Put32(optionAt + 4, (uint)direction);
                Put32(optionAt + 8, OptionEnd);
            }

            Put32(total - 4, (uint)total);
            _stream.Write(_block, 0, total);
            _frameCount++;
        }
    }

    /// <summary>Brings everything written so far to the file.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            _stream.Flush();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stream.Dispose();
        }
    }

    private void WriteSectionHeader()
    {
        Put32(0, SectionHeader);
        Put32(4, 28);
        Put32(8, ByteOrderMagic);
        Put16(12, 1);                                   // version 1.0
        Put16(14, 0);
        Put32(16, 0xFFFFFFFF);                          // length of the section: not known
        Put32(20, 0xFFFFFFFF);
        Put32(24, 28);
        _stream.Write(_block, 0, 28);
    }

    private void WriteInterface(string name)
    {
        byte[] text = Encoding.UTF8.GetBytes(name);
        int padded = (text.Length + 3) & ~3;
        int total = 16 + 4 + padded + 8 + 4 + 4;
        Array.Clear(_block, 0, total);
        Put32(0, InterfaceDescription);
        Put32(4, (uint)total);
        Put16(8, LinkTypeEthernet);
        Put32(12, 0);                                   // no limit on the length of a frame
        Put16(16, OptionName);
        Put16(18, (ushort)text.Length);
        Array.Copy(text, 0, _block, 20, text.Length);
        int at = 20 + padded;
        Put16(at, OptionTimeResolution);
        Put16(at + 2, 1);
        _block[at + 4] = 6;                             // 10^-6 s
        Put32(at + 8, OptionEnd);
        Put32(total - 4, (uint)total);
        _stream.Write(_block, 0, total);
    }

    private void Put16(int at, ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_block.AsSpan(at, 2), value);
    }

    private void Put32(int at, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_block.AsSpan(at, 4), value);
    }
}
