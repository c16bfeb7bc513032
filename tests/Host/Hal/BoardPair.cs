using System;
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

namespace NanoStack.Tests.Host.Hal;

/// <summary>A modelled board and a second stack at the other end of a cable, in one thread on a fake
/// clock: every run is the same to the bit.</summary>
/// <remarks>When each of them is polled is for the class above to say.</remarks>
internal abstract class BoardPair : IDisposable
{
    public const int BoardSide = 0;
    public const int PeerSide = 1;
    public const int Port = 9000;

    protected const int StartMs = 1000;

    public readonly FakeClock Clock = new FakeClock(StartMs);
    public readonly EmacModel Model = new EmacModel();
    public readonly VirtualWire Wire;
    public readonly ModelBus Bus;
    public readonly EmacDevice Device;

    /// <summary>The board's stack.</summary>
    public readonly Net Board;

    /// <summary>The stack at the other end.</summary>
    public readonly Net Peer;

    protected readonly EmacInterruptMask Mask;

    private readonly HostWireDevice _peerDevice;

    protected BoardPair(Limits limits)
    {
        Pump pump = new PairPump(this);
        Wire = new VirtualWire(Clock, 1);
        Bus = new ModelBus(Model, new SeededEntropy(2));
        Mask = new EmacInterruptMask(Bus);
        Wt32Eth01 facts = new Wt32Eth01();
        Model.Phy.Pin = facts.PhyResetPin;
        Model.Plug(Wire, BoardSide);
        Device = facts.NewDevice(Bus);
        Board = new Net(limits, Clock, new SeededEntropy(3), Mask, pump);
        Peer = new Net(limits, Clock, new SeededEntropy(4), new InterruptMask(), pump);
        _peerDevice = new HostWireDevice(Wire, PeerSide, new byte[] { 2, 0, 0, 0, 0, 1 });
        Add(Board, Device, BoardAddress);
        Add(Peer, _peerDevice, PeerAddress);
    }

    public IPAddress BoardAddress { get; } = IPAddress.Parse("192.168.7.2");

    public IPAddress PeerAddress { get; } = IPAddress.Parse("192.168.7.1");

    public void Dispose()
    {
        _peerDevice.Dispose();
        Bus.Dispose();
    }

    /// <summary>Both stacks do what there is to do now, then the clock moves on.</summary>
    /// <returns>By how much, 1 to <paramref name="limitMs"/>.</returns>
    protected abstract int Step(int limitMs);

    /// <summary>Connects the board to the peer.</summary>
    protected (Socket Near, Socket Far) OpenConnection()
    {
        Socket listener = new Socket(Peer);
        listener.Bind(new IPEndPoint(IPAddress.Any, Port));
        listener.Listen(1);
        Socket near = new Socket(Board) { NoDelay = true };
        near.Connect(new IPEndPoint(PeerAddress, Port));
        return (near, listener.Accept());
    }

    private static void Add(Net net, NetDevice device, IPAddress address)
    {
        net.AddDevice(device);
        net.SetAddress(device, address, IPAddress.Parse("255.255.255.0"), null);
        net.Seal();
    }

    /// <summary>A call that waits runs both ends meanwhile.</summary>
    private sealed class PairPump : Pump
    {
        private readonly BoardPair _pair;

        public PairPump(BoardPair pair)
        {
            _pair = pair;
        }

        public override int Run(int limitMs) => _pair.Step(limitMs);
    }
}
