using System;
using NanoStack;
using NanoStack.Boards;
using NanoStack.Hal.Bus;
using NanoStack.Hal.Emac;
using NanoStack.Kernel;
using NanoStack.Services;
using NanoStack.Sockets;

namespace FirstApplication;

/// <summary>A board on the network: its device, its stack, and the thread that polls them.</summary>
public sealed class Station
{
    private readonly EmacDevice _device;
    private readonly Net _net;
    private readonly NetThread _thread;

    /// <param name="bus">The chip (NativeBus), or on a PC a model of it (ModelBus).</param>
    public Station(Board board, EmacBus bus, Clock clock, Entropy entropy, Limits limits)
    {
        _device = board.NewDevice(bus);
        _net = new Net(limits, clock, entropy, new EmacInterruptMask(bus), null);
        _thread = new NetThread(_net, clock, _device);
    }

    /// <summary>The link is there: a cable, and somebody at its other end.</summary>
    public bool HasLink => _device.HasCarrier;

    /// <summary>From here on sockets work, and the stack allocates nothing.</summary>
    public void Start(IPAddress address, IPAddress mask, IPAddress gateway)
    {
        _net.AddDevice(_device);
        _net.SetAddress(_device, address, mask, gateway);
        _net.Seal();
        Net.Default = _net;
        _thread.Start();
    }

    public void Stop()
    {
        _thread.Stop();
        Net.Default = null;
    }
}
