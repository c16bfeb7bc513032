namespace NanoStack.Tests;

/// <summary>A generator of our own: the same numbers from the same seed on every runtime.</summary>
internal sealed class Lcg
{
    private uint _state;

    public Lcg(uint seed)
    {
        _state = seed;
    }

    public uint Next32()
    {
        _state = (_state * 1664525) + 1013904223;   // Numerical Recipes
        uint high = _state;
        _state = (_state * 1664525) + 1013904223;
        return (high & 0xFFFF0000) | (_state >> 16);    // the low bits of an LCG repeat soon
    }

    /// <summary>0 to <paramref name="limit"/> - 1.</summary>
    public int Below(int limit) => (int)(Next32() % (uint)limit);

    public void Fill(byte[] bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)Next32();
        }
    }
}
