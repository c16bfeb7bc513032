using NanoStack.Kernel;

namespace NanoStack.Tests.Host.Interleave;

/// <summary>A sleeper of the turn that a wake-up ends, and one of the next, who comes at any step: he must
/// not cost the first his wake-up. He himself may sleep on.</summary>
internal sealed class TwoTurnsScenario : Scenario
{
    private bool _isAwake;

    public override void Build()
    {
        WaitQueue queue = new WaitQueue(null);
        int turn = queue.Turn;
        _isAwake = false;
        Add("sleeper", () =>
        {
            queue.Wait(turn, int.MaxValue);
            _isAwake = true;
        });
        Add("waker", queue.Wake);
        AddDaemon("sleeper of the next turn", () => queue.Wait(queue.Turn, int.MaxValue));
    }

    public override void Check()
    {
        Require(_isAwake, "asleep");
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
