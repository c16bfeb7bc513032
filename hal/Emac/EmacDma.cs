using NanoStack.Hal.Bus;

namespace NanoStack.Hal.Emac;

/// <summary>The DMA's registers by meaning (docs/hardware.md, 1.2 and 3.1).</summary>
internal sealed class EmacDma
{
    // BUSMODE
    private const uint SoftwareReset = 0x00000001;
    private const uint BusModeBurst32 = 0x06022080;     // MB, AAL, RPBL 1, PBL 32, ATDS
    private const uint BusModeBurst8 = 0x06020880;      // the same with PBL 8

    // OPMODE
    private const uint StoreAndForward = 0x02000004;    // RSF, OSF; TSF 0: docs/hardware.md, 4
    private const uint StartReceiveBit = 0x00000002;
    private const uint StartTransmitBit = 0x00002000;
    private const uint FlushTransmitBit = 0x00100000;

    // STATUS: RS and TS; of TS only 0, stopped, is told alike everywhere (docs/hardware.md, 1.2)
    private const uint EngineStates = 0x007E0000;

    private const int ResetPolls = 11;                  // IDF: 100 ms in steps of 10
    private const int ResetPollMs = 10;
    private const int StopPolls = 4;                    // a frame takes 1.2 ms at 10 Mb/s
    private const int FlushPolls = 100;                 // some microseconds each on the chip

    private readonly EmacBus _bus;
    private readonly EmacStats _stats;
    private uint _opMode;

    public EmacDma(EmacBus bus, EmacStats stats)
    {
        _bus = bus;
        _stats = stats;
    }

    /// <summary>Resets DMA and MAC. False: it did not end, for want of the 50 MHz clock.</summary>
    public bool Reset()
    {
        _bus.Write32(EmacRegisters.BusMode, SoftwareReset);
        for (int i = 0; i < ResetPolls; i++)
        {
            if ((_bus.Read32(EmacRegisters.BusMode) & SoftwareReset) == 0)
            {
                return true;
            }

            _bus.DelayMs(ResetPollMs);
        }

        return false;
    }

    /// <summary>How the DMA works: whole frames, enhanced descriptors, bursts of 8 or 32. False:
    /// the flush did not end, which it does not without the clock.</summary>
    public bool Configure(int burstBeats)
    {
        _opMode = StoreAndForward;
        _bus.Write32(EmacRegisters.OpMode, _opMode);
        bool isFlushed = FlushTransmit();
        _bus.Write32(EmacRegisters.BusMode, burstBeats == 8 ? BusModeBurst8 : BusModeBurst32);
        return isFlushed;
    }

    /// <summary>Where the rings begin. Both engines are stopped.</summary>
    public void SetBases(uint rxAddress, uint txAddress)
    {
        _bus.Write32(EmacRegisters.RxBase, rxAddress);
        _bus.Write32(EmacRegisters.TxBase, txAddress);
    }

    public void StartTransmit()
    {
        Write(_opMode | StartTransmitBit);
    }

    public void StartReceive()
    {
        Write(_opMode | StartReceiveBit);
    }

    public void StopTransmit()
    {
        Write(_opMode & ~StartTransmitBit);
    }

    public void StopReceive()
    {
        Write(_opMode & ~StartReceiveBit);
    }

    /// <summary>Waits for both engines to come to rest. False: one runs on, and ignores the base of its
    /// ring, so that DMA and driver would look at different slots.</summary>
    public bool WaitStopped()
    {
        for (int i = 0; i < StopPolls; i++)
        {
            if ((_bus.Read32(EmacRegisters.Status) & EngineStates) == 0)
            {
                return true;
            }

            _bus.DelayMs(1);
        }

        _stats.Inc(EmacStats.StopTimeouts);
        return false;
    }

    /// <summary>Tells the DMA to look at its transmit descriptor again; any value does.</summary>
    public void DemandTxPoll()
    {
        _bus.Write32(EmacRegisters.TxPollDemand, 0);
    }

    /// <summary>Tells the DMA to look at its receive descriptor again; any value does.</summary>
    public void DemandRxPoll()
    {
        _bus.Write32(EmacRegisters.RxPollDemand, 0);
    }

    /// <summary>Empties the transmit FIFO. False: it did not end, and until a reset OPMODE must not
    /// be written any more (TRM).</summary>
    public bool FlushTransmit()
    {
        _bus.Write32(EmacRegisters.OpMode, _opMode | FlushTransmitBit);
        for (int i = 0; i < FlushPolls; i++)
        {
            if ((_bus.Read32(EmacRegisters.OpMode) & FlushTransmitBit) == 0)
            {
                return true;
            }
        }

        _stats.Inc(EmacStats.FlushTimeouts);
        return false;
    }

    /// <summary>Adds the missed frames to the counters; reading clears them in the chip.</summary>
    public void CountMissed()
    {
        uint missed = _bus.Read32(EmacRegisters.Missed);
        if (missed == 0)
        {
            return;
        }

        _stats.Add(EmacStats.RxMissed, (int)(missed & 0xFFFF));
        _stats.Add(EmacStats.RxFifoMissed, (int)((missed >> 17) & 0x7FF));
        if ((missed & ((1 << 16) | (1 << 28))) != 0)
        {
            _stats.Inc(EmacStats.RxMissedWraps);
        }
    }

    private void Write(uint opMode)
    {
        _opMode = opMode;
        _bus.Write32(EmacRegisters.OpMode, opMode);
    }
}
