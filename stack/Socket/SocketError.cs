using NanoStack.Kernel;

namespace NanoStack.Sockets;

/// <summary>Why a call failed; names and numbers as System.Net.Sockets.SocketError.</summary>
public enum SocketError
{
    Success = 0,

    /// <summary>A failure of no better name.</summary>
    SocketError = -1,

    /// <summary>Another thread closed the socket while it was waited on.</summary>
    Interrupted = 10004,

    AccessDenied = 10013,
    InvalidArgument = 10022,
    TooManyOpenSockets = 10024,

    /// <summary>A non-blocking call would have had to wait; a non-blocking connect has begun.</summary>
    WouldBlock = 10035,

    /// <summary>Not thrown: as System.Net, a non-blocking connect that has begun says
    /// <see cref="WouldBlock"/>.</summary>
    InProgress = 10036,

    AlreadyInProgress = 10037,
    NotSocket = 10038,
    MessageSize = 10040,
    ProtocolOption = 10042,
    OperationNotSupported = 10045,
    AddressAlreadyInUse = 10048,
    AddressNotAvailable = 10049,

    /// <summary>No link, or no address yet.</summary>
    NetworkDown = 10050,

    /// <summary>No route to the address.</summary>
    NetworkUnreachable = 10051,

    ConnectionAborted = 10053,

    /// <summary>The peer sent RST.</summary>
    ConnectionReset = 10054,

    /// <summary>Every connection or packet is in use: temporary.</summary>
    NoBufferSpaceAvailable = 10055,

    IsConnected = 10056,
    NotConnected = 10057,

    /// <summary>This direction was shut down.</summary>
    Shutdown = 10058,

    /// <summary>The deadline passed, or the peer was silent for too long.</summary>
    TimedOut = 10060,

    /// <summary>Nobody listens there.</summary>
    ConnectionRefused = 10061,

    /// <summary>Nobody on the link answers for the address or its gateway.</summary>
    HostUnreachable = 10065,
}

/// <summary>From what the stack answers to what the user reads.</summary>
internal static class SocketErrors
{
    /// <summary>The error of an <see cref="Errno"/>.</summary>
    public static SocketError Of(int errno)
    {
        switch (errno)
        {
            case Errno.Interrupted: return SocketError.Interrupted;
            case Errno.Again: return SocketError.WouldBlock;
            case Errno.NoMemory:
            case Errno.NoBufs: return SocketError.NoBufferSpaceAvailable;
            case Errno.Access: return SocketError.AccessDenied;
            case Errno.Invalid: return SocketError.InvalidArgument;
            case Errno.TooManyFiles: return SocketError.TooManyOpenSockets;
            case Errno.BrokenPipe:
            case Errno.Shutdown: return SocketError.Shutdown;
            case Errno.BadFile:
            case Errno.NotSocket: return SocketError.NotSocket;
            case Errno.MessageSize: return SocketError.MessageSize;
            case Errno.NoProtocolOption: return SocketError.ProtocolOption;
            case Errno.NotSupported: return SocketError.OperationNotSupported;
            case Errno.AddressInUse: return SocketError.AddressAlreadyInUse;
            case Errno.AddressNotAvailable: return SocketError.AddressNotAvailable;
            case Errno.NetDown: return SocketError.NetworkDown;
            case Errno.NetUnreach: return SocketError.NetworkUnreachable;
            case Errno.ConnAborted: return SocketError.ConnectionAborted;
            case Errno.ConnReset: return SocketError.ConnectionReset;
            case Errno.IsConnected: return SocketError.IsConnected;
            case Errno.NotConnected: return SocketError.NotConnected;
            case Errno.TimedOut: return SocketError.TimedOut;
            case Errno.ConnRefused: return SocketError.ConnectionRefused;
            case Errno.HostUnreach:
            case Errno.HostDown: return SocketError.HostUnreachable;
            case Errno.Already: return SocketError.AlreadyInProgress;
            case Errno.InProgress: return SocketError.WouldBlock;   // as System.Net names it
            default: return SocketError.SocketError;
        }
    }

    /// <summary>What was wrong and what would be right.</summary>
    public static string MessageOf(SocketError error)
    {
        switch (error)
        {
            case SocketError.WouldBlock:
                return "The call would have to wait and the socket is non-blocking; poll and try "
                    + "again. A connect has begun: poll for SelectWrite to learn how it ends.";
            case SocketError.Interrupted:
                return "Another thread closed the socket while this one waited.";
            case SocketError.NoBufferSpaceAvailable:
                return "Every connection or packet is in use; close one, or raise its number in "
                    + "Limits.";
            case SocketError.TooManyOpenSockets:
                return "Every socket is open; close one, or raise TcpConnectionCount in Limits.";
            case SocketError.AddressAlreadyInUse:
                return "Another socket uses this port; choose another, or close that one.";
            case SocketError.AddressNotAvailable:
                return "The address is none of this host's; bind to IPAddress.Any or to an own "
                    + "one.";
            case SocketError.NetworkDown:
                return "The link is down or the device has no address yet; check cable and "
                    + "address.";
            case SocketError.NetworkUnreachable:
                return "There is no route to the address; set a gateway, or use one on this "
                    + "network.";
            case SocketError.HostUnreachable:
                return "Nobody on the link answers for the address or its gateway; check both.";
            case SocketError.ConnectionRefused:
                return "The host is there and nobody listens on the port; start the server.";
            case SocketError.ConnectionReset:
                return "The peer ended the connection with a reset; connect again.";
            case SocketError.ConnectionAborted:
                return "The connection was given up, its own address has changed, or another "
                    + "thread closed the socket; connect again.";
            case SocketError.TimedOut:
                return "The deadline passed without an answer; check the peer, or allow more time.";
            case SocketError.NotConnected:
                return "The socket is not connected; call Connect or Accept first.";
            case SocketError.IsConnected:
                return "The socket is connected already; use another for a new connection.";
            case SocketError.Shutdown:
                return "This direction was shut down, here or by the peer; nothing more can be "
                    + "sent.";
            case SocketError.NotSocket:
                return "The socket was closed; make a new one.";
            case SocketError.InvalidArgument:
                return "The socket's state does not allow the call: bind before listen, "
                    + "listen before accept, bind once.";
            case SocketError.OperationNotSupported:
                return "There are TCP sockets over IPv4 only; ask for InterNetwork, Stream, Tcp.";
            case SocketError.ProtocolOption:
                return "Sockets have no such option, or not at this level; leave it out.";
            case SocketError.AccessDenied:
                return "A filter rule forbids what this would send; change the rule or the "
                    + "address.";
            case SocketError.AlreadyInProgress:
                return "Connecting is under way; poll for SelectWrite to learn how it ends.";
            case SocketError.MessageSize:
                return "A packet was longer than its path takes; lower the device's MTU.";
            default:
                return "The socket call failed; ErrorCode says how.";
        }
    }
}
