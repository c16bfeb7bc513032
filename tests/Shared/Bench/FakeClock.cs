using NanoStack.Kernel;

namespace NanoStack.Tests.Bench;

/// <summary>A clock that stands still until somebody turns it.</summary>
internal sealed class FakeClock : Clock
{
    private int _nowMs;

    public FakeClock(int nowMs)
    {
        _nowMs = nowMs;
    }

    public override int NowMs() => _nowMs;

    public void Advance(int ms)
    {
        _nowMs += ms;
    }
}
