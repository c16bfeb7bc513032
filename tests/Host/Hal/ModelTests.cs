using System;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Hal.Host;
using NanoStack.Hal.Host.Model;
using NanoStack.Wire;

namespace NanoStack.Tests.Host.Hal;

/// <summary>The modelled chip against docs/hardware.md, 1, 2 and 10, by register
/// alone.</summary>
[TestClass]
public sealed partial class ModelTests
{
    private const uint Dma = 0x3FF69000;
    private const uint Mac = 0x3FF6A000;
    private const uint TxPoll = Dma + 0x04;
    private const uint RxPoll = Dma + 0x08;
    private const uint Status = Dma + 0x14;
    private const uint OpMode = Dma + 0x18;
    private const uint IntEnable = Dma + 0x1C;
    private const uint Missed = Dma + 0x20;
    private const uint Own = 0x80000000;
    private const int TxAt = 512;
    private const int BufferAt = 1024;

    private readonly EmacModel _model = new EmacModel();
    private readonly ModelBus _bus;
    private readonly byte[] _frame = new byte[60];

    public ModelTests()
    {
        _bus = new ModelBus(_model, new SeededEntropy(1));
        Array.Copy(_model.FactoryAddress, _frame, 6);
        _frame[12] = 8;
    }

    [TestMethod]
    public void PowerUp_Always_HasTheResetValues()
    {
        Open();
        Reset();
        Assert.AreEqual(0x00020100u, Read(Dma));
        Assert.AreEqual(0u, Read(Mac));
        Assert.AreEqual(0u, Read(OpMode));
        Assert.AreEqual(0u, Read(IntEnable));
        Assert.AreEqual(0u, Read(Status));
        Assert.AreEqual(0x8000FFFFu, Read(Mac + 0x40));
        Assert.AreEqual(0xFFFFFFFFu, Read(Mac + 0x44));
        Assert.AreEqual(0x03E80000u, Read(Mac + 0x34));
    }

    [TestMethod]
    public void Clock_WhenOff_ReadsZeroAndForgetsWrites()
    {
        Assert.AreEqual(0u, Read(Mac + 0x40));
        Write(Mac, 0x8000);
        Open();
        Assert.AreEqual(0u, Read(Mac));
    }

    [TestMethod]
    public void Reset_WithoutTheClock_EndsWhenItComes()
    {
        Open();
        _model.RefClockPresent = false;
        Write(Dma, 1);
        Assert.AreEqual(1u, Read(Dma) & 1);
        _model.RefClockPresent = true;
        Assert.AreEqual(0u, Read(Dma) & 1);
    }

    [TestMethod]
    public void RingBase_WhenRunning_IsNotChanged()
    {
        Run();
        uint before = Read(Dma + 0x0C);
        Write(Dma + 0x0C, 0x3FFB9000);
        Write(Dma + 0x10, 0x3FFB9000);
        Assert.AreEqual(before, Read(Dma + 0x0C));
        Assert.AreEqual(2, _model.Violations);
    }

    [TestMethod]
    public void Speed_ChangedWhileRunning_IsAViolation()
    {
        Run();
        Write(Mac, 0x880C);
        Assert.AreEqual(1, _model.Violations);
    }

    [TestMethod]
    public void Transmit_WithoutOwn_SuspendsUntilDemanded()
    {
        Run();
        Assert.AreNotEqual(0u, Read(Status) & 4);       // TU
        Provide(0, 0xF0100000, 60);
        Assert.AreEqual(0, _model.FramesSent);
        Write(TxPoll, 0);
        Assert.AreEqual(1, _model.FramesSent);
        Assert.AreEqual(0x70100000u, _bus.ReadWord(TxAt));
        Assert.AreNotEqual(0u, Read(Status) & 1);       // TI
    }

    [TestMethod]
    public void Transmit_OfAFirstWithoutALast_Underflows()
    {
        Run();
        Provide(0, 0xD0100000, 60);
        Write(TxPoll, 0);
        Assert.AreNotEqual(0u, Read(Status) & 0x20);    // UNF
        Assert.AreEqual(0, _model.FramesSent);
    }

    [TestMethod]
    public void Transmit_OfTwoBuffers_IsOneFrame()
    {
        Run();
        Provide(0, 0x90100000, 40);
        Provide(1, 0xE0100000, 40);
        Write(TxPoll, 0);
        Assert.AreEqual(1, _model.FramesSent);
        Assert.AreEqual(0u, _bus.ReadWord(TxAt) & Own);
        Assert.AreEqual(0u, _bus.ReadWord(TxAt + 32) & Own);
    }

    [TestMethod]
    public void Transmit_WithLinkDown_CompletesWithoutCarrier()
    {
        Run();
        _model.Phy.LinkUp = false;
        Provide(0, 0xF0100000, 60);
        Write(TxPoll, 0);
        Assert.AreEqual(0x70108C00u, _bus.ReadWord(TxAt));      // ES, LCar, NC
    }

    [TestMethod]
    public void Transmit_WithChecksumInsertion_IsAViolation()
    {
        Run();
        Provide(0, 0xF0D00000, 60);
        Write(TxPoll, 0);
        Assert.AreEqual(1, _model.Violations);
    }

    [TestMethod]
    public void Transmit_FromMemoryTheDmaCannotReach_IsABusError()
    {
        Run();
        Provide(0, 0xF0100000, 60);
        _bus.WriteWord(TxAt + 8, 0x3F800000);           // PSRAM
        Write(TxPoll, 0);
        Assert.AreEqual(0x2000u | (3u << 23), Read(Status) & (0x2000u | (7u << 23)));
    }

    [TestMethod]
    public void Arena_InPsram_IsABusErrorAtOnce()
    {
        _model.ArenaAddress = 0x3F800000;
        Run();
        Assert.AreNotEqual(0u, Read(Status) & 0x2000);
    }

    [TestMethod]
    public void Receive_OfAFrame_ClosesTheGoldenDescriptor()
    {
        Run();
        Accept();
        Assert.AreEqual(0x00400320u, _bus.ReadWord(0));
        Assert.AreNotEqual(0u, Read(Status) & 0x40);    // RI
    }

    [TestMethod]
    public void Receive_WithoutASlot_SuspendsCountsAndResumes()
    {
        Run();
        Accept();
        Assert.AreEqual(0u, Read(Status) & 0x80);
        Accept();
        Assert.AreNotEqual(0u, Read(Status) & 0x80);    // RU, when the last slot closed
        Accept();
        Accept();
        Assert.AreEqual(2u, Read(Missed));
        Assert.AreEqual(0u, Read(Missed));              // reading clears
        _bus.WriteWord(0, Own);
        Write(RxPoll, 0);
        Accept();
        Assert.AreEqual(0u, _bus.ReadWord(0) & Own);
    }

    [TestMethod]
    public void Receive_WhenSuspended_LooksAgainWithTheNextFrame()
    {
        Run();
        Accept();
        Accept();
        _bus.WriteWord(0, Own);                         // and no poll demand
        Accept();
        Assert.AreEqual(0u, _bus.ReadWord(0) & Own);
        Assert.AreEqual(0u, Read(Missed));
    }

    [TestMethod]
    public void Receive_OfAFrameLargerThanItsBuffers_IsTruncated()
    {
        Run(32);
        byte[] frame = new byte[200];
        Array.Copy(_frame, frame, 14);
        _model.Receive(frame, 0, 200, true);
        Assert.AreEqual(0x200u, _bus.ReadWord(0));      // FS, closed
        Assert.AreEqual(0xC120u, _bus.ReadWord(32) & 0xFFFF);   // ES, DE, LS, FT
    }

    [TestMethod]
    public void Receive_OverTwoBuffers_HasFirstAndLastApart()
    {
        Run(32);
        byte[] frame = new byte[60];
        Array.Copy(_frame, frame, 14);
        _model.Receive(frame, 0, 60, true);
        Assert.AreEqual(0x200u, _bus.ReadWord(0));
        Assert.AreEqual(0x00400120u, _bus.ReadWord(32));
    }

    [TestMethod]
    public void Receive_OfABadCrcOrARunt_IsDroppedByTheMac()
    {
        Run();
        _model.Receive(_frame, 0, 60, false);
        _model.Receive(_frame, 0, 40, true);
        Assert.AreEqual(2, _model.FramesBad);
        Assert.AreEqual(Own, _bus.ReadWord(0));
    }

    [TestMethod]
    public void Receive_OfABadCrcWithForwarding_SaysSo()
    {
        Run();
        Write(OpMode, 0x02002086);                      // FEF
        _model.Receive(_frame, 0, 60, false);
        Assert.AreEqual(0x8002u, _bus.ReadWord(0) & 0x8002);
    }

    [TestMethod]
    public void Receive_WithTheChecksumUnit_DropsInSilence()
    {
        Run();
        Write(Mac, 0xCC0C);                             // IPC
        byte[] frame = new byte[60];
        Array.Copy(_frame, frame, 14);
        frame[14] = 0x45;
        frame[17] = 20;
        _model.Receive(frame, 0, 60, true);
        Assert.AreEqual(1, _model.FramesBad);
        ByteOrder.Write16(
            frame, 24, InetChecksum.Fold(InetChecksum.Add(0, frame, 14, 20)));
        _model.Receive(frame, 0, 60, true);
        Assert.AreEqual(1, _model.FramesReceived);
    }

    [TestMethod]
    public void Receive_AtTheWrongSpeed_GetsNothing()
    {
        Run();
        Write(Mac, 0x880C);                             // 10 Mb/s, the PHY is at 100
        Accept();
        Assert.AreEqual(0, _model.FramesReceived);
    }

    [TestMethod]
    public void Receive_EndsInsideAWord_AndSpoilsTheRestOfIt()
    {
        Run();
        byte[] frame = new byte[61];
        Array.Copy(_frame, frame, 14);
        _model.Receive(frame, 0, 61, true);
        byte[] after = new byte[4];
        _bus.CopyOut(BufferAt + 64, after, 0, 4, 0);
        Assert.AreEqual((byte)0xEE, after[1]);
        Assert.AreEqual((byte)0xEE, after[3]);
    }

    [TestMethod]
    public void Summary_OnceUp_StaysUntilItIsWritten()
    {
        Run();
        _model.Faults.LoseInterrupts = true;
        Write(IntEnable, 0x18040);
        Write(Status, 0xFFFFFFFF);
        Accept();
        Assert.AreEqual(0x10040u, Read(Status) & 0x1FFFF);
        Write(Status, 0x40);
        Assert.AreEqual(0x10000u, Read(Status) & 0x1FFFF);
        Write(Status, 0x10000);
        Assert.AreEqual(0u, Read(Status) & 0x1FFFF);
    }

    [TestMethod]
    public void Interrupt_OfABitNotEnabled_DoesNotCome()
    {
        Run();
        Write(Status, 0xFFFFFFFF);
        Write(IntEnable, 0x10001);                      // TIE, NIE
        Accept();
        Assert.AreEqual(0, _bus.InterruptCount);
    }

    [TestMethod]
    public void Interrupt_WhenUnmaskedLater_FiresForWhatStands()
    {
        Run();
        Accept();
        Assert.AreEqual(0, _bus.InterruptCount);
        Write(IntEnable, 0x18040);
        Assert.AreEqual(1, _bus.InterruptCount);
        Assert.AreEqual(0u, Read(IntEnable));           // the handler masks
        Assert.AreNotEqual(0u, _bus.TakeStatus() & 0x40);
        Assert.AreEqual(0u, _bus.TakeStatus() & 0x40);
    }

    [TestMethod]
    public void Flush_WithAStuckFrame_ClosesItWithItsStatus()
    {
        Run();
        _model.Faults.StallTx = true;
        Provide(0, 0xF0100000, 60);
        Write(TxPoll, 0);
        Assert.AreEqual(3u, (Read(Mac + 0x24) >> 17) & 3);
        Write(OpMode, 0x02100006);
        Assert.AreEqual(0x7010A002u, _bus.ReadWord(TxAt));      // ES, FF, UF
        Assert.AreEqual(0u, Read(OpMode) & 0x100000);
    }

    [TestMethod]
    public void OpMode_WhileFlushing_IsNotWritten()
    {
        Run();
        _model.Faults.StickyFlush = true;
        Write(OpMode, 0x02102006);
        Write(OpMode, 0);
        Assert.AreEqual(0x02102006u, Read(OpMode));
        Assert.AreEqual(1, _model.Violations);
    }

    [TestMethod]
    public void Stop_OfBothEngines_IsTold()
    {
        Run();
        Write(OpMode, 0x02000004);
        Assert.AreEqual(0x102u, Read(Status) & 0x102);  // TPS, RPS
        Assert.AreEqual(0u, (Read(Status) >> 17) & 0x3F);
    }
}
