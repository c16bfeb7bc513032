using System;
using System.Collections.Generic;
using System.Reflection;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Device;
using NanoStack.Hal.Emac;
using NanoStack.Hal.Phys;
using NanoStack.Kernel;
using NanoStack.Sockets;
using NanoStack.Wire;

namespace NanoStack.Tests.Host.Hal;

/// <summary>A network in which everybody asks for everybody: what is said to us comes in all the
/// same.</summary>
[TestClass]
public sealed class ArpStormTests
{
    private const uint OurIp = 0x0A000002;
    private const uint OtherIp = 0x0A000009;

    [TestMethod]
    public void UnicastArp_InAStormOfBroadcastArp_ComesIn()
    {
        Assert.AreEqual(20, CountIn(bench => bench.Frame(60, 0x55)), "frames let in");
    }

    /// <summary>Who wants to talk to us asks by broadcast, among a thousand who do not.</summary>
    [TestMethod]
    public void QuestionForUs_InAStormOfQuestionsForOthers_ComesIn()
    {
        Assert.AreEqual(20, CountIn(_ => Question(OurIp, 0x55)), "questions let in");
    }

    /// <summary>Nor do other broadcasts, or groups, cost an answer.</summary>
    [TestMethod]
    public void UnicastArp_InAStormOfOtherBroadcasts_ComesIn()
    {
        byte[] noise = Question(OtherIp, 0);
        EthHeader.SetType(noise, 0, EthHeader.TypeIp);
        Assert.AreEqual(20, CountIn(bench => bench.Frame(60, 0x55), noise), "frames let in");
    }

    /// <summary>The storm costs the storm: what is let in of it is bounded.</summary>
    [TestMethod]
    public void BroadcastArp_OfAThousandASecond_IsTurnedAway()
    {
        HalBench bench = Up();
        for (int ms = 0; ms < 1000; ms++)
        {
            bench.Inject(Question(OtherIp, 0));
            bench.Run(1);
        }

        int most = bench.Device.Governor.GetShare(FrameClass.ArpGroup)
            * ((1000 / RxGovernor.WindowMs) + 2);
        Assert.IsTrue(bench.Arp.Count <= most, bench.Arp.Count + " frames");
        Assert.AreEqual(1000, bench.Arp.Count + bench.Get(EmacStats.RxGoverned));
    }

    /// <summary>The first frames of a window win. With a period that is a multiple of the window a retry
    /// would always meet the same part of it, so none may be: of ours, or of a peer's, who counts in
    /// round numbers as well.</summary>
    [TestMethod]
    public void Periods_OfOurs_AreNoMultiplesOfTheWindow()
    {
        List<string> found = new List<string>();
        Limits limits = Limits.Default();
        foreach (Type type in new[] { typeof(Limits), typeof(PhyDevice) })
        {
            foreach (FieldInfo field in type.GetFields(
                BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static
                    | BindingFlags.Instance))
            {
                if (field.FieldType == typeof(int) && field.Name.Contains("Ms")
                    && (field.IsLiteral || type == typeof(Limits)))
                {
                    int ms = (int)field.GetValue(field.IsStatic ? null : limits);
                    found.Add(field.Name);
                    Assert.IsTrue(ms <= 0 || ms % RxGovernor.WindowMs != 0, field.Name);
                }
            }
        }

        CollectionAssert.Contains(found, nameof(Limits.NeighRetransMs));
        CollectionAssert.Contains(found, nameof(Limits.ArpAnnounceMs));
        CollectionAssert.Contains(found, nameof(Limits.TcpKeepaliveIntervalMs));
        CollectionAssert.Contains(found, nameof(Limits.TcpRtoMsInitial));
    }

    /// <summary>Whatever the rhythm of the flood, a period in round numbers meets every part of the window,
    /// the open one too.</summary>
    [TestMethod]
    [DataRow(1, 100)]
    [DataRow(1, 500)]
    [DataRow(1, 1000)]
    [DataRow(1, 2000)]
    [DataRow(3, 1000)]
    [DataRow(5, 1000)]
    [DataRow(10, 1000)]
    [DataRow(10, 75000)]
    public void Retry_InAFlood_MeetsEveryPartOfTheWindow(int floodMs, int periodMs)
    {
        RxGovernor governor = new RxGovernor();
        governor.SetShare(FrameClass.ArpForUs, 5);
        int heard = 0;
        for (int i = 0; i < RxGovernor.WindowMs; i++)
        {
            int askMs = 1050 + (i * periodMs);
            for (int ms = askMs - (askMs % floodMs) - 300; ms < askMs; ms += floodMs)
            {
                governor.Admit(FrameClass.ArpForUs, ms);
            }

            heard += governor.Admit(FrameClass.ArpForUs, askMs) ? 1 : 0;
        }

        int open = 5 * floodMs;                         // of 97 ms
        Assert.IsTrue(heard >= open - floodMs && heard <= open + floodMs, heard + " of 97");
    }

    /// <summary>The peer is one cable away, and does not know us yet either.</summary>
    [TestMethod]
    [DataRow(200)]
    [DataRow(300)]
    [DataRow(1000)]
    public void Connect_InAStorm_Succeeds(int framesASecond)
    {
        using StormPair pair = new StormPair(framesASecond);
        for (int i = 0; i < 10; i++)
        {
            pair.ConnectOnce();
        }

        Assert.IsTrue(pair.Device.Stats.Get(EmacStats.RxGoverned) > 0, "a storm");
        Assert.AreEqual(0, pair.Board.Mib.Get(Mib.NeighFailed));
    }

    private static HalBench Up()
    {
        HalBench bench = HalBench.Up();
        bench.Device.IpAddress = OurIp;
        bench.Run(500);
        bench.Arp.Frames.Clear();
        return bench;
    }

    private static int CountIn(Func<HalBench, byte[]> make)
    {
        return CountIn(make, Question(OtherIp, 0));
    }

    /// <summary>Twenty frames, each after 73 ms of a thousand a second: how many came in.</summary>
    private static int CountIn(Func<HalBench, byte[]> make, byte[] noise)
    {
        HalBench bench = Up();
        int came = 0;
        for (int i = 0; i < 20; i++)
        {
            for (int ms = 0; ms < 73; ms++)
            {
                bench.Inject(noise);
                bench.Run(1);
            }

            bench.Arp.Frames.Clear();
            byte[] wanted = make(bench);
            bench.Inject(wanted);
            bench.Run(1);
            foreach (byte[] packet in bench.Arp.Frames)
            {
                came += packet[45] == wanted[EthHeader.Length + 45] ? 1 : 0;
            }
        }

        Assert.IsTrue(bench.Get(EmacStats.RxGoverned) > 0, "a storm");
        return came;
    }

    /// <summary>Who has that address? Padded to the shortest frame; the last byte is a mark.</summary>
    private static byte[] Question(uint address, byte mark)
    {
        byte[] frame = new byte[60];
        for (int i = 0; i < EthHeader.AddressLength; i++)
        {
            frame[i] = 0xFF;
        }

        EthHeader.SetSource(frame, 0, HalBench.FarAddress);
        EthHeader.SetType(frame, 0, EthHeader.TypeArp);
        ArpHeader.Write(
            frame, EthHeader.Length, ArpHeader.OperationRequest, HalBench.FarAddress, OtherIp + 1,
            null, address);
        frame[59] = mark;
        return frame;
    }

    /// <summary>A board and its peer on a wire that is never quiet.</summary>
    private sealed class StormPair : BoardPair
    {
        private readonly int _framesASecond;
        private readonly byte[] _noise = Question(0xC0A807C8, 0);    // 192.168.7.200
        private readonly Socket _listener;
        private int _credit;

        public StormPair(int framesASecond)
            : base(Limits.Default())
        {
            _framesASecond = framesASecond;
            _listener = new Socket(Peer);
            _listener.Bind(new IPEndPoint(IPAddress.Any, Port));
            _listener.Listen(1);
            for (int i = 0; i < 3000; i++)
            {
                Step(1);
            }
        }

        /// <summary>Both forget each other, then a connection is opened and closed.</summary>
        public void ConnectOnce()
        {
            Board.Neighbours.Flush(Device);
            Peer.Neighbours.Flush(Peer.DeviceAt(0));
            Socket near = new Socket(Board);
            near.Connect(new IPEndPoint(PeerAddress, Port));
            Socket far = _listener.Accept();
            near.Close();
            far.Close();
            for (int i = 0; i < 137; i++)
            {
                Step(1);
            }
        }

        protected override int Step(int limitMs)
        {
            _credit += _framesASecond;
            while (_credit >= 1000)
            {
                _credit -= 1000;
                Wire.Send(PeerSide, _noise, 0, _noise.Length);
            }

            Board.Poll(Clock.NowMs());
            Peer.Poll(Clock.NowMs());
            Board.Poll(Clock.NowMs());
            Clock.Advance(1);
            return 1;
        }
    }
}
