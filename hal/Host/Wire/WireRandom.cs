namespace NanoStack.Hal.Host.Wire;

/// <summary>Xorshift (Marsaglia, 2003): the same numbers for a seed on every runtime.</summary>
internal sealed class WireRandom
{
    private uint _state;

    public WireRandom(uint seed)
    {
        _state = seed == 0 ? 0x9E3779B9 : seed;
    }

    public uint Next()
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return _state;
    }

    /// <summary>0 to <paramref name="count"/> - 1.</summary>
    public int Below(int count) => (int)(((ulong)Next() * (uint)count) >> 32);

    /// <summary>True in so many of a thousand cases; no number is drawn for none.</summary>
    public bool Hits(int permille) => permille > 0 && Below(1000) < permille;
}
