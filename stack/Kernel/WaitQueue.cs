using System.Threading;

namespace NanoStack.Kernel;

/// <summary><c>wait_queue_head</c>: where a blocking call sleeps, and who wakes it.</summary>
/// <remarks>
/// With a pump (tests, simulations, an application with a single thread) nobody sleeps: the waiting
/// call runs the network itself until it is woken or its time is over.
/// A wake-up before the wait is kept, so none is lost between the check and the sleep.
/// </remarks>
internal sealed class WaitQueue
{
    private readonly Pump _pump;
    private readonly AutoResetEvent _event;
    private bool _isWoken;

    public WaitQueue(Pump pump)
    {
        _pump = pump;
        if (pump == null)
        {
            _event = new AutoResetEvent(false);
        }
    }

    /// <summary>Sleeps until <see cref="Wake"/> or for <paramref name="timeoutMs"/> milliseconds.</summary>
    /// <returns>True when woken, false when the time was over. It may wake for nothing: the caller
    /// looks at its condition again.</returns>
    public bool Wait(int timeoutMs)
    {
        if (_pump == null)
        {
            return _event.WaitOne(timeoutMs, false);
        }

        int leftMs = timeoutMs;
        while (!_isWoken && leftMs > 0)
        {
            int spentMs = _pump.Run(leftMs);
            leftMs -= spentMs > 0 ? spentMs : 1;    // a bound even if the clock stands still
        }

        bool wasWoken = _isWoken;
        _isWoken = false;
        return wasWoken;
    }

    /// <summary><c>wake_up</c>: lets one sleeper look at its condition again.</summary>
    public void Wake()
    {
        _isWoken = true;
        if (_event != null)
        {
            _event.Set();
        }
    }
}
