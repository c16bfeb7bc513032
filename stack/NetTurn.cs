using NanoStack.Device;
using NanoStack.Kernel;

namespace NanoStack;

/// <summary>One turn of the polling thread.</summary>
public sealed partial class Net
{
    /// <summary>A user's call is at work, so what an exception left lies till the next look.</summary>
    private const int RecoveryMs = 1;

    private int Turn(int nowMs)
    {
        int nextMs = nowMs + Limits.PollIntervalMsMax;
        if (_context.IsHurt)
        {
            _recovery.Run(_devices, _deviceCount, nowMs);
            nextMs = _context.IsHurt ? nowMs + RecoveryMs : nextMs;
        }

        for (int i = 0; i < _deviceCount; i++)
        {
            nextMs = Clock.Earlier(nextMs, PollDevice(i, nowMs));
        }

        nextMs = Clock.Earlier(nextMs, _tcp.Address.Run(nowMs));
        nextMs = Clock.Earlier(nextMs, _neighTimer.Run(nowMs));
        nextMs = Clock.Earlier(nextMs, _defrag.RunTimers(nowMs));
        if (_context.Marks.HasAbandoned)
        {
            _tcp.Close.CloseAbandoned(nowMs);
        }

        nextMs = Clock.Earlier(nextMs, _tcp.Timer.Run(nowMs));
        nextMs = Clock.Earlier(nextMs, _tcp.SynQueue.RunTimers(nowMs));
        nextMs = Clock.Earlier(nextMs, _tcp.TimeWait.RunTimers(nowMs));
        for (int i = 0; i < _deviceCount; i++)
        {
            nextMs = Clock.Earlier(nextMs, _devices[i].NextPollMs(nowMs));
        }

        return nextMs;
    }

    private int PollDevice(int index, int nowMs)
    {
        NetDevice device = _devices[index];
        int budget = _context.Limits.PollBudget;
        int taken = device.Poll(budget, nowMs);
        int changes = device.CarrierChanges;
        if (changes != _carrierChanges[index])
        {
            CarrierChanged(index, nowMs);
            _carrierChanges[index] = changes;           // an exception would have it done again
        }

        if (device.TakeWriteSpace())
        {
            _tcp.Timer.WriteSpace(nowMs);
        }

        int announceMs = device.NeedsArp
            ? _announcers[index].Run(nowMs) : nowMs + Limits.PollIntervalMsMax;
        return taken == budget ? nowMs : announceMs;
    }
}
