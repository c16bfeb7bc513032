#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using NanoStack.Kernel;
using NanoStack.Sockets;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Rules;

/// <summary>Rules about IPv4 and ICMP that the tests of those rooms leave over.</summary>
[TestClass]
public sealed class IcmpAndIpTests
{
    private const uint FarIp = 0xC0A80505;
    private const int IpAt = EthHeader.Length;

    /// <summary>Rule 150 (RFC 1122, 3.2.1.3): our address, the limited and the directed broadcast are
    /// delivered; the broadcast of another network and a group are not.</summary>
    [TestMethod]
    public void Destination_OursOrABroadcast_IsDelivered()
    {
        NetBench bench = new NetBench(BenchLimits.Default());
        uint[] ours = new uint[] { Frames.OurIp, 0xFFFFFFFF, Frames.OurIp | ~Frames.Mask };
        uint[] others = new uint[] { 0x0A0001FF, 0xE0000001, Frames.PeerIp };

        for (int i = 0; i < ours.Length; i++)
        {
            bench.Inject(Frames.Icmp(Frames.PeerIp, ours[i], 0, 0, new byte[4]));
            bench.Inject(Frames.Icmp(Frames.PeerIp, others[i], 0, 0, new byte[4]));
        }

        Assert.AreEqual(3, bench.Count(Mib.IpInDelivers));
        Assert.AreEqual(3, bench.Count(Mib.IpInAddrErrors));
        bench.ExpectSilence();
    }

    /// <summary>Rule 160 (RFC 1122, 3.2.1.3): what we send and what we answer has our address as its
    /// source, also the answer to who wrote to all of us.</summary>
    [TestMethod]
    public void Source_IsOurAddress()
    {
        TcpBench bench = TcpBench.SynSent();
        Assert.AreEqual(Frames.OurIp, IpHeader.Source(bench.Frame, IpAt));

        bench.Bench.Inject(Frames.Icmp(Frames.PeerIp, Frames.OurIp, 8, 0, new byte[4]));
        byte[] reply = bench.Bench.Wire.TakeSent();

        Assert.AreEqual(Frames.OurIp, IpHeader.Source(reply, IpAt));
        Assert.AreEqual(Frames.PeerIp, IpHeader.Destination(reply, IpAt));
        bench.ExpectSilence();
    }

    /// <summary>Rule 160 (RFC 1122, 3.2.1.3): nobody binds to an address that is not ours.</summary>
    [TestMethod]
    public void Bind_ToAForeignAddress_IsRefused()
    {
        NetBench bench = new NetBench(BenchLimits.Default());
        Socket socket = new Socket(bench.Net);

        TcpBench.ExpectError(
            SocketError.AddressNotAvailable,
            () => socket.Bind(new IPEndPoint(IPAddress.FromValue(Frames.PeerIp), 5000)));
    }

    /// <summary>Rule 162 (RFC 1122, 3.2.2): types that nobody defined, and a checksum that is wrong: not
    /// a word.</summary>
    [TestMethod]
    public void Icmp_UnknownOrBroken_IsSilentlyDropped()
    {
        NetBench bench = new NetBench(BenchLimits.Default());
        for (int type = 19; type < 256; type += 3)
        {
            bench.Inject(Frames.Icmp(Frames.PeerIp, Frames.OurIp, type, 0, new byte[8]));
        }

        Assert.AreEqual(79, bench.Count(Mib.IcmpInOther));
        byte[] echo = Frames.Icmp(Frames.PeerIp, Frames.OurIp, 8, 0, new byte[8]);
        echo[echo.Length - 1] ^= 1;
        bench.Inject(echo);

        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.IcmpInCsumErrors));
        bench.ExpectPoolsHome();
    }

    /// <summary>Rule 167 (RFC 1122, 3.2.2.2): a redirect, even from the gateway, changes no route: there
    /// is one gateway, and it was set by hand or by DHCP.</summary>
    [TestMethod]
    public void Redirect_ChangesNoRoute()
    {
        NetBench bench = new NetBench(BenchLimits.Default());
        int generation = bench.Net.Route.Generation;
        byte[] rest = new byte[4 + IpHeader.LengthMin + 8];
        ByteOrder.Write32(rest, 0, Frames.PeerIp);
        IpHeader.Write(
            rest, 4, 0, IpHeader.LengthMin + 8, 1, 0, 64, IpHeader.ProtocolTcp, Frames.OurIp,
            FarIp);

        for (int code = 0; code < 4; code++)
        {
            bench.Inject(Frames.Icmp(Frames.GatewayIp, Frames.OurIp, 5, code, rest));
        }

        bench.ExpectSilence();
        Assert.AreEqual(generation, bench.Net.Route.Generation);
        bench.Wire.KeepsArp = true;
        bench.Wire.PeerAnswersArp = false;
        bench.Inject(Frames.Icmp(FarIp, Frames.OurIp, 8, 0, new byte[4]));
        byte[] question = bench.Wire.TakeSent();
        Assert.AreEqual(
            Frames.GatewayIp, ArpHeader.TargetIp(question, EthHeader.Length), "still the gateway");
    }

    /// <summary>Rule 168 (RFC 1122, 3.2.2.9): we are no authority for masks.</summary>
    [TestMethod]
    public void MaskRequest_IsNotAnswered()
    {
        NetBench bench = new NetBench(BenchLimits.Default());

        bench.Inject(Frames.Icmp(Frames.PeerIp, Frames.OurIp, 17, 0, new byte[8]));

        bench.ExpectSilence();
        Assert.AreEqual(1, bench.Count(Mib.IcmpInOther));
    }
}
