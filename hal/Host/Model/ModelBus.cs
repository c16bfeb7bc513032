using System;
using System.Threading;
using NanoStack.Hal.Bus;
using NanoStack.Hal.Host.Wire;
using NanoStack.Kernel;
using NanoStack.Wire;

namespace NanoStack.Hal.Host.Model;

/// <summary>The bus to a modelled chip: what the firmware's native part does, argument checks and
/// interrupt handler included.</summary>
/// <remarks>To: <see cref="EmacModel"/>. Threads as on the chip: any may call, one may
/// wait.</remarks>
public sealed class ModelBus : EmacBus, IDisposable
{
    private readonly EmacModel _model;
    private readonly Entropy _entropy;
    private readonly AutoResetEvent _work = new AutoResetEvent(false);
    private bool _isOpen;
    private bool _isRaised;                 // the handler's flag; the model's gate
    private uint _status;                   // the handler's accumulator; the model's gate
    private int _interrupts;

    public ModelBus(EmacModel model, Entropy entropy)
    {
        _model = model;
        _entropy = entropy;
        model.AttachBus(this);
    }

    public EmacModel Model => _model;

    /// <summary>Times the handler ran.</summary>
    public int InterruptCount => _interrupts;

    public override bool IsOpen => _isOpen;

    public override uint ArenaAddress => _model.Memory.Base;

    public override int Open(RmiiClock clock, int mdcPin, int mdioPin, int arenaBytes)
    {
        Check(clock >= RmiiClock.InOnGpio0 && clock <= RmiiClock.OutOnGpio17, nameof(clock));
        Check(IsSmi(mdcPin, clock), nameof(mdcPin));
        Check(IsSmi(mdioPin, clock) && mdioPin != mdcPin, nameof(mdioPin));
        Check(arenaBytes > 0 && (arenaBytes & 3) == 0, nameof(arenaBytes));
        Close();                            // as the firmware does, when an application restarts
        if (_model.Faults.OpenAnswer != Opened)
        {
            return _model.Faults.OpenAnswer;
        }

        _model.PowerUp(clock, mdcPin, mdioPin, arenaBytes);
        _isOpen = true;
        return Opened;
    }

    public override void Close()
    {
        _isOpen = false;
        _model.PowerDown();
        lock (_model.Gate)
        {
            _status = 0;
            _isRaised = false;
        }
    }

    public override uint Read32(uint address)
    {
        CheckRegister(address);
        return _model.Read32(address);
    }

    public override void Write32(uint address, uint value)
    {
        CheckRegister(address);
        _model.Write32(address, value);
    }

    public override uint ReadWord(int arenaAt)
    {
        CheckArena(arenaAt, 4);
        Check((arenaAt & 3) == 0, nameof(arenaAt));
        lock (_model.Gate)
        {
            return _model.Memory.Read(_model.Memory.Base + (uint)arenaAt);
        }
    }

    public override void WriteWord(int arenaAt, uint value)
    {
        CheckArena(arenaAt, 4);
        Check((arenaAt & 3) == 0, nameof(arenaAt));
        lock (_model.Gate)
        {
            _model.Memory.Write(_model.Memory.Base + (uint)arenaAt, value);
        }
    }

    public override void Barrier()
    {
        Thread.MemoryBarrier();
    }

    public override uint CopyIn(int arenaAt, byte[] data, int at, int count, uint sum)
    {
        CheckData(data, at, count);
        CheckArena(arenaAt, count);
        lock (_model.Gate)
        {
            Array.Copy(data, at, _model.Memory.Bytes, arenaAt, count);
        }

        return SumOf(data, at, count, sum);
    }

    public override uint CopyOut(int arenaAt, byte[] data, int at, int count, uint sum)
    {
        CheckData(data, at, count);
        CheckArena(arenaAt, count);
        lock (_model.Gate)
        {
            Array.Copy(_model.Memory.Bytes, arenaAt, data, at, count);
        }

        return SumOf(data, at, count, sum);
    }

    public override uint Sum(byte[] data, int at, int count, uint sum)
    {
        CheckData(data, at, count);
        return SumOf(data, at, count, sum);
    }

    public override uint MaskInterrupt()
    {
        if (!_isOpen)
        {
            return 0;
        }

        lock (_model.Gate)
        {
            return _model.SwapIntEnable(0xFFFFFFFF, 0);
        }
    }

    public override void RestoreInterrupt(uint enabled)
    {
        if (!_isOpen)
        {
            return;
        }

        lock (_model.Gate)
        {
            _model.SwapIntEnable(0, enabled);
        }
    }

    public override uint TakeStatus()
    {
        if (!_isOpen)
        {
            return 0;
        }

        PumpWire();
        _model.RunTx();                     // a pause may be over
        lock (_model.Gate)
        {
            uint status = _status | _model.TakeStatus();
            _status = 0;
            return status;
        }
    }

    public override bool Wait(int timeoutMs)
    {
        long deadline = Environment.TickCount64 + timeoutMs;
        while (!TakeRaised())
        {
            PumpWire();
            if (TakeRaised())
            {
                return true;
            }

            long leftMs = deadline - Environment.TickCount64;
            if (leftMs <= 0)
            {
                return false;
            }

            int dueMs = _model.Wire == null ? int.MaxValue : _model.Wire.NextDueInMs();
            _work.WaitOne((int)(dueMs < leftMs ? dueMs : leftMs));
        }

        return true;
    }

    public override void SetPin(int pin, bool isHigh)
    {
        Check(IsOutput(pin), nameof(pin));
        lock (_model.Gate)
        {
            int nowMs = _model.Wire == null ? 0 : _model.Wire.NowMs;
            _model.Phy.SetPin(pin, isHigh, nowMs);
        }
    }

    public override uint Entropy32() => _entropy.Next32();

    public override void ReadMac(byte[] address)
    {
        CheckData(address, 0, 6);
        Array.Copy(_model.FactoryAddress, address, 6);
    }

    /// <summary>Time passes for the model at once: nobody wants to wait for a modelled
    /// oscillator.</summary>
    public override void DelayMs(int timeMs)
    {
        lock (_model.Gate)
        {
            _model.Phy.Elapse(timeMs);
        }
    }

    public void Dispose()
    {
        _work.Dispose();
    }

    /// <summary>The handler (docs/hardware.md, 3.4): gather, acknowledge, mask, raise the flag. The gate is
    /// held.</summary>
    internal void Interrupt()
    {
        _interrupts++;
        _model.SwapIntEnable(0xFFFFFFFF, 0);
        _status |= _model.TakeStatus();
        _isRaised = true;
        _work.Set();
    }

    internal void Poke()
    {
        _work.Set();
    }

    private static uint SumOf(byte[] data, int at, int count, uint sum)
    {
        return InetChecksum.FoldWord(InetChecksum.Add(sum, data, at, count));
    }

    private bool TakeRaised()
    {
        lock (_model.Gate)
        {
            bool isRaised = _isRaised;
            _isRaised = false;
            return isRaised;
        }
    }

    private void PumpWire()
    {
        _model.Wire?.Pump();
    }

    private void CheckArena(int arenaAt, int count)
    {
        int size = _model.Memory.Bytes.Length;
        Check(arenaAt >= 0 && count >= 0 && arenaAt <= size - count, nameof(arenaAt));
    }

    private static void CheckRegister(uint address)
    {
        Check(
            address >= ModelRegisters.DmaBase && address < ModelRegisters.End && (address & 3) == 0,
            nameof(address));
    }

    /// <summary>Pins that exist and can drive; 6 to 11 are the flash chip's.</summary>
    private static bool IsOutput(int pin)
    {
        return pin >= 0 && pin < 34 && (0x3_0EFFF03FL >> pin & 1) != 0;
    }

    /// <summary>MDC and MDIO: any output that RMII and its clock do not need.</summary>
    private static bool IsSmi(int pin, RmiiClock clock)
    {
        int clockPin = clock <= RmiiClock.OutOnGpio0 ? 0 : (int)clock + 14;
        return IsOutput(pin) && pin != clockPin && (0x0E680000L >> pin & 1) == 0;
    }

    private static void CheckData(byte[] data, int at, int count)
    {
        if (data == null)
        {
            throw new ArgumentNullException(nameof(data));
        }

        Check(at >= 0 && count >= 0 && at <= data.Length - count, nameof(at));
    }

    private static void Check(bool isRight, string name)
    {
        if (!isRight)
        {
            throw new ArgumentOutOfRangeException(name);
        }
    }
}
