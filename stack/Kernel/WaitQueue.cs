using System.Threading;

namespace NanoStack.Kernel;

/// <summary><c>wait_queue_head</c>: where blocking calls sleep, and who wakes them: all of them, as
/// <c>wake_up_poll</c> does.</summary>
/// <remarks>
/// Whoever waits reads <see cref="Turn"/>, then looks at its condition, then sleeps: a wake-up since that
/// turn ends the sleep at once, so none is lost between the look and the sleep, and none is taken
/// from another sleeper.
/// <code>
/// int turn = queue.Turn;
/// if (!HasCome())
/// {
///     queue.Wait(turn, timeoutMs);
/// }
/// </code>
/// With a pump (tests, simulations, an application with a single thread) nobody sleeps: the waiting
/// call runs the network itself until it is woken or its time is over.
/// The event stays set until the first of the next sleepers lowers it. Whoever comes while one of
/// the last has not left yet finds it set, and looks once more for nothing.
/// </remarks>
internal sealed class WaitQueue
{
    private readonly Pump _pump;
    private readonly ManualResetEvent _event;
    private int _turn;
    private int _sleeperCount;

    public WaitQueue(Pump pump)
    {
        _pump = pump;
        if (pump == null)
        {
            _event = new ManualResetEvent(false);
        }
    }

    /// <summary>Another number after each <see cref="Wake"/>; to be read before the look at what is
    /// waited for.</summary>
    public int Turn => _turn;

    /// <summary>Threads that sleep here, or are about to.</summary>
    public int SleeperCount => _sleeperCount;

    /// <summary>Sleeps until <see cref="Wake"/> or for <paramref name="timeoutMs"/> milliseconds.</summary>
    /// <param name="turn">As it was before the caller looked.</param>
    /// <returns>True when woken, false when the time was over. It may wake for nothing: the caller
    /// looks at its condition again.</returns>
    public bool Wait(int turn, int timeoutMs)
    {
        if (_pump == null)
        {
            return Sleep(turn, timeoutMs);
        }

        int leftMs = timeoutMs;
        while (_turn == turn && leftMs > 0)
        {
            int spentMs = _pump.Run(leftMs);
            leftMs -= spentMs > 0 ? spentMs : 1;    // a bound even if the clock stands still
        }

        return _turn != turn;
    }

    /// <summary><c>wake_up_all</c>: lets every sleeper look at its condition again.</summary>
    public void Wake()
    {
        Interlocked.Increment(ref _turn);           // before the look at who sleeps
        if (_sleeperCount > 0)
        {
            _event.Set();
        }
    }

    private bool Sleep(int turn, int timeoutMs)
    {
        bool isFirst = Interlocked.Increment(ref _sleeperCount) == 1;   // before the last look
        try
        {
            if (isFirst)
            {
                _event.Reset();
            }

            if (_turn != turn)
            {
                _event.Set();                       // another's wake-up may have been lowered
                return true;
            }

            bool wasSet = _event.WaitOne(timeoutMs, false);
            if (wasSet && _turn == turn)
            {
                Thread.Sleep(0);                    // the last turn's sleepers leave first
            }

            return wasSet;
        }
        finally
        {
            Interlocked.Decrement(ref _sleeperCount);
        }
    }
}
