using NanoStack.Hal.Host;
using NanoStack.Kernel;

namespace NanoStack.Hal.Host.Wire;

/// <summary>A cable between two ends, with whatever a cable and a switch can do to a
/// frame.</summary>
/// <remarks>
/// Any thread may send and pump. What is not delayed arrives within <see cref="Send"/>; the rest
/// when somebody pumps at or after its time: the ends do, whenever they poll or sleep. A run in one
/// thread on a fake clock is a function of the seed. Nothing is allocated after construction.
/// </remarks>
public sealed class VirtualWire
{
    private const int TapCountMax = 4;

    private readonly Clock _clock;
    private readonly WireDirection[] _from = new WireDirection[2];
    private readonly WireEnd[] _ends = new WireEnd[2];
    private readonly WireTap[] _taps = new WireTap[TapCountMax];
    private int _tapCount;
    private bool _isConnected = true;

    /// <param name="clock">What delays are reckoned by.</param>
    /// <param name="seed">Of all that is random on this wire.</param>
    /// <param name="slotCount">Frames that may be under way in each direction.</param>
    public VirtualWire(Clock clock, uint seed, int slotCount = 256)
    {
        _clock = clock;
        _from[0] = new WireDirection(seed, slotCount);
        _from[1] = new WireDirection((seed * 2654435761u) ^ 0x5A5A5A5A, slotCount);
    }

    /// <summary>False: the cable is pulled. Frames under way are lost, both ends lose their
    /// link.</summary>
    public bool IsConnected
    {
        get => _isConnected;
        set
        {
            _isConnected = value;
            for (int side = 0; side < 2; side++)
            {
                if (!value)
                {
                    lock (_from[side].Gate)
                    {
                        _from[side].Clear();
                    }
                }

                _ends[side]?.SetLink(value && _ends[1 - side] != null);
            }
        }
    }

    /// <summary>The time that delays are reckoned by.</summary>
    public int NowMs => _clock.NowMs();

    /// <summary>What happens to the frames that one side sends.</summary>
    public WireFaults FaultsFrom(int side) => _from[side].Faults;

    /// <summary>Plugs an end in, or with null out; with both ends in, the link comes up.</summary>
    public void Attach(int side, WireEnd end)
    {
        _ends[side] = end;
        lock (_from[1 - side].Gate)
        {
            _from[1 - side].End = end;          // after this the old one gets no more frames
        }

        bool isUp = _isConnected && _ends[0] != null && _ends[1] != null;
        _ends[0]?.SetLink(isUp);
        _ends[1]?.SetLink(isUp);
    }

    public void AddTap(WireTap tap)
    {
        _taps[_tapCount++] = tap;
    }

    /// <summary>Puts a frame on the wire; the bytes are the caller's again when it
    /// returns.</summary>
    /// <param name="side">Who sends it: 0 or 1.</param>
    public void Send(int side, byte[] frame, int at, int length, bool hasGoodFcs = true)
    {
        if (!_isConnected)
        {
            return;
        }

        int nowMs = _clock.NowMs();
        WireDirection direction = _from[side];
        bool isLater;
        lock (direction.Gate)
        {
            for (int i = 0; i < _tapCount; i++)
            {
                _taps[i].OnFrame(side, frame, at, length, TimeUs(nowMs));
            }

            direction.Add(frame, at, length, hasGoodFcs, nowMs);
            direction.Deliver(nowMs);
            isLater = !direction.IsEmpty;
        }

        if (isLater)
        {
            _ends[1 - side]?.Poke();
        }
    }

    /// <summary>Delivers what has become due.</summary>
    public void Pump()
    {
        int nowMs = _clock.NowMs();
        for (int side = 0; side < 2; side++)
        {
            WireDirection direction = _from[side];
            lock (direction.Gate)
            {
                direction.Deliver(nowMs);
            }
        }
    }

    /// <summary>Milliseconds until the next frame is due in either direction; int.MaxValue when
    /// none is under way.</summary>
    public int NextDueInMs()
    {
        int nowMs = _clock.NowMs();
        int least = int.MaxValue;
        for (int side = 0; side < 2; side++)
        {
            WireDirection direction = _from[side];
            lock (direction.Gate)
            {
                if (!direction.IsEmpty)
                {
                    int inMs = direction.FirstDueMs - nowMs;
                    inMs = inMs < 1 ? 1 : inMs;
                    least = inMs < least ? inMs : least;
                }
            }
        }

        return least;
    }

    private long TimeUs(int nowMs)
    {
        return _clock is HostClock ? HostClock.UnixUs() : nowMs * 1000L;
    }
}
