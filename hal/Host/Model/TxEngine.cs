using System;
using static NanoStack.Hal.Host.Model.ModelRegisters;

namespace NanoStack.Hal.Host.Model;

/// <summary>The transmit DMA and MAC (docs/hardware.md, 2.3, "Tx engine"). The model's gate is
/// held.</summary>
internal sealed class TxEngine
{
    public const int FrameBytesMax = 2048;

    private const uint Own = 1u << 31;
    private const uint Ic = 1u << 30;
    private const uint Ls = 1u << 29;
    private const uint Fs = 1u << 28;
    private const uint Dp = 1u << 26;
    private const uint Cic = 3u << 22;
    private const uint Ter = 1u << 21;
    private const uint Tch = 1u << 20;
    private const uint StatusMask = 0x3FFFF;
    private const uint Es = 1u << 15;
    private const uint Jt = 1u << 14;
    private const uint Ff = 1u << 13;
    private const uint LCar = 1u << 11;
    private const uint Nc = 1u << 10;
    private const uint Uf = 1u << 1;
    private const int ChainMax = 256;

    private readonly EmacModel _model;
    private readonly ModelMemory _memory;
    private uint _base;
    private uint _current;
    private uint _stuck;                    // descriptor whose frame hangs in the FIFO, or 0
    private uint _state;
    private bool _isSuspended;
    private bool _corruptsNext;

    public TxEngine(EmacModel model, ModelMemory memory)
    {
        _model = model;
        _memory = memory;
    }

    public uint State => _state;

    public uint Current => _current;

    public bool IsStuck => _stuck != 0;

    public int FramesSent { get; private set; }

    public void Reset()
    {
        _base = 0;
        _current = 0;
        _stuck = 0;
        _state = Stopped;
        _isSuspended = false;
    }

    public void SetBase(uint address)
    {
        _base = address & ~3u;
    }

    /// <summary>ST set: from the base on, as after every stop (docs/hardware.md, 2.3).</summary>
    public void Start()
    {
        _current = _base;
        _isSuspended = false;
        _state = TxReading;
    }

    public void Stop()
    {
        if (_state != Stopped)
        {
            _state = Stopped;
            _model.Raise(Tps);
        }
    }

    public void Demand()
    {
        if (_model.Faults.LoseNextTxDemand)
        {
            _model.Faults.LoseNextTxDemand = false;
            return;
        }

        _isSuspended = false;
        if (_state == TxSuspended)
        {
            _state = TxReading;
        }
    }

    /// <summary>FTF: what hangs in the FIFO closes with FF and UF.</summary>
    public void Flush()
    {
        if (_stuck != 0 && _memory.IsReachable(_stuck, 32))
        {
            uint control = _memory.Read(_stuck) & ~(Own | StatusMask);
            _memory.Write(_stuck, control | Es | Ff | Uf);
        }

        _stuck = 0;
    }

    /// <summary>Takes the next frame out of memory. 0: nothing to put on the wire, look again;
    /// less: the engine rests.</summary>
    public int Take(byte[] frame)
    {
        if (_state == Stopped || _isSuspended || _stuck != 0 || _model.Faults.HoldTx
            || !_model.CanTransmit)
        {
            return -1;
        }

        uint first = _current;
        uint control = Fetch(first);
        if (_state == Stopped)
        {
            return -1;
        }

        if ((control & Own) == 0)
        {
            Suspend(Tu);
            return -1;
        }

        if (_model.Faults.StallTx)
        {
            _stuck = first;
            return -1;
        }

        return Assemble(frame, first, control);
    }

    private int Assemble(byte[] frame, uint descriptor, uint control)
    {
        int length = 0;
        uint opening = control;
        if ((control & Fs) == 0)
        {
            _model.Violate("a transmit frame begins without FS");
        }

        for (int i = 0; i < ChainMax; i++)
        {
            int added = ReadBuffers(frame, length, descriptor, control);
            if (added < 0)
            {
                return -1;
            }

            length += added;
            uint next = NextOf(descriptor, control);
            if ((control & Ls) != 0)
            {
                _current = next;
                return Close(frame, length, descriptor, opening, control);
            }

            _memory.Write(descriptor, control & ~Own);
            descriptor = next;
            control = Fetch(descriptor);
            if (_state == Stopped)
            {
                return -1;
            }

            if ((control & Own) == 0)
            {
                _current = descriptor;
                Suspend(Unf);               // a first without its last: the MAC runs dry
                return -1;
            }
        }

        return -1;
    }

    private int ReadBuffers(byte[] frame, int at, uint descriptor, uint control)
    {
        uint sizes = _memory.Read(descriptor + 4);
        int count = (int)(sizes & 0x1FFF);
        uint forced = _model.Faults.NextTxBuffer;
        _model.Faults.NextTxBuffer = 0;
        uint address = forced != 0 ? forced : _memory.Read(descriptor + 8);
        int read = ReadBuffer(frame, at, address, count);
        if (read >= 0 && (control & Tch) == 0)
        {
            int second = (int)((sizes >> 16) & 0x1FFF);
            int more = ReadBuffer(frame, at + read, _memory.Read(descriptor + 12), second);
            read = more < 0 ? -1 : read + more;
        }

        if (read == 0 && (control & Ls) != 0)
        {
            _model.Violate("the last transmit buffer is empty");
        }

        return read;
    }

    private int ReadBuffer(byte[] frame, int at, uint address, int count)
    {
        if (count == 0)
        {
            return 0;
        }

        if (!_memory.IsReachable(address, count) || _model.Faults.TakeBusError(TxDataRead))
        {
            Die(TxDataRead);
            return -1;
        }

        int room = frame.Length - at;       // the jabber timer cuts off what is longer
        int part = count < room ? count : room;
        Array.Copy(_memory.Bytes, _memory.OffsetOf(address), frame, at, part);
        return part;
    }

    private int Close(byte[] frame, int length, uint descriptor, uint opening, uint control)
    {
        uint status = _model.Faults.NextTxStatus & StatusMask;
        _model.Faults.NextTxStatus = 0;
        status |= _model.HasLink ? 0 : Es | LCar | Nc;
        if (length >= FrameBytesMax)
        {
            status |= Es | Jt;
            _model.Raise(Tjt);
        }

        if (_model.Faults.TakeBusError(TxDescriptorWrite))
        {
            Die(TxDescriptorWrite);
            return -1;
        }

        if (_model.Faults.LoseNextTxWriteback)
        {
            _model.Faults.LoseNextTxWriteback = false;
        }
        else
        {
            _memory.Write(descriptor, (control & ~(Own | StatusMask)) | status);
        }

        if ((control & Ic) != 0)
        {
            _model.Raise(Ti);
        }

        _model.RaiseInjected();
        FramesSent++;
        if ((status & Es) != 0)
        {
            return 0;
        }

        Spoil(frame, length, opening);
        if ((opening & Dp) == 0 && length < 60)
        {
            Array.Clear(frame, length, 60 - length);
            length = 60;
        }

        return length;
    }

    /// <summary>Checksum insertion as silicon reports have it: every second frame comes out
    /// wrong.</summary>
    private void Spoil(byte[] frame, int length, uint opening)
    {
        if ((opening & Cic) == 0)
        {
            return;
        }

        if ((_model.Faults.TxControlSet & Cic) == 0)
        {
            _model.Violate("CIC is set: the checksum unit corrupts every second frame");
        }

        if (_corruptsNext && length > 0)
        {
            frame[length - 1] ^= 0x55;
        }

        _corruptsNext = !_corruptsNext;
    }

    private uint Fetch(uint descriptor)
    {
        if (!_memory.IsReachable(descriptor, 32) || _model.Faults.TakeBusError(TxDescriptorRead))
        {
            Die(TxDescriptorRead);
            return 0;
        }

        uint control = _memory.Read(descriptor);
        if ((control & Own) != 0)
        {
            control = (control | _model.Faults.TxControlSet) & ~_model.Faults.NextTxControlCleared;
            _model.Faults.NextTxControlCleared = 0;
        }

        return control;
    }

    private uint NextOf(uint descriptor, uint control)
    {
        return (control & Tch) != 0 ? _memory.Read(descriptor + 12)
            : (control & Ter) != 0 ? _base : descriptor + 32;
    }

    private void Suspend(uint cause)
    {
        _isSuspended = true;
        _state = TxSuspended;
        _model.Raise(cause);
    }

    private void Die(int code)
    {
        _state = Stopped;
        _model.RaiseBusError(code);
    }
}
