namespace NanoStack.Hal.Emac;

/// <summary>The counters' names, for reports; nothing of it lies in RAM.</summary>
public static class EmacStatNames
{
    /// <summary>The name of a counter as in <see cref="EmacStats"/>.</summary>
    /// <returns>The name, or an empty string for a number that is no counter.</returns>
    public static string Of(int counter)
    {
        switch (counter)
        {
            case EmacStats.RxFrames: return nameof(EmacStats.RxFrames);
            case EmacStats.RxCrcErrors: return nameof(EmacStats.RxCrcErrors);
            case EmacStats.RxTruncated: return nameof(EmacStats.RxTruncated);
            case EmacStats.RxOverflows: return nameof(EmacStats.RxOverflows);
            case EmacStats.RxLateCollisions: return nameof(EmacStats.RxLateCollisions);
            case EmacStats.RxWatchdogs: return nameof(EmacStats.RxWatchdogs);
            case EmacStats.RxSymbolErrors: return nameof(EmacStats.RxSymbolErrors);
            case EmacStats.RxDribbles: return nameof(EmacStats.RxDribbles);
            case EmacStats.RxErrors: return nameof(EmacStats.RxErrors);
            case EmacStats.RxNotWhole: return nameof(EmacStats.RxNotWhole);
            case EmacStats.RxBadLength: return nameof(EmacStats.RxBadLength);
            case EmacStats.RxNoSkb: return nameof(EmacStats.RxNoSkb);
            case EmacStats.RxGoverned: return nameof(EmacStats.RxGoverned);
            case EmacStats.RxLostWritebacks: return nameof(EmacStats.RxLostWritebacks);
            case EmacStats.RxMissed: return nameof(EmacStats.RxMissed);
            case EmacStats.RxFifoMissed: return nameof(EmacStats.RxFifoMissed);
            case EmacStats.RxMissedWraps: return nameof(EmacStats.RxMissedWraps);
            case EmacStats.TxFrames: return nameof(EmacStats.TxFrames);
            case EmacStats.TxErrors: return nameof(EmacStats.TxErrors);
            case EmacStats.TxNoCarrier: return nameof(EmacStats.TxNoCarrier);
            case EmacStats.TxLossOfCarrier: return nameof(EmacStats.TxLossOfCarrier);
            case EmacStats.TxLateCollisions: return nameof(EmacStats.TxLateCollisions);
            case EmacStats.TxExcessiveCollisions: return nameof(EmacStats.TxExcessiveCollisions);
            case EmacStats.TxExcessiveDeferrals: return nameof(EmacStats.TxExcessiveDeferrals);
            case EmacStats.TxUnderflows: return nameof(EmacStats.TxUnderflows);
            case EmacStats.TxFlushed: return nameof(EmacStats.TxFlushed);
            case EmacStats.TxJabbers: return nameof(EmacStats.TxJabbers);
            case EmacStats.TxCollisions: return nameof(EmacStats.TxCollisions);
            case EmacStats.TxDeferred: return nameof(EmacStats.TxDeferred);
            case EmacStats.TxDropped: return nameof(EmacStats.TxDropped);
            case EmacStats.TxKicks: return nameof(EmacStats.TxKicks);
            case EmacStats.StatusRxUnavailable: return nameof(EmacStats.StatusRxUnavailable);
            case EmacStats.StatusRxOverflow: return nameof(EmacStats.StatusRxOverflow);
            case EmacStats.StatusRxWatchdog: return nameof(EmacStats.StatusRxWatchdog);
            case EmacStats.StatusTxUnderflow: return nameof(EmacStats.StatusTxUnderflow);
            case EmacStats.StatusTxJabber: return nameof(EmacStats.StatusTxJabber);
            case EmacStats.FatalBusErrors: return nameof(EmacStats.FatalBusErrors);
            case EmacStats.DmaStops: return nameof(EmacStats.DmaStops);
            case EmacStats.TxWatchdogResets: return nameof(EmacStats.TxWatchdogResets);
            case EmacStats.RxStallResets: return nameof(EmacStats.RxStallResets);
            case EmacStats.MacResets: return nameof(EmacStats.MacResets);
            case EmacStats.NoRefClock: return nameof(EmacStats.NoRefClock);
            case EmacStats.StopTimeouts: return nameof(EmacStats.StopTimeouts);
            case EmacStats.FlushTimeouts: return nameof(EmacStats.FlushTimeouts);
            case EmacStats.LinkUps: return nameof(EmacStats.LinkUps);
            case EmacStats.LinkDowns: return nameof(EmacStats.LinkDowns);
            case EmacStats.PhyResets: return nameof(EmacStats.PhyResets);
            case EmacStats.PhySilences: return nameof(EmacStats.PhySilences);
            case EmacStats.PhyRenegotiations: return nameof(EmacStats.PhyRenegotiations);
            case EmacStats.MdioTimeouts: return nameof(EmacStats.MdioTimeouts);
            default: return "";
        }
    }
}
