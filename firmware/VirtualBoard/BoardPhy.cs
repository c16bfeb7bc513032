using System;
using NanoStack.Boards;
using NanoStack.Hal.Host.Model;
using NanoStack.Hal.Phys;

namespace NanoStack.VirtualBoard;

/// <summary>Which PHY the model puts on a board.</summary>
/// <remarks>To: <see cref="PhyModel"/>.</remarks>
internal static class BoardPhy
{
    private const int AnyAddress = 1;

    /// <summary>Gives the model the board's PHY, with the address and the pin that the board's facts
    /// say, so a wrong fact shows.</summary>
    public static void Place(Board board, PhyModel phy)
    {
        phy.Profile = ProfileOf(board.Phy);
        phy.AnswersAtZero = board.Phy == PhyKind.Ip101 || board.Phy == PhyKind.Rtl8201;
        phy.Address = board.PhyAddress < 0 ? AnyAddress : board.PhyAddress;
        phy.Pin = board.PhyResetPin;
        phy.RunsWhenHigh = board.PhyRunsWhenHigh;
    }

    /// <summary>The model of a kind; of a board that names none, a PHY with clause 22 and nothing
    /// else.</summary>
    public static PhyProfile ProfileOf(PhyKind kind)
    {
        switch (kind)
        {
            case PhyKind.Lan8720: return Named("LAN8720");
            case PhyKind.Ip101: return Named("IP101G");
            case PhyKind.Rtl8201: return Named("RTL8201F");
            case PhyKind.Dp83848: return Named("DP83848");
            case PhyKind.Ksz80x1: return Named("KSZ8081");
            case PhyKind.Ksz8081Rna: return Named("KSZ8081");
            case PhyKind.Lan867x: return Named("LAN867x");
            case PhyKind.Jl1101: return Named("JL1101");
            case PhyKind.Yt8512: return Named("YT8512");
            case PhyKind.Unknown: return Named("generic");
            case PhyKind.Generic: return Named("generic");
            default: throw new ArgumentOutOfRangeException(nameof(kind));
        }
    }

    private static PhyProfile Named(string name)
    {
        return Array.Find(PhyProfile.All, profile => profile.Name == name);
    }
}
