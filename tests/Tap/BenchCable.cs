using System;
using System.IO;
using NanoStack.Hal.Host.Tap;
using NanoStack.Tests.Host.Tap;

namespace NanoStack.Tests.Bench;

/// <summary>The cable of the benches, through the Linux kernel: a TAP interface in a network
/// namespace, our end its file, the peer's end a packet socket.</summary>
/// <remarks>
/// A frame goes in at one end and is waited for at the other, so a test's clock stands still while
/// it travels, and one interface serves all tests. The interface has no address and no ARP: the
/// kernel carries, and says nothing of its own; a frame that comes out differently, or one that
/// nobody sent, ends the test.
/// </remarks>
internal static class BenchCable
{
    public const string InterfaceName = "nano0";
    private const int FrameBytesMax = 2048;
    private const int TravelMsMax = 5000;

    private static readonly byte[] In = new byte[FrameBytesMax];
    private static KernelHost _kernel;
    private static TapInterface _ours;
    private static PacketSocket _peers;

    /// <summary>Frames that went through the kernel, both ways.</summary>
    public static int FramesCarried { get; private set; }

    /// <summary>The kernel's counters of the interface: proc_net(5), dev.</summary>
    public static string StatisticsPath => "/proc/" + _kernel.ThreadId + "/net/dev";

    public static byte[] ToPeer(byte[] frame)
    {
        Open();
        if (!_ours.Write(frame, frame.Length))
        {
            throw new IOException("the kernel takes no frame of " + frame.Length + " bytes");
        }

        return Arrived(frame, _peers.Receive(TravelMsMax));
    }

    public static byte[] ToUs(byte[] frame)
    {
        Open();
        _peers.Send(frame);
        byte[] seen = null;
        if (_ours.Wait(TravelMsMax))
        {
            seen = In.AsSpan(0, _ours.Read(In)).ToArray();
        }

        return Arrived(frame, seen);
    }

    /// <summary>What arrived, when it is what was sent.</summary>
    private static byte[] Arrived(byte[] sent, byte[] seen)
    {
        if (seen == null)
        {
            throw new IOException("the frame did not come through: " + Convert.ToHexString(sent));
        }

        if (!sent.AsSpan().SequenceEqual(seen))
        {
            throw new IOException(
                "sent " + Convert.ToHexString(sent) + ", seen " + Convert.ToHexString(seen));
        }

        FramesCarried++;
        return seen;
    }

    private static void Open()
    {
        if (_kernel != null)
        {
            return;
        }

        TapEnvironment.RequireOrSkip();
        _kernel = new KernelHost();
        _kernel.Run(() =>
        {
            _ours = new TapInterface(InterfaceName);
            _ours.ConfigureSilent();
            _peers = new PacketSocket(_ours.Index);
        });
    }
}
