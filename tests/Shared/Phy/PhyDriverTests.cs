#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Boards;
using NanoStack.Hal.Phys;

namespace NanoStack.Tests.Phys;

/// <summary>Each driver reads its own register, and writes what its chip wants.</summary>
[TestClass]
public sealed class PhyDriverTests
{
    private const int All = 0x45E1;
    private const uint Ksz8081 = 0x00221560;

    [TestMethod]
    public void Resolve_OfTheCodeInRegister31_KnowsFourModes()
    {
        uint[] ids = { 0x0007C0F1, 0x0007C131, 0x00221512, 0x00221537, 0x0022161A };
        for (int i = 0; i < ids.Length; i++)
        {
            Resolves(ids[i], 0x1F, 1 << 2, false, false);
            Resolves(ids[i], 0x1F, 2 << 2, true, false);
            Resolves(ids[i], 0x1F, 5 << 2, false, true);
            Resolves(ids[i], 0x1F, 6 << 2, true, true);
        }
    }

    [TestMethod]
    public void Resolve_OfTheCodeInRegister30_KnowsFourModes()
    {
        uint[] ids = { 0x02430C54, Ksz8081, 0x00221556, 0x00221570 };
        for (int i = 0; i < ids.Length; i++)
        {
            Resolves(ids[i], 0x1E, 1, false, false);
            Resolves(ids[i], 0x1E, 2, true, false);
            Resolves(ids[i], 0x1E, 5, false, true);
            Resolves(ids[i], 0x1E, 6, true, true);
        }
    }

    [TestMethod]
    public void Resolve_OfACodeThatSaysNothing_TakesWhatBothCan()
    {
        int[] codes = { 0, 3, 4, 7 };
        for (int i = 0; i < codes.Length; i++)
        {
            Resolves(0x0007C0F1, 0x1F, codes[i] << 2, true, true);
        }
    }

    [TestMethod]
    public void Resolve_OfADp83848_ReadsSpeedUpsideDown()
    {
        Resolves(0x20005C90, 0x10, 0x0013, false, false);
        Resolves(0x20005C90, 0x10, 0x0011, true, false);
        Resolves(0x20005C90, 0x10, 0x0017, false, true);
        Resolves(0x2000A211, 0x10, 0x0015, true, true);
    }

    [TestMethod]
    public void Resolve_OfAYt8512_ReadsItsStatus()
    {
        Resolves(0x00000118, 0x11, 0x0C00, false, false);
        Resolves(0x00000118, 0x11, 0x4C00, true, false);
        Resolves(0x00000128, 0x11, 0x2C00, false, true);
        Resolves(0x00000128, 0x11, 0x6C00, true, true);
    }

    [TestMethod]
    public void Resolve_OfAnRtl8201_ChoosesPage0AndReadsTheControlRegister()
    {
        uint[] ids = { 0x001CC816, 0x937C4023 };
        for (int i = 0; i < ids.Length; i++)
        {
            for (int mode = 0; mode < 4; mode++)
            {
                int control = ((mode & 2) << 12) | ((mode & 1) << 8);
                PhyBench bench = Resolves(ids[i], 0, control, (mode & 2) != 0, (mode & 1) != 0);
                Assert.AreEqual(0, bench.LastWritten(0x1F));
            }
        }
    }

    [TestMethod]
    public void Resolve_OfAnIp101_ChoosesPage16()
    {
        PhyBench bench = Resolves(0x02430C54, 0x1E, 6, true, true);
        Assert.AreEqual(16, bench.LastWritten(0x14));
    }

    [TestMethod]
    public void Cable_OfALan8742_IsToldInMetres()
    {
        int[] meters = { 0, 0, 0, 0, 6, 17, 27, 38, 49, 59, 70, 81, 91, 102, 113, 123 };
        for (int i = 0; i < meters.Length; i++)
        {
            PhyBench bench = PhyBench.Begun(0x0007C131);
            bench.Bus.Registers[0x1C] = i << 12;
            bench.Bus.Registers[0x1F] = 6 << 2;
            bench.PlugIn(All);
            bench.Run(500);
            Assert.AreEqual(meters[i], bench.Phy.CableMeters);
        }
    }

    [TestMethod]
    public void Cable_OfALan8742At10_OrOfALan8720_IsUnknown()
    {
        PhyBench slow = PhyBench.Begun(0x0007C131);
        slow.Bus.Registers[0x1F] = 5 << 2;
        slow.PlugIn(All);
        slow.Run(500);
        Assert.AreEqual(-1, slow.Phy.CableMeters);
        Assert.AreEqual(-1, Resolves(0x0007C0F1, 0x1F, 6 << 2, true, true).Phy.CableMeters);
    }

    [TestMethod]
    public void TestCable_OfAKsz8081_FindsOpenShortAndWhole()
    {
        Finds(0x2000 | 100, CableFault.Open, 40, ", cable open at about 40 m");
        Finds(0x4000 | 25, CableFault.Short, 10, ", cable shorted at about 10 m");
        Finds(0x0000, CableFault.None, -1, ", cable whole");
        Finds(0x6000, CableFault.TestFailed, -1, ", cable test failed");
    }

    [TestMethod]
    public void TestCable_ThatNeverEnds_FailsAndNegotiatesAgain()
    {
        PhyBench bench = PhyBench.Begun(Ksz8081);
        bench.PlugIn(All);
        bench.Run(500);
        Assert.IsTrue(bench.Phy.TestCable());
        bench.Run(PhyDevice.LinkPollMs + PhyDevice.TestMsMax + 20);
        Assert.AreEqual((int)CableFault.TestFailed, (int)bench.Phy.Fault);
        bench.Run(500);
        Assert.IsTrue(bench.Phy.HasLink);
        Assert.AreEqual(3, bench.Changes);
        Assert.AreEqual(0x3300, bench.LastWritten(0));
    }

    [TestMethod]
    public void TestCable_OfAPhyThatCannot_SaysSoAndLeavesTheLink()
    {
        PhyBench bench = Resolves(0x0007C0F1, 0x1F, 6 << 2, true, true);
        Assert.IsFalse(bench.Phy.TestCable());
        bench.Run(1000);
        Assert.AreEqual(1, bench.Changes);
    }

    [TestMethod]
    public void Ksz8081Rna_FedWith50MHz_IsToldSo()
    {
        PhyBench bench = new PhyBench(Ksz8081, PhyKind.Ksz8081Rna, -1);
        bench.Bus.Registers[0x1F] = 0x8100;
        bench.Phy.Begin(bench.NowMs);
        bench.Run(50);
        Assert.AreEqual(0x8180, bench.LastWritten(0x1F));
        Assert.AreEqual(-1, PhyBench.Begun(Ksz8081).LastWritten(0x1F));
    }

    [TestMethod]
    public void Lan867x_WithoutPlca_HasALinkOf10HalfAtOnce()
    {
        PhyBench bench = PhyBench.Begun(0x0007C164);
        bench.Bus.IsLinkUp = true;
        bench.Phy.Force(true, true);        // there is no such mode
        bench.Run(500);
        bench.ExpectLink(false, false);
        Assert.AreEqual(0, bench.LastWritten(0));
        Assert.AreEqual(-1, bench.LastWritten(4));
        Assert.AreEqual(0, bench.LastWritten(0x0E));
    }

    [TestMethod]
    public void Lan867x_WithPlca_WritesIdAndCountThroughTheWindow()
    {
        PhyBench bench = PhyBench.Begun(0x0007C162);
        Lan867x phy = (Lan867x)bench.Phy;
        Assert.IsNull(phy.UsePlca(3, 8));
        int first = bench.Bus.WriteCount + 1;                   // after the control register
        bench.Run(200);
        int[] expected =
        {
            0x0D001F, 0x0ECA02, 0x0D401F, 0x0E0803, 0x0D001F, 0x0ECA01, 0x0D401F, 0x0E8000,
        };
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], bench.Bus.Writes[first + i]);
        }

        Assert.IsTrue(phy.IsPlca);
        phy.UseCollisions();
        bench.Run(600);
        Assert.AreEqual(0, bench.LastWritten(0x0E));
    }

    [TestMethod]
    public void Lan867x_WithWrongPlca_SaysWhatIsRight()
    {
        Lan867x phy = (Lan867x)new PhyBench(0x0007C162).Phy;
        Assert.IsTrue(phy.UsePlca(0, 0).IndexOf("1 to 254") > 0);
        Assert.IsTrue(phy.UsePlca(0, 255).IndexOf("1 to 254") > 0);
        Assert.IsTrue(phy.UsePlca(8, 8).IndexOf("each node its own") > 0);
        Assert.IsTrue(phy.UsePlca(-1, 8).IndexOf("each node its own") > 0);
        Assert.IsFalse(phy.IsPlca);
    }

    [TestMethod]
    public void WarningOf_AnotherPhyThanTheBoards_SaysSo()
    {
        PhyDevice ip101 = new PhyBench(0x02430C54).Phy;
        string warning = new Wt32Eth01().WarningOf(ip101);
        Assert.IsTrue(warning.IndexOf("IP101G, identifier 0x02430C54") > 0, warning);
        Assert.IsNull(new Esp32EthernetKit().WarningOf(ip101));
        Assert.IsNull(new Board().WarningOf(ip101));
        Assert.IsNull(new Board { Phy = PhyKind.Generic }.WarningOf(ip101));
        Board rna = new Board { Phy = PhyKind.Ksz8081Rna };
        Assert.IsNull(rna.WarningOf(new PhyBench(Ksz8081).Phy));
    }

    private static PhyBench Resolves(
        uint id, int register, int value, bool is100, bool isFullDuplex)
    {
        PhyBench bench = PhyBench.Begun(id);
        bench.Bus.Registers[register] = value;
        bench.PlugIn(All);
        bench.Run(500);
        bench.ExpectLink(is100, isFullDuplex);
        return bench;
    }

    private static void Finds(int result, CableFault fault, int meters, string text)
    {
        PhyBench bench = PhyBench.Begun(Ksz8081);
        Assert.IsTrue(bench.Phy.TestCable());
        bench.Run(105);
        Assert.AreEqual(0x8000, bench.LastWritten(0x1D));
        Assert.AreEqual(0, bench.LastWritten(0));
        bench.Bus.Registers[0x1D] = result;
        bench.Run(20);
        Assert.AreEqual((int)fault, (int)bench.Phy.Fault);
        Assert.AreEqual(meters, bench.Phy.FaultMeters);
        Assert.IsTrue(PhyReport.Link(bench.Phy).IndexOf(text) > 0, PhyReport.Link(bench.Phy));
    }
}
