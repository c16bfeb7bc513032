using System;
using System.Threading;
using NanoStack.Boards;
using NanoStack.Hal.Bus;
using NanoStack.Hal.Emac;
using NanoStack.Hal.Phys;
using NanoStack.Kernel;
using NanoStack.Services;
using NanoStack.Telemetry;

namespace NanoStack.SelfTest;

/// <summary>The first check of a board: the native part, the PHY, the cable.</summary>
/// <remarks>Each test needs the one before it. An exception's text says what to change, and the report
/// has it.</remarks>
internal sealed class BoardTests
{
    private const int LookMs = 20;

    private readonly EmacBus _bus;
    private readonly Board _board;
    private readonly Clock _clock;
    private readonly TelemetryLog _log;
    private readonly int _deadlineMs;
    private bool _hasNativePart;
    private EmacDevice _device;
    private NetThread _thread;

    public BoardTests(EmacBus bus, Board board, Clock clock, TelemetryLog log, int deadlineMs)
    {
        _deadlineMs = deadlineMs;
        _bus = bus;
        _board = board;
        _clock = clock;
        _log = log;
    }

    /// <summary>The chip's random number generator answers: the harmless one of the native calls.</summary>
    public void NativePart()
    {
        try
        {
            _bus.Entropy32();
            _hasNativePart = true;
        }
        catch (Exception)
        {
            throw new SkipTestException("not in this firmware, or no ESP32; see docs/native.md");
        }
    }

    public void FindPhy()
    {
        if (!_hasNativePart)
        {
            throw new SkipTestException("needs the native part");
        }

        Net net = new Net(
            Limits.Small(), _clock, new NativeEntropy(_bus), new EmacInterruptMask(_bus), null);
        EmacDevice device = _board.NewDevice(_bus);
        net.AddDevice(device);
        net.Seal();
        _device = device;
        _log.Line(_board.Name + ": " + device.Phy.Name + " at " + device.Phy.Address.ToString());
        _thread = new NetThread(net, _clock, device);
        _thread.Start();
    }

    public void Link()
    {
        if (_device == null)
        {
            throw new SkipTestException("needs the PHY");
        }

        int endMs = _clock.NowMs() + _deadlineMs;
        while (!_device.HasCarrier && !Clock.Reached(_clock.NowMs(), endMs))
        {
            Thread.Sleep(LookMs);
        }

        Check.True(_device.HasCarrier, "a link: is the cable plugged in, has the switch power?");
        _log.Line(PhyReport.Link(_device.Phy));
    }

    /// <summary>Ends what was begun.</summary>
    public void Stop()
    {
        if (_thread != null)
        {
            _thread.Stop();
        }
    }
}
