using System;
using System.Collections.Generic;
using NanoStack.Core;
using NanoStack.Kernel;
using NanoStack.Sockets;
using NanoStack.Tcp;

namespace NanoStack.Sim;

/// <summary>One stack with its clock, its device, its listeners and the programs that run on it.</summary>
internal sealed class SimHost
{
    public const int ListenerCount = 2;
    public const int FirstListenPort = 1000;

    // Disasters: what a connection may fail of without anybody being wrong. By name, because a
    // counter that is only read here is not tested by it.
    private static readonly int[] Disasters = FindCounters(
        "TcpAbortOnTimeout", "TcpAbortOnUserTimeout", "TcpAbortOnMemory", "TcpAbortOnKeepalive",
        "TcpSynQueueFull", "TcpAttemptFails");

    public readonly int Index;
    public readonly uint Ip;
    public readonly byte[] HardwareAddress;
    public readonly HostPlan Plan;
    public readonly SimClock Clock;
    public readonly SimDevice Device;
    public readonly Net Net;
    public readonly List<Endpoint> Endpoints = new List<Endpoint>(64);
    public readonly SockChecker Checker;
    public readonly TrafficChecker Traffic;

    private readonly World _world;
    private readonly int[] _listeners = new int[ListenerCount];

    public SimHost(World world, int index, SimRandom random)
    {
        _world = world;
        Index = index;
        Ip = 0x0A000001 + (uint)index;
        HardwareAddress = new byte[] { 2, 0, 0, 0, 0, (byte)(index + 1) };
        Plan = new HostPlan(random);
        Clock = new SimClock(world);
        Device = new SimDevice(this, world, Plan);
        Net = new Net(
            Plan.Limits, Clock, new SimEntropy(random.Fork()), new InterruptMask(),
            new WorldPump(world));
        Net.AddDevice(Device);
        Checker = new SockChecker(world, this);
        Traffic = new TrafficChecker(world, this);
    }

    /// <summary>When it is polled next, in world time.</summary>
    public long NextPollMs;

    public int ListenerRestarts;

    public int DisasterCount
    {
        get
        {
            int sum = 0;
            for (int i = 0; i < Disasters.Length; i++)
            {
                sum += Net.Mib.Get(Disasters[i]);
            }

            return sum;
        }
    }

    /// <summary>Gives it its address, after its clock was set.</summary>
    public void Start()
    {
        Net.SetAddress(
            Device, IPAddress.FromValue(Ip), IPAddress.FromValue(0xFFFFFF00), null);
        Net.Seal();
        for (int i = 0; i < ListenerCount; i++)
        {
            _listeners[i] = -1;
            OpenListener(i);
        }
    }

    public int PortOf(int listener) => FirstListenPort + (Index * 10) + listener;

    /// <summary>Closes a listener, or opens it again.</summary>
    public void ToggleListener(int listener)
    {
        if (_listeners[listener] >= 0)
        {
            CloseListener(listener);
        }
        else
        {
            OpenListener(listener);
        }
    }

    public void CloseListener(int listener)
    {
        if (_listeners[listener] >= 0)
        {
            ListenerRestarts++;
            Net.Sys.Close(_listeners[listener]);
            _listeners[listener] = -1;
            Called();
        }
    }

    /// <summary>Accepts one connection, if there is one.</summary>
    /// <returns>Its handle, or a negative number.</returns>
    public int Accept(int listener)
    {
        if (_listeners[listener] < 0)
        {
            return Errno.NotSocket;
        }

        int handle = Net.Sys.Accept(_listeners[listener], false);
        Called();
        return handle;
    }

    public bool HasToAccept(int listener)
    {
        return _listeners[listener] >= 0
            && Net.Sys.Find(_listeners[listener]).AcceptFirst != null;
    }

    // --- System calls, each measured -------------------------------------------------------------

    public int Connect(int handle, uint address, int port)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        int result = Net.Sys.Connect(handle, address, port, 0);
        _world.CheckAllocation(before);
        Called();
        return result;
    }

    public int Send(int handle, byte[] data, int at, int count, int flags)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        int result = Net.Sys.SendTo(handle, data, at, count, flags);
        _world.CheckAllocation(before);
        Called();
        return result;
    }

    public int Receive(int handle, byte[] data, int count, int flags)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        int result = Net.Sys.ReceiveFrom(handle, data, 0, count, flags);
        _world.CheckAllocation(before);
        Called();
        return result;
    }

    public void Shutdown(int handle)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Net.Sys.Shutdown(handle, Sock.ShutdownSend);
        _world.CheckAllocation(before);
        Called();
    }

    public void Close(int handle)
    {
        Net.Sys.Close(handle);
        Called();
    }

    public void SendCheck(TcpSock sock)
    {
        sock.Lock();
        Net.Tcp.Output.SendCheck(sock, Clock.NowMs());
        sock.Release(Clock.NowMs());
        Called();
    }

    /// <summary>One turn of the polling thread.</summary>
    public void Poll()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        int nowMs = Clock.NowMs();
        int nextMs = Net.Poll(nowMs);
        _world.CheckAllocation(before);
        Traffic.Polled(nextMs - nowMs);
        Checker.CheckAfterPoll(nextMs, nowMs);
        NextPollMs = Math.Max(_world.NowMs, Clock.ToWorld(nextMs));
    }

    /// <summary>The device's interrupt.</summary>
    public void Interrupt(long atMs)
    {
        NextPollMs = Math.Min(NextPollMs, atMs);
    }

    private static int[] FindCounters(params string[] names)
    {
        return Array.ConvertAll(names, name => Counter(name));
    }

    private static int Counter(string name)
    {
        return (int)typeof(Mib).GetField(name).GetRawConstantValue();
    }

    private void OpenListener(int listener)
    {
        int handle = Net.Sys.Create();
        if (handle < 0)
        {
            return;                                     // all sockets are in use: later
        }

        int error = Net.Sys.Bind(handle, 0, PortOf(listener));
        error = error < 0 ? error : Net.Sys.Listen(handle, 8);
        if (error < 0)
        {
            Net.Sys.Close(handle);
            return;
        }

        _listeners[listener] = handle;
        Called();
    }

    private void Called()
    {
        if (Plan.PollsAfterCalls)
        {
            NextPollMs = _world.NowMs;
        }

        Checker.Check();
    }
}
