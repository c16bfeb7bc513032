using System;
using System.Net;
using System.Net.Sockets;

namespace NanoStack.Tests.Host.Tap;

/// <summary>Whole frames into and out of an interface of the kernel, past its protocols: packet(7).</summary>
internal sealed class PacketSocket : IDisposable
{
    private const int AllProtocols = 0x0300;            // htons(ETH_P_ALL)
    private const int LevelPacket = 263;                // SOL_PACKET
    private const int BypassQueue = 20;                 // PACKET_QDISC_BYPASS
    private const int IgnoreOutgoing = 23;              // PACKET_IGNORE_OUTGOING
    private const int FrameBytesMax = 2048;
    private const int MicrosecondsPerMs = 1000;

    private readonly Socket _socket;
    private readonly byte[] _in = new byte[FrameBytesMax];

    /// <summary>Made inside the interface's namespace; any thread may use it afterwards.</summary>
    /// <param name="index">The kernel's number of the interface.</param>
    public PacketSocket(int index)
    {
        _socket = new Socket(
            AddressFamily.Packet, SocketType.Raw, (ProtocolType)AllProtocols);

        // A frame is with the interface when Send returns, and comes up to us only from the wire.
        byte[] yes = BitConverter.GetBytes(1);
        _socket.SetRawSocketOption(LevelPacket, BypassQueue, yes);
        _socket.SetRawSocketOption(LevelPacket, IgnoreOutgoing, yes);
        _socket.Bind(new LinkPoint(index));
    }

    /// <summary>Sends a frame as it is.</summary>
    /// <exception cref="SocketException">The kernel does not take it: shorter than a header, longer
    /// than the interface's MTU, or the interface is down.</exception>
    public void Send(byte[] frame)
    {
        _socket.Send(frame);
    }

    /// <summary>The next frame that comes up from the wire.</summary>
    /// <returns>Null: none within the time.</returns>
    public byte[] Receive(int timeoutMs)
    {
        if (!_socket.Poll(timeoutMs * MicrosecondsPerMs, SelectMode.SelectRead))
        {
            return null;
        }

        int length = _socket.Receive(_in);
        return _in.AsSpan(0, length).ToArray();
    }

    public void Dispose()
    {
        _socket.Dispose();
    }

    /// <summary>An interface as sockets name it: struct sockaddr_ll.</summary>
    private sealed class LinkPoint : EndPoint
    {
        private const int LengthBytes = 20;
        private const int ProtocolAt = 2;
        private const int IndexAt = 4;

        private readonly int _index;

        public LinkPoint(int index)
        {
            _index = index;
        }

        public override AddressFamily AddressFamily => AddressFamily.Packet;

        public override SocketAddress Serialize()
        {
            SocketAddress address = new SocketAddress(AddressFamily.Packet, LengthBytes);
            address[ProtocolAt] = AllProtocols & 0xFF;
            address[ProtocolAt + 1] = AllProtocols >> 8;
            for (int i = 0; i < sizeof(int); i++)
            {
                address[IndexAt + i] = (byte)(_index >> (8 * i));
            }

            return address;
        }
    }
}
