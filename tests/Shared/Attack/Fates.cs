using NanoStack.Kernel;

namespace NanoStack.Tests.Attack;

/// <summary>What became of frames: the counters that say more than that one arrived.</summary>
internal static class Fates
{
    /// <summary>Grows by at least one for every frame: it was answered, delivered, or dropped for a
    /// reason.</summary>
    public static int Sum(Mib mib)
    {
        int sum = 0;
        for (int i = 0; i < Mib.Count; i++)
        {
            sum += mib.Get(i);
        }

        return sum - Passed(mib);
    }

    /// <summary>Doors a frame goes through on its way to its fate, and what timers count.</summary>
    private static int Passed(Mib mib)
    {
        return mib.Get(Mib.SpinLockContended) + mib.Get(Mib.SkbAllocFailures)
            + mib.Get(Mib.RxFrames) + mib.Get(Mib.RxClassArp) + mib.Get(Mib.RxClassTcp)
            + mib.Get(Mib.RxClassArpGroup) + mib.Get(Mib.RxClassArpForUs)
            + mib.Get(Mib.RxClassIcmp) + mib.Get(Mib.RxClassUdp) + mib.Get(Mib.RxClassGroup)
            + mib.Get(Mib.RxClassOther) + mib.Get(Mib.IpInReceives) + mib.Get(Mib.IpInDelivers)
            + mib.Get(Mib.IpInOptionsSkipped)
            + mib.Get(Mib.IcmpInMsgs) + mib.Get(Mib.TcpInSegs) + mib.Get(Mib.TcpInBadOption);
    }
}
