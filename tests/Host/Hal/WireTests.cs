using System;
using System.Collections.Generic;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Hal.Host.Wire;

namespace NanoStack.Tests.Host.Hal;

/// <summary>What a wire may do to frames, and that it is a function of its seed.</summary>
[TestClass]
public sealed class WireTests
{
    private const uint Seed = 20260729;
    private const int FrameCount = 2000;

    private readonly HalClock _clock = new HalClock();
    private readonly FarEnd _near = new FarEnd();
    private readonly FarEnd _far = new FarEnd();

    [TestMethod]
    public void Send_WithoutFaults_ArrivesAtOnceInOrder()
    {
        VirtualWire wire = NewWire();
        SendMany(wire, 10);
        Assert.AreEqual(10, _far.Frames.Count);
        Assert.AreEqual(0, Number(_far.Frames[0]));
        Assert.AreEqual(9, Number(_far.Frames[9]));
        Assert.AreEqual(0, _near.Frames.Count);
    }

    [TestMethod]
    public void Loss_OfATenth_LosesAboutATenth()
    {
        VirtualWire wire = NewWire();
        wire.FaultsFrom(0).LossPermille = 100;
        SendMany(wire, FrameCount);
        int lost = wire.FaultsFrom(0).Lost;
        Assert.IsTrue(lost > 140 && lost < 260, "seed " + Seed + " lost " + lost);
        Assert.AreEqual(FrameCount, lost + _far.Frames.Count);
    }

    [TestMethod]
    public void LoseNext_LosesExactlyThose()
    {
        VirtualWire wire = NewWire();
        wire.FaultsFrom(0).LoseNext = 2;
        SendMany(wire, 5);
        Assert.AreEqual(3, _far.Frames.Count);
        Assert.AreEqual(2, Number(_far.Frames[0]));
    }

    [TestMethod]
    public void Duplication_DeliversTwice()
    {
        VirtualWire wire = NewWire();
        wire.FaultsFrom(0).DuplicatePermille = 1000;
        SendMany(wire, 3);
        Assert.AreEqual(6, _far.Frames.Count);
        Assert.AreEqual(Number(_far.Frames[0]), Number(_far.Frames[1]));
    }

    [TestMethod]
    public void Reordering_LetsLaterFramesPass()
    {
        VirtualWire wire = NewWire();
        wire.FaultsFrom(0).ReorderPermille = 200;
        for (int i = 0; i < 200; i++)
        {
            SendOne(wire, i);
            _clock.Now++;
            wire.Pump();
        }

        _clock.Now += 10;
        wire.Pump();
        Assert.AreEqual(200, _far.Frames.Count);
        int inversions = 0;
        for (int i = 1; i < 200; i++)
        {
            int step = Number(_far.Frames[i]) - Number(_far.Frames[i - 1]);
            inversions += step < 0 ? 1 : 0;
        }

        Assert.IsTrue(inversions > 10, "seed " + Seed);
    }

    [TestMethod]
    public void Delay_HoldsFramesUntilTheirTime()
    {
        VirtualWire wire = NewWire();
        wire.FaultsFrom(0).DelayMs = 40;
        SendMany(wire, 2);
        Assert.AreEqual(40, wire.NextDueInMs());
        _clock.Now += 39;
        wire.Pump();
        Assert.AreEqual(0, _far.Frames.Count);
        _clock.Now += 1;
        wire.Pump();
        Assert.AreEqual(2, _far.Frames.Count);
        Assert.AreEqual(int.MaxValue, wire.NextDueInMs());
    }

    [TestMethod]
    public void Jitter_StaysWithinItsBound()
    {
        VirtualWire wire = NewWire();
        wire.FaultsFrom(0).DelayMs = 10;
        wire.FaultsFrom(0).JitterMs = 5;
        SendMany(wire, 100);
        _clock.Now += 9;
        wire.Pump();
        Assert.AreEqual(0, _far.Frames.Count);
        _clock.Now += 6;
        wire.Pump();
        Assert.AreEqual(100, _far.Frames.Count);
    }

    [TestMethod]
    public void Corruption_FlipsOneBit()
    {
        VirtualWire wire = NewWire();
        wire.FaultsFrom(0).CorruptPermille = 1000;
        SendOne(wire, 5);
        int bits = 0;
        byte[] sent = Frame(5);
        for (int i = 0; i < 60; i++)
        {
            bits += System.Numerics.BitOperations.PopCount((uint)(sent[i] ^ _far.Frames[0][i]));
        }

        Assert.AreEqual(1, bits);
    }

    [TestMethod]
    public void BadFcs_IsToldAndDroppedByTheModel()
    {
        HalBench bench = HalBench.Up();
        bench.Wire.FaultsFrom(1).BadFcsPermille = 1000;
        bench.Inject(bench.Frame());
        bench.Run(5);
        Assert.AreEqual(0, bench.Arp.Count);
        Assert.AreEqual(1, bench.Model.FramesBad);
        bench.Wire.FaultsFrom(1).BadFcsPermille = 0;
        bench.ExpectTraffic();
    }

    [TestMethod]
    public void Overflow_WhenTooManyAreUnderWay_IsCounted()
    {
        VirtualWire wire = new VirtualWire(_clock, Seed, 4);
        wire.Attach(0, _near);
        wire.Attach(1, _far);
        wire.FaultsFrom(0).DelayMs = 5;
        SendMany(wire, 6);
        Assert.AreEqual(2, wire.FaultsFrom(0).Overflowed);
        _clock.Now += 5;
        wire.Pump();
        Assert.AreEqual(4, _far.Frames.Count);
        SendMany(wire, 1);
        Assert.AreEqual(2, wire.FaultsFrom(0).Overflowed, "slots come back");
    }

    [TestMethod]
    public void Cable_WhenPulled_TellsBothAndLosesWhatIsUnderWay()
    {
        VirtualWire wire = NewWire();
        wire.FaultsFrom(0).DelayMs = 5;
        SendMany(wire, 3);
        wire.IsConnected = false;
        Assert.IsFalse(_near.IsUp);
        Assert.IsFalse(_far.IsUp);
        SendMany(wire, 1);
        wire.IsConnected = true;
        Assert.IsTrue(_near.IsUp);
        _clock.Now += 10;
        wire.Pump();
        Assert.AreEqual(0, _far.Frames.Count);
    }

    [TestMethod]
    public void Run_OfOneSeed_IsAlwaysTheSame()
    {
        List<int> first = Record(Seed);
        List<int> second = Record(Seed);
        List<int> other = Record(Seed + 1);
        CollectionAssert.AreEqual(first, second);
        CollectionAssert.AreNotEqual(first, other);
    }

    [TestMethod]
    public void Tap_SeesBothDirections()
    {
        VirtualWire wire = NewWire();
        CountingTap tap = new CountingTap();
        wire.AddTap(tap);
        SendOne(wire, 1);
        wire.Send(1, Frame(2), 0, 60);
        wire.FaultsFrom(0).LoseNext = 1;
        SendOne(wire, 3);
        Assert.AreEqual(2, tap.From[0], "what is lost was sent");
        Assert.AreEqual(1, tap.From[1]);
        Assert.AreEqual(_clock.Now * 1000L, tap.LastUs);
    }

    private static List<int> Record(uint seed)
    {
        HalClock clock = new HalClock();
        FarEnd far = new FarEnd();
        VirtualWire wire = new VirtualWire(clock, seed);
        wire.Attach(0, new FarEnd());
        wire.Attach(1, far);
        WireFaults faults = wire.FaultsFrom(0);
        faults.LossPermille = 50;
        faults.DuplicatePermille = 50;
        faults.ReorderPermille = 50;
        faults.CorruptPermille = 50;
        faults.JitterMs = 4;
        for (int i = 0; i < 500; i++)
        {
            byte[] frame = Frame(i);
            wire.Send(0, frame, 0, frame.Length);
            clock.Now++;
            wire.Pump();
        }

        List<int> order = new List<int>();
        foreach (byte[] frame in far.Frames)
        {
            int sum = 0;
            foreach (byte b in frame)
            {
                sum = (sum * 31) + b;
            }

            order.Add(sum);
        }

        return order;
    }

    private VirtualWire NewWire()
    {
        VirtualWire wire = new VirtualWire(_clock, Seed);
        wire.Attach(0, _near);
        wire.Attach(1, _far);
        return wire;
    }

    private static void SendMany(VirtualWire wire, int count)
    {
        for (int i = 0; i < count; i++)
        {
            SendOne(wire, i);
        }
    }

    private static void SendOne(VirtualWire wire, int number)
    {
        wire.Send(0, Frame(number), 0, 60);
    }

    private static byte[] Frame(int number)
    {
        byte[] frame = new byte[60];
        BitConverter.TryWriteBytes(frame.AsSpan(20), number);
        return frame;
    }

    private static int Number(byte[] frame) => BitConverter.ToInt32(frame, 20);

    private sealed class CountingTap : WireTap
    {
        public readonly int[] From = new int[2];
        public long LastUs;

        public override void OnFrame(int fromSide, byte[] frame, int at, int length, long timeUs)
        {
            From[fromSide]++;
            LastUs = timeUs;
        }
    }
}
