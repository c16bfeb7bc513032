#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using System;
using NanoStack.Ip;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Sockets;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Ip;

/// <summary>IPv4 on its way down: header, route, size (RFC 791; RFC 1122, 3.3.1).</summary>
[TestClass]
public sealed class IpOutputTests
{
    private const uint FarIp = 0xC0A80105;

    /// <summary>RFC 1122, 3.3.1.1: on the link by itself, beyond it through the gateway.</summary>
    [TestMethod]
    public void Route_OfTheLinkAndBeyond()
    {
        NetBench bench = new NetBench(Limits.Default());
        Dst dst = new Dst();
        Assert.AreEqual(0, bench.Net.Route.Lookup(Frames.PeerIp, dst));
        Assert.AreEqual(Frames.PeerIp, dst.NextHop);
        Assert.AreEqual(Frames.OurIp, dst.Source);
        Assert.AreEqual(1500, dst.Mtu);
        Assert.AreEqual(0, bench.Net.Route.Lookup(FarIp, dst));
        Assert.AreEqual(Frames.GatewayIp, dst.NextHop);
        Assert.AreEqual(Frames.OurIp, dst.Source);
    }

    [TestMethod]
    public void Packet_BeyondTheLink_AsksForTheGatewayOnly()
    {
        NetBench bench = new NetBench(Limits.Default());
        bench.Wire.KeepsArp = true;
        bench.Inject(AttackFrames.Echo(FarIp, Frames.OurIp, new byte[4]));

        byte[] question = bench.Wire.TakeSent();
        Assert.AreEqual(Frames.GatewayIp, ArpHeader.TargetIp(question, EthHeader.Length));
        Assert.AreEqual(FarIp, IpHeader.Destination(bench.Wire.TakeSent(), EthHeader.Length));
        bench.ExpectPoolsHome();
    }

    /// <summary>The longest mask wins (RFC 1812, 5.2.4.3); a route with host bits is its network.</summary>
    [TestMethod]
    public void Route_LongestMaskWins()
    {
        NetBench bench = new NetBench(Limits.Default());
        Route route = bench.Net.Route;
        Assert.AreEqual(0, route.Add(0xC0A80163, 0xFFFFFF00, 0x0A000007, bench.Wire));
        Assert.AreEqual(0, route.Add(FarIp, 0xFFFFFFFF, 0x0A000008, bench.Wire));
        Dst dst = new Dst();
        route.Lookup(FarIp, dst);
        Assert.AreEqual(0x0A000008u, dst.NextHop);
        route.Lookup(FarIp + 1, dst);
        Assert.AreEqual(0x0A000007u, dst.NextHop);

        Assert.AreEqual(0, route.Add(0xC0A80199, 0xFFFFFF00, 0x0A000009, bench.Wire));
        Assert.IsFalse(route.IsCurrent(dst), "the table changed");
        route.Lookup(FarIp + 1, dst);
        Assert.AreEqual(0x0A000009u, dst.NextHop);
        Assert.AreEqual(0, route.Add(0xC0A80200, 0xFFFFFF00, 0x0A000009, bench.Wire));
        Assert.AreEqual(0, route.Add(0xC0A80300, 0xFFFFFF00, 0x0A000009, bench.Wire));
        Assert.AreEqual(Errno.NoMemory, route.Add(0xC0A80400, 0xFFFFFF00, 0, bench.Wire));
    }

    [TestMethod]
    public void SetAddress_RouteTableFull_SaysSo()
    {
        Limits limits = Limits.Default();
        limits.RouteCount = 1;
        Net net = new Net(limits, new FakeClock(0), new FakeEntropy(1));
        BenchWire wire = new BenchWire();
        net.AddDevice(wire);
        Expect.Throws(
            typeof(InvalidOperationException),
            () => net.SetAddress(
                wire, IPAddress.FromValue(Frames.OurIp), IPAddress.FromValue(Frames.Mask),
                IPAddress.FromValue(Frames.GatewayIp)));
    }

    [TestMethod]
    public void AddDevice_MoreThanTheLimit_SaysSo()
    {
        Net net = new Net(Limits.Default(), new FakeClock(0), new FakeEntropy(1));
        net.AddDevice(new BenchWire());
        net.AddDevice(new BenchWire());
        Expect.Throws(
            typeof(InvalidOperationException), () => net.AddDevice(new BenchWire()));
    }

    /// <summary>A host without gateway hears from somebody it has no way back to.</summary>
    [TestMethod]
    public void Reply_WithoutRoute_IsCounted()
    {
        NetBench bench = new NetBench(Limits.Default());
        bench.Net.SetAddress(
            bench.Wire, IPAddress.FromValue(Frames.OurIp), IPAddress.FromValue(Frames.Mask), null);
        bench.Inject(AttackFrames.Echo(FarIp, Frames.OurIp, new byte[4]));
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.IpOutNoRoutes));
        bench.ExpectPoolsHome();
    }

    [TestMethod]
    public void Connect_WithoutRoute_SaysSo()
    {
        NetBench bench = new NetBench(Limits.Default());
        bench.Net.SetAddress(
            bench.Wire, IPAddress.FromValue(Frames.OurIp), IPAddress.FromValue(Frames.Mask), null);
        Socket socket = new Socket(bench.Net);
        SocketError error = SocketError.Success;
        try
        {
            socket.Connect(new IPEndPoint(IPAddress.FromValue(FarIp), 80));
        }
        catch (SocketException exception)
        {
            error = exception.SocketErrorCode;
        }

        Assert.AreEqual((int)SocketError.NetworkUnreachable, (int)error);
        bench.ExpectSilence();
    }

    /// <summary>Longer than the path takes, with DF set (RFC 1191).</summary>
    [TestMethod]
    public void Reply_LongerThanTheMtu_IsCounted()
    {
        NetBench bench = new NetBench(Limits.Default());
        bench.Wire.Mtu = 576;
        bench.Inject(AttackFrames.Echo(new byte[549]));
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.IpOutFragFails));
        bench.Inject(AttackFrames.Echo(new byte[548]));
        Assert.AreEqual(1, bench.Wire.SentCount);
        bench.ExpectPoolsHome();
    }

    /// <summary>Rules 157 and 159 (RFC 6864, 4.1): DF, and an identification that tells nothing.</summary>
    [TestMethod]
    public void Replies_HaveDontFragmentAndNoCounterToWatch()
    {
        NetBench bench = new NetBench(Limits.Default());
        for (int i = 0; i < 3; i++)
        {
            bench.Inject(AttackFrames.Echo(new byte[4]));
            byte[] reply = bench.Wire.TakeSent();
            Assert.AreEqual(IpHeader.DontFragment, IpHeader.Fragment(reply, EthHeader.Length));
            Assert.AreEqual(0, IpHeader.Identification(reply, EthHeader.Length));
        }
    }

    /// <summary>The ring is full: the answer is lost, counted, and no packet with it.</summary>
    [TestMethod]
    public void Reply_RingFull_IsCounted()
    {
        NetBench bench = new NetBench(Limits.Default());
        bench.Inject(AttackFrames.Echo(new byte[4]));
        bench.Wire.ClearSent();
        bench.Wire.FreeSlots = 0;
        bench.Inject(AttackFrames.Echo(new byte[4]));
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.IpOutDiscards));
        Assert.AreEqual(2, bench.Count(Mib.IpOutRequests));
        bench.ExpectPoolsHome();
    }

    /// <summary>The neighbour is known to be away: refused at once, counted.</summary>
    [TestMethod]
    public void Reply_ToAFailedNeighbour_IsCounted()
    {
        NetBench bench = new NetBench(Limits.Default());
        bench.Wire.PeerAnswersArp = false;
        bench.Inject(AttackFrames.Echo(new byte[4]));
        bench.Advance(3000);
        bench.Inject(AttackFrames.Echo(new byte[4]));
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.IpOutDiscards));
        bench.ExpectPoolsHome();
    }

    /// <summary>All neighbours are in use by our sockets: a stranger gets no answer, and no packet is
    /// lost with it.</summary>
    [TestMethod]
    public void Reply_NoNeighbourToHave_IsCounted()
    {
        NetBench bench = new NetBench(Limits.Default());
        for (int i = 0; i < bench.Net.Neighbours.Count; i++)
        {
            Dst dst = new Dst();
            dst.Device = bench.Wire;
            dst.NextHop = 0x0A000040 + (uint)i;
            SkBuff skb = bench.Net.Pool.AllocHeader();
            EthHeader.SetType(skb.Head, skb.Put(1) - EthHeader.Length, EthHeader.TypeIp);
            skb.StampMs = bench.Clock.NowMs();
            bench.Net.Ip.FinishOutput2(bench.Net.Tcp.Table.At(0), dst, skb);
        }

        bench.Poll();
        bench.Wire.ClearSent();
        bench.Inject(AttackFrames.Echo(new byte[4]));

        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.NeighTableFull));
        Assert.AreEqual(1, bench.Count(Mib.IpOutDiscards));
        bench.ExpectPoolsHome();
    }
}
