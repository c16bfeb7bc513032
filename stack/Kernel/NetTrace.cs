using System.Diagnostics;

namespace NanoStack.Kernel;

/// <summary>The call ladder of one send, room by room, with Linux's names.</summary>
/// <remarks>
/// Compiled in on a PC only (NETTRACE): on the device the calls are not there at all. A room says
/// its number and how long the packet is at its door; <see cref="TraceSink"/> prints or remembers.
/// </remarks>
internal sealed class NetTrace
{
    private TraceSink _sink;

    /// <summary>Who listens; null (the usual case) costs one comparison a room.</summary>
    public TraceSink Sink
    {
        get => _sink;
        set => _sink = value;
    }

    /// <summary>A packet of <paramref name="lengthBytes"/> enters a room.</summary>
    [Conditional("NETTRACE")]
    public void Enter(int room, int lengthBytes)
    {
        if (_sink != null)
        {
            _sink.Enter(room, lengthBytes);
        }
    }

    /// <summary>The packet's business in this room is done.</summary>
    [Conditional("NETTRACE")]
    public void Leave(int room)
    {
        if (_sink != null)
        {
            _sink.Leave(room);
        }
    }
}

/// <summary>Told of every room a packet passes; see <see cref="NetTrace"/>.</summary>
internal abstract class TraceSink
{
    public abstract void Enter(int room, int lengthBytes);

    public abstract void Leave(int room);
}
