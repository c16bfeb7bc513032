using System.Runtime.InteropServices;

namespace NanoStack.Tests.Host.Native;

/// <summary>The functions of firmware/native/core/ns_native.h and pc/ns_pc.h.</summary>
internal static unsafe class NativeCore
{
    // enum ns_result
    public const int Ok = 0;
    public const int OutOfRange = 1;
    public const int Null = 2;

    private const string Lib = NativeLibraryFile.Name;

    /// <summary>struct ns_array.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Bytes
    {
        public byte* First;
        public uint Length;
    }

    [DllImport(Lib, EntryPoint = "__asan_address_is_poisoned")]
    private static extern int AsanIsPoisoned(byte* address);

    /// <summary>True when the address sanitizer would not let this byte be touched.</summary>
    public static bool IsPoisoned(Bytes bytes, int at) => AsanIsPoisoned(bytes.First + at) != 0;

    [DllImport(Lib, EntryPoint = "ns_open")]
    public static extern int Open(
        int clockMode, int mdcPin, int mdioPin, int arenaBytes, int* answer);

    [DllImport(Lib, EntryPoint = "ns_close")]
    public static extern void Close();

    [DllImport(Lib, EntryPoint = "ns_read32")]
    public static extern int Read32(uint address, uint* value);

    [DllImport(Lib, EntryPoint = "ns_write32")]
    public static extern int Write32(uint address, uint value);

    [DllImport(Lib, EntryPoint = "ns_read_word")]
    public static extern int ReadWord(int arenaAt, uint* value);

    [DllImport(Lib, EntryPoint = "ns_write_word")]
    public static extern int WriteWord(int arenaAt, uint value);

    [DllImport(Lib, EntryPoint = "ns_arena_address")]
    public static extern uint ArenaAddress();

    [DllImport(Lib, EntryPoint = "ns_barrier")]
    public static extern void Barrier();

    [DllImport(Lib, EntryPoint = "ns_copy_in")]
    public static extern int CopyIn(int arenaAt, Bytes data, int at, int count, uint* sum);

    [DllImport(Lib, EntryPoint = "ns_copy_out")]
    public static extern int CopyOut(int arenaAt, Bytes data, int at, int count, uint* sum);

    [DllImport(Lib, EntryPoint = "ns_sum")]
    public static extern int Sum(Bytes data, int at, int count, uint* sum);

    [DllImport(Lib, EntryPoint = "ns_mask_interrupt")]
    public static extern uint MaskInterrupt();

    [DllImport(Lib, EntryPoint = "ns_restore_interrupt")]
    public static extern void RestoreInterrupt(uint enabled);

    [DllImport(Lib, EntryPoint = "ns_take_status")]
    public static extern uint TakeStatus();

    [DllImport(Lib, EntryPoint = "ns_take_raised")]
    [return: MarshalAs(UnmanagedType.I1)]
    public static extern bool TakeRaised();

    [DllImport(Lib, EntryPoint = "ns_set_pin")]
    public static extern int SetPin(int pin, [MarshalAs(UnmanagedType.I1)] bool isHigh);

    [DllImport(Lib, EntryPoint = "ns_entropy32")]
    public static extern uint Entropy32();

    [DllImport(Lib, EntryPoint = "ns_read_mac")]
    public static extern int ReadMac(Bytes address);

    [DllImport(Lib, EntryPoint = "ns_siphash")]
    public static extern ulong SipHash(ulong* key, ulong first, ulong second);

    [DllImport(Lib, EntryPoint = "ns_pc_raise")]
    public static extern void Raise(uint status);

    [DllImport(Lib, EntryPoint = "ns_pc_arena_count")]
    public static extern int ArenaCount();

    [DllImport(Lib, EntryPoint = "ns_pc_barrier_count")]
    public static extern int BarrierCount();

    [DllImport(Lib, EntryPoint = "ns_pc_pin")]
    public static extern int Pin(int pin);

    [DllImport(Lib, EntryPoint = "ns_pc_fail_power_on")]
    public static extern void FailPowerOn(int answer);

    [DllImport(Lib, EntryPoint = "ns_pc_fail_memory")]
    public static extern void FailMemory();
}
