using NanoStack.Sockets;

namespace NanoStack.SelfTest;

/// <summary>Bytes from one end to the other and back, and readers that are slow.</summary>
internal sealed class StreamTests
{
    private const int RoundCount = 12;
    private const int ChunkMax = 900;
    private const int ShortMs = 300;

    private readonly LoopbackBench _bench;
    private readonly byte[] _buffer = new byte[ChunkMax];

    public StreamTests(LoopbackBench bench)
    {
        _bench = bench;
    }

    /// <summary>Pieces of every kind of length there and back, more than the rings hold. Both ends look:
    /// damage that comes twice may undo itself.</summary>
    public void Echo()
    {
        using (Socket listener = _bench.Listen())
        using (Socket client = _bench.NewSocket())
        {
            client.Connect(_bench.Server);
            using (Socket server = _bench.Accept(listener))
            {
                int at = 0;
                for (int i = 1; i <= RoundCount; i++)
                {
                    int length = 1 + ((i * 331) % ChunkMax);
                    Pattern.Fill(_buffer, length, at);
                    Check.Equal(length, client.Send(_buffer, length, SocketFlags.None), "sent:");
                    _bench.ReceiveAll(server, _buffer, length);
                    Pattern.Expect(_buffer, length, at);
                    server.Send(_buffer, length, SocketFlags.None);
                    _bench.ReceiveAll(client, _buffer, length);
                    Pattern.Expect(_buffer, length, at);
                    at += length;
                }
            }
        }
    }

    /// <summary>The sender stops at a window of zero and goes on when there is room again; the stream has
    /// every byte once.</summary>
    public void SlowReader()
    {
        using (Socket listener = _bench.Listen())
        using (Socket client = _bench.NewSocket())
        {
            client.Connect(_bench.Server);
            using (Socket server = _bench.Accept(listener))
            {
                int sent = FillUp(client);
                Check.True(
                    sent >= _bench.Limits.TcpReceiveRingBytes, "the receive ring to be filled");
                Check.True(
                    sent <= _bench.Limits.TcpReceiveRingBytes + _bench.Limits.TcpSendRingBytes,
                    "no more sent than two rings hold");

                int at = 0;
                while (at < sent)
                {
                    int count = server.Receive(_buffer);
                    Check.True(count > 0, "more bytes before the end of the stream");
                    Pattern.Expect(_buffer, count, at);
                    at += count;
                }
            }
        }
    }

    /// <summary>Nobody sends: the call comes back, and says why.</summary>
    public void ReceiveTimeout()
    {
        using (Socket listener = _bench.Listen())
        using (Socket client = _bench.NewSocket())
        {
            client.Connect(_bench.Server);
            using (Socket server = _bench.Accept(listener))
            {
                server.ReceiveTimeout = ShortMs;
                int error = 0;
                try
                {
                    server.Receive(_buffer);
                }
                catch (SocketException exception)
                {
                    error = (int)exception.SocketErrorCode;
                }

                Check.Equal((int)SocketError.TimedOut, error, "error");
            }
        }
    }

    /// <summary>Sends until the stack takes no more.</summary>
    /// <returns>Bytes taken.</returns>
    private int FillUp(Socket client)
    {
        client.SendTimeout = ShortMs;
        int sent = 0;
        int count = ChunkMax;
        while (count == ChunkMax)
        {
            Pattern.Fill(_buffer, ChunkMax, sent);
            try
            {
                count = client.Send(_buffer);
                sent += count;
            }
            catch (SocketException exception)
            {
                Check.Equal(
                    (int)SocketError.TimedOut, (int)exception.SocketErrorCode, "error");
                count = 0;
            }
        }

        return sent;
    }
}
