using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Hal.Emac;
using NanoStack.Wire;

namespace NanoStack.Tests.Host.Hal;

/// <summary>Flow control of the link (IEEE 802.3, annex 31B; docs/hardware.md, 3.6): a pause is obeyed
/// and never asked for.</summary>
[TestClass]
public sealed class PauseTests
{
    private const int PauseType = 0x8808;

    [TestMethod]
    public void Pause_OfThePartner_HoldsFramesUntilItIsOver()
    {
        HalBench bench = HalBench.Up();
        bench.Inject(Pause(20000));                 // 103 ms at 100 Mb/s
        bench.Send();
        bench.Run(80);
        Assert.AreEqual(0, bench.Far.Count);
        bench.Run(1000);
        Assert.AreEqual(1, bench.Far.Count);
        Assert.AreEqual(0, bench.Arp.Count + bench.Ip.Count, "a pause is the MAC's alone");
        Assert.AreEqual(0, bench.Get(EmacStats.TxKicks));
        bench.ExpectTraffic();
    }

    [TestMethod]
    public void Pause_OfZero_EndsTheOneThatRuns()
    {
        HalBench bench = HalBench.Up();
        bench.Inject(Pause(60000));
        bench.Send();
        bench.Run(20);
        Assert.AreEqual(0, bench.Far.Count);
        bench.Inject(Pause(0));
        bench.Poll();
        Assert.AreEqual(1, bench.Far.Count);
        bench.ExpectTraffic();
    }

    [TestMethod]
    public void Pause_AgainAndAgain_IsNoReasonForTheWatchdog()
    {
        HalBench bench = HalBench.Up();
        bench.Send();
        for (int i = 0; i < 20; i++)
        {
            bench.Inject(Pause(65535));             // 336 ms, the longest there is
            bench.Send();
            bench.Run(340);
        }

        Assert.AreEqual(0, bench.Get(EmacStats.MacResets));
        Assert.AreEqual(21, bench.Get(EmacStats.TxFrames));
        bench.ExpectTraffic();
    }

    [TestMethod]
    [DataRow(0x01E1)]                               // no pause
    [DataRow(0x04A1)]                               // pause, but half duplex
    public void Pause_ThatWasNotAgreedOn_IsIgnored(int partner)
    {
        HalBench bench = new HalBench();
        bench.Model.Phy.PartnerAbilities = partner;
        bench.Start();
        bench.RunUntilUp();
        bench.Inject(Pause(65535));
        bench.Send();
        bench.Poll();
        Assert.AreEqual(1, bench.Far.Count);
    }

    [TestMethod]
    public void Pause_WithARingThatOverflows_IsNeverSent()
    {
        HalBench bench = HalBench.Up();
        for (int i = 0; i < 100; i++)
        {
            bench.Inject(bench.Frame());
        }

        bench.Run(500);
        Assert.IsTrue(bench.Get(EmacStats.RxMissed) > 0);
        Assert.AreEqual(0, bench.Far.Count);
        Assert.AreEqual(0u, bench.Model.Read32(0x3FF6A018) & 3u, "FCB, TFE");
        Assert.AreEqual(0u, bench.Model.Read32(0x3FF6980C) & 4u, "sbd_flowctrl");
    }

    private static byte[] Pause(int quanta)
    {
        byte[] frame = new byte[60];
        new byte[] { 1, 0x80, 0xC2, 0, 0, 1, 2, 0, 0, 0, 0, 0x77 }.CopyTo(frame, 0);
        EthHeader.SetType(frame, 0, PauseType);
        ByteOrder.Write16(frame, 14, 1);
        ByteOrder.Write16(frame, 16, quanta);
        return frame;
    }
}
