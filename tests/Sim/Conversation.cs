namespace NanoStack.Sim;

/// <summary>One connection that was tried: its two ends, and what excuses its failing.</summary>
internal sealed class Conversation
{
    /// <summary>A connection that its opener closed may still be accepted so long afterwards.</summary>
    private const int AcceptPatienceMs = 300 * 1000;

    public readonly int Number;
    public readonly SimHost ClientHost;
    public readonly SimHost ServerHost;
    public readonly EndpointPlan ClientPlan;
    public readonly EndpointPlan ServerPlan;
    public readonly bool IsSimultaneous;

    public Endpoint Client;

    /// <summary>The accepted end, or the other opener; null until it is there.</summary>
    public Endpoint Server;

    public int ClientPort;
    public int ServerPort;

    /// <summary>World time of the first SYN; -1 before.</summary>
    public long StartMs = -1;

    public uint ClientIss;

    /// <summary>A delayed ACK made the server's stack open it once more, after its server was done: that
    /// is the price of SYN cookies, which remember nothing.</summary>
    public bool HasGhost;

    // What the hosts' books of disasters said at the start.
    public int DisastersAtStart;
    public int ListenerRestartsAtStart;

    public Conversation(
        int number, SimHost client, SimHost server, SimRandom random, bool isSimultaneous)
    {
        Number = number;
        ClientHost = client;
        ServerHost = server;
        IsSimultaneous = isSimultaneous;
        bool isPolite = random.Percent(75);
        int ending = isPolite ? random.Of(0, 0, 1, 2) : random.Below(6);
        ClientPlan = new EndpointPlan(random, ending);
        int other = isPolite ? random.Of(0, 0, 1, 2) : random.Below(6);
        other = ending == EndpointPlan.AnswerLast && other == ending ? 0 : other;
        ServerPlan = new EndpointPlan(random, other);
    }

    /// <summary>Neither end is planned to break it off: both directions must arrive whole.</summary>
    public bool IsPolite => IsPoliteTo(ClientPlan, ServerPlan) && IsPoliteTo(ServerPlan, ClientPlan);

    /// <summary>Both programs are done; or the opener is, and the other end never came.</summary>
    public bool IsOver(long nowMs)
    {
        if (!Client.IsClosed || (Server != null && !Server.IsClosed))
        {
            return false;
        }

        bool isExpected = Server == null && Client.WasOpen && Client.Error == 0
            && Client.Plan.Ending != EndpointPlan.Abort;
        return !isExpected || nowMs - Client.ClosedMs > AcceptPatienceMs;
    }

    /// <summary>The hosts of a connection give up when something is out of their power: time-outs,
    /// full tables, a listener that went away.</summary>
    public bool IsExcused
    {
        get
        {
            return !IsPolite || HasGhost || Disasters(ClientHost, ServerHost) != DisastersAtStart
                || ServerHost.ListenerRestarts != ListenerRestartsAtStart;
        }
    }

    public void Begin(long nowMs)
    {
        StartMs = nowMs;
        DisastersAtStart = Disasters(ClientHost, ServerHost);
        ListenerRestartsAtStart = ServerHost.ListenerRestarts;
    }

    private static int Disasters(SimHost a, SimHost b) => a.DisasterCount + b.DisasterCount;

    private static bool IsPoliteTo(EndpointPlan plan, EndpointPlan peer)
    {
        return plan.WaitsForEnd
            || (plan.Ending == EndpointPlan.CloseAtOnce && peer.TotalBytes == 0);
    }
}
