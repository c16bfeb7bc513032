using System;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Hal.Host.Wire;
using NanoStack.Kernel;
using NanoStack.Sockets;
using NanoStack.Tests.Bench;
using NanoStack.Tests.Host.Hal;

namespace NanoStack.Tests.Host.Faults;

/// <summary>One connection between a modelled board and a stack at the other end of its cable, opened
/// once and never again: bytes go both ways before, during and after a fault.</summary>
/// <remarks>The board is polled as its thread would: when its time has come or the interrupt handler
/// raised its flag.</remarks>
internal sealed class FaultPair : BoardPair
{
    private const int TurnsMax = 64;            // in one millisecond
    private const int PartBytes = 700;
    private const int PartMs = 40;

    /// <summary>After a fault of some seconds the next retransmission may be a minute away.</summary>
    private const int ResumeMsMax = 130000;

    private readonly byte[] _part = new byte[PartBytes];
    private readonly Direction _up = new Direction(11);
    private readonly Direction _down = new Direction(77);
    private int _boardMs = StartMs;

    public FaultPair()
        : base(Limits.Default())
    {
        Run(3000, false);                           // link, announcements
        Assert.IsTrue(Device.HasCarrier, "link");
        Connect();
    }

    /// <summary>Before every turn, for a test that wants to see the switches while they are
    /// set.</summary>
    public event Action Looked;

    /// <summary>What the wire counts of frames from the board.</summary>
    public WireFaults FromBoard => Wire.FaultsFrom(BoardSide);

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
        Assert.AreEqual(0, Mask.Depth, "an interrupt stays masked");
        Assert.IsTrue(_up.From.Connected && _down.From.Connected, "a socket was closed");
        for (int i = 0; i < ResumeMsMax / PartMs && !(Board.Pool.IsHome && Peer.Pool.IsHome); i++)
        {
            Run(PartMs, false);                     // a last ACK may have to come again
        }

        Assert.IsTrue(Board.Pool.IsHome && Peer.Pool.IsHome, "a packet is missing");
    }

    private void Connect()
    {
        (Socket near, Socket far) = OpenConnection();
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
    protected override int Step(int limitMs)
    {
        Looked?.Invoke();
        int nowMs = Clock.NowMs();
        int peerMs = nowMs;
        for (int i = 0; i < TurnsMax; i++)
        {
            int sent = FromBoard.Sent + Wire.FaultsFrom(PeerSide).Sent;
            bool isBoardDue = _boardMs - nowMs <= 0;
            if (Bus.Wait(0) || isBoardDue)
            {
                _boardMs = Board.Poll(nowMs);
                isBoardDue = true;
            }

            peerMs = Peer.Poll(nowMs);
            if (!isBoardDue && sent == FromBoard.Sent + Wire.FaultsFrom(PeerSide).Sent)
            {
                break;
            }
        }

        int stepMs = FakeClock.Earlier(_boardMs, peerMs) - nowMs;
        stepMs = stepMs < 1 ? 1 : stepMs < limitMs ? stepMs : limitMs;
        Clock.Advance(stepMs);
        return stepMs;
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
}
