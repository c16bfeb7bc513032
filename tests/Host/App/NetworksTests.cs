using System;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.VirtualBoard;

namespace NanoStack.Tests.Host.App;

/// <summary>Who gets which address: never a TAP one that belongs to somebody else.</summary>
[TestClass]
public sealed class NetworksTests
{
    [TestMethod]
    public void BareTap_WithNothingNamed_IsGivenTheCollectorsDefault()
    {
        Settings settings = Complete(new TapState());

        Assert.AreEqual("10.77.0.1", settings.TapAddress.ToString());
        Assert.AreEqual("10.77.0.1:9000", settings.Collector.ToString());
        Assert.IsFalse(settings.IsTapBare);
    }

    [TestMethod]
    [DataRow("10.77.0.1:9000", null)]
    [DataRow("10.77.0.77:9000", null)]
    [DataRow("10.77.0.77:9000", "10.77.0.1")]
    [DataRow("192.0.2.9:9000", "10.77.0.1")]
    public void BareTap_WithACollectorNamed_GetsNoAddress(string collector, string gateway)
    {
        Settings settings = Complete(new TapState(), collector: collector, gateway: gateway);

        Assert.IsNull(settings.TapAddress);
        Assert.AreEqual(collector, settings.Collector.ToString());
        Assert.IsTrue(settings.IsTapBare);
    }

    [TestMethod]
    [DataRow("10.77.0.1:9000")]
    [DataRow("10.77.0.9:9000")]
    [DataRow(null)]
    public void TapWithAnAddress_KeepsIt(string collector)
    {
        TapState tap = new TapState { Addresses = new[] { "192.0.2.1/24", "10.77.0.5/24" } };

        Settings settings = Complete(tap, collector: collector);

        Assert.IsNull(settings.TapAddress);
        Assert.AreEqual(collector ?? "10.77.0.5:9000", settings.Collector.ToString());
        Assert.IsFalse(settings.IsTapBare);
    }

    [TestMethod]
    public void TapInABridge_WithACollectorNamed_GetsNoAddressAndNoAdvice()
    {
        Settings settings = Complete(new TapState { IsBridged = true }, collector: "10.77.0.9:9000");

        Assert.IsNull(settings.TapAddress);
        Assert.IsFalse(settings.IsTapBare);
    }

    [TestMethod]
    public void TapInABridge_WithoutACollector_SaysToNameIt()
    {
        Refused(() => Complete(new TapState { IsBridged = true }), "bridge", "--collector");
    }

    [TestMethod]
    public void TapAtAGateway_WithoutACollector_SaysToNameIt()
    {
        Refused(() => Complete(new TapState(), gateway: "10.77.0.1"), "gateway", "--collector");
    }

    [TestMethod]
    public void TapOnAnotherNetwork_SaysWhichAddressWouldDo()
    {
        TapState tap = new TapState { Addresses = new[] { "192.168.50.1/24" } };

        Refused(() => Complete(tap), "192.168.50.1/24", "10.77.0.0/24", "--address");
    }

    [TestMethod]
    [DataRow("eth0 10.77.0.200/24")]
    [DataRow("eth0 10.77.0.1/32")]
    [DataRow("eth0 10.9.9.9/8")]
    public void BareTap_WhoseNetworkThisMachineHasElsewhere_GetsNone(string other)
    {
        TapState tap = new TapState { OthersAddresses = new[] { "lo 127.0.0.1/8", other } };

        Refused(() => Complete(tap), other, "10.77.0.0/24", "--address");
    }

    [TestMethod]
    public void BareTap_BesideOtherNetworks_IsGivenItsAddress()
    {
        TapState tap = new TapState
        {
            OthersAddresses = new[] { "lo 127.0.0.1/8", "eth0 10.78.0.1/16", "eth1 10.77.1.1/24" },
        };

        Assert.IsNotNull(Complete(tap).TapAddress);
    }

    [TestMethod]
    public void BoardsAddress_ThatThisMachineHasItself_IsRefused()
    {
        TapState own = new TapState { Addresses = new[] { "10.77.0.2/24" } };
        TapState others = new TapState { OthersAddresses = new[] { "br0 10.77.0.2/24" } };

        Refused(() => Complete(own), "10.77.0.2", "nano0");
        Refused(() => Complete(others, collector: "10.77.0.9:9000"), "10.77.0.2", "br0");
    }

    [TestMethod]
    public void SmallestNetwork_HasRoomForTheBoardAndTheTap()
    {
        Assert.AreEqual(
            "10.0.0.2", Complete(new TapState(), address: "10.0.0.1/30").TapAddress.ToString());
        Assert.AreEqual(
            "10.0.0.1", Complete(new TapState(), address: "10.0.0.2/30").TapAddress.ToString());
    }

    [TestMethod]
    public void Fault_OnATap_IsRefused()
    {
        Settings settings = new Settings { Tap = "nano0", Fault = Fault.Loss };

        Refused(
            () => Networks.Complete(settings, null, null, null, new TapState()), "--fault", "lan");
    }

    private static Settings Complete(
        TapState tap, string address = null, string gateway = null, string collector = null)
    {
        Settings settings = new Settings { Tap = "nano0" };
        Networks.Complete(settings, address, gateway, collector, tap);
        return settings;
    }

    private static void Refused(Action action, params string[] words)
    {
        UsageException exception = Assert.ThrowsExactly<UsageException>(action);
        foreach (string word in words)
        {
            StringAssert.Contains(exception.Message, word);
        }
    }
}
