namespace NanoStack.Hal.Host.Model;

/// <summary>What can go wrong with the modelled MAC: each a switch, each with a test in which
/// traffic goes on afterwards.</summary>
public sealed class EmacFaults
{
    /// <summary>A frame without padding, whose last byte is data.</summary>
    private const int FrameBytesMin = 60;

    /// <summary>What Open answers instead of trying; 0 tries.</summary>
    public int OpenAnswer;

    /// <summary>The bus clock of the EMAC is off (DPORT): reads are 0, writes are lost, both engines
    /// stand still.</summary>
    public bool ClockOff;

    /// <summary>ST and SR do not go back to 0: both engines run on, and their bases cannot be
    /// written.</summary>
    public bool StickyEngines;

    /// <summary>STATUS bits that a written 1 does not clear.</summary>
    public uint StickyStatus;

    /// <summary>The interrupt never reaches the CPU.</summary>
    public bool LoseInterrupts;

    /// <summary>The handler runs only when <see cref="EmacModel.RunHandler"/> is called: as late as
    /// a busy core lets it.</summary>
    public bool HoldInterrupts;

    /// <summary>The transmit engine takes no descriptor, as in a pause: nothing is lost.</summary>
    public bool HoldTx;

    /// <summary>The transmit engine hangs with a frame in its FIFO, until the MAC is
    /// reset.</summary>
    public bool StallTx;

    /// <summary>The receive FIFO fills and nothing comes out, until the MAC is reset.</summary>
    public bool StallRx;

    /// <summary>One write to TXPOLLDEMAND goes unnoticed.</summary>
    public bool LoseNextTxDemand;

    /// <summary>One sent frame's descriptor stays the DMA's.</summary>
    public bool LoseNextTxWriteback;

    /// <summary>One received frame's descriptor stays the DMA's.</summary>
    public bool LoseNextRxWriteback;

    /// <summary>Status bits of the next sent frame's TDES0; it does not reach the wire if they
    /// contain the error summary.</summary>
    public uint NextTxStatus;

    /// <summary>Status bits added to the next received frame's RDES0.</summary>
    public uint NextRxStatus;

    /// <summary>Bits taken out of the next received frame's RDES0: first, last.</summary>
    public uint NextRxStatusCleared;

    /// <summary>Length in the next received frame's RDES0, CRC included; 0 leaves it
    /// true.</summary>
    public int NextRxLength;

    /// <summary>EB code of a bus error at the next access of that kind; -1 for none.</summary>
    public int NextBusError = -1;

    /// <summary>Frames from now on that find no free slot, as when nobody polls: RU, MISSED.</summary>
    public int RxUnavailable;

    /// <summary>What is added to MISSED at the next frame missed: counts and their wrap
    /// bits.</summary>
    public uint NextMissed;

    /// <summary>Frames from now on that come with a wrong CRC.</summary>
    public int BadFcsFrames;

    /// <summary>Frames with data from now on in which a bit flips that the CRC does not know
    /// of.</summary>
    public int DamagedFrames;

    /// <summary>The checksum unit is on (IPC) and drops what is wrong (DT 0), whatever CONFIG
    /// says.</summary>
    public bool ChecksumUnitOn;

    /// <summary>Bits the DMA sees in every TDES0 it owns, beside those that stand there.</summary>
    public uint TxControlSet;

    /// <summary>Bits the DMA does not see in the next TDES0 it owns.</summary>
    public uint NextTxControlCleared;

    /// <summary>Where the DMA takes the next transmit buffer to be; 0 reads the
    /// descriptor.</summary>
    public uint NextTxBuffer;

    /// <summary>Where the DMA takes the next receive buffer to be; 0 reads the
    /// descriptor.</summary>
    public uint NextRxBuffer;

    /// <summary>STATUS bits that come up by themselves once, with the next frame either
    /// way.</summary>
    public uint NextStatus;

    /// <summary>FTF does not clear itself.</summary>
    public bool StickyFlush;

    /// <summary>Reads of MIIADDR that find it busy after each command.</summary>
    public int MdioBusyReads = 2;

    /// <summary>The management interface stays busy for ever.</summary>
    public bool StickyMdio;

    /// <summary>True when a MAC reset takes <see cref="StallTx"/> and <see cref="StallRx"/>
    /// back.</summary>
    public bool ResetHeals = true;

    /// <summary>What happens to a frame on its way in.</summary>
    /// <returns>Whether its CRC is right when it arrives.</returns>
    internal bool Damage(byte[] frame, int at, int length, bool hasGoodFcs)
    {
        if (DamagedFrames > 0 && length > FrameBytesMin)
        {
            DamagedFrames--;
            frame[at + length - 1] ^= 0x10;     // a bad memory, between the peer's CRC and ours
        }

        if (BadFcsFrames == 0)
        {
            return hasGoodFcs;
        }

        BadFcsFrames--;
        return false;
    }

    internal bool TakeBusError(int code)
    {
        if (NextBusError != code)
        {
            return false;
        }

        NextBusError = -1;
        return true;
    }
}
