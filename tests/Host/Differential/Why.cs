namespace NanoStack.Tests.Host.Differential;

/// <summary>Why NanoStack differs from System.Net on Linux on purpose; a row of docs/sockets.md each.</summary>
internal enum Why
{
    /// <summary>== on addresses compares them, as in nanoFramework; System.Net's the objects.</summary>
    AddressOperator,

    /// <summary>Close with a time-out waits for the last ACK, and sends on when time is over; System.Net
    /// waits for the peer's end, and resets.</summary>
    CloseTimeout,

    /// <summary>Connected, and RemoteEndPoint with it, tells what is; System.Net's tells what was at the
    /// last call.</summary>
    ConnectedIsNow,

    /// <summary>Sending without a connection is NotConnected, as on Windows; Linux has EPIPE.</summary>
    SendUnconnected,

    /// <summary>A listener cannot be shut down, as on Windows; on Linux it stops to listen.</summary>
    ShutdownListener,

    /// <summary>A Shutdown that fails changes nothing; on Linux a read says end of stream after it.
    /// </summary>
    ShutdownUnconnected,

    /// <summary>0.0.0.0 is nobody's address (RFC 1122, 3.2.1.3); Linux takes it for this host.</summary>
    ConnectToAny,

    /// <summary>Port 0 is a wrong argument; Linux asks the peer for it.</summary>
    ConnectToPortZero,

    /// <summary>A port is taken by Bind, as on Windows; System.Net on Linux finds out at Listen.</summary>
    BoundTwice,

    /// <summary>A socket whose connect failed is as new; Linux keeps the port it had chosen, and may say
    /// end of stream when the socket is non-blocking.</summary>
    AfterRefused,

    /// <summary>A socket whose connection has ended may connect again; on Linux it may not.</summary>
    Reconnect,

    /// <summary>A listener that was not bound knows its port; System.Net says null.</summary>
    ListenUnbound,

    /// <summary>A value outside an option's range is an ArgumentOutOfRangeException, always.</summary>
    OptionRange,

    /// <summary>An option that is not there is ProtocolOption, as on Windows.</summary>
    UnknownOption,

    /// <summary>Urgent data stays in the stream, with a mark (RFC 6093).</summary>
    UrgentInline,
}
