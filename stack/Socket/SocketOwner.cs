using NanoStack.Kernel;
using NanoStack.Tcp;

namespace NanoStack.Sockets;

/// <summary>What a <see cref="Socket"/> leaves to the collector: its handle, for the finalizer.</summary>
/// <remarks>
/// To: <see cref="SocketMarks"/>. The nanoCLR keeps what waits for its finalizer, and all it refers to,
/// for another collection. A socket refers to the whole stack, this object to some numbers only.
/// </remarks>
internal sealed class SocketOwner
{
    private readonly SocketMarks _marks;

    /// <summary>Of the socket; negative: closed, or it never had one.</summary>
    public int Handle;

    public SocketOwner(SocketMarks marks, int handle)
    {
        _marks = marks;
        Handle = handle;
    }

    /// <summary>A socket that nobody holds any more is closed, as in System.Net. Here it is only
    /// marked, and the next turn closes it: the collector's thread waits for nobody, and calls
    /// nobody, since any call may throw OutOfMemoryException on the nanoCLR.</summary>
    ~SocketOwner()
    {
        int handle = Handle;
        if (handle <= 0)
        {
            return;                                     // it was closed, or never had one
        }

        SocketMarks marks = _marks;
        int index = handle & (TcpSock.HandleStep - 1);
        if (marks.Handles[index] == handle)
        {
            marks.IsAbandoned[index] = true;
            marks.HasAbandoned = true;
        }
    }
}
