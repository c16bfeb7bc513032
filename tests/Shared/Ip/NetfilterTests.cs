#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using System;
using NanoStack.Device;
using NanoStack.Ip;
using NanoStack.Kernel;
using NanoStack.Sockets;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Ip;

/// <summary>The packet filter at local in and local out, and a host that talks to itself.</summary>
[TestClass]
public sealed class NetfilterTests
{
    [TestMethod]
    public void RuleIn_Drops_CountsAndHits()
    {
        NetBench bench = new NetBench(Limits.Default());
        FilterRule rule = new FilterRule { IsIn = true, Protocol = IpHeader.ProtocolIcmp };
        bench.Net.AddRule(rule);
        bench.Inject(AttackFrames.Echo(new byte[4]));
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.IpInFiltered));
        Assert.AreEqual(1, rule.HitCount);
        bench.ExpectPoolsHome();
    }

    [TestMethod]
    public void RuleOut_Drops_CountsAndHits()
    {
        NetBench bench = new NetBench(Limits.Default());
        FilterRule rule = new FilterRule { RemoteAddress = Frames.PeerIp, RemoteMask = 0xFFFFFFFF };
        bench.Net.AddRule(rule);
        bench.Inject(AttackFrames.Echo(new byte[4]));
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.IpOutFiltered));
        Assert.AreEqual(0, bench.Count(Mib.IpInFiltered));
        Assert.AreEqual(1, rule.HitCount);
        bench.ExpectPoolsHome();
    }

    /// <summary>Accept the collector, drop the rest: the first match decides.</summary>
    [TestMethod]
    public void Rules_FirstMatchDecides()
    {
        NetBench bench = new NetBench(Limits.Default());
        FilterRule collector = new FilterRule
        {
            IsIn = true, IsAccept = true, RemoteAddress = Frames.PeerIp, RemoteMask = 0xFFFFFFFF,
        };
        FilterRule rest = new FilterRule { IsIn = true };
        bench.Net.AddRule(collector);
        bench.Net.AddRule(rest);

        bench.Inject(AttackFrames.Echo(new byte[4]));
        Assert.AreEqual(1, bench.Wire.SentCount);
        bench.Inject(AttackFrames.Echo(Frames.GatewayIp, Frames.OurIp, new byte[4]));
        Assert.AreEqual(1, bench.Wire.SentCount);
        Assert.AreEqual(1, collector.HitCount);
        Assert.AreEqual(1, rest.HitCount);
    }

    /// <summary>A network, by its mask.</summary>
    [TestMethod]
    public void Rule_OfANetwork_MatchesByMask()
    {
        FilterRule rule = new FilterRule { RemoteAddress = 0x0A000000, RemoteMask = 0xFFFFFF00 };
        Assert.IsTrue(rule.Matches(false, 6, 0x0A0000FE, 1, 2));
        Assert.IsFalse(rule.Matches(false, 6, 0x0A0001FE, 1, 2));
        Assert.IsFalse(rule.Matches(true, 6, 0x0A0000FE, 1, 2));
    }

    /// <summary>Our port is the destination of what comes and the source of what goes.</summary>
    [TestMethod]
    public void RuleIn_OfAPort_MatchesOurs()
    {
        AttackBench bench = AttackBench.Idle();
        bench.Tcp.Net.AddRule(new FilterRule { IsIn = true, LocalPort = TcpBench.OurPort });
        bench.Inject(AttackFrames.Segment(TcpHeader.Syn, null, null));
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.IpInFiltered));
        bench.Inject(AttackFrames.Echo(new byte[4]));
        bench.ExpectEchoReply(4);
    }

    [TestMethod]
    public void RuleOut_OfAPort_MatchesTheirs()
    {
        AttackBench bench = AttackBench.Idle();
        bench.Tcp.Net.AddRule(new FilterRule
        {
            Protocol = IpHeader.ProtocolTcp, RemotePort = TcpBench.PeerPort,
        });
        bench.Inject(AttackFrames.Segment(TcpHeader.Syn, null, null));
        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.IpOutFiltered));
        Assert.AreEqual(0, bench.Count(Mib.IpInFiltered));
    }

    [TestMethod]
    public void AddRule_MoreThanTheLimit_SaysSo()
    {
        NetBench bench = new NetBench(Limits.Default());
        for (int i = 0; i < Limits.Default().NetfilterRuleCount; i++)
        {
            bench.Net.AddRule(new FilterRule());
        }

        Expect.Throws(
            typeof(InvalidOperationException), () => bench.Net.AddRule(new FilterRule()));
    }

    [TestMethod]
    public void Clear_TakesAllRulesOut()
    {
        Netfilter filter = new Netfilter(Contexts.Default());
        Assert.AreEqual(0, filter.Add(new FilterRule()));
        Assert.AreEqual(1, filter.Count);
        Assert.AreEqual(Limits.Default().NetfilterRuleCount, filter.Capacity);
        Assert.IsFalse(filter.At(0).IsAccept);
        filter.Clear();
        Assert.AreEqual(0, filter.Count);
    }

    /// <summary>Our own address, and 127.0.0.1, never see the wire.</summary>
    [TestMethod]
    public void Loopback_CarriesWhatIsForUs()
    {
        FakeClock clock = new FakeClock(1000);
        Net net = new Net(
            Limits.Default(), clock, new FakeEntropy(3), new InterruptMask(), new StepPump(clock));
        BenchWire wire = new BenchWire();
        LoopbackDevice loopback = new LoopbackDevice();
        net.AddDevice(wire);
        net.AddDevice(loopback);
        net.SetAddress(loopback, IPAddress.Loopback, IPAddress.FromValue(0xFF000000), null);
        net.SetAddress(
            wire, IPAddress.FromValue(Frames.OurIp), IPAddress.FromValue(Frames.Mask), null);
        net.Seal();
        StepPump.Of(net, clock);
        Dst dst = new Dst();

        Assert.AreEqual(0, net.Route.Lookup(Frames.OurIp, dst));
        Assert.IsTrue(dst.Device == loopback);
        Assert.AreEqual(Frames.OurIp, dst.Source);
        Assert.AreEqual(0, net.Route.Lookup(0x7F000001, dst));
        Assert.IsTrue(dst.Device == loopback);
        Assert.AreEqual(0x7F000001u, dst.Source);
        Assert.AreEqual(0, net.Route.Lookup(Frames.PeerIp, dst));
        Assert.IsTrue(dst.Device == wire);

        wire.ClearSent();
        Talk(net, clock, 0x7F000001);
        Talk(net, clock, Frames.OurIp);
        Assert.AreEqual(0, wire.SentCount, "nothing on the wire");
        Assert.AreEqual(0, net.Mib.Get(Mib.IpInMartians));
    }

    /// <summary>The route to an address that was ours goes with it: it would send packets for whoever has
    /// it now to ourselves, and fill the table.</summary>
    [TestMethod]
    public void SetAddress_AgainAndAgain_LoopbackKeepsNoOldOne()
    {
        FakeClock clock = new FakeClock(1000);
        Net net = new Net(
            Limits.Default(), clock, new FakeEntropy(3), new InterruptMask(), new StepPump(clock));
        BenchWire wire = new BenchWire();
        LoopbackDevice loopback = new LoopbackDevice();
        net.AddDevice(wire);
        net.AddDevice(loopback);
        net.SetAddress(loopback, IPAddress.Loopback, IPAddress.FromValue(0xFF000000), null);
        for (uint i = 0; i < 20; i++)
        {
            net.SetAddress(
                wire, IPAddress.FromValue(Frames.OurIp + i), IPAddress.FromValue(Frames.Mask),
                null);
        }

        Dst dst = new Dst();
        net.Route.Lookup(Frames.OurIp + 19, dst);
        Assert.IsTrue(dst.Device == loopback, "ours");
        net.Route.Lookup(Frames.OurIp, dst);
        Assert.IsTrue(dst.Device == wire, "somebody else's");
    }

    /// <summary>In which order the devices come makes no difference.</summary>
    [TestMethod]
    public void Loopback_AddressedLast_CarriesWhatIsForUs()
    {
        FakeClock clock = new FakeClock(1000);
        Net net = new Net(
            Limits.Default(), clock, new FakeEntropy(3), new InterruptMask(), new StepPump(clock));
        BenchWire wire = new BenchWire();
        LoopbackDevice loopback = new LoopbackDevice();
        net.AddDevice(wire);
        net.SetAddress(
            wire, IPAddress.FromValue(Frames.OurIp), IPAddress.FromValue(Frames.Mask), null);
        net.AddDevice(loopback);
        net.SetAddress(loopback, IPAddress.Loopback, IPAddress.FromValue(0xFF000000), null);
        Dst dst = new Dst();
        net.Route.Lookup(Frames.OurIp, dst);
        Assert.IsTrue(dst.Device == loopback);
    }

    private static void Talk(Net net, FakeClock clock, uint address)
    {
        Socket listener = new Socket(net);
        listener.Bind(new IPEndPoint(IPAddress.FromValue(address), 5000));
        listener.Listen(1);
        Socket client = new Socket(net);
        client.Blocking = false;
        try
        {
            client.Connect(new IPEndPoint(IPAddress.FromValue(address), 5000));
        }
        catch (SocketException exception)
        {
            Assert.AreEqual((int)SocketError.WouldBlock, exception.ErrorCode);
        }

        StepPump.Of(net, clock);
        Socket server = listener.Accept();
        client.Send(Frames.Bytes("to myself"));
        StepPump.Of(net, clock);
        byte[] buffer = new byte[20];
        int count = server.Receive(buffer);
        Assert.AreEqual("to myself", Frames.Text(buffer, 0, count));
        client.Close();
        server.Close();
        listener.Close();
        StepPump.Of(net, clock);
    }

    /// <summary>No waiting call in these tests should need it.</summary>
    private sealed class StepPump : Pump
    {
        private readonly FakeClock _clock;

        public StepPump(FakeClock clock)
        {
            _clock = clock;
        }

        /// <summary>Twenty turns of the stack, a millisecond each.</summary>
        public static void Of(Net net, FakeClock clock)
        {
            for (int i = 0; i < 20; i++)
            {
                net.Poll(clock.NowMs());
                clock.Advance(1);
            }
        }

        public override int Run(int limitMs)
        {
            _clock.Advance(1);
            return 1;
        }
    }
}
