using System;
using System.Threading;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Device;
using NanoStack.Ip;
using NanoStack.Kernel;
using NanoStack.Neigh;
using NanoStack.Skb;
using NanoStack.Sockets;
using NanoStack.Tests.Bench;
using NanoStack.Wire;

namespace NanoStack.Tests.Host.Fuzz;

/// <summary>User threads send while the polling thread learns, evicts, gives up and loses the link: no
/// packet goes to a stranger, and every packet comes home.</summary>
[TestClass]
public sealed class NeighbourRaceTests
{
    private const int SenderCount = 2;
    private const int SendCount = 20000;
    private const uint Seed = 0x4ACE0001;
    private const uint FirstIp = 0x0A000040;

    [TestMethod]
    public void Senders_WhileEverythingChanges_ReachWhomTheyMeant()
    {
        RaceWire wire = new RaceWire();
        FakeClock clock = new FakeClock(1000);
        Net net = new Net(Limits.Default(), clock, new FakeEntropy(5));
        net.AddDevice(wire);
        net.SetAddress(
            wire, IPAddress.FromValue(Frames.OurIp), IPAddress.FromValue(Frames.Mask), null);
        net.Seal();

        Exception failure = null;
        Thread[] senders = new Thread[SenderCount];
        for (int i = 0; i < SenderCount; i++)
        {
            Lcg lcg = new Lcg(Seed + (uint)i);
            senders[i] = new Thread(() => Guard(() => SendMany(net, wire, clock, lcg), ref failure));
            senders[i].Start();
        }

        Lcg chance = new Lcg(Seed + 99);
        while (failure == null && Array.Exists(senders, item => item.IsAlive))
        {
            Guard(() => PollOnce(net, wire, clock, chance), ref failure);
        }

        foreach (Thread sender in senders)
        {
            sender.Join();
        }

        Assert.IsNull(failure, "seed 0x" + Seed.ToString("X8") + ": " + failure);
        Assert.AreEqual(0, wire.StrangerCount, "packets to strangers");
        Assert.IsTrue(wire.PacketCount > 100, wire.PacketCount + " packets");
        net.Neighbours.Flush(wire);
        Assert.IsTrue(net.Pool.IsHome, "packets are missing");
    }

    private static void SendMany(Net net, RaceWire wire, FakeClock clock, Lcg lcg)
    {
        Dst dst = new Dst();
        for (int i = 0; i < SendCount; i++)
        {
            SkBuff skb = net.Pool.AllocHeader();
            if (skb == null)
            {
                Thread.Yield();
                continue;
            }

            uint address = FirstIp + (uint)lcg.Below(16);
            ByteOrder.Write32(skb.Head, skb.Put(4), address);
            EthHeader.SetType(skb.Head, skb.DataAt - EthHeader.Length, EthHeader.TypeIp);
            skb.StampMs = clock.NowMs();
            dst.Device = wire;
            dst.NextHop = address;
            net.Ip.FinishOutput2(net.Tcp.Table.At(0), dst, skb);
            if (lcg.Below(8) == 0)
            {
                Thread.Yield();
            }
        }
    }

    private static void PollOnce(Net net, RaceWire wire, FakeClock clock, Lcg chance)
    {
        wire.Tell(FirstIp + (uint)chance.Below(16), chance.Below(2) == 0, clock.NowMs());
        if (chance.Below(64) == 0)
        {
            clock.Advance(chance.Below(700));
        }

        if (chance.Below(256) == 0)
        {
            wire.Flap();
        }

        net.Poll(clock.NowMs());
    }

    private static void Guard(Action action, ref Exception failure)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            failure = exception;
        }
    }

    /// <summary>The last four bytes of a station are its address, so a packet says whether it goes
    /// astray.</summary>
    private sealed class RaceWire : NetDevice
    {
        public int PacketCount;
        public int StrangerCount;

        private readonly byte[] _copy = new byte[1600];

        public override int TxFreeSlots => 4;

        public void Tell(uint address, bool isReply, int nowMs)
        {
            byte[] hardware = { 0x02, 0x00, 0, 0, 0, 0 };
            ByteOrder.Write32(hardware, 2, address);
            byte[] frame = Frames.Arp(
                isReply ? ArpHeader.OperationReply : ArpHeader.OperationRequest, hardware, address,
                Frames.OurIp);
            SkBuff skb = Pool.AllocFrame();
            Array.Copy(frame, 0, skb.Head, skb.Put(frame.Length), frame.Length);
            ReceiveSkb(skb, nowMs);
        }

        public void Flap()
        {
            SetCarrier(false);
            SetCarrier(true);
        }

        internal override int Poll(int budget, int nowMs) => 0;

        internal override void WaitForWork(int timeoutMs)
        {
        }

        protected override void Start()
        {
            Array.Copy(BenchWire.OurAddress, 0, HardwareAddress, 0, HardwareAddress.Length);
            SetCarrier(true);
        }

        protected override int StartXmit(SkBuff skb)
        {
            skb.CopyBits(0, _copy, 0, skb.Length);
            if (EthHeader.Type(_copy, 0) == EthHeader.TypeIp)
            {
                PacketCount++;
                uint meant = ByteOrder.Read32(_copy, EthHeader.Length);
                StrangerCount += ByteOrder.Read32(_copy, 2) == meant ? 0 : 1;
            }

            return 0;
        }
    }
}
