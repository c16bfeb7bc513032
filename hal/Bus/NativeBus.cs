using System.Threading;
using NanoStack.Hal.Native;

namespace NanoStack.Hal.Bus;

/// <summary>The bus on the chip: every call goes to the firmware, which checks it.</summary>
/// <remarks>To: <see cref="EmacNative"/>.</remarks>
public sealed class NativeBus : EmacBus
{
    private bool _isOpen;
    private uint _arenaAddress;

    public override bool IsOpen => _isOpen;

    public override uint ArenaAddress => _arenaAddress;

    public override int Open(RmiiClock clock, int mdcPin, int mdioPin, int arenaBytes)
    {
        int answer = EmacNative.Open((int)clock, mdcPin, mdioPin, arenaBytes);
        _isOpen = answer == Opened;
        _arenaAddress = _isOpen ? EmacNative.ArenaAddress() : 0;
        return answer;
    }

    public override void Close()
    {
        _isOpen = false;
        EmacNative.Close();
    }

    public override uint Read32(uint address) => EmacNative.Read32(address);

    public override void Write32(uint address, uint value)
    {
        EmacNative.Write32(address, value);
    }

    public override uint ReadWord(int arenaAt) => EmacNative.ReadWord(arenaAt);

    public override void WriteWord(int arenaAt, uint value)
    {
        EmacNative.WriteWord(arenaAt, value);
    }

    public override void Barrier()
    {
        EmacNative.Barrier();
    }

    public override uint CopyIn(int arenaAt, byte[] data, int at, int count, uint sum)
    {
        return EmacNative.CopyIn(arenaAt, data, at, count, sum);
    }

    public override uint CopyOut(int arenaAt, byte[] data, int at, int count, uint sum)
    {
        return EmacNative.CopyOut(arenaAt, data, at, count, sum);
    }

    public override uint Sum(byte[] data, int at, int count, uint sum)
    {
        return EmacNative.Sum(data, at, count, sum);
    }

    public override uint MaskInterrupt() => _isOpen ? EmacNative.MaskInterrupt() : 0;

    public override void RestoreInterrupt(uint enabled)
    {
        EmacNative.RestoreInterrupt(enabled);
    }

    public override uint TakeStatus() => EmacNative.TakeStatus();

    public override bool Wait(int timeoutMs) => EmacNative.Wait(timeoutMs);

    public override void SetPin(int pin, bool isHigh)
    {
        EmacNative.SetPin(pin, isHigh);
    }

    public override uint Entropy32() => EmacNative.Entropy32();

    public override void ReadMac(byte[] address)
    {
        EmacNative.ReadMac(address);
    }

    public override void DelayMs(int timeMs)
    {
        Thread.Sleep(timeMs);
    }
}
