using System;
using System.Buffers.Binary;

namespace NanoStack.Hal.Host.Model;

/// <summary>The part of internal RAM that is the driver's arena, at an address of its
/// own.</summary>
internal sealed class ModelMemory
{
    private byte[] _bytes = Array.Empty<byte>();
    private uint _base;

    public byte[] Bytes => _bytes;

    public uint Base => _base;

    /// <summary>Fresh memory is not zero on the chip either: nobody may count on it.</summary>
    public void Allocate(uint at, int count)
    {
        _base = at;
        _bytes = new byte[count];
        Array.Fill(_bytes, (byte)0xA5);
    }

    public void Free()
    {
        _base = 0;
        _bytes = Array.Empty<byte>();
    }

    /// <summary>True when the DMA can reach [address, address + count): docs/hardware.md, 1.7. Memory that
    /// is not the arena's belongs to somebody else; touching it is an error here, corruption
    /// there.</summary>
    public bool IsReachable(uint address, int count)
    {
        uint last = address + (uint)count - 1;
        return address >= ModelRegisters.DmaLow && last <= ModelRegisters.DmaHigh
            && address >= _base && last - _base < (uint)_bytes.Length;
    }

    public int OffsetOf(uint address) => (int)(address - _base);

    public uint Read(uint address)
    {
        return BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(OffsetOf(address), 4));
    }

    public void Write(uint address, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(OffsetOf(address), 4), value);
    }
}
