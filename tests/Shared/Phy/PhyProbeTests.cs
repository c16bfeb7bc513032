#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Hal.Phys;

namespace NanoStack.Tests.Phys;

/// <summary>Who answers, where, and which driver it gets.</summary>
[TestClass]
public sealed class PhyProbeTests
{
    [TestMethod]
    public void Make_OfEachIdentifier_ChoosesItsDriver()
    {
        Expects(0x0007C0F1, PhyKind.Lan8720, "LAN8720");
        Expects(0x0007C111, PhyKind.Lan8720, "LAN8740");
        Expects(0x0007C122, PhyKind.Lan8720, "LAN8741");
        Expects(0x0007C130, PhyKind.Lan8720, "LAN8742");
        Expects(0x02430C54, PhyKind.Ip101, "IP101G");
        Expects(0x001CC816, PhyKind.Rtl8201, "RTL8201F");
        Expects(0x937C4023, PhyKind.Jl1101, "JL1101");
        Expects(0x20005C90, PhyKind.Dp83848, "DP83848");
        Expects(0x2000A211, PhyKind.Dp83848, "TLK110");
        Expects(0x00221513, PhyKind.Ksz80x1, "KSZ8041");
        Expects(0x00221537, PhyKind.Ksz80x1, "KSZ8041");
        Expects(0x00221556, PhyKind.Ksz80x1, "KSZ8021");
        Expects(0x00221560, PhyKind.Ksz80x1, "KSZ8081");
        Expects(0x00221570, PhyKind.Ksz80x1, "KSZ8061");
        Expects(0x0022161A, PhyKind.Ksz80x1, "KSZ8001");
        Expects(0x00000118, PhyKind.Yt8512, "YT8512");
        Expects(0x00000128, PhyKind.Yt8512, "YT8512");
        Expects(0x0007C164, PhyKind.Lan867x, "LAN867x");
    }

    [TestMethod]
    public void Make_OfAnIdentifierNobodyKnows_IsGeneric()
    {
        Expects(0x12345678, PhyKind.Generic, "generic");
        Expects(0x0022161F ^ 0x00000100, PhyKind.Generic, "generic");   // Micrel, another model
        Expects(0x0007C150, PhyKind.Generic, "generic");                // Microchip, 100BASE-T1
    }

    [TestMethod]
    public void Make_OfABoardThatNamesAnotherPhy_BelievesTheIdentifier()
    {
        PhyBench bench = new PhyBench(0x02430C54, PhyKind.Lan8720, -1);
        Assert.AreEqual((int)PhyKind.Ip101, (int)bench.Phy.Kind);
    }

    [TestMethod]
    public void Make_OfABoardThatSaysGeneric_UsesClause22()
    {
        PhyBench bench = new PhyBench(0x0007C0F1, PhyKind.Generic, -1);
        Assert.AreEqual((int)PhyKind.Generic, (int)bench.Phy.Kind);
        Assert.AreEqual(0x0007C0F1u, bench.Phy.Id);
    }

    [TestMethod]
    public void Scan_OfEachAddress_FindsIt()
    {
        PhyBench bench = new PhyBench(0x0007C0F1);
        for (int address = 0; address < 32; address++)
        {
            bench.Bus.Address = address;
            Assert.AreEqual(address, bench.Probe.Scan());
        }
    }

    [TestMethod]
    public void Scan_OfAnEmptyBus_FindsNobody()
    {
        PhyBench bench = new PhyBench(0x0007C0F1);
        bench.Bus.Address = -1;
        Assert.AreEqual(-1, bench.Probe.Scan());
    }

    [TestMethod]
    public void Scan_OfABusHeldLow_FindsNobody()
    {
        PhyBench bench = new PhyBench(0);
        Assert.AreEqual(-1, bench.Probe.Scan());
    }

    [TestMethod]
    public void Scan_OfAPhyThatWakesSlowly_FindsItInALaterPass()
    {
        PhyBench bench = new PhyBench(0x02430C54);
        bench.Bus.Silences = 40;
        Assert.AreEqual(1, bench.Probe.Scan());
    }

    [TestMethod]
    public void ReadId_OfAnAddressWhereNobodyIs_IsZero()
    {
        PhyBench bench = new PhyBench(0x0007C0F1);
        Assert.AreEqual(0u, bench.Probe.ReadId(7));
    }

    [TestMethod]
    public void ReadId_OfHalfAnAnswer_IsZero()
    {
        PhyBench bench = new PhyBench(0x0007C0F1);
        bench.Bus.SilentWord = 2;
        Assert.AreEqual(0u, bench.Probe.ReadId(1));
        Assert.AreEqual(0x0007C0F1u, bench.Probe.ReadId(1));
    }

    private static void Expects(uint id, PhyKind kind, string name)
    {
        PhyBench bench = new PhyBench(id);
        Assert.AreEqual(name, bench.Phy.Name);
        Assert.AreEqual((int)kind, (int)bench.Phy.Kind, name);
        Assert.AreEqual(id, bench.Phy.Id);
    }
}
