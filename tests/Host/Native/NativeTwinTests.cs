using System;
using System.Diagnostics;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace NanoStack.Tests.Host.Native;

/// <summary>A million random calls of the C core and of its managed twin.</summary>
[TestClass]
public sealed class NativeTwinTests
{
    private const int Seed = 20260725;
    private const int CaseCount = 1000000;
    private const int ArenaBytes = 2048;
    private const int DataBytes = 1600;

    public TestContext TestContext { get; set; }

    [TestMethod]
    [TestCategory(NativeLibraryFile.Category)]
    public void EveryFunction_OnRandomInput_IsItsTwin()
    {
        using NativeBench bench = new NativeBench();
        Stopwatch watch = Stopwatch.StartNew();
        Calls calls = new Calls(bench, new Random(Seed));
        for (int i = 0; i < CaseCount; i++)
        {
            bench.Begin("seed " + Seed + ", case " + i);
            calls.Next(i);
        }

        bench.ExpectSameArena(ArenaBytes);
        TestContext.WriteLine(
            "{0} cases, {1} refused, seed {2}, {3} s",
            CaseCount, bench.RefusedCount, Seed, watch.Elapsed.TotalSeconds.ToString("F1"));
        Assert.IsTrue(bench.RefusedCount > CaseCount / 50, "too few bad arguments");
        Assert.IsTrue(bench.RefusedCount < CaseCount / 2, "too many bad arguments");
    }

    [TestMethod]
    [TestCategory(NativeLibraryFile.Category)]
    public void CopiesAndSums_AtEveryAlignmentAndLength_AreTheirTwins()
    {
        using NativeBench bench = new NativeBench();
        Random random = new Random(Seed);
        bench.Open(0, 23, 18, 256);
        byte[] data = new byte[128];
        byte[] twin = new byte[128];
        for (int i = 0; i < 4 * 4 * 100; i++)
        {
            int arenaAt = i % 4;
            int at = i / 4 % 4;
            int count = i / 16;
            bench.Begin("arena " + arenaAt + ", array " + at + ", length " + count);
            random.NextBytes(data);
            data.CopyTo(twin, 0);
            uint sum = (uint)random.Next();
            bench.Sum(data, at, count, sum);
            bench.CopyIn(arenaAt, data, at, count, sum);
            bench.ExpectSameArena(256);
            bench.CopyOut(arenaAt + 1, data, twin, at, count, sum);
        }
    }

    /// <summary>What to call next, and with what.</summary>
    private sealed class Calls
    {
        private readonly NativeBench _bench;
        private readonly Random _random;
        private readonly byte[] _data = new byte[DataBytes];
        private readonly byte[] _twin = new byte[DataBytes];

        public Calls(NativeBench bench, Random random)
        {
            _bench = bench;
            _random = random;
            _random.NextBytes(_data);
            _data.CopyTo(_twin, 0);
            _bench.Open(0, 23, 18, ArenaBytes);
        }

        public void Next(int i)
        {
            if (i % 10000 == 9999)
            {
                _bench.ExpectSameArena(ArenaBytes);
                _bench.Close();
                Other(_random.Next(8));     // what works on a closed device
                _bench.Open(_random.Next(4), 23, 18, ArenaBytes);
            }

            int kind = _random.Next(12);
            if (kind < 8)
            {
                CopyOrSum(kind);
            }
            else
            {
                Other(_random.Next(10));
            }
        }

        private void CopyOrSum(int kind)
        {
            int count = Count();
            int at = At(DataBytes, count);
            int arenaAt = At(ArenaBytes, count);
            uint sum = _random.Next(4) == 0 ? 0 : (uint)_random.NextInt64(1L << 32);
            if (_random.Next(16) == 0)
            {
                switch (_random.Next(3))
                {
                    case 0:
                        count = Wild();
                        break;
                    case 1:
                        at = Wild();
                        break;
                    default:
                        arenaAt = Wild();
                        break;
                }
            }

            if (kind < 3)
            {
                _bench.CopyIn(arenaAt, _data, at, count, sum);
            }
            else if (kind < 6)
            {
                _bench.CopyOut(arenaAt, _data, _twin, at, count, sum);
            }
            else
            {
                _bench.Sum(_data, at, count, sum);
            }
        }

        private void Other(int kind)
        {
            uint bits = (uint)_random.NextInt64(1L << 32) & 0x1E7FF;
            int word = _random.Next(8) == 0 ? Wild() : _random.Next(ArenaBytes / 4) * 4;
            switch (kind)
            {
                case 0:
                    _bench.MaskInterrupt();
                    break;
                case 1:
                    _bench.RestoreInterrupt(bits);
                    break;
                case 2:
                    _bench.TakeStatus();
                    break;
                case 3:
                    _bench.Wait();
                    break;
                case 4:
                    _bench.Read32(Address());
                    break;
                case 5:
                    _bench.SetPin(_random.Next(4) == 0 ? Wild() : _random.Next(40), bits % 2 == 0);
                    break;
                case 6:
                    _bench.ReadWord(word);
                    break;
                case 7:
                    _bench.WriteWord(word, (uint)_random.NextInt64(1L << 32));
                    break;
                case 8:
                    _bench.Raise(bits);
                    break;
                default:
                    _bench.Write32(NativeBench.IntEnable, bits);
                    break;
            }
        }

        /// <summary>Short ones and odd ones most of the time, and whole frames.</summary>
        private int Count()
        {
            return _random.Next(4) == 0 ? _random.Next(DataBytes) : _random.Next(80);
        }

        private int At(int size, int count) => _random.Next(size - count + 1);

        /// <summary>Around every edge there is.</summary>
        private int Wild()
        {
            int[] edges =
            {
                int.MinValue, -ArenaBytes, 0, DataBytes, ArenaBytes, int.MaxValue - DataBytes,
                int.MaxValue - ArenaBytes, int.MaxValue,
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
                    return (uint)_random.NextInt64(1L << 32);
                default:
                    return NativeBench.IntEnable;
            }
        }
    }
}
