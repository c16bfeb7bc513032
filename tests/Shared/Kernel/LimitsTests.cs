#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;

namespace NanoStack.Tests.Kernel;

[TestClass]
public sealed class LimitsTests
{
    [TestMethod]
    public void Profiles_AreConsistent()
    {
        Check(Limits.Default());
        Check(Limits.Small());
        Check(Limits.Large());
    }

    [TestMethod]
    public void HeaderRoom_TakesEthernetIpAndTheLongestTcpHeader()
    {
        Assert.IsTrue(Limits.HeaderRoomBytes >= 14 + 2 + 20 + 60);
        Assert.IsTrue(Limits.SkbHeaderBytes >= Limits.HeaderRoomBytes);
    }

    [TestMethod]
    public void Small_IsSmallerThanDefault()
    {
        Limits small = Limits.Small();
        Limits normal = Limits.Default();

        Assert.IsTrue(small.TcpConnectionCount < normal.TcpConnectionCount);
        Assert.IsTrue(small.SkbHeaderCount < normal.SkbHeaderCount);
        Assert.IsTrue(small.SkbFrameCount < normal.SkbFrameCount);
        Assert.IsTrue(small.NeighCount < normal.NeighCount);
    }

    [TestMethod]
    public void Times_AreOrdered()
    {
        Assert.IsTrue(Limits.TcpRtoMsMin < Limits.TcpRtoMsInitial);
        Assert.IsTrue(Limits.TcpRtoMsInitial < Limits.TcpRtoMsMax);
        Assert.IsTrue(Limits.TcpRtoMsMax >= 60000);             // RFC 6298, 2.5
        Assert.IsTrue(Limits.TcpDelayedAckMsMin <= Limits.TcpDelayedAckMsMax);
        Assert.IsTrue(Limits.TcpDelayedAckMsMax < 500);         // RFC 9293, MUST-40
        Assert.IsTrue(Limits.TcpKeepaliveIdleMs >= 7200000);    // RFC 9293, MUST-28
        Assert.IsTrue(Limits.NeighRetransMs >= 1000);           // RFC 1122, 2.3.2.1
    }

    private static void Check(Limits limits)
    {
        Assert.IsTrue(IsPowerOfTwo(limits.TcpSendRingBytes));
        Assert.IsTrue(IsPowerOfTwo(limits.TcpReceiveRingBytes));
        Assert.IsTrue(limits.SkbFrameBytes >= 2 + 14 + 1500);
        Assert.IsTrue(limits.SkbFrameCount >= 2);               // one up, one on the loopback
        Assert.IsTrue(limits.NeighParkCount >= 1);              // RFC 1122, 2.3.2.2
        // No connection, peer or thread holds all of a pool: what waits for ARP leaves a segment,
        // an ACK and an ARP; backlogs and half datagrams leave a frame.
        Assert.IsTrue(limits.SkbHeaderCount >= 3 + (limits.NeighCount * limits.NeighParkCount));
        Assert.IsTrue(limits.SockBacklogCount < limits.SkbFrameCount);
        Assert.IsTrue(limits.IpFragQueueCount + 1 < limits.SkbFrameCount);
        Assert.IsTrue(limits.PortMin >= 1024 && limits.PortMin < limits.PortMax);
        Assert.IsTrue(limits.PortMax <= 65535);
        Assert.AreEqual(
            limits.TcpConnectionCount + limits.TcpListenerCount, limits.SocketCount);
        Assert.IsTrue(limits.TcpWriteQueueCount >= 4);          // two sent, two unsent
    }

    private static bool IsPowerOfTwo(int value) => value > 0 && (value & (value - 1)) == 0;
}
