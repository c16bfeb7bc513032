#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Hal.Bus;
using NanoStack.Hal.Emac;

namespace NanoStack.Tests.Emac;

/// <summary>Register values against the golden ones of docs/hardware.md, 10.1, written here a second
/// time as plain numbers.</summary>
[TestClass]
public sealed class RegisterValueTests
{
    private const uint BusMode = 0x3FF69000;
    private const uint Status = 0x3FF69014;
    private const uint OpMode = 0x3FF69018;
    private const uint IntEnable = 0x3FF6901C;
    private const uint Config = 0x3FF6A000;
    private const uint FrameFilter = 0x3FF6A004;

    [TestMethod]
    public void DmaConfigure_WithBurst32_WritesTheGoldenValues()
    {
        RecordingBus bus = NewBus();
        new EmacDma(bus, new EmacStats()).Configure(32);

        Expect(bus, 0, OpMode, 0x02000004u);
        Expect(bus, 1, OpMode, 0x02100004u);
        Expect(bus, 2, BusMode, 0x06022080u);
    }

    [TestMethod]
    public void DmaConfigure_WithBurst8_LeavesRoomForSpi()
    {
        RecordingBus bus = NewBus();
        new EmacDma(bus, new EmacStats()).Configure(8);
        Expect(bus, 2, BusMode, 0x06020880u);
    }

    [TestMethod]
    public void DmaReset_WhenTheBitClears_Ends()
    {
        RecordingBus bus = NewBus();
        Assert.IsTrue(new EmacDma(bus, new EmacStats()).Reset());
        Expect(bus, 0, BusMode, 1u);
    }

    [TestMethod]
    public void DmaReset_WhenTheBitStays_GivesUp()
    {
        RecordingBus bus = new RecordingBus();
        Assert.IsFalse(new EmacDma(bus, new EmacStats()).Reset());
    }

    [TestMethod]
    public void MacConfigure_OfTheFactoryAddress_WritesTheGoldenValues()
    {
        RecordingBus bus = NewBus();
        new EmacMac(bus, new EmacStats()).Configure(
            new byte[] { 0x24, 0x6F, 0x28, 0x01, 0x02, 0x03 });

        Expect(bus, 0, Config, 0x0000C800u);
        Expect(bus, 1, 0x3FF6A004, 0u);
        Expect(bus, 2, 0x3FF6A018, 0u);
        Expect(bus, 3, 0x3FF6A040, 0x80000302u);
        Expect(bus, 4, 0x3FF6A044, 0x01286F24u);
    }

    [TestMethod]
    public void MacSetLink_OfTenHalf_WritesTheGoldenValue()
    {
        RecordingBus bus = NewBus();
        new EmacMac(bus, new EmacStats()).SetLink(false, false, true);
        Expect(bus, 0, Config, 0x00008000u);
        Expect(bus, 1, 0x3FF6A018, 0u);         // no pause in half duplex
    }

    [TestMethod]
    public void MacSetLink_WithAPausingPartner_ObeysAndNeverAsks()
    {
        RecordingBus bus = NewBus();
        new EmacMac(bus, new EmacStats()).SetLink(true, true, true);
        Expect(bus, 0, Config, 0x0000C800u);
        Expect(bus, 1, 0x3FF6A018, 0x4u);       // RFE, no TFE
    }

    [TestMethod]
    public void InterruptEnable_Always_WritesTheGoldenValue()
    {
        RecordingBus bus = NewBus();
        new EmacInterrupt(bus).Enable();
        Expect(bus, 0, IntEnable, 0x000180C0u);
        Expect(bus, 1, Status, 0xFFFFFFFFu);
    }

    [TestMethod]
    public void InterruptUnmask_WhenTransmitIsAwaited_AddsItsBit()
    {
        RecordingBus bus = NewBus();
        new EmacInterrupt(bus).Unmask(true);
        Assert.AreEqual(0x000180C1u, bus.Read32(IntEnable));
    }

    [TestMethod]
    public void Start_Always_TurnsTheTransmitterOnBeforeItsDma()
    {
        RecordingBus bus = NewBus();
        EmacEngine engine = NewEngine(bus);
        Assert.IsTrue(engine.Init());
        engine.ResetRings();
        int from = bus.WriteCount + 4;          // CONFIG, FLOWCTRL, INTEN, STATUS
        engine.Start(true, true, false);

        Expect(bus, from, Config, 0x0000C808u);
        Expect(bus, from + 1, OpMode, 0x02002004u);
        Expect(bus, from + 2, OpMode, 0x02002006u);
        Expect(bus, from + 3, Config, 0x0000C80Cu);
    }

    [TestMethod]
    public void Init_Always_SelectsTheClockResetsAndThenProgramsMacBeforeDma()
    {
        RecordingBus bus = NewBus();
        Assert.IsTrue(NewEngine(bus).Init());
        uint[] order =
        {
            0x3FF6980C, 0x3FF69808, 0x3FF69804,         // RMII and its clock: SWR needs it
            BusMode,                                    // SWR
            Config, FrameFilter, 0x3FF6A018, 0x3FF6A040, 0x3FF6A044,
            OpMode, OpMode,                             // FTF between
            BusMode,
        };
        Assert.AreEqual(order.Length, bus.WriteCount);
        for (int i = 0; i < order.Length; i++)
        {
            Assert.AreEqual(order[i], bus.AddressOf(i));
        }
    }

    [TestMethod]
    public void Filter_WithAGroup_WritesTheGoldenValues()
    {
        RecordingBus bus = NewBus();
        EmacFilter filter = new EmacFilter(bus);
        byte[] group = { 0x01, 0x00, 0x5E, 0x00, 0x00, 0xFB };
        Assert.IsTrue(filter.Join(group));
        filter.WriteChanges();
        Expect(bus, 0, FrameFilter, 0u);
        Expect(bus, 1, 0x3FF6A048, 0x8000FB00u);
        Expect(bus, 2, 0x3FF6A04C, 0x005E0001u);        // takes effect with this half
        filter.WriteChanges();
        Assert.AreEqual(3, bus.WriteCount, "nothing changed");
        Assert.IsTrue(filter.Leave(group));
        filter.WriteChanges();
        Expect(bus, 4, 0x3FF6A048, 0u);
        Expect(bus, 5, 0x3FF6A04C, 0u);
        filter.IsOpen = true;
        filter.WriteChanges();
        Expect(bus, 6, FrameFilter, 0x10u);
        Assert.AreEqual(7, bus.WriteCount);
    }

    [TestMethod]
    public void Stop_Always_EndsTransmitBeforeReceive()
    {
        RecordingBus bus = NewBus();
        EmacEngine engine = NewEngine(bus);
        engine.Init();
        engine.ResetRings();
        engine.Start(true, true, false);
        int from = bus.WriteCount;
        Assert.IsTrue(engine.Stop());

        Expect(bus, from, OpMode, 0x02000006u);
        Expect(bus, from + 1, Config, 0x0000C800u);
        Expect(bus, from + 2, OpMode, 0x02000004u);
        Expect(bus, from + 3, OpMode, 0x02100004u);
        Expect(bus, from + 4, IntEnable, 0u);
    }

    [TestMethod]
    public void Stop_OfAnEngineThatRunsOn_SaysSo()
    {
        RecordingBus bus = NewBus();
        EmacEngine engine = NewEngine(bus);
        engine.Init();
        engine.ResetRings();
        engine.Start(true, true, false);
        bus.Preset(0x3FF69014, 0x00060000u);            // RS: waits for a frame
        Assert.IsFalse(engine.Stop());
    }

    [TestMethod]
    public void ClockSelect_In_LeavesOtherBitsAlone()
    {
        RecordingBus bus = NewBus();
        bus.Preset(0x3FF6980C, 0x00010000u);
        new EmacClock(bus).Select(RmiiClock.InOnGpio0);
        Assert.AreEqual(0x00018000u, bus.Read32(0x3FF6980C));
        Assert.AreEqual(0x1u, bus.Read32(0x3FF69808));
        Assert.AreEqual(0x01000000u, bus.Read32(0x3FF69804));
    }

    [TestMethod]
    public void ClockSelect_Out_TurnsToTheInternalClock()
    {
        RecordingBus bus = NewBus();
        bus.Preset(0x3FF69800, 0x3FFu);
        new EmacClock(bus).Select(RmiiClock.OutOnGpio17);
        Assert.AreEqual(0x2u, bus.Read32(0x3FF69808));
        Assert.AreEqual(0u, bus.Read32(0x3FF69804));
        Assert.AreEqual(0x300u, bus.Read32(0x3FF69800));
    }

    private static RecordingBus NewBus()
    {
        RecordingBus bus = new RecordingBus();
        bus.SelfClear(BusMode, 1);
        bus.SelfClear(OpMode, 0x00100000);
        bus.Open(RmiiClock.InOnGpio0, 23, 18, new EmacOptions().ArenaBytes);
        return bus;
    }

    private static EmacEngine NewEngine(RecordingBus bus)
    {
        EmacOptions options = new EmacOptions();
        EmacStats stats = new EmacStats();
        EmacDma dma = new EmacDma(bus, stats);
        TxRing tx = new TxRing(bus, stats, 256, 384, 4, 1536);
        RxRing rx = new RxRing(bus, dma, stats, new RxGovernor(), 0, 384, 8, 1536);
        return new EmacEngine(
            bus, options, dma, new EmacMac(bus, stats), new EmacInterrupt(bus), tx, rx,
            new byte[6]);
    }

    private static void Expect(RecordingBus bus, int write, uint address, uint value)
    {
        Assert.AreEqual(address, bus.AddressOf(write));
        Assert.AreEqual(value, bus.ValueOf(write));
    }
}
