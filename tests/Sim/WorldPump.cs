using NanoStack.Kernel;

namespace NanoStack.Sim;

/// <summary>Lets the world go on while a call of one program waits.</summary>
internal sealed class WorldPump : Pump
{
    private readonly World _world;

    public WorldPump(World world)
    {
        _world = world;
    }

    public override int Run(int limitMs)
    {
        long before = _world.NowMs;
        _world.StepWithoutPrograms(before + limitMs);
        return (int)(_world.NowMs - before);
    }
}
