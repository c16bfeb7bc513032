namespace NanoStack.Kernel;

/// <summary>What the collector's thread knows of the sockets: their handles, and where it leaves a mark
/// at one that nobody holds any more.</summary>
/// <remarks>
/// From: the finalizer of <c>SocketOwner</c>, <c>TcpSock.NewHandle</c>. To:
/// <c>TcpClose.CloseAbandoned</c>.
/// Fields, since that thread calls nobody. Nothing here leads to the stack, so a socket that waits
/// for its finalizer keeps no stack in memory that is itself forgotten. No lock: each is one store.
/// </remarks>
internal sealed class SocketMarks
{
    /// <summary>The handle of each socket, by its place in the table.</summary>
    public readonly int[] Handles;

    /// <summary>Its user forgot it without a close: the next turn closes it.</summary>
    public readonly bool[] IsAbandoned;

    /// <summary>One of them is; set behind its mark, cleared before the look.</summary>
    public bool HasAbandoned;

    public SocketMarks(int count)
    {
        Handles = new int[count];
        IsAbandoned = new bool[count];
    }
}
