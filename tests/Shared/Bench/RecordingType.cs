using NanoStack.Device;
using NanoStack.Skb;

namespace NanoStack.Tests.Bench;

/// <summary>A link protocol that writes down what reaches it.</summary>
internal sealed class RecordingType : PacketType
{
    public int Count;
    public bool LastIsGroup;
    public int LastNowMs;
    public NetDevice LastDevice;

    /// <summary>What stood behind the link header of the last frame.</summary>
    public byte[] LastPayload;

    public RecordingType(int etherType)
        : base(etherType)
    {
    }

    public override void Receive(NetDevice device, SkBuff skb, bool isGroup, int nowMs)
    {
        Count++;
        LastDevice = device;
        LastIsGroup = isGroup;
        LastNowMs = nowMs;
        LastPayload = new byte[skb.Length];
        skb.CopyBits(0, LastPayload, 0, skb.Length);
        skb.Free();
    }
}
