using System;
using System.Collections.Generic;
using NanoStack.Hal.Bus;

namespace NanoStack.Tests.Host.Native;

/// <summary>What to call next, and with what: one call a case, of every function there is.</summary>
internal sealed class RandomCalls
{
    private const int ArenaBytesMax = 2048;
    private const int DataBytesMax = 1600;
    private const int Mdc = 23;
    private const int Mdio = 18;

    /// <summary>Registers that do nothing but keep what is written: INTEN, RIWT, FRAMEFILTER, FLOWCTRL,
    /// interrupt mask.</summary>
    private static readonly uint[] Plain =
    {
        NativeBench.IntEnable, 0x3FF69024, 0x3FF6A004, 0x3FF6A018, 0x3FF6A03C,
    };

    private readonly NativeBench _bench;
    private readonly Random _random;
    private readonly byte[] _frame = new byte[DataBytesMax];
    private int _arenaBytes;                        // 0: closed

    public RandomCalls(NativeBench bench, Random random)
    {
        _bench = bench;
        _random = random;
        _random.NextBytes(_frame);
    }

    /// <summary>Calls by the name of the method, sorted.</summary>
    public SortedDictionary<string, int> Counts { get; } =
        new SortedDictionary<string, int>(StringComparer.Ordinal);

    public void Next(int i)
    {
        if (i % 1000 == 0)
        {
            ExpectSame();
        }

        int kind = _random.Next(64);
        if (kind < 36)
        {
            CopyOrSum(kind);
        }
        else if (kind < 63)
        {
            Other(kind % 9);
        }
        else
        {
            Rare(_random.Next(8));
        }
    }

    /// <summary>Arenas, pins, and what else can be looked at.</summary>
    public void ExpectSame()
    {
        if (_arenaBytes > 0)
        {
            _bench.ExpectSameArena(_arenaBytes);
        }

        _bench.ExpectSamePins();
    }

    private void CopyOrSum(int kind)
    {
        byte[] data = Data();
        int room = kind < 24 ? Math.Min(data.Length, _arenaBytes) : data.Length;
        int count = Count(room);
        int at = _random.Next(data.Length - count + 1);
        int arenaAt = _random.Next(Math.Max(1, _arenaBytes - count + 1));
        uint sum = _random.Next(4) == 0 ? 0 : Word();
        switch (_random.Next(64))
        {
            case 0:
                count = Wild(data.Length);
                break;
            case 1:
                at = Wild(data.Length);
                break;
            case 2:
                arenaAt = Wild(data.Length);
                break;
            case 3:
                data = _random.Next(4) == 0 ? null : data;
                break;
        }

        if (kind < 12)
        {
            Note("CopyIn");
            _bench.CopyIn(arenaAt, data, at, count, sum);
        }
        else if (kind < 24)
        {
            Note("CopyOut");
            _bench.CopyOut(arenaAt, data, at, count, sum);
        }
        else
        {
            Note("Sum");
            _bench.Sum(data, at, count, sum);
        }
    }

    private void Other(int kind)
    {
        int word = _random.Next(8) == 0 || _arenaBytes == 0
            ? Wild(0) : _random.Next(_arenaBytes / 4) * 4;
        switch (kind)
        {
            case 0:
                Note("MaskInterrupt");
                _bench.MaskInterrupt();
                break;
            case 1:
                Note("RestoreInterrupt");
                _bench.RestoreInterrupt(Bits());
                break;
            case 2:
                _bench.Raise(_random.Next(2) == 0 ? Bits() : 0);
                Note("TakeStatus");
                _bench.TakeStatus();
                break;
            case 3:
                _bench.Raise(_random.Next(2) == 0 ? Bits() : 0);
                Note("Wait");
                _bench.Wait();
                break;
            case 4:
                Note("Read32");
                ReadRegister();
                break;
            case 5:
                Note("Write32");
                WriteRegister();
                break;
            case 6:
                Note("ReadWord");
                _bench.ReadWord(word);
                break;
            case 7:
                Note("WriteWord");
                _bench.WriteWord(word, Word());
                break;
            default:
                Note("Entropy32");
                _bench.Entropy32();
                break;
        }
    }

    private void Rare(int kind)
    {
        switch (kind)
        {
            case 0:
            case 1:
                Note("Open");
                Open();
                break;
            case 2:
                Note("Close");
                ExpectSame();
                _bench.Close();
                _arenaBytes = 0;
                break;
            case 3:
                Note("ArenaAddress");
                _bench.ArenaAddress();
                break;
            case 4:
                Note("Barrier");
                _bench.Barrier();
                break;
            case 5:
                Note("ReadMac");
                _bench.ReadMac(_random.Next(8) == 0 ? null : new byte[_random.Next(12)]);
                break;
            default:
                Note("SetPin");
                _bench.SetPin(_random.Next(4) == 0 ? Wild(0) : _random.Next(40), Word() % 2 == 0);
                break;
        }
    }

    /// <summary>Mostly as it should be, with one argument wrong, or in vain.</summary>
    private void Open()
    {
        int arenaBytes = 4 * (1 + _random.Next(ArenaBytesMax / 4));
        int clock = _random.Next(4);
        ExpectSame();
        switch (_random.Next(10))
        {
            case 0:
                _bench.Open(Wild(4), Mdc, Mdio, arenaBytes);
                break;
            case 1:
                _bench.Open(clock, _random.Next(-2, 42), Mdio, arenaBytes);
                break;
            case 2:
                _bench.Open(clock, Mdc, Wild(34), arenaBytes);
                break;
            case 3:
                _bench.Open(clock, Mdc, Mdio, _random.Next(-8, 70));
                break;
            case 4:
                _bench.OpenInVain(
                    _random.Next(2) == 0 ? EmacBus.OpenNoMemory : EmacBus.OpenNoInterrupt);
                break;
            default:
                _bench.Open(clock, Mdc, Mdio, arenaBytes);
                break;
        }

        _arenaBytes = _bench.ArenaBytes;
    }

    private void ReadRegister()
    {
        bool isPlain = _random.Next(2) == 0;
        _bench.Read32(isPlain ? Plain[_random.Next(Plain.Length)] : Address(), isPlain);
    }

    /// <summary>What is in range is plain: of the rest, the PC port is no model.</summary>
    private void WriteRegister()
    {
        uint address = Address();
        bool isInRange = address >= 0x3FF69000 && address < 0x3FF6A100 && address % 4 == 0;
        if (isInRange || _random.Next(2) == 0)
        {
            address = Plain[_random.Next(Plain.Length)];
        }

        _bench.Write32(address, address == NativeBench.IntEnable ? Bits() : Word());
    }

    /// <summary>An array of any length, whole frames among them.</summary>
    private byte[] Data()
    {
        int length = _random.Next(4) == 0 ? _random.Next(DataBytesMax + 1) : _random.Next(96);
        byte[] data = new byte[length];
        Array.Copy(_frame, _random.Next(DataBytesMax - length + 1), data, 0, length);
        return data;
    }

    /// <summary>All there is, or less.</summary>
    private int Count(int room)
    {
        return _random.Next(3) == 0 ? room : _random.Next(room + 1);
    }

    /// <summary>Around every edge there is.</summary>
    private int Wild(int size)
    {
        int[] edges =
        {
            int.MinValue, -_arenaBytes, -size, 0, size, _arenaBytes, int.MaxValue - size,
            int.MaxValue - _arenaBytes, int.MaxValue,
        };
        return unchecked(edges[_random.Next(edges.Length)] + _random.Next(-5, 6));
    }

    private uint Address()
    {
        switch (_random.Next(4))
        {
            case 0:
                return 0x3FF69000u + (uint)_random.Next(-8, 8);
            case 1:
                return 0x3FF6A100u + (uint)_random.Next(-8, 8);
            case 2:
                return 0x3FF69000u + (uint)_random.Next(0x1100);
            default:
                return Word();
        }
    }

    private uint Word() => (uint)_random.NextInt64(1L << 32);

    /// <summary>Bits of STATUS and INTEN that there are.</summary>
    private uint Bits() => Word() & 0x1E7FF;

    private void Note(string name)
    {
        Counts.TryGetValue(name, out int count);
        Counts[name] = count + 1;
    }
}
