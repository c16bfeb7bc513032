using System;
using NanoStack.Hal.Bus;
using NanoStack.Hal.Phys;

namespace NanoStack.Hal.Emac;

/// <summary>What can be wrong with a board at start, and the sentence that says what to
/// change.</summary>
/// <remarks>From: <see cref="EmacDevice"/>.Start, once. Later faults are counted and recovered
/// from.</remarks>
internal static class EmacBringUp
{
    public static void OpenBus(EmacBus bus, EmacOptions options)
    {
        switch (Open(bus, options))
        {
            case EmacBus.Opened:
                return;
            case EmacBus.OpenNoMemory:
                throw new InvalidOperationException(
                    "No internal memory for " + options.ArenaBytes
                    + " bytes of DMA rings: choose fewer slots (UseSmallRings).");
            case EmacBus.OpenNoInterrupt:
                throw new InvalidOperationException(
                    "The EMAC's interrupt is taken: build the firmware without ESP32 Ethernet.");
            case EmacBus.OpenNoClock:
                throw new InvalidOperationException(
                    "The APLL does not make 50 MHz, perhaps because I2S uses it: free it, or feed"
                    + " the clock in on GPIO0.");
            default:
                throw new InvalidOperationException(
                    "The EMAC did not open for a reason this release does not know: flash the"
                    + " firmware that belongs to it.");
        }
    }

    /// <summary>A board validates its pins; options that were changed by hand meet the firmware's own
    /// check here.</summary>
    private static int Open(EmacBus bus, EmacOptions options)
    {
        try
        {
            return bus.Open(options.Clock, options.MdcPin, options.MdioPin, options.ArenaBytes);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new InvalidOperationException(
                "The firmware refuses MdcPin " + options.MdcPin + ", MdioPin " + options.MdioPin
                + " or the clock mode: choose those of this board.");
        }
    }

    /// <summary>What to say when the MAC's reset did not end, which means one thing only.</summary>
    public static string NoClock(RmiiClock clock)
    {
        switch (clock)
        {
            case RmiiClock.InOnGpio0:
                return "no REF_CLK: 50 MHz should come in on GPIO0, so check power and reset pin of"
                    + " the PHY or oscillator, or choose the clock mode of this board.";
            case RmiiClock.OutOnGpio0:
                return "no REF_CLK: the ESP32 should drive 50 MHz out on GPIO0; if the board has an"
                    + " oscillator of its own, choose InOnGpio0.";
            default:
                return "no REF_CLK: the ESP32 should drive 50 MHz out on GPIO16 or GPIO17; with an"
                    + " oscillator choose InOnGpio0, with PSRAM OutOnGpio0.";
        }
    }

    /// <summary>The PHY the board says it has; if it is elsewhere, says where. One that is silent at first
    /// is asked again for a while.</summary>
    public static PhyDevice FindPhy(
        PhyProbe probe, EmacOptions options, PhyPin pin, EmacStats stats)
    {
        int asked = options.PhyAddress;
        int address = probe.Find(asked);
        if (address < 0 && asked >= 0)
        {
            address = probe.Scan();
        }

        if (address < 0)
        {
            throw new InvalidOperationException(
                "No PHY answers: check the MDC and MDIO pins and the PHY's power or reset pin.");
        }

        if (asked >= 0 && address != asked)
        {
            throw new InvalidOperationException(
                "No PHY answers at address " + asked + ", but one does at " + address
                + ": set PhyAddress to that.");
        }

        return probe.Make(options.Phy, address, probe.FoundId, pin, stats);
    }
}
