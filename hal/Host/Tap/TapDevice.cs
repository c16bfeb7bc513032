using System;
using System.IO;
using System.Threading;
using NanoStack.Hal.Host.Wire;

namespace NanoStack.Hal.Host.Tap;

/// <summary>The kernel of this PC at the far end of a wire: a Linux TAP interface.</summary>
/// <remarks>
/// From: <see cref="VirtualWire.Send"/>, into the kernel. To: the same, from the kernel, by a
/// thread of its own. So a modelled board talks to ping, nc and anything else on this machine.
/// <code>
/// using TapDevice tap = new TapDevice("nano0", wire, 1);
/// tap.Configure("10.77.0.1", 24);
/// tap.Start();
/// </code>
/// </remarks>
public sealed class TapDevice : WireEnd, IDisposable
{
    private const int FrameBytesMin = 60;
    private const int FrameBytesMax = 2048;
    private const int PollMs = 100;

    private readonly VirtualWire _wire;
    private readonly int _side;
    private readonly TapInterface _interface;
    private readonly byte[] _in = new byte[FrameBytesMax];
    private readonly byte[] _out = new byte[FrameBytesMax];
    private Thread _reader;
    private volatile bool _isStopping;
    private bool _isClosed;
    private volatile bool _isLinkUp;

    /// <summary>Opens or makes the interface and plugs it into one side of the wire.</summary>
    /// <exception cref="IOException">It cannot be had; the message says why and what to
    /// do.</exception>
    public TapDevice(string name, VirtualWire wire, int side)
    {
        _wire = wire;
        _side = side;
        _interface = new TapInterface(name);
        wire.Attach(side, this);
    }

    public string Name => _interface.Name;

    /// <summary>The kernel's number of the interface. From the namespace it was made in.</summary>
    /// <exception cref="IOException">The kernel does not say.</exception>
    public int Index => _interface.Index;

    /// <summary>Frames the kernel took.</summary>
    public int FramesToKernel { get; private set; }

    /// <summary>Frames the kernel gave.</summary>
    public int FramesFromKernel { get; private set; }

    /// <summary>Frames the kernel did not take: the interface is down.</summary>
    public int FramesRefused { get; private set; }

    /// <summary>Gives the interface an address and brings it up, as <c>ip addr add</c> and
    /// <c>ip link set up</c> do.</summary>
    public void Configure(string address, int prefixLength)
    {
        _interface.Configure(address, prefixLength);
    }

    /// <summary>Begins to read what the kernel sends.</summary>
    public void Start()
    {
        _reader = new Thread(ReadLoop) { IsBackground = true, Name = "tap " + Name };
        _reader.Start();
    }

    /// <summary>A frame for the kernel.</summary>
    public override void Receive(byte[] frame, int at, int length, bool hasGoodFcs)
    {
        if (!hasGoodFcs)
        {
            return;
        }

        Array.Copy(frame, at, _out, 0, length);
        if (_interface.Write(_out, length))
        {
            FramesToKernel++;
        }
        else
        {
            FramesRefused++;
        }
    }

    public override void SetLink(bool isUp)
    {
        _isLinkUp = isUp;
    }

    public override void Poke()
    {
        // Frames that are due later are pumped by the loop below and by the other end.
    }

    public void Dispose()
    {
        if (_isClosed)
        {
            return;
        }

        _isStopping = true;
        _reader?.Join();
        _wire.Attach(_side, null);
        _isClosed = true;
        _interface.Dispose();
    }

    private void ReadLoop()
    {
        while (!_isStopping)
        {
            int dueMs = _wire.NextDueInMs();
            bool isReady = _interface.Wait(dueMs < PollMs ? dueMs : PollMs);
            _wire.Pump();
            if (isReady)
            {
                ReadOne();
            }
        }
    }

    private void ReadOne()
    {
        int length = _interface.Read(_in);
        if (length <= 0)
        {
            return;
        }

        FramesFromKernel++;
        if (length < FrameBytesMin)
        {
            Array.Clear(_in, length, FrameBytesMin - length);   // as any network card pads
            length = FrameBytesMin;
        }

        if (_isLinkUp)
        {
            _wire.Send(_side, _in, 0, length);
        }
    }
}
