using System;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Boards;
using NanoStack.Device;
using NanoStack.Hal.Bus;
using NanoStack.Hal.Emac;
using NanoStack.Hal.Host;
using NanoStack.Hal.Host.Model;
using NanoStack.Hal.Host.Wire;
using NanoStack.Kernel;
using NanoStack.Sockets;
using NanoStack.Tests.Bench;

namespace NanoStack.Tests.Host.Faults;

/// <summary>An EMAC that does not open: told in one sentence, and nobody else's connection is the
/// worse for it.</summary>
[TestClass]
public sealed class OpenFaultTests
{
    [TestMethod]
    [DataRow(EmacBus.OpenNoMemory, "UseSmallRings")]
    [DataRow(EmacBus.OpenNoInterrupt, "without ESP32 Ethernet")]
    [DataRow(EmacBus.OpenNoClock, "GPIO0")]
    [DataRow(-99, "flash the firmware")]
    public void Open_ThatFails_IsToldAndTheSocketsLiveOn(int answer, string word)
    {
        FakeClock clock = new FakeClock(1000);
        NetPump pump = new NetPump(clock);
        EmacModel model = new EmacModel();
        model.Phy.Pin = new Wt32Eth01().PhyResetPin;
        using ModelBus bus = new ModelBus(model, new SeededEntropy(1));
        VirtualWire wire = new VirtualWire(clock, 1);
        model.Plug(wire, 0);
        wire.Attach(1, new Hal.FarEnd());
        Net net = new Net(
            Limits.Default(), clock, new SeededEntropy(2), new EmacInterruptMask(bus), pump);
        pump.Net = net;
        LoopbackDevice loopback = new LoopbackDevice();
        net.AddDevice(loopback);
        net.SetAddress(
            loopback, IPAddress.Parse("127.0.0.1"), IPAddress.Parse("255.0.0.0"), null);
        (Socket near, Socket far) = Connect(net);
        Exchange(near, far);

        model.Faults.OpenAnswer = answer;
        InvalidOperationException failure = Assert.ThrowsExactly<InvalidOperationException>(
            () => net.AddDevice(new Wt32Eth01().NewDevice(bus)));
        StringAssert.Contains(failure.Message, word);
        BoardFacts.Sentence.Is(failure.Message);
        Exchange(near, far);

        model.Faults.OpenAnswer = EmacBus.Opened;
        EmacDevice device = new Wt32Eth01().NewDevice(bus);
        net.AddDevice(device);
        pump.RunFor(3000);
        Assert.IsTrue(device.HasCarrier);
        Assert.AreEqual(1, device.Stats.Get(EmacStats.LinkUps));
        Exchange(near, far);
        Assert.AreEqual(0, model.Violations, model.LastViolation);
    }

    private static (Socket Near, Socket Far) Connect(Net net)
    {
        IPEndPoint point = new IPEndPoint(IPAddress.Parse("127.0.0.1"), 9000);
        Socket listener = new Socket(net);
        listener.Bind(point);
        listener.Listen(1);
        Socket near = new Socket(net) { NoDelay = true };
        near.Connect(point);
        return (near, listener.Accept());
    }

    private static void Exchange(Socket from, Socket to)
    {
        byte[] sent = { 1, 2, 3, 4, 5 };
        byte[] received = new byte[5];
        Assert.AreEqual(5, from.Send(sent));
        Assert.AreEqual(5, to.Receive(received));
        CollectionAssert.AreEqual(sent, received);
        Assert.AreEqual(5, to.Send(sent));
        Assert.AreEqual(5, from.Receive(received));
    }

    /// <summary>A call that waits runs the stack.</summary>
    private sealed class NetPump : Pump
    {
        public Net Net;

        private readonly FakeClock _clock;

        public NetPump(FakeClock clock)
        {
            _clock = clock;
        }

        public override int Run(int limitMs)
        {
            int stepMs = Net.Poll(_clock.NowMs()) - _clock.NowMs();
            stepMs = stepMs < 1 ? 1 : stepMs < limitMs ? stepMs : limitMs;
            _clock.Advance(stepMs);
            return stepMs;
        }

        public void RunFor(int timeMs)
        {
            while (timeMs > 0)
            {
                timeMs -= Run(timeMs);
            }
        }
    }
}
