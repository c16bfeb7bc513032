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
    private string _case = "";

    public NativeBench()
    {
        NativeLibraryFile.RequireOrSkip();
        _twin = new ModelBus(_model, new SeededEntropy(1));
        NativeCore.Close();
    }

    /// <summary>Calls that both refused.</summary>
    public int RefusedCount { get; private set; }

    public void Dispose()
    {
        NativeCore.Close();
        _twin.Dispose();
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
    }

    public void Close()
    {
        NativeCore.Close();
        _twin.Close();
        Same(NativeCore.ArenaCount(), 0, "arenas");
    }

    public void Read32(uint address)
    {
        uint value = 0;
        int result = NativeCore.Read32(address, &value);
        uint want = 0;
        Same(result, () => want = _twin.Read32(address));
        if (address == IntEnable)
        {
            Same(value, want, "INTEN");     // of the rest, the PC port is no model
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
        int result;
        fixed (byte* first = data)
        {
            result = NativeCore.CopyIn(arenaAt, Bytes(data, first), at, count, &value);
        }

        uint want = sum;
        Same(result, () => want = _twin.CopyIn(arenaAt, data, at, count, sum));
        Same(value, want, "CopyIn");
    }

    /// <summary>Two arrays: what the native copy writes is compared with what the twin
    /// writes.</summary>
    public void CopyOut(int arenaAt, byte[] data, byte[] twin, int at, int count, uint sum)
    {
        uint value = sum;
        int result;
        fixed (byte* first = data)
        {
            result = NativeCore.CopyOut(arenaAt, Bytes(data, first), at, count, &value);
        }

        uint want = sum;
        Same(result, () => want = _twin.CopyOut(arenaAt, twin, at, count, sum));
        Same(value, want, "CopyOut");
        Assert.IsTrue(data.AsSpan().SequenceEqual(twin), _case + ": bytes copied out");
    }

    public void Sum(byte[] data, int at, int count, uint sum)
    {
        uint value = sum;
        int result;
        fixed (byte* first = data)
        {
            result = NativeCore.Sum(Bytes(data, first), at, count, &value);
        }

        uint want = sum;
        Same(result, () => want = _twin.Sum(data, at, count, sum));
        Same(value, want, "Sum");
    }

    public void ReadMac(byte[] address)
    {
        int result;
        fixed (byte* first = address)
        {
            result = NativeCore.ReadMac(Bytes(address, first));
        }

        byte[] twin = address == null ? null : new byte[address.Length];
        Same(result, () => _twin.ReadMac(twin));
    }

    public void SetPin(int pin, bool isHigh)
    {
        int result = NativeCore.SetPin(pin, isHigh);
        Same(result, () => _twin.SetPin(pin, isHigh));
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
        for (int at = 0; at < arenaBytes; at += 4)
        {
            uint value = 0;
            Same(NativeCore.ReadWord(at, &value), NativeCore.Ok, "arena");
            Same(value, _twin.ReadWord(at), "arena at " + at);
        }
    }

    private static NativeCore.Bytes Bytes(byte[] data, byte* first)
    {
        NativeCore.Bytes bytes;
        byte* nowhere = (byte*)8;           // an array without elements is not null
        bytes.First = data == null ? null : data.Length == 0 ? nowhere : first;
        bytes.Length = data == null ? 0 : (uint)data.Length;
        return bytes;
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
