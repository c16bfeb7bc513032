using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Kernel;
using NanoStack.Sockets;
using NanoStack.Tests.Bench;
using NanoStack.Tests.Host.Hal;

namespace NanoStack.Tests.Host.Corridor;

/// <summary>A modelled board and its peer, each polled in every turn.</summary>
internal sealed class ModelPair : BoardPair
{
    private const int TurnsMax = 1000;

    public ModelPair(Limits limits)
        : base(limits)
    {
        Advance(3000);                              // link, announcements
        Assert.IsTrue(Device.HasCarrier, "link");
    }

    /// <summary>The board's end of a connection, after <see cref="Connect"/>.</summary>
    public Socket Sender { get; private set; }

    /// <summary>The peer's end of it.</summary>
    public Socket Receiver { get; private set; }

    /// <summary>Connects the board to the peer.</summary>
    public void Connect()
    {
        (Sender, Receiver) = OpenConnection();
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
        Assert.IsTrue(Board.Pool.IsHome, "packets of the board");
        Assert.IsTrue(Peer.Pool.IsHome, "packets of the peer");
    }

    protected override int Step(int limitMs)
    {
        Settle();
        int nowMs = Clock.NowMs();
        int nextMs = FakeClock.Earlier(Board.Poll(nowMs), Peer.Poll(nowMs));
        int stepMs = nextMs - nowMs < 1 ? 1 : nextMs - nowMs;
        stepMs = stepMs < limitMs ? stepMs : limitMs;
        Clock.Advance(stepMs);
        return stepMs;
    }
}
