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

namespace NanoStack.Tests.Host.Faults;

/// <summary>One connection between a modelled board and a stack at the other end of its cable, opened
/// once and never again: bytes go both ways before, during and after a fault.</summary>
/// <remarks>The board is polled as its thread would: when its time has come or the interrupt handler
/// raised its flag. One thread, a fake clock.</remarks>
internal sealed class FaultPair : IDisposable
{
    private const int Port = 9000;
    private const int StartMs = 1000;
    private const int TurnsMax = 64;            // in one millisecond
    private const int PartBytes = 700;
    private const int PartMs = 40;

    /// <summary>After a fault of some seconds the next retransmission may be a minute away.</summary>
    private const int ResumeMsMax = 130000;

    public readonly FakeClock Clock = new FakeClock(StartMs);
    public readonly EmacModel Model = new EmacModel();
    public readonly VirtualWire Wire;
    public readonly ModelBus Bus;
    public readonly EmacDevice Device;
    public readonly Net Board;
    public readonly Net Peer;

    private readonly HostWireDevice _peerDevice;
    private readonly EmacInterruptMask _mask;
    private readonly byte[] _part = new byte[PartBytes];
    private readonly Direction _up = new Direction(11);
    private readonly Direction _down = new Direction(77);
    private int _boardMs = StartMs;

    public FaultPair()
    {
        Pump pump = new PairPump(this);
        Wire = new VirtualWire(Clock, 1);
        Bus = new ModelBus(Model, new SeededEntropy(2));
        _mask = new EmacInterruptMask(Bus);
        Wt32Eth01 facts = new Wt32Eth01();
        Model.Phy.Pin = facts.PhyResetPin;
        Model.Plug(Wire, 0);
        Device = facts.NewDevice(Bus);
        Board = new Net(Limits.Default(), Clock, new SeededEntropy(3), _mask, pump);
        Peer = new Net(Limits.Default(), Clock, new SeededEntropy(4), new InterruptMask(), pump);
        _peerDevice = new HostWireDevice(Wire, 1, new byte[] { 2, 0, 0, 0, 0, 1 });
        Add(Board, Device, "192.168.7.2");
        Add(Peer, _peerDevice, "192.168.7.1");
        Run(3000, false);                           // link, announcements
        Assert.IsTrue(Device.HasCarrier, "link");
        Connect();
    }

    /// <summary>Before every turn, for a test that wants to see the switches while they are
    /// set.</summary>
    public event Action Looked;

    /// <summary>What the wire counts of frames from the board.</summary>
    public WireFaults FromBoard => Wire.FaultsFrom(0);

    public int Get(int counter) => Device.Stats.Get(counter);

    /// <summary>Lets time pass; a little is sent both ways all the time when so wanted.</summary>
    public void Run(int timeMs, bool isSending)
    {
        int end = Clock.NowMs() + timeMs;
        int nextPart = Clock.NowMs();
        while (Clock.NowMs() - end < 0)
        {
            if (isSending && Clock.NowMs() - nextPart >= 0)
            {
                nextPart += PartMs;
                SendUp();
                _down.Send(_part);
            }

            Step(isSending ? PartMs : end - Clock.NowMs());
            _up.Receive(_part);
            _down.Receive(_part);
        }
    }

    /// <summary>A little from the board to the peer, and no more.</summary>
    public void SendUp()
    {
        Looked?.Invoke();
        _up.Send(_part);
        _boardMs = Clock.NowMs();                   // it may have set a timer
    }

    /// <summary>Everything that was sent arrives, in both directions, and more after it.</summary>
    public void ExpectTraffic()
    {
        int end = Clock.NowMs() + ResumeMsMax;
        int wantUp = _up.ReceivedCount;
        int wantDown = _down.ReceivedCount;
        while (_up.IsUnderWay || _down.IsUnderWay)
        {
            Assert.IsTrue(
                Clock.NowMs() - end < 0, "traffic did not resume: up " + _up + ", down " + _down);
            Run(100, false);
        }

        Run(400, true);
        Run(2000, false);
        Assert.IsTrue(_up.ReceivedCount >= wantUp + PartBytes, "nothing went up: " + _up);
        Assert.IsTrue(_down.ReceivedCount >= wantDown + PartBytes, "nothing came down: " + _down);
        Assert.IsFalse(_up.IsUnderWay || _down.IsUnderWay, "up " + _up + ", down " + _down);
    }

    /// <summary>Nothing was done that no driver may do, and nothing is missing.</summary>
    public void ExpectClean()
    {
        Assert.AreEqual(0, Model.Violations, Model.LastViolation);
        Assert.AreEqual(0, _mask.Depth, "an interrupt stays masked");
        Assert.IsTrue(_up.From.Connected && _down.From.Connected, "a socket was closed");
        for (int i = 0; i < ResumeMsMax / PartMs && !(Board.Pool.IsHome && Peer.Pool.IsHome); i++)
        {
            Run(PartMs, false);                     // a last ACK may have to come again
        }

        Assert.IsTrue(Board.Pool.IsHome && Peer.Pool.IsHome, "a packet is missing");
    }

    public void Dispose()
    {
        _peerDevice.Dispose();
        Bus.Dispose();
    }

    private void Connect()
    {
        Socket listener = new Socket(Peer);
        listener.Bind(new IPEndPoint(IPAddress.Any, Port));
        listener.Listen(1);
        Socket near = new Socket(Board) { NoDelay = true };
        near.Connect(new IPEndPoint(IPAddress.Parse("192.168.7.1"), Port));
        Socket far = listener.Accept();
        far.NoDelay = true;
        near.Blocking = false;
        far.Blocking = false;
        _up.From = near;
        _up.To = far;
        _down.From = far;
        _down.To = near;
    }

    /// <summary>Both ends do what there is to do at this millisecond, then the clock moves
    /// on.</summary>
    private int Step(int limitMs)
    {
        Looked?.Invoke();
        int nowMs = Clock.NowMs();
        int peerMs = nowMs;
        for (int i = 0; i < TurnsMax; i++)
        {
            int sent = FromBoard.Sent + Wire.FaultsFrom(1).Sent;
            bool isBoardDue = _boardMs - nowMs <= 0;
            if (Bus.Wait(0) || isBoardDue)
            {
                _boardMs = Board.Poll(nowMs);
                isBoardDue = true;
            }

            peerMs = Peer.Poll(nowMs);
            if (!isBoardDue && sent == FromBoard.Sent + Wire.FaultsFrom(1).Sent)
            {
                break;
            }
        }

        int stepMs = FakeClock.Earlier(_boardMs, peerMs) - nowMs;
        stepMs = stepMs < 1 ? 1 : stepMs < limitMs ? stepMs : limitMs;
        Clock.Advance(stepMs);
        return stepMs;
    }

    private static void Add(Net net, NetDevice device, string address)
    {
        net.AddDevice(device);
        net.SetAddress(
            device, IPAddress.Parse(address), IPAddress.Parse("255.255.255.0"), null);
        net.Seal();
    }

    /// <summary>A stream in one direction: every byte says where in the stream it stands.</summary>
    private sealed class Direction
    {
        public Socket From;
        public Socket To;

        private readonly int _mark;
        private int _sentCount;

        public Direction(int mark)
        {
            _mark = mark;
        }

        public int ReceivedCount { get; private set; }

        public bool IsUnderWay => ReceivedCount != _sentCount;

        public void Send(byte[] part)
        {
            for (int i = 0; i < part.Length; i++)
            {
                part[i] = ByteAt(_sentCount + i);
            }

            if (From.Poll(0, SelectMode.SelectWrite))
            {
                _sentCount += From.Send(part);
            }
        }

        public void Receive(byte[] part)
        {
            while (To != null && To.Available > 0)
            {
                int count = To.Receive(part);
                for (int i = 0; i < count; i++)
                {
                    Assert.AreEqual(ByteAt(ReceivedCount + i), part[i], "byte of the stream");
                }

                ReceivedCount += count;
            }
        }

        public override string ToString() => ReceivedCount + " of " + _sentCount + " bytes";

        private byte ByteAt(int at) => (byte)((at * 31) + (at >> 8) + _mark);
    }

    /// <summary>A call that waits runs both ends meanwhile.</summary>
    private sealed class PairPump : Pump
    {
        private readonly FaultPair _pair;

        public PairPump(FaultPair pair)
        {
            _pair = pair;
        }

        public override int Run(int limitMs) => _pair.Step(limitMs);
    }
}
