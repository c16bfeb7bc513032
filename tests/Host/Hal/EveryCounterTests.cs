using System.Collections.Generic;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Device;
using NanoStack.Hal.Emac;
using NanoStack.Hal.Host.Model;

namespace NanoStack.Tests.Host.Hal;

/// <summary>Every counter of <see cref="EmacStats"/> has a fault that moves it, and after every
/// fault frames go again by themselves.</summary>
[TestClass]
public sealed class EveryCounterTests
{
    private const uint RxEs = 1u << 15;
    private const uint TxEs = 1u << 15;

    public static IEnumerable<object[]> Counters()
    {
        for (int i = 0; i < EmacStats.Count; i++)
        {
            yield return new object[] { i, EmacStatNames.Of(i) };
        }
    }

    [TestMethod]
    [DynamicData(nameof(Counters))]
    public void Counter_AfterItsFault_HasMovedAndTrafficGoesOn(int counter, string name)
    {
        HalBench bench = HalBench.Up();
        int before = bench.Get(counter);
        Assert.IsTrue(
            Receive(bench, counter) || Transmit(bench, counter) || Mac(bench, counter)
            || Phy(bench, counter), "no fault moves " + name);
        Assert.IsTrue(bench.Get(counter) > before, name + " did not move");
        bench.Run(12000);
        bench.RunUntilUp();
        bench.ExpectTraffic();
    }

    private static bool Receive(HalBench bench, int counter)
    {
        EmacFaults faults = bench.Model.Faults;
        switch (counter)
        {
            case EmacStats.RxFrames: return Inject(bench, 1);
            case EmacStats.RxCrcErrors: return InjectBad(bench, 1u << 1);
            case EmacStats.RxTruncated: return InjectBad(bench, 1u << 14);
            case EmacStats.RxOverflows: return InjectBad(bench, 1u << 11);
            case EmacStats.RxLateCollisions: return InjectBad(bench, 1u << 6);
            case EmacStats.RxWatchdogs: return InjectBad(bench, 1u << 4);
            case EmacStats.RxSymbolErrors: return InjectBad(bench, 1u << 3);
            case EmacStats.RxDribbles: return InjectBad(bench, 1u << 2);
            case EmacStats.RxErrors: return InjectBad(bench, 0);
            case EmacStats.RxNotWhole:
                faults.NextRxStatusCleared = 1u << 8;
                return Inject(bench, 1);
            case EmacStats.RxBadLength:
                faults.NextRxLength = 63;
                return Inject(bench, 1);
            case EmacStats.RxNoSkb:
                bench.Arp.IsHolding = true;
                Inject(bench, 6);
                bench.Arp.IsHolding = false;
                bench.Arp.Release();
                return true;
            case EmacStats.RxGoverned:
                bench.Device.Governor.SetShare(FrameClass.Arp, 2);
                Inject(bench, 5);
                bench.Device.Governor.SetShare(FrameClass.Arp, 20);
                return true;
            case EmacStats.RxLostWritebacks:
                faults.LoseNextRxWriteback = true;
                return Inject(bench, 3);
            case EmacStats.RxMissed: return Inject(bench, 20);
            case EmacStats.RxFifoMissed:
                faults.StallRx = true;
                InjectLong(bench, 3);
                bench.Poll();
                return true;
            case EmacStats.RxMissedWraps: return Inject(bench, 65536 + 8);
            default: return false;
        }
    }

    private static bool Transmit(HalBench bench, int counter)
    {
        switch (counter)
        {
            case EmacStats.TxFrames: return Send(bench, 0);
            case EmacStats.TxErrors: return Send(bench, TxEs | (1u << 9));
            case EmacStats.TxNoCarrier:
            case EmacStats.TxLossOfCarrier:
                bench.Model.Phy.LinkUp = false;     // nobody has looked at the PHY yet
                Send(bench, 0);
                bench.Model.Phy.LinkUp = true;
                return true;
            case EmacStats.TxLateCollisions: return Send(bench, TxEs | (1u << 9));
            case EmacStats.TxExcessiveCollisions: return Send(bench, TxEs | (1u << 8));
            case EmacStats.TxExcessiveDeferrals: return Send(bench, TxEs | (1u << 2));
            case EmacStats.TxUnderflows: return Send(bench, TxEs | (1u << 1));
            case EmacStats.TxJabbers: return Send(bench, TxEs | (1u << 14));
            case EmacStats.TxCollisions: return Send(bench, 3u << 3);
            case EmacStats.TxDeferred: return Send(bench, 1);
            case EmacStats.TxFlushed:
                bench.Model.Faults.StallTx = true;
                Send(bench, 0);
                Flap(bench);
                return true;
            case EmacStats.TxDropped:
                bench.Model.Faults.HoldTx = true;
                Send(bench, 0);
                Flap(bench);
                bench.Model.Faults.HoldTx = false;
                return true;
            case EmacStats.TxKicks:
                bench.Model.Faults.LoseNextTxDemand = true;
                Send(bench, 0);
                bench.Run(1200);
                Assert.AreEqual(0, bench.Get(EmacStats.MacResets), "a kick was enough");
                Assert.AreEqual(1, bench.Far.Count, "the frame is lost");
                return true;
            default: return false;
        }
    }

    private static bool Mac(HalBench bench, int counter)
    {
        EmacFaults faults = bench.Model.Faults;
        switch (counter)
        {
            case EmacStats.StatusRxUnavailable: return Inject(bench, 9);
            case EmacStats.StatusRxOverflow:
                faults.StallRx = true;
                InjectLong(bench, 3);
                bench.Poll();
                return true;
            case EmacStats.StatusRxWatchdog:
                bench.Model.Receive(new byte[2046], 0, 2046, true);
                bench.Poll();
                return true;
            case EmacStats.StatusTxUnderflow: return Raise(bench, 1u << 5);
            case EmacStats.StatusTxJabber: return Raise(bench, 1u << 3);
            case EmacStats.DmaStops: return Raise(bench, 1u << 8);
            case EmacStats.FatalBusErrors:
            case EmacStats.MacResets:
                faults.NextBusError = 3;
                return Send(bench, 0);
            case EmacStats.TxWatchdogResets:
                faults.StallTx = true;
                Send(bench, 0);
                bench.Run(2500);
                return true;
            case EmacStats.RxStallResets:
                faults.StallRx = true;
                InjectLong(bench, 1);
                bench.Run(1600);
                return true;
            case EmacStats.NoRefClock:
                bench.Model.RefClockPresent = false;
                faults.NextStatus = 1u << 8;
                bench.Model.RefClockPresent = true;
                Inject(bench, 1, false);
                bench.Model.RefClockPresent = false;
                bench.Run(3500);
                Assert.IsFalse(bench.Device.HasCarrier);
                Assert.IsTrue(bench.Device.IsBroken);
                bench.Model.RefClockPresent = true;
                return true;
            case EmacStats.StopTimeouts:
                faults.StallTx = true;
                Send(bench, 0);
                Flap(bench);
                return true;
            case EmacStats.FlushTimeouts:
                faults.StickyFlush = true;
                Flap(bench);
                faults.StickyFlush = false;
                return true;
            default: return false;
        }
    }

    private static bool Phy(HalBench bench, int counter)
    {
        switch (counter)
        {
            case EmacStats.LinkUps:
            case EmacStats.LinkDowns:
                Flap(bench);
                return true;
            case EmacStats.PhySilences:
                bench.Model.Phy.SilentReads = 1;
                bench.Run(1000);
                Assert.AreEqual(0, bench.Get(EmacStats.LinkDowns), "one silence is normal");
                return true;
            case EmacStats.PhyResets:
                bench.Model.Phy.SilentReads = 3;
                bench.Run(1000);
                Assert.AreEqual(2, bench.Model.Phy.HoldCount);
                return true;
            case EmacStats.PhyRenegotiations:
                bench.Model.Phy.IsAnStuck = true;
                Flap(bench);
                bench.Run(6000);
                bench.Model.Phy.IsAnStuck = false;
                return true;
            case EmacStats.MdioTimeouts:
                bench.Model.Faults.StickyMdio = true;
                bench.Run(2000);
                bench.Model.Faults.StickyMdio = false;
                return true;
            default: return false;
        }
    }

    private static bool Inject(HalBench bench, int count, bool isPolling = true)
    {
        byte[] frame = bench.Frame();
        for (int i = 0; i < count; i++)
        {
            bench.Inject(frame);
        }

        if (isPolling)
        {
            bench.Poll();
            bench.Poll();
        }

        return true;
    }

    private static void InjectLong(HalBench bench, int count)
    {
        byte[] frame = bench.Frame(1000);
        for (int i = 0; i < count; i++)
        {
            bench.Inject(frame);
        }
    }

    private static bool InjectBad(HalBench bench, uint status)
    {
        bench.Model.Faults.NextRxStatus = RxEs | status;
        int before = bench.Arp.Count;
        Inject(bench, 1);
        Assert.AreEqual(before, bench.Arp.Count, "a broken frame came up");
        return true;
    }

    private static bool Send(HalBench bench, uint status)
    {
        bench.Model.Faults.NextTxStatus = status;
        Assert.AreEqual(0, bench.Send());
        bench.Poll();
        return true;
    }

    private static bool Raise(HalBench bench, uint status)
    {
        bench.Model.Faults.NextStatus = status;
        return Inject(bench, 1);
    }

    private static void Flap(HalBench bench)
    {
        bench.Wire.IsConnected = false;
        bench.Run(1000);
        Assert.IsFalse(bench.Device.HasCarrier);
        bench.Wire.IsConnected = true;
        bench.Run(1000);
    }
}
