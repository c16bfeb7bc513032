using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Boards;
using NanoStack.Hal.Bus;
using NanoStack.Hal.Phys;
using NanoStack.Tests.BoardFacts;

namespace NanoStack.Tests.Host.Hal;

/// <summary>Every field of every board with every value it could be given by mistake: right, or one
/// sentence that names the field and says what to change.</summary>
[TestClass]
public sealed class BoardFieldTests
{
    /// <summary>Pins that an ESP32 has, can drive, and does not need for RMII, flash or its serial
    /// port.</summary>
    private static readonly int[] Outputs = { 0, 2, 4, 5, 12, 13, 14, 15, 16, 17, 18, 23, 32, 33 };

    private delegate void Setter(Board board, int value);

    public static IEnumerable<object[]> Boards()
    {
        return BoardCatalog.All().Select((board, index) => new object[] { index, board.Name });
    }

    [TestMethod]
    [DynamicData(nameof(Boards))]
    public void Pins_OfEveryNumber_AreRightOrNamedInOneSentence(int index, string name)
    {
        Board right = BoardCatalog.At(index);
        for (int pin = -3; pin < 48; pin++)
        {
            bool isFree = Outputs.Contains(pin) && pin != ClockPin(right)
                && !(right.HasPsram && (pin == 16 || pin == 17));
            bool isNotReset = pin != right.PhyResetPin;
            Expect(
                index, (board, value) => board.MdcPin = value, pin, "MdcPin",
                isFree && pin != right.MdioPin && isNotReset);
            Expect(
                index, (board, value) => board.MdioPin = value, pin, "MdioPin",
                isFree && pin != right.MdcPin && isNotReset && pin != 12);
            Expect(
                index, SetResetPin, pin, "PhyResetPin",
                pin == -1 || (isFree && pin != right.MdcPin && pin != right.MdioPin));
        }
    }

    [TestMethod]
    [DynamicData(nameof(Boards))]
    public void Numbers_OfEveryOtherField_AreRightOrNamedInOneSentence(int index, string name)
    {
        Board right = BoardCatalog.At(index);
        for (int value = -4; value < 40; value++)
        {
            Expect(
                index, (board, v) => board.PhyAddress = v, value, "PhyAddress",
                value >= -1 && value <= 31);
            Expect(
                index, (board, v) => board.RmiiClock = (RmiiClock)v, value, "RmiiClock",
                IsClock(right, value));
            if (value < 0 || value > 10)
            {
                Expect(index, (board, v) => board.Phy = (PhyKind)v, value, "Phy is", false);
            }
        }

        foreach (int value in new[] { int.MinValue, -1, 5001, 10000, int.MaxValue })
        {
            Expect(index, (board, v) => board.PhyHoldMs = v, value, "PhyHoldMs", false);
            Expect(index, (board, v) => board.PhySettleMs = v, value, "PhySettleMs", false);
        }

        Expect(index, (board, v) => board.PhyHoldMs = v, 0, "PhyHoldMs", false);
        Expect(index, (board, v) => board.PhyHoldMs = v, 5000, "PhyHoldMs", true);
        Expect(index, (board, v) => board.PhySettleMs = v, 5000, "PhySettleMs", true);
    }

    [TestMethod]
    [DynamicData(nameof(Boards))]
    public void Start_WithAnotherPinOfTheManagementInterface_SaysWhichPinsToCheck(
        int index, string name)
    {
        foreach (int pin in Outputs)
        {
            for (int field = 0; field < 2; field++)
            {
                Board board = BoardCatalog.At(index);
                HalBench bench = PhyBoardTests.New(board);
                bench.Model.BoardMdcPin = field == 0 ? board.MdcPin : -1;
                bench.Model.BoardMdioPin = field == 1 ? board.MdioPin : -1;
                int right = field == 0 ? board.MdcPin : board.MdioPin;
                board.MdcPin = field == 0 ? pin : board.MdcPin;
                board.MdioPin = field == 1 ? pin : board.MdioPin;
                if (pin == right || board.Validate() != null)
                {
                    continue;
                }

                bench = PhyBoardTests.New(board, bench.Model.BoardMdcPin, bench.Model.BoardMdioPin);
                Says(bench, "check the MDC and MDIO pins");
            }
        }
    }

    /// <summary>A pin that keeps the PHY off and is not the one we release.</summary>
    [TestMethod]
    [DynamicData(nameof(Boards))]
    public void Start_WithAnotherResetPin_SaysToCheckIt(int index, string name)
    {
        int right = BoardCatalog.At(index).PhyResetPin;
        foreach (int pin in Outputs.Append(-1))
        {
            Board board = BoardCatalog.At(index);
            board.PhyResetPin = pin;
            if (right < 0 || pin == right || board.Validate() != null)
            {
                continue;
            }

            HalBench bench = PhyBoardTests.New(board);
            bench.Model.Phy.Pin = right;
            bench.Bus.SetPin(right, false);
            Says(bench, "reset pin");
        }
    }

    private static void SetResetPin(Board board, int pin)
    {
        board.PhyResetPin = pin;
        board.PhySettleMs = 150;            // enough for every PHY
    }

    private static void Says(HalBench bench, string words)
    {
        string said = Assert.ThrowsExactly<InvalidOperationException>(bench.Start).Message;
        StringAssert.Contains(said, words);
        Sentence.Is(said);
    }

    private static void Expect(int index, Setter set, int value, string field, bool isRight)
    {
        Board board = BoardCatalog.At(index);
        set(board, value);
        string wrong = board.Validate();
        string what = board.Name + ", " + field + " " + value + ": " + wrong;
        if (isRight)
        {
            Assert.IsNull(wrong, what);
            return;
        }

        Assert.IsNotNull(wrong, what);
        Sentence.Is(wrong);
        StringAssert.Contains(wrong, field, what);
        Assert.IsTrue(wrong.Contains(": ") && wrong.IndexOf(": ") < wrong.Length - 8, what);
    }

    private static bool IsClock(Board board, int value)
    {
        RmiiClock clock = (RmiiClock)value;
        int pin = clock == RmiiClock.OutOnGpio16 ? 16 : clock == RmiiClock.OutOnGpio17 ? 17 : 0;
        bool isPinFree = pin != board.MdcPin && pin != board.MdioPin && pin != board.PhyResetPin;
        return value >= 0 && value <= 3 && isPinFree
            && (value == 0 || !board.HasOscillator) && !(board.HasPsram && value >= 2);
    }

    private static int ClockPin(Board board)
    {
        return board.RmiiClock == RmiiClock.OutOnGpio16 ? 16
            : board.RmiiClock == RmiiClock.OutOnGpio17 ? 17 : 0;
    }
}
