using NanoStack.Kernel;
using NanoStack.Skb;

namespace NanoStack.Device;

/// <summary><c>struct packet_type</c>: a link protocol that wants its frames.</summary>
internal abstract class PacketType
{
    /// <summary>The EtherType it is registered for.</summary>
    public readonly int EtherType;

    protected PacketType(int etherType)
    {
        EtherType = etherType;
    }

    /// <summary>A frame of this type arrived; data begins behind the link header.</summary>
    /// <remarks>The receiver holds the packet from here: it hands it on or frees it.</remarks>
    /// <param name="isGroup">True when it was sent to a group address on the link.</param>
    public abstract void Receive(NetDevice device, SkBuff skb, bool isGroup, int nowMs);
}

/// <summary><c>ptype_base</c>: the fixed table that link protocols register in, so that no device
/// names one.</summary>
internal sealed class PacketTypes
{
    private readonly PacketType[] _types = new PacketType[Limits.PacketTypeCount];
    private int _count;

    /// <summary><c>dev_add_pack</c></summary>
    public void Add(PacketType type)
    {
        Bug.On(_count == _types.Length);
        _types[_count++] = type;
    }

    /// <summary>The protocol of an EtherType, or null.</summary>
    public PacketType Find(int etherType)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_types[i].EtherType == etherType)
            {
                return _types[i];
            }
        }

        return null;
    }
}
