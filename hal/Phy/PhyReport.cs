namespace NanoStack.Hal.Phys;

/// <summary>A PHY, its link and its partner in sentences, for the doctor.</summary>
public static class PhyReport
{
    /// <summary>What stands on the link now, partner and cable included.</summary>
    public static string Link(PhyDevice phy)
    {
        string text = phy.Name + " at address " + phy.Address + ": ";
        if (!phy.HasLink)
        {
            return text + "no link" + Fault(phy) + ".";
        }

        text += (phy.Is100 ? "100" : "10") + " Mb/s "
            + (phy.IsFullDuplex ? "full" : "half") + " duplex";
        if (phy.CableMeters >= 0)
        {
            text += ", cable about " + phy.CableMeters + " m";
        }

        return text + Fault(phy) + ".";
    }

    /// <summary>What the partner can, or why nobody knows.</summary>
    public static string Partner(PhyDevice phy)
    {
        if (!phy.HasLink)
        {
            return "No partner.";
        }

        if (phy.Kind == PhyKind.Lan867x || !phy.IsNegotiating)
        {
            return "The partner was not asked: the mode of this link is fixed.";
        }

        if (!phy.PartnerNegotiates)
        {
            return "The partner does not negotiate, so half duplex is assumed: let it negotiate, or"
                + " call Force with its mode.";
        }

        int can = phy.PartnerAbilities;
        return "The partner can"
            + If(can, PhyRegisters.Full100, " 100 full")
            + If(can, PhyRegisters.Half100, " 100 half")
            + If(can, PhyRegisters.Full10, " 10 full")
            + If(can, PhyRegisters.Half10, " 10 half")
            + If(can, PhyRegisters.Pause | PhyRegisters.AsymmetricPause, " pause") + ".";
    }

    private static string If(int value, int bits, string text)
    {
        return (value & bits) != 0 ? text : "";
    }

    private static string Fault(PhyDevice phy)
    {
        string where = phy.FaultMeters < 0 ? "" : " at about " + phy.FaultMeters + " m";
        switch (phy.Fault)
        {
            case CableFault.None: return ", cable whole";
            case CableFault.Open: return ", cable open" + where;
            case CableFault.Short: return ", cable shorted" + where;
            case CableFault.TestFailed: return ", cable test failed";
            default: return "";
        }
    }
}
