using System;
using System.IO;
using System.Threading;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Hal.Host;
using NanoStack.Hal.Host.Tap;
using NanoStack.Hal.Host.Wire;
using NanoStack.Wire;

namespace NanoStack.Tests.Host.Hal;

/// <summary>The kernel at the far end of the wire. Skips, and is counted, where no TAP can be
/// had.</summary>
[TestClass]
[DoNotParallelize]
public sealed class TapTests
{
    [TestMethod]
    public void Tap_AskedForItsAddress_Answers()
    {
        VirtualWire wire = new VirtualWire(new HostClock(), 1);
        ReplyEnd end = new ReplyEnd();
        wire.Attach(0, end);
        using TapDevice tap = Open(Name(0), wire);
        tap.Configure("10.213.77.1", 24);
        tap.Start();
        byte[] request = Request();
        for (int i = 0; i < 50 && !end.Answered.WaitOne(0); i++)
        {
            wire.Send(0, request, 0, request.Length);   // the interface may still be coming up
            if (end.Answered.WaitOne(100))
            {
                Assert.IsTrue(tap.FramesToKernel > 0);
                Assert.IsTrue(tap.FramesFromKernel > 0);
                return;
            }
        }

        Assert.Fail("the kernel did not answer");
    }

    [TestMethod]
    public void Tap_WhileDown_CountsWhatItRefuses()
    {
        VirtualWire wire = new VirtualWire(new HostClock(), 1);
        wire.Attach(0, new ReplyEnd());
        using TapDevice tap = Open(Name(1), wire);
        wire.Send(0, Request(), 0, 60);
        Assert.AreEqual(1, tap.FramesRefused);
    }

    [TestMethod]
    public void Tap_OpenedTwice_SaysSo()
    {
        VirtualWire wire = new VirtualWire(new HostClock(), 1);
        using TapDevice tap = Open(Name(2), wire);
        IOException failure = Assert.ThrowsExactly<IOException>(
            () => new TapDevice(Name(2), wire, 1));
        StringAssert.Contains(failure.Message, "another program");
    }

    [TestMethod]
    public void Tap_WithANameTooLong_IsRefused()
    {
        VirtualWire wire = new VirtualWire(new HostClock(), 1);
        Assert.ThrowsExactly<ArgumentException>(
            () => new TapDevice("a-name-much-too-long", wire, 1));
    }

    /// <summary>A name of this process: the same test may run twice on one machine.</summary>
    private static string Name(int number) => "nt" + number + "-" + Environment.ProcessId;

    private static TapDevice Open(string name, VirtualWire wire)
    {
        try
        {
            return new TapDevice(name, wire, 1);
        }
        catch (IOException failure)
        {
            StringAssert.Contains(failure.Message, ":");
            Assert.Inconclusive("Skip: " + failure.Message);
            throw;
        }
    }

    private static byte[] Request()
    {
        byte[] frame = new byte[60];
        Array.Fill(frame, (byte)0xFF, 0, 6);
        Array.Copy(HalBench.FarAddress, 0, frame, 6, 6);
        EthHeader.SetType(frame, 0, EthHeader.TypeArp);
        byte[] arp = { 0, 1, 8, 0, 6, 4, 0, 1 };
        Array.Copy(arp, 0, frame, 14, 8);
        Array.Copy(HalBench.FarAddress, 0, frame, 22, 6);
        ByteOrder.Write32(frame, 28, 0x0AD54D02);       // 10.213.77.2
        ByteOrder.Write32(frame, 38, 0x0AD54D01);
        return frame;
    }

    private sealed class ReplyEnd : WireEnd
    {
        public readonly AutoResetEvent Answered = new AutoResetEvent(false);

        public override void Receive(byte[] frame, int at, int length, bool hasGoodFcs)
        {
            if (EthHeader.Type(frame, at) == EthHeader.TypeArp && frame[at + 21] == 2)
            {
                Answered.Set();
            }
        }

        public override void SetLink(bool isUp)
        {
        }

        public override void Poke()
        {
        }
    }
}
