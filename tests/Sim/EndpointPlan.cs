namespace NanoStack.Sim;

/// <summary>How one end of a connection behaves; drawn once.</summary>
internal sealed class EndpointPlan
{
    // How it ends.
    /// <summary>Sends all, shuts down sending, reads to the end, closes.</summary>
    public const int ShutdownFirst = 0;

    /// <summary>Reads to the end, then sends all and closes. The other end must not wait too.</summary>
    public const int AnswerLast = 1;

    /// <summary>Sends all and closes at once; polite if nothing is to be read.</summary>
    public const int CloseAtOnce = 2;

    /// <summary>Resets the connection at some moment (linger of 0).</summary>
    public const int Abort = 3;

    /// <summary>Closes at some moment, whatever is unread or unsent.</summary>
    public const int CloseEarly = 4;

    /// <summary>Shuts down sending before all is read, then never reads.</summary>
    public const int NeverReads = 5;

    public readonly int Ending;
    public readonly int TotalBytes;
    public readonly int PatternStart;
    public readonly int WriteMax;
    public readonly int ReadMax;

    /// <summary>Time between two actions, in ms at most.</summary>
    public readonly int ThinkMsMax;

    public readonly bool IsNoDelay;
    public readonly int CorkPercent;
    public readonly int MorePercent;
    public readonly int RecordPercent;

    /// <summary>The reader stops for a while when so many bytes are read; -1 never.</summary>
    public readonly int StallAtBytes;
    public readonly int StallMs;

    /// <summary>When it aborts or closes early, counted from the start, in ms.</summary>
    public readonly int EndAfterMs;

    /// <summary>Close waits for the last ACK so long, in seconds; 0 does not wait.</summary>
    public readonly int LingerSeconds;

    public readonly bool IsKeepalive;

    public EndpointPlan(SimRandom random, int ending)
    {
        Ending = ending;
        TotalBytes = random.Percent(10) ? 0 : random.Skewed(Pattern.StreamBytesMax - 1);
        PatternStart = Pattern.NewStart(random);
        WriteMax = 1 + random.Skewed(4000);
        ReadMax = 1 + random.Skewed(8000);
        if (TotalBytes > 4000 && WriteMax < 16)
        {
            WriteMax = 16;
        }

        ThinkMsMax = random.Percent(60) ? 0 : random.Skewed(50);
        IsNoDelay = random.Percent(40);
        CorkPercent = random.Percent(15) ? random.Between(1, 30) : 0;
        MorePercent = random.Percent(15) ? random.Between(1, 50) : 0;
        RecordPercent = random.Percent(15) ? random.Between(1, 50) : 0;
        bool isStalling = random.Percent(15);
        StallAtBytes = isStalling ? random.Skewed(Pattern.StreamBytesMax) : -1;
        StallMs = random.Percent(70) ? random.Between(1, 500) : random.Between(500, 20000);
        EndAfterMs = random.Skewed(5000);
        LingerSeconds = random.Percent(8) ? random.Between(1, 5) : 0;
        IsKeepalive = random.Percent(10);
    }

    public bool WaitsForEnd => Ending == ShutdownFirst || Ending == AnswerLast;
}
