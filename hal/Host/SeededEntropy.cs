using NanoStack.Hal.Host.Wire;
using NanoStack.Kernel;

namespace NanoStack.Hal.Host;

/// <summary>Numbers anybody can guess, for runs that must be a function of their seed. Tests
/// only.</summary>
public sealed class SeededEntropy : Entropy
{
    private readonly WireRandom _random;

    public SeededEntropy(uint seed)
    {
        _random = new WireRandom(seed);
    }

    public override uint Next32() => _random.Next();
}
