using NanoStack.Kernel;

namespace NanoStack.Neigh;

/// <summary><c>neigh_forced_gc</c>: who makes room when the table is full.</summary>
/// <remarks>
/// From: <see cref="NeighTable"/>. A free slot first, then one that failed, so that an unresolvable
/// neighbour starves nobody; a guest's before ours, so that nobody pushes our collectors out by
/// asking for us or by making us answer; among equals the one unused longest.
/// </remarks>
internal static class NeighGc
{
    private const int RankFree = 0;
    private const int RankFailed = 1;
    private const int RankGuest = 2;
    private const int RankOurs = 3;

    /// <summary>The slot to use next. Table lock held.</summary>
    /// <param name="isOurs">True when it is for a socket's packet.</param>
    /// <returns>The slot, or null: our sockets use all of them, and it is for a guest.</returns>
    public static Neighbour VictimLocked(Neighbour[] entries, bool isOurs)
    {
        Neighbour oldest = entries[0];
        for (int i = 1; i < entries.Length; i++)
        {
            Neighbour neighbour = entries[i];
            int rank = RankOf(neighbour) - RankOf(oldest);
            if (rank < 0 || (rank == 0 && Clock.Before(neighbour.UsedMs, oldest.UsedMs)))
            {
                oldest = neighbour;
            }
        }

        return isOurs || RankOf(oldest) < RankOurs ? oldest : null;
    }

    private static int RankOf(Neighbour neighbour)
    {
        if (neighbour.Device == null)
        {
            return RankFree;
        }

        if (neighbour.State == NudState.Failed || neighbour.State == NudState.None)
        {
            return RankFailed;
        }

        return neighbour.IsOurs ? RankOurs : RankGuest;
    }
}
