namespace NanoStack.Tcp;

/// <summary><c>struct request_sock</c>: a half-open connection of a listener, in SYN-RECEIVED. It has
/// no rings and no socket.</summary>
internal sealed class TcpRequest
{
    public bool IsUsed;
    public TcpSock Listener;
    public uint LocalAddress;
    public int LocalPort;
    public uint RemoteAddress;
    public int RemotePort;
    public uint Irs;
    public uint Iss;

    /// <summary>Right edge of the window in our SYN-ACK.</summary>
    public int Window;

    /// <summary>MSS that we offered, and the peer's, floored.</summary>
    public int AdvertisedMss;
    public int PeerMss;

    public bool HasWindowScale;
    public int SndWindowScale;
    public bool HasTimestamps;
    public bool HasSack;
    public uint TsRecent;
    public uint TsOffset;

    /// <summary>When a stray segment was last answered.</summary>
    public int AnsweredMs;

    /// <summary>Its SYN-ACK found our ring or pool full: it goes when there is room.</summary>
    public bool IsThrottled;

    /// <summary>SYN-ACKs that the timer sent again.</summary>
    public int RetransmitCount;

    /// <summary>SYN-ACKs that left, whatever asked for them: only of one that left alone it is known
    /// which one an ACK answers (Karn). 0: none did, or a cookie does not remember.</summary>
    public int SynAckCount;

    /// <summary>When the first of them left.</summary>
    public int SentMs;

    /// <summary>When its SYN came.</summary>
    public int StartMs;

    public int TimerMs;
    public int TimeoutMs;
}
