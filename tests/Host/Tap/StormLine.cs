using System;
using NanoStack.Sockets;
using KernelSocket = System.Net.Sockets.Socket;

namespace NanoStack.Tests.Host.Tap;

/// <summary>One end of a connection, ours or the kernel's: a storm has both kinds on both sides.</summary>
internal abstract class StormLine
{
    /// <summary>What <see cref="Read"/> answers when the other end has aborted.</summary>
    public const int Reset = -1;

    public static StormLine Of(Socket socket)
    {
        socket.ReceiveTimeout = TapBench.CallMsMax;
        socket.SendTimeout = TapBench.CallMsMax;
        return new OurLine(socket);
    }

    public static StormLine Of(KernelSocket socket)
    {
        socket.ReceiveTimeout = TapBench.CallMsMax;
        socket.SendTimeout = TapBench.CallMsMax;
        return new KernelLine(socket);
    }

    public abstract void Write(byte[] data);

    /// <summary>Reads until the array is full or the stream is over.</summary>
    /// <returns>Bytes read, or <see cref="Reset"/>.</returns>
    public int Read(byte[] data)
    {
        int at = 0;
        while (at < data.Length)
        {
            int count = ReadSome(data, at);
            if (count < 0)
            {
                return Reset;
            }

            if (count == 0)
            {
                break;
            }

            at += count;
        }

        return at;
    }

    /// <summary>Ends our direction; the other goes on.</summary>
    public abstract void Finish();

    public abstract void Close();

    /// <summary>Ends both directions by a RST.</summary>
    public abstract void Abort();

    protected abstract int ReadSome(byte[] data, int at);

    private sealed class OurLine : StormLine
    {
        private readonly Socket _socket;

        public OurLine(Socket socket)
        {
            _socket = socket;
        }

        public override void Write(byte[] data) => _socket.Send(data);

        public override void Finish() => _socket.Shutdown(SocketShutdown.Send);

        public override void Close() => _socket.Close();

        public override void Abort()
        {
            _socket.LingerState = new LingerOption(true, 0);
            _socket.Close();
        }

        protected override int ReadSome(byte[] data, int at)
        {
            try
            {
                return _socket.Receive(data, at, data.Length - at, SocketFlags.None);
            }
            catch (SocketException exception)
                when (exception.ErrorCode == (int)SocketError.ConnectionReset)
            {
                return Reset;
            }
        }
    }

    private sealed class KernelLine : StormLine
    {
        private readonly KernelSocket _socket;

        public KernelLine(KernelSocket socket)
        {
            _socket = socket;
        }

        public override void Write(byte[] data) => _socket.Send(data);

        public override void Finish() => _socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);

        public override void Close() => _socket.Close();

        public override void Abort()
        {
            _socket.LingerState = new System.Net.Sockets.LingerOption(true, 0);
            _socket.Close();
        }

        protected override int ReadSome(byte[] data, int at)
        {
            try
            {
                return _socket.Receive(
                    data, at, data.Length - at, System.Net.Sockets.SocketFlags.None);
            }
            catch (System.Net.Sockets.SocketException exception) when (exception.SocketErrorCode
                == System.Net.Sockets.SocketError.ConnectionReset)
            {
                return Reset;
            }
        }
    }
}
