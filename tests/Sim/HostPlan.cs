using NanoStack.Kernel;

namespace NanoStack.Sim;

/// <summary>What one host is like: its limits and its device; drawn once.</summary>
internal sealed class HostPlan
{
    public readonly Limits Limits;
    public readonly int Mtu;
    public readonly int TxSlots;
    public readonly int RxSlots;
    public readonly int ReceiveRoomBytes;

    /// <summary>Time a full frame takes on the wire, in microseconds.</summary>
    public readonly int FrameMicroseconds;

    /// <summary>The device hands up a sum with each frame, as hal's copy-and-sum does.</summary>
    public readonly bool SumsReceived;

    /// <summary>Sent slots are taken back in Poll only.</summary>
    public readonly bool ReturnsInPollOnly;

    /// <summary>From a frame's arrival to the poll that its interrupt asks for, in ms at most.</summary>
    public readonly int PollLatencyMsMax;

    /// <summary>The polling thread is woken by system calls, not only by frames and deadlines.</summary>
    public readonly bool PollsAfterCalls;

    public HostPlan(SimRandom random)
    {
        int range = random.Of(4, 8, 64, 1000);
        int portMin = random.Between(49152, 65535 - range);
        Limits = new Limits
        {
            TcpConnectionCount = random.Of(1, 2, 2, 4, 4, 8),
            TcpListenerCount = 2,
            TcpSynQueueCount = random.Of(1, 2, 4, 8),
            TcpTimeWaitCount = random.Of(1, 2, 8, 16),
            TcpSendRingBytes = 512 << random.Skewed(7),
            TcpReceiveRingBytes = 512 << random.Skewed(7),
            TcpGapCount = random.Between(1, 8),
            TcpWriteQueueCount = random.Between(4, 16),
            SkbHeaderCount = random.Between(4, 16),
            SkbFrameCount = random.Between(2, 8),
            SockBacklogCount = random.Between(1, 2),
            NeighCount = random.Between(3, 8),
            NeighParkCount = random.Between(1, 2),
            DeviceCount = 1,
            PollBudget = random.Of(1, 2, 8, 16),
            TxReservedSlots = 1,
            TcpTimestamps = random.Percent(75),
            TcpWindowScaling = random.Percent(75),
            TcpTimeWaitMs = random.Of(60000, 60000, 10000, 3000),
            TcpFinTimeoutMs = random.Of(60000, 60000, 10000),
            PortMin = portMin,
            PortMax = portMin + range - 1,
        };
        Mtu = random.Of(1500, 1500, 1500, 1500, 576, 900);
        TxSlots = random.Of(2, 3, 4, 8, 16, 32);
        RxSlots = random.Of(2, 4, 8, 32);
        ReceiveRoomBytes = random.Of(65535, 65535, 4380, 2920);
        FrameMicroseconds = random.Of(0, 0, 120, 1200);
        SumsReceived = random.Percent(50);
        ReturnsInPollOnly = random.Percent(50);
        PollLatencyMsMax = random.Of(0, 0, 0, 1, 5);
        PollsAfterCalls = random.Percent(70);
    }

    public override string ToString()
    {
        Limits l = Limits;
        return "conns " + l.TcpConnectionCount + " syn " + l.TcpSynQueueCount + " tw "
            + l.TcpTimeWaitCount + "/" + l.TcpTimeWaitMs + " rings " + l.TcpSendRingBytes + "/"
            + l.TcpReceiveRingBytes + " gaps " + l.TcpGapCount + " queue " + l.TcpWriteQueueCount
            + " headers " + l.SkbHeaderCount + " frames " + l.SkbFrameCount + " budget "
            + l.PollBudget + " ts " + l.TcpTimestamps + " ws " + l.TcpWindowScaling + " ports "
            + l.PortMin + "-" + l.PortMax + " mtu " + Mtu + " tx " + TxSlots + " rx " + RxSlots
            + " room " + ReceiveRoomBytes + " us " + FrameMicroseconds + " sums " + SumsReceived
            + " pollonly " + ReturnsInPollOnly + " latency " + PollLatencyMsMax + " pollcalls "
            + PollsAfterCalls;
    }
}
