using System;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Boards;
using NanoStack.Hal.Bus;
using NanoStack.Hal.Host.Model;
using NanoStack.Hal.Phys;
using NanoStack.Tests.BoardFacts;

namespace NanoStack.Tests.Host.Hal;

/// <summary>Every board we ship comes up on a model of itself; with one fact wrong it says which
/// in one sentence.</summary>
[TestClass]
public sealed class PhyBoardTests
{
    [TestMethod]
    public void Start_OfEachBoard_CarriesFrames()
    {
        foreach (Board board in BoardCatalog.All())
        {
            HalBench bench = New(board);
            bench.Start();
            bench.RunUntilUp();
            Assert.AreEqual(board.Phy, bench.Device.Phy.Kind, board.Name);
            Assert.IsNull(board.WarningOf(bench.Device.Phy), board.Name);
            bench.ExpectTraffic();
        }
    }

    [TestMethod]
    public void Start_OfEachBoardWithAnotherClock_IsRefusedOrSaysNoRefClk()
    {
        foreach (Board board in BoardCatalog.All())
        {
            for (RmiiClock clock = RmiiClock.InOnGpio0; clock <= RmiiClock.OutOnGpio17; clock++)
            {
                RmiiClock real = board.RmiiClock;
                if (clock != real)
                {
                    board.RmiiClock = clock;
                    string said = board.Validate() ?? Fails(board, real);
                    Sentence.Is(said);
                    Assert.IsTrue(
                        said.Contains("choose") || said.Contains("no REF_CLK"), board.Name);
                    board.RmiiClock = real;
                }
            }
        }
    }

    [TestMethod]
    public void Start_OfEachBoardWithAnotherAddress_SaysWhichIsRight()
    {
        foreach (Board board in BoardCatalog.All())
        {
            int real = board.PhyAddress < 0 ? 1 : board.PhyAddress;
            board.PhyAddress = 9;
            HalBench bench = New(board);
            bench.Model.Phy.Address = real;
            InvalidOperationException failure =
                Assert.ThrowsExactly<InvalidOperationException>(bench.Start);
            StringAssert.Contains(failure.Message, "one does at " + real + ": set PhyAddress");
            Sentence.Is(failure.Message);
        }
    }

    [TestMethod]
    public void Start_OfEachBoardWithNoPhy_SaysWhichPinsToCheck()
    {
        foreach (Board board in BoardCatalog.All())
        {
            HalBench bench = New(board);
            bench.Model.PhyMakesClock = false;
            bench.Model.Phy.IsPresent = false;
            InvalidOperationException failure =
                Assert.ThrowsExactly<InvalidOperationException>(bench.Start);
            StringAssert.Contains(failure.Message, "MDC and MDIO");
            Sentence.Is(failure.Message);
        }
    }

    [TestMethod]
    public void Start_OfARevisionWithAnotherPhy_ComesUpAndWarns()
    {
        Board board = new Wesp32();
        HalBench bench = New(board);
        bench.Model.Phy.Id = 0x0007C0F1;
        bench.Start();
        bench.RunUntilUp();
        StringAssert.Contains(board.WarningOf(bench.Device.Phy), "LAN8720");
        bench.ExpectTraffic();
    }

    private static string Fails(Board board, RmiiClock real)
    {
        HalBench bench = New(board);
        bench.Model.BoardClock = real;
        return Assert.ThrowsExactly<InvalidOperationException>(bench.Start).Message;
    }

    /// <summary>A board on a model of itself, whose PHY hangs on these pins; -1: on whichever the board
    /// says.</summary>
    internal static HalBench New(Board board, int mdcPin = -1, int mdioPin = -1)
    {
        HalBench bench = new HalBench(board, null);
        bench.Model.BoardMdcPin = mdcPin;
        bench.Model.BoardMdioPin = mdioPin;
        if (board.Phy == PhyKind.Ip101)
        {
            bench.Model.Phy.Profile = PhyProfile.Of(0x02430C54);
        }
        else if (board.Phy == PhyKind.Rtl8201)
        {
            bench.Model.Phy.Profile = PhyProfile.Of(0x001CC816);
        }

        return bench;
    }
}
