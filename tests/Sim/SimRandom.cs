namespace NanoStack.Sim;

/// <summary>SplitMix64 (Steele, Lea, Flood 2014): every draw of a run comes from here, so that a run
/// is a function of its seed.</summary>
internal sealed class SimRandom
{
    private ulong _state;

    public SimRandom(ulong seed)
    {
        _state = seed;
    }

    public ulong Next64()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    public uint Next32() => (uint)(Next64() >> 32);

    /// <summary>0 to <paramref name="limit"/> - 1.</summary>
    public int Below(int limit) => (int)(((Next64() >> 32) * (ulong)limit) >> 32);

    /// <summary><paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    /// <summary>True with a chance of so many in a million.</summary>
    public bool Ppm(int ppm) => ppm > 0 && Below(1000000) < ppm;

    public bool Percent(int percent) => Below(100) < percent;

    /// <summary>One of some numbers.</summary>
    public int Of(params int[] choices) => choices[Below(choices.Length)];

    /// <summary>0 to <paramref name="high"/>, small numbers as likely as large ones.</summary>
    public int Skewed(int high)
    {
        int bits = 0;
        while (high >> bits != 0)
        {
            bits++;
        }

        int most = 1 << Below(bits + 1);
        most = most < high ? most : high;
        return Below(most + 1);
    }

    /// <summary>A generator of its own, so that one part's draws do not shift another's.</summary>
    public SimRandom Fork() => new SimRandom(Next64());
}
