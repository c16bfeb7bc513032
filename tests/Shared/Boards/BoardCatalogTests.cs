#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Boards;
using NanoStack.Hal.Bus;
using NanoStack.Hal.Phys;

namespace NanoStack.Tests.BoardFacts;

/// <summary>Every board we ship is right, and is found by what stands on it.</summary>
[TestClass]
public sealed class BoardCatalogTests
{
    [TestMethod]
    public void All_Validate()
    {
        Board[] boards = BoardCatalog.All();
        Assert.AreEqual(BoardCatalog.Count, boards.Length);
        for (int i = 0; i < boards.Length; i++)
        {
            string wrong = boards[i].Validate();
            Assert.IsNull(wrong, boards[i].Name + ": " + wrong);
        }
    }

    [TestMethod]
    public void All_WarnInOneSentence()
    {
        Board[] boards = BoardCatalog.All();
        for (int i = 0; i < boards.Length; i++)
        {
            string warning = boards[i].Warning();
            if (warning != null)
            {
                Sentence.Is(warning);
            }
        }
    }

    [TestMethod]
    public void All_AreFoundByTheirNames()
    {
        Board[] boards = BoardCatalog.All();
        for (int i = 0; i < boards.Length; i++)
        {
            Assert.AreEqual(boards[i].Name, BoardCatalog.ByName(boards[i].Name).Name);
        }
    }

    [TestMethod]
    public void ByName_InSmallLettersWithHyphens_FindsIt()
    {
        Assert.AreEqual("WT32-ETH01", BoardCatalog.ByName("wt32-eth01").Name);
        Board board = BoardCatalog.ByName("olimex-esp32-poe-wrover");
        Assert.AreEqual("Olimex ESP32-POE (WROVER)", board.Name);
        Assert.IsTrue(board.HasPsram);
    }

    [TestMethod]
    public void ByName_OfNoBoard_IsNull()
    {
        Assert.IsNull(BoardCatalog.ByName("raspberry"));
        Assert.IsNull(BoardCatalog.ByName(""));
        Assert.IsNull(BoardCatalog.At(BoardCatalog.Count));
        Assert.IsNull(BoardCatalog.At(-1));
    }

    [TestMethod]
    public void All_WithPsram_KeepOffItsPins()
    {
        Board[] boards = BoardCatalog.All();
        for (int i = 0; i < boards.Length; i++)
        {
            Board board = boards[i];
            bool isOff = board.RmiiClock == RmiiClock.InOnGpio0
                || board.RmiiClock == RmiiClock.OutOnGpio0;
            Assert.IsTrue(!board.HasPsram || isOff, board.Name);
        }
    }

    [TestMethod]
    public void Wesp32_OfEitherRevision_HasItsPinsWhereNobodyElseHas()
    {
        for (int i = 0; i < 2; i++)
        {
            Board board = new Wesp32(i == 1);
            Assert.AreEqual(16, board.MdcPin);
            Assert.AreEqual(17, board.MdioPin);
            Assert.AreEqual(-1, board.PhyResetPin);
        }

        Assert.AreEqual((int)PhyKind.Rtl8201, (int)new Wesp32().Phy);
        Assert.AreEqual((int)PhyKind.Lan8720, (int)new Wesp32(true).Phy);
    }

    [TestMethod]
    public void TEthLite_Always_WarnsOfItsStrap()
    {
        Assert.IsTrue(new LilyGoTEthLite().Warning().IndexOf("GPIO12") > 0);
    }
}
