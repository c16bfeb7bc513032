using System;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Boards;
using NanoStack.Hal.Emac;

namespace NanoStack.Tests.Host.Hal;

/// <summary>A PHY that is silent for a moment at start, as after a warm restart: it is normal for a word,
/// and for as long as its reset takes.</summary>
[TestClass]
public sealed class SilentStartTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(5)]
    [DataRow(50)]
    public void Start_PhySilentForAFewWords_GoesOn(int words)
    {
        HalBench bench = new HalBench();
        bench.Model.Phy.SilentReads = words;
        bench.Start();
        bench.RunUntilUp();
        Assert.IsTrue(bench.Get(EmacStats.PhySilences) > 0, "counted");
        bench.ExpectTraffic();
    }

    /// <summary>The same for a board that does not know the address.</summary>
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(50)]
    public void Scan_PhySilentForAFewWords_FindsIt(int words)
    {
        HalBench bench = new HalBench(new Board { PhyAddress = -1, PhyResetPin = 16 }, null);
        bench.Model.Phy.Address = 3;
        bench.Model.Phy.SilentReads = words;
        bench.Start();
        Assert.AreEqual(3, bench.Device.Phy.Address);
        bench.RunUntilUp();
    }

    /// <summary>The sentence names another address, or none: never the one that is set.</summary>
    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(5)]
    public void Start_WrongAddressAndSilent_NamesTheRightOne(int words)
    {
        HalBench bench = new HalBench();
        int set = bench.Model.Phy.Address;
        bench.Model.Phy.Address = 7;
        bench.Model.Phy.SilentReads = words;
        InvalidOperationException failure =
            Assert.ThrowsExactly<InvalidOperationException>(bench.Start);
        StringAssert.Contains(failure.Message, "at address " + set + ", but one does at 7");
    }

    /// <summary>For ever is too long: a bounded time, then the sentence.</summary>
    [TestMethod]
    public void Start_PhySilentForEver_SaysSo()
    {
        HalBench bench = new HalBench();
        bench.Model.Phy.SilentReads = int.MaxValue;
        InvalidOperationException failure =
            Assert.ThrowsExactly<InvalidOperationException>(bench.Start);
        StringAssert.StartsWith(failure.Message, "No PHY answers:");
    }

    /// <summary>Whatever it is that the driver reads when the PHY is silent.</summary>
    [TestMethod]
    public void Silence_AtAnyMomentAfterTheStart_DelaysAndNoMore()
    {
        for (int atMs = 0; atMs < 600; atMs += 7)
        {
            for (int words = 1; words <= 2; words++)
            {
                HalBench bench = new HalBench();
                bench.Start();
                bench.Run(atMs);
                bench.Model.Phy.SilentReads = words;
                bench.RunUntilUp();
                bench.Run(1000);
                Assert.IsTrue(bench.Device.Phy.HasLink, atMs + " ms, " + words + " words");
                Assert.IsTrue(bench.Device.Phy.IsFullDuplex, atMs + " ms, " + words + " words");
                bench.ExpectTraffic();
            }
        }
    }
}
