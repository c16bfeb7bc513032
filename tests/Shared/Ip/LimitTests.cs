#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Device;
using NanoStack.Ip;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Ip;

/// <summary>What happens at the numbers of Limits that have nothing to do with TCP.</summary>
[TestClass]
public sealed class LimitTests
{
    [TestMethod]
    public void PacketTypes_OneTooMany_IsABug()
    {
        PacketTypes types = new PacketTypes();
        for (int i = 0; i < Limits.PacketTypeCount; i++)
        {
            types.Add(new RecordingType(i));
        }

        Expect.BugIn(() => types.Add(new RecordingType(99)));
    }

    [TestMethod]
    public void Protocols_OneTooMany_IsABug()
    {
        NetBench bench = new NetBench(Limits.Default());
        InetProtocols protocols = new InetProtocols();
        for (int i = 0; i < Limits.InetProtocolCount; i++)
        {
            protocols.Add(bench.Net.Tcp);
        }

        Expect.BugIn(() => protocols.Add(bench.Net.Tcp));
    }

    /// <summary>More frames than the budget: the timers get their turn, then the rest.</summary>
    [TestMethod]
    public void PollBudget_MoreFrames_AsksToBePolledAgain()
    {
        Limits limits = Limits.Default();
        limits.PollBudget = 2;
        NetBench bench = new NetBench(limits);
        for (int i = 0; i < 5; i++)
        {
            bench.Wire.Arrive(AttackFrames.Echo(new byte[1]));
        }

        int nowMs = bench.Clock.NowMs();
        Assert.AreEqual(nowMs, bench.Net.Poll(nowMs));
        Assert.AreEqual(2, bench.Count(Mib.IcmpInEchos));
        Assert.AreEqual(nowMs, bench.Net.Poll(nowMs));
        Assert.AreEqual(4, bench.Count(Mib.IcmpInEchos));
        bench.Poll();
        Assert.AreEqual(5, bench.Count(Mib.IcmpInEchos));
    }

    /// <summary>No frame is free: what the device has waits, and nothing of it is lost.</summary>
    [TestMethod]
    public void FramePool_Empty_FramesWait()
    {
        NetBench bench = new NetBench(Limits.Default());
        SkBuff chain = null;
        SkBuff skb = bench.Net.Pool.AllocFrame();
        for (int i = 0; skb != null; i++)
        {
            Assert.IsTrue(i < Limits.Default().SkbFrameCount, "no more than there are");
            skb.Next = chain;
            chain = skb;
            skb = bench.Net.Pool.AllocFrame();
        }

        Assert.AreEqual(1, bench.Count(Mib.SkbAllocFailures));
        bench.Wire.Arrive(AttackFrames.Echo(new byte[1]));
        bench.Net.Poll(bench.Clock.NowMs());
        bench.ExpectSilence();

        bench.Net.Neighbours.FreeChain(chain);
        bench.Poll();
        Assert.AreEqual(1, bench.Wire.SentCount);
        bench.ExpectPoolsHome();
    }

    /// <summary>The longest frame fits a packet; one byte more is no frame of this link.</summary>
    [TestMethod]
    public void FrameBytes_TakeTheLongestFrame()
    {
        NetBench bench = new NetBench(Limits.Default());
        byte[] longest = AttackFrames.Echo(new byte[1472]);
        Assert.AreEqual(EthHeader.Length + EthHeader.PayloadLengthMax, longest.Length);
        Assert.IsTrue(longest.Length + 2 <= Limits.Default().SkbFrameBytes);
        bench.Inject(longest);
        Assert.AreEqual(longest.Length, bench.Wire.TakeSent().Length);
    }

    /// <summary>The last slot of the ring is not for data: an answer still finds it.</summary>
    [TestMethod]
    public void ReservedSlot_IsForAnswers()
    {
        TcpBench bench = TcpBench.Established();
        bench.Bench.Wire.FreeSlots = Limits.Default().TxReservedSlots;
        bench.Send("data");
        bench.ExpectSilence();
        Assert.IsTrue(bench.Bench.Count(Mib.TxReserved) > 0);

        bench.Bench.Inject(AttackFrames.Echo(new byte[1]));
        Assert.AreEqual(1, bench.Bench.Wire.SentCount);
        bench.Bench.Wire.ClearSent();
        bench.Bench.Wire.FreeSlots = 10;
        bench.Bench.Poll();
        bench.ExpectData(0, "data");
        bench.ExpectNoLeaks();
    }

    [TestMethod]
    public void Small_ServesAnEchoAndItsAnswersPast()
    {
        NetBench bench = new NetBench(Limits.Small());
        bench.Wire.PeerAnswersArp = false;
        for (int i = 0; i < 10; i++)
        {
            bench.Inject(AttackFrames.Echo(0x0A000040 + (uint)i, Frames.OurIp, new byte[8]));
            Assert.IsTrue(bench.Net.Pool.FreeCount(SkBuffPool.KindFrame) >= 1);
        }

        bench.Advance(3500);
        bench.Wire.PeerAnswersArp = true;
        bench.Wire.ClearSent();
        bench.Inject(AttackFrames.Echo(new byte[8]));
        Assert.AreEqual(1, bench.Wire.SentCount);
        bench.ExpectPoolsHome();
    }
}
