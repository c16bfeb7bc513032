using NanoStack.Kernel;

namespace NanoStack.Sim;

/// <summary>A host's clock: the world's time and an offset that may jump forward.</summary>
internal sealed class SimClock : Clock
{
    private readonly World _world;

    public SimClock(World world)
    {
        _world = world;
    }

    /// <summary>What this host's clock is ahead of the world's, modulo 2^32.</summary>
    public int OffsetMs;

    public override int NowMs() => (int)_world.NowMs + OffsetMs;

    /// <summary>A moment of this clock as a moment of the world's.</summary>
    public long ToWorld(int hostMs) => _world.NowMs + (hostMs - NowMs());
}
