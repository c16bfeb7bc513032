#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Device;
using NanoStack.Kernel;

namespace NanoStack.Tests.Device;

[TestClass]
public sealed class FrameClassTests
{
    private const string Unicast = "020000000001 020000000002";
    private const string Broadcast = "FFFFFFFFFFFF 020000000002";

    [TestMethod]
    public void Of_IpFrames_ByProtocol()
    {
        Assert.AreEqual(FrameClass.Tcp, Of(Ip(Unicast, "06")));
        Assert.AreEqual(FrameClass.Icmp, Of(Ip(Unicast, "01")));
        Assert.AreEqual(FrameClass.Udp, Of(Ip(Unicast, "11")));
        Assert.AreEqual(FrameClass.Other, Of(Ip(Unicast, "02")));
    }

    [TestMethod]
    public void Of_Arp_EvenWhenBroadcast()
    {
        Assert.AreEqual(FrameClass.Arp, Of(Unicast + "0806 0001"));
        Assert.AreEqual(FrameClass.Arp, Of(Broadcast + "0806 0001"));
    }

    [TestMethod]
    public void Of_OtherGroupFrames_Group()
    {
        Assert.AreEqual(FrameClass.Group, Of(Ip(Broadcast, "11")));
        Assert.AreEqual(FrameClass.Group, Of(Ip("01005E000001 020000000002", "02")));
    }

    [TestMethod]
    public void Of_UnknownTypeOrShort_Other()
    {
        Assert.AreEqual(FrameClass.Other, Of(Unicast + "86DD 6000"));
        Assert.AreEqual(FrameClass.Other, Of(Unicast + "08"));
        Assert.AreEqual(FrameClass.Other, Of(""));
        Assert.AreEqual(FrameClass.Other, Of(Unicast + "0800 4500"));
    }

    [TestMethod]
    public void CounterOf_EveryClassHasItsOwn()
    {
        Assert.AreEqual(Mib.RxClassArp, FrameClass.CounterOf(FrameClass.Arp));
        Assert.AreEqual(Mib.RxClassTcp, FrameClass.CounterOf(FrameClass.Tcp));
        Assert.AreEqual(Mib.RxClassIcmp, FrameClass.CounterOf(FrameClass.Icmp));
        Assert.AreEqual(Mib.RxClassUdp, FrameClass.CounterOf(FrameClass.Udp));
        Assert.AreEqual(Mib.RxClassGroup, FrameClass.CounterOf(FrameClass.Group));
        Assert.AreEqual(Mib.RxClassOther, FrameClass.CounterOf(FrameClass.Other));
    }

    private static string Ip(string addresses, string protocol)
    {
        return addresses + "0800 4500 0014 0000 0000 40" + protocol + "0000 0A000001 0A000002";
    }

    // One byte in front, so that an offset nobody adds shows.
    private static int Of(string frame)
    {
        byte[] data = Hex.Bytes("FF" + frame);
        return FrameClass.Of(data, 1, data.Length);
    }
}
