#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Device;
using NanoStack.Hal.Bus;
using NanoStack.Hal.Emac;
using NanoStack.Kernel;

namespace NanoStack.Tests.Emac;

/// <summary>Small parts of hal that need no chip: governor, watchdog, mask, names.</summary>
[TestClass]
public sealed class EmacPartTests
{
    private const uint IntEnable = 0x3FF6901C;

    [TestMethod]
    public void Governor_WhenAShareIsUsedUp_TurnsTheClassAwayAndNoOther()
    {
        RxGovernor governor = new RxGovernor();
        governor.SetShare(FrameClass.Icmp, 2);
        Assert.IsTrue(governor.Admit(FrameClass.Icmp, 1000));
        Assert.IsTrue(governor.Admit(FrameClass.Icmp, 1001));
        Assert.IsFalse(governor.Admit(FrameClass.Icmp, 1002));
        Assert.IsTrue(governor.Admit(FrameClass.Arp, 1002));
        Assert.IsTrue(governor.Admit(FrameClass.Tcp, 1002));
    }

    [TestMethod]
    public void Governor_AfterItsWindow_FillsTheSharesAgain()
    {
        RxGovernor governor = new RxGovernor();
        governor.SetShare(FrameClass.Icmp, 1);
        governor.Admit(FrameClass.Icmp, 1000);
        Assert.IsFalse(governor.Admit(FrameClass.Icmp, 1050));
        Assert.IsTrue(governor.Admit(FrameClass.Icmp, 1150));
    }

    [TestMethod]
    public void Governor_WhenTheClockWraps_GoesOn()
    {
        RxGovernor governor = new RxGovernor();
        governor.SetShare(FrameClass.Icmp, 1);
        governor.Admit(FrameClass.Icmp, int.MaxValue - 10);
        Assert.IsTrue(governor.Admit(FrameClass.Icmp, int.MinValue + 200));
    }

    [TestMethod]
    public void Governor_AfterARefund_AdmitsTheSameFrameAgain()
    {
        RxGovernor governor = new RxGovernor();
        governor.SetShare(FrameClass.Icmp, 1);
        governor.Admit(FrameClass.Icmp, 0);
        governor.Refund(FrameClass.Icmp);
        Assert.IsTrue(governor.Admit(FrameClass.Icmp, 1));
    }

    /// <summary>ARP about others uses up nothing of what is said to us.</summary>
    [TestMethod]
    public void Governor_ArpToAll_CostsNoAnswer()
    {
        RxGovernor governor = new RxGovernor();
        for (int i = 0; i < 1000; i++)
        {
            governor.Admit(FrameClass.ArpGroup, 5);
            governor.Admit(FrameClass.ArpForUs, 5);
            governor.Admit(FrameClass.Group, 5);
        }

        Assert.IsFalse(governor.Admit(FrameClass.ArpGroup, 5));
        Assert.IsTrue(governor.Admit(FrameClass.Arp, 5));
    }

    [TestMethod]
    public void Governor_WithoutALimit_AdmitsEverything()
    {
        RxGovernor governor = new RxGovernor();
        Assert.AreEqual(RxGovernor.NoLimit, governor.GetShare(FrameClass.Tcp));
        for (int i = 0; i < 1000; i++)
        {
            Assert.IsTrue(governor.Admit(FrameClass.Tcp, 5));
        }
    }

    [TestMethod]
    public void Mask_OfTwoLocks_UnmasksAfterTheSecond()
    {
        RecordingBus bus = new RecordingBus();
        bus.Preset(IntEnable, 0x180C0u);
        EmacInterruptMask mask = new EmacInterruptMask(bus);
        mask.Mask();
        mask.Mask();
        Assert.AreEqual(0u, bus.Read32(IntEnable));
        mask.Unmask();
        Assert.AreEqual(0u, bus.Read32(IntEnable));
        mask.Unmask();
        Assert.AreEqual(0x180C0u, bus.Read32(IntEnable));
        Assert.AreEqual(0, mask.Depth);
    }

    [TestMethod]
    public void Mask_WhenTheHandlerHadMasked_AddsNothing()
    {
        RecordingBus bus = new RecordingBus();
        EmacInterruptMask mask = new EmacInterruptMask(bus);
        mask.Mask();
        mask.Unmask();
        Assert.AreEqual(0u, bus.Read32(IntEnable));
        Assert.AreEqual(0, bus.RestoreCount);
    }

    [TestMethod]
    public void Mask_WhenPollUnmasksMeanwhile_KeepsWhatPollAllowed()
    {
        RecordingBus bus = new RecordingBus();
        EmacInterruptMask mask = new EmacInterruptMask(bus);
        mask.Mask();                                    // takes nothing: the handler had it
        bus.RestoreInterrupt(0x180C0u);                 // poll is done
        mask.Unmask();
        Assert.AreEqual(0x180C0u, bus.Read32(IntEnable));
    }

    [TestMethod]
    public void StatNames_OfAllCounters_AreThereAndDiffer()
    {
        for (int i = 0; i < EmacStats.Count; i++)
        {
            Assert.IsTrue(EmacStatNames.Of(i).Length > 0);
            for (int other = 0; other < i; other++)
            {
                Assert.IsFalse(EmacStatNames.Of(i) == EmacStatNames.Of(other));
            }
        }

        Assert.AreEqual("", EmacStatNames.Of(EmacStats.Count));
    }

    [TestMethod]
    public void MissedCounters_AreReadFromTheirFields()
    {
        RecordingBus bus = new RecordingBus();
        EmacStats stats = new EmacStats();
        bus.Preset(0x3FF69020, (1u << 28) | (5u << 17) | 3u);
        new EmacDma(bus, stats).CountMissed();
        Assert.AreEqual(3, stats.Get(EmacStats.RxMissed));
        Assert.AreEqual(5, stats.Get(EmacStats.RxFifoMissed));
        Assert.AreEqual(1, stats.Get(EmacStats.RxMissedWraps));
    }

    [TestMethod]
    public void NativeEntropy_AsksTheBus()
    {
        Assert.AreEqual(4u, new NativeEntropy(new RecordingBus()).Next32());
    }

    [TestMethod]
    public void NativeClock_DoesNotGoBack()
    {
        NativeClock clock = new NativeClock();
        int first = clock.NowMs();
        Assert.IsFalse(Clock.Before(clock.NowMs(), first));
    }
}
