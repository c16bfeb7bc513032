namespace NanoStack.Sim;

/// <summary>No storm of ACKs or timers: a host answers what it got, and rests when there is nothing.</summary>
internal sealed class TrafficChecker
{
    private const int WindowMs = 1000;

    /// <summary>Segments without data that a host may send in a window for no segment with data: window
    /// updates and retries of its sockets are counted apart.</summary>
    private const int QuietAllowance = 100;

    private const int AllowancePerSocket = 40;
    private const int IdlePollsMax = 200;

    private readonly World _world;
    private readonly SimHost _host;
    private long _windowEndMs;
    private int _emptySent;
    private int _causes;
    private long _pollMs;
    private int _pollsNow;

    public TrafficChecker(World world, SimHost host)
    {
        _world = world;
        _host = host;
    }

    /// <summary>A segment that occupies no sequence number left.</summary>
    public void SentEmpty()
    {
        NextWindow();
        _emptySent++;
        int allowed = QuietAllowance + (2 * _causes)
            + (AllowancePerSocket * _host.Plan.Limits.SocketCount);
        _world.Check(_emptySent <= allowed, "a storm of ACKs", _host);
    }

    /// <summary>Something happened that may be answered: a segment with data, SYN or FIN arrived, or
    /// a program read.</summary>
    public void Cause()
    {
        NextWindow();
        _causes++;
    }

    /// <summary>A frame arrived, of whatever kind: there is something to poll for.</summary>
    public void Arrived()
    {
        _pollsNow = 0;
    }

    public void Polled(int untilNextMs)
    {
        if (_pollMs != _world.NowMs || untilNextMs > 0)
        {
            _pollMs = _world.NowMs;
            _pollsNow = 0;
            return;
        }

        _pollsNow++;
        _world.Check(_pollsNow < IdlePollsMax, "poll wants to be called again for ever", _host);
    }

    private void NextWindow()
    {
        if (_world.NowMs >= _windowEndMs)
        {
            _windowEndMs = _world.NowMs + WindowMs;
            _emptySent = 0;
            _causes = 0;
        }
    }
}
