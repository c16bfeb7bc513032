namespace NanoStack.Sockets;

/// <summary>Address families; names and numbers as System.Net.Sockets.</summary>
public enum AddressFamily
{
    /// <summary>IPv4.</summary>
    InterNetwork = 2,
}

/// <summary>Kinds of sockets; names and numbers as System.Net.Sockets.</summary>
public enum SocketType
{
    /// <summary>A reliable stream of bytes: TCP.</summary>
    Stream = 1,
}

/// <summary>Protocols; names and numbers as System.Net.Sockets.</summary>
public enum ProtocolType
{
    /// <summary>RFC 9293.</summary>
    Tcp = 6,
}

/// <summary>Directions to close; names and numbers as System.Net.Sockets.</summary>
public enum SocketShutdown
{
    /// <summary>No more reading.</summary>
    Receive = 0,

    /// <summary>No more writing: the peer sees the end of the stream (FIN).</summary>
    Send = 1,

    /// <summary>Neither.</summary>
    Both = 2,
}

/// <summary>What <see cref="Socket.Poll"/> asks; names and numbers as System.Net.Sockets.</summary>
public enum SelectMode
{
    /// <summary>Data, end of stream, an error, or a connection to accept.</summary>
    SelectRead = 0,

    /// <summary>Room to write, or an error.</summary>
    SelectWrite = 1,

    /// <summary>An error, or urgent data ahead (<c>POLLPRI</c>).</summary>
    SelectError = 2,
}

/// <summary>Flags of send and receive; names and numbers as System.Net.Sockets.</summary>
public enum SocketFlags
{
    None = 0,

    /// <summary>The last byte sent is urgent (RFC 6093 advises against it). Received, it
    /// stays in line: see <see cref="Socket.IsAtMark"/>.</summary>
    OutOfBand = 1,

    /// <summary>Read without taking.</summary>
    Peek = 2,

    /// <summary>Send: a record ends here; the next is not put into the same segment (MSG_EOR). Not in
    /// System.Net.</summary>
    EndOfRecord = 0x80,

    /// <summary>Send: more is coming, hold a short segment back (MSG_MORE).</summary>
    Partial = 0x8000,
}

/// <summary>Levels of options; names and numbers as System.Net.Sockets.</summary>
public enum SocketOptionLevel
{
    IP = 0,
    Tcp = 6,
    Socket = 65535,
}

/// <summary>Options; names and numbers as System.Net.Sockets.</summary>
public enum SocketOptionName
{
    /// <summary>Tcp: 1 sends short segments at once (Nagle off).</summary>
    NoDelay = 1,

    /// <summary>IP: differentiated services, 0 to 255.</summary>
    TypeOfService = 3,

    /// <summary>Tcp: seconds of idleness before the first keep-alive probe. The same number as
    /// <see cref="TypeOfService"/>, told apart by the level.</summary>
    TcpKeepAliveTime = 3,

    /// <summary>IP: time to live, 1 to 255. Socket: reuse of addresses, always on.</summary>
    IpTimeToLive = 4,

    /// <summary>Socket: taken and ignored: a port is free for a listener as soon as no other listens.</summary>
    ReuseAddress = 4,

    /// <summary>Socket: 1 probes an idle peer.</summary>
    KeepAlive = 8,

    /// <summary>Tcp: unanswered keep-alive probes that end the connection.</summary>
    TcpKeepAliveRetryCount = 16,

    /// <summary>Tcp: seconds between keep-alive probes.</summary>
    TcpKeepAliveInterval = 17,

    /// <summary>Socket: bytes a socket takes before they are acknowledged.</summary>
    SendBuffer = 4097,

    /// <summary>Socket: milliseconds a send may wait; 0 or -1 for ever.</summary>
    SendTimeout = 4101,

    /// <summary>Socket: milliseconds a receive may wait; 0 or -1 for ever.</summary>
    ReceiveTimeout = 4102,

    /// <summary>Socket: the pending error, taken (get only).</summary>
    Error = 4103,
}
