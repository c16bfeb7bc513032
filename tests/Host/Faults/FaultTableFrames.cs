using System.Collections.Generic;
using NanoStack.Hal.Emac;
using NanoStack.Kernel;

namespace NanoStack.Tests.Host.Faults;

/// <summary>The rows of frames, in and out.</summary>
internal static partial class FaultTable
{
    private static IEnumerable<Fault> Receive()
    {
        yield return new Fault(
            "RU: suspended, resumes by poll demand or the next frame", "Faults.RxUnavailable",
            pair => pair.Model.Faults.RxUnavailable = 4, EmacStats.StatusRxUnavailable)
        {
            WithoutReset = true,
        };
        yield return new Fault(
            "MISSED is cleared by reading", "Faults.RxUnavailable",
            pair => pair.Model.Faults.RxUnavailable = 7, EmacStats.RxMissed)
        {
            CountExactly = 7,
            WithoutReset = true,
        };
        yield return new Fault(
            "MISSED counts on and wraps", "Faults.RxUnavailable Faults.NextMissed",
            pair =>
            {
                pair.Model.Faults.NextMissed = (1u << 16) | (1u << 28) | (5u << 17) | 20;
                pair.Model.Faults.RxUnavailable = 1;
            },
            EmacStats.RxMissedWraps)
        {
            CountExactly = 1,
            WithoutReset = true,
        };
        yield return new Fault(
            "The receive FIFO stays full: OVF", "Faults.StallRx",
            pair => pair.Model.Faults.StallRx = true, EmacStats.RxFifoMissed)
        {
            LastsMs = 3000,
            Clear = pair => pair.Model.Faults.StallRx = false,
        };
        yield return new Fault(
            "DE: the frame is cut off", "Faults.NextRxStatus",
            pair => pair.Model.Faults.NextRxStatus = RxEs | RxDe, EmacStats.RxTruncated)
        {
            CountExactly = 1,
            WithoutReset = true,
        };
        yield return new Fault(
            "A first descriptor without a last", "Faults.NextRxStatusCleared",
            pair => pair.Model.Faults.NextRxStatusCleared = RxLs, EmacStats.RxNotWhole)
        {
            CountExactly = 1,
            WithoutReset = true,
        };
        yield return new Fault(
            "A length that cannot be", "Faults.NextRxLength",
            pair => pair.Model.Faults.NextRxLength = 0x3FFF, EmacStats.RxBadLength)
        {
            CountExactly = 1,
            WithoutReset = true,
        };
        yield return new Fault(
            "FCS: dropped by the MAC, which tells nobody (FEF 0)", "Faults.BadFcsFrames",
            pair => pair.Model.Faults.BadFcsFrames = 5,
            "FramesBad of the model", pair => pair.Model.FramesBad)
        {
            CountExactly = 5,
            WithoutReset = true,
        };
        yield return new Fault(
            "FCS: reported in the descriptor (FEF 1)", "Faults.NextRxStatus",
            pair => pair.Model.Faults.NextRxStatus = RxEs | RxCe, EmacStats.RxCrcErrors)
        {
            CountExactly = 1,
            WithoutReset = true,
        };
        yield return new Fault(
            "A damaged frame whose FCS is right", "Faults.DamagedFrames",
            pair => pair.Model.Faults.DamagedFrames = 3,
            "Mib.TcpInCsumErrors", pair => pair.Board.Mib.Get(Mib.TcpInCsumErrors))
        {
            CountExactly = 3,
            WithoutReset = true,
        };
        yield return new Fault(
            "IPC 1 and DT 0: dropped in silence", "Faults.ChecksumUnitOn Faults.DamagedFrames",
            pair =>
            {
                pair.Model.Faults.ChecksumUnitOn = true;
                pair.Model.Faults.DamagedFrames = 3;
            },
            "FramesBad of the model", pair => pair.Model.FramesBad)
        {
            Clear = pair => pair.Model.Faults.ChecksumUnitOn = false,
            CountExactly = 3,
            WithoutReset = true,
        };
        yield return new Fault(
            "A receive descriptor is not given back", "Faults.LoseNextRxWriteback",
            pair => pair.Model.Faults.LoseNextRxWriteback = true, EmacStats.RxLostWritebacks)
        {
            CountExactly = 1,
            WithoutReset = true,
        };
    }

    private static IEnumerable<Fault> Transmit()
    {
        yield return new Fault(
            "TU: suspended until a poll demand, and the demand is lost", "Faults.LoseNextTxDemand",
            pair =>
            {
                pair.Model.Faults.LoseNextTxDemand = true;
                pair.SendUp();
            },
            "Mib.TcpRetransSegs", pair => pair.Board.Mib.Get(Mib.TcpRetransSegs))
        {
            SendsMs = 0,
            WithoutReset = true,
        };
        yield return new Fault(
            "The transmitter takes nothing, as in a long pause", "Faults.HoldTx",
            pair => pair.Model.Faults.HoldTx = true, EmacStats.TxKicks)
        {
            LastsMs = 1600,
            Clear = pair =>
            {
                pair.Model.Faults.HoldTx = false;
                pair.Model.RunTx();
            },
            WithoutReset = true,
        };
        yield return new Fault(
            "The transmitter hangs: the watchdog resets the MAC", "Faults.StallTx",
            pair => pair.Model.Faults.StallTx = true, EmacStats.TxWatchdogResets)
        {
            LastsMs = 3000,
            CountExactly = 1,
        };
        yield return new Fault(
            "The transmitter hangs, and a reset does not heal it",
            "Faults.StallTx Faults.ResetHeals",
            pair =>
            {
                pair.Model.Faults.StallTx = true;
                pair.Model.Faults.ResetHeals = false;
            },
            EmacStats.TxWatchdogResets)
        {
            LastsMs = 7000,
            Clear = pair =>
            {
                pair.Model.Faults.StallTx = false;
                pair.Model.Faults.ResetHeals = true;
            },
        };
        yield return new Fault(
            "FTF: what hangs in the FIFO closes with FF and UF", "Faults.StallTx Phy.LinkUp",
            pair =>
            {
                pair.Model.Faults.StallTx = true;
                pair.Run(100, true);
                pair.Model.Phy.LinkUp = false;
            },
            EmacStats.TxFlushed)
        {
            LastsMs = 2000,
            Clear = pair => pair.Model.Phy.LinkUp = true,
        };
        yield return new Fault(
            "FTF does not clear itself", "Faults.StickyFlush Phy.LinkUp",
            pair =>
            {
                pair.Model.Faults.StickyFlush = true;
                pair.Model.Phy.LinkUp = false;
            },
            EmacStats.FlushTimeouts)
        {
            LastsMs = 2000,
            Clear = pair =>
            {
                pair.Model.Phy.LinkUp = true;
                pair.Model.Faults.StickyFlush = false;
            },
        };
        yield return new Fault(
            "UNF: a first without its last", "Faults.NextTxControlCleared",
            pair => pair.Model.Faults.NextTxControlCleared = Ls, EmacStats.StatusTxUnderflow)
        {
            CountExactly = 1,
            WithoutReset = true,
        };
        yield return new Fault(
            "CIC spoils every second frame", "Faults.TxControlSet",
            pair => pair.Model.Faults.TxControlSet = Cic,
            "Mib.TcpInCsumErrors of the peer", pair => pair.Peer.Mib.Get(Mib.TcpInCsumErrors))
        {
            Clear = pair => pair.Model.Faults.TxControlSet = 0,
            WithoutReset = true,
        };
        yield return new Fault(
            "A late collision: the frame is given up", "Faults.NextTxStatus",
            pair => pair.Model.Faults.NextTxStatus = TxEs | TxLc, EmacStats.TxLateCollisions)
        {
            CountExactly = 1,
            WithoutReset = true,
        };
        yield return new Fault(
            "A transmit descriptor is not given back: the watchdog resets the MAC",
            "Faults.LoseNextTxWriteback",
            pair => pair.Model.Faults.LoseNextTxWriteback = true, EmacStats.TxWatchdogResets)
        {
            SendsMs = 30,
            LastsMs = 4000,
            CountExactly = 1,
        };
    }
}
