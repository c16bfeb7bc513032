using System;
using System.IO;
using System.Threading;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Boards;
using NanoStack.Hal.Emac;
using NanoStack.Hal.Host;
using NanoStack.Hal.Host.Model;
using NanoStack.Hal.Host.Pcap;
using NanoStack.Hal.Host.Tap;
using NanoStack.Hal.Host.Wire;
using NanoStack.Kernel;
using NanoStack.Services;
using NanoStack.Skb;
using NanoStack.Sockets;
using NanoStack.Tcp;
using KernelSocket = System.Net.Sockets.Socket;

namespace NanoStack.Tests.Host.Tap;

/// <summary>A modelled board with our stack, and the Linux kernel at the other end of its cable.</summary>
/// <remarks>
/// Real time, real threads. Everything that is put on the cable is captured to artifacts/tap. Each
/// bench has a namespace of its own, so what a test sets is gone with it.
/// </remarks>
internal sealed class TapBench : IDisposable
{
    public const string KernelIp = "10.77.0.1";
    public const string BoardIp = "10.77.0.2";

    /// <summary>In the same network, and nobody's.</summary>
    public const string NobodyIp = "10.77.0.99";

    /// <summary>Behind the kernel, which is the gateway.</summary>
    public const string FarIp = "10.78.0.1";

    /// <summary>The longest a call on either side may wait.</summary>
    public const int CallMsMax = KernelHost.CallMsMax;

    /// <summary>Sides of the cable.</summary>
    public const int BoardSide = 0;
    public const int KernelSide = 1;

    /// <summary>A quarter of the shortest retransmission time-out.</summary>
    private const int StallMsMax = 50;

    private const string InterfaceName = "nano0";
    private const uint WireSeed = 20260725;

    public readonly KernelHost Kernel;
    public readonly VirtualWire Wire;
    public readonly EmacModel Model;
    public readonly EmacDevice Device;
    public readonly Net Net;
    public readonly TapDevice Tap;
    public readonly string CapturePath;

    private readonly HostClock _clock = new HostClock();
    private readonly ModelBus _bus;
    private readonly PcapngWriter _capture;
    private readonly NetThread _thread;
    private readonly StallMeter _stalls = new StallMeter();
    private bool _isStopped;

    /// <param name="name">Of the test; the capture is called by it.</param>
    public TapBench(string name)
        : this(name, Limits.Default())
    {
    }

    /// <param name="limits">With large rings the DMA's rings are large too.</param>
    public TapBench(string name, Limits limits)
    {
        TapEnvironment.RequireOrSkip();
        string folder = Repo.At("artifacts/tap");
        Directory.CreateDirectory(folder);
        CapturePath = Path.Combine(folder, name + ".pcapng");

        Wire = new VirtualWire(_clock, WireSeed);
        _capture = PcapngWriter.Create(CapturePath, BoardSide);
        Wire.AddTap(_capture);

        Kernel = new KernelHost();
        Kernel.Set("ipv4.tcp_early_retrans", 0);        // no probe if this machine is slow for 2 ms
        TapDevice tap = null;
        Kernel.Run(() =>
        {
            tap = new TapDevice(InterfaceName, Wire, KernelSide);
            tap.Configure(KernelIp, 24);
        });
        Tap = tap;

        Model = new EmacModel();
        Model.Plug(Wire, BoardSide);
        Model.Phy.Pin = 16;
        _bus = new ModelBus(Model, new HostEntropy());
        Wt32Eth01 board = new Wt32Eth01();
        EmacOptions options = board.NewOptions();
        if (limits.TcpReceiveRingBytes > 16384)
        {
            options.RxSlotCount = 64;
            options.TxSlotCount = 64;
        }

        Device = board.NewDevice(_bus, options);
        Net = new Net(limits, _clock, new HostEntropy());
        Net.AddDevice(Device);
        Net.SetAddress(
            Device, IPAddress.Parse(BoardIp), IPAddress.Parse("255.255.255.0"),
            IPAddress.Parse(KernelIp));
        Net.Seal();
        _thread = new NetThread(Net, _clock, Device);
        _thread.Start();
        Tap.Start();
        WaitFor(() => Device.HasCarrier, "the link");
    }

    /// <summary>The far end of our connections: the kernel.</summary>
    public static System.Net.IPEndPoint KernelPoint(int port)
    {
        return new System.Net.IPEndPoint(System.Net.IPAddress.Parse(KernelIp), port);
    }

    /// <summary>The board, as the kernel's sockets name it.</summary>
    public static System.Net.IPEndPoint BoardPoint(int port)
    {
        return new System.Net.IPEndPoint(System.Net.IPAddress.Parse(BoardIp), port);
    }

    /// <summary>Sockets of ours that are in use, listeners and those without a user among them.</summary>
    public int OpenSocketCount
    {
        get
        {
            int count = 0;
            for (int i = 0; i < Net.Tcp.Table.Count; i++)
            {
                count += Net.Tcp.Table.At(i).IsFree ? 0 : 1;
            }

            return count;
        }
    }

    /// <summary>Our end of a connection, as TCP has it.</summary>
    public TcpSock FindConnection(TapPair pair)
    {
        System.Net.IPEndPoint theirs = (System.Net.IPEndPoint)pair.Theirs.LocalEndPoint;
        System.Net.IPEndPoint ours = (System.Net.IPEndPoint)pair.Theirs.RemoteEndPoint;
        return Net.Tcp.Table.FindConnection(
            IPAddress.Parse(BoardIp).Value, ours.Port, IPAddress.Parse(KernelIp).Value, theirs.Port);
    }

    public int Count(int counter) => Net.Mib.Get(counter);

    /// <summary>A socket of ours whose calls end within ten seconds.</summary>
    public Socket NewSocket()
    {
        return new Socket(Net)
        {
            ReceiveTimeout = CallMsMax,
            SendTimeout = CallMsMax,
            ConnectTimeout = CallMsMax,
        };
    }

    public Socket NewListener(int port)
    {
        Socket listener = NewSocket();
        listener.Bind(new IPEndPoint(IPAddress.Any, port));
        listener.Listen(4);
        return listener;
    }

    public KernelSocket NewKernelListener(int port) => NewKernelListener(port, 0);

    /// <param name="receiveBytes">SO_RCVBUF of its connections; 0 leaves it to the kernel.</param>
    public KernelSocket NewKernelListener(int port, int receiveBytes)
    {
        KernelSocket listener = Kernel.NewSocket();
        if (receiveBytes > 0)
        {
            listener.ReceiveBufferSize = receiveBytes;
        }

        listener.Bind(KernelPoint(port));
        listener.Listen(8);
        return listener;
    }

    /// <summary>Waits for something that happens by itself; no longer than ten seconds.</summary>
    public static void WaitFor(Func<bool> condition, string what)
    {
        WaitFor(condition, what, CallMsMax);
    }

    public static void WaitFor(Func<bool> condition, string what, int patienceMs)
    {
        long endMs = Environment.TickCount64 + patienceMs;
        while (!condition())
        {
            Assert.IsTrue(Environment.TickCount64 < endMs, "waited in vain for " + what);
            Thread.Sleep(1);
        }
    }

    /// <summary>Ends the board's thread and the capture.</summary>
    public void Stop()
    {
        if (_isStopped)
        {
            return;
        }

        _isStopped = true;
        _thread.Stop();
        Tap.Dispose();
        _capture.Dispose();
    }

    /// <summary>Nothing on the cable was malformed, the driver broke no rule of the chip, and every
    /// packet is back in its pool. The bench is at its end.</summary>
    public void ExpectSound()
    {
        ExpectBalanced();
        Capture.ExpectWellFormed(CapturePath);
    }

    /// <summary>The same, and no sign of a loss: the cable had none. Where this machine stood still
    /// so long that a time-out may have expired, that is not asked.</summary>
    public void ExpectSoundAndSmooth()
    {
        if (_stalls.LongestMs >= StallMsMax)
        {
            ExpectSound();
            return;
        }

        ExpectBalanced();
        Capture.ExpectSmooth(CapturePath);
        Assert.AreEqual(0, Count(Mib.TcpRetransSegs), "retransmissions");
    }

    /// <summary>The same of what we sent, for a cable on which others send what they like.</summary>
    public void ExpectSoundOfOurs()
    {
        ExpectBalanced();
        string address = Convert.ToHexString(Device.HardwareAddress);
        Capture.ExpectWellFormedFrom(CapturePath, address);
    }

    public void Dispose()
    {
        Stop();
        _stalls.Dispose();
        _bus.Dispose();
        Kernel.Dispose();
    }

    private void ExpectBalanced()
    {
        Stop();
        Assert.AreEqual(0, Model.Violations, Model.LastViolation);
        Assert.AreEqual(0, Count(Mib.BugWarnings), "warnings");
        Assert.AreEqual(
            Net.Pool.TotalCount(SkBuffPool.KindFrame), Net.Pool.FreeCount(SkBuffPool.KindFrame),
            "frames");
        Assert.AreEqual(
            Net.Pool.TotalCount(SkBuffPool.KindHeader), Net.Pool.FreeCount(SkBuffPool.KindHeader),
            "headers");
    }
}
