#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Hal.Emac;
using NanoStack.Hal.Phys;

namespace NanoStack.Tests.Phys;

/// <summary>A PHY that misses one word, read or written, whichever it is: the start goes on, and the link
/// is the one that was asked for.</summary>
[TestClass]
public sealed class PhySilenceTests
{
    private const int WordCount = 20;
    private const int Partner = 0x45E1;
    private const int NoLink = 0x7809;

    [TestMethod]
    public void AnyWord_Missed_NegotiatesAllTheSame()
    {
        for (int word = 1; word <= WordCount; word++)
        {
            PhyBench bench = new PhyBench(0x0007C0F1);
            bench.Bus.Registers[PhyRegisters.Advertise] = 0x0021;
            Begin(bench, word);
            bench.Run(800);
            string text = "word " + word.ToString();
            int control = bench.Bus.Registers[PhyRegisters.Control];
            Assert.IsTrue((control & PhyRegisters.ControlNegotiate) != 0, text);
            Assert.AreEqual(
                PhyRegisters.AdvertiseAll, bench.Bus.Registers[PhyRegisters.Advertise], text);
            bench.PlugIn(Partner);
            bench.Run(1500);
            bench.ExpectLink(true, true);
        }
    }

    /// <summary>A mode that only we believed in would be a duplex mismatch.</summary>
    [TestMethod]
    public void AnyWord_MissedOfAForcedMode_IsWrittenAgain()
    {
        for (int word = 1; word <= WordCount; word++)
        {
            PhyBench bench = new PhyBench(0x0007C0F1);
            Begin(bench, word);
            bench.Phy.Force(false, true);
            bench.Run(800);
            Assert.AreEqual(
                PhyRegisters.ControlFullDuplex, bench.Bus.Registers[PhyRegisters.Control],
                "word " + word.ToString());
        }
    }

    /// <summary>A chip that keeps another value is not written to for ever.</summary>
    [TestMethod]
    public void Value_ThatTheChipDoesNotKeep_IsWrittenAFewTimes()
    {
        PhyBench bench = new PhyBench(0x0007C0F1);
        bench.Bus.FrozenRegister = PhyRegisters.Advertise;
        Begin(bench, 0);
        bench.Run(50);
        Assert.AreEqual(1 + (4 * 2), bench.Bus.WriteCount, "a reset, and two words four times");
        bench.Run(5000);
        Assert.AreEqual(9, bench.Bus.WriteCount);
        Assert.AreEqual(3, bench.Stats.Get(EmacStats.PhySilences));
    }

    private static void Begin(PhyBench bench, int silentWord)
    {
        EmacOptions options = new EmacOptions { PhyAddress = 1 };
        bench.Bus.Registers[PhyRegisters.Status] = NoLink;
        bench.Bus.SilentWord = silentWord;
        PhyPin pin = new PhyPin(bench.Bus, -1, true, 10, 50);
        bench.Phy = EmacBringUp.FindPhy(bench.Probe, options, pin, bench.Stats);
        bench.Phy.Begin(bench.NowMs);
    }
}
