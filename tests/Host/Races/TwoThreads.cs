using System;
using System.Threading;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Device;
using NanoStack.Hal.Host;
using NanoStack.Kernel;
using NanoStack.Services;
using NanoStack.Sockets;

namespace NanoStack.Tests.Host.Races;

/// <summary>A connection of a stack to itself, polled by a thread of its own, and threads that wait on
/// it.</summary>
internal sealed class TwoThreads : IDisposable
{
    /// <summary>Far longer than anything here takes; only a thread that sleeps for ever gets there.</summary>
    private const int PatienceMs = 60000;

    public readonly Net Net;
    public readonly Socket Listener;
    public readonly Socket Near;
    public readonly Socket Far;

    private readonly NetThread _thread;

    public TwoThreads()
    {
        HostClock clock = new HostClock();
        Net = new Net(Limits.Default(), clock, new SeededEntropy(5));
        LoopbackDevice loopback = new LoopbackDevice();
        Net.AddDevice(loopback);
        Net.SetAddress(loopback, IPAddress.Loopback, IPAddress.Parse("255.0.0.0"), null);
        Net.Seal();
        _thread = new NetThread(Net, clock, loopback);
        _thread.Start();
        Listener = new Socket(Net);
        Listener.Bind(new IPEndPoint(IPAddress.Loopback, 9000));
        Listener.Listen(2);
        Far = new Socket(Net);
        Far.Connect(new IPEndPoint(IPAddress.Loopback, 9000));
        Near = Listener.Accept();
    }

    /// <summary>Threads wait; once all of them sleep in a queue, something happens.</summary>
    /// <param name="queue">Where they sleep.</param>
    /// <returns>What each was told: what its call returned, or the exception.</returns>
    public static object[] WhileWaiting(
        int count, Func<WaitQueue> queue, Func<int, object> wait, Action happen)
    {
        object[] told = new object[count];
        Thread[] sleepers = new Thread[count];
        WaitQueue place = queue();
        for (int i = 0; i < count; i++)
        {
            int k = i;
            sleepers[i] = new Thread(() =>
            {
                try
                {
                    told[k] = wait(k);
                }
                catch (Exception exception)
                {
                    told[k] = exception;
                }
            });
            sleepers[i].Start();
        }

        Assert.IsTrue(
            SpinWait.SpinUntil(() => place.SleeperCount == count, PatienceMs), "not all sleep");
        happen();
        foreach (Thread sleeper in sleepers)
        {
            Assert.IsTrue(sleeper.Join(PatienceMs), "one sleeps for ever");
        }

        return told;
    }

    /// <summary>The queue where a socket's readers or writers sleep.</summary>
    public WaitQueue QueueOf(Socket socket, bool isWrite)
    {
        for (int i = 0; i < Net.Tcp.Table.Count; i++)
        {
            NanoStack.Tcp.TcpSock sock = Net.Tcp.Table.At(i);
            IPEndPoint local = (IPEndPoint)socket.LocalEndPoint;
            IPEndPoint remote = (IPEndPoint)socket.RemoteEndPoint;
            if (sock.HasUser && sock.LocalPort == local.Port
                && sock.RemotePort == (remote == null ? 0 : remote.Port))
            {
                return isWrite ? sock.WriteWait : sock.ReadWait;
            }
        }

        throw new InvalidOperationException("no such socket");
    }

    public void Dispose()
    {
        _thread.Stop();
    }
}
