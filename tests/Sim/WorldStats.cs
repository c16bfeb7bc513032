namespace NanoStack.Sim;

/// <summary>What many runs did, for the report.</summary>
internal sealed class WorldStats
{
    public long Worlds;
    public long Connections;
    public long Established;
    public long Whole;
    public long Failed;
    public long Frames;
    public long Bytes;
    public long Steps;
    public long VirtualMs;
    public long Strangers;

    public void Add(WorldStats other)
    {
        Worlds += other.Worlds;
        Connections += other.Connections;
        Established += other.Established;
        Whole += other.Whole;
        Failed += other.Failed;
        Frames += other.Frames;
        Bytes += other.Bytes;
        Steps += other.Steps;
        VirtualMs += other.VirtualMs;
        Strangers += other.Strangers;
    }
}
