#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using System;
#if NANOFRAMEWORK_1_0
using System.Threading;
#endif
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Sockets;

namespace NanoStack.Tests.Bench;

/// <summary>A whole stack on a fake clock, with a wire in the test's hand.</summary>
internal sealed class NetBench
{
    public readonly FakeClock Clock;
    public readonly Net Net;
    public readonly BenchWire Wire;

    private readonly BenchPump _pump = new BenchPump();
    private Action _later;
    private int _laterMs;

    public NetBench(Limits limits)
        : this(limits, 1000)
    {
    }

    /// <param name="startMs">What the clock shows at first.</param>
    public NetBench(Limits limits, int startMs)
    {
#if NANOFRAMEWORK_1_0
        // There finalizers run when no thread can: the sockets of the tests before have their turn.
        Thread.Sleep(1);
#endif
        Clock = new FakeClock(startMs);
        Wire = new BenchWire();
        Net = new Net(limits, Clock, new FakeEntropy(7), new InterruptMask(), _pump);
        _pump.Bench = this;
        Net.AddDevice(Wire);
        Net.SetAddress(
            Wire, IPAddress.FromValue(Frames.OurIp), IPAddress.FromValue(Frames.Mask),
            IPAddress.FromValue(Frames.GatewayIp));
        Net.Seal();
        Poll();
        Poll();
        Advance(2100);                      // both announcements are out
        Wire.ClearSent();
    }

    public int Count(int counter) => Net.Mib.Get(counter);

    /// <summary>Polls until nothing is left to do now. Bound: a hundred turns.</summary>
    public void Poll()
    {
        for (int i = 0; i < 100; i++)
        {
            if (Net.Poll(Clock.NowMs()) - Clock.NowMs() > 0)
            {
                return;
            }
        }

        Assert.IsTrue(false, "the stack always wants to be polled again");
    }

    /// <summary>Lets time pass, timer by timer.</summary>
    public void Advance(int ms)
    {
        int leftMs = ms;
        while (leftMs > 0)
        {
            int stepMs = Net.Poll(Clock.NowMs()) - Clock.NowMs();
            stepMs = stepMs < 1 ? 1 : stepMs;
            stepMs = stepMs < leftMs ? stepMs : leftMs;
            Clock.Advance(stepMs);
            leftMs -= stepMs;
        }

        Poll();
    }

    /// <summary>Something happens when a call has waited so long.</summary>
    public void Later(int ms, Action what)
    {
        _laterMs = Clock.NowMs() + ms;
        _later = what;
    }

    /// <summary>A frame arrives and is dealt with.</summary>
    public void Inject(byte[] frame)
    {
        Wire.Arrive(frame);
        Poll();
    }

    /// <summary>Nothing was sent.</summary>
    public void ExpectSilence()
    {
        Assert.AreEqual(0, Wire.SentCount, "frames sent");
    }

    /// <summary>Every packet that no queue holds is back in its pool.</summary>
    public void ExpectPoolsHome()
    {
        Assert.AreEqual(
            Net.Pool.TotalCount(SkBuffPool.KindFrame), Net.Pool.FreeCount(SkBuffPool.KindFrame),
            "frames");
        Assert.AreEqual(
            Net.Pool.TotalCount(SkBuffPool.KindHeader), Net.Pool.FreeCount(SkBuffPool.KindHeader),
            "headers");
    }

    private int ToLater(int stepMs)
    {
        int leftMs = _laterMs - Clock.NowMs();
        return _later != null && leftMs < stepMs ? leftMs : stepMs;
    }

    private void DoLater()
    {
        Action what = _later;
        if (what != null && Clock.NowMs() == _laterMs)
        {
            _later = null;
            what();
        }
    }

    private sealed class BenchPump : Pump
    {
        public NetBench Bench;

        public override int Run(int limitMs)
        {
            int nowMs = Bench.Clock.NowMs();
            int stepMs = Bench.Net.Poll(nowMs) - nowMs;
            if (stepMs <= 0)
            {
                return 0;
            }

            stepMs = stepMs < limitMs ? stepMs : limitMs;
            stepMs = Bench.ToLater(stepMs);
            Bench.Clock.Advance(stepMs);
            Bench.Net.Poll(Bench.Clock.NowMs());        // who waits looks before time goes on
            Bench.DoLater();
            return stepMs;
        }
    }
}
