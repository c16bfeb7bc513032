using NanoStack.Device;
using NanoStack.Kernel;

namespace NanoStack.Neigh;

/// <summary>Announces a device's address when its link comes up, twice (RFC 5227, 2.3).</summary>
/// <remarks>From: <c>Net.Poll</c>. To: <see cref="ArpOutput.Announce"/>.</remarks>
internal sealed class ArpAnnouncer
{
    private readonly ArpOutput _arp;
    private readonly NetDevice _device;
    private int _leftCount;
    private int _nextMs;

    public ArpAnnouncer(ArpOutput arp, NetDevice device)
    {
        _arp = arp;
        _device = device;
    }

    /// <summary>The link came up, or the address changed: begins anew.</summary>
    public void Begin(int nowMs)
    {
        _leftCount = Limits.ArpAnnounceCount;
        _nextMs = nowMs;
    }

    /// <summary>The link went: nothing left to say.</summary>
    public void Stop()
    {
        _leftCount = 0;
    }

    /// <summary>Says what is due.</summary>
    /// <returns>When it wants to be called again, in ms.</returns>
    public int Run(int nowMs)
    {
        if (_leftCount == 0 || _device.IpAddress == 0)
        {
            return nowMs + Limits.PollIntervalMsMax;
        }

        if (Clock.Reached(nowMs, _nextMs))
        {
            _leftCount--;
            _nextMs = nowMs + Limits.ArpAnnounceMs;
            _arp.Announce(_device, nowMs);
        }

        return _nextMs;
    }
}
