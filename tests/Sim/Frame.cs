namespace NanoStack.Sim;

/// <summary>A frame on the cable or in a device's receive ring.</summary>
internal sealed class Frame
{
    public const int SizeBytes = 1536;

    public readonly byte[] Data = new byte[SizeBytes];
    public int Length;
    public SimHost To;

    /// <summary>World time it was sent at.</summary>
    public long SentMs;

    /// <summary>The connection its addresses stood for when it was sent; null for none.</summary>
    public Conversation Conversation;

    /// <summary>Made by the attacker.</summary>
    public bool IsForged;

    /// <summary>The end whose window it overruns, null for none; and the right edge it was made
    /// for. When the edge has moved, what was beyond it would be taken rightly.</summary>
    public Endpoint Overrun;

    public uint OverrunEdge;

    public bool IsStaleOverrun =>
        Overrun != null && (!Overrun.IsLive || Overrun.Sock.RcvAdv != OverrunEdge);
}
