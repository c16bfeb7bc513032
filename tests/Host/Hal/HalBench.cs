using System;
using System.Collections.Generic;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Boards;
using NanoStack.Device;
using NanoStack.Hal.Bus;
using NanoStack.Hal.Emac;
using NanoStack.Hal.Host;
using NanoStack.Hal.Host.Model;
using NanoStack.Hal.Host.Wire;
using NanoStack.Kernel;
using NanoStack.Skb;
using NanoStack.Wire;

namespace NanoStack.Tests.Host.Hal;

/// <summary>A modelled board with a driver and, above it, nothing but two protocols that remember;
/// at the far end of its wire an end that remembers too.</summary>
internal sealed class HalBench
{
    public static readonly byte[] FarAddress = { 0x02, 0, 0, 0, 0, 0x77 };

    public readonly HalClock Clock = new HalClock();
    public readonly EmacModel Model = new EmacModel();
    public readonly ModelBus Bus;
    public readonly EmacInterruptMask Mask;
    public readonly VirtualWire Wire;
    public readonly FarEnd Far = new FarEnd();
    public readonly Board Board;
    public readonly EmacDevice Device;
    public readonly NetContext Context;
    public readonly SkBuffPool Pool;
    public readonly HalType Ip;
    public readonly HalType Arp;

    private readonly PacketTypes _types = new PacketTypes();

    public HalBench()
        : this(new Wt32Eth01(), null)
    {
    }

    public HalBench(Board board, EmacOptions options, bool masksInLocks = true)
    {
        Board = board;
        Model.BoardClock = board.RmiiClock;
        Model.Phy.Address = board.PhyAddress < 0 ? 1 : board.PhyAddress;
        Model.Phy.Pin = board.PhyResetPin;
        Bus = new ModelBus(Model, new SeededEntropy(7));
        Mask = new EmacInterruptMask(Bus);
        Wire = new VirtualWire(Clock, 7);
        Model.Plug(Wire, 0);
        Wire.Attach(1, Far);
        InterruptMask mask = masksInLocks ? Mask : new InterruptMask();
        Context = new NetContext(Limits.Default(), Clock, new SeededEntropy(9), mask, null);
        Pool = new SkBuffPool(Context);
        Ip = new HalType(EthHeader.TypeIp);
        Arp = new HalType(EthHeader.TypeArp);
        _types.Add(Ip);
        _types.Add(Arp);
        Device = board.NewDevice(Bus, options ?? board.NewOptions());
    }

    public EmacStats Stats => Device.Stats;

    /// <summary>A board that has started and has a link.</summary>
    public static HalBench Up(bool masksInLocks = true)
    {
        HalBench bench = new HalBench(new Wt32Eth01(), null, masksInLocks);
        bench.Start();
        bench.RunUntilUp();
        return bench;
    }

    public void Start()
    {
        Device.Register(Context, Pool, _types);
    }

    /// <summary>As <c>Net.Poll</c>: the device looks at its link, then packets may leave.</summary>
    public int Poll()
    {
        int taken = Device.Poll(Context.Limits.PollBudget, Clock.Now);
        Device.Activate();
        return taken;
    }

    /// <summary>Lets time pass, polling when the device asks for it or its interrupt
    /// does.</summary>
    public void Run(int timeMs)
    {
        int end = Clock.Now + timeMs;
        while (Clock.Now - end < 0)
        {
            Poll();
            int next = Device.NextPollMs(Clock.Now);
            int step = next - Clock.Now;
            if (step > 0 && Bus.Wait(0))
            {
                continue;
            }

            Clock.Now += step < 1 ? 1 : Math.Min(step, end - Clock.Now);
        }

        Poll();
    }

    public void RunUntilUp()
    {
        for (int i = 0; i < 1000 && !Device.HasCarrier; i++)
        {
            Run(10);
        }

        Assert.IsTrue(Device.HasCarrier, "the link did not come up");
    }

    public int Get(int counter) => Stats.Get(counter);

    /// <summary>Hands a frame of so many bytes down; the answer is QueueXmit's.</summary>
    public int Send(int length = 60, byte mark = 0x11)
    {
        SkBuff skb = NewFrame(length, mark);
        int error = Device.QueueXmit(skb);
        if (error < 0)
        {
            skb.Free();
        }

        return error;
    }

    /// <summary>A frame to hand down, which may take the last slot.</summary>
    public SkBuff NewFrame(int length, byte mark)
    {
        SkBuff skb = Pool.AllocFrame();
        Assert.IsNotNull(skb);
        skb.Reserve(2);
        int at = skb.Put(length);
        EthHeader.SetDestination(skb.Head, at, FarAddress);
        EthHeader.SetSource(skb.Head, at, Device.HardwareAddress);
        EthHeader.SetType(skb.Head, at, EthHeader.TypeArp);
        for (int i = EthHeader.Length; i < length; i++)
        {
            skb.Head[at + i] = (byte)(mark + i);
        }

        skb.IsControl = true;
        return skb;
    }

    /// <summary>A frame for the board.</summary>
    public byte[] Frame(int length = 60, byte mark = 0x22, int type = EthHeader.TypeArp)
    {
        byte[] frame = new byte[length];
        EthHeader.SetDestination(frame, 0, Device.HardwareAddress);
        EthHeader.SetSource(frame, 0, FarAddress);
        EthHeader.SetType(frame, 0, type);
        for (int i = EthHeader.Length; i < length; i++)
        {
            frame[i] = (byte)(mark + i);
        }

        return frame;
    }

    public void Inject(byte[] frame)
    {
        Wire.Send(1, frame, 0, frame.Length);
    }

    /// <summary>Frames go in both directions, now.</summary>
    public void ExpectTraffic()
    {
        int sent = Far.Frames.Count;
        int received = Arp.Frames.Count;
        Assert.AreEqual(0, Send(80, 0x31), "the frame was not taken");
        Inject(Frame(90, 0x41));
        Run(20);
        Assert.AreEqual(sent + 1, Far.Frames.Count, "nothing came out");
        Assert.AreEqual(received + 1, Arp.Frames.Count, "nothing came in");
        Assert.AreEqual((byte)(0x31 + 79), Far.Frames[sent][79]);
        Assert.AreEqual((byte)(0x41 + 89), Arp.Frames[received][89 - EthHeader.Length]);
        ExpectNoLeaks();
    }

    public void ExpectNoLeaks()
    {
        Assert.IsTrue(Pool.IsHome, "a packet is missing");
        Assert.AreEqual(0, Mask.Depth);
        Assert.AreEqual(0, Model.Violations, Model.LastViolation);
    }
}

internal sealed class HalClock : Clock
{
    public int Now = 1000;

    public override int NowMs() => Now;
}

/// <summary>A protocol that keeps what it gets.</summary>
internal sealed class HalType : PacketType
{
    public readonly List<byte[]> Frames = new List<byte[]>();
    public bool IsKeeping = true;
    public int Count;
    public uint LastCsum;
    public IpSummed LastSummed;
    public int LastClass;
    public int LastAt;
    public SkBuff Held;
    public bool IsHolding;

    public HalType(int etherType)
        : base(etherType)
    {
    }

    public override void Receive(NetDevice device, SkBuff skb, bool isGroup, int nowMs)
    {
        Count++;
        LastCsum = skb.Csum;
        LastSummed = skb.Summed;
        LastClass = skb.Class;
        LastAt = skb.DataAt;
        if (IsKeeping)
        {
            byte[] copy = new byte[skb.Length];
            skb.CopyBits(0, copy, 0, skb.Length);
            Frames.Add(copy);
        }

        if (IsHolding)
        {
            skb.Next = Held;
            Held = skb;
            return;
        }

        skb.Free();
    }

    public void Release()
    {
        while (Held != null)
        {
            SkBuff skb = Held;
            Held = skb.Next;
            skb.Next = null;
            skb.Free();
        }
    }
}

/// <summary>The far end of the wire: keeps what comes out of the board.</summary>
internal sealed class FarEnd : WireEnd
{
    public readonly List<byte[]> Frames = new List<byte[]>();
    public bool IsKeeping = true;
    public int Count;
    public int BadFcs;
    public bool IsUp;

    public override void Receive(byte[] frame, int at, int length, bool hasGoodFcs)
    {
        Count++;
        BadFcs += hasGoodFcs ? 0 : 1;
        if (IsKeeping)
        {
            byte[] copy = new byte[length];
            Array.Copy(frame, at, copy, 0, length);
            Frames.Add(copy);
        }
    }

    public override void SetLink(bool isUp)
    {
        IsUp = isUp;
    }

    public override void Poke()
    {
    }
}
