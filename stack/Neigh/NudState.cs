namespace NanoStack.Neigh;

/// <summary>What is known of a neighbour (Linux: <c>NUD_NONE</c> and its siblings; the words are
/// those of RFC 4861, 7.3.2).</summary>
internal enum NudState
{
    /// <summary>The slot is free or new.</summary>
    None,

    /// <summary>Asked by broadcast, no answer yet; packets are parked.</summary>
    Incomplete,

    /// <summary>Confirmed not long ago.</summary>
    Reachable,

    /// <summary>Known, but not confirmed of late; good enough to send to.</summary>
    Stale,

    /// <summary>Used while stale: waiting for TCP to confirm it before asking.</summary>
    Delay,

    /// <summary>Being asked by unicast.</summary>
    Probe,

    /// <summary>Did not answer: packets are refused for a while.</summary>
    Failed,
}
