namespace NanoStack.Hal.Emac;

/// <summary>What the EMAC, its DMA and its PHY did: every drop and every error has a
/// counter.</summary>
/// <remarks>
/// An array, as in <see cref="NanoStack.Kernel.Mib"/>; <see cref="EmacStatNames"/> has the names.
/// The chip itself counts only missed frames (docs/hardware.md, 4); the rest is counted here, from
/// the status bits of descriptors and of the DMA. Counters wrap.
/// </remarks>
public sealed class EmacStats
{
    // Receive
    /// <summary>Frames copied out of the ring.</summary>
    public const int RxFrames = 0;
    /// <summary>RDES0 CE: the frame check sequence was wrong.</summary>
    public const int RxCrcErrors = 1;
    /// <summary>RDES0 DE: no descriptor was left in mid-frame.</summary>
    public const int RxTruncated = 2;
    /// <summary>RDES0 OE: the FIFO overflowed in mid-frame.</summary>
    public const int RxOverflows = 3;
    /// <summary>RDES0 LC: a collision after the first 64 bytes; the two ends disagree on
    /// duplex.</summary>
    public const int RxLateCollisions = 4;
    /// <summary>RDES0 RWT: longer than the receive watchdog allows.</summary>
    public const int RxWatchdogs = 5;
    /// <summary>RDES0 RE: the PHY said that a symbol was wrong.</summary>
    public const int RxSymbolErrors = 6;
    /// <summary>RDES0 DBE: not a whole number of bytes.</summary>
    public const int RxDribbles = 7;
    /// <summary>RDES0 ES: frames with any of these errors, dropped.</summary>
    public const int RxErrors = 8;
    /// <summary>First without last or last without first: no frame of ours spans two
    /// buffers.</summary>
    public const int RxNotWhole = 9;
    /// <summary>Shorter than Ethernet allows or longer than a packet can hold.</summary>
    public const int RxBadLength = 10;
    /// <summary>No packet was free: the frame stays in the ring until one is.</summary>
    public const int RxNoSkb = 11;
    /// <summary>Turned away at the door: its class had used up its share.</summary>
    public const int RxGoverned = 12;
    /// <summary>A slot the DMA passed without giving it back.</summary>
    public const int RxLostWritebacks = 13;
    /// <summary>MISSED 15:0: frames that found no free slot.</summary>
    public const int RxMissed = 14;
    /// <summary>MISSED 27:17: frames that found the FIFO full.</summary>
    public const int RxFifoMissed = 15;
    /// <summary>MISSED 16 or 28: one of these two counters wrapped, so more was lost.</summary>
    public const int RxMissedWraps = 16;

    // Transmit
    /// <summary>Slots that came back: frames sent, or given up by the MAC.</summary>
    public const int TxFrames = 17;
    /// <summary>TDES0 ES: frames the MAC gave up or doubts.</summary>
    public const int TxErrors = 18;
    /// <summary>TDES0 NC: no carrier. Meaningless in full duplex on some PHYs.</summary>
    public const int TxNoCarrier = 19;
    /// <summary>TDES0 LCar: the carrier went away in mid-frame.</summary>
    public const int TxLossOfCarrier = 20;
    /// <summary>TDES0 LC: a collision after the first 64 bytes; the two ends disagree on
    /// duplex.</summary>
    public const int TxLateCollisions = 21;
    /// <summary>TDES0 EC: sixteen collisions in a row.</summary>
    public const int TxExcessiveCollisions = 22;
    /// <summary>TDES0 ED: the wire was busy for too long.</summary>
    public const int TxExcessiveDeferrals = 23;
    /// <summary>TDES0 UF: memory was slower than the wire.</summary>
    public const int TxUnderflows = 24;
    /// <summary>TDES0 FF: thrown out of the FIFO by a flush.</summary>
    public const int TxFlushed = 25;
    /// <summary>TDES0 JT: longer than the transmit watchdog allows.</summary>
    public const int TxJabbers = 26;
    /// <summary>TDES0 CC: collisions, all frames together.</summary>
    public const int TxCollisions = 27;
    /// <summary>TDES0 DB: the wire was busy at first.</summary>
    public const int TxDeferred = 28;
    /// <summary>Frames in the ring when the link went or the MAC was reset.</summary>
    public const int TxDropped = 29;
    /// <summary>The ring did not move, so the DMA was told once more to look.</summary>
    public const int TxKicks = 30;

    // DMA and MAC
    /// <summary>STATUS RU: the receive DMA found no free slot and waits.</summary>
    public const int StatusRxUnavailable = 31;
    /// <summary>STATUS OVF: the receive FIFO overflowed.</summary>
    public const int StatusRxOverflow = 32;
    /// <summary>STATUS RWT: a frame longer than 2048 bytes.</summary>
    public const int StatusRxWatchdog = 33;
    /// <summary>STATUS UNF: the transmit DMA suspended in mid-frame.</summary>
    public const int StatusTxUnderflow = 34;
    /// <summary>STATUS TJT: the transmit watchdog expired.</summary>
    public const int StatusTxJabber = 35;
    /// <summary>STATUS FBI: the DMA read or wrote where nothing answers.</summary>
    public const int FatalBusErrors = 36;
    /// <summary>STATUS TPS or RPS: a DMA stopped that nobody had stopped.</summary>
    public const int DmaStops = 37;
    /// <summary>The ring still did not move: the MAC was reset, the sockets live on.</summary>
    public const int TxWatchdogResets = 38;
    /// <summary>Frames stood in the FIFO and none came out: the MAC was reset.</summary>
    public const int RxStallResets = 39;
    /// <summary>Resets for whatever reason, the one of the start not counted.</summary>
    public const int MacResets = 40;
    /// <summary>A reset that did not end: the 50 MHz clock is gone.</summary>
    public const int NoRefClock = 41;
    /// <summary>The MAC was still busy when it should have been idle.</summary>
    public const int StopTimeouts = 42;
    /// <summary>The FIFO flush did not end.</summary>
    public const int FlushTimeouts = 43;

    // PHY
    /// <summary>The link came.</summary>
    public const int LinkUps = 44;
    /// <summary>The link went.</summary>
    public const int LinkDowns = 45;
    /// <summary>The PHY was reset again because it was silent or did not finish.</summary>
    public const int PhyResets = 46;
    /// <summary>The PHY did not answer (0xFFFF).</summary>
    public const int PhySilences = 47;
    /// <summary>The link was there but negotiation did not end, so it was begun again.</summary>
    public const int PhyRenegotiations = 48;
    /// <summary>The management interface stayed busy.</summary>
    public const int MdioTimeouts = 49;

    public const int Count = 50;

    private readonly int[] _counters = new int[Count];

    public int Get(int counter) => _counters[counter];

    internal void Inc(int counter)
    {
        _counters[counter]++;
    }

    /// <summary>Counts when a bit is set in a status word.</summary>
    internal void IncIf(uint status, uint bit, int counter)
    {
        if ((status & bit) != 0)
        {
            Inc(counter);
        }
    }

    internal void Add(int counter, int amount)
    {
        _counters[counter] += amount;
    }
}
