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

    // Who has 10.0.0.3? Tell 10.0.0.1.
    private const string Question =
        "0806 0001 0800 06 04 0001 020000000002 0A000001 000000000000 0A000003";

    [TestMethod]
    public void Of_IpFrames_ByProtocol()
    {
        Assert.AreEqual(FrameClass.Tcp, Of(Ip(Unicast, "06")));
        Assert.AreEqual(FrameClass.Icmp, Of(Ip(Unicast, "01")));
        Assert.AreEqual(FrameClass.Udp, Of(Ip(Unicast, "11")));
        Assert.AreEqual(FrameClass.Other, Of(Ip(Unicast, "02")));
    }

    /// <summary>To whom it is said comes before what it is.</summary>
    [TestMethod]
    public void Of_Arp_ByWhomItIsFor()
    {
        Assert.AreEqual(FrameClass.Arp, Of(Unicast + "0806 0001"));
        Assert.AreEqual(FrameClass.Arp, Of(Unicast + Question));
        Assert.AreEqual(FrameClass.ArpGroup, Of(Broadcast + "0806 0001"));
        Assert.AreEqual(FrameClass.ArpGroup, Of(Broadcast + Question));
        Assert.AreEqual(FrameClass.ArpGroup, Of("01005E000001 020000000002" + Question));
        byte[] data = Hex.Bytes(Broadcast + Question);
        Assert.AreEqual(FrameClass.ArpForUs, FrameClass.Of(data, 0, data.Length, 0x0A000003));
        Assert.AreEqual(FrameClass.ArpGroup, FrameClass.Of(data, 0, data.Length, 0x0A000001));
        Assert.AreEqual(FrameClass.ArpGroup, FrameClass.Of(data, 0, 41, 0x0A000003));
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
        Assert.AreEqual(Mib.RxClassArpGroup, FrameClass.CounterOf(FrameClass.ArpGroup));
        Assert.AreEqual(Mib.RxClassArpForUs, FrameClass.CounterOf(FrameClass.ArpForUs));
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
