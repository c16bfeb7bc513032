using System;
using System.Threading;
using NanoStack.Device;
using NanoStack.Kernel;

namespace NanoStack.Services;

/// <summary><c>ksoftirqd</c>: the one thread that polls a stack: wait for work or the deadline, poll.</summary>
/// <remarks>From: the application's start. To: <see cref="Net.Poll"/>.
/// No exception ends it: on the nanoCLR memory may run out in any thread, whoever asked for it.</remarks>
public sealed class NetThread
{
    /// <summary>Longest sleep: another thread's send may have armed a timer behind our back, and on the
    /// device an interrupt is noticed at the next tick anyway.</summary>
    private const int SleepMsMax = 10;

    /// <summary>Between two turns that exceptions ended and the next.</summary>
    private const int RetryMs = 1;

    /// <summary>What the calls of a turn take at their deepest, on the nanoCLR: given back to the heap when
    /// a turn finds none, so that it runs again at once, and taken anew behind it.</summary>
    public const int ReserveBytes = 2048;

    /// <summary>What it costs on the nanoCLR once it runs, measured: itself with its thread's objects,
    /// its reserve, and the interpreter's part of a thread.</summary>
    public const int ManagedBytes = 204 + 2076 + 840;

    private readonly Net _net;
    private readonly Clock _clock;
    private readonly NetDevice _device;
    private readonly Thread _thread;
    private bool _isStopping;
    private byte[] _reserve = new byte[ReserveBytes];   // room for a turn when there is none left
    private int _failures;                  // turns in a row that an exception ended

    /// <summary>A thread for a stack, not yet started.</summary>
    /// <param name="clock">The stack's clock.</param>
    /// <param name="device">The device to wait on.</param>
    public NetThread(Net net, Clock clock, NetDevice device)
    {
        _net = net;
        _clock = clock;
        _device = device;
        _thread = new Thread(Run);
    }

    public void Start()
    {
        _thread.Start();
    }

    /// <summary>Ends the thread after its next turn, and waits for that.</summary>
    public void Stop()
    {
        _isStopping = true;
        _thread.Join();
    }

    private void Run()
    {
        while (!_isStopping)
        {
            try
            {
                if (_failures > 1)
                {
                    Thread.Sleep(RetryMs);              // others run, and give memory back
                }

                Turn();
                if (_reserve == null)
                {
                    _reserve = new byte[ReserveBytes];
                }

                _failures = 0;
            }
            catch (Exception)
            {
                _reserve = null;                        // at once again, with room for its calls
                _failures++;
            }
        }
    }

    private void Turn()
    {
        int deadlineMs = _net.Poll(_clock.NowMs());
        int leftMs = deadlineMs - _clock.NowMs();
        if (leftMs > 0)
        {
            _device.WaitForWork(leftMs < SleepMsMax ? leftMs : SleepMsMax);
        }
    }
}
