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
        int answer = bus.Open(options.Clock, options.MdcPin, options.MdioPin, options.ArenaBytes);
        switch (answer)
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
                    "The APLL does not make 50 MHz: I2S may use it. Feed the clock in on GPIO0.");
            default:
                throw new InvalidOperationException("The EMAC did not open: " + answer + ".");
        }
    }

    /// <summary>What to say when the MAC's reset did not end, which means one thing only.</summary>
    public static string NoClock(RmiiClock clock)
    {
        switch (clock)
        {
            case RmiiClock.InOnGpio0:
                return "no REF_CLK: 50 MHz should come in on GPIO0. Check that the PHY or"
                    + " oscillator has power and is out of reset, or choose the clock mode of this"
                    + " board.";
            case RmiiClock.OutOnGpio0:
                return "no REF_CLK: the ESP32 should drive 50 MHz out on GPIO0. If the board has an"
                    + " oscillator of its own, choose InOnGpio0.";
            default:
                return "no REF_CLK: the ESP32 should drive 50 MHz out on GPIO16 or GPIO17. If the"
                    + " board has an oscillator choose InOnGpio0, with PSRAM choose OutOnGpio0.";
        }
    }

    /// <summary>The PHY the board says it has; if it is elsewhere, says where.</summary>
    public static PhyDevice FindPhy(
        PhyProbe probe, EmacOptions options, PhyPin pin, EmacStats stats)
    {
        int address = options.PhyAddress < 0 ? probe.Scan() : options.PhyAddress;
        uint id = address < 0 ? 0 : probe.ReadId(address);
        if (id != 0)
        {
            return probe.Make(options.Phy, address, id, pin, stats);
        }

        int other = options.PhyAddress < 0 ? -1 : probe.Scan();
        if (other < 0)
        {
            throw new InvalidOperationException(
                "No PHY answers: check the MDC and MDIO pins and the PHY's power or reset pin.");
        }

        throw new InvalidOperationException(
            "No PHY answers at address " + address + ", but one does at " + other
            + ": set PhyAddress to that.");
    }
}
