using System;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Boards;
using NanoStack.Hal.Bus;
using NanoStack.Hal.Host.Model;
using NanoStack.Hal.Phys;

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

    private static HalBench New(Board board)
    {
        HalBench bench = new HalBench(board, null);
        switch (board.Phy)
        {
            case PhyKind.Ip101:
                bench.Model.Phy.Profile = PhyProfile.Of(0x02430C54);
                break;
            case PhyKind.Rtl8201:
                bench.Model.Phy.Profile = PhyProfile.Of(0x001CC816);
                break;
        }

        return bench;
    }
}
