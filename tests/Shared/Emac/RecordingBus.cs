using System;
using NanoStack.Hal.Bus;

namespace NanoStack.Tests.Emac;

/// <summary>A bus that remembers what is written and answers with it; resets end at once.</summary>
internal sealed class RecordingBus : EmacBus
{
    private const uint Status = 0x3FF69014;
    private const uint First = 0x3FF69000;
    private const int RegisterCount = 0x1100 / 4;
    private const int WriteCountMax = 64;

    private readonly uint[] _registers = new uint[RegisterCount];
    private readonly uint[] _addresses = new uint[WriteCountMax];
    private readonly uint[] _values = new uint[WriteCountMax];
    private readonly uint[] _selfClearing = new uint[RegisterCount];
    private byte[] _arena = new byte[0];
    private int _writeCount;

    public int RestoreCount;

    public int WriteCount => _writeCount;

    public override bool IsOpen => true;

    public override uint ArenaAddress => 0x3FFB8000;

    /// <summary>What the nth write went to.</summary>
    public uint AddressOf(int write) => _addresses[write];

    /// <summary>What the nth write was.</summary>
    public uint ValueOf(int write) => _values[write];

    /// <summary>Bits the hardware takes back by itself.</summary>
    public void SelfClear(uint address, uint bits)
    {
        _selfClearing[(address - First) / 4] = bits;
    }

    public void Preset(uint address, uint value)
    {
        _registers[(address - First) / 4] = value;
    }

    public override int Open(RmiiClock clock, int mdcPin, int mdioPin, int arenaBytes)
    {
        _arena = new byte[arenaBytes];
        return Opened;
    }

    public override void Close()
    {
    }

    public override uint Read32(uint address)
    {
        uint at = (address - First) / 4;
        return _registers[at] & ~_selfClearing[at];
    }

    public override void Write32(uint address, uint value)
    {
        int at = (int)(address - First) / 4;
        _registers[at] = address == Status ? _registers[at] & ~value : value;  // written 1 clears
        if (_writeCount < WriteCountMax)
        {
            _addresses[_writeCount] = address;
            _values[_writeCount] = value;
            _writeCount++;
        }
    }

    public override uint ReadWord(int arenaAt)
    {
        return _arena[arenaAt] | ((uint)_arena[arenaAt + 1] << 8)
            | ((uint)_arena[arenaAt + 2] << 16) | ((uint)_arena[arenaAt + 3] << 24);
    }

    public override void WriteWord(int arenaAt, uint value)
    {
        _arena[arenaAt] = (byte)value;
        _arena[arenaAt + 1] = (byte)(value >> 8);
        _arena[arenaAt + 2] = (byte)(value >> 16);
        _arena[arenaAt + 3] = (byte)(value >> 24);
    }

    public override void Barrier()
    {
    }

    public override uint CopyIn(int arenaAt, byte[] data, int at, int count, uint sum)
    {
        Array.Copy(data, at, _arena, arenaAt, count);
        return Sum(data, at, count, sum);
    }

    public override uint CopyOut(int arenaAt, byte[] data, int at, int count, uint sum)
    {
        Array.Copy(_arena, arenaAt, data, at, count);
        return Sum(data, at, count, sum);
    }

    public override uint Sum(byte[] data, int at, int count, uint sum)
    {
        return NanoStack.Wire.InetChecksum.FoldWord(
            NanoStack.Wire.InetChecksum.Add(sum, data, at, count));
    }

    public override uint MaskInterrupt()
    {
        uint before = Read32(0x3FF6901C);
        Preset(0x3FF6901C, 0);
        return before;
    }

    public override void RestoreInterrupt(uint enabled)
    {
        RestoreCount++;
        Preset(0x3FF6901C, Read32(0x3FF6901C) | enabled);
    }

    public override uint TakeStatus() => 0;

    public override bool Wait(int timeoutMs) => false;

    public override void SetPin(int pin, bool isHigh)
    {
    }

    public override uint Entropy32() => 4;

    public override void ReadMac(byte[] address)
    {
    }

    public override void DelayMs(int timeMs)
    {
    }
}
