namespace NanoStack.Skb;

/// <summary>Who holds a packet: always exactly one of these.</summary>
public enum SkbHolder
{
    /// <summary>Free, in its pool.</summary>
    Pool,

    /// <summary>On its way through the rooms, up or down.</summary>
    Corridor,

    /// <summary>Parked at a neighbour that is being resolved.</summary>
    Neighbour,

    /// <summary>The backlog of a socket that its user has locked.</summary>
    Backlog,

    /// <summary>A device that has taken it and not yet sent or delivered it.</summary>
    Device,
}
