using NanoStack.Core;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Tests.Host.Hal;

namespace NanoStack.Tests.Host.Interleave;

/// <summary>A reader sleeps until there is something, and somebody brings it: <c>DataReady</c> against
/// the look before the sleep.</summary>
internal sealed class WakeScenario : Scenario
{
    private const int ItemCount = 1;

    private int _taken;

    public override void Build()
    {
        ScenarioSock sock = new ScenarioSock(new Cell());
        Cell items = new Cell();
        _taken = 0;
        Add("reader", () => Take(sock, items));
        Add("bringer", () => Bring(sock, items));
    }

    public override void Check()
    {
        Require(_taken == ItemCount, "taken: " + _taken);
    }

    /// <summary><c>InetSocket.ReceiveMsg</c>: look with the socket owned, sleep owning
    /// nothing.</summary>
    private void Take(ScenarioSock sock, Cell items)
    {
        while (_taken < ItemCount)
        {
            int turn = sock.ReadWait.Turn;
            sock.Lock();
            int found = items.Get();
            items.Set(0);
            sock.Release(0);
            _taken += found;
            if (found == 0)
            {
                sock.ReadWait.Wait(turn, int.MaxValue);
            }
        }
    }

    private static void Bring(ScenarioSock sock, Cell items)
    {
        for (int i = 0; i < ItemCount; i++)
        {
            sock.Lock();
            items.Set(items.Get() + 1);
            sock.DataReady();
            sock.Release(0);
        }
    }
}

/// <summary><c>lock_sock</c> by two threads: each gets its turn, none sleeps for ever.</summary>
internal sealed class SockLockScenario : Scenario
{
    private const int ThreadCount = 2;

    private Cell _count;
    private ScenarioSock _sock;

    public override void Build()
    {
        Cell count = new Cell();
        ScenarioSock sock = new ScenarioSock(new Cell());
        _count = count;
        _sock = sock;
        for (int i = 1; i <= ThreadCount; i++)
        {
            Add("user " + i, () =>
            {
                sock.Lock();
                count.Set(count.Get() + 1);
                sock.Release(0);
            });
        }
    }

    public override void Check()
    {
        Require(_count.Value == ThreadCount, "an update is lost: " + _count.Value);
        Require(!_sock.IsOwned, "the socket is still owned");
    }
}

/// <summary>Packets come while a user owns the socket: each is processed once, by whoever owns it, and
/// none stays in the backlog.</summary>
internal sealed class BacklogScenario : Scenario
{
    private const int PacketCount = 2;

    private Cell _received;
    private ScenarioSock _sock;
    private SkBuffPool _pool;

    public override void Build()
    {
        _received = new Cell();
        ScenarioSock sock = new ScenarioSock(_received);
        _sock = sock;
        _pool = sock.Pool;
        SkBuff[] packets = new SkBuff[PacketCount];
        for (int i = 0; i < PacketCount; i++)
        {
            packets[i] = sock.Pool.AllocFrame();
        }

        Add("user", () =>
        {
            sock.Lock();
            sock.Release(0);
        });
        Add("poller", () =>
        {
            foreach (SkBuff skb in packets)
            {
                if (sock.LockOrBacklog(skb))
                {
                    sock.Take(skb);
                    sock.Release(0);
                }
            }
        });
    }

    public override void Check()
    {
        Require(_received.Value == PacketCount, "received: " + _received.Value);
        Require(!_sock.IsOwned, "the socket is still owned");
        Require(_pool.IsHome, "a packet is missing");
    }
}

/// <summary>A socket that counts what it gets.</summary>
internal sealed class ScenarioSock : Sock
{
    public readonly SkBuffPool Pool;

    private readonly Cell _received;

    public ScenarioSock(Cell received)
        : base(new NetContext(
            Limits.Default(), new HalClock(), new NanoStack.Hal.Host.SeededEntropy(1),
            new InterruptMask(), null))
    {
        _received = received;
        Pool = new SkBuffPool(Context);
    }

    /// <summary>What the owner does with a packet: not atomic, only ownership makes it right.</summary>
    public void Take(SkBuff skb)
    {
        _received.Set(_received.Get() + 1);
        skb.Free();
    }

    protected override void BacklogReceive(SkBuff skb, int nowMs)
    {
        Take(skb);
    }
}
