using NanoStack.Kernel;

namespace NanoStack.Tests.Bench;

/// <summary>Bits that anybody can guess: a run is a function of its seed.</summary>
internal sealed class FakeEntropy : Entropy
{
    private readonly Lcg _lcg;

    public FakeEntropy(uint seed)
    {
        _lcg = new Lcg(seed);
    }

    public override uint Next32() => _lcg.Next32();
}
