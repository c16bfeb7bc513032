namespace NanoStack.Tests.Host.Interleave;

/// <summary>A state on the path to the present one: who could go on there, who did, who has yet
/// to.</summary>
/// <remarks>Sets of threads are bit masks.</remarks>
internal sealed class Node
{
    public readonly int Enabled;

    /// <summary>Threads whose next step leads only where another branch has been.</summary>
    public readonly int Sleep;

    /// <summary>What the next step of a thread touches, for those that sleep or were tried.</summary>
    public readonly Footprint[] Footprints;

    /// <summary>Threads that must be tried here.</summary>
    public int Backtrack;

    public int Done;
    public int Chosen;

    public Node(int enabled, int sleep, int threadCount)
    {
        Enabled = enabled;
        Sleep = sleep;
        Footprints = new Footprint[threadCount];
    }

    public void Choose(int thread)
    {
        Chosen = thread;
        Backtrack |= 1 << thread;
        Done |= 1 << thread;
    }

    /// <summary>A thread that is still to be tried, or -1.</summary>
    public int NextToTry()
    {
        int left = Backtrack & ~Done & ~Sleep;
        return left == 0 ? -1 : System.Numerics.BitOperations.TrailingZeroCount(left);
    }
}
