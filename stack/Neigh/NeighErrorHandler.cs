namespace NanoStack.Neigh;

/// <summary><c>neigh_ops-&gt;error_report</c>: who wants to know that a neighbour did not answer.</summary>
internal abstract class NeighErrorHandler
{
    /// <summary>Nobody answers for this next hop. Called without any lock held.</summary>
    public abstract void HostUnreachable(uint nextHop, int nowMs);
}
