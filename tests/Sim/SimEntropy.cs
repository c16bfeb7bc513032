using NanoStack.Kernel;

namespace NanoStack.Sim;

/// <summary>Secrets from the seed.</summary>
internal sealed class SimEntropy : Entropy
{
    private readonly SimRandom _random;

    public SimEntropy(SimRandom random)
    {
        _random = random;
    }

    public override uint Next32() => _random.Next32();
}
