using NanoStack.Device;

namespace NanoStack.Hal.Emac;

/// <summary>Gives each class of traffic its share, so that a flood costs the flood and not the
/// rest.</summary>
/// <remarks>
/// From: <see cref="RxRing.Return"/>, before a packet or a copy is spent. A frame costs the nanoCLR
/// about a millisecond, so all shares together are what a window can work off; TCP is bounded by
/// its own windows and gets what is left. In a storm the first frames of each window win. So a
/// window is 97 ms: no period that people choose is a multiple of that, and who asks again after a
/// second meets another part of it. The windows lie on a grid, lest the storm's own rhythm stretch
/// them.
/// </remarks>
public sealed class RxGovernor
{
    /// <summary>Share of a class that is not bounded.</summary>
    public const int NoLimit = int.MaxValue;

    /// <summary>Length of a window, in ms; a prime.</summary>
    internal const int WindowMs = 97;

    private readonly int[] _shares = new int[FrameClass.Count];
    private readonly int[] _left = new int[FrameClass.Count];
    private int _windowMs;                  // when this window began

    public RxGovernor()
    {
        _shares[FrameClass.Other] = 5;
        _shares[FrameClass.Arp] = 20;
        _shares[FrameClass.Tcp] = NoLimit;
        _shares[FrameClass.Icmp] = 20;
        _shares[FrameClass.Udp] = 40;
        _shares[FrameClass.Group] = 10;
        _shares[FrameClass.ArpGroup] = 5;
        _shares[FrameClass.ArpForUs] = 5;
        Refill();
    }

    /// <summary>Frames of a class that are let in within 97 ms.</summary>
    public int GetShare(int frameClass) => _shares[frameClass];

    /// <summary>Sets the share of a class of <see cref="FrameClass"/>, from now on.</summary>
    public void SetShare(int frameClass, int frameCount)
    {
        _shares[frameClass] = frameCount;
        _left[frameClass] = frameCount;
    }

    /// <summary>True when a frame of this class may come in now.</summary>
    internal bool Admit(int frameClass, int nowMs)
    {
        if (_shares[frameClass] == NoLimit)
        {
            return true;
        }

        uint sinceMs = (uint)(nowMs - _windowMs);       // unsigned: right after 24 days too
        if (sinceMs >= WindowMs)
        {
            _windowMs = nowMs - (int)(sinceMs % WindowMs);
            Refill();
        }

        if (_left[frameClass] <= 0)
        {
            return false;
        }

        _left[frameClass]--;
        return true;
    }

    /// <summary>Takes an admission back: the frame stays where it is and will ask again.</summary>
    internal void Refund(int frameClass)
    {
        if (_shares[frameClass] != NoLimit)
        {
            _left[frameClass]++;
        }
    }

    private void Refill()
    {
        for (int i = 0; i < FrameClass.Count; i++)
        {
            _left[i] = _shares[i];
        }
    }
}
