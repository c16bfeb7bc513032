#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;

namespace NanoStack.Tests.Kernel;

[TestClass]
public sealed class WaitQueueTests
{
    [TestMethod]
    public void Wait_PumpWakes_ReturnsAtOnce()
    {
        ScriptedPump pump = new ScriptedPump();
        WaitQueue queue = new WaitQueue(pump);
        pump.Queue = queue;
        pump.WakeAtMs = 30;

        Assert.IsTrue(queue.Wait(queue.Turn, 1000));
        Assert.AreEqual(30, pump.SpentMs);
    }

    [TestMethod]
    public void Wait_NobodyWakes_TimeIsOver()
    {
        ScriptedPump pump = new ScriptedPump();
        WaitQueue queue = new WaitQueue(pump);

        Assert.IsFalse(queue.Wait(queue.Turn, 100));
        Assert.AreEqual(100, pump.SpentMs);
    }

    [TestMethod]
    public void Wait_WokenSinceTheLook_ReturnsAtOnce()
    {
        ScriptedPump pump = new ScriptedPump();
        WaitQueue queue = new WaitQueue(pump);
        int turn = queue.Turn;
        queue.Wake();

        Assert.IsTrue(queue.Wait(turn, 100));
        Assert.IsTrue(queue.Wait(turn, 100));           // a second sleeper's wake-up is not eaten
        Assert.AreEqual(0, pump.SpentMs);
        Assert.IsFalse(queue.Wait(queue.Turn, 20));     // it looked after the wake-up
    }

    [TestMethod]
    public void Wait_ClockStandsStill_IsBounded()
    {
        ScriptedPump pump = new ScriptedPump();
        pump.IsFrozen = true;
        WaitQueue queue = new WaitQueue(pump);

        Assert.IsFalse(queue.Wait(queue.Turn, 50));
        Assert.AreEqual(50, pump.RunCount);
    }

    [TestMethod]
    public void Wait_WithoutAPump_SleepsForItsTime()
    {
        WaitQueue queue = new WaitQueue(null);

        Assert.IsFalse(queue.Wait(queue.Turn, 5));
        int turn = queue.Turn;
        queue.Wake();
        Assert.IsTrue(queue.Wait(turn, 5));
        Assert.IsTrue(queue.Wait(turn, 5));
        Assert.IsFalse(queue.Wait(queue.Turn, 5));
    }

    private sealed class ScriptedPump : Pump
    {
        public WaitQueue Queue;
        public int WakeAtMs;
        public bool IsFrozen;
        public int SpentMs;
        public int RunCount;

        public override int Run(int limitMs)
        {
            RunCount++;
            if (IsFrozen)
            {
                return 0;
            }

            int stepMs = limitMs < 10 ? limitMs : 10;
            SpentMs += stepMs;
            if (Queue != null && SpentMs >= WakeAtMs)
            {
                Queue.Wake();
            }

            return stepMs;
        }
    }
}
