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
using NanoStack.Skb;
using NanoStack.Sockets;
using NanoStack.Tests.Bench;

namespace NanoStack.Tests.Host.Corridor;

/// <summary>A modelled board and a second stack at the other end of a cable, in one thread on a fake
/// clock: every run is the same to the bit.</summary>
internal sealed class ModelPair : IDisposable
{
    public const int BoardSide = 0;
    public const int PeerSide = 1;
    public const int Port = 9000;

    private const int StartMs = 1000;
    private const int TurnsMax = 1000;

    public readonly FakeClock Clock = new FakeClock(StartMs);
    public readonly EmacModel Model = new EmacModel();
    public readonly VirtualWire Wire;
    public readonly ModelBus Bus;
    public readonly EmacDevice Device;

    /// <summary>The board's stack.</summary>
    public readonly Net Board;

    /// <summary>The stack at the other end.</summary>
    public readonly Net Peer;

    private readonly HostWireDevice _peerDevice;
    private readonly PairPump _pump = new PairPump();

    public ModelPair(Limits limits)
    {
        _pump.Pair = this;
        Wire = new VirtualWire(Clock, 1);
        Bus = new ModelBus(Model, new SeededEntropy(2));
        Wt32Eth01 facts = new Wt32Eth01();
        Model.Phy.Pin = facts.PhyResetPin;
        Model.Plug(Wire, BoardSide);
        Device = facts.NewDevice(Bus);
        Board = new Net(limits, Clock, new SeededEntropy(3), new EmacInterruptMask(Bus), _pump);
        Peer = new Net(limits, Clock, new SeededEntropy(4), new InterruptMask(), _pump);
        _peerDevice = new HostWireDevice(Wire, PeerSide, new byte[] { 2, 0, 0, 0, 0, 1 });
        Add(Board, Device, BoardAddress);
        Add(Peer, _peerDevice, PeerAddress);
        Advance(3000);                              // link, announcements
        Assert.IsTrue(Device.HasCarrier, "link");
    }

    public IPAddress BoardAddress { get; } = IPAddress.Parse("192.168.7.2");

    public IPAddress PeerAddress { get; } = IPAddress.Parse("192.168.7.1");

    /// <summary>The board's end of a connection, after <see cref="Connect"/>.</summary>
    public Socket Sender { get; private set; }

    /// <summary>The peer's end of it.</summary>
    public Socket Receiver { get; private set; }

    /// <summary>Connects the board to the peer.</summary>
    public void Connect()
    {
        Socket listener = new Socket(Peer);
        listener.Bind(new IPEndPoint(IPAddress.Any, Port));
        listener.Listen(1);
        Sender = new Socket(Board) { NoDelay = true };
        Sender.Connect(new IPEndPoint(PeerAddress, Port));
        Receiver = listener.Accept();
        Settle();
    }

    /// <summary>Both stacks do what there is to do now, until neither sends anything more.</summary>
    public void Settle()
    {
        for (int i = 0; i < TurnsMax; i++)
        {
            int sentBefore = Wire.FaultsFrom(BoardSide).Sent + Wire.FaultsFrom(PeerSide).Sent;
            int nowMs = Clock.NowMs();
            int nextMs = FakeClock.Earlier(Board.Poll(nowMs), Peer.Poll(nowMs));
            int sentAfter = Wire.FaultsFrom(BoardSide).Sent + Wire.FaultsFrom(PeerSide).Sent;
            if (nextMs - nowMs > 0 && sentAfter == sentBefore)
            {
                return;
            }
        }

        Assert.Fail("the stacks always want to be polled again");
    }

    /// <summary>Lets time pass, deadline by deadline.</summary>
    public void Advance(int ms)
    {
        while (ms > 0)
        {
            ms -= Step(ms);
        }

        Settle();
    }

    /// <summary>Every packet that no queue holds is back in its pool, on both sides.</summary>
    public void ExpectPoolsHome()
    {
        foreach (Net net in new[] { Board, Peer })
        {
            foreach (int kind in new[] { SkBuffPool.KindHeader, SkBuffPool.KindFrame })
            {
                Assert.AreEqual(net.Pool.TotalCount(kind), net.Pool.FreeCount(kind), "packets");
            }
        }
    }

    public void Dispose()
    {
        _peerDevice.Dispose();
        Bus.Dispose();
    }

    private int Step(int limitMs)
    {
        Settle();
        int nowMs = Clock.NowMs();
        int nextMs = FakeClock.Earlier(Board.Poll(nowMs), Peer.Poll(nowMs));
        int stepMs = nextMs - nowMs < 1 ? 1 : nextMs - nowMs;
        stepMs = stepMs < limitMs ? stepMs : limitMs;
        Clock.Advance(stepMs);
        return stepMs;
    }

    private static void Add(Net net, NetDevice device, IPAddress address)
    {
        net.AddDevice(device);
        net.SetAddress(device, address, IPAddress.Parse("255.255.255.0"), null);
        net.Seal();
    }

    /// <summary>A call that waits runs both stacks meanwhile.</summary>
    private sealed class PairPump : Pump
    {
        public ModelPair Pair;

        public override int Run(int limitMs)
        {
            return Pair.Step(limitMs);
        }
    }
}
