using System.Threading;

namespace NanoStack.Kernel;

/// <summary><c>prepare_to_wait_exclusive</c>: where threads queue for one thing, and each that gets it wakes
/// the next. Of a <see cref="WaitQueue"/> all would come for what one can have.</summary>
/// <remarks>
/// A wake-up before the wait is kept, so none is lost between the look and the sleep. With a pump
/// nobody sleeps: the waiting call runs the network itself.
/// </remarks>
internal sealed class ExclusiveWait
{
    private readonly Pump _pump;
    private readonly AutoResetEvent _event;
    private bool _isWoken;

    public ExclusiveWait(Pump pump)
    {
        _pump = pump;
        if (pump == null)
        {
            _event = new AutoResetEvent(false);
        }
    }

    /// <summary>Sleeps until <see cref="Wake"/> or for <paramref name="timeoutMs"/> milliseconds. It may
    /// wake for nothing: the caller looks again.</summary>
    public void Wait(int timeoutMs)
    {
        if (_pump == null)
        {
            _event.WaitOne(timeoutMs, false);
            return;
        }

        int leftMs = timeoutMs;
        while (!_isWoken && leftMs > 0)
        {
            int spentMs = _pump.Run(leftMs);
            leftMs -= spentMs > 0 ? spentMs : 1;    // a bound even if the clock stands still
        }

        _isWoken = false;
    }

    /// <summary><c>wake_up</c>: lets one sleeper look.</summary>
    public void Wake()
    {
        _isWoken = true;
        if (_event != null)
        {
            _event.Set();
        }
    }
}
