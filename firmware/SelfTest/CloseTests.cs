using NanoStack.Sockets;

namespace NanoStack.SelfTest;

/// <summary>How connections begin and end.</summary>
internal sealed class CloseTests
{
    private const int ClosedPort = 9;
    private const int ConnectionCount = 30;

    private readonly LoopbackBench _bench;
    private readonly byte[] _buffer = new byte[64];

    public CloseTests(LoopbackBench bench)
    {
        _bench = bench;
    }

    public void Refused()
    {
        using (Socket client = _bench.NewSocket())
        {
            int error = 0;
            try
            {
                client.Connect(new IPEndPoint(IPAddress.Loopback, ClosedPort));
            }
            catch (SocketException exception)
            {
                error = (int)exception.SocketErrorCode;
            }

            Check.Equal((int)SocketError.ConnectionRefused, error, "error");
        }
    }

    /// <summary>One end has said all; it still hears the answer.</summary>
    public void HalfClose()
    {
        using (Socket listener = _bench.Listen())
        using (Socket client = _bench.NewSocket())
        {
            client.Connect(_bench.Server);
            using (Socket server = _bench.Accept(listener))
            {
                Pattern.Fill(_buffer, 5, 0);
                client.Send(_buffer, 5, SocketFlags.None);
                client.Shutdown(SocketShutdown.Send);
                _bench.ReceiveAll(server, _buffer, 5);
                Check.Equal(0, server.Receive(_buffer), "bytes after the end:");

                Pattern.Fill(_buffer, 40, 100);
                server.Send(_buffer, 40, SocketFlags.None);
                server.Shutdown(SocketShutdown.Send);
                _bench.ReceiveAll(client, _buffer, 40);
                Pattern.Expect(_buffer, 40, 100);
                Check.Equal(0, client.Receive(_buffer), "bytes after the end:");
            }
        }
    }

    public void Reset()
    {
        using (Socket listener = _bench.Listen())
        using (Socket client = _bench.NewSocket())
        {
            client.Connect(_bench.Server);
            using (Socket server = _bench.Accept(listener))
            {
                client.Close(0);
                int error = 0;
                try
                {
                    server.Receive(_buffer);
                }
                catch (SocketException exception)
                {
                    error = (int)exception.SocketErrorCode;
                }

                Check.Equal((int)SocketError.ConnectionReset, error, "error");
            }
        }
    }

    /// <summary>Connect, a byte, close, again and again: more than there are sockets or entries in
    /// TIME_WAIT.</summary>
    public void ManyShort()
    {
        using (Socket listener = _bench.Listen())
        {
            for (int i = 0; i < ConnectionCount; i++)
            {
                using (Socket client = _bench.NewSocket())
                {
                    client.Connect(_bench.Server);
                    using (Socket server = _bench.Accept(listener))
                    {
                        _buffer[0] = (byte)i;
                        client.Send(_buffer, 1, SocketFlags.None);
                        client.Shutdown(SocketShutdown.Send);
                        _buffer[0] = 0xFF;
                        _bench.ReceiveAll(server, _buffer, 1);
                        Check.Equal(i, _buffer[0], "the byte of connection");
                        Check.Equal(0, server.Receive(_buffer), "bytes after the end:");
                    }
                }
            }
        }
    }
}
