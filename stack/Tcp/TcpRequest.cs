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

    /// <summary>SYN-ACKs sent again.</summary>
    public int RetransmitCount;

    public int TimerMs;
    public int SentMs;
    public int TimeoutMs;
}
