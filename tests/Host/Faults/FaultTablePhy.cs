using System;
using System.Collections.Generic;
using NanoStack.Hal.Emac;

namespace NanoStack.Tests.Host.Faults;

/// <summary>The rows of PHY and management interface.</summary>
internal static partial class FaultTable
{
    private static IEnumerable<Fault> Phy()
    {
        yield return new Fault(
            "MIIDATA is 0xFFFF at an address nobody has", "Phy.Address",
            pair => pair.Model.Phy.Address = 9, EmacStats.PhySilences)
        {
            LastsMs = 4000,
            Clear = pair => pair.Model.Phy.Address = 1,
        };
        yield return new Fault(
            "MIIDATA is 0xFFFF once", "Phy.SilentReads",
            pair => pair.Model.Phy.SilentReads = 1, EmacStats.PhySilences)
        {
            CountExactly = 1,
            WithoutReset = true,
        };
        yield return new Fault(
            "The PHY is gone, and its clock with it", "Phy.IsPresent",
            pair => pair.Model.Phy.IsPresent = false, EmacStats.PhyResets)
        {
            LastsMs = 5000,
            Clear = pair => pair.Model.Phy.IsPresent = true,
        };
        yield return new Fault(
            "The PHY's reset takes long", "Phy.SilentReads Phy.ResetPolls",
            pair =>
            {
                pair.Model.Phy.ResetPolls = 40;
                pair.Model.Phy.SilentReads = 3;
            },
            EmacStats.PhyResets)
        {
            CountExactly = 1,
        };
        yield return new Fault(
            "The PHY's reset hangs", "Phy.SilentReads Phy.IsResetStuck",
            pair =>
            {
                pair.Model.Phy.IsResetStuck = true;
                pair.Model.Phy.SilentReads = 3;
            },
            EmacStats.PhyResets)
        {
            LastsMs = 4000,
            Clear = pair => pair.Model.Phy.IsResetStuck = false,
        };
        yield return new Fault(
            "AN takes 30 polls", "Phy.AnPolls Phy.LinkUp",
            pair => Replug(pair, () => pair.Model.Phy.AnPolls = 30), EmacStats.LinkUps)
        {
            LastsMs = 5000,
            CountExactly = 1,
        };
        yield return new Fault(
            "AN never ends", "Phy.IsAnStuck Phy.LinkUp",
            pair => Replug(pair, () => pair.Model.Phy.IsAnStuck = true),
            EmacStats.PhyRenegotiations)
        {
            LastsMs = 9000,
            Clear = pair => pair.Model.Phy.IsAnStuck = false,
        };
        yield return new Fault(
            "The partner comes back at 10 Mb/s", "Phy.PartnerAbilities Phy.LinkUp",
            pair => Replug(pair, () => pair.Model.Phy.PartnerAbilities = 0x0061),
            EmacStats.LinkUps)
        {
            LastsMs = 2000,
            CountExactly = 1,
        };
        yield return new Fault(
            "The partner negotiates no more: half duplex", "Phy.PartnerNegotiates Phy.LinkUp",
            pair => Replug(pair, () => pair.Model.Phy.PartnerNegotiates = false),
            EmacStats.LinkUps)
        {
            LastsMs = 2000,
            CountExactly = 1,
        };
        yield return new Fault(
            "MDIO is slow", "Faults.MdioBusyReads",
            pair => pair.Model.Faults.MdioBusyReads = 500, EmacStats.MdioTimeouts)
        {
            LastsMs = 2000,
            Clear = pair => pair.Model.Faults.MdioBusyReads = 2,
        };
        yield return new Fault(
            "MDIO stays busy", "Faults.StickyMdio",
            pair => pair.Model.Faults.StickyMdio = true, EmacStats.MdioTimeouts)
        {
            LastsMs = 3000,
            Clear = pair => pair.Model.Faults.StickyMdio = false,
        };
    }

    /// <summary>The plug is out for a moment, and something is different when it is in
    /// again.</summary>
    private static void Replug(FaultPair pair, Action change)
    {
        pair.Model.Phy.LinkUp = false;
        pair.Run(700, true);
        change();
        pair.Model.Phy.LinkUp = true;
    }
}
