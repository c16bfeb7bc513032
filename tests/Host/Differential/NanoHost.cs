using System;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoStack.Device;
using NanoStack.Hal.Host;
using NanoStack.Kernel;
using NanoStack.Sockets;
using NanoStack.Tests.Bench;

namespace NanoStack.Tests.Host.Differential;

/// <summary>A stack with nothing but its loopback device, on a clock that stands still; it is
/// <see cref="Net.Default"/> while it lives, so that scenarios make sockets as System.Net does.</summary>
internal sealed class NanoHost : IDisposable
{
    public const int ClosedPort = 9;

    private const int StartMs = 1000;
    private const int TurnsMax = 1000;

    private readonly FakeClock _clock = new FakeClock(StartMs);
    private readonly Net _net;
    private readonly Net _before = Net.Default;

    public NanoHost(int connectionCount)
    {
        Limits limits = Limits.Default();
        limits.TcpConnectionCount = connectionCount;
        limits.TcpListenerCount = 4;
        limits.TcpSynQueueCount = 16;
        limits.TcpTimeWaitCount = 32;
        limits.SkbFrameCount = 16;
        limits.SockBacklogCount = 16;
        _net = new Net(limits, _clock, new SeededEntropy(5), new InterruptMask(), new HostPump { Host = this });
        LoopbackDevice loopback = new LoopbackDevice();
        _net.AddDevice(loopback);
        _net.SetAddress(loopback, IPAddress.Loopback, IPAddress.Parse("255.0.0.0"), null);
        _net.Seal();
        Net.Default = _net;
    }

    /// <summary>Polls until there is nothing more to do now.</summary>
    public void Settle()
    {
        for (int i = 0; i < TurnsMax; i++)
        {
            if (_net.Poll(_clock.NowMs()) - _clock.NowMs() > 0)
            {
                return;
            }
        }

        Assert.Fail("the stack always wants to be polled again");
    }

    public void Dispose()
    {
        Net.Default = _before;
    }

    private int Step(int limitMs)
    {
        int nowMs = _clock.NowMs();
        int stepMs = _net.Poll(nowMs) - nowMs;
        if (stepMs <= 0)
        {
            return 0;
        }

        stepMs = stepMs < limitMs ? stepMs : limitMs;
        _clock.Advance(stepMs);
        _net.Poll(_clock.NowMs());
        return stepMs;
    }

    private sealed class HostPump : Pump
    {
        public NanoHost Host;

        public override int Run(int limitMs) => Host.Step(limitMs);
    }
}
