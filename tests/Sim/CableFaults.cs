namespace NanoStack.Sim;

/// <summary>What happens to frames and hosts in one world; drawn once.</summary>
internal sealed class CableFaults
{
    /// <summary>0: a perfect cable. 1 to 3: mild, heavy, nasty.</summary>
    public readonly int Level;

    // Chances in a million, per frame.
    public readonly int LossPpm;
    public readonly int BurstBeginPpm;
    public readonly int BurstEndPpm;
    public readonly int DuplicatePpm;
    public readonly int ReorderPpm;
    public readonly int CorruptPpm;
    public readonly int TruncatePpm;

    // Times in ms.
    public readonly int DelayMs;
    public readonly int JitterMs;
    public readonly int ReorderMsMax;
    public readonly int DuplicateMsMax;

    // Mean time between two of them in ms, 0 for never; and how long or far at most.
    public readonly int FlapEveryMs;
    public readonly int FlapMsMax;
    public readonly int StallEveryMs;
    public readonly int StallMsMax;
    public readonly int JumpEveryMs;
    public readonly int JumpMsMax;
    public readonly int AttackEveryMs;
    public readonly int ListenerEveryMs;

    public CableFaults(SimRandom random)
    {
        int draw = random.Below(100);
        Level = draw < 20 ? 0 : draw < 60 ? 1 : draw < 90 ? 2 : 3;
        DelayMs = random.Of(0, 0, 0, 1, 1, 5, 20, 100);
        ListenerEveryMs = random.Percent(15) ? random.Between(2000, 60000) : 0;
        AttackEveryMs = random.Percent(15) ? random.Between(2, 300) : 0;
        if (Level == 0)
        {
            return;
        }

        LossPpm = Maybe(random, Level == 1 ? 20000 : Level == 2 ? 80000 : 200000);
        BurstBeginPpm = Maybe(random, Level * 3000);
        BurstEndPpm = random.Between(50000, 500000);
        DuplicatePpm = Maybe(random, Level * 20000);
        ReorderPpm = Maybe(random, Level * 40000);
        CorruptPpm = Maybe(random, Level * 10000);
        TruncatePpm = Maybe(random, Level * 3000);
        JitterMs = random.Percent(50) ? random.Skewed(50) : 0;
        ReorderMsMax = random.Percent(90) ? random.Between(1, 50) : random.Between(50, 3000);
        DuplicateMsMax = random.Percent(80) ? random.Between(0, 100) : random.Between(100, 20000);
        FlapEveryMs = random.Percent(20) ? random.Between(3000, 60000) : 0;
        FlapMsMax = random.Percent(80) ? random.Between(10, 3000) : random.Between(3000, 20000);
        StallEveryMs = random.Percent(25) ? random.Between(50, 5000) : 0;
        StallMsMax = random.Percent(80) ? random.Between(1, 100) : random.Between(100, 3000);
        JumpEveryMs = random.Percent(10) ? random.Between(3000, 60000) : 0;
        JumpMsMax = random.Of(100, 1000, 10000, 600000);
    }

    /// <summary>The next of a kind that happens once per so many ms on average.</summary>
    public static long NextOf(SimRandom random, int everyMs, long nowMs)
    {
        return everyMs == 0 ? long.MaxValue : nowMs + 1 + random.Below(2 * everyMs);
    }

    public override string ToString()
    {
        return "level " + Level + " loss " + LossPpm + " burst " + BurstBeginPpm + "/" + BurstEndPpm
            + " dup " + DuplicatePpm + "/" + DuplicateMsMax + "ms reorder " + ReorderPpm + "/"
            + ReorderMsMax + "ms corrupt " + CorruptPpm + " cut " + TruncatePpm + " delay "
            + DelayMs + "+" + JitterMs + "ms flap " + FlapEveryMs + "/" + FlapMsMax + " stall "
            + StallEveryMs + "/" + StallMsMax + " jump " + JumpEveryMs + "/" + JumpMsMax
            + " attack " + AttackEveryMs + " listener " + ListenerEveryMs;
    }

    private static int Maybe(SimRandom random, int most)
    {
        return random.Percent(50) ? random.Skewed(most) : 0;
    }
}
