using System;

namespace NanoStack.Sockets;

/// <summary>A socket call failed; names as System.Net.Sockets.SocketException.</summary>
public class SocketException : Exception
{
    private readonly SocketError _error;

    /// <summary>An exception for an error.</summary>
    public SocketException(SocketError error)
        : base(SocketErrors.MessageOf(error))
    {
        _error = error;
    }

    /// <summary>Which error; the cause to branch on.</summary>
    public SocketError SocketErrorCode => _error;

    /// <summary>The same as a number (Winsock's, as in .NET).</summary>
    public int ErrorCode => (int)_error;
}
