using System.Collections.Generic;
using System.Linq;
using NanoStack.Hal.Emac;
using NanoStack.Kernel;

namespace NanoStack.Tests.Host.Faults;

/// <summary>What the chip can do to a driver: docs/hardware.md, 10.2, and what else the model
/// knows.</summary>
internal static partial class FaultTable
{
    private const uint Ls = 1u << 29;
    private const uint Cic = 3u << 22;
    private const uint Psram = 0x3F800000;
    private const uint StatusTps = 1u << 1;
    private const uint StatusRu = 1u << 7;
    private const uint StatusAis = 1u << 15;
    private const uint StatusNis = 1u << 16;
    private const uint TxEs = 1u << 15;
    private const uint TxLc = 1u << 9;
    private const uint RxEs = 1u << 15;
    private const uint RxDe = 1u << 14;
    private const uint RxLs = 1u << 8;
    private const uint RxCe = 1u << 1;

    public static IEnumerable<Fault> All()
    {
        return ClockAndLink().Concat(Phy()).Concat(Receive()).Concat(Transmit()).Concat(Dma())
            .Concat(Interrupt());
    }

    private static IEnumerable<Fault> ClockAndLink()
    {
        yield return new Fault(
            "SWR hangs without REF_CLK", "Model.RefClockPresent",
            pair => pair.Model.RefClockPresent = false, EmacStats.NoRefClock)
        {
            LastsMs = 4000,
            Clear = pair => pair.Model.RefClockPresent = true,
        };
        yield return new Fault(
            "DPORT clock off: reads are 0, writes are lost", "Faults.ClockOff",
            pair => pair.Model.Faults.ClockOff = true, EmacStats.PhySilences)
        {
            LastsMs = 3000,
            Clear = pair => pair.Model.Faults.ClockOff = false,
        };
        yield return new Fault(
            "DPORT clock off for a moment that nobody sees", "Faults.ClockOff",
            pair => pair.Model.Faults.ClockOff = true,
            "frames the peer sent again", pair => pair.Peer.Mib.Get(Mib.TcpRetransSegs))
        {
            LastsMs = 90,
            Clear = pair => pair.Model.Faults.ClockOff = false,
        };
        yield return new Fault(
            "Link down: Tx completes with NC and LCar", "Phy.LinkUp",
            pair => pair.Model.Phy.LinkUp = false, EmacStats.TxNoCarrier)
        {
            LastsMs = 3000,
            Clear = pair => pair.Model.Phy.LinkUp = true,
        };
        yield return new Fault(
            "Link down: Rx is silent", "Phy.LinkUp",
            pair => pair.Model.Phy.LinkUp = false, EmacStats.LinkDowns)
        {
            LastsMs = 5000,
            Clear = pair => pair.Model.Phy.LinkUp = true,
            CountExactly = 1,
        };
        yield return new Fault(
            "BMSR keeps a loss that is over", "Phy.LinkUp",
            pair => pair.Model.Phy.LinkUp = false, EmacStats.LinkDowns)
        {
            LastsMs = 1,
            Clear = pair => pair.Model.Phy.LinkUp = true,
            CountExactly = 1,
        };
        yield return new Fault(
            "ST and SR stay: a base written meanwhile is ignored",
            "Faults.StickyEngines Phy.LinkUp",
            pair =>
            {
                pair.Model.Faults.StickyEngines = true;
                pair.Model.Phy.LinkUp = false;
            },
            EmacStats.StopTimeouts)
        {
            LastsMs = 2000,
            Clear = pair =>
            {
                pair.Model.Phy.LinkUp = true;
                pair.Run(3000, true);               // comes up with the engines as they are
                pair.Model.Faults.StickyEngines = false;
            },
        };
    }

    private static IEnumerable<Fault> Dma()
    {
        foreach (int code in new[] { 0, 3, 4, 5, 6, 7 })
        {
            yield return new Fault(
                "FBI with EB " + code, "Faults.NextBusError",
                pair => pair.Model.Faults.NextBusError = code, EmacStats.FatalBusErrors)
            {
                CountExactly = 1,
            };
        }

        yield return new Fault(
            "A transmit buffer where the DMA cannot go: FBI with EB 3", "Faults.NextTxBuffer",
            pair => pair.Model.Faults.NextTxBuffer = Psram, EmacStats.FatalBusErrors)
        {
            CountExactly = 1,
        };
        yield return new Fault(
            "A receive buffer where the DMA cannot go: FBI with EB 0", "Faults.NextRxBuffer",
            pair => pair.Model.Faults.NextRxBuffer = Psram, EmacStats.FatalBusErrors)
        {
            CountExactly = 1,
        };
        yield return new Fault(
            "An engine stops that nobody stopped", "Faults.NextStatus",
            pair => pair.Model.Faults.NextStatus = StatusTps, EmacStats.DmaStops)
        {
            CountExactly = 1,
        };
    }

    private static IEnumerable<Fault> Interrupt()
    {
        yield return new Fault(
            "NIS is sticky: the line stays up, the handler masks it", "Faults.StickyStatus",
            pair => pair.Model.Faults.StickyStatus = StatusNis,
            "interrupts", pair => pair.Bus.InterruptCount)
        {
            LastsMs = 200,
            Clear = pair => pair.Model.Faults.StickyStatus = 0,
            WithoutReset = true,
        };
        yield return new Fault(
            "A cause that comes back: level, it fires again", "Faults.StickyStatus Faults.RxUnavailable",
            pair =>
            {
                pair.Model.Faults.StickyStatus = StatusAis | StatusRu;
                pair.Model.Faults.RxUnavailable = 1;
            },
            EmacStats.StatusRxUnavailable)
        {
            LastsMs = 200,
            Clear = pair => pair.Model.Faults.StickyStatus = 0,
            WithoutReset = true,
        };
        yield return new Fault(
            "The interrupt does not reach the CPU", "Faults.LoseInterrupts",
            pair => pair.Model.Faults.LoseInterrupts = true,
            "frames found by polling (RxFrames)", pair => pair.Get(EmacStats.RxFrames))
        {
            LastsMs = 6000,
            Clear = pair => pair.Model.Faults.LoseInterrupts = false,
            WithoutReset = true,
        };
        yield return new Fault(
            "The handler runs late: the CPU is busy", "Faults.HoldInterrupts",
            pair => pair.Model.Faults.HoldInterrupts = true,
            "interrupts", pair => pair.Bus.InterruptCount)
        {
            LastsMs = 2000,
            Clear = pair =>
            {
                pair.Model.Faults.HoldInterrupts = false;
                pair.Model.RunHandler();
            },
            WithoutReset = true,
        };
    }
}
