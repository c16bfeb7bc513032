using System;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Kernel;
using NanoStack.Tcp;

namespace NanoStack.Tests.Host.Native;

/// <summary>Bad arguments, each at its edge: the same exception as the twin's, nothing
/// touched.</summary>
[TestClass]
public sealed unsafe class NativeEdgeTests
{
    private const int ArenaBytes = 64;

    private static readonly int[] Edges =
    {
        int.MinValue, int.MinValue + 1, -65, -64, -4, -1, 0, 1, 2, 3, 4, 59, 60, 61, 62, 63, 64,
        65, 66, 128, int.MaxValue - 64, int.MaxValue - 3, int.MaxValue - 1, int.MaxValue,
    };

    [TestMethod]
    [TestCategory(NativeLibraryFile.Category)]
    public void Copies_AtEveryEdge_AreRefusedAlikeAndTouchNothing()
    {
        using NativeBench bench = new NativeBench();
        bench.Open(0, 23, 18, ArenaBytes);
        byte[] data = new byte[ArenaBytes];
        new Random(1).NextBytes(data);
        foreach (int arenaAt in Edges)
        {
            foreach (int at in Edges)
            {
                foreach (int count in Edges)
                {
                    bench.Begin("copy " + arenaAt + ", " + at + ", " + count);
                    bench.CopyIn(arenaAt, data, at, count, 1);
                    bench.CopyOut(arenaAt, data, at, count, 1);
                }
            }

            bench.ExpectSameArena(ArenaBytes);
        }
    }

    [TestMethod]
    [TestCategory(NativeLibraryFile.Category)]
    public void WordsSumsAndPins_AtEveryEdge_AreRefusedAlike()
    {
        using NativeBench bench = new NativeBench();
        bench.Open(0, 23, 18, ArenaBytes);
        byte[] data = new byte[ArenaBytes];
        foreach (int edge in Edges)
        {
            bench.Begin("edge " + edge);
            bench.ReadWord(edge);
            bench.WriteWord(edge, 0x12345678);
            bench.SetPin(edge, true);
            foreach (int count in Edges)
            {
                bench.Sum(data, edge, count, 0xFFFFFFFF);
            }
        }

        for (int pin = -70; pin < 70; pin++)
        {
            bench.Begin("pin " + pin);
            bench.SetPin(pin, false);
        }

        bench.ExpectSameArena(ArenaBytes);
    }

    [TestMethod]
    [TestCategory(NativeLibraryFile.Category)]
    public void Registers_OutsideTheEmac_AreRefusedAlike()
    {
        using NativeBench bench = new NativeBench();
        bench.Open(0, 23, 18, ArenaBytes);
        for (uint address = 0x3FF68FF0; address < 0x3FF6A110; address++)
        {
            bench.Begin("address " + address.ToString("X8"));
            bench.Read32(address, false);
        }

        uint[] far = { 0, 0x3FF00000, 0x3FF000CC, 0x40000000, 0xBFF69000, 0xFFFFFFFC, 0xFFFFFFFF };
        foreach (uint address in far)
        {
            bench.Begin("address " + address.ToString("X8"));
            bench.Read32(address, false);
            bench.Write32(address, 1);
        }

        Assert.AreEqual(NativeCore.OutOfRange, NativeCore.Write32(0x3FF68FFC, 1));
        Assert.AreEqual(NativeCore.OutOfRange, NativeCore.Write32(0x3FF6A100, 1));
        Assert.AreEqual(NativeCore.Ok, NativeCore.Write32(0x3FF6A0FC, 1));
    }

    [TestMethod]
    [TestCategory(NativeLibraryFile.Category)]
    public void Registers_WrittenWhereNoneIs_KeepTheirValues()
    {
        using NativeBench bench = new NativeBench();
        bench.Open(0, 23, 18, ArenaBytes);
        uint[] before = Registers();
        for (uint address = 0x3FF68000; address < 0x3FF6B000; address++)
        {
            if (address < 0x3FF69000 || address >= 0x3FF6A100 || address % 4 != 0)
            {
                bench.Begin("address " + address.ToString("X8"));
                bench.Write32(address, 0xFFFFFFFF);
            }
        }

        CollectionAssert.AreEqual(before, Registers());
        Assert.AreEqual(0x3000 - (0x1100 / 4), bench.RefusedCount);
    }

    [TestMethod]
    [TestCategory(NativeLibraryFile.Category)]
    public void Null_IsToldFromOutOfRange()
    {
        using NativeBench bench = new NativeBench();
        bench.Open(0, 23, 18, ArenaBytes);
        bench.Begin("null");
        bench.CopyIn(0, null, 0, 0, 0);
        bench.CopyIn(-1, null, 0, 0, 0);
        bench.Sum(null, 0, 1, 0);
        bench.ReadMac(null);
        bench.ReadMac(new byte[0]);
        bench.ReadMac(new byte[5]);
        bench.ReadMac(new byte[6]);
        bench.Sum(new byte[0], 0, 0, 7);
        bench.CopyIn(ArenaBytes, new byte[0], 0, 0, 7);
        Assert.AreEqual(6, bench.RefusedCount);
    }

    [TestMethod]
    [TestCategory(NativeLibraryFile.Category)]
    public void Open_WithEveryPinAndMode_IsRefusedAlike()
    {
        using NativeBench bench = new NativeBench();
        for (int mode = -2; mode < 6; mode++)
        {
            for (int pin = -2; pin < 42; pin++)
            {
                bench.Begin("mode " + mode + ", pin " + pin);
                bench.Open(mode, pin, 18, ArenaBytes);
                bench.Open(mode, 23, pin, ArenaBytes);
            }
        }

        foreach (int edge in Edges)
        {
            bench.Begin("arena of " + edge);
            if (edge < 1 << 20)
            {
                bench.Open(0, 23, 18, edge);
            }
        }

        bench.Close();
    }

    [TestMethod]
    [TestCategory(NativeLibraryFile.Category)]
    public void ClosedDevice_AnswersLikeItsTwin()
    {
        using NativeBench bench = new NativeBench();
        bench.Begin("closed");
        bench.ReadWord(0);
        bench.WriteWord(0, 1);
        bench.CopyIn(0, new byte[4], 0, 4, 0);
        bench.CopyIn(0, new byte[4], 0, 0, 0);
        bench.Read32(NativeBench.IntEnable, true);
        bench.Write32(NativeBench.IntEnable, 1);
        bench.RestoreInterrupt(1);
        bench.MaskInterrupt();
        bench.TakeStatus();
        bench.Wait();
        Assert.AreEqual(3, bench.RefusedCount);
    }

    [TestMethod]
    [TestCategory(NativeLibraryFile.Category)]
    public void SipHash_IsThatOfTheStack()
    {
        NativeLibraryFile.RequireOrSkip();
        Random random = new Random(3);
        ulong* keys = stackalloc ulong[2];
        for (int i = 0; i < 1000; i++)
        {
            FixedEntropy key = new FixedEntropy(random);
            TcpSecrets secrets = new TcpSecrets(key);
            uint a = (uint)random.NextInt64(1L << 32);
            uint b = (uint)random.NextInt64(1L << 32);
            uint c = (uint)random.NextInt64(1L << 32);
            uint d = (uint)random.NextInt64(1L << 32);
            keys[0] = ((ulong)key.Words[0] << 32) | key.Words[1];
            keys[1] = ((ulong)key.Words[2] << 32) | key.Words[3];
            ulong hash = NativeCore.SipHash(
                keys, ((ulong)b << 32) | a, ((ulong)d << 32) | c);
            Assert.AreEqual(secrets.Hash(a, b, c, d), (uint)(hash ^ (hash >> 32)));
        }
    }

    private static uint[] Registers()
    {
        uint[] values = new uint[0x1100 / 4];
        for (int i = 0; i < values.Length; i++)
        {
            fixed (uint* value = &values[i])
            {
                Assert.AreEqual(NativeCore.Ok, NativeCore.Read32(0x3FF69000 + (uint)(4 * i), value));
            }
        }

        return values;
    }

    /// <summary>Remembers what it gave.</summary>
    private sealed class FixedEntropy : Entropy
    {
        public readonly uint[] Words = new uint[16];

        private readonly Random _random;
        private int _count;

        public FixedEntropy(Random random)
        {
            _random = random;
        }

        public override uint Next32()
        {
            uint word = (uint)_random.NextInt64(1L << 32);
            Words[_count++ & 15] = word;
            return word;
        }
    }
}
