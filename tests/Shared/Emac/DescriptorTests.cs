#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Hal.Bus;
using NanoStack.Hal.Emac;
using NanoStack.Hal.Phys;

namespace NanoStack.Tests.Emac;

/// <summary>Descriptors and commands against the golden values of docs/hardware.md, 10.1.</summary>
[TestClass]
public sealed class DescriptorTests
{
    [TestMethod]
    public void TxControl_OfAWholeFrame_IsTheGoldenValue()
    {
        Assert.AreEqual(0xF0100000u, TxDescriptor.WholeFrame | TxDescriptor.Own);
    }

    [TestMethod]
    public void TxControl_Never_AsksForAChecksum()
    {
        Assert.AreEqual(0u, TxDescriptor.WholeFrame & TxDescriptor.ChecksumInsertion);
    }

    [TestMethod]
    public void TxControl_WhenDone_IsNothingToCount()
    {
        Assert.AreEqual(0u, 0x70100000u & TxDescriptor.Noteworthy);
        Assert.AreEqual(0, TxDescriptor.Collisions(0x70100000u));
    }

    [TestMethod]
    public void TxCollisions_AreReadFromTheirField()
    {
        Assert.AreEqual(15, TxDescriptor.Collisions(0x70100078u));
    }

    [TestMethod]
    public void RxStatus_OfAGoodFrame_IsWholeAndHasItsLength()
    {
        const uint Good = 0x00400320u;
        Assert.IsTrue(RxDescriptor.IsWhole(Good));
        Assert.AreEqual(60, RxDescriptor.Length(Good));
        Assert.AreEqual(0u, Good & RxDescriptor.ErrorSummary);
        Assert.AreEqual(0u, Good & RxDescriptor.Own);
    }

    [TestMethod]
    public void RxStatus_WithoutFirstOrLast_IsNotWhole()
    {
        Assert.IsFalse(RxDescriptor.IsWhole(0x00400220u));
        Assert.IsFalse(RxDescriptor.IsWhole(0x00400120u));
    }

    [TestMethod]
    public void RxRing_WhenReset_HoldsTheGoldenDescriptors()
    {
        RecordingBus bus = new RecordingBus();
        bus.Open(RmiiClock.InOnGpio0, 23, 18, 4096);
        EmacStats stats = new EmacStats();
        RxRing ring = new RxRing(
            bus, new EmacDma(bus, stats), stats, new RxGovernor(), 0, 64, 2, 1536);
        ring.Reset();

        Assert.AreEqual(0x80000000u, bus.ReadWord(0));
        Assert.AreEqual(0x00004600u, bus.ReadWord(4));
        Assert.AreEqual(0x3FFB8040u, bus.ReadWord(8));
        Assert.AreEqual(0x3FFB8020u, bus.ReadWord(12));
        Assert.AreEqual(0x3FFB8640u, bus.ReadWord(40));
        Assert.AreEqual(0x3FFB8000u, bus.ReadWord(44));
    }

    /// <summary>Frames come while the driver looks: the slot it found open a moment ago is closed like the
    /// one behind it. Skipped, its frame would come after those of a whole turn of the ring.</summary>
    [TestMethod]
    public void RxRing_WhoseSlotsCloseWhileItLooks_SkipsNone()
    {
        const uint Closed = 0x00400320u;            // 64 bytes, first and last
        RecordingBus bus = new RecordingBus();
        bus.Open(RmiiClock.InOnGpio0, 23, 18, 8192);
        EmacStats stats = new EmacStats();
        RxRing ring = new RxRing(
            bus, new EmacDma(bus, stats), stats, new RxGovernor(), 0, 128, 4, 1536);
        ring.Reset();
        bus.WriteWord(0, Closed);
        bus.WriteWord(32, Closed);

        Assert.IsTrue(ring.Resync());
        Assert.AreEqual(0, stats.Get(EmacStats.RxLostWritebacks));

        bus.WriteWord(0, RxDescriptor.Own);         // and that is a lost one
        Assert.IsTrue(ring.Resync());
        Assert.AreEqual(1, stats.Get(EmacStats.RxLostWritebacks));
    }

    [TestMethod]
    public void TxRing_WhenReset_OwnsAllSlots()
    {
        RecordingBus bus = new RecordingBus();
        bus.Open(RmiiClock.InOnGpio0, 23, 18, 4096);
        TxRing ring = new TxRing(bus, new EmacStats(), 0, 64, 2, 1536);
        ring.Reset();

        Assert.AreEqual(0x00100000u, bus.ReadWord(0));
        Assert.AreEqual(0x00100000u, bus.ReadWord(32));
        Assert.AreEqual(2, ring.FreeCount);
        Assert.AreEqual(0, ring.UsedCount);
    }

    [TestMethod]
    public void MdioCommand_OfARead_IsTheGoldenValue()
    {
        Assert.AreEqual(0x00000881u, Mdio.Command(1, 2, false));
    }

    [TestMethod]
    public void MdioCommand_OfAWrite_IsTheGoldenValue()
    {
        Assert.AreEqual(0x00000803u, Mdio.Command(1, 0, true));
    }

    [TestMethod]
    public void Lan8720_OfAnyRevision_IsKnownByItsIdentifier()
    {
        Assert.IsTrue(Lan8720.Is(0x0007C0F1u));
        Assert.IsTrue(Lan8720.Is(0x0007C131u));
        Assert.IsFalse(Lan8720.Is(0x02430C54u));
    }
}
