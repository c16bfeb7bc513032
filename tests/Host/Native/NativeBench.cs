using System;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Hal.Bus;
using NanoStack.Hal.Host;
using NanoStack.Hal.Host.Model;

namespace NanoStack.Tests.Host.Native;

/// <summary>The C core and its managed twin, <see cref="ModelBus"/>: every call is made on both, and
/// both must answer, throw and write the same.</summary>
internal sealed unsafe class NativeBench : IDisposable
{
    public const uint Dma = 0x3FF69000;
    public const uint IntEnable = Dma + 0x1C;

    private readonly EmacModel _model = new EmacModel();
    private readonly ModelBus _twin;
    private readonly Guarded _guarded = new Guarded();
    private readonly int[] _pins = new int[40];
    private readonly int _barriersBefore;
    private int _barriers;
    private string _case = "";

    public NativeBench()
    {
        NativeLibraryFile.RequireOrSkip();
        _twin = new ModelBus(_model, new SeededEntropy(1));
        NativeCore.Close();
        _barriersBefore = NativeCore.BarrierCount();
        for (int pin = 0; pin < _pins.Length; pin++)
        {
            _pins[pin] = NativeCore.Pin(pin);
        }
    }

    /// <summary>Calls that both refused.</summary>
    public int RefusedCount { get; private set; }

    /// <summary>Of the arena that is open; 0 when none is.</summary>
    public int ArenaBytes { get; private set; }

    public void Dispose()
    {
        NativeCore.Close();
        _twin.Dispose();
        _guarded.Dispose();
    }

    public void Begin(string what)
    {
        _case = what;
    }

    public void Open(int clockMode, int mdcPin, int mdioPin, int arenaBytes)
    {
        int answer = 0;
        int result = NativeCore.Open(clockMode, mdcPin, mdioPin, arenaBytes, &answer);
        int want = 0;
        Same(
            result,
            () => want = _twin.Open((RmiiClock)clockMode, mdcPin, mdioPin, arenaBytes));
        Same(answer, want, "Open");
        Same(NativeCore.ArenaAddress(), _twin.ArenaAddress, "ArenaAddress");
        if (result == NativeCore.Ok)
        {
            ArenaBytes = answer == EmacBus.Opened ? arenaBytes : 0;
        }
    }

    /// <summary>An Open that the machine refuses, and not its arguments.</summary>
    public void OpenInVain(int answer)
    {
        if (answer == EmacBus.OpenNoMemory)
        {
            NativeCore.FailMemory();
        }
        else
        {
            NativeCore.FailPowerOn(answer);
        }

        _model.Faults.OpenAnswer = answer;
        Open(0, 23, 18, 64);
        _model.Faults.OpenAnswer = EmacBus.Opened;
    }

    public void ArenaAddress()
    {
        Same(NativeCore.ArenaAddress(), _twin.ArenaAddress, "ArenaAddress");
    }

    public void Barrier()
    {
        NativeCore.Barrier();
        _twin.Barrier();
        _barriers++;
        Same(NativeCore.BarrierCount() - _barriersBefore, _barriers, "barriers");
    }

    public void Entropy32()
    {
        Same(NativeCore.Entropy32(), EntropyTwin.Next32(), "Entropy32");
    }

    public void Close()
    {
        NativeCore.Close();
        _twin.Close();
        ArenaBytes = 0;
        Same(NativeCore.ArenaCount(), 0, "arenas");
    }

    /// <param name="isPlain">True for a register that keeps what was written: of the rest, the PC port
    /// is no model.</param>
    public void Read32(uint address, bool isPlain)
    {
        uint value = 0;
        int result = NativeCore.Read32(address, &value);
        uint want = 0;
        Same(result, () => want = _twin.Read32(address));
        if (isPlain)
        {
            Same(value, want, "register");
        }
    }

    public void Write32(uint address, uint value)
    {
        int result = NativeCore.Write32(address, value);
        Same(result, () => _twin.Write32(address, value));
    }

    public void ReadWord(int arenaAt)
    {
        uint value = 0;
        int result = NativeCore.ReadWord(arenaAt, &value);
        uint want = 0;
        Same(result, () => want = _twin.ReadWord(arenaAt));
        Same(value, want, "ReadWord");
    }

    public void WriteWord(int arenaAt, uint value)
    {
        int result = NativeCore.WriteWord(arenaAt, value);
        Same(result, () => _twin.WriteWord(arenaAt, value));
    }

    public void CopyIn(int arenaAt, byte[] data, int at, int count, uint sum)
    {
        uint value = sum;
        int result = NativeCore.CopyIn(arenaAt, _guarded.Take(data), at, count, &value);
        _guarded.ExpectSame(data, _case);
        uint want = sum;
        Same(result, () => want = _twin.CopyIn(arenaAt, data, at, count, sum));
        Same(value, want, "CopyIn");
    }

    /// <summary>What the native copy writes is compared with what the twin writes, to the last byte of
    /// the array.</summary>
    public void CopyOut(int arenaAt, byte[] data, int at, int count, uint sum)
    {
        uint value = sum;
        int result = NativeCore.CopyOut(arenaAt, _guarded.Take(data), at, count, &value);
        uint want = sum;
        Same(result, () => want = _twin.CopyOut(arenaAt, data, at, count, sum));
        Same(value, want, "CopyOut");
        _guarded.ExpectSame(data, _case);
    }

    public void Sum(byte[] data, int at, int count, uint sum)
    {
        uint value = sum;
        int result = NativeCore.Sum(_guarded.Take(data), at, count, &value);
        _guarded.ExpectSame(data, _case);
        uint want = sum;
        Same(result, () => want = _twin.Sum(data, at, count, sum));
        Same(value, want, "Sum");
    }

    public void ReadMac(byte[] address)
    {
        int result = NativeCore.ReadMac(_guarded.Take(address));
        Same(result, () => _twin.ReadMac(address));
        _guarded.ExpectSame(address, _case);
    }

    public void SetPin(int pin, bool isHigh)
    {
        int result = NativeCore.SetPin(pin, isHigh);
        Same(result, () => _twin.SetPin(pin, isHigh));
        if (result == NativeCore.Ok)
        {
            _pins[pin] = isHigh ? 1 : 0;
        }
    }

    /// <summary>No pin stands elsewhere than where it was set.</summary>
    public void ExpectSamePins()
    {
        for (int pin = 0; pin < _pins.Length; pin++)
        {
            Same(NativeCore.Pin(pin), _pins[pin], "pin " + pin);
        }
    }

    public void MaskInterrupt()
    {
        Same(NativeCore.MaskInterrupt(), _twin.MaskInterrupt(), "MaskInterrupt");
    }

    public void RestoreInterrupt(uint enabled)
    {
        NativeCore.RestoreInterrupt(enabled);
        _twin.RestoreInterrupt(enabled);
    }

    public void TakeStatus()
    {
        Same(NativeCore.TakeStatus(), _twin.TakeStatus(), "TakeStatus");
    }

    /// <summary>Wait takes the flag; with no time, that is all it does.</summary>
    public void Wait()
    {
        bool isRaised = NativeCore.TakeRaised();
        Same(isRaised ? 1 : 0, _twin.Wait(0) ? 1 : 0, "Wait");
    }

    /// <summary>The hardware reports.</summary>
    public void Raise(uint status)
    {
        NativeCore.Raise(status);
        _model.Raise(status);
        _twin.RestoreInterrupt(0);          // makes the model look at its interrupt line
    }

    /// <summary>The two arenas, byte by byte.</summary>
    public void ExpectSameArena(int arenaBytes)
    {
        CopyOut(0, new byte[arenaBytes], 0, arenaBytes, 0);
    }

    private void Same(int result, Action twin)
    {
        int want = NativeCore.Ok;
        try
        {
            twin();
        }
        catch (ArgumentNullException)
        {
            want = NativeCore.Null;
        }
        catch (ArgumentOutOfRangeException)
        {
            want = NativeCore.OutOfRange;
        }

        RefusedCount += want == NativeCore.Ok ? 0 : 1;
        Same(result, want, "result");
    }

    private void Same(long value, long want, string what)
    {
        if (value != want)
        {
            Assert.Fail(_case + ": " + what + " is " + value + ", the twin's " + want);
        }
    }
}
