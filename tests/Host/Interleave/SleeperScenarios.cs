using NanoStack.Kernel;

namespace NanoStack.Tests.Host.Interleave;

/// <summary>One sleeps for the first of two things. When it has come, and the first sleeper has perhaps not
/// left yet, another sleeps for the second: neither costs the other its wake-up.</summary>
internal sealed class TwoTurnsScenario : Scenario
{
    private WaitQueue _queue;

    public override void Build()
    {
        WaitQueue queue = new WaitQueue(null);
        Cell items = new Cell();
        _queue = queue;
        Add("first", () => SleepUntil(queue, items, 1));
        Add("second", () =>
        {
            Steps.Await(() => items.Value >= 1);
            SleepUntil(queue, items, 2);
        });
        Add("waker", () =>
        {
            items.Set(1);
            queue.Wake();
            items.Set(2);
            queue.Wake();
        });
    }

    public override void Check()
    {
        Require(_queue.SleeperCount == 0, "asleep: " + _queue.SleeperCount);
    }

    private static void SleepUntil(WaitQueue queue, Cell items, int mine)
    {
        int turn = queue.Turn;
        while (items.Get() < mine)
        {
            queue.Wait(turn, int.MaxValue);
            turn = queue.Turn;
        }
    }
}

/// <summary>Both wait for the same, and it comes once (a FIN, an error, a close).</summary>
internal sealed class OneWakeScenario : Scenario
{
    private WaitQueue _queue;

    public override void Build()
    {
        WaitQueue queue = new WaitQueue(null);
        Cell hasCome = new Cell();
        _queue = queue;
        for (int i = 1; i <= 2; i++)
        {
            Add("sleeper " + i, () =>
            {
                int turn = queue.Turn;
                while (hasCome.Get() == 0)
                {
                    queue.Wait(turn, int.MaxValue);
                    turn = queue.Turn;
                }
            });
        }

        Add("waker", () =>
        {
            hasCome.Set(1);
            queue.Wake();
        });
    }

    public override void Check()
    {
        Require(_queue.SleeperCount == 0, "asleep: " + _queue.SleeperCount);
    }
}
