using System;
using static NanoStack.Hal.Host.Model.ModelRegisters;

namespace NanoStack.Hal.Host.Model;

/// <summary>The receive MAC, its FIFO and its DMA (docs/hardware.md, 2.3, "Rx engine"). The model's gate is
/// held.</summary>
internal sealed class RxEngine
{
    private const uint Own = 1u << 31;
    private const uint Es = 1u << 15;
    private const uint De = 1u << 14;
    private const uint Fs = 1u << 9;
    private const uint Ls = 1u << 8;
    private const uint Ft = 1u << 5;
    private const uint Ce = 1u << 1;
    private const uint Dic = 1u << 31;
    private const uint Rer = 1u << 15;
    private const uint Rch = 1u << 14;
    private const int CrcBytes = 4;
    private const int FifoBytes = 2048;
    private const int ChainMax = 256;

    private readonly EmacModel _model;
    private readonly ModelMemory _memory;
    private readonly byte[] _crc = { 0xC5, 0x5C, 0xC5, 0x5C };
    private uint _base;
    private uint _current;
    private uint _state;
    private int _fifoBytes;
    private uint _missed;

    public RxEngine(EmacModel model, ModelMemory memory)
    {
        _model = model;
        _memory = memory;
    }

    public uint State => _state;

    public uint Current => _current;

    public int FifoUsedBytes => _fifoBytes;

    public int FramesReceived { get; private set; }

    public int FramesFiltered { get; private set; }

    public int FramesBad { get; private set; }

    public void Reset()
    {
        _base = 0;
        _current = 0;
        _state = Stopped;
        _fifoBytes = 0;
        _missed = 0;
    }

    public void SetBase(uint address)
    {
        _base = address & ~3u;
    }

    public void Start()
    {
        _current = _base;
        _state = RxWaiting;
        Prefetch(true);
    }

    public void Stop()
    {
        if (_state != Stopped)
        {
            _state = Stopped;
            _model.Raise(Rps);
        }
    }

    public void Demand()
    {
        if (_state == RxSuspended)
        {
            Prefetch(false);
        }
    }

    /// <summary>MISSED, which reading clears.</summary>
    public uint TakeMissed()
    {
        uint missed = _missed;
        _missed = 0;
        return missed;
    }

    /// <summary>A frame from the wire, without its CRC; whether that was right is told beside
    /// it.</summary>
    public void Accept(byte[] frame, int at, int length, bool hasGoodFcs)
    {
        if (!_model.CanReceive)
        {
            return;
        }

        hasGoodFcs = _model.Faults.Damage(frame, at, length, hasGoodFcs);
        if (length + CrcBytes > FifoBytes)
        {
            FramesBad++;
            _model.Raise(Rwt);
            return;
        }

        if (!IsGood(frame, at, length, hasGoodFcs))
        {
            FramesBad++;
            return;
        }

        _model.Pause.Hear(frame, at);
        if (!_model.Filter.Passes(frame, at))
        {
            FramesFiltered++;
            return;
        }

        if (_model.Faults.StallRx)
        {
            FillFifo(length + CrcBytes);
        }
        else if (_state != Stopped)
        {
            Deliver(frame, at, length, hasGoodFcs);
        }
    }

    private bool IsGood(byte[] frame, int at, int length, bool hasGoodFcs)
    {
        uint opMode = _model.OpModeValue;
        if (length + CrcBytes < 64 && (opMode & OpFuf) == 0)
        {
            return false;
        }

        if (!hasGoodFcs && (opMode & OpFef) == 0)
        {
            return false;
        }

        bool isChecking = _model.IsChecksumUnitOn && (opMode & OpDt) == 0;
        return !isChecking || RxFilter.HasGoodChecksums(frame, at, length);
    }

    private void FillFifo(int count)
    {
        if (_fifoBytes + count > FifoBytes)
        {
            _model.Raise(Ovf);
            Miss(17, 0x7FF, 28);
            return;
        }

        _fifoBytes += count;
    }

    private void Deliver(byte[] frame, int at, int length, bool hasGoodFcs)
    {
        if (_model.Faults.RxUnavailable > 0)
        {
            _model.Faults.RxUnavailable--;
            if (_state != RxSuspended)
            {
                _state = RxSuspended;
                _model.Raise(Ru);
            }

            Miss(0, 0xFFFF, 16);
            return;
        }

        if (_state == RxSuspended)
        {
            Prefetch(false);                // a recognised frame makes it look again
            if (_state == Stopped)
            {
                return;
            }
        }

        if (_state == RxSuspended)
        {
            if ((_model.OpModeValue & OpDff) != 0)
            {
                FillFifo(length + CrcBytes);
            }
            else
            {
                Miss(0, 0xFFFF, 16);
            }

            return;
        }

        Store(frame, at, length, hasGoodFcs);
        _model.RaiseInjected();
    }

    /// <summary>The frame and its CRC into as many buffers as it takes.</summary>
    private void Store(byte[] frame, int at, int length, bool hasGoodFcs)
    {
        int total = length + CrcBytes;
        int done = 0;
        uint flags = Fs;
        for (int i = 0; i < ChainMax; i++)
        {
            uint descriptor = _current;
            uint control = _memory.Read(descriptor + 4);
            int size = (int)(control & 0x1FFF);
            int part = total - done < size ? total - done : size;
            if (!StorePart(TakeBuffer(descriptor), frame, at, length, done, part, size))
            {
                return;
            }

            done += part;
            _current = NextOf(descriptor, control);
            if (done == total)
            {
                uint error = hasGoodFcs ? 0 : Es | Ce;
                CloseLast(descriptor, control, flags | Ls | error, frame, at, total);
                return;
            }

            uint next = Fetch(_current);
            if (_state == Stopped)
            {
                return;
            }

            if ((next & Own) == 0)
            {
                CloseLast(descriptor, control, flags | Ls | De | Es, frame, at, total);
                return;
            }

            _memory.Write(descriptor, flags);
            flags = 0;
        }
    }

    private bool StorePart(
        uint address, byte[] frame, int at, int length, int from, int count, int size)
    {
        int words = (count + 3) & ~3;       // the DMA writes whole words (docs/hardware.md, 1.7)
        words = words > size ? size : words;
        if (!_memory.IsReachable(address, words) || _model.Faults.TakeBusError(RxDataWrite))
        {
            Die(RxDataWrite);
            return false;
        }

        int to = _memory.OffsetOf(address);
        int data = length - from < count ? length - from : count;
        if (data > 0)
        {
            Array.Copy(frame, at + from, _memory.Bytes, to, data);
        }

        for (int i = data < 0 ? 0 : data; i < words; i++)
        {
            int crcAt = from + i - length;
            _memory.Bytes[to + i] = crcAt < CrcBytes ? _crc[crcAt] : (byte)0xEE;
        }

        return true;
    }

    private uint TakeBuffer(uint descriptor)
    {
        uint address = _model.Faults.NextRxBuffer;
        _model.Faults.NextRxBuffer = 0;
        return address != 0 ? address : _memory.Read(descriptor + 8);
    }

    private void CloseLast(
        uint descriptor, uint control, uint status, byte[] frame, int at, int total)
    {
        EmacFaults faults = _model.Faults;
        if (faults.TakeBusError(RxDescriptorWrite))
        {
            Die(RxDescriptorWrite);
            return;
        }

        int told = faults.NextRxLength > 0 ? faults.NextRxLength : total;
        bool isEthernet2 = ((frame[at + 12] << 8) | frame[at + 13]) >= 0x600;
        status |= (uint)told << 16;
        status |= isEthernet2 ? Ft : 0;
        status = (status | faults.NextRxStatus) & ~faults.NextRxStatusCleared;
        faults.NextRxLength = 0;
        faults.NextRxStatus = 0;
        faults.NextRxStatusCleared = 0;
        if (faults.LoseNextRxWriteback)
        {
            faults.LoseNextRxWriteback = false;
        }
        else
        {
            _memory.Write(descriptor, status & ~Own);
        }

        FramesReceived++;
        if ((control & Dic) == 0)
        {
            _model.Raise(Ri);
        }

        Prefetch(true);
    }

    /// <summary>Looks at the current descriptor: ours means waiting, the CPU's means
    /// suspended.</summary>
    private void Prefetch(bool wasOwned)
    {
        uint status = Fetch(_current);
        if (_state == Stopped)
        {
            return;
        }

        if ((status & Own) != 0)
        {
            _state = RxWaiting;
            return;
        }

        _state = RxSuspended;
        if (wasOwned)
        {
            _model.Raise(Ru);
        }
    }

    private uint Fetch(uint descriptor)
    {
        if (!_memory.IsReachable(descriptor, 32) || _model.Faults.TakeBusError(RxDescriptorRead))
        {
            Die(RxDescriptorRead);
            return 0;
        }

        return _memory.Read(descriptor);
    }

    private uint NextOf(uint descriptor, uint control)
    {
        return (control & Rch) != 0 ? _memory.Read(descriptor + 12)
            : (control & Rer) != 0 ? _base : descriptor + 32;
    }

    private void Miss(int shift, uint mask, int wrapBit)
    {
        _missed += _model.Faults.NextMissed;
        _model.Faults.NextMissed = 0;
        uint count = (((_missed >> shift) & mask) + 1) & mask;
        _missed = (_missed & ~(mask << shift)) | (count << shift);
        if (count == 0)
        {
            _missed |= 1u << wrapBit;
        }
    }

    private void Die(int code)
    {
        _state = Stopped;
        _model.RaiseBusError(code);
    }
}
