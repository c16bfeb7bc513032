using NanoStack.Tcp;

namespace NanoStack.Packetdrill;

/// <summary>A file descriptor of the script.</summary>
internal sealed class Descriptor
{
    /// <summary>The number: a real descriptor of this process.</summary>
    public readonly int Number;

    /// <summary>The stack's handle.</summary>
    public readonly int Handle;

    public readonly TcpSock Sock;

    /// <summary>O_NONBLOCK</summary>
    public bool IsNonBlocking;

    /// <summary>TCP_NOTSENT_LOWAT as the script set it; 0 when it did not.</summary>
    public int NotSentLowWater;

    /// <summary>TCP_INQ: recvmsg tells how much is left.</summary>
    public bool HasInq;

    /// <summary>Other bits of F_SETFL, given back by F_GETFL.</summary>
    public int StatusFlags = Libc.ReadWrite;

    public Descriptor(int number, int handle, TcpSock sock)
    {
        Number = number;
        Handle = handle;
        Sock = sock;
    }
}
