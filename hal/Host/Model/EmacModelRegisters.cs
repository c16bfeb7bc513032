using System;
using static NanoStack.Hal.Host.Model.ModelRegisters;

namespace NanoStack.Hal.Host.Model;

/// <summary>The other half of <see cref="EmacModel"/>: what reading and writing a register does. The
/// gate is held.</summary>
public sealed partial class EmacModel
{
    private uint ReadDma(uint offset)
    {
        switch (offset)
        {
            case BusMode:
                TryReset();
                return _dma[BusMode / 4];
            case Status:
                return (_dma[Status / 4] & ~((7u << RsShift) | (7u << TsShift)))
                    | (_rx.State << RsShift) | (_tx.State << TsShift);
            case Missed:
                return _rx.TakeMissed();
            case CurrentTxDescriptor:
                return _tx.Current;
            case CurrentRxDescriptor:
                return _rx.Current;
            default:
                return offset / 4 < _dma.Length ? _dma[offset / 4] : 0;
        }
    }

    private void WriteDma(uint offset, uint value)
    {
        switch (offset)
        {
            case BusMode:
                _dma[BusMode / 4] = value;
                _isResetting = (value & Swr) != 0;
                TryReset();
                return;
            case TxPollDemand:
                _tx.Demand();
                return;
            case RxPollDemand:
                _rx.Demand();
                return;
            case RxBase:
                WriteBase(value, OpSr, true);
                return;
            case TxBase:
                WriteBase(value, OpSt, false);
                return;
            case Status:
                _dma[Status / 4] &= ~(value & Clearable & ~Faults.StickyStatus);
                return;
            case OpMode:
                WriteOpMode(value);
                return;
            case IntEnable:
            case 0x24:
                _dma[offset / 4] = value;
                return;
            default:
                return;                     // read-only or not there
        }
    }

    private void WriteBase(uint value, uint running, bool isReceive)
    {
        if ((_dma[OpMode / 4] & running) != 0)
        {
            if (!Faults.StickyEngines)
            {
                Violate("a ring base is written while its engine runs");
            }

            return;
        }

        if (isReceive)
        {
            _dma[RxBase / 4] = value & ~3u;
            _rx.SetBase(value);
        }
        else
        {
            _dma[TxBase / 4] = value & ~3u;
            _tx.SetBase(value);
        }
    }

    private void WriteOpMode(uint value)
    {
        uint before = _dma[OpMode / 4];
        if ((before & OpFtf) != 0)
        {
            Violate("OPMODE is written while FTF is set");
            return;
        }

        if ((value & OpFtf) != 0)
        {
            _tx.Flush();
            value = Faults.StickyFlush ? value : value & ~OpFtf;
        }

        value |= Faults.StickyEngines ? before & (OpSt | OpSr) : 0;
        _dma[OpMode / 4] = value;
        uint changed = before ^ value;
        if ((changed & OpSt) != 0)
        {
            StartOrStop((value & OpSt) != 0, true);
        }

        if ((changed & OpSr) != 0)
        {
            StartOrStop((value & OpSr) != 0, false);
        }
    }

    private void StartOrStop(bool isStart, bool isTransmit)
    {
        if (isTransmit && isStart)
        {
            _tx.Start();
        }
        else if (isTransmit)
        {
            _tx.Stop();
        }
        else if (isStart)
        {
            _rx.Start();
        }
        else
        {
            _rx.Stop();
        }
    }

    /// <summary>SWR ends when the 50 MHz is there, and not before.</summary>
    private void TryReset()
    {
        if (_isResetting && HasClock)
        {
            Reset();
        }
    }

    private void Reset()
    {
        _isResetting = false;
        _isDead = false;
        Array.Clear(_dma);
        Array.Clear(_mac);
        _dma[BusMode / 4] = BusModeSettled;
        _mac[Addr0High / 4] = Addr0HighReset;
        _mac[Addr0Low / 4] = Addr0LowReset;
        _mac[LpiTimers / 4] = LpiTimersReset;
        _mdioBusyLeft = 0;
        _tx.Reset();
        _rx.Reset();
        Pause.Reset();
        if (Faults.ResetHeals)
        {
            Faults.StallTx = false;
            Faults.StallRx = false;
        }
    }

    private uint ReadMac(uint offset)
    {
        switch (offset)
        {
            case MiiAddr:
                return ReadMiiAddr();
            case Debug:
                uint receive = _rx.FifoUsedBytes > 0 ? (2u << 8) | (1u << 5) | 1 : 0;
                return receive | (_tx.IsStuck ? (3u << 17) | (1u << 16) | (1u << 24) : 0);
            default:
                return _mac[offset / 4];
        }
    }

    private void WriteMac(uint offset, uint value)
    {
        switch (offset)
        {
            case MiiAddr:
                WriteMiiAddr(value);
                return;
            case Debug:
                return;
            case Config:
                WriteConfig(value);
                return;
            case Addr0High:
                _mac[offset / 4] = value | 0x80000000;
                return;
            default:
                _mac[offset / 4] = value;
                return;
        }
    }

    private void WriteConfig(uint value)
    {
        uint before = _mac[Config / 4];
        if (((before ^ value) & (Fes | Dm)) != 0 && (before & (Re | Te)) != 0)
        {
            Violate("speed or duplex is changed while RE or TE is on");
        }

        _mac[Config / 4] = value;
    }

    private uint ReadMiiAddr()
    {
        if ((_mac[MiiAddr / 4] & 1) == 0 || Faults.StickyMdio)
        {
            return _mac[MiiAddr / 4];
        }

        if (_mdioBusyLeft-- > 0)
        {
            return _mac[MiiAddr / 4];
        }

        uint command = _mac[MiiAddr / 4];
        int address = (int)(command >> 11) & 31;
        int register = (int)(command >> 6) & 31;
        if ((command & 2) == 0)
        {
            _mac[MiiData / 4] = HasSmi ? (uint)Phy.Read(address, register) : 0xFFFF;
        }
        else if (HasSmi)
        {
            Phy.Write(address, register, (int)(_mac[MiiData / 4] & 0xFFFF));
        }

        _mac[MiiAddr / 4] = command & ~1u;
        return _mac[MiiAddr / 4];
    }

    private void WriteMiiAddr(uint value)
    {
        if ((_mac[MiiAddr / 4] & 1) != 0)
        {
            Violate("MIIADDR is written while it is busy");
            return;
        }

        _mac[MiiAddr / 4] = value;
        _mdioBusyLeft = (value & 1) != 0 || Faults.StickyMdio ? Faults.MdioBusyReads : 0;
    }
}
