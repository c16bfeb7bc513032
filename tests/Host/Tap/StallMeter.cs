using System;
using System.Threading;

namespace NanoStack.Tests.Host.Tap;

/// <summary>How long this machine let a thread wait for its turn: what tells a loss on the wire from a
/// computer that was busy.</summary>
internal sealed class StallMeter : IDisposable
{
    private const int SleepMs = 5;

    private readonly Thread _thread;
    private volatile bool _isStopping;
    private volatile int _longestMs;

    public StallMeter()
    {
        _thread = new Thread(Measure) { IsBackground = true, Name = "stalls" };
        _thread.Start();
    }

    /// <summary>The longest sleep beyond what was asked for.</summary>
    public int LongestMs => _longestMs;

    public void Dispose()
    {
        _isStopping = true;
        _thread.Join();
    }

    private void Measure()
    {
        while (!_isStopping)
        {
            long beganMs = Environment.TickCount64;
            Thread.Sleep(SleepMs);
            int lateMs = (int)(Environment.TickCount64 - beganMs) - SleepMs;
            if (lateMs > _longestMs)
            {
                _longestMs = lateMs;
            }
        }
    }
}
