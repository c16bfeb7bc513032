using System;
using NanoStack.Kernel;
using NanoStack.Tcp;

namespace NanoStack.Sockets;

/// <content>What is wrong with a call, as the exception System.Net throws for it.</content>
public partial class Socket
{
    private static int CreateHandle(Net net)
    {
        if (net == null)
        {
            throw new ArgumentNullException("net");
        }

        int handle = net.Sys.Create();
        if (handle < 0)
        {
            throw new SocketException(SocketErrors.Of(handle));
        }

        return handle;
    }

    private static IPEndPoint PointOf(EndPoint point, string name)
    {
        if (point == null)
        {
            throw new ArgumentNullException(name);
        }

        IPEndPoint ipPoint = point as IPEndPoint;
        if (ipPoint == null)
        {
            throw new ArgumentException("Only an IPEndPoint can be used here.", name);
        }

        return ipPoint;
    }

    private static void CheckRange(byte[] buffer, int offset, int size)
    {
        if (buffer == null)
        {
            throw new ArgumentNullException("buffer");
        }

        if (offset < 0 || offset > buffer.Length)
        {
            throw new ArgumentOutOfRangeException("offset", "0 to the buffer's length.");
        }

        if (size < 0 || size > buffer.Length - offset)
        {
            throw new ArgumentOutOfRangeException("size", "0 to what lies behind offset.");
        }
    }

    private static int CheckTimeout(int timeoutMs)
    {
        if (timeoutMs < Infinite)
        {
            throw new ArgumentOutOfRangeException("value", "Milliseconds; 0 or -1 for ever.");
        }

        return timeoutMs == 0 ? Infinite : timeoutMs;
    }

    /// <summary>An <see cref="Errno"/> becomes an exception here and nowhere else.</summary>
    /// <remarks>Of the instance, and it uses it: a socket that nobody else holds must live until its call
    /// is over.</remarks>
    private int Check(int result)
    {
        if (result >= 0)
        {
            return result;
        }

        if (result == Errno.BadFile)
        {
            _handle = Closed;                           // another thread closed it just now
            throw new ObjectDisposedException("Socket");
        }

        throw new SocketException(SocketErrors.Of(result));
    }

    private int FlagsOf(SocketFlags flags)
    {
        int known = (int)flags & (MsgFlags.OutOfBand | MsgFlags.Peek | MsgFlags.More
            | MsgFlags.EndOfRecord);
        return _isBlocking ? known : known | MsgFlags.DontWait;
    }

    /// <summary>The handle of a socket that is not closed.</summary>
    private int Handle()
    {
        if (_handle < 0)
        {
            throw new ObjectDisposedException("Socket");
        }

        return _handle;
    }

    private int Get(int option) => Check(_sys.GetOption(Handle(), option));

    private void Set(int option, int value)
    {
        Check(_sys.SetOption(Handle(), option, value));
    }

    private IPEndPoint NameOf(bool isPeer)
    {
        int port = Check(_sys.GetName(Handle(), isPeer, out uint address));
        return port == 0 ? null : new IPEndPoint(IPAddress.FromValue(address), port);
    }
}
