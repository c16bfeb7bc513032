using System;
using NanoStack.Device;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Tests.Bench;

/// <summary>A device between a recording protocol and a pool of its own.</summary>
/// <remarks>A test keeps its state in a bench and never in a field: nanoFramework's launcher calls
/// the methods of a test class without an object.</remarks>
internal sealed class DeviceBench
{
    public readonly NetContext Context;
    public readonly SkBuffPool Pool;
    public readonly RecordingType Type;
    public readonly PacketTypes Types;
    public readonly NetDevice Device;

    /// <summary>The same device, when it is a scripted one.</summary>
    public readonly ScriptedDevice Script;

    private DeviceBench(NetDevice device)
    {
        Context = Contexts.Default();
        Pool = new SkBuffPool(Context);
        Type = new RecordingType(EthHeader.TypeIp);
        Types = new PacketTypes();
        Types.Add(Type);
        Device = device;
        Script = device as ScriptedDevice;
        device.Register(Context, Pool, Types);
    }

    public static DeviceBench Scripted() => new DeviceBench(new ScriptedDevice());

    public static DeviceBench Loopback() => new DeviceBench(new LoopbackDevice());

    public int Count(int counter) => Context.Mib.Get(counter);

    /// <summary>A packet of so many bytes, ready for QueueXmit.</summary>
    public SkBuff Frame(int length)
    {
        SkBuff skb = Pool.AllocFrame();
        skb.Put(length);
        return skb;
    }

    /// <summary>A packet for IPv4 to the device itself, with this payload.</summary>
    public SkBuff FrameOf(string payload)
    {
        byte[] bytes = Hex.Bytes(payload);
        SkBuff skb = Pool.AllocHeader();
        Array.Copy(bytes, 0, skb.Head, skb.Put(bytes.Length), bytes.Length);
        int at = skb.Push(EthHeader.Length);
        EthHeader.SetDestination(skb.Head, at, Device.HardwareAddress);
        EthHeader.SetSource(skb.Head, at, Device.HardwareAddress);
        EthHeader.SetType(skb.Head, at, EthHeader.TypeIp);
        return skb;
    }
}
