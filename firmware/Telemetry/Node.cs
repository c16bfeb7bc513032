using System;
using System.Threading;
using NanoStack.Boards;
using NanoStack.Hal.Bus;
using NanoStack.Hal.Emac;
using NanoStack.Kernel;
using NanoStack.Services;
using NanoStack.Sockets;

namespace NanoStack.Telemetry;

/// <summary>A board that runs: its device, its stack, and the thread that polls them.</summary>
/// <remarks>
/// From: <see cref="Program"/>, or on a PC from the virtual board, which brings another bus and another
/// clock and changes nothing else. To: <see cref="Net"/>, <see cref="NetThread"/>.
/// </remarks>
public sealed class Node
{
    private const int LookMs = 5;

    private readonly NetThread _thread;

    /// <param name="board">The facts of the board.</param>
    /// <param name="bus">The chip, or a model of it.</param>
    /// <param name="limits">What the stack may use.</param>
    public Node(Board board, EmacBus bus, Clock clock, Entropy entropy, Limits limits)
    {
        Clock = clock;
        Entropy = entropy;
        Limits = limits;
        Device = board.NewDevice(bus);
        Net = new Net(limits, clock, entropy, new EmacInterruptMask(bus), null);
        _thread = new NetThread(Net, clock, Device);
    }

    public Clock Clock { get; }

    public Entropy Entropy { get; }

    public Limits Limits { get; }

    public EmacDevice Device { get; }

    public Net Net { get; }

    /// <summary>Brings the hardware up, gives it its address, and from here on nothing is allocated for
    /// a packet.</summary>
    /// <param name="gateway">Null when there is none.</param>
    /// <exception cref="InvalidOperationException">The hardware is not as the board says; the message
    /// says what is wrong.</exception>
    public void Start(IPAddress address, IPAddress mask, IPAddress gateway)
    {
        Net.AddDevice(Device);
        Net.SetAddress(Device, address, mask, gateway);
        Net.Seal();
        _thread.Start();
    }

    /// <summary>What all of this costs on the nanoCLR.</summary>
    public MemoryAccount Account()
    {
        MemoryAccount account = new MemoryAccount(Limits);
        EmacMemory.AddTo(account, Device.Options);
        account.Add("polling thread", 1, NetThread.ManagedBytes);
        return account;
    }

    /// <summary>Waits for the link.</summary>
    /// <returns>False: it did not come in time.</returns>
    public bool WaitForLink(int timeoutMs)
    {
        int endMs = Clock.NowMs() + timeoutMs;
        while (!Device.HasCarrier)
        {
            if (Kernel.Clock.Reached(Clock.NowMs(), endMs))
            {
                return false;
            }

            Thread.Sleep(LookMs);
        }

        return true;
    }

    /// <summary>Ends the polling thread.</summary>
    public void Stop()
    {
        _thread.Stop();
    }
}
