using NanoStack.Kernel;

namespace NanoStack.SelfTest;

/// <summary>Numbers anybody can guess: enough for a device nobody else can reach, and the same in every
/// run.</summary>
/// <remarks>Never for a network: docs/native.md has the chip's generator. The constants are those of
/// Numerical Recipes' linear congruential generator.</remarks>
internal sealed class SelfTestEntropy : Entropy
{
    private uint _state = 20261123;

    public override uint Next32()
    {
        _state = (_state * 1664525) + 1013904223;
        return _state ^ (_state >> 16);
    }
}
